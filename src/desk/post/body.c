/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/contact.h"

enum { BODY_VERSION = 1, MAX_PARTS = 200 };

enum err
contact_body_encode(const struct contact_body *c, struct writer *w)
{
    write_u8(w, BODY_VERSION);
    write_u8(w, c->slot);
    write_u8(w, c->part);
    write_u8(w, c->n_parts);
    letter_encode(&c->l, w);
    return w->full ? ERR_TOO_LARGE : OK;
}

enum err
contact_body_decode(struct bytes in, struct arena *a, struct contact_body *out)
{
    struct reader r = reader_of(in);
    struct contact_body c = { 0 };
    uint8_t version = read_u8(&r);

    c.slot = read_u8(&r);
    c.part = read_u8(&r);
    c.n_parts = read_u8(&r);
    if (r.bad || version != BODY_VERSION || c.slot >= CONTACT_SLOTS || c.n_parts == 0 ||
        c.n_parts > MAX_PARTS || c.part >= c.n_parts)
        return ERR_MALFORMED;
    enum err e = letter_decode((struct bytes){ r.p, r.left }, a, &c.l);
    if (!e)
        *out = c;
    return e;
}
