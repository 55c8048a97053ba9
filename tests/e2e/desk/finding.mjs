// SPDX-License-Identifier: AGPL-3.0-or-later
// Search: operators, chips taken away, narrowing, and as one types.
import * as e2e from '../lib.mjs';

const count = (p) => p.page.locator('#found .rows .row').count();

export const off = {
    'search with operators, chips taken away': async (p) => {
        await p.go('/search');
        await p.look('search help');
        await p.page.fill('#q', 'weapon lang:en is:nonsense');
        await p.press('Find');
        await p.sees('is no operator here');
        await p.look('search with an odd operator');
        await p.page.fill('#q', 'weapon lang:en u:4');
        await p.press('Find');
        const few = await count(p);
        await p.page.locator('.chip', { hasText: 'u:4' }).first().click();
        const more = await count(p);
        e2e.must(more > few, `the chip taken away finds no more: ${few}, ${more}`);
        await p.look('found');
    },
    'narrowing down': async (p) => {
        const before = await count(p);
        await p.unfold('Narrow it down');
        await p.look('facets');
        const side = p.page.locator('.facets .chip').first();
        const n = Number(await side.locator('b').innerText());
        await side.click();
        e2e.must(await count(p) === n && n <= before, `the side says ${n}, found are ${await count(p)} of ${before}`);
    },
    'nothing is found': async (p) => {
        await p.page.fill('#q', 'zzzznothing');
        await p.press('Find');
        e2e.must(await count(p) === 0, 'something is found');
        await p.look('nothing found');
        e2e.must(!p.page.url().includes('zzzz'), 'the words stand in the address');
    },
};

export const on = {
    'search as one types': async (p) => {
        await p.go('/search');
        await p.page.locator('#q').pressSequentially('weapon', { delay: 20 });
        await p.page.locator('#found .rows .row').first().waitFor();
        e2e.must(await p.page.evaluate(() => document.activeElement.id) === 'q', 'the field lost the focus');
        await p.look('found as one types');
    },
};
