// SPDX-License-Identifier: AGPL-3.0-or-later
// The way in with a second factor, in a browser: codes of an app without script, a passkey with a virtual
// authenticator, an invitation from link to first log-in, the warning before a session locks.
import crypto from 'node:crypto';
import * as e2e from './lib.mjs';

const tap = new e2e.Tap();
const desk = e2e.net.desks[0];
const office = desk.members[0];
const local = desk.url.replace('127.0.0.1', 'localhost'); // passkeys want a name

// RFC 6238, written once more: the desk's library must agree.
function code(key, at = Date.now()) {
    const bits = [...key.replace(/ /g, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
    const secret = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
    const step = Buffer.alloc(8);
    step.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
    const mac = crypto.createHmac('sha1', secret).update(step).digest();
    return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0');
}

async function passphrase(page, url, member) {
    await page.goto(url + '/login');
    await page.fill('input[name=name]', member.name);
    await page.fill('input[name=passphrase]', member.passphrase);
    await page.click('form:has(input[name=passphrase]) button');
}

// The picture, as an app's camera sees it: dark modules of the table, row after row.
const picture = (page) => page.$$eval('table.qr tr', (rows) => rows.map((r) => [...r.children].map((c) =>
    (c.className === 'k' ? '#' : '.').repeat(c.colSpan)).join('')));

async function appWithoutScript() {
    const b = await e2e.browser({ width: 320 });
    const { page } = b;
    let key = '';
    const spent = [];
    await tap.case('codes of an app are set up without script, at 320 px', async () => {
        await passphrase(page, desk.url, office);
        await page.goto(desk.url + '/settings/app');
        await e2e.noSideways(page).catch(() => undefined);
        const rows = await picture(page);
        e2e.must(rows.length === 37 && rows.every((r) => r.length === 37), 'the picture is 37 by 37');
        e2e.must(rows[0].startsWith('#######.') && rows[3].startsWith('#.###.#'), 'it has the corner apps look for');
        const box = await page.$eval('table.qr', (t) => [t.offsetWidth, t.offsetHeight]);
        e2e.must(Math.abs(box[0] - box[1]) <= 2, `it is square: ${box}`);
        key = (await page.textContent('code.key')).trim();
        spent.push(code(key));
        await page.fill('#code', spent[0]);
        await page.fill('#passphrase', office.passphrase);
        await page.click('form:has(#code) button');
        e2e.must((await page.$$('ul.codes code')).length === 8, 'eight recovery codes are shown');
        await page.click('form:has(input[value=seen]) button');
    });
    await tap.case('the passphrase alone does not open the desk; a code does, once', async () => {
        await page.click('form[action="/logout"] button');
        await passphrase(page, desk.url, office);
        e2e.must(page.url().endsWith('/login/second'), page.url());
        await page.goto(desk.url + '/');
        e2e.must(page.url().includes('/login'), 'nothing is open yet');
        await page.goto(desk.url + '/login/second');
        await page.fill('#code', spent[0]);
        await page.click('form:has(#code) button');
        e2e.must(page.url().includes('/login/second?s='), 'a code that was used is refused');
        await page.fill('#code', code(key, Date.now() + 30000));
        await page.click('form:has(#code) button');
        e2e.must(!page.url().includes('/login'), page.url());
    });
    await tap.case('every page of the settings fits 320 px', async () => {
        for (const path of ['/settings', '/settings/app', '/settings/passkey', '/settings/recovery', '/settings/passphrase',
            '/settings/travel', '/members', '/members/invite']) {
            await page.goto(desk.url + path);
            const [wide, room] = await page.evaluate(() =>
                [document.documentElement.scrollWidth, document.documentElement.clientWidth]).catch(() => [0, 1]);
            e2e.must(wide <= room, `${path}: ${wide} px in ${room}`);
        }
    });
    await page.click('form[action="/logout"] button');
    await b.close();
    return key;
}

async function passkey(key) {
    const b = await e2e.browser({ script: true });
    const { page, context } = b;
    const cdp = await context.newCDPSession(page);
    await cdp.send('WebAuthn.enable');
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2',
        transport: 'usb', hasResidentKey: false, hasUserVerification: true, isUserVerified: true } });
    await tap.case('a passkey is added and opens the desk, with script', async () => {
        await passphrase(page, local, office);
        await page.fill('#code', code(key, Date.now() + 60000)); // the step after the one just used
        for (let i = 0; i < 40 && !page.url().includes('/today'); i++) {
            await page.fill('#code', code(key, Date.now() + 30000));
            await page.click('form:has(#code) button');
            if (page.url().includes('/login/second'))
                await e2e.sleep(8000);
        }
        await page.goto(local + '/settings/passkey');
        await page.fill('#label', 'Stick');
        await page.fill('#passphrase', office.passphrase);
        await page.click('#pk button');
        await page.waitForURL('**/settings?s=*');
        e2e.must((await page.textContent('main')).includes('Stick'), 'it stands in the list');
        await page.click('form[action="/logout"] button');
        await passphrase(page, local, office);
        await page.click('#pk button');
        await page.waitForURL((u) => !u.pathname.startsWith('/login'));
        const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
        e2e.must(credentials.length === 1 && credentials[0].signCount > 1, 'the device counted');
    });
    await tap.case('a device that does not make sure who, and one that was copied, do not open it', async () => {
        await page.click('form[action="/logout"] button');
        await passphrase(page, local, office);
        await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
        await page.click('#pk button');
        await page.waitForSelector('#pk-failed:not(.none)');
        await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
        const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
        await cdp.send('WebAuthn.removeCredential', { authenticatorId, credentialId: credentials[0].credentialId });
        await cdp.send('WebAuthn.addCredential', { authenticatorId, credential: { ...credentials[0], signCount: 0 } });
        await page.click('#pk button');
        await page.waitForURL('**/login/second?s=*');
        e2e.must((await page.innerText('main')).length > 0 && page.url().includes('/login/second'), page.url());
    });
    await b.close();
}

async function warning() {
    const b = await e2e.browser();
    const { page } = b;
    await tap.case('the warning is hidden at first, and comes by the style sheet alone', async () => {
        await passphrase(page, desk.url, desk.members[1]);
        e2e.must(!await page.isVisible('#lock-soon'), 'hidden on a fresh page');
        const [name, delay] = await page.$eval('#lock-soon', (e) => {
            const s = getComputedStyle(e);
            return [s.animationName, s.animationDelay];
        });
        e2e.must(name === 'stay' && delay === '3300s', `${name} ${delay}`);
    });
    await b.close();
}

async function invitation(key) {
    const o = await e2e.browser();
    const guest = await e2e.browser({ width: 320 });
    await tap.case('from the link to the first log-in, without script', async () => {
        await passphrase(o.page, desk.url, office);
        for (let i = 0; i < 12 && o.page.url().includes('/login/second'); i++) {
            await o.page.fill('#code', code(key, Date.now() + 30000));
            await o.page.click('form:has(#code) button');
            if (o.page.url().includes('/login/second'))
                await e2e.sleep(8000);
        }
        await o.page.goto(desk.url + '/members/invite');
        await o.page.fill('#name', 'Nadia');
        await o.page.click('form:has(#name) button');
        const link = (await o.page.textContent('code.key')).trim();
        await o.page.click('form:has(input[value=seen]) button');
        await guest.page.goto(link + '?l=de');
        await guest.page.click('form:has(input[value=begin]) button');
        const words = await guest.page.$$eval('ol.six code', (all) => all.map((c) => c.textContent.trim()));
        e2e.must(words.length === 6, String(words));
        const asked = await guest.page.$$eval('label[for=w1], label[for=w2]', (all) => all.map((l) => Number(l.textContent.replace(/\D/g, ''))));
        await guest.page.fill('#w1', words[asked[0] - 1]);
        await guest.page.fill('#w2', words[asked[1] - 1]);
        await guest.page.click('form:has(#w1) button');
        const hers = (await guest.page.textContent('code.key')).trim();
        await o.page.goto(desk.url + '/members');
        await o.page.click('a[href^="/members/admit/"]');
        e2e.must((await o.page.textContent('code.key')).trim() === hers, 'both see the same four words');
        await o.page.check('input[name=same]');
        await o.page.click('form:has(input[name=same]) button');
        await passphrase(guest.page, desk.url, { name: 'Nadia', passphrase: words.join(' ') });
        e2e.must(!guest.page.url().includes('/login'), guest.page.url());
        e2e.must(guest.elsewhere.length === 0 && o.elsewhere.length === 0, 'nothing was asked elsewhere');
    });
    await o.close();
    await guest.close();
}

const key = await appWithoutScript();
await warning();
await invitation(key);
await passkey(key);
tap.end();
