// SPDX-License-Identifier: AGPL-3.0-or-later
// Lists, one case, drafts, answers, notes, urgency, who leads, closing.
import * as e2e from '../lib.mjs';

export const off = {
    'the lists': async (p) => {
        for (const [path, name] of [['/', 'Waiting'], ['/?f=open', 'All open'], ['/?f=mine', 'Mine'], ['/?f=closed', 'Closed']]) {
            await p.go(path);
            e2e.must(await p.page.innerText('h1') === name, `the list ${name} is called ${await p.page.innerText('h1')}`);
            await p.look('list ' + name);
        }
        await p.go('/');
        e2e.must(await p.page.locator('.rows .row').count() >= 6, 'not all requests are in the list');
    },
    'what is to be done today': async (p) => {
        await p.go('/today');
        await p.look('today');
        const acts = p.page.locator('.acts-list .act');
        e2e.must(await acts.count() >= 6, 'requests that wait are acts of today');
        await acts.first().locator('.btn').click();
        e2e.must(/\/c\/\d+/.test(p.page.url()), 'the act does not lead to the case: ' + p.page.url());
    },
    'a draft is kept by its button': async (p) => {
        await p.open('off-one');
        await p.look('case');
        await p.page.fill('#r', 'Draft kept by a button.');
        await p.press('Keep as a draft');
        await p.look('draft kept');
        await p.go('/c/' + p.caseNumber());
        e2e.must(await p.page.inputValue('#r') === 'Draft kept by a button.', 'the draft is not in its field');
    },
    'an empty answer is not sent, a full one is': async (p) => {
        await p.page.fill('#r', '');
        await p.press('Send to the person');
        await p.sees('Nothing was sent');
        await p.look('answer empty');
        await p.page.fill('#r', 'Answer one, from the desk.');
        await p.press('Send to the person');
        await p.sees('Answer one, from the desk.');
        e2e.must(await p.page.inputValue('#r') === '', 'the sent draft is still in the field');
        await p.look('answered');
    },
    'an answer, and on to the next': async (p) => {
        const first = await p.open('off-two');
        await p.page.fill('#r', 'Answer two, and on.');
        await p.press('Send, and on to the next');
        e2e.must(p.page.url().includes('/c/') && p.caseNumber() !== first, 'not on to the next: ' + p.page.url());
        await p.go('/c/' + first);
        await p.sees('Answer two, and on.');
    },
    'a note': async (p) => {
        await p.page.fill('#n', 'A note of the day.');
        await p.press('Keep as a note');
        await p.sees('A note of the day.');
        await p.look('note');
    },
    'urgency is lowered with a reason only': async (p) => {
        await p.open('off-three');
        await p.unfold('Decide the urgency');
        await p.fill({ 'U4: 3 days': true });
        await p.press('Decide');
        await p.look('urgency without reason');
        await p.page.fill('#why', 'The date has been moved.');
        await p.press('Decide');
        await p.sees('U4', '.meta');
    },
    'who leads': async (p) => {
        const n = p.caseNumber();
        await p.press('I take it');
        await p.go('/?f=mine');
        e2e.must(await p.page.locator(`.row[href^="/c/${n}"]`).count() === 1, 'it is not among mine');
        await p.go('/c/' + n);
        await p.fill({ 'Who leads': 'Karla' });
        await p.press('Set');
        await p.sees('Karla', 'aside');
    },
    'closed, and opened again': async (p) => {
        await p.unfold('Close the request');
        await p.press('Close the request', 'aside form');
        await p.look('close without reason');
        await p.page.locator('#reason').selectOption({ index: 1 });
        await p.press('Close the request', 'aside form');
        await p.look('close');
        if (await p.page.getByText('This request is closed').count() === 0)
            return;             // the forms of closing are asked for first: see forms.mjs
        await p.press('Open it again');
        await p.seesNot('This request is closed');
    },
};

export const on = {
    'a draft keeps itself within five seconds': async (p) => {
        await p.page.clock.install();
        await p.open('on-one');
        await p.page.fill('#r', 'Draft that keeps itself.');
        await p.page.clock.fastForward(5000);
        await p.page.locator('#f-reply .kept').filter({ hasText: /\d\d:\d\d/ }).waitFor();
        await p.page.clock.resume();
        await p.page.reload();
        e2e.must(await p.page.inputValue('#r') === 'Draft that keeps itself.', 'the draft is lost by a reload');
        await p.look('draft kept by script');
    },
    'keys and counters': async (p) => {
        await p.go('/');
        await p.page.keyboard.press('j');
        await p.page.keyboard.press('Enter');
        await p.page.waitForURL(/\/c\/\d+/);
        await p.page.keyboard.press('?');
        await p.page.locator('#keys[open]').waitFor();
        await p.look('keys');
        await p.page.keyboard.press('Escape');
    },
};

export const russian = {
    'a colleague is seen to be writing': async (p) => {
        await p.open('on-one');
        await p.sees('Tom');
        e2e.must(await p.page.locator('details.writing').count() === 1, 'nothing says that Tom is writing');
        await p.look('is writing');
    },
    'an answer in Russian': async (p) => {
        await p.page.fill('#r', 'Здравствуйте. Мы прочли письмо.');
        await p.press('Отправить человеку');
        await p.sees('Мы прочли письмо.');
    },
    'lists in Russian': async (p) => {
        await p.go('/today');
        await p.look('today ru');
        await p.go('/?f=open');
        await p.look('open ru');
    },
};
