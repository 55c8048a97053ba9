// SPDX-License-Identifier: AGPL-3.0-or-later
// The way in: settings, codes of an app, recovery codes, sessions, locking.
import crypto from 'node:crypto';
import * as e2e from '../lib.mjs';

// The six digits of an app for this key, `steps` half minutes from now (RFC 6238, SHA-1).
export function totp(key, steps = 0) {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    let bits = '';
    for (const c of key.replace(/[\s=]/g, '').toUpperCase())
        bits += letters.indexOf(c).toString(2).padStart(5, '0');
    const secret = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps));
    const mac = crypto.createHmac('sha1', secret).update(counter).digest();
    return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0');
}

let codes = [];
let key = '';

export const off = {
    'settings and the state of the desk': async (p) => {
        await p.go('/status');
        await p.look('status');
        await p.go('/settings');
        await p.look('settings in Russian');
        await p.fill({ 'Deutsch': true });
        await p.press('Сохранить', 'main');
        await p.go('/settings');
        await p.look('settings in German');
        await p.fill({ 'English': true });
        await p.press('Speichern', 'main');
        await p.go('/settings');
        await p.look('settings');
    },
    'codes of an app': async (p) => {
        await p.go('/settings/app');
        await p.look('settings of the app');
        key = (await p.page.locator('main code').first().innerText()).trim();
        await p.fill({ '2. Type the six digits': '000000', 'Your passphrase': p.member.passphrase });
        await p.press('Keep', 'main');
        await p.look('wrong code');
        key = (await p.page.locator('main code').first().innerText()).trim();
        await p.fill({ '2. Type the six digits': totp(key), 'Your passphrase': p.member.passphrase });
        await p.press('Keep', 'main');
        await p.look('recovery codes');
        codes = await p.page.$$eval('.codes code', (all) => all.map((e) => e.textContent.trim()));
        e2e.must(codes.length > 0, 'no recovery codes are shown');
        await p.press('I have written them down', 'main');
        await p.look('settings with an app');
    },
    'passkeys and a new passphrase': async (p) => {
        await p.go('/settings/passkey');
        await p.look('passkey');
        await p.go('/settings/recovery');
        await p.look('recovery');
        await p.go('/settings/passphrase');
        await p.look('passphrase');
        await p.fill({ 'Your passphrase until now': p.member.passphrase });
        await p.press('Make a new one', 'main');
        await p.look('six words');
        await p.press('Stay with the old one', 'main');
    },
    'the desk asks for the code': async (p) => {
        await p.press('Lock', 'nav');
        await p.look('locked');
        await p.page.fill('input[name=name]', p.member.name);
        await p.page.fill('input[name=passphrase]', p.member.passphrase);
        await p.press('Unlock', 'main');
        await p.sees('One more step');
        await p.look('second step');
        await p.fill({ 'Code of your app': totp(key, 1) });
        await p.press('Unlock', 'main');
        await p.go('/');
        e2e.must(await p.page.innerText('h1') === 'Waiting', 'not in: ' + await p.page.innerText('h1'));
    },
    'a recovery code opens once': async (p) => {
        const tryCode = async (code) => {
            await p.go('/login');
            await p.page.fill('input[name=name]', p.member.name);
            await p.page.fill('input[name=passphrase]', p.member.passphrase);
            await p.press('Unlock', 'main');
            await p.unfold('I have neither here');
            await p.fill({ 'One of your recovery codes': code });
            await p.press('Unlock', 'main details');
            return await p.page.locator('nav.side').count() > 0;
        };
        await p.press('Lock', 'nav');
        e2e.must(await tryCode(codes[0]), 'it does not open');
        await p.press('Lock', 'nav');
        e2e.must(!await tryCode(codes[0]), 'it opens twice');
        await p.look('recovery code used');
        e2e.must(await tryCode(codes[1]), 'the next one does not open');
    },
};
