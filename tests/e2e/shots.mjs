// SPDX-License-Identifier: AGPL-3.0-or-later
// A picture of every page of hub and desk: five languages, two widths, light and dark.  No checks.
import fs from 'node:fs';
import path from 'node:path';
import * as e2e from './lib.mjs';
import * as walk from './walk.mjs';

const taken = [];

function camera(page, prefix) {
    return async (name) => {
        for (const scheme of ['light', 'dark']) {
            await page.emulateMedia({ colorScheme: scheme });
            for (const width of e2e.WIDTHS) {
                await page.setViewportSize({ width, height: width === 320 ? 640 : 800 });
                const file = `${prefix}-${name}-${width}-${scheme}.png`;
                await page.screenshot({ path: path.join(e2e.net.out, file), fullPage: true });
                taken.push({ prefix, name, width, scheme, file });
            }
        }
    };
}

async function language(lang) {
    const s = await e2e.browser({ script: true, bypassCSP: true });
    const see = camera(s.page, lang);
    if (lang === 'ru') {
        await s.page.goto(e2e.net.hub + '/');
        await see('language');
    }
    const twelve = await walk.walkHub(s.page, lang, see);
    await walk.reply(e2e.deskFor(lang), e2e.SAMPLE[lang] + ' walk', e2e.ANSWER[lang]);
    await walk.walkThread(s.page, lang, twelve, see);
    await s.close();
}

// A desk's pages in every language: the member's own is changed on the page of settings.
async function desk(n, who) {
    const s = await e2e.browser({ script: true, bypassCSP: true });
    const at = e2e.net.desks[n];
    await walk.walkDesk(s.page, at, at.members[who], camera(s.page, at.members[who].name));
    await s.close();
}

function sheet() {
    const rows = new Map();
    for (const t of taken) {
        const key = `${t.prefix} ${t.name}`;
        rows.set(key, [...(rows.get(key) ?? []), t]);
    }
    const cells = [...rows].map(([key, all]) => `<h2>${key}</h2><p>` + all.map((t) =>
        `<a href="${t.file}"><img loading="lazy" src="${t.file}" alt="${t.width} ${t.scheme}" width="${t.width === 320 ? 160 : 480}"></a>`).join(' ')).join('\n');
    fs.writeFileSync(path.join(e2e.net.out, 'index.html'),
        `<!doctype html><meta charset="utf-8"><title>Pages</title><style>body{font-family:sans-serif;background:#888}img{vertical-align:top;border:1px solid #000}</style>${cells}\n`);
}

for (const lang of e2e.net.langs ?? e2e.LANGS)
    await language(lang);
for (const [n, who] of [[0, 1], [0, 2], [1, 0], [1, 1], [1, 2]])
    await desk(n, who);
sheet();
console.log(`${taken.length} pictures; see ${path.join(e2e.net.out, 'index.html')}`);
