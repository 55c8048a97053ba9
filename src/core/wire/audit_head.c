/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/audit_head.h"
#include "core/wire/lines.h"

enum err
audit_head_decode(struct bytes text, struct audit_head *out)
{
    struct audit_head h = { 0 };
    struct lines l;

    lines_of(text, &l);
    lines_need(&l, "understory/audit-head/1");
    lines_need(&l, "network");
    line_hex(&l, h.network.b, KEY_BYTES);
    lines_need(&l, "org");
    line_hex(&l, h.org.b, ID_BYTES);
    lines_need(&l, "day");
    h.day = line_u32(&l, 0, UINT32_MAX);
    lines_need(&l, "entries");
    h.entries = line_u32(&l, 1, UINT32_MAX);
    lines_need(&l, "link");
    line_hex(&l, h.link.b, KEY_BYTES);
    if (!lines_end(&l))
        return ERR_MALFORMED;
    *out = h;
    return OK;
}

enum err
audit_head_encode(const struct audit_head *h, struct writer *w)
{
    if (h->entries == 0)
        return ERR_MALFORMED;
    line_put(w, "understory/audit-head/1\nnetwork");
    line_put_hex(w, h->network.b, KEY_BYTES);
    line_put(w, "\norg");
    line_put_hex(w, h->org.b, ID_BYTES);
    line_put(w, "\nday");
    line_put_u32(w, h->day);
    line_put(w, "\nentries");
    line_put_u32(w, h->entries);
    line_put(w, "\nlink");
    line_put_hex(w, h->link.b, KEY_BYTES);
    line_put_end(w);
    return w->full ? ERR_TOO_LARGE : OK;
}

enum err
audit_head_open(struct bytes note, const struct root *root, const struct network_id *network,
    struct audit_head *out)
{
    struct note n;
    struct audit_head h;

    if (note_parse(note, &n) || audit_head_decode(n.text, &h))
        return ERR_MALFORMED;
    enum err e = org_note_verify(&n, &h.org, &h.network, root, network);
    if (!e)
        *out = h;
    return e;
}
