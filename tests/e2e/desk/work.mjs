// SPDX-License-Identifier: AGPL-3.0-or-later
// Casework: labels, watching, putting off, two requests of one matter, requests by phone, files, keeping.
import * as e2e from '../lib.mjs';

export const off = {
    'a label is put on, found, and taken off': async (p) => {
        await p.open('off-three');
        await p.page.fill('#label', 'border');
        await p.press('Put on');
        await p.sees('border', 'aside');
        await p.go('/views');
        await p.look('views and labels');
        await p.follow('border', 'main');
        e2e.must(await p.page.locator('.rows .row').count() === 1, 'the label lists another number of requests');
        await p.look('one label');
        await p.page.locator('.rows .row').first().click();
        await p.page.locator('aside .tags button', { hasText: 'border' }).click();
        await p.seesNot('border', 'aside');
    },
    'watched, and watched no more': async (p) => {
        await p.press('Watch it');
        await p.look('watched');
        await p.press('Watch it no more');
    },
    'put off until the person writes, and back': async (p) => {
        await p.open('off-one');
        await p.unfold('Put off');
        await p.fill({ 'the person writes': true });
        await p.press('Put off', 'aside form');
        await p.look('put off');
        await p.press('Bring it back now');
        await p.seesNot('Bring it back now');
    },
    'put off until a day, listed there, and back': async (p) => {
        const n = await p.open('off-two');
        const before = await p.page.locator('.rows .row').count();
        await p.unfold('Put off');
        await p.page.fill('input[name=day]', new Date(Date.now() + 3 * 86400e3).toISOString().slice(0, 10));
        await p.press('Put off', 'aside form');
        await p.go('/?f=open');
        await p.go('/?f=off');
        await p.sees('off-two');
        await p.look('what is put off');
        await p.go('/c/' + n);
        await p.press('Bring it back now');
        await p.go('/?f=open');
        e2e.must(await p.page.locator('.rows .row').count() >= before, 'it did not come back');
    },
    'two requests of one matter, and undone': async (p) => {
        const a = await p.open('off-one');
        const b = await p.open('off-three');
        await p.go(`/c/${a}/merge/${b}`);
        await p.look('merge preview');
        await p.press(`The same: work on it in № ${a}`, 'main');
        await p.sees('The same matter, with a thread of its own');
        await p.look('merged into');
        await p.go('/c/' + b);
        await p.look('merged from');
        await p.press('Undo: they are two matters', 'main');
        await p.seesNot('This is the same matter');
    },
    'linked by number, shown on both, and taken away': async (p) => {
        const a = await p.open('off-one');
        const b = await p.open('off-three');
        await p.unfold('Link with another request');
        await p.fill({ 'Its number': String(a), 'What connects the two': 'cousins' });
        await p.press('Link them');
        await p.sees('cousins', 'aside');
        await p.look('linked');
        await p.go('/c/' + a);
        await p.sees('cousins', 'aside');
        await p.page.locator(`aside button[name=off][value="${b}"]`).click();
        await p.seesNot('cousins', 'aside');
    },
    'a translation stands beside the words': async (p) => {
        await p.unfold('Translate');
        await p.page.locator('textarea[id^=t]').first().fill('In other words.');
        await p.press('Keep', 'main details');
        await p.sees('In other words.');
        await p.look('translated');
    },
    'a request by phone is written down': async (p) => {
        await p.go('/new');
        await p.press('Keep it as a request', 'main');
        await p.sees('Not kept yet');
        await p.look('phone form with gaps');
        await p.fill({ 'What was said': 'A mother calls: her son was taken to a unit. off-phone',
            'How to reach the person': 'Maria, after six' });
        await p.page.locator('input[name=channel][value="4"]').check();
        await p.press('Keep it as a request', 'main');
        await p.sees('off-phone');
        await p.look('request by phone');
    },
    'a file is seen as pixels or text only': async (p) => {
        await p.unfold('Add a file');
        await p.page.setInputFiles('#file', { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('A line of the file.\n') });
        await p.press('Seal and keep it');
        await p.page.locator('a[href*="/file/"]').first().click();
        for (let i = 0; i < 20 && !(await p.page.innerText('main')).includes('A line of the file.'); i++) {
            await e2e.sleep(300);
            await p.page.reload();
        }
        await p.sees('A line of the file.');
        await p.look('file');
        await p.follow('Take the original out', 'main');
        await p.look('original');
    },
    'keeping': async (p) => {
        await p.go('/keep');
        await p.look('keeping');
        await p.open('off-two');
        await p.go(`/c/${p.caseNumber()}/keep`);
        await p.look('keeping of a case');
    },
};

export const on = {
    'a ready-made text is put in by ::': async (p) => {
        await p.open('on-one');
        const lang = await p.page.getAttribute('#r', 'lang');
        await p.go('/book/22/new');
        await p.page.fill('#f1', 'Greeting');
        await p.page.selectOption('#f3', lang);
        await p.page.fill('#f4', 'Здравствуйте! Обращение № {{number}}.');
        await p.page.fill('#f5', '2099-01-01');
        await p.page.locator('main form button.btn').first().click();
        const n = await p.open('on-one');
        await p.page.fill('#r', 'Да. ');
        await p.page.locator('#r').press('End');
        await p.page.keyboard.type('::');
        await p.page.locator('#texts[open]').waitFor();
        await p.look('texts for answers');
        await p.page.keyboard.type('no such text');
        e2e.must(await p.page.locator('#texts-list li:visible').count() === 0, 'all texts are offered');
        await p.page.fill('#texts-q', 'greet');
        await p.page.keyboard.press('Enter');
        await p.page.waitForFunction((want) => document.getElementById('r').value === want,
            `Да. Здравствуйте! Обращение № ${n}.`);
    },
    'keys put off, label and assign': async (p) => {
        await p.page.locator('h1').first().click();
        for (const [key, want] of [['z', 'until'], ['l', 'label'], ['a', 'who']]) {
            await p.page.evaluate(() => document.activeElement.blur());
            await p.page.keyboard.press(key);
            const at = await p.page.evaluate(() => document.activeElement.name);
            e2e.must(at === want, `${key} leads to ${at}`);
        }
        await p.look('keys of casework');
        await p.page.locator('#put-off').click();
    },
};
