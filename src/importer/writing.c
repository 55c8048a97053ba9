/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "importer/writing.h"
#include "base/text.h"
#include <stdio.h>
#include <string.h>

static struct bytes
short_of(const char *text)
{
    struct bytes b = bytes_of(text ? text : "");

    b.n = b.n > DOC_SHORT_MAX ? utf8_prefix(b, DOC_SHORT_MAX) : b.n;
    return b;
}

void
write_trouble(struct writing *x, enum doc_trouble what, uint32_t place, const char *piece)
{
    enum { PIECE_MAX = 80 };
    struct bytes b = bytes_of(piece ? piece : "");

    b.n = b.n > PIECE_MAX ? utf8_prefix(b, PIECE_MAX) : b.n;
    if (x->n_troubles++ < DOC_TROUBLES_MAX || what == DOC_TROUBLE_MANY)
        doc_put(&x->w, &(struct doc_item){ .tag = DOC_TAG_TROUBLE,
                           .kind = (uint8_t)what,
                           .number = place,
                           .a = utf8_is_valid(b) ? b : bytes_of("") });
}

void
write_column(struct writing *x, const char *heading, enum doc_column guess)
{
    doc_put(&x->w, &(struct doc_item){
                       .tag = DOC_TAG_COLUMN, .number = (uint32_t)guess, .a = short_of(heading) });
}

static bool
is_many(struct writing *x)
{
    if (!x->many)
        write_trouble(x, DOC_TROUBLE_MANY, 0, "");
    x->many = true;
    return true;
}

bool
write_case(
    struct writing *x, const char *ref, const char *title, const char *lang, const char *country)
{
    if (x->n_cases >= DOC_CASES_MAX || x->n_entries >= DOC_ENTRIES_MAX)
        return !is_many(x);
    x->n_cases++;
    x->last_s = 0;
    doc_put(&x->w, &(struct doc_item){ .tag = DOC_TAG_CASE,
                       .a = short_of(ref),
                       .b = short_of(title),
                       .c = short_of(strlen(lang) == 2 ? lang : ""),
                       .d = short_of(strlen(country) == 2 ? country : "") });
    return true;
}

static void
put_part(struct writing *x, const struct entry_in *e, struct bytes text, unsigned part)
{
    char ref[DOC_SHORT_MAX + 1];
    struct bytes b = short_of(e->ref);

    if (x->n_entries++ >= DOC_ENTRIES_MAX) {
        (void)is_many(x);
        return;
    }
    if (part > 0 && b.n > 0 && b.n < DOC_SHORT_MAX - 12) {
        (void)snprintf(ref, sizeof ref, "%.*s/%u", (int)b.n, (const char *)b.p, part);
        if (strncmp(ref, "hex:", 4) == 0)
            ref[0] = 'H'; /* only the first part is the entry itself */
        b = bytes_of(ref);
    }
    doc_put(&x->w, &(struct doc_item){ .tag = DOC_TAG_ENTRY,
                       .kind = e->kind,
                       .number = e->number,
                       .at_s = x->last_s,
                       .a = b,
                       .b = short_of(e->who),
                       .c = text,
                       .d = part == 0 ? e->body : (struct bytes){ NULL, 0 } });
}

void
write_entry(struct writing *x, const struct entry_in *e)
{
    struct bytes left = bytes_of(e->text ? e->text : "");
    unsigned part = 0;

    if (e->at_s == 0)
        write_trouble(x, DOC_TROUBLE_NO_TIME, e->place, e->text);
    x->last_s = e->at_s ? e->at_s : x->last_s ? x->last_s : 1;
    do {
        size_t n = left.n > DOC_TEXT_MAX ? utf8_prefix(left, DOC_TEXT_MAX) : left.n;
        put_part(x, e, (struct bytes){ left.p, n }, part++);
        left.p += n;
        left.n -= n;
    } while (left.n > 0);
}

const char *
json_str(json_t *o, const char *name)
{
    const char *s = json_string_value(json_object_get(o, name));

    return s ? s : "";
}

int64_t
json_int(json_t *o, const char *name)
{
    json_t *v = json_object_get(o, name);
    const char *s = json_string_value(v);
    uint64_t n = 0;

    if (json_is_integer(v))
        return json_integer_value(v);
    return s && !text_u64(s, 0, INT64_MAX, &n) ? (int64_t)n : 0;
}
