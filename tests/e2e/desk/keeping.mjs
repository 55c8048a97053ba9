// SPDX-License-Identifier: AGPL-3.0-or-later
// What comes from other programs, and what takes two: a file out of the desk, a request for ever.
// The three files were put there as `understory import` does (run.py).
import * as e2e from '../lib.mjs';

// A grey picture of 40 by 30 points, as a scanner gives it.
const SCAN = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAACgAAAAeCAAAAAB7tgMBAAAAGElEQVR42mOYQCRgGFU4qnBU4ajCwawQAPjJox/Hl0/rAAAAAElFTkSuQmCC', 'base64');

async function bring(p, file, words) {
    await p.go('/keep');
    await p.page.locator('li', { hasText: file }).getByRole('button', { name: 'Look into it' }).click();
    await p.sees(words);
    await p.look('a file that comes: ' + file);
}

export const off = {
    'a chat of Telegram comes along': async (p) => {
        await bring(p, 'result.json', 'a chat export of Telegram');
        await p.press('Bring them in', 'main');
        await p.sees('The requests are here now');
        await p.open('off-telegram');
        await p.sees('brought along from another program');
        await p.look('brought along');
    },
    'a report of GlobaLeaks comes along': async (p) => {
        await bring(p, 'report.txt', 'a report of GlobaLeaks');
        await p.press('Bring them in', 'main');
        await p.open('Report: 7');
    },
    'a table comes along, its columns set by hand': async (p) => {
        await bring(p, 'cases.csv', 'What the columns hold');
        await p.fill({ Remark: 'nothing', Story: 'the text' });
        await p.press('Look again', 'main');
        await p.press('Bring them in', 'main');
        await p.open('off-table');
        await p.go('/keep');
        await p.sees('No file waits.');
    },
};

// Asks for something on the page of a case; another member confirms it on hers.
async function agreed(olena, karla, n, words, why) {
    await olena.go(`/c/${n}/keep`);
    await olena.page.locator('form', { has: olena.page.getByRole('button', { name: words, exact: true }) }).locator('input[name=why]').fill(why);
    await olena.press(words, 'main');
    await olena.sees('Another member has to confirm it');
    await karla.go('/keep');
    await karla.sees(why);
    await karla.look('asked of a second person');
    await karla.page.locator('form[action="/keep/confirm"] button').first().click();
    await olena.go('/keep');
    await olena.sees('confirmed by Karla');
    await olena.look('confirmed by a second person');
}

async function saved(p, act) {
    const [file] = await Promise.all([p.page.waitForEvent('download'), act()]);
    const chunks = [];
    for await (const chunk of await file.createReadStream())
        chunks.push(chunk);
    return { name: file.suggestedFilename(), bytes: Buffer.concat(chunks) };
}

export const together = {
    'an export by two': async ({ olena, karla }) => {
        const n = await olena.open('off-telegram');
        await agreed(olena, karla, n, 'Ask for the export', 'For her advocate');
        const file = await saved(olena, () => olena.press('Get the file', 'main'));
        e2e.must(file.name === `request-${n}.json`, 'it is called ' + file.name);
        const all = JSON.parse(file.bytes);
        e2e.must(all.format === 'understory-case' && file.bytes.includes('off-telegram'), 'the export lacks what was said');
        await olena.go('/keep');
        await olena.sees('Nothing waits.');
    },
    'erased for ever by two, but not while it is held': async ({ olena, karla }) => {
        const n = await olena.open('Report: 7');
        await olena.go(`/c/${n}/keep`);
        await olena.page.fill('#w2', 'A court asks');
        await olena.press('Hold: it must not be erased', 'main');
        await olena.sees('Held by Olena: A court asks');
        await olena.look('held');
        e2e.must(await olena.page.getByRole('button', { name: 'Ask for erasing' }).count() === 0, 'what is held can be erased');
        await olena.page.fill('#w2', 'It is over');
        await olena.press('End the hold', 'main');
        await agreed(olena, karla, n, 'Ask for erasing', 'Her own wish');
        await olena.press('Erase now', 'main');
        await olena.sees('Erased for ever here');
        await olena.look('erased');
        for (const p of [olena, karla]) {
            const reply = await p.page.goto(`${p.desk.url}/c/${n}`);
            e2e.must(reply.status() === 404, `${p.name} still gets the request: ${reply.status()}`);
        }
    },
    'a scan as pixels, its original by two, behind the warning': async ({ olena, karla }) => {
        await olena.open('off-table');
        await olena.unfold('Add a file');
        await olena.page.setInputFiles('#file', { name: 'scan.png', mimeType: 'image/png', buffer: SCAN });
        await olena.press('Seal and keep it');
        await olena.page.locator('a[href*="/file/"]').first().click();
        await olena.page.locator('main img').first().waitFor(); /* the page renews itself */
        const [width, type] = await olena.page.locator('main img').first().evaluate((i) => [i.naturalWidth, new URL(i.src).pathname]);
        e2e.must(width === 40 && type.includes('/page/1'), `not the scan: ${width} ${type}`);
        await olena.look('a scan as pixels');
        const url = new URL(olena.page.url()).pathname;
        await olena.follow('Take the original out', 'main');
        await olena.sees('The original comes from outside');
        await olena.page.fill('#why', 'The court wants the paper');
        await olena.press('Ask a second member', 'main');
        await olena.sees('You have asked');
        await karla.go(`${url}/original`);
        await karla.sees('The court wants the paper');
        await karla.page.locator('form[action$="/confirm"] button').click();
        await olena.go(`${url}/original`);
        await olena.sees('Karla has confirmed');
        await olena.look('the original, confirmed');
        const file = await saved(olena, () => olena.press('Save the original', 'main'));
        e2e.must(file.bytes.equals(SCAN), `other bytes: ${file.bytes.length}`);
        e2e.must(/^original-\d+\.bin$/.test(file.name), 'it is called ' + file.name);
    },
};
