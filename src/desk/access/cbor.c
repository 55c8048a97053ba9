/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/access/cbor.h"

enum { MAJOR_BYTES = 2, MAJOR_TEXT, MAJOR_LIST, MAJOR_MAP, MAJOR_TAG, DEPTH_MAX = 4 };

/* The head of an item: its kind and its number.  A length that is not known before is refused. */
static uint8_t
read_head(struct reader *r, uint64_t *n)
{
    uint8_t first = read_u8(r);
    uint8_t more = first & 0x1F;

    *n = more;
    switch (more) {
    case 24: *n = read_u8(r); break;
    case 25: *n = read_u16(r); break;
    case 26: *n = read_u32(r); break;
    case 27: *n = read_u64(r); break;
    default: r->bad = r->bad || more > 27;
    }
    return first >> 5;
}

bool
cbor_is_modest(struct bytes b)
{
    struct reader r = reader_of(b);
    uint64_t open[DEPTH_MAX + 1] = { 0 }; /* items that are still to come, on each level */
    size_t depth = 0;

    while (!r.bad && (r.left > 0 || depth > 0)) {
        uint64_t n = 0;
        uint8_t major = read_head(&r, &n);
        if (depth > 0)
            open[depth]--;
        if (major == MAJOR_BYTES || major == MAJOR_TEXT)
            (void)read_n(&r, n <= r.left ? (size_t)n : SIZE_MAX);
        uint64_t items = major == MAJOR_LIST  ? n
                         : major == MAJOR_MAP ? (n <= r.left ? 2 * n : n)
                         : major == MAJOR_TAG ? 1
                                              : 0;
        if (items > r.left || (items > 0 && depth == DEPTH_MAX))
            return false; /* each takes a byte at least */
        if (items > 0)
            open[++depth] = items;
        while (depth > 0 && open[depth] == 0)
            depth--;
    }
    return !r.bad;
}
