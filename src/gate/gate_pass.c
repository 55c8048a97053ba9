/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gate/gate_pass.h"
#include "base/text.h"
#include "core/open/pass.h"

enum {
    CONTENT_BYTES = GATE_PASS_BYTES - 1 - PASS_EXTRA_BYTES,
    FLAG_CRISIS = 1,
    FLAG_AGAIN = 2,
    FLAG_ORG = 4,
    FLAG_EMPTY = 8,
};

static void
content_encode(const struct gate_pass *p, uint8_t out[CONTENT_BYTES])
{
    struct writer w = writer_of(out, CONTENT_BYTES);

    write_u8(&w, (uint8_t)p->kind);
    write_u8(&w, (uint8_t)((p->crisis ? FLAG_CRISIS : 0) | (p->again ? FLAG_AGAIN : 0) |
                           (p->has_org ? FLAG_ORG : 0) | (p->empty ? FLAG_EMPTY : 0)));
    write_u8(&w, (uint8_t)p->stage);
    write_u8(&w, p->wrong);
    write_u16(&w, p->sheet);
    write_n(&w, (const uint8_t *)p->country, 2);
    write_n(&w, p->org.b, sizeof p->org.b);
    write_u32(&w, p->epoch);
    write_u32(&w, p->made_s);
    write_n(&w, p->seed.b, sizeof p->seed.b);
}

static bool
content_decode(const uint8_t in[CONTENT_BYTES], struct gate_pass *p)
{
    struct reader r = reader_of((struct bytes){ in, CONTENT_BYTES });

    p->kind = (enum pass_kind)read_u8(&r);
    unsigned flags = read_u8(&r);
    p->crisis = flags & FLAG_CRISIS;
    p->again = flags & FLAG_AGAIN;
    p->has_org = flags & FLAG_ORG;
    p->empty = flags & FLAG_EMPTY;
    p->stage = (enum words_stage)read_u8(&r);
    p->wrong = read_u8(&r);
    p->sheet = read_u16(&r);
    read_fixed(&r, (uint8_t *)p->country, 2);
    p->country[2] = '\0';
    read_fixed(&r, p->org.b, sizeof p->org.b);
    p->epoch = read_u32(&r);
    p->made_s = read_u32(&r);
    read_fixed(&r, p->seed.b, sizeof p->seed.b);
    return reader_end(&r);
}

enum err
gate_pass_print(const struct epochs *e, const struct gate_pass *p, char out[GATE_PASS_TEXT + 1])
{
    uint8_t content[CONTENT_BYTES], sealed[GATE_PASS_BYTES];

    sealed[0] = (uint8_t)p->lang;
    content_encode(p, content);
    enum err failed = pass_seal(&e->now.pass, (struct bytes){ sealed, 1 },
        (struct bytes){ content, sizeof content }, NULL, sealed + 1);
    secret_wipe(content, sizeof content);
    if (!failed)
        b64_encode((struct bytes){ sealed, sizeof sealed }, out);
    return failed ? ERR_INTERNAL : OK;
}

static bool
sealed_of(const char *text, uint8_t out[GATE_PASS_BYTES])
{
    size_t n = 0;

    return strlen(text) == GATE_PASS_TEXT &&
           !b64_decode(text, GATE_PASS_TEXT, out, GATE_PASS_BYTES, &n) && n == GATE_PASS_BYTES &&
           out[0] != LANG_UNSET && out[0] < N_LANGS;
}

enum lang
gate_pass_lang(const char *text)
{
    uint8_t sealed[GATE_PASS_BYTES];

    return sealed_of(text, sealed) ? (enum lang)sealed[0] : LANG_UNSET;
}

static enum err
open_under(const struct epoch *epoch, const uint8_t sealed[GATE_PASS_BYTES], struct gate_pass *out)
{
    uint8_t content[CONTENT_BYTES];
    enum err e = pass_open(&epoch->pass, (struct bytes){ sealed, 1 },
        (struct bytes){ sealed + 1, GATE_PASS_BYTES - 1 }, content, sizeof content);

    if (!e && !content_decode(content, out))
        e = ERR_FORGED;
    secret_wipe(content, sizeof content);
    return e;
}

enum err
gate_pass_read(const struct epochs *e, const char *text, enum pass_kind kind, int64_t now_s,
    struct gate_pass *out)
{
    uint8_t sealed[GATE_PASS_BYTES];
    const int64_t lives_s = kind == PASS_THREAD ? GATE_PASS_THREAD_S : GATE_PASS_LONG_S;

    if (!text || !sealed_of(text, sealed))
        return ERR_EXPIRED;
    if (open_under(&e->now, sealed, out) &&
        (!e->before.number || open_under(&e->before, sealed, out)))
        return ERR_EXPIRED;
    out->lang = (enum lang)sealed[0];
    return out->kind == kind && now_s <= (int64_t)out->made_s + lives_s ? OK : ERR_EXPIRED;
}
