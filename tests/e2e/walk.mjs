// SPDX-License-Identifier: AGPL-3.0-or-later
// A walk past every page of hub and desk.  `see(name)` is called on each; what it does (check it, take
// its picture) is the caller's matter.
import * as e2e from './lib.mjs';

// One letter from its page to the finished one, with a wrong date on the way.
export async function walkLetter(page, lang, see) {
    await page.goto(`${e2e.net.hub}/${lang}/304`);
    await see('letter-begin');
    await page.click('main form button');
    for (let i = 0; i < 30 && !(await page.$('.paper')); i++) {
        const at = await page.getAttribute('input[name=at]', 'value');
        if (at === 'since' && !(await page.$('[role=alert]'))) {
            for (const [name, value] of [['d', '31'], ['m', '2'], ['y', '2026']])
                await page.fill(`input[name=${name}]`, value);
            await page.click('button[value=next]');
            await see('letter-wrong-date');
            await page.fill('input[name=d]', '1');
        } else if (await page.$('[name=v]:not([type=radio])')) {
            await page.fill('[name=v]', e2e.SAMPLE[lang].slice(0, 80));
        } else if (await page.$('input[type=radio]')) {
            await page.click('label:has(input[type=radio])');
        }
        if (['name', 'status', 'harm', 'to'].includes(at))
            await see(`letter-${at}`);
        await page.click('button[value=next]');
    }
    e2e.must(await page.$('.paper'), 'the letter comes to its end');
    await page.$$eval('details', (all) => all.forEach((d) => { d.open = true; }));
    await see('letter-done');
    await page.click('button[value=back]');
    await page.click('button[value=next]');
    e2e.must(await page.$('.paper'), 'back and forward again');
}

// Every page a person meets at the hub, in one language.  Returns the twelve words.
export async function walkHub(page, lang, see) {
    const hub = e2e.net.hub;
    for (const p of e2e.publicPages(lang)) {
        await page.goto(hub + p.path);
        await see(p.name);
    }
    await page.goto(`${hub}/${lang}/w`);
    await page.click('#send');
    await see('write-empty');
    await page.goto(`${hub}/${lang}/w`);
    await page.fill('textarea[name=text]', 'я '.repeat(9000));
    await e2e.sleep(2200);
    await page.click('#send');
    await see('write-too-long');
    await page.goto(`${hub}/${lang}/w`);
    await page.fill('textarea[name=text]', e2e.SAMPLE[lang] + ' walk');
    await page.$eval('details:has(#who)', (d) => { d.open = true; });
    await see('write-questions');
    await page.click('#send');
    await see('waiting');
    await e2e.sleep(2200);
    await page.click('main form button');
    const twelve = await e2e.words(page);
    await see('words');
    await page.$$eval('details', (all) => all.forEach((d) => { d.open = true; }));
    await see('words-digits');
    await e2e.check(page, twelve, true);
    await see('words-wrong');
    await e2e.check(page, twelve);
    await see('words-right');
    await walkLetter(page, lang, see);
    await page.goto(`${hub}/w/${'A'.repeat(200)}`);
    await see('pass-old');
    await page.goto(`${hub}/t/foo`);
    await see('pass-none');
    await e2e.read(page, lang, 'nonsense');
    await see('read-wrong');
    await e2e.read(page, lang, twelve);
    await see('answers-none');
    return twelve;
}

// The page of the answers, once one is there.
export async function walkThread(page, lang, twelve, see) {
    for (let i = 0; i < 40; i++) {
        await e2e.read(page, lang, twelve);
        if (await page.$('p.said'))
            break;
        await e2e.sleep(500);
    }
    await see('answers');
    await page.click('form:has(textarea[name=text]) button');
    await see('answers-nothing-typed');
    await page.fill('textarea[name=text]', twelve.join(' '));
    await page.click('form:has(textarea[name=text]) button');
    await see('write-again');
    await page.fill('textarea[name=text]', e2e.SAMPLE[lang]);
    await e2e.sleep(2200);
    await page.click('form:has(textarea[name=text]) button');
    await e2e.words(page);
    await see('words-again');
}

// Where a link leads, without numbers, so that each kind of page is seen once.
function shape(url) {
    const at = new URL(url);
    return at.pathname.replace(/\d+/g, 'N') + '?' + [...at.searchParams.keys()].sort()
        .map((k) => (k === 'list' || k === 'show' ? `${k}=${at.searchParams.get(k)}` : k)).join('&');
}

// Every page of a desk that links reach, and those that only mistakes bring.
export async function walkDesk(page, desk, member, see) {
    await page.goto(desk.url + '/login');
    await see('desk-login');
    await page.fill('input[name=name]', member.name);
    await page.fill('input[name=passphrase]', 'wrong');
    await page.click('form:has(input[name=passphrase]) button');
    await see('desk-login-wrong');
    await e2e.unlock(page, desk, member);
    const seen = new Set();
    const queue = [desk.url + '/'];
    for (let steps = 0; queue.length && steps < 80; steps++) {
        const url = queue.shift();
        if (seen.has(shape(url)))
            continue;
        seen.add(shape(url));
        const reply = await page.goto(url);
        if (!(reply.headers()['content-type'] ?? '').startsWith('text/html'))
            continue;
        const name = new URL(url);
        await see('desk' + (name.pathname.replaceAll('/', '-') + name.search).replace(/[^\w-]+/g, '_').replace(/-$/, '-inbox'));
        for (const link of await page.$$eval('a[href^="/"]', (all) => all.map((a) => a.href)))
            queue.push(link.split('#')[0]);
    }
    await page.goto(desk.url + '/nothing');
    await see('desk-error-404');
    await page.goto(desk.url + '/');
    const first = await page.$eval('a[href^="/c/"]', (a) => a.getAttribute('href')).catch(() => null);
    if (!first)
        return;
    await page.goto(desk.url + first);
    await e2e.answer(page, 'Д'.repeat(16000));
    await see('desk-answer-too-long');
    await page.goto(desk.url + first);
    await page.fill('form[action$="/note"] textarea', 'Note for colleagues: call the duty lead before answering.');
    await page.click('form[action$="/note"] button');
    await see('desk-note');
    await e2e.answer(page, e2e.ANSWER.en);
    await see('desk-answered');
}

// Answer the case that holds this text.
export async function reply(desk, text, words) {
    const d = await e2e.browser();
    try {
        await e2e.unlock(d.page, desk, desk.members[0]);
        await e2e.openCase(d.page, desk, text);
        await e2e.answer(d.page, words);
    } finally {
        await d.close();
    }
}
