/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "joblink/doc.h"
#include "base/text.h"

static void
put(struct writer *w, struct bytes b)
{
    write_u32(w, (uint32_t)b.n);
    write_bytes(w, b);
}

void
doc_put(struct writer *w, const struct doc_item *it)
{
    write_u8(w, (uint8_t)it->tag);
    write_u8(w, it->kind);
    write_u64(w, (uint64_t)it->at_s);
    write_u32(w, it->number);
    put(w, it->a);
    put(w, it->b);
    put(w, it->c);
    put(w, it->d);
}

static struct bytes
get(struct reader *r, size_t max, bool text)
{
    uint32_t n = read_u32(r);
    struct bytes b = read_n(r, n <= max ? n : SIZE_MAX);

    if (text && !utf8_is_valid(b))
        r->bad = true;
    return b;
}

enum err
doc_next(struct reader *r, struct doc_item *out)
{
    struct doc_item it;

    if (r->left == 0 && !r->bad)
        return ERR_NOT_FOUND;
    it.tag = (enum doc_tag)read_u8(r);
    it.kind = read_u8(r);
    it.at_s = (int64_t)read_u64(r);
    it.number = read_u32(r);
    it.a = get(r, DOC_SHORT_MAX, true);
    it.b = get(r, DOC_SHORT_MAX, true);
    it.c = get(r, DOC_TEXT_MAX, true);
    it.d = get(r, 4 * DOC_TEXT_MAX, it.tag != DOC_TAG_ENTRY);
    if (r->bad || it.tag == DOC_TAG_UNSET || it.tag >= DOC_TAG_END)
        return ERR_MALFORMED;
    *out = it;
    return OK;
}
