// SPDX-License-Identifier: AGPL-3.0-or-later
// Forms of a case and of the organisation's book: filled in, refused, changed, withdrawn.
import * as e2e from '../lib.mjs';

const today = new Date().toISOString().slice(0, 10);
const later = new Date(Date.now() + 30 * 86400e3).toISOString().slice(0, 10);
let home = 0;

// Title in the list of a case -> what is typed.
const FORMS = {
    'Assessment': { 'arrest or prosecution': true, 'Who or what threatens': 'A court date.', 'Safety now': 'safe for some days',
        'What the person wants': 'To stay out of the army.', 'Assessed on': today },
    'Consent': { 'Given by': 'the person', 'help by us': true, 'Keep it from': 'the employer', 'Given on': today, 'How': 'in a chat' },
    'Goal of the plan': { 'What shall be reached': 'A complaint is filed.', 'How it stands': 'open' },
    'Service': { 'Kind of help': 'legal', 'Who gives it': 'The lawyer of the desk', 'Was it given?': 'not yet' },
    'Follow-up': { 'What for': 'Before a date', 'Planned for': later },
    'Closure': { 'deferred': true, 'yes': true, 'Keep the file until': later },
};

async function fillIn(p, title, values) {
    await p.go('/c/' + home);
    await p.unfold('Fill in a form');
    await p.follow(title, 'aside');
    await p.look('form ' + title);
    await p.fill(values);
    await p.press('Keep', 'main');
    await p.sees('It is kept.');
    await p.look('kept ' + title);
}

export const off = {
    'a form with gaps is refused and keeps what was typed': async (p) => {
        home = await p.open('off-two');
        await p.unfold('Fill in a form');
        await p.follow('Assessment', 'aside');
        await p.fill({ 'Who or what threatens': 'A court date.' });
        await p.press('Keep', 'main');
        await p.sees('Nothing was kept yet');
        await p.sees('A court date.', 'textarea >> nth=0').catch(() => {});
        e2e.must((await p.page.getByLabel('Who or what threatens').inputValue()) === 'A court date.', 'what was typed is lost');
        await p.look('form with gaps');
    },
    ...Object.fromEntries(Object.entries(FORMS).map(([title, values]) =>
        [`the form ${title}`, (p) => fillIn(p, title, values)])),
    'forms stand in the case, and one is changed': async (p) => {
        await p.go('/c/' + home);
        await p.sees('Keep it from: the employer', '#f-reply');
        await p.look('case with forms');
        await p.page.locator('aside .items a', { hasText: 'Goal of the plan' }).first().click();
        await p.follow('Change', 'main');
        await p.fill({ 'How it stands': 'reached', 'Looked at on': today });
        await p.press('Keep', 'main');
        await p.sees('Earlier states');
        await p.look('form with earlier states');
    },
    'a form is withdrawn': async (p) => {
        await p.go('/c/' + home);
        await p.page.locator('aside .items a', { hasText: 'Follow-up' }).first().click();
        await p.unfold('Withdraw');
        await p.press('Withdraw it', 'main');
        await p.sees('Withdrawn by Olena');
        await p.look('withdrawn');
    },
    'the book': async (p) => {
        await p.go('/book');
        await p.look('book');
        await p.follow('Texts for answers', 'main');
        await p.look('texts');
        await p.follow('Add', 'main');
        await p.fill({ 'Title': 'First answer', 'Language': 'English', 'Text': 'We have read your letter, {{name}}.', 'Read again by': later });
        await p.look('text to fill in');
        await p.press('Keep', 'main');
        await p.look('text kept');
        await p.go('/book');
        await p.sees('Texts for answers 1');
    },
};
