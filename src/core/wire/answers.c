/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/answers.h"
#include <string.h>

enum field {
    FIELD_UNSET = 0,
    FIELD_WHO = 1,
    FIELD_COUNTRY = 2,
    FIELD_DAY = 3,
    FIELD_DAY_KIND = 4,
    FIELD_DANGER = 5,
    FIELD_SAFE = 6,
    FIELD_LAST = FIELD_SAFE,
    FIELD_FIRST_OPTIONAL = 0x80,
};

static bool
is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool
answers_are_valid(const struct answers *a)
{
    const char *c = a->country;
    bool country = c[0] == '\0' || (is_capital(c[0]) && is_capital(c[1]) && c[2] == '\0');
    bool day = !a->has_day || (a->day >= ANSWERS_FIRST_DAY && a->day <= ANSWERS_LAST_DAY);
    bool codes = a->who <= ANSWERS_MAX_CODE && a->day_kind <= ANSWERS_MAX_CODE;
    return country && day && codes && a->danger <= ANSWERS_MAX_CODE && a->safe <= ANSWERS_MAX_CODE;
}

/* A code of one byte that is not 0: an answer that was not given is not written. */
static bool
code_decode(struct reader *r, uint8_t *to)
{
    *to = read_u8(r);
    return *to != 0;
}

static bool
field_decode(enum field field, struct bytes v, struct answers *a)
{
    struct reader r = reader_of(v);
    bool good = false;

    switch (field) {
    case FIELD_WHO: good = code_decode(&r, &a->who); break;
    case FIELD_COUNTRY:
        read_fixed(&r, (uint8_t *)a->country, 2);
        good = is_capital(a->country[0]);
        break;
    case FIELD_DAY:
        a->day = (int32_t)read_u32(&r);
        good = a->has_day = true;
        break;
    case FIELD_DAY_KIND: good = code_decode(&r, &a->day_kind); break;
    case FIELD_DANGER: good = code_decode(&r, &a->danger); break;
    case FIELD_SAFE: good = code_decode(&r, &a->safe); break;
    case FIELD_UNSET:
    case FIELD_FIRST_OPTIONAL: break;
    }
    return good && reader_end(&r);
}

enum err
answers_decode(struct bytes in, struct answers *out)
{
    struct reader r = reader_of(in);
    struct answers a = { .form = read_u8(&r) };
    unsigned seen = 0;

    if (in.n == 0 || in.n > ANSWERS_IN_MAX || a.form == 0)
        return ERR_MALFORMED;
    while (a.form == ANSWERS_FORM && !r.bad && r.left > 0) {
        uint8_t field = read_u8(&r);
        struct bytes v = read_n(&r, read_u8(&r));
        if (!r.bad && field >= FIELD_FIRST_OPTIONAL)
            continue;
        if (r.bad || field > FIELD_LAST || (seen & 1u << field))
            return ERR_MALFORMED;
        if (!field_decode((enum field)field, v, &a))
            return ERR_MALFORMED;
        seen |= 1u << field;
    }
    if (!answers_are_valid(&a))
        return ERR_MALFORMED;
    *out = a;
    return OK;
}

static void
code_encode(enum field field, uint8_t v, struct writer *w)
{
    if (v == 0)
        return;
    write_u8(w, (uint8_t)field);
    write_u8(w, 1);
    write_u8(w, v);
}

enum err
answers_encode(const struct answers *a, struct writer *w)
{
    if (a->form != ANSWERS_FORM || !answers_are_valid(a))
        return ERR_MALFORMED;
    write_u8(w, a->form);
    code_encode(FIELD_WHO, a->who, w);
    if (a->country[0]) {
        write_u8(w, FIELD_COUNTRY);
        write_u8(w, 2);
        write_n(w, (const uint8_t *)a->country, 2);
    }
    if (a->has_day) {
        write_u8(w, FIELD_DAY);
        write_u8(w, 4);
        write_u32(w, (uint32_t)a->day);
    }
    code_encode(FIELD_DAY_KIND, a->day_kind, w);
    code_encode(FIELD_DANGER, a->danger, w);
    code_encode(FIELD_SAFE, a->safe, w);
    return w->full ? ERR_TOO_LARGE : OK;
}
