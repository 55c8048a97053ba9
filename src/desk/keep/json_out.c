/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keep/json_out.h"
#include "base/clock.h"
#include "base/text.h"
#include <string.h>

static void
lit(struct json_out *j, const char *s)
{
    out_lit(j->o, s, strlen(s));
}

static void
quoted(struct json_out *j, const char *s)
{
    lit(j, "\"");
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        char hex[8];
        if (c == '"' || c == '\\') {
            out_lit(j->o, "\\", 1);
            out_lit(j->o, s, 1);
        } else if (c == '\n') {
            lit(j, "\\n");
        } else if (c < 0x20 || c == 0x7F) {
            (void)snprintf(hex, sizeof hex, "\\u%04x", c);
            lit(j, hex);
        } else {
            out_lit(j->o, s, 1);
        }
    }
    lit(j, "\"");
}

static void
begin(struct json_out *j, const char *name)
{
    if (j->has)
        lit(j, ",");
    if (j->depth > 0)
        lit(j, "\n");
    for (int i = 0; i < j->depth; i++)
        lit(j, "  ");
    if (name) {
        quoted(j, name);
        lit(j, ": ");
    }
    j->has = true;
}

void
json_open(struct json_out *j, const char *name, char bracket)
{
    begin(j, name);
    out_lit(j->o, &bracket, 1);
    j->depth++;
    j->has = false;
}

void
json_close(struct json_out *j, char bracket)
{
    bool had = j->has;

    j->depth--;
    if (had) {
        lit(j, "\n");
        for (int i = 0; i < j->depth; i++)
            lit(j, "  ");
    }
    out_lit(j->o, &bracket, 1);
    j->has = true;
    if (j->depth == 0)
        lit(j, "\n");
}

void
json_text(struct json_out *j, const char *name, const char *text)
{
    begin(j, name);
    if (text)
        quoted(j, text);
    else
        lit(j, "null");
}

void
json_number(struct json_out *j, const char *name, int64_t n)
{
    begin(j, name);
    out_i64_(j->o, n);
}

void
json_bool(struct json_out *j, const char *name, bool yes)
{
    begin(j, name);
    lit(j, yes ? "true" : "false");
}

void
json_hex(struct json_out *j, const char *name, struct bytes b)
{
    char *to = arena_alloc(j->o->a, 2 * b.n + 1);

    if (!to)
        j->o->failed = true;
    else
        hex_encode(b, to);
    json_text(j, name, to ? to : "");
}

void
json_bytes(struct json_out *j, const char *name, struct bytes b)
{
    char *to = arena_alloc(j->o->a, B64_CAP(b.n));

    if (!to)
        j->o->failed = true;
    else
        b64_encode(b, to);
    json_text(j, name, to ? to : "");
}

void
json_time(struct json_out *j, const char *name, int64_t s)
{
    struct date d = date_of_day(day_of(s));
    int64_t left = s - day_of(s) * DAY_S;
    char text[40];

    (void)snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", d.year, d.month, d.day,
        (int)(left / 3600), (int)(left / 60 % 60), (int)(left % 60));
    json_text(j, name, text);
}
