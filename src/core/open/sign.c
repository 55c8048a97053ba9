/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/sign.h"
#include "base/text.h"
#include "core/wire/content.h"
#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* What note_parse() will accept as a text. */
static bool
text_is_signable(struct bytes text)
{
    if (text.n < 2 || text.n > NOTE_MAX_BYTES || text.p[text.n - 1] != '\n')
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < 0x20 && text.p[i] != '\n')
            return false;
    return utf8_is_valid(text);
}

enum err
note_cosign(
    const struct note *n, const char *name, const struct sign_secret *key, char line[NOTE_LINE_CAP])
{
    struct sign_public pk = sign_public_of(key);
    struct note_sig s;

    if (!note_name_is_valid(name) || !text_is_signable(n->text))
        return ERR_MALFORMED;
    (void)snprintf(s.name, sizeof s.name, "%s", name);
    note_key_hash(name, &pk, s.key_hash);
    (void)crypto_sign_detached(s.sig, NULL, n->text.p, n->text.n, key->b);
    note_line(&s, line);
    return OK;
}

enum err
note_sign(struct bytes text, const char *name, const struct sign_secret *key, struct writer *w)
{
    struct note n = { .text = text };
    char line[NOTE_LINE_CAP];
    enum err e = note_cosign(&n, name, key, line);

    if (e)
        return e;
    write_bytes(w, text);
    write_u8(w, '\n');
    write_bytes(w, bytes_of(line));
    return w->full ? ERR_TOO_LARGE : OK;
}

enum err
desk_auth_sign(const struct desk_request *rq, const struct sign_secret *key, int64_t now_s,
    const uint8_t nonce[DESK_AUTH_NONCE_BYTES], struct desk_auth *out)
{
    uint8_t text[DESK_AUTH_TEXT_CAP];
    struct writer w = writer_of(text, sizeof text);
    struct sign_public pk = sign_public_of(key);
    struct desk_auth a = { .ts = now_s };

    a.key_id = content_id_of((struct bytes){ pk.b, sizeof pk.b });
    if (nonce)
        memcpy(a.nonce, nonce, sizeof a.nonce);
    else
        randombytes_buf(a.nonce, sizeof a.nonce);
    enum err e = now_s < 0 ? ERR_MALFORMED : desk_auth_text(&a, rq, &w);
    if (e)
        return e;
    (void)crypto_sign_detached(a.sig, NULL, text, w.n, key->b);
    *out = a;
    return OK;
}
