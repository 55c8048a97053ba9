// SPDX-License-Identifier: AGPL-3.0-or-later
// A desk's work in Chromium: every workflow with scripts off at two widths, what scripts add with
// scripts on, and a handful in Russian.  Every page is looked at by axe-core on the way.  One browser
// for each member; each folder of the desk has its stories in desk/.
import * as e2e from './lib.mjs';
import { Person } from './desk/person.mjs';
import * as cases from './desk/cases.mjs';
import * as finding from './desk/finding.mjs';
import * as forms from './desk/forms.mjs';
import * as dates from './desk/dates.mjs';
import * as access from './desk/access.mjs';
import * as work from './desk/work.mjs';
import * as keeping from './desk/keeping.mjs';
import * as together from './desk/together.mjs';

const tap = new e2e.Tap();
const desk = e2e.net.desks[0];

async function tell(person, stories) {
    for (const [name, story] of Object.entries(stories)) {
        await tap.case(`${person.name}: ${name}`, () => person.finish(story));
    }
}

const [olena, tom, karla] = await Promise.all([
    Person.come(desk, 'Olena', false), Person.come(desk, 'Tom', true), Person.come(desk, 'Karla', false)]);

async function withoutScripts() {
    await tell(olena, cases.off);
    await tell(olena, finding.off);
    await tell(olena, forms.off);
    await tell(olena, work.off);
    await tell(olena, keeping.off);
}

async function withScripts() {
    await tell(tom, cases.on);
    await tell(tom, finding.on);
    await tell(tom, dates.on);
    await tell(karla, cases.russian);
    await tell(karla, dates.russian);
    await tell(karla, access.off);
}

await Promise.all([withoutScripts(), withScripts()]);
await tell(tom, work.on);
const all = { name: 'together', finish: (story) => together.finish(story, { olena, tom, karla }) };
await tell(all, together.stories);
await tell(all, keeping.together);
await tell(all, together.last);
const eyes = [olena, tom, karla].map((p) => p.eye);
console.log(`# pages looked at: ${eyes.map((e) => e.n)}, ms of looking: ${eyes.map((e) => Math.round(e.ms))}, all: ${Math.round(performance.now())}`);
await Promise.all([olena, tom, karla].map((p) => p.leave()));
tap.end();
