/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/note.h"
#include "base/text.h"
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum { SIG_BLOB = 4 + SIGNATURE_BYTES, SIG_BASE64 = 92, ED25519 = 0x01 };

static const char dash[] = "\xE2\x80\x94 ";

bool
note_name_is_valid(const char *name)
{
    size_t n = strlen(name);

    for (size_t i = 0; i < n; i++)
        if ((uint8_t)name[i] <= ' ' || (uint8_t)name[i] >= 0x7F || name[i] == '+')
            return false;
    return n > 0 && n <= NOTE_NAME_MAX;
}

void
note_key_hash(const char *name, const struct sign_public *key, uint8_t out[4])
{
    const uint8_t mark[2] = { 0x0A, ED25519 };
    crypto_hash_sha256_state st;
    uint8_t h[crypto_hash_sha256_BYTES];

    (void)crypto_hash_sha256_init(&st);
    (void)crypto_hash_sha256_update(&st, (const uint8_t *)name, strlen(name));
    (void)crypto_hash_sha256_update(&st, mark, sizeof mark);
    (void)crypto_hash_sha256_update(&st, key->b, sizeof key->b);
    (void)crypto_hash_sha256_final(&st, h);
    memcpy(out, h, 4);
}

/* The text ends before the last empty line. */
static enum err
split(struct bytes in, struct bytes *text, struct bytes *sigs)
{
    if (in.n < 4 || in.p[in.n - 1] != '\n' || !utf8_is_valid(in))
        return ERR_MALFORMED;
    for (size_t i = in.n - 2; i > 0; i--) {
        if (in.p[i] != '\n' || in.p[i - 1] != '\n')
            continue;
        *text = (struct bytes){ in.p, i };
        *sigs = (struct bytes){ in.p + i + 1, in.n - i - 1 };
        return OK;
    }
    return ERR_MALFORMED;
}

static bool
has_control(struct bytes text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < 0x20 && text.p[i] != '\n')
            return true;
    return false;
}

/* The library's decoder takes some bytes over 7F for digits: keep those from it. */
static bool
is_ascii(const uint8_t *p, size_t n)
{
    uint8_t all = 0;

    for (size_t i = 0; i < n; i++)
        all |= p[i];
    return all < 0x80;
}

/* One signature line without its line feed.  *known is false for a signature of another kind. */
static enum err
sig_parse(struct bytes line, struct note_sig *out, bool *known)
{
    const size_t n_dash = sizeof dash - 1;
    uint8_t blob[SIG_BLOB + 1]; /* 92 digits may also stand for 69 bytes of something else */
    size_t n = 0;

    if (line.n <= n_dash || strncmp((const char *)line.p, dash, n_dash) != 0)
        return ERR_MALFORMED;
    struct bytes rest = { line.p + n_dash, line.n - n_dash };
    const uint8_t *blank = memchr(rest.p, ' ', rest.n);
    size_t n_name = blank ? (size_t)(blank - rest.p) : 0;
    if (n_name == 0 || rest.n - n_name < 2)
        return ERR_MALFORMED;
    *known = n_name <= NOTE_NAME_MAX && rest.n - n_name - 1 == SIG_BASE64;
    if (!*known)
        return OK;
    memcpy(out->name, rest.p, n_name);
    out->name[n_name] = '\0';
    if (!is_ascii(blank + 1, SIG_BASE64) ||
        sodium_base642bin(blob, sizeof blob, (const char *)blank + 1, SIG_BASE64, NULL, &n, NULL,
            sodium_base64_VARIANT_ORIGINAL) != 0)
        return ERR_MALFORMED;
    memcpy(out->key_hash, blob, sizeof out->key_hash);
    memcpy(out->sig, blob + 4, sizeof out->sig);
    *known = n == SIG_BLOB && note_name_is_valid(out->name);
    return OK;
}

enum err
note_parse(struct bytes in, struct note *out)
{
    struct note n = { .n_sigs = 0 };
    struct bytes sigs = { NULL, 0 };

    if (in.n > NOTE_MAX_BYTES)
        return ERR_TOO_LARGE;
    if (split(in, &n.text, &sigs) || sigs.n == 0 || has_control(n.text))
        return ERR_MALFORMED;
    while (sigs.n > 0) {
        const uint8_t *end = memchr(sigs.p, '\n', sigs.n);
        size_t len = end ? (size_t)(end - sigs.p) : sigs.n;
        bool known = false;
        if (n.n_sigs == NOTE_MAX_SIGS)
            return ERR_TOO_LARGE;
        if (sig_parse((struct bytes){ sigs.p, len }, &n.sigs[n.n_sigs], &known))
            return ERR_MALFORMED;
        n.n_sigs += known;
        sigs = (struct bytes){ sigs.p + len + 1, sigs.n - len - 1 };
    }
    *out = n;
    return OK;
}

enum err
note_verify(const struct note *n, const char *name, const struct sign_public *key)
{
    uint8_t hash[4];

    note_key_hash(name, key, hash);
    for (size_t i = 0; i < n->n_sigs; i++) {
        const struct note_sig *s = &n->sigs[i];
        if (strcmp(s->name, name) != 0 || sodium_memcmp(s->key_hash, hash, sizeof hash) != 0)
            continue;
        bool good = crypto_sign_verify_detached(s->sig, n->text.p, n->text.n, key->b) == 0;
        return good ? OK : ERR_FORGED;
    }
    return ERR_NOT_FOUND;
}

void
note_line(const struct note_sig *s, char out[NOTE_LINE_CAP])
{
    uint8_t blob[SIG_BLOB];
    char b64[SIG_BASE64 + 1];

    memcpy(blob, s->key_hash, sizeof s->key_hash);
    memcpy(blob + 4, s->sig, sizeof s->sig);
    (void)sodium_bin2base64(b64, sizeof b64, blob, sizeof blob, sodium_base64_VARIANT_ORIGINAL);
    (void)snprintf(out, NOTE_LINE_CAP, "%s%s %s\n", dash, s->name, b64);
}

void
note_vkey(const char *name, const struct sign_public *key, char out[NOTE_VKEY_CAP])
{
    uint8_t hash[4], typed[1 + KEY_BYTES] = { ED25519 };
    char hex[9], b64[45];

    note_key_hash(name, key, hash);
    memcpy(typed + 1, key->b, KEY_BYTES);
    hex_encode((struct bytes){ hash, sizeof hash }, hex);
    (void)sodium_bin2base64(b64, sizeof b64, typed, sizeof typed, sodium_base64_VARIANT_ORIGINAL);
    (void)snprintf(out, NOTE_VKEY_CAP, "%.*s+%s+%s", NOTE_NAME_MAX, name, hex, b64);
}

bool
notes_next(struct bytes *rest, struct bytes *one)
{
    static const char bar[] = "\n=====\n";
    const size_t n_bar = sizeof bar - 1;

    if (rest->n == 0)
        return false;
    const uint8_t *at = memmem(rest->p, rest->n, bar, n_bar);
    if (!at) {
        *one = *rest;
        *rest = (struct bytes){ NULL, 0 };
        return true;
    }
    size_t n = (size_t)(at - rest->p) + 1;
    *one = (struct bytes){ rest->p, n };
    *rest = (struct bytes){ at + n_bar, rest->n - n - (n_bar - 1) };
    return true;
}
