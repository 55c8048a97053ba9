/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/desk_auth.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "core/wire/lines.h"
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum {
    KEY_ID_TEXT = 2 * ID_BYTES,
    NONCE_TEXT = 22,
    SIG_TEXT = 86,
    MAX_TS_TEXT = 12,
    MAX_METHOD = 16
};

/* Copy up to the next ':' (or the end, for the last field).  False when too long or not there. */
static bool
field_take(const char **at, char end, char *to, size_t cap)
{
    const char *stop = end ? strchr(*at, end) : *at + strlen(*at);
    size_t n = stop ? (size_t)(stop - *at) : cap;

    if (n >= cap)
        return false;
    memcpy(to, *at, n);
    to[n] = '\0';
    *at = stop + (end != '\0');
    return true;
}

static bool
exact_b64(const char *text, size_t n_text, uint8_t *to, size_t n_to)
{
    size_t n = 0;

    if (strlen(text) != n_text)
        return false;
    return b64_decode(text, n_text, to, n_to, &n) == OK && n == n_to;
}

enum err
desk_auth_parse(const char *value, struct desk_auth *out)
{
    char key_id[KEY_ID_TEXT + 1], ts[MAX_TS_TEXT + 1], nonce[NONCE_TEXT + 1], sig[SIG_TEXT + 1];
    struct desk_auth a;
    uint64_t seconds = 0;

    if (strncmp(value, "Desk ", 5) != 0)
        return ERR_MALFORMED;
    const char *at = value + 5;
    if (!field_take(&at, ':', key_id, sizeof key_id) || !field_take(&at, ':', ts, sizeof ts) ||
        !field_take(&at, ':', nonce, sizeof nonce) || !field_take(&at, '\0', sig, sizeof sig))
        return ERR_MALFORMED;
    if (hex_decode(key_id, a.key_id.b, sizeof a.key_id.b) || (ts[0] == '0' && ts[1]) ||
        text_u64(ts, 0, INT64_MAX, &seconds))
        return ERR_MALFORMED;
    if (!exact_b64(nonce, NONCE_TEXT, a.nonce, sizeof a.nonce) ||
        !exact_b64(sig, SIG_TEXT, a.sig, sizeof a.sig))
        return ERR_MALFORMED;
    a.ts = (int64_t)seconds;
    *out = a;
    return OK;
}

void
desk_auth_print(const struct desk_auth *a, char out[DESK_AUTH_VALUE_CAP])
{
    char key_id[KEY_ID_TEXT + 1], nonce[NONCE_TEXT + 1], sig[SIG_TEXT + 1];

    hex_encode((struct bytes){ a->key_id.b, sizeof a->key_id.b }, key_id);
    b64_encode((struct bytes){ a->nonce, sizeof a->nonce }, nonce);
    b64_encode((struct bytes){ a->sig, sizeof a->sig }, sig);
    (void)snprintf(
        out, DESK_AUTH_VALUE_CAP, "Desk %s:%" PRId64 ":%s:%s", key_id, a->ts, nonce, sig);
}

enum err
desk_auth_text(const struct desk_auth *a, const struct desk_request *rq, struct writer *w)
{
    struct digest body = digest_blake2b(rq->body);
    char hub[2 * ID_BYTES + 1], hash[2 * KEY_BYTES + 1], nonce[NONCE_TEXT + 1], text[256];

    if (!line_word_is_valid(rq->target, DESK_AUTH_TARGET_MAX) ||
        !line_word_is_valid(rq->method, MAX_METHOD))
        return ERR_MALFORMED;
    hex_encode((struct bytes){ rq->hub.b, sizeof rq->hub.b }, hub);
    hex_encode((struct bytes){ body.b, sizeof body.b }, hash);
    b64_encode((struct bytes){ a->nonce, sizeof a->nonce }, nonce);
    (void)snprintf(text, sizeof text, "\n%s\n%" PRId64 "\n%s\n%s", hub, a->ts, nonce, hash);
    write_bytes(w, bytes_of("desk1\n"));
    write_bytes(w, bytes_of(rq->method));
    write_u8(w, '\n');
    write_bytes(w, bytes_of(rq->target));
    write_bytes(w, bytes_of(text));
    return w->full ? ERR_TOO_LARGE : OK;
}

enum err
desk_auth_verify(const struct desk_auth *a, const struct desk_request *rq,
    const struct sign_public *key, int64_t now_s)
{
    uint8_t text[DESK_AUTH_TEXT_CAP];
    struct writer w = writer_of(text, sizeof text);
    struct content_id id = content_id_of((struct bytes){ key->b, sizeof key->b });

    if (!id_equal(id.b, a->key_id.b) || desk_auth_text(a, rq, &w))
        return ERR_FORGED;
    if (crypto_sign_verify_detached(a->sig, text, w.n, key->b) != 0)
        return ERR_FORGED;
    bool late = a->ts<now_s - DESK_AUTH_WINDOW_S, early = a->ts> now_s + DESK_AUTH_WINDOW_S;
    return late || early ? ERR_EXPIRED : OK;
}
