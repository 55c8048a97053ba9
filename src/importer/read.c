/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/file.h"
#include "base/text.h"
#include "importer/importer.h"
#include "importer/writing.h"
#include <stdlib.h>
#include <string.h>

enum { ROOM = 40 << 20, MAPPING_MAX = 1000, REPORT_TOP = 1000 };

static uint32_t
line_at(struct bytes b, size_t at)
{
    uint32_t n = 1;

    for (size_t i = 0; i < at && i < b.n; i++)
        n += b.p[i] == '\n';
    return n;
}

/* Where the first line begins that is not UTF-8, or is longer than any of ours; SIZE_MAX: none. */
static size_t
bad_line(struct bytes b, bool *too_long)
{
    for (size_t at = 0; at < b.n;) {
        const uint8_t *end = memchr(b.p + at, '\n', b.n - at);
        size_t n = end ? (size_t)(end - b.p) - at : b.n - at;
        *too_long = n > DOC_LINE_MAX;
        if (*too_long || !utf8_is_valid((struct bytes){ b.p + at, n }))
            return at;
        at += n + 1;
    }
    return SIZE_MAX;
}

static enum doc_source
read_json(struct writing *x, struct bytes file)
{
    json_error_t error;
    json_t *root = json_loadb((const char *)file.p, file.n, 0, &error);
    enum doc_source source = DOC_UNKNOWN;

    if (!root) {
        write_trouble(x, DOC_TROUBLE_JSON, error.line > 0 ? (uint32_t)error.line : 0, error.text);
        return DOC_UNKNOWN;
    }
    if (read_own(x, root))
        source = DOC_OWN;
    else if (read_telegram(x, root))
        source = DOC_TELEGRAM;
    else if (read_globaleaks(x, root))
        source = DOC_GLOBALEAKS;
    else
        write_trouble(x, DOC_TROUBLE_FORMAT, 0, "");
    json_decref(root);
    return source;
}

static enum doc_source
read_zip(struct writing *x, struct bytes file)
{
    uint8_t *to = malloc(DOC_FILE_MAX);
    size_t n = to ? zip_report(file, to, DOC_FILE_MAX) : 0;

    if (n == 0 || !read_report(x, (struct bytes){ to, n }))
        write_trouble(x, DOC_TROUBLE_ZIP, 0, "");
    free(to);
    return DOC_GLOBALEAKS;
}

/* A line of 40 dashes stands in every report with comments, and near the top of each a moment that
   ends in (UTC); a table begins with its headings. */
static bool
is_report(struct bytes file)
{
    struct bytes top = { file.p, file.n < REPORT_TOP ? file.n : REPORT_TOP };
    const uint8_t *end = top.n ? memchr(top.p, '\n', top.n) : NULL;
    bool headings = false;

    if (memmem(file.p, file.n, "----------------------------------------", 40))
        return true;
    for (const uint8_t *p = top.p; end && p < end; p++)
        headings = headings || *p == ',' || *p == ';' || *p == '\t';
    return end && !headings &&
           (memmem(top.p, top.n, "(UTC)\n", 6) || memmem(top.p, top.n, "(UTC)\r\n", 7));
}

static enum doc_source
read_file(struct writing *x, struct bytes file, const char *mapping)
{
    bool too_long = false;
    size_t i = 0;

    if (file.n > 4 && bytes_equal((struct bytes){ file.p, 4 }, bytes_of("PK\x03\x04")))
        return read_zip(x, file);
    while (i < file.n && strchr(" \t\r\n\xEF\xBB\xBF", file.p[i]))
        i++;
    if (i < file.n && (file.p[i] == '{' || file.p[i] == '['))
        return read_json(x, (struct bytes){ file.p + i, file.n - i });
    size_t bad = bad_line(file, &too_long);
    if (bad != SIZE_MAX) {
        write_trouble(x, too_long ? DOC_TROUBLE_LINE : DOC_TROUBLE_UTF8, line_at(file, bad), "");
        return DOC_UNKNOWN;
    }
    if (is_report(file)) {
        (void)read_report(x, file);
        return DOC_GLOBALEAKS;
    }
    read_csv(x, file, mapping);
    return DOC_CSV;
}

enum err
import_work(struct bytes question, int out)
{
    struct reader r = reader_of(question);
    uint32_t n = read_u32(&r);
    struct bytes mapping = read_n(&r, n <= MAPPING_MAX ? n : SIZE_MAX);
    char map[MAPPING_MAX + 1] = "";
    uint8_t *room = malloc(ROOM);

    if (!room)
        return ERR_INTERNAL;
    struct writing x = { .w = writer_of(room, ROOM) };
    write_u8(&x.w, DOC_UNKNOWN);
    if (!r.bad) {
        memcpy(map, mapping.p, mapping.n);
        room[0] = (uint8_t)read_file(&x, (struct bytes){ r.p, r.left }, map);
    }
    enum err e = r.bad      ? ERR_MALFORMED
                 : x.w.full ? ERR_TOO_LARGE
                            : fd_write_all(out, (struct bytes){ room, x.w.n });
    free(room);
    return e;
}
