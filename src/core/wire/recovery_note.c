/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/recovery_note.h"
#include "core/wire/lines.h"

enum err
recovery_decode(struct bytes text, struct recovery *out)
{
    struct recovery r = { 0 };
    struct lines l;

    lines_of(text, &l);
    lines_need(&l, "understory/recovery/1");
    lines_need(&l, "network");
    line_hex(&l, r.network.b, KEY_BYTES);
    lines_need(&l, "org");
    line_hex(&l, r.org.b, ID_BYTES);
    lines_need(&l, "version");
    r.version = line_u32(&l, 1, UINT32_MAX);
    lines_need(&l, "key");
    line_hex(&l, r.key.b, KEY_BYTES);
    if (!lines_end(&l))
        return ERR_MALFORMED;
    *out = r;
    return OK;
}

enum err
recovery_encode(const struct recovery *r, struct writer *w)
{
    if (r->version == 0)
        return ERR_MALFORMED;
    line_put(w, "understory/recovery/1\nnetwork");
    line_put_hex(w, r->network.b, KEY_BYTES);
    line_put(w, "\norg");
    line_put_hex(w, r->org.b, ID_BYTES);
    line_put(w, "\nversion");
    line_put_u32(w, r->version);
    line_put(w, "\nkey");
    line_put_hex(w, r->key.b, KEY_BYTES);
    line_put_end(w);
    return w->full ? ERR_TOO_LARGE : OK;
}

enum err
recovery_open(struct bytes note, const struct root *root, const struct network_id *network,
    struct recovery *out)
{
    struct note n;
    struct recovery r;

    if (note_parse(note, &n) || recovery_decode(n.text, &r))
        return ERR_MALFORMED;
    enum err e = org_note_verify(&n, &r.org, &r.network, root, network);
    if (!e)
        *out = r;
    return e;
}
