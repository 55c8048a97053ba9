// SPDX-License-Identifier: AGPL-3.0-or-later
// The whole job in Chromium with script on: the form is sealed in the browser, the answers are opened there.  No request
// holds the text or the words in any spelling, all requests that carry a message have one size, and nothing stays.
import fs from 'node:fs';
import * as e2e from './lib.mjs';
import { violations } from './look.mjs';
import { scan, spellings } from './profile.mjs';

const tap = new e2e.Tap();
const SEND = '#send', FURTHER = '#further';

// Everything that leaves the browser from now on.
function listen(s) {
    const sent = [];
    s.context.on('request', (r) => sent.push({ method: r.method(), url: r.url(), body: r.postDataBuffer() ?? Buffer.alloc(0) }));
    return sent;
}

function mustHoldNone(sent, secrets) {
    for (const r of sent)
        for (const needle of secrets.flatMap(spellings))
            e2e.must(!r.body.includes(needle) && !r.url.includes(needle.toString('latin1')), `${r.method} ${r.url} holds a secret`);
}

const posts = (sent) => sent.filter((r) => r.method === 'POST');

async function sealed(page) {
    await page.waitForSelector('#level');
    await e2e.noSideways(page);
}

// Nothing that axe-core finds, in what the kit has made.
async function accessible(page) {
    const bad = await violations(page);
    e2e.must(bad.length === 0, bad.join('\n'));
}

async function send(page, text, button) {
    await page.fill('textarea[name=text]', text);
    await page.click(button);
    await page.waitForSelector('ol.words, .errsum', { state: 'attached' });
    e2e.must(!await page.$('.errsum'), 'not sent: ' + await page.innerText('main'));
    return page.$$eval('ol.words li', (all) => all.map((e) => e.textContent.trim()));
}

async function job(lang, width) {
    const name = `${lang} ${width}`, desk = e2e.deskFor(lang), canary = `kanarek${lang}${width}x${process.pid}`;
    const s = await e2e.browser({ width, script: true }), sent = listen(s);
    const problems = [];
    s.page.on('pageerror', (e) => problems.push(String(e)));
    s.page.on('console', (m) => m.type() === 'error' && problems.push(m.text()));
    let twelve = [];
    await tap.case(`${name}: sealed in the browser, and the words are shown there`, async () => {
        await s.page.goto(`${e2e.net.hub}/${lang}/w`);
        await sealed(s.page);
        await s.page.click(SEND);
        e2e.must(await s.page.waitForSelector('.errsum a[href="#text"]'), 'nothing is said about an empty message');
        await s.page.check('input[name=danger][value=yes]');
        const address = s.page.url();
        twelve = await send(s.page, `${e2e.SAMPLE[lang]} ${canary}`, SEND);
        e2e.must(twelve.length === 12 && twelve.every((w) => w.length > 2), 'the words: ' + twelve);
        e2e.must(s.page.url() === address, 'the address has changed');
        await accessible(s.page);
        await e2e.noSideways(s.page);
    });
    await tap.case(`${name}: a wrong word is named, the right ones are accepted`, async () => {
        await e2e.check(s.page, twelve, true);
        e2e.must((await s.page.innerText('#check .errmsg')).includes('7'), 'nothing is said about a wrong word');
        await s.page.fill('input[name=w7]', twelve[6]);
        await s.page.click('#check button');
        await s.page.waitForSelector('#check', { state: 'detached' });
    });
    await tap.case(`${name}: the desk opens it and answers`, async () => {
        const d = await e2e.browser({ width: 1366 });
        await e2e.unlock(d.page, desk, desk.members[0]);
        await e2e.openCase(d.page, desk, canary);
        await e2e.answer(d.page, `${e2e.ANSWER[lang]} ${canary}`);
        await d.close();
    });
    await tap.case(`${name}: the words open the answer in the browser`, async () => {
        for (let i = 0; i < 40 && !await s.page.$('article'); i++) {
            await e2e.sleep(500);
            await s.page.goto(`${e2e.net.hub}/${lang}/r`);
            await sealed(s.page);
            await s.page.fill('textarea[name=words]', twelve.join(' ').toUpperCase());
            await s.page.click('main form button');
            await s.page.waitForSelector(FURTHER);
        }
        await accessible(s.page);
        e2e.must((await s.page.innerText('article')).includes(`${e2e.ANSWER[lang]} ${canary}`), 'no answer');
        await e2e.noSideways(s.page);
    });
    await tap.case(`${name}: a further message reaches the same case, other words of the paper are refused`, async () => {
        await send(s.page, `${e2e.SAMPLE[lang]} once more ${canary}`, FURTHER + ' button');
        const d = await e2e.browser({ width: 1366 });
        await e2e.unlock(d.page, desk, desk.members[0]);
        await e2e.openCase(d.page, desk, `once more ${canary}`);
        e2e.must((await d.page.innerText('body')).includes(e2e.ANSWER[lang]), 'it is another case than the first');
        await d.close();
        await s.page.goto(`${e2e.net.hub}/${lang}/r`);
        await sealed(s.page);
        await s.page.fill('textarea[name=words]', [...twelve.slice(0, 11), twelve[0]].join(' '));
        await s.page.click('main form button');
        await s.page.waitForSelector('.errsum a[href="#words"]');
    });
    await tap.case(`${name}: no request holds text or words, all messages have one size, nothing stays`, async () => {
        mustHoldNone(sent, [canary, e2e.SAMPLE[lang], twelve.join(' '), twelve.slice(0, 3).join(' ')]);
        const sizes = new Set(posts(sent).map((r) => r.body.length).filter((n) => n > 100));
        e2e.must(posts(sent).length >= 2 && sizes.size === 1, `sizes of POST: ${[...sizes]}`);
        e2e.must((await s.context.cookies()).length === 0, 'there are cookies');
        e2e.must(await s.page.evaluate(() => localStorage.length + sessionStorage.length) === 0, 'there is storage');
        e2e.must(s.elsewhere.length === 0, 'asked elsewhere: ' + s.elsewhere);
        e2e.must(problems.length === 0, problems.join('\n'));
        await s.page.click('.exit a').catch(() => {});
        await e2e.sleep(300);
        await s.close();
        const hits = scan(s.profile, [canary, twelve.join(' '), e2e.ANSWER[lang]]);
        e2e.must(hits.length === 0, hits.join('\n'));
    });
    fs.rmSync(s.profile, { recursive: true, force: true });
}

// What the browser is allowed to run: the kit with its one hash, and no markup out of texts.
async function policy() {
    const s = await e2e.browser({ script: true });
    await tap.case('only the kit runs, and only on the two forms', async () => {
        const head = async (path) => (await s.page.goto(e2e.net.hub + path)).headers()['content-security-policy'];
        for (const path of ['/en/w', '/en/r'])
            e2e.must(/script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'/.test(await head(path)), path);
        for (const path of ['/', '/en/', '/en/b', '/en/1', '/en/s', '/en/nothing'])
            e2e.must(!(await head(path)).includes('script-src') && !await s.page.$('script'), path);
        await s.page.goto(`${e2e.net.hub}/en/w`);
        const tags = await s.page.$$eval('script', (all) => all.map((e) => [e.getAttribute('src'), e.integrity, e.textContent]));
        e2e.must(tags.length === 1 && /^\/js\/[0-9a-f]{8}$/.test(tags[0][0]) && /^sha256-/.test(tags[0][1]) && !tags[0][2], tags);
        const ran = await s.page.evaluate(() => { try { document.body.innerHTML = '<b>x</b>'; return true; } catch { return false; } });
        e2e.must(!ran, 'text becomes markup');
        await s.close();
    });
    fs.rmSync(s.profile, { recursive: true, force: true });
}

await policy();
await job('ru', 320);
await job('de', 1366);
tap.end();
