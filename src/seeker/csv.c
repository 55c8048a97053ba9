/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seeker/csv.h"
#include "base/clock.h"
#include "base/text.h"
#include <string.h>

static struct bytes
next_line(struct bytes *rest)
{
    const uint8_t *end = rest->n > 0 ? memchr(rest->p, '\n', rest->n) : NULL;
    struct bytes line = { rest->p, end ? (size_t)(end - rest->p) : rest->n };
    size_t used = line.n + (end != NULL);

    rest->p = used > 0 ? rest->p + used : rest->p;
    rest->n -= used;
    return line;
}

struct csv
csv_open(struct bytes file, const char *header, struct arena *a)
{
    struct csv c = { .rest = file, .a = a, .n_fields = 1, .line = 1 };
    struct bytes first;

    for (const char *p = header; *p; p++)
        c.n_fields += *p == ',';
    first = next_line(&c.rest);
    c.bad = !utf8_is_valid(file) || c.n_fields > CSV_MAX_FIELDS ||
            !bytes_equal(first, bytes_of(header));
    return c;
}

/* One field from `*at` up to its comma or the end; NULL if it is badly quoted. */
static const char *
take_field(struct csv *c, const char **at)
{
    const char *p = *at;
    char *to = arena_alloc(c->a, strlen(p) + 1), *end = to;

    if (!to)
        return NULL;
    if (*p != '"') {
        size_t n = strcspn(p, ",");
        memcpy(to, p, n);
        *at = p + n;
        return to;
    }
    for (p++; *p && (*p != '"' || p[1] == '"'); p++) {
        *end++ = *p;
        p += *p == '"';
    }
    if (*p != '"' || (p[1] && p[1] != ','))
        return NULL;
    *at = p + 1;
    return to;
}

bool
csv_next(struct csv *c, const char *fields[CSV_MAX_FIELDS])
{
    struct bytes line;
    const char *at;
    size_t n = 0;

    if (c->bad || c->rest.n == 0)
        return false;
    line = next_line(&c->rest);
    c->line++;
    at = arena_text_n(c->a, line.p, line.n);
    c->bad = true;
    while (at && n < c->n_fields) {
        fields[n] = take_field(c, &at);
        if (!fields[n++])
            return false;
        if (*at != ',')
            break;
        at++;
    }
    c->bad = !at || n != c->n_fields || *at;
    return !c->bad;
}

bool
csv_day(const char *text, int64_t *day)
{
    uint64_t y = 0, m = 0, d = 0;
    char part[5] = "";
    struct date date;

    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
        return false;
    memcpy(part, text, 4);
    if (text_u64(part, 1900, 2999, &y))
        return false;
    memcpy(part, (const char[]){ text[5], text[6], '\0' }, 3);
    if (text_u64(part, 1, 12, &m))
        return false;
    memcpy(part, (const char[]){ text[8], text[9], '\0' }, 3);
    if (text_u64(part, 1, 31, &d))
        return false;
    date = (struct date){ (int32_t)y, (int32_t)m, (int32_t)d };
    *day = day_of_date(date);
    date = date_of_day(*day);
    return date.month == (int32_t)m && date.day == (int32_t)d;
}
