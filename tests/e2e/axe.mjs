// SPDX-License-Identifier: AGPL-3.0-or-later
// axe-core on every page of hub and desk, in light and dark, wide and narrow: the hub in English
// in all four ways, all else in two that hold both widths and both schemes.  Scripts must run for it, and
// our policy forbids them, so this context goes past the policy; nothing else is changed.
import * as e2e from './lib.mjs';
import { violations } from './look.mjs';
import * as walk from './walk.mjs';

const tap = new e2e.Tap();

function looker(page, prefix) {
    return (name) => tap.case(`${prefix} ${name}`, async () => {
        const bad = [];
        await page.waitForLoadState(); // with its style sheet
        for (const scheme of ['light', 'dark']) {
            await page.emulateMedia({ colorScheme: scheme });
            for (const width of e2e.WIDTHS) {
                await page.setViewportSize({ width, height: 800 });
                await e2e.noSideways(page);
                if (prefix.startsWith('en') || (width === 320) === (scheme === 'dark'))
                    bad.push(...(await violations(page)).map((v) => `${scheme} ${width}: ${v}`));
            }
        }
        e2e.must(bad.length === 0, `${page.url()}\n${bad.join('\n')}`);
    });
}

async function language(lang) {
    const s = await e2e.browser({ script: true, bypassCSP: true });
    const see = looker(s.page, lang);
    try {
        const twelve = await walk.walkHub(s.page, lang, see);
        await walk.reply(e2e.deskFor(lang), e2e.SAMPLE[lang] + ' walk', e2e.ANSWER[lang]);
        await walk.walkThread(s.page, lang, twelve, see);
    } catch (e) {
        tap.line(false, `${lang}: the walk past all pages`, e.stack);
    }
    await s.close();
}

// One member for each set of roles and each language: the others would see the same pages.
const seen = new Set();
function isNew(member) {
    const kind = [...member.roles].sort().join();
    const isAgain = seen.has(kind) && seen.has(member.lang);
    seen.add(kind).add(member.lang);
    return !isAgain;
}

async function desks() {
    for (const desk of e2e.net.desks)
        for (const member of desk.members.filter(isNew)) {
            const s = await e2e.browser({ script: true, bypassCSP: true });
            try {
                await walk.walkDesk(s.page, desk, member, looker(s.page, member.name));
            } catch (e) {
                tap.line(false, `${member.name}: the walk past the desk's pages`, e.stack);
            }
            await s.close();
        }
}

await tap.case('axe is alive', async () => {
    const s = await e2e.browser({ script: true, bypassCSP: true });
    await s.page.setContent('<title>x</title><body><input name="a"><p style="color:#ddd;background:#fff">pale</p>');
    const bad = (await violations(s.page)).join('\n');
    await s.close();
    e2e.must(/label/.test(bad) && /color-contrast/.test(bad), 'axe misses what is surely wrong: ' + bad);
});
{
    const s = await e2e.browser({ script: true, bypassCSP: true });
    await s.page.goto(e2e.net.hub + '/');
    await looker(s.page, 'all')('language');
    await s.close();
}
const left = [...e2e.LANGS];
const lane = async () => { for (let l = left.shift(); l; l = left.shift()) await language(l); };
await Promise.all([lane(), lane()]);
await desks();
tap.end();
