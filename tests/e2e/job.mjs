// SPDX-License-Identifier: AGPL-3.0-or-later
// The whole job in Chromium with script off, in five languages and two widths: write, keep the words,
// check them, leave; unlock the desk, answer; read, write again.  And what the browser keeps of it.
import fs from 'node:fs';
import * as e2e from './lib.mjs';
import { scan } from './profile.mjs';

const tap = new e2e.Tap();

// From the first question to a guide, then every guide by the list, then one by its words; nothing stays.
async function reading(lang, width) {
    const name = `${lang} ${width}`;
    const s = await e2e.browser({ width });
    let links = [];
    await tap.case(`${name}: questions lead to a guide`, async () => {
        await s.page.goto(`${e2e.net.hub}/${lang}/`);
        await s.page.click(`main a[href="/${lang}/101"]`);
        let steps = 1;
        for (; /\/1\d\d$/.test(s.page.url()); steps++) {
            e2e.must(steps <= 8, 'more than eight steps: ' + s.page.url());
            await e2e.noSideways(s.page);
            await s.page.click(`main .choices li:nth-child(${steps === 1 ? 2 : 1}) a`);
        }
        e2e.must(/\/\d{1,2}$/.test(s.page.url()), 'no guide at the end: ' + s.page.url());
    });
    await tap.case(`${name}: every guide is in the list and fits the screen`, async () => {
        await s.page.goto(`${e2e.net.hub}/${lang}/i`);
        await e2e.noSideways(s.page);
        links = await s.page.$$eval('main li a', (all) => all.map((a) => [a.getAttribute('href'), a.textContent]));
        e2e.must(links.length >= 25, `only ${links.length} guides`);
        for (const [href, heading] of links) {
            await s.page.goto(e2e.net.hub + href);
            e2e.must(await s.page.innerText('h1') === heading, `${href} is not "${heading}"`);
            await e2e.noSideways(s.page);
        }
    });
    await tap.case(`${name}: search finds a guide and leaves no trace`, async () => {
        const word = links[8][1].split(' ').sort((a, b) => b.length - a.length)[0];
        await s.page.goto(`${e2e.net.hub}/${lang}/i`);
        await s.page.fill('#q', `${word} kanarek${lang}${width}`);
        await Promise.all([s.page.waitForURL(/\/f\//), s.page.click('main form button')]);
        const found = await s.page.$$eval('main h2 + ul a', (all) => all.map((a) => a.getAttribute('href')));
        e2e.must(found.includes(links[8][0]), `"${word}" does not find ${links[8][0]}: ${found}`);
        await e2e.noSideways(s.page);
        await s.close();
        const hits = scan(s.profile, [`kanarek${lang}${width}`]);
        e2e.must(hits.length === 0, hits.join('\n'));
    });
    await s.close();
    fs.rmSync(s.profile, { recursive: true, force: true });
}

async function job(lang, width) {
    const name = `${lang} ${width}`;
    const desk = e2e.deskFor(lang);
    const member = desk.members[0];
    const canary = `kanarek${lang}${width}x${process.pid}`;
    const text = `${e2e.SAMPLE[lang]} ${canary}`;
    const s = await e2e.browser({ width });
    let twelve = [];
    await tap.case(`${name}: write, and see the words`, async () => {
        await s.page.goto(`${e2e.net.hub}/`);
        await e2e.noSideways(s.page);
        await s.page.click(`main a[href="/${lang}/"]`);
        await e2e.noSideways(s.page);
        await e2e.write(s.page, lang, text);
        twelve = await e2e.words(s.page);
        e2e.must(twelve.length === 12 && twelve.every((w) => w.length > 2), 'the words: ' + twelve);
        await e2e.noSideways(s.page);
    });
    await tap.case(`${name}: a wrong word is named, the right ones are accepted`, async () => {
        await e2e.check(s.page, twelve, true);
        e2e.must(await s.page.$('.errsum a[href="#w7"]'), 'nothing is said about a wrong word');
        const left = await s.page.$$eval('#check input[type=text]', (all) => all.map((e) => e.value));
        e2e.must(left.join() === [twelve[2], '', twelve[9]].join(), 'right words are not kept: ' + left);
        await e2e.noSideways(s.page);
        await e2e.check(s.page, twelve);
        e2e.must(!await s.page.$('.errsum'), 'right words are called wrong');
        await e2e.noSideways(s.page);
    });
    await tap.case(`${name}: quick exit leaves nothing in the profile`, async () => {
        e2e.must((await s.context.cookies()).length === 0, 'there are cookies');
        e2e.must(s.elsewhere.length === 0, 'asked elsewhere: ' + s.elsewhere);
        await s.page.click('.exit a').catch(() => {});
        await e2e.sleep(300);
        await s.close();
        const hits = scan(s.profile, [canary, twelve.join(' '), twelve.slice(0, 3).join(' '), member.passphrase]);
        e2e.must(hits.length === 0, hits.join('\n'));
    });
    await tap.case(`${name}: the desk opens it and answers`, async () => {
        const d = await e2e.browser({ width });
        try {
            await d.page.goto(desk.url + '/login');
            await e2e.noSideways(d.page);
            await e2e.unlock(d.page, desk, member);
            await e2e.noSideways(d.page);
            await e2e.openCase(d.page, desk, canary);
            await e2e.noSideways(d.page);
            await e2e.answer(d.page, `${e2e.ANSWER[lang]} ${canary}`);
            e2e.must((await d.page.innerText('body')).includes(e2e.ANSWER[lang]), 'the answer is not in the case');
            await e2e.noSideways(d.page);
            e2e.must(d.elsewhere.length === 0, 'asked elsewhere: ' + d.elsewhere);
        } finally {
            await d.close();
        }
    });
    const r = await e2e.browser({ width });
    await tap.case(`${name}: the words open the answer`, async () => {
        let shown = '';
        for (let i = 0; i < 40 && !shown.includes(canary); i++) {
            await e2e.sleep(500);
            await e2e.read(r.page, lang, twelve);
            shown = await r.page.innerText('main');
        }
        e2e.must(shown.includes(e2e.ANSWER[lang]), 'no answer: ' + shown);
        await e2e.noSideways(r.page);
    });
    await tap.case(`${name}: a further message reaches the same case`, async () => {
        await r.page.click('form:has(textarea[name=text]) button');
        e2e.must(await r.page.$('.errsum a[href="#text"]'), 'nothing is said about an empty message');
        e2e.must((await r.page.innerText('main')).includes(canary), 'the thread is lost after an empty message');
        await e2e.noSideways(r.page);
        await e2e.sleep(2200);
        await r.page.fill('textarea[name=text]', `${e2e.SAMPLE[lang]} once more ${canary}`);
        await r.page.click('form:has(textarea[name=text]) button');
        await e2e.words(r.page);
        await e2e.noSideways(r.page);
        e2e.must((await r.context.cookies()).length === 0, 'there are cookies');
        await r.close();
        const d = await e2e.browser({ width });
        await e2e.unlock(d.page, desk, member);
        await e2e.openCase(d.page, desk, `once more ${canary}`);
        const both = await d.page.innerText('body');
        e2e.must(both.includes(e2e.ANSWER[lang]), 'it is another case than the first');
        await d.close();
        const hits = scan(r.profile, [canary, twelve.join(' '), e2e.ANSWER[lang]]);
        e2e.must(hits.length === 0, hits.join('\n'));
    });
    fs.rmSync(s.profile, { recursive: true, force: true });
    fs.rmSync(r.profile, { recursive: true, force: true });
}

// A scan that finds nothing must be shown able to find: a GET with the text in the address stays.
async function alive() {
    const s = await e2e.browser();
    await tap.case('the scan of a profile is alive', async () => {
        await s.page.goto(`${e2e.net.hub}/en/?kanareklive`).catch(() => {});
        await e2e.sleep(500);
        await s.close();
        e2e.must(scan(s.profile, ['kanareklive']).length > 0, 'the scan misses what is surely there');
    });
}

const jobs = e2e.LANGS.flatMap((lang) => e2e.WIDTHS.map((width) => [lang, width]));
async function lane() {
    for (let next = jobs.shift(); next; next = jobs.shift())
        await job(...next).then(() => next[1] === 320 && reading(...next))
            .catch((e) => tap.line(false, next.join(' ') + ': the run', e.stack));
}
await alive();
await Promise.all([lane(), lane()]);
tap.end();
