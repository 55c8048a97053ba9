/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One small file out of a ZIP archive: by its central directory, stored or deflated.  Nothing is
   ever unpacked to a disk, and no name of the archive is used as a path. */
#include "importer/writing.h"
#include <string.h>
#include <zlib.h>

enum {
    END_BYTES = 22,
    CENTRAL_BYTES = 46,
    LOCAL_BYTES = 30,
    END_SIGN = 0x06054b50,
    CENTRAL_SIGN = 0x02014b50,
    LOCAL_SIGN = 0x04034b50,
    ENTRIES_MAX = 5000,
    STORED = 0,
    DEFLATED = 8
};

static uint32_t
le(struct bytes b, size_t at, size_t n)
{
    uint32_t v = 0;

    for (size_t i = n; i > 0; i--)
        v = v << 8 | (at + i <= b.n ? b.p[at + i - 1] : 0);
    return v;
}

/* The end record, from behind; SIZE_MAX: none. */
static size_t
find_end(struct bytes zip)
{
    size_t stop = zip.n > END_BYTES + 65535 ? zip.n - END_BYTES - 65535 : 0;

    for (size_t at = zip.n < END_BYTES ? 0 : zip.n - END_BYTES + 1; at > stop; at--)
        if (le(zip, at - 1, 4) == END_SIGN)
            return at - 1;
    return SIZE_MAX;
}

static size_t
inflate_to(struct bytes in, uint8_t *to, size_t cap)
{
    z_stream z = { .avail_in = (uInt)in.n, .avail_out = (uInt)cap, .next_out = to };
    size_t n = 0;

    z.next_in = (Bytef *)(uintptr_t)in.p;
    if (inflateInit2(&z, -MAX_WBITS) != Z_OK)
        return 0;
    if (inflate(&z, Z_FINISH) == Z_STREAM_END)
        n = cap - z.avail_out;
    (void)inflateEnd(&z);
    return n;
}

static size_t
take(struct bytes zip, size_t central, uint8_t *to, size_t cap)
{
    uint32_t flags = le(zip, central + 8, 2);
    uint32_t method = le(zip, central + 10, 2);
    size_t packed = le(zip, central + 20, 4);
    size_t local = le(zip, central + 42, 4);

    if (flags & 1 || local > zip.n || zip.n - local < LOCAL_BYTES ||
        le(zip, local, 4) != LOCAL_SIGN)
        return 0; /* encrypted, or damaged */
    size_t at = local + LOCAL_BYTES + le(zip, local + 26, 2) + le(zip, local + 28, 2);
    if (at > zip.n || packed > zip.n - at)
        return 0;
    struct bytes in = { zip.p + at, packed };
    if (method == DEFLATED)
        return inflate_to(in, to, cap);
    if (method != STORED || packed > cap)
        return 0;
    memcpy(to, in.p, in.n);
    return in.n;
}

size_t
zip_report(struct bytes zip, uint8_t *to, size_t cap)
{
    static const char name[] = "report.txt";
    size_t end = find_end(zip);
    size_t at = end == SIZE_MAX ? zip.n : le(zip, end + 16, 4);

    for (int i = 0; i < ENTRIES_MAX && at < zip.n && zip.n - at >= CENTRAL_BYTES; i++) {
        size_t len = le(zip, at + 28, 2);
        if (le(zip, at, 4) != CENTRAL_SIGN || len > zip.n - at - CENTRAL_BYTES)
            return 0;
        struct bytes its = { zip.p + at + CENTRAL_BYTES, len };
        if (bytes_equal(its, bytes_of(name)))
            return take(zip, at, to, cap);
        at += CENTRAL_BYTES + len + le(zip, at + 30, 2) + le(zip, at + 32, 2);
    }
    return 0;
}
