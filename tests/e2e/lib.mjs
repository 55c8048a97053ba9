// SPDX-License-Identifier: AGPL-3.0-or-later
// What the browser tests share: the network under test, a browser, TAP, and a person's steps.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

export const LANGS = ['ru', 'uk', 'be', 'en', 'de'];
export const WIDTHS = [320, 1366];

// {hub, desks: [{url, org, members: [{name, passphrase}]}], out}; see run.py.
export const net = JSON.parse(process.env.UNDERSTORY_NETWORK ?? '{}');

export const SAMPLE = {
    ru: 'Мне пришла повестка, явка через три дня. Оружие в руки не возьму по убеждениям. Что мне делать?',
    uk: 'Мені прийшла повістка, я віруючий і зброї не візьму. Що мені робити, куди звернутися?',
    be: 'Мне прыйшла позва, я не вазьму ў рукі зброю праз перакананні. Што мне рабіць, куды звярнуцца?',
    en: 'I have been called up and I will not carry a weapon, for reasons of conscience. What can I do now?',
    de: 'Ich habe einen Einberufungsbescheid bekommen und verweigere aus Gewissensgründen. Was kann ich tun?',
};

export const ANSWER = {
    ru: 'Здравствуйте. Мы прочли ваше письмо. Напишите, когда вам удобно читать ответы.',
    uk: 'Вітаємо. Ми прочитали ваш лист. Напишіть, коли вам зручно читати відповіді.',
    be: 'Вітаем. Мы прачыталі ваш ліст. Напішыце, калі вам зручна чытаць адказы.',
    en: 'Hello. We have read your letter. Tell us when it suits you to read answers.',
    de: 'Guten Tag. Wir haben Ihren Brief gelesen. Schreiben Sie, wann Sie Antworten lesen können.',
};

// Every public page of a language: the address, and a name for pictures and reports.
export function publicPages(lang) {
    const names = { '': 'start', 101: 'question', 104: 'question-ways', i: 'all-pages', b: 'before', w: 'write', r: 'read', s: 'safety', a: 'about', d: 'deleted', k: 'card',
        z: 'leave', l: 'letters', 301: 'letter', nothing: 'error-404' };
    const list = Object.entries(names).map(([p, name]) => ({ path: `/${lang}/${p}`, name }));
    for (const i of [1, 2, 13, 62])
        list.push({ path: `/${lang}/${i}`, name: `guide-${i}` });
    return list;
}

export class Tap {
    constructor() {
        this.n = 0;
        this.bad = 0;
        console.log('TAP version 13');
    }

    line(ok, name, why) {
        this.n++;
        this.bad += ok ? 0 : 1;
        console.log(`${ok ? 'ok' : 'not ok'} ${this.n} ${name.replaceAll('#', '')}`);
        for (const row of ok ? [] : String(why ?? '').split('\n'))
            console.log('# ' + row);
    }

    async case(name, body) {
        try {
            await body();
            this.line(true, name);
        } catch (e) {
            this.line(false, name, e.stack ?? e);
        }
    }

    end() {
        console.log(`1..${this.n}`);
        process.exitCode = this.bad ? 1 : 0;
    }
}

export function must(ok, words) {
    if (!ok)
        throw new Error(words);
}

export function folder(name) {
    return fs.mkdtempSync(path.join(process.env.UNDERSTORY_TMP ?? os.tmpdir(), name + '-'));
}

// A browser with a profile of its own.  Nothing but this machine resolves, so that a page that asks
// elsewhere is seen to fail; `elsewhere` collects such requests.
export async function browser(options = {}) {
    const profile = folder('profile');
    const context = await chromium.launchPersistentContext(profile, {
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        viewport: { width: options.width ?? 1366, height: 800 },
        javaScriptEnabled: options.script ?? false,
        bypassCSP: options.bypassCSP ?? false,
        colorScheme: options.colorScheme ?? 'light',
        args: ['--no-sandbox', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost'],
    });
    if (options.bypassCSP) // to look at pages: as they are without the kit
        await context.route(/\/js\/[0-9a-f]{8}$/, (route) => route.abort());
    const page = context.pages()[0] ?? await context.newPage();
    const elsewhere = [];
    const requests = [];
    const count = { from: 0 };
    context.on('request', (r) => {
        requests.push(r.method() + ' ' + r.url());
        if (!/^(http:\/\/(127\.0\.0\.1|localhost):\d+\/|data:|about:|chrome)/.test(r.url()))
            elsewhere.push(r.url());
    });
    page.setDefaultTimeout(60000);
    return { context, page, profile, elsewhere, requests, count, close: () => context.close() };
}

// Nothing may be cut off at the right or ask for scrolling sideways.
export async function noSideways(page) {
    const [wide, room] = await page.evaluate(() =>
        [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    must(wide <= room, `${page.url()} is ${wide} px wide in a window of ${room}`);
}

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

// ---- the person

export async function write(page, lang, text) {
    await page.goto(`${net.hub}/${lang}/w`);
    await page.fill('textarea[name=text]', text);
    await sleep(2200);
    await page.click('#send');
}

// Press on when it came too early or the hub is busy, until the words are there.
export async function words(page) {
    for (let i = 0; i < 20 && !/\/w\/[\w-]+$/.test(new URL(page.url()).pathname) || await page.$('input[name=act][value=carry]'); i++) {
        if (!await page.$('input[name=act][value=carry]'))
            throw new Error(`neither words nor waiting: ${page.url()} ${await page.innerText('main')}`);
        await sleep(1000);
        await page.click('form button');
    }
    return page.$$eval('ol.words li', (all) => all.slice(0, 12).map((e) => e.textContent.trim()));
}

export async function check(page, twelve, wrong = false) {
    await page.fill('input[name=w3]', twelve[2]);
    await page.fill('input[name=w7]', wrong ? twelve[0] : twelve[6]);
    await page.fill('input[name=w10]', twelve[9]);
    await page.click('#check button');
}

export async function read(page, lang, twelve) {
    await page.goto(`${net.hub}/${lang}/r`);
    await page.fill('textarea[name=words]', Array.isArray(twelve) ? twelve.join(' ') : twelve);
    await page.click('main form button');
}

// ---- the counsellor

export async function unlock(page, desk, member) {
    await page.goto(desk.url + '/login' + (member.lang ? '?l=' + member.lang : ''));
    await page.fill('input[name=name]', member.name);
    await page.fill('input[name=passphrase]', member.passphrase);
    await page.click('form:has(input[name=passphrase]) button');
    must(!await page.$('input[name=passphrase]'), 'the desk stays locked: ' + await page.innerText('body'));
}

// Find the case that holds this text, in either organisation's inbox, and open it.
export async function openCase(page, desk, text) {
    for (let i = 0; i < 60; i++) {
        await page.goto(desk.url + '/');
        const links = await page.$$eval('a[href^="/c/"]', (all) => all.map((a) => a.getAttribute('href')));
        for (const link of new Set(links.map((l) => l.split(/[?#]/)[0]))) {
            await page.goto(desk.url + link);
            if ((await page.$$eval('article', (all) => all.map((e) => e.textContent).join('\n'))).includes(text))
                return link;
        }
        await sleep(500);
    }
    throw new Error('the request did not arrive: ' + text);
}

export async function answer(page, text) {
    const form = 'form[action$="/reply"]';
    await page.fill(form + ' textarea[name=text]', text);
    await page.click(form + ' button');
}

// Which desk reads a language, as its card says.
export function deskFor(lang) {
    return net.desks[lang === 'ru' || lang === 'be' ? 0 : 1];
}
