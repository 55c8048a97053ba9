// SPDX-License-Identifier: AGPL-3.0-or-later
// A letter on a small screen: written without script, checked with axe, printed alone.
import path from 'node:path';
import * as e2e from './lib.mjs';
import { violations } from './look.mjs';
import * as walk from './walk.mjs';

const tap = new e2e.Tap();
const wide = 320;

for (const lang of ['ru', 'en']) {
    await tap.case(`${lang}: from the list to the letter without script`, async () => {
        const s = await e2e.browser({ script: false });
        await s.page.setViewportSize({ width: wide, height: 640 });
        await s.page.goto(`${e2e.net.hub}/${lang}/i`);
        await s.page.click(`a[href="/${lang}/l"]`);
        await s.page.click(`a[href="/${lang}/303"]`);
        await s.page.click('main form button');
        for (let i = 0; i < 20 && !(await s.page.$('.paper')); i++) {
            if (await s.page.$('input[name=v]:not([type=radio])'))
                await s.page.fill('input[name=v]', 'Анна Пример');
            await s.page.keyboard.press('Tab');
            await s.page.click('button[value=next]');
        }
        e2e.must((await s.page.innerText('.paper')).includes('Анна Пример'), 'what was typed stands in the letter');
        e2e.must(await s.page.$$eval('.gloss', (all) => all.length) > 0 === (lang !== 'ru'), 'a gloss for other readers');
        await s.close();
    });
    await tap.case(`${lang}: Enter goes on, not back`, async () => {
        const s = await e2e.browser({ script: false });
        await s.page.goto(`${e2e.net.hub}/${lang}/303`);
        await s.page.click('main form button');
        await s.page.click('button[value=next]');
        await s.page.fill('input[name=d]', '1');
        await s.page.fill('input[name=m]', '2');
        await s.page.fill('input[name=y]', '2000');
        await s.page.press('input[name=y]', 'Enter');
        e2e.must(await s.page.getAttribute('input[name=at]', 'value') === 'address', 'the next question');
        await s.close();
    });
    await tap.case(`${lang}: every page of a letter, with axe`, async () => {
        const s = await e2e.browser({ script: true, bypassCSP: true });
        const bad = [];
        const look = async (name) => {
            for (const scheme of ['light', 'dark']) {
                await s.page.emulateMedia({ colorScheme: scheme });
                await e2e.noSideways(s.page);
                bad.push(...(await violations(s.page)).map((v) => `${name} ${scheme}: ${v}`));
            }
            if (e2e.net.out)
                await s.page.screenshot({ path: path.join(e2e.net.out, `${lang}-${name}.png`), fullPage: true });
        };
        await s.page.setViewportSize({ width: wide, height: 640 });
        await s.page.goto(`${e2e.net.hub}/${lang}/l`);
        await look('letters');
        await walk.walkLetter(s.page, lang, look);
        await s.close();
        e2e.must(bad.length === 0, bad.join('\n'));
    });
    await tap.case(`${lang}: printed and copied, the letter stands alone`, async () => {
        const s = await e2e.browser({ script: true, bypassCSP: true });
        await walk.walkLetter(s.page, lang, async () => {});
        await s.page.emulateMedia({ media: 'print' });
        const shown = await s.page.evaluate(() => [...document.querySelectorAll('h1, h2, form, .gloss, .exit, footer, summary')]
            .filter((e) => e.getClientRects().length > 0).length);
        e2e.must(shown === 0, 'nothing else is printed');
        if (e2e.net.out)
            await s.page.screenshot({ path: path.join(e2e.net.out, `${lang}-printed.png`), fullPage: true });
        await s.page.emulateMedia({ media: 'screen' });
        const copied = await s.page.evaluate(() => {
            getSelection().selectAllChildren(document.querySelector('.paper'));
            return getSelection().toString();
        });
        const gloss = await s.page.$$eval('.gloss', (all) => all.map((e) => e.textContent));
        e2e.must(copied.includes('Конституция') && !gloss.some((g) => copied.includes(g)), 'only the letter is copied');
        await s.close();
    });
}
tap.end();
