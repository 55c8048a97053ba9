// SPDX-License-Identifier: AGPL-3.0-or-later
// What a browser keeps of a text: files of its profile, in every spelling.
import fs from 'node:fs';
import path from 'node:path';
import { must } from './lib.mjs';

// Every spelling under which a text may lie in a file.
export function spellings(text) {
    const plain = Buffer.from(text, 'utf8');
    const html = [...text].map((c) => `&#${c.codePointAt(0)};`).join('');
    const out = [plain, Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16(),
        Buffer.from(encodeURIComponent(text)), Buffer.from(encodeURIComponent(text).replaceAll('%20', '+')),
        Buffer.from(encodeURIComponent(text).toLowerCase()), Buffer.from(html)];
    for (const skip of [0, 1, 2])
        out.push(Buffer.from(plain.subarray(skip, skip + 3 * Math.floor((plain.length - skip) / 3)).toString('base64')));
    return out;
}

function* files(folder) {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
        const full = path.join(folder, entry.name);
        if (entry.isDirectory())
            yield* files(full);
        else if (entry.isFile())
            yield full;
    }
}

export function scan(folder, canaries) {
    const hits = [];
    const needles = canaries.flatMap((c) => spellings(c).map((bytes) => ({ c, bytes })));
    let n = 0;
    for (const file of files(folder)) {
        const bytes = fs.readFileSync(file);
        n++;
        for (const needle of needles)
            if (bytes.includes(needle.bytes))
                hits.push(`${path.relative(folder, file)} holds ${needle.c}`);
    }
    must(n > 10, `only ${n} files in the profile: was it the right folder?`);
    return hits;
}
