// SPDX-License-Identifier: AGPL-3.0-or-later
// What takes two members: compartments, dates that a lawyer confirms.
import * as e2e from '../lib.mjs';

export async function finish(story, people) {
    for (const p of Object.values(people))
        p.eye.bad = [];
    await story(people);
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
};
