/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/forms/body.h"
#include "base/clock.h"
#include "base/text.h"
#include "desk/dates/calendar.h"

enum { DATE_BYTES = 5, MOMENT_BYTES = 8 };

bool
zone_is_sane(const char *zone)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-";

    return strlen(zone) <= ZONE_MAX && zone[strspn(zone, allowed)] == '\0';
}

static bool
is_day(int64_t day)
{
    return day >= day_of_date((struct date){ DATE_YEAR_FIRST, 1, 1 }) &&
           day <= day_of_date((struct date){ DATE_YEAR_LAST, 12, 31 });
}

/* Of a month or a year the first day stands for all. */
static bool
is_date(int64_t day, int64_t precision)
{
    if (!is_day(day) || precision < DATE_EXACT || precision >= N_DATE_PRECISIONS)
        return false;
    struct date d = date_of_day(day);
    return (precision < DATE_MONTH || d.day == 1) && (precision < DATE_YEAR || d.month == 1);
}

/* A beginning and an end that are not the same minute. */
static bool
is_hours(int64_t n)
{
    return n >= 0 && n < (int64_t)HOURS_DAY * HOURS_DAY && n / HOURS_DAY != n % HOURS_DAY;
}

static bool
is_code(const char *text, char first, char last, size_t least, size_t most)
{
    size_t n = strlen(text);

    for (size_t i = 0; i < n; i++)
        if (text[i] < first || text[i] > last)
            return false;
    return n >= least && n <= most;
}

static bool
is_item(const char *text)
{
    uint8_t id[ID_BYTES];

    return strlen(text) == 2 * ID_BYTES && !hex_decode(text, id, ID_BYTES);
}

static bool
has_text(const char *text)
{
    return text[strspn(text, " \t\r\n")] != '\0';
}

bool
field_value_ok(const struct form_field *f, const struct field_value *v)
{
    switch (f->type) {
    case FIELD_TEXT: return has_text(v->text) && !strchr(v->text, '\n');
    case FIELD_LONG: return has_text(v->text);
    case FIELD_CHOICE:
    case FIELD_CHOICES: return form_choice_of(f, v->n) != NULL;
    case FIELD_DATE: return is_date(v->n, v->more);
    case FIELD_MOMENT: return is_day(day_of(v->n)) && zone_is_sane(v->text);
    case FIELD_HOURS: return is_hours(v->n) && zone_find(v->text) != NULL;
    case FIELD_NUMBER: return v->n >= f->least && v->n <= f->most;
    case FIELD_YESNO: return v->n >= YESNO_YES && v->n <= YESNO_UNKNOWN;
    case FIELD_COUNTRY: return is_code(v->text, 'A', 'Z', 2, 2);
    case FIELD_LANGUAGE: return is_code(v->text, 'a', 'z', 2, 3);
    case FIELD_MEMBER: return has_text(v->text) && strlen(v->text) <= MEMBER_NAME_MAX;
    case FIELD_ITEM: return is_item(v->text);
    case FIELD_UNSET: break;
    }
    return false;
}

/* ---- Reading. */

struct decoding {
    const struct form_field *f;
    struct arena *a;
    struct field_value *v;
    size_t n;
};

static enum err
add(struct decoding *d, int64_t n, int64_t more, const char *text)
{
    struct field_value v = { d->f->number, n, more, text };
    bool twice = false;

    if (!text)
        return ERR_INTERNAL;
    if (d->n == ITEM_VALUES_MAX || !field_value_ok(d->f, &v))
        return ERR_MALFORMED;
    for (size_t i = d->n; i > 0 && d->v[i - 1].field == v.field; i--)
        twice = twice || (d->v[i - 1].n == n && strcmp(d->v[i - 1].text, text) == 0);
    d->v[d->n++] = v;
    return twice ? ERR_MALFORMED : OK;
}

static enum err
add_text(struct decoding *d, struct bytes b)
{
    return utf8_is_valid(b) ? add(d, 0, 0, arena_text_n(d->a, b.p, b.n)) : ERR_MALFORMED;
}

/* Numbers of choices, rising. */
static enum err
read_choices(struct decoding *d, struct reader *r)
{
    uint16_t last = 0;
    enum err e = r->left > 0 ? OK : ERR_MALFORMED;

    while (!e && r->left > 0) {
        uint16_t n = read_u16(r);
        e = r->bad || n <= last ? ERR_MALFORMED : add(d, n, 0, "");
        last = n;
    }
    return e;
}

/* Codes of two letters, or texts behind their length. */
static enum err
read_several(struct decoding *d, struct reader *r)
{
    bool fixed = d->f->type == FIELD_COUNTRY;
    size_t k = 0;
    enum err e = r->left > 0 ? OK : ERR_MALFORMED;

    for (; !e && r->left > 0 && k < (d->f->several ? FIELD_SEVERAL_MAX : 1); k++) {
        struct bytes b = read_n(r, fixed ? 2 : read_u8(r));
        e = r->bad ? ERR_MALFORMED : add_text(d, b);
    }
    return e;
}

static enum err
read_moment(struct decoding *d, struct reader *r)
{
    int64_t s = (int64_t)read_u64(r);
    struct bytes zone = read_n(r, r->left);

    return zone.n <= ZONE_MAX && utf8_is_valid(zone)
               ? add(d, s, 0, arena_text_n(d->a, zone.p, zone.n))
               : ERR_MALFORMED;
}

static enum err
read_hours(struct decoding *d, struct reader *r)
{
    int64_t from = read_u16(r);
    int64_t to = read_u16(r);
    struct bytes zone = read_n(r, r->left);

    return to < HOURS_DAY && zone.n <= ZONE_MAX && utf8_is_valid(zone)
               ? add(d, hours_of(from, to), 0, arena_text_n(d->a, zone.p, zone.n))
               : ERR_MALFORMED;
}

static enum err
read_item(struct decoding *d, struct reader *r)
{
    char *hex = arena_alloc(d->a, 2 * ID_BYTES + 1);
    struct bytes id = read_n(r, ID_BYTES);

    if (!hex || r->bad)
        return hex ? ERR_MALFORMED : ERR_INTERNAL;
    hex_encode(id, hex);
    return add(d, 0, 0, hex);
}

static enum err
read_date(struct decoding *d, struct reader *r)
{
    int64_t precision = read_u8(r);
    int64_t day = (int32_t)read_u32(r);

    return add(d, day, precision, "");
}

static enum err
read_field(struct decoding *d, struct bytes value)
{
    struct reader r = reader_of(value);
    enum err e = ERR_MALFORMED;

    switch (d->f->type) {
    case FIELD_TEXT:
    case FIELD_LONG: return add_text(d, value);
    case FIELD_CHOICE: e = add(d, read_u16(&r), 0, ""); break;
    case FIELD_CHOICES: e = read_choices(d, &r); break;
    case FIELD_DATE: e = read_date(d, &r); break;
    case FIELD_MOMENT: e = read_moment(d, &r); break;
    case FIELD_HOURS: e = read_hours(d, &r); break;
    case FIELD_NUMBER: e = add(d, (int64_t)read_u64(&r), 0, ""); break;
    case FIELD_YESNO: e = add(d, read_u8(&r), 0, ""); break;
    case FIELD_COUNTRY:
    case FIELD_LANGUAGE:
    case FIELD_MEMBER: e = read_several(d, &r); break;
    case FIELD_ITEM: e = read_item(d, &r); break;
    case FIELD_UNSET: break;
    }
    return e ? e : reader_end(&r) ? OK : ERR_MALFORMED;
}

enum err
item_body_decode(const struct form_def *def, struct bytes body, struct arena *a,
    struct field_value **out, size_t *n)
{
    struct decoding d = { .a = a, .v = arena_alloc(a, ITEM_VALUES_MAX * sizeof *d.v) };
    struct reader r = reader_of(body);
    uint16_t last = 0;
    enum err e = d.v ? OK : ERR_INTERNAL;

    if (!e && body.n > ITEM_BODY_MAX)
        return ERR_MALFORMED;
    while (!e && r.left > 0) {
        uint16_t number = read_u16(&r);
        struct bytes value = read_n(&r, read_u16(&r));
        if (r.bad || number <= last || value.n == 0)
            return ERR_MALFORMED;
        last = number;
        d.f = form_field_of(def, number);
        e = d.f ? read_field(&d, value) : OK;
    }
    if (e)
        return e;
    *out = d.v;
    *n = d.n;
    return OK;
}

/* ---- Writing. */

static void
write_short(struct writer *w, const char *text)
{
    write_u8(w, (uint8_t)strlen(text));
    write_bytes(w, bytes_of(text));
}

static enum err
write_value(const struct form_field *f, const struct field_value *v, struct writer *w)
{
    uint8_t id[ID_BYTES];

    switch (f->type) {
    case FIELD_TEXT:
    case FIELD_LONG:
    case FIELD_COUNTRY: write_bytes(w, bytes_of(v->text)); return OK;
    case FIELD_CHOICE:
    case FIELD_CHOICES: write_u16(w, (uint16_t)v->n); return OK;
    case FIELD_DATE:
        write_u8(w, (uint8_t)v->more);
        write_u32(w, (uint32_t)(int32_t)v->n);
        return OK;
    case FIELD_MOMENT:
        write_u64(w, (uint64_t)v->n);
        write_bytes(w, bytes_of(v->text));
        return OK;
    case FIELD_HOURS:
        write_u16(w, (uint16_t)(v->n / HOURS_DAY));
        write_u16(w, (uint16_t)(v->n % HOURS_DAY));
        write_bytes(w, bytes_of(v->text));
        return OK;
    case FIELD_NUMBER: write_u64(w, (uint64_t)v->n); return OK;
    case FIELD_YESNO: write_u8(w, (uint8_t)v->n); return OK;
    case FIELD_LANGUAGE:
    case FIELD_MEMBER: write_short(w, v->text); return OK;
    case FIELD_ITEM:
        if (hex_decode(v->text, id, sizeof id))
            return ERR_MALFORMED;
        write_n(w, id, sizeof id);
        return OK;
    case FIELD_UNSET: break;
    }
    return ERR_MALFORMED;
}

/* May the value at i follow the one before it in the same field? */
static bool
may_follow(const struct form_field *f, const struct field_value *v, size_t i, size_t from)
{
    if (i == from)
        return true;
    if (f->type == FIELD_CHOICES)
        return v[i].n > v[i - 1].n;
    for (size_t k = from; k < i; k++)
        if (strcmp(v[k].text, v[i].text) == 0)
            return false;
    return f->several && i - from < FIELD_SEVERAL_MAX;
}

/* All values of one field, from *at on. */
static enum err
write_field(
    const struct form_field *f, const struct field_value *v, size_t n, size_t *at, struct writer *w)
{
    uint8_t room[ITEM_BODY_MAX];
    struct writer value = writer_of(room, sizeof room);
    size_t from = *at;

    for (; *at < n && v[*at].field == f->number; (*at)++) {
        if (!field_value_ok(f, &v[*at]) || !may_follow(f, v, *at, from) ||
            write_value(f, &v[*at], &value))
            return ERR_MALFORMED;
    }
    write_u16(w, f->number);
    write_u16(w, (uint16_t)value.n);
    write_n(w, room, value.n);
    bool full = value.full;
    secret_wipe(room, sizeof room);
    return full || w->full || w->n > ITEM_BODY_MAX ? ERR_TOO_LARGE : OK;
}

enum err
item_body_encode(const struct form_def *d, const struct field_value *v, size_t n, struct writer *w)
{
    uint16_t last = 0;
    enum err e = n <= ITEM_VALUES_MAX ? OK : ERR_TOO_LARGE;

    for (size_t at = 0; !e && at < n;) {
        const struct form_field *f = form_field_of(d, v[at].field);
        if (!f || f->number <= last)
            return ERR_MALFORMED;
        last = f->number;
        e = write_field(f, v, n, &at, w);
    }
    return e;
}
