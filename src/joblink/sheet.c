/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "joblink/sheet.h"
#include "base/text.h"
#include <string.h>

static void
put_text(struct writer *w, const char *text)
{
    struct bytes b = bytes_of(text ? text : "");

    b.n = b.n > SHEET_TEXT_MAX ? utf8_prefix(b, SHEET_TEXT_MAX) : b.n;
    write_u32(w, (uint32_t)b.n);
    write_bytes(w, b);
}

void
sheet_put(struct writer *w, enum sheet_kind kind, const char *a, const char *b)
{
    write_u8(w, (uint8_t)kind);
    put_text(w, a);
    put_text(w, b);
}

static struct bytes
read_text(struct reader *r)
{
    uint32_t n = read_u32(r);
    struct bytes b = read_n(r, n <= SHEET_TEXT_MAX ? n : SIZE_MAX);

    if (!utf8_is_valid(b))
        r->bad = true;
    return b;
}

enum err
sheet_next(struct reader *r, struct sheet_item *out)
{
    struct sheet_item it;

    if (r->left == 0 && !r->bad)
        return ERR_NOT_FOUND;
    it.kind = (enum sheet_kind)read_u8(r);
    it.a = read_text(r);
    it.b = read_text(r);
    if (r->bad || it.kind == SHEET_UNSET || it.kind >= SHEET_KIND_END)
        return ERR_MALFORMED;
    *out = it;
    return OK;
}
