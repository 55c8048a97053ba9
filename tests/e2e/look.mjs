// SPDX-License-Identifier: AGPL-3.0-or-later
// axe-core on the page that is open.  Where scripts are off they are allowed for as long as it looks:
// what the page itself would run stays off, for that was decided when it was loaded.
import fs from 'node:fs';
import * as e2e from './lib.mjs';

const source = fs.readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function violations(page) {
    if (!await page.evaluate(() => Boolean(window.axe)))
        await page.evaluate(source);
    const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }), TAGS);
    return found.violations.map((v) => `${v.id}: ${v.help}\n` +
        v.nodes.slice(0, 3).map((n) => `    ${n.target.join(' ')}: ${n.failureSummary.split('\n').slice(1, 3).join(' ')}`).join('\n'));
}

// Looks at pages of one browser: nothing sideways at both widths, no violation wide in light colours
// and narrow in dark ones.  Every problem is a line of the list `bad`.
export class Eye {
    constructor(browser, script) {
        this.page = browser.page;
        this.context = browser.context;
        this.script = script;
        this.bad = [];
        this.n = 0;
        this.ms = 0;
    }

    async scripts(on) {
        if (this.script)
            return;
        this.cdp ??= await this.context.newCDPSession(this.page);
        await this.cdp.send('Emulation.setScriptExecutionDisabled', { value: !on });
    }

    async look(name) {
        this.n++;
        await this.page.waitForLoadState(); // with its style sheet
        const began = performance.now();
        for (const [width, colorScheme] of [[320, 'dark'], [1366, 'light']]) {
            await this.page.setViewportSize({ width, height: 800 });
            await this.page.emulateMedia({ colorScheme });
            await e2e.noSideways(this.page).catch((e) => this.bad.push(`${name}: ${e.message}`));
            await this.scripts(true);
            const found = await violations(this.page);
            await this.scripts(false);
            this.bad.push(...found.map((v) => `${name} (${this.page.url()}), ${width} ${colorScheme}: ${v}`));
        }
        this.ms += performance.now() - began;
    }
}
