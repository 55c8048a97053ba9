/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "viewlink/sight.h"
#include "base/text.h"

enum { MARK = 0x55535631 /* "USV1" */ };

bool
sight_kind_is_picture(enum sight_kind k)
{
    return k == SIGHT_PDF || k == SIGHT_JPEG || k == SIGHT_PNG || k == SIGHT_GIF || k == SIGHT_WEBP;
}

void
sight_head(const struct sight *s, uint8_t to[SIGHT_HEAD_BYTES])
{
    struct writer w = writer_of(to, SIGHT_HEAD_BYTES);

    write_u32(&w, MARK);
    write_u8(&w, (uint8_t)s->status);
    write_u8(&w, (uint8_t)s->kind);
    write_u16(&w, s->cut);
    write_u32(&w, s->page);
    write_u32(&w, s->n_pages);
    write_u16(&w, s->width);
    write_u16(&w, s->height);
    write_u32(&w, (uint32_t)s->body.n);
}

/* Text as it may be shown: UTF-8 without control characters but line ends and tabs. */
static bool
is_plain_text(struct bytes b)
{
    for (size_t i = 0; i < b.n; i++)
        if ((b.p[i] < 0x20 && b.p[i] != '\n' && b.p[i] != '\t') || b.p[i] == 0x7F)
            return false;
    return b.n <= SIGHT_TEXT_MAX && utf8_is_valid(b);
}

static bool
is_page(const struct sight *s)
{
    return s->n_pages >= 1 && s->n_pages <= SIGHT_PAGES_MAX && s->page >= 1 &&
           s->page <= s->n_pages && s->page <= SIGHT_PAGES_SHOWN;
}

static bool
is_sound(const struct sight *s)
{
    if (s->status != SIGHT_GOOD)
        return s->body.n == 0 && s->page == 0 && s->n_pages == 0 && s->width == 0 &&
               s->height == 0 && !s->cut;
    if (s->kind == SIGHT_TEXT)
        return s->page == 1 && s->n_pages == 1 && s->width == 0 && s->height == 0 &&
               is_plain_text(s->body);
    return sight_kind_is_picture(s->kind) && is_page(s) && !s->cut && s->width >= 1 &&
           s->width <= SIGHT_SIDE_MAX && s->height >= 1 && s->height <= SIGHT_SIDE_MAX &&
           s->body.n == (size_t)3 * s->width * s->height;
}

enum err
sight_decode(struct bytes in, struct sight *out)
{
    struct reader r = reader_of(in);
    uint32_t mark = read_u32(&r);
    uint8_t status = read_u8(&r);
    uint8_t kind = read_u8(&r);
    uint16_t cut = read_u16(&r);
    struct sight s = {
        .status = (enum sight_status)status, .kind = (enum sight_kind)kind, .cut = cut == 1
    };

    s.page = read_u32(&r);
    s.n_pages = read_u32(&r);
    s.width = read_u16(&r);
    s.height = read_u16(&r);
    uint32_t n = read_u32(&r);
    if (r.bad || mark != MARK || status >= N_SIGHT_STATUSES || kind >= N_SIGHT_KINDS || cut > 1 ||
        n != r.left)
        return ERR_MALFORMED;
    s.body = read_n(&r, n);
    if (!is_sound(&s))
        return ERR_MALFORMED;
    *out = s;
    return OK;
}
