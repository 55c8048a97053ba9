// SPDX-License-Identifier: AGPL-3.0-or-later
// A member at her desk: a browser, her log-in, and the steps that stories are made of.
import * as e2e from '../lib.mjs';
import { Eye } from '../look.mjs';

export class Person {
    static async come(desk, name, script) {
        const p = await Person.bare(desk, name, null, script);
        p.member = desk.members.find((m) => m.name === name);
        await e2e.unlock(p.page, desk, p.member);
        p.page.setDefaultTimeout(30000);
        return p;
    }

    // A browser only; nobody has logged in.
    static async bare(desk, name, url, script = false) {
        const p = new Person();
        p.name = name;
        p.desk = desk;
        p.browser = await e2e.browser({ script });
        p.page = p.browser.page;
        p.eye = new Eye(p.browser, script);
        await p.eye.scripts(true);
        await p.eye.scripts(false);
        if (url)
            await p.page.goto(url);
        return p;
    }

    // One story; what the eye saw wrong on its pages is its failure too.
    async finish(story) {
        this.eye.bad = [];
        await story(this).catch(async (e) => {
            const at = await this.page.innerText('main').catch(() => '');
            throw new Error(`${e.stack}\nat ${this.page.url()}\n${at.slice(0, 1500)}`);
        });
        e2e.must(this.eye.bad.length === 0, this.eye.bad.join('\n'));
        e2e.must(this.browser.elsewhere.length === 0, 'asked elsewhere: ' + this.browser.elsewhere);
    }

    async leave() {
        await this.browser.close();
    }

    look(name) {
        return this.eye.look(name);
    }

    async go(path) {
        const reply = await this.page.goto(this.desk.url + path);
        e2e.must(reply.status() === 200, `${path} says ${reply.status()}`);
    }

    // A button of the page by its words.
    press(words, within = 'main, aside, nav') {
        return this.page.locator(within).getByRole('button', { name: words, exact: true }).first().click();
    }

    follow(words, within = 'main, aside, nav') {
        return this.page.locator(within).getByRole('link', { name: words, exact: true }).first().click();
    }

    // Opens the folded part with these words; one that is open stays so.
    async unfold(words) {
        const part = this.page.locator('details', { has: this.page.locator('summary', { hasText: words }) }).first();
        if (await part.getAttribute('open') === null)
            await part.locator('summary').first().click();
    }

    // Fills fields by their labels: words are typed, or chosen where there is a choice.
    async fill(values) {
        for (const [label, value] of Object.entries(values)) {
            const field = this.page.locator('main, aside').getByLabel(label).first();
            const [tag, type] = await field.evaluate((el) => [el.tagName, el.type]);
            if (tag === 'SELECT')
                await field.selectOption(value === null ? { index: 1 } : { label: value });
            else if (type === 'checkbox' || type === 'radio')
                await field.setChecked(value);
            else
                await field.fill(value);
        }
    }

    async sees(words, where = 'main') {
        const all = await this.page.innerText(where);
        e2e.must(all.includes(words), `“${words}” is not there:\n${all.slice(0, 1500)}`);
    }

    async seesNot(words, where = 'main') {
        e2e.must(!(await this.page.innerText(where)).includes(words), `“${words}” is there`);
    }

    // Opens the case whose text holds these words; the number of the case.
    async open(words) {
        await this.go('/?f=open');
        await this.page.locator('.rows .row', { hasText: words }).first().click();
        return this.caseNumber();
    }

    caseNumber() {
        return Number(/\/c\/(\d+)/.exec(this.page.url())[1]);
    }
}
