// SPDX-License-Identifier: AGPL-3.0-or-later
// node cross.mjs seal COUNT: random envelopes as lines; node cross.mjs open: open lines, print how many.
// A line: kind(L or D) network org outer-secret inner-secret type message envelope, all but kind in hex.
import { randomBytes, randomInt } from "node:crypto";
import { createInterface } from "node:readline";
import { be, boxPublic, cat, hex, hpkeOpen, hpkeSeal, pad, unhex, unpad } from "./prims.mjs";

const random = (n) => Uint8Array.from(randomBytes(n));
const tlv = (tag, value) => cat(tag, be(value.length, 2), value);
const HEAD = Uint8Array.of(1, 1, 0, 0);

function randomMessage(type, org) {
    const text = "ж€xя 𝄞".repeat(500).slice(0, randomInt(1, 1100));
    const whole = new TextEncoder().encode(text.endsWith("\ud834") ? text.slice(0, -1) + "x" : text);
    const fields = type === 3
        ? [tlv(1, whole), tlv(3, random(32)), tlv(12, org), tlv(13, random(4))]
        : [tlv(1, whole), tlv(2, random(34)), tlv(3, random(32)), tlv(0x80 + randomInt(128), random(5))];
    return cat(random(8), ...fields);
}

function sealOne(lane) {
    const network = random(32), org = random(16), outer = random(32), inner = random(32), type = lane ? 1 : 3;
    const message = randomMessage(type, org);
    let plain;
    if (lane) {
        const head = cat(type, 1, randomInt(3), "uk", 0, 0, 0);
        const info = cat("msg/1", network, org);
        plain = cat(head, hpkeSeal(boxPublic(inner), info, head, pad(message, 3988), random(32)));
    } else {
        plain = pad(cat(type, 1, new Uint8Array(6), message), 4044);
    }
    const info = cat("envl/1", network, lane ? "L" : "D");
    const envelope = cat(HEAD, hpkeSeal(boxPublic(outer), info, HEAD, plain, random(32)));
    return [lane ? "L" : "D", ...[network, org, outer, inner, be(type, 1), message, envelope].map(hex)].join(" ");
}

function openOne(line) {
    const [kind, ...rest] = line.split(" ");
    const [network, org, outer, inner, type, message, envelope] = rest.map(unhex);
    if (envelope.length !== 4096 || hex(envelope.slice(0, 4)) !== "01010000") return false;
    const plain = hpkeOpen(outer, cat("envl/1", network, kind), HEAD, envelope.slice(4));
    const head = plain.slice(0, 8);
    const got = kind === "L"
        ? unpad(hpkeOpen(inner, cat("msg/1", network, org), head, plain.slice(8)))
        : unpad(plain).slice(8);
    return head[0] === type[0] && hex(got) === hex(message);
}

if (process.argv[2] === "seal") {
    for (let i = 0; i < Number(process.argv[3]); i++) console.log(sealOne(i % 2 === 0));
} else {
    let opened = 0;
    for await (const line of createInterface({ input: process.stdin })) {
        if (!openOne(line)) throw new Error(`line ${opened + 1} opens to something else`);
        opened++;
    }
    console.log(opened);
}
