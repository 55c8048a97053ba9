// SPDX-License-Identifier: AGPL-3.0-or-later
// Write the test vectors of all formats: node make_vectors.mjs OUT.json
// Written from docs/formats alone; must write the same bytes as make_vectors.py.
import { readFileSync, writeFileSync } from "node:fs";
import {
    b64, b64url, be, blake, boxPublic, cat, hex, hpkeSchedule, hpkeSeal, hpkeShared, kdf, mac, pad, sha, sign,
    signPublic, slowHash, stream, unhex, xchachaSeal,
} from "./prims.mjs";

const LISTS = new URL("../../content/words/", import.meta.url);
const LANGS = ["ru", "uk", "be", "en", "de"];
const TEXT = "Помогите. Меня зовут на сборы.";
const ANSWER = "Мы получили ваше письмо. Ответим завтра.";
const run = (start, n) => Uint8Array.from({ length: n }, (_, i) => (start + i) % 256);
const utf8 = (s) => new TextEncoder().encode(s);
const tlv = (tag, value) => cat(tag, be(value.length, 2), value);

const NETWORK = run(0xa0, 32), ORG = run(0x40, 16), HUB = run(0xd0, 16), SEED = run(0, 15);
const [PEOPLE, DOOR, VAULT, MEMBER, AUTH, EDITOR] = [0x11, 0x33, 0x55, 0x77, 0x99, 0xbb].map((b) => run(b, 32));

function rfc9180() {
    const info = utf8("Ode on a Grecian Urn"), aad = utf8("Count-0"), plain = utf8("Beauty is truth, truth beauty");
    const ephemeral = unhex("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600");
    const secret = unhex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
    const to = boxPublic(secret), enc = boxPublic(ephemeral);
    const shared = hpkeShared(ephemeral, to, enc, to);
    const [key, nonce] = hpkeSchedule(shared, info);
    return {
        info, aad, plain, ephemeral, secret, public: to, shared, key, nonce,
        box: hpkeSeal(to, info, aad, plain, ephemeral),
    };
}

function rfc8032() {
    const seed1 = unhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    const seed2 = unhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    return {
        seed1, public1: signPublic(seed1), sig1: sign(seed1, ""),
        seed2, public2: signPublic(seed2), sig2: sign(seed2, Uint8Array.of(0x72)),
    };
}

function hashes() {
    return {
        blake2b_abc: blake("abc"),
        blake2b_keyed: blake(cat("label", run(0, 100)), run(1, 32)),
        sha256_abc: sha("abc"),
        kdf_2: kdf(2, "seeker/1", run(5, 32)),
    };
}

function seeker(seed = SEED) {
    const master = blake(seed, NETWORK);
    const secret = kdf(1, "seeker/1", master), psk_root = kdf(3, "seeker/1", master);
    const psk = blake(ORG, psk_root);
    return {
        seed, network: NETWORK, org: ORG, master, secret, public: boxPublic(secret),
        shelf16: kdf(2, "seeker/1", master).slice(0, 2), psk_root, psk, thread: blake(psk).slice(0, 16),
    };
}

function words() {
    const [a, b] = blake(cat("words/1", SEED));
    const bits = [...SEED].map((v) => v.toString(2).padStart(8, "0")).join("")
        + ((a << 4) | (b >> 4)).toString(2).padStart(12, "0");
    const cut = (size) => bits.match(new RegExp(`.{${size}}`, "g")).map((s) => parseInt(s, 2));
    const indexes = cut(11);
    const out = {
        indexes_text: indexes.join(" "),
        digits_text: cut(33).map((v) => String(v).padStart(10, "0")).join(" "),
    };
    for (const lang of LANGS) {
        const list = readFileSync(new URL(`${lang}.txt`, LISTS), "utf8").trim().split("\n");
        out[`${lang}_text`] = indexes.map((i) => list[i]).join(" ");
    }
    return out;
}

function sealEnvelope(to, kind, plain, ephemeral) {
    const head = Uint8Array.of(1, 1, 0, 0);
    return cat(head, hpkeSeal(to, cat("envl/1", NETWORK, kind), head, plain, ephemeral));
}

function sealRequest(head, message, outer, inner) {
    const box = hpkeSeal(boxPublic(PEOPLE), cat("msg/1", NETWORK, ORG), head, pad(message, 3988), inner);
    return sealEnvelope(boxPublic(DOOR), "L", cat(head, box), outer);
}

const idOf = (bytes) => blake(bytes).slice(0, 16);
const armor = (e) => `US1.${b64url(e)}.${b64url(blake(e).slice(0, 4))}`;

function request() {
    const s = seeker();
    const answers = cat(1, 1, 1, 2, 2, 2, "AM", 3, 4, be(20800, 4), 4, 1, 2, 5, 1, 3, 6, 1, 1);
    const nonce = run(0xe0, 8), outer = run(0x21, 32), inner = run(0x61, 32);
    const message = cat(nonce, tlv(1, utf8(TEXT)), tlv(2, cat(s.public, s.shelf16)), tlv(3, s.psk),
        tlv(5, utf8("ru")), tlv(15, answers));
    const envelope = sealRequest(cat(1, 1, 2, "ru", 0, 0, 0), message, outer, inner);
    return {
        text: utf8(TEXT), people_secret: PEOPLE, door_secret: DOOR, outer, inner, nonce, message, envelope,
        id: idOf(envelope), armor_text: armor(envelope),
    };
}

function answer() {
    const s = seeker(), nonce = run(0xf0, 8), outer = run(0x71, 32);
    const message = cat(nonce, tlv(1, utf8(ANSWER)), tlv(3, s.psk), tlv(5, utf8("ru")), tlv(7, be(2, 4)),
        tlv(8, run(0x10, 16)), tlv(12, ORG), tlv(13, be(498888, 4)));
    const plain = pad(cat(3, 1, new Uint8Array(6), message), 4044);
    const envelope = sealEnvelope(s.public, "D", plain, outer);
    const shelf12_number = (s.shelf16[0] * 256 + s.shelf16[1]) >> 4;
    return { text: utf8(ANSWER), outer, nonce, message, envelope, id: idOf(envelope), shelf12_number };
}

function desk() {
    const about = cat("wrap/1", ORG, 1, run(0x90, 16), be(3, 4), run(0x30, 16)), stream_key = run(0xc0, 32);
    const vault_key = blake("vault/1", VAULT), record_key = kdf(1, "stream/1", stream_key);
    const place = (seq, kind, previous) =>
        cat("rec/1", ORG, run(0x90, 16), be(3, 4), be(seq, 8), be(kind, 2), previous);
    const record_1 = xchachaSeal(record_key, run(0x51, 24), place(1, 7, new Uint8Array(32)), "the first record");
    const member_kek = slowHash("six words that nobody would guess", run(0x80, 16), 1, 64);
    return {
        vault_secret: VAULT,
        wrap: hpkeSeal(boxPublic(VAULT), about, new Uint8Array(0), stream_key, run(0x41, 32)),
        vault_key,
        kept: xchachaSeal(vault_key, run(0x22, 24), about, stream_key),
        record_key, record_1,
        record_2: xchachaSeal(record_key, run(0x52, 24), place(2, 9, blake(record_1)), "the second record"),
        member_kek,
        member_sealed: xchachaSeal(member_kek, run(0x23, 24), cat("member/1", ORG, run(0xb0, 16), boxPublic(MEMBER)),
            MEMBER),
    };
}

function auth() {
    const pub = signPublic(AUTH), body = run(0, 100), nonce = run(0x12, 16), ts = 1796000000;
    const signed_text = ["desk1", "PUT", "/d/12/77?x=1", hex(HUB), ts, b64url(nonce), hex(blake(body))].join("\n");
    const value_text = `Desk ${hex(idOf(pub))}:${ts}:${b64url(nonce)}:${b64url(sign(AUTH, signed_text))}`;
    return { seed: AUTH, public: pub, hub: HUB, body, nonce, signed_text, value_text };
}

function gate() {
    const once = run(0x66, 16), r = run(0x44, 32), ticket_key = run(0x88, 32), t = be(1796000000, 4);
    const seed = blake(cat("once/1", once), r).slice(0, 15), s = seeker(seed);
    const tail = cat(tlv(1, utf8(TEXT)), tlv(2, cat(s.public, s.shelf16)), tlv(3, s.psk), tlv(5, utf8("ru")));
    const head = cat(1, 1, 1, "ru", 0, 0, 0);
    const whole = blake(cat(NETWORK, ORG, boxPublic(PEOPLE), boxPublic(DOOR), head, new Uint8Array(8), tail));
    const [outer, inner, nonce] = [2, 3, 4].map((n) => blake(cat(`once/${n}`, once, whole), r));
    const pass_key = blake("pass/1", r);
    return {
        ticket_key, ticket_text: b64url(cat(t, once, mac(ticket_key, cat("tick/1", HUB, t, once)).slice(0, 16))),
        once, r, seed, group: blake(cat("once/5", once, blake(TEXT)), r).slice(0, 8),
        envelope: sealRequest(head, cat(nonce.slice(0, 8), tail), outer, inner), pass_key,
        pass: xchachaSeal(pass_key, run(0x24, 24), "words", run(0x13, 64)),
    };
}

function junk() {
    const key = run(0x99, 32);
    const s = stream(blake(cat("junk/1", 12, be(77, 2), be(5, 2)), key), 4096);
    return { key, slot_5: cat(1, 1, 0, 0, boxPublic(s.slice(4, 36)), s.slice(36)) };
}

function note(text, name, seed) {
    const hash = sha(cat(name, 10, 1, signPublic(seed))).slice(0, 4);
    return `${text}\n\u2014 ${name} ${b64(cat(hash, sign(seed, text)))}\n`;
}

function notes() {
    const identity = run(0x34, 32), name = `org-${hex(ORG).slice(0, 8)}`, org = hex(ORG), page = "<!doctype html>\n";
    const key = (secret) => hex(boxPublic(secret));
    const join = (...lines) => lines.map((l) => `${l}\n`).join("");
    const root = join("understory/root/1", "version 1", `editor first ${hex(signPublic(EDITOR))}`, "threshold 1",
        `hub ${hex(HUB)} http://127.0.0.1:8080`, `org ${org} ${hex(signPublic(identity))}`);
    const network = blake(root), net = `network ${hex(network)}`;
    const doors = Array.from({ length: 26 }, (_, i) => `door ${2960 + i} ${key(run(i, 32))}`);
    const card = join("understory/card/1", net, `org ${org}`, "version 2", "issued 20780", "name ru Тихий дом",
        "name en Quiet House", "about en We answer within two days.", "languages ru uk", "countries RU AM *",
        `auth ${hex(signPublic(AUTH))}`, `referral ${key(run(0x35, 32))}`, `people 3 ${key(PEOPLE)}`, ...doors);
    const roster = join("understory/roster/1", net, `org ${org}`, "version 4",
        `member ${hex(run(0xb0, 16))} ${key(MEMBER)} 5`, `vault ${hex(run(0x30, 16))} 3 ${key(VAULT)} intake`);
    const listed = `${page.length} ${hex(sha(page))}`;
    const edition = join("understory/edition/1", net, "version 5", "root 1", "expires 20810", "drop-bits 12",
        "slot-envelopes 4", `page index ${listed}`, `page ru/1 ${listed}`, `card ${org} 2 ${hex(sha(card))}`);
    return {
        editor_seed: EDITOR, identity_seed: identity, network, page_text: page,
        root_text: note(root, "first", EDITOR), card_text: note(card, name, identity),
        roster_text: note(roster, name, identity), edition_text: note(edition, "first", EDITOR),
    };
}

const sections = {
    rfc9180: rfc9180(), rfc8032: rfc8032(), hashes: hashes(), seeker: seeker(), words: words(), request: request(),
    answer: answer(), desk: desk(), auth: auth(), gate: gate(), junk: junk(), notes: notes(),
};
const plain = (_, value) => (value instanceof Uint8Array ? hex(value) : value);
writeFileSync(process.argv[2], `${JSON.stringify(sections, plain, 1)}\n`);
