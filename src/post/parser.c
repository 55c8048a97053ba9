/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "post/parser.h"
#include "base/file.h"

enum err
parser_ask(int parser, struct bytes raw, struct arena *a, struct letter *out)
{
    uint8_t head[4];
    struct writer w = writer_of(head, sizeof head);

    if (raw.n == 0)
        return ERR_MALFORMED;
    write_u32(&w, (uint32_t)raw.n);
    enum err e = fd_write_all(parser, (struct bytes){ head, sizeof head });
    e = e ? e : fd_write_all(parser, raw);
    e = e ? e : fd_read_exact(parser, head, sizeof head);
    if (e)
        return ERR_INTERNAL;
    struct reader r = reader_of((struct bytes){ head, sizeof head });
    uint32_t n = read_u32(&r);
    if (n == 0)
        return ERR_MALFORMED;
    uint8_t *p = n <= LETTER_MAX_BYTES ? arena_alloc(a, n) : NULL;
    if (!p || fd_read_exact(parser, p, n))
        return ERR_INTERNAL;
    return letter_decode((struct bytes){ p, n }, a, out);
}

enum err
pgp_ask(int pgp, struct bytes key, struct bytes text, struct arena *a, const char **out)
{
    enum { ARMOUR_MAX = 2 << 20, ABOUT = 4 + 1 + 4, ENCRYPT = 'E' }; /* src/pgp/room.h */
    uint8_t about[ABOUT];
    struct writer w = writer_of(about, sizeof about);

    write_u32(&w, (uint32_t)(ABOUT - 4 + key.n + text.n));
    write_u8(&w, ENCRYPT);
    write_u32(&w, (uint32_t)key.n);
    enum err e = fd_write_all(pgp, (struct bytes){ about, sizeof about });
    e = e ? e : fd_write_all(pgp, key);
    e = e ? e : fd_write_all(pgp, text);
    uint8_t head[4];
    e = e ? e : fd_read_exact(pgp, head, sizeof head);
    if (e)
        return ERR_INTERNAL;
    struct reader r = reader_of((struct bytes){ head, sizeof head });
    uint32_t n = read_u32(&r);
    char *p = n > 0 && n <= ARMOUR_MAX ? arena_alloc(a, (size_t)n + 1) : NULL;
    if (n == 0)
        return ERR_MALFORMED;
    if (!p || fd_read_exact(pgp, (uint8_t *)p, n))
        return ERR_INTERNAL;
    *out = p;
    return OK;
}
