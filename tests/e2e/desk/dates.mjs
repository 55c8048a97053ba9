// SPDX-License-Identifier: AGPL-3.0-or-later
// Dates: worked out, typed, the month, a proceeding, a calendar's address.
import * as e2e from '../lib.mjs';

const day = (days) => new Date(Date.now() + days * 86400e3).toISOString().slice(0, 10).split('-').reverse().join('.');
let home = 0;

export const on = {
    'a date is worked out by a rule': async (p) => {
        home = await p.open('on-two');
        await p.press('I take it');
        await p.go(`/c/${home}/dates`);
        await p.look('dates of a case');
        await p.follow('Add a date', 'main');
        await p.look('new date');
        await p.press('Work it out', 'main');
        await p.look('rule without a day');
        await p.page.locator('#rule').selectOption({ index: 3 });
        await p.page.fill('#base', day(-1));
        await p.press('Work it out', 'main');
        await p.sees('What the rule gives');
        await p.look('proposed');
        await p.press('Keep this date', 'main');
        await p.look('date kept');
    },
    'a date is typed, moved and done': async (p) => {
        await p.go(`/c/${home}/dates/new`);
        const form = p.page.locator('section[aria-labelledby=typed-h]');
        await form.getByRole('button').first().click();
        await p.look('typed with gaps');
        await form.locator('#kind').selectOption({ index: 1 });
        await form.locator('#day').fill(day(12));
        await form.locator('input[name=what], textarea[name=what]').first().fill('Bring the papers.').catch(() => {});
        await form.locator('[name=why]').first().fill('The summons says so.').catch(() => {});
        await form.getByRole('button').first().click();
        await p.look('typed date');
        const id = /\/dates\/(\d+)/.exec(p.page.url());
        if (!id)
            await p.page.locator('.acts-list .act', { hasText: day(12).slice(0, 2) }).getByRole('link').last().click();
        await p.follow('Move it', 'main');
        await p.look('move');
        await p.page.goBack();
        await p.press('It is done', 'main');
        await p.press('It was not done', 'main');
        await p.look('one date');
    },
    'all dates, and the month': async (p) => {
        for (const path of ['/dates', '/dates?f=mine', '/dates?f=done', '/dates/month']) {
            await p.go(path);
            await p.look(path);
        }
        e2e.must(await p.page.locator('table.month td').count() >= 28, 'the month is not a table of days');
        await p.follow('Next month', 'main');
        await p.look('next month');
    },
    'a calendar gets times and nothing else': async (p) => {
        await p.go('/dates');
        await p.press('Make a new address', 'main');
        await p.look('address of the calendar');
        const url = (await p.page.innerText('.secret code')).trim();
        const ics = await (await p.page.request.get(new URL(url).pathname.startsWith('/ics/') ? url : p.desk.url + url)).text();
        e2e.must(ics.includes('BEGIN:VEVENT'), 'no date in the calendar:\n' + ics);
        e2e.must(!/weapon|papers|on-two/i.test(ics), 'the calendar says more than times:\n' + ics);
        await p.press('End the address', 'main');
        e2e.must((await p.page.request.get(url)).status() === 404, 'the ended address still answers');
    },
    'a proceeding and its step': async (p) => {
        await p.go(`/c/${home}/dates`);
        await p.follow('Begin a proceeding', 'main');
        await p.fill({ 'Kind of proceeding': 'asylum', 'Country that decides': 'Germany', 'Registered there on': day(-20) });
        await p.look('proceeding form');
        await p.press('Keep', 'main');
        await p.go(`/c/${home}/dates`);
        await p.look('proceeding');
        await p.follow('Add a step', 'main');
        await p.fill({ 'Proceeding': null, 'Stage': null });
        await p.look('step form');
        await p.press('Keep', 'main');
        await p.go(`/c/${home}/dates`);
        await p.sees('Steps');
        await p.look('proceeding with a step');
    },
};

export const russian = {
    'dates in Russian': async (p) => {
        await p.go('/dates');
        await p.look('dates ru');
        await p.go('/dates/month');
        await p.look('month ru');
    },
};
