// SPDX-License-Identifier: AGPL-3.0-or-later
// What takes two members: compartments, dates that a lawyer confirms.
import * as e2e from '../lib.mjs';
import { totp } from './access.mjs';
import { Person } from './person.mjs';

export async function finish(story, people) {
    for (const p of Object.values(people))
        p.eye.bad = [];
    await story(people).catch(async (e) => {
        const where = await Promise.all(Object.values(people).map(async (p) =>
            `${p.name} at ${p.page.url()}\n${(await p.page.innerText('main').catch(() => '')).slice(0, 900)}`));
        throw new Error(`${e.stack}\n${where.join('\n')}`);
    });
    const bad = Object.values(people).flatMap((p) => p.eye.bad);
    e2e.must(bad.length === 0, bad.join('\n'));
}

export const stories = {
    'a case is shared with the lawyers, read there, and taken back': async ({ olena, tom }) => {
        const n = await olena.open('off-three');
        await olena.unfold('Who can read this case');
        await olena.look('readers');
        await olena.fill({ 'Let others read and work on it': 'Legal help' });
        await olena.press('Share', 'aside');
        await olena.look('shared');
        await tom.go('/');
        await tom.page.locator('.vaults').getByRole('button', { name: /Legal help/ }).click();
        await tom.look('compartment of the lawyers');
        await tom.go('/?f=open');
        e2e.must(await tom.page.locator('.rows .row').count() === 1, 'the shared case is not in the other compartment');
        await tom.page.locator('.rows .row').first().click();
        await tom.sees('off-three');
        await tom.look('case in the other compartment');
        await tom.page.fill('#n', 'A note by the lawyer.');
        await tom.press('Keep as a note');
        await olena.go('/c/' + n);
        await olena.sees('A note by the lawyer.');
        await olena.unfold('Who can read this case');
        await olena.press('Take back Legal help', 'aside');
        await tom.go('/?f=open');
        e2e.must(await tom.page.locator('.rows .row').count() === 0, 'the case taken back is still listed');
        await tom.look('empty compartment');
    },
    'a lawyer confirms what another proposed': async ({ olena, tom }) => {
        const n = await olena.open('off-one');
        await olena.go(`/c/${n}/dates/new`);
        await olena.page.locator('#rule').selectOption({ index: 2 });
        await olena.page.fill('#base', new Date().toISOString().slice(0, 10).split('-').reverse().join('.'));
        await olena.press('Work it out', 'main');
        e2e.must(await olena.page.getByText('Keep and confirm as a lawyer').count() === 0, 'who is no lawyer may confirm');
        await olena.press('Keep this date', 'main');
        await tom.go('/');
        await tom.page.locator('.vaults button').first().click();
        await tom.go(`/c/${n}/dates`);
        await tom.page.locator('.acts-list .act .btn').first().click();
        await tom.press('Confirm as a lawyer', 'main');
        await tom.look('confirmed');
        await olena.page.goto(tom.page.url());
        await olena.sees('Tom');
    },
    'a case is handed over': async ({ olena, karla }) => {
        const n = await olena.open('off-two');
        await olena.press('I take it').catch(() => {});
        await olena.go(`/c/${n}/handover`);
        await olena.look('hand over');
        await olena.fill({ 'To whom': 'Karla', 'Promised to the person last': 'An answer this week.' });
        await olena.press('Offer it', 'main');
        await olena.sees('It is offered');
        await olena.look('handed over');
        await karla.go('/handover');
        await karla.sees('An answer this week.');
        await karla.look('offered');
        await karla.press('I take it over', 'main');
        await karla.go('/c/' + n);
        await karla.sees('Karla', 'aside');
    },
    'frozen by one, thawed by two': async ({ olena, karla }) => {
        const n = await olena.open('off-one');
        await olena.unfold('Freeze');
        await olena.page.fill('#freeze', 'His phone was taken.');
        await olena.press('Freeze it');
        await olena.sees('Frozen by Olena');
        await olena.look('frozen');
        await olena.page.fill('#thaw', 'He called from home.');
        await olena.press('Ask to thaw it');
        await olena.sees('Another member must agree');
        await olena.look('thaw asked');
        await karla.go('/c/' + n);
        await karla.page.fill('#thaw', 'I know the voice.');
        await karla.press('I agree: thaw it');
        await karla.seesNot('Another member must agree');
        await olena.go('/c/' + n);
        e2e.must(await olena.page.locator('#thaw').count() === 0, 'it is still frozen');
    },
    'a member comes by a link, to her first log-in with a code': async ({ olena }) => {
        await olena.go('/members');
        await olena.look('members');
        await olena.follow('Invite somebody', 'main');
        await olena.look('invite');
        await olena.fill({ 'Her name at this desk': 'Nina' });
        await olena.press('Make the link', 'main');
        await olena.look('link');
        const link = (await olena.page.innerText('main code.key')).trim();
        const nina = await Person.bare(olena.desk, 'Nina', link);
        try {
            await nina.look('invitation');
            await nina.press('Make my passphrase', 'main');
            await nina.look('six words');
            const words = await nina.page.$$eval('.six code', (all) => all.map((e) => e.textContent.trim()));
            for (const field of ['w1', 'w2']) {
                const label = await nina.page.innerText(`label[for=${field}]`);
                await nina.page.fill('#' + field, words[Number(/\d+/.exec(label)[0]) - 1]);
            }
            await nina.press('I have them on paper', 'main');
            await nina.look('four words');
            const four = (await nina.page.innerText('main code.key')).trim();
            await olena.go('/members');
            await olena.follow('Look and let in', 'main');
            await olena.sees(four);
            await olena.look('let in');
            await olena.fill({ 'The four words are the same': true });
            await olena.press('Let in', 'main');
            nina.member = { name: 'Nina', passphrase: words.join(' ') };
            await e2e.unlock(nina.page, nina.desk, nina.member);
            await nina.go('/settings/app');
            const key = (await nina.page.locator('main code').first().innerText()).trim();
            await nina.fill({ '2. Type the six digits': totp(key), 'Your passphrase': nina.member.passphrase });
            await nina.press('Keep', 'main');
            await nina.press('Lock', 'nav');
            await nina.page.fill('input[name=name]', 'Nina');
            await nina.page.fill('input[name=passphrase]', words.join(' '));
            await nina.press('Unlock', 'main');
            await nina.fill({ 'Code of your app': totp(key, 1) });
            await nina.press('Unlock', 'main');
            await nina.go('/?f=open');
            e2e.must(await nina.page.locator('.rows .row').count() > 3, 'the new member sees no requests');
            e2e.must(nina.eye.bad.length === 0, nina.eye.bad.join('\n'));
        } finally {
            await nina.leave();
        }
        await olena.go('/members');
        await olena.follow('Nina', 'main');
        await olena.look('one member');
    },
};

// Nobody has a session after it.
export const last = {
    'locked for everybody: a page on which somebody writes shows only that': async ({ olena, tom }) => {
        await tom.open('on-two');
        await tom.page.fill('#r', 'Half a sentence');
        await olena.press('Lock for everybody');
        await tom.page.locator('#shut').waitFor({ state: 'visible' });
        e2e.must(await tom.page.inputValue('#r') === 'Half a sentence', 'what was typed is gone');
        e2e.must(await tom.page.locator('#r').isVisible(), 'what was typed is hidden');
        const shown = await tom.page.innerText('body');
        e2e.must(!shown.includes('on-two'), 'the case is still on the screen: ' + shown);
        await tom.look('locked while writing');
    },
};
