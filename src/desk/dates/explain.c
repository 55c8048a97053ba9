/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/dates/explain.h"
#include "base/text.h"

struct explained
explain_of(const struct date_ask *ask, const struct date_proposal *p)
{
    return (struct explained){ .rule = p->rule->code,
        .base = ask->base,
        .minute = ask->minute,
        .means = ask->means,
        .way = ask->means == BASE_SENT ? ask->way : WAY_UNSET,
        .authority = ask->authority,
        .zone = p->zone->name,
        .stay = ask->stay,
        .more_steps = p->more_steps,
        .steps = p->steps,
        .n_steps = p->n_steps };
}

static void
write_text(struct writer *w, const char *text)
{
    size_t n = strlen(text);

    w->full = w->full || n > EXPLAIN_TEXT_MAX;
    write_u8(w, (uint8_t)n);
    write_bytes(w, bytes_of(text));
}

static void
write_i64(struct writer *w, int64_t v)
{
    write_u64(w, (uint64_t)v);
}

void
explain_encode(const struct explained *x, struct writer *w)
{
    write_u8(w, EXPLAIN_VERSION);
    write_text(w, x->rule);
    write_i64(w, x->base.first);
    write_i64(w, x->base.last);
    write_u8(w, (uint8_t)x->base.precision);
    write_u16(w, (uint16_t)(x->minute + 1));
    write_u8(w, (uint8_t)x->means);
    write_u8(w, (uint8_t)x->way);
    write_text(w, x->authority);
    write_text(w, x->zone);
    write_text(w, x->stay);
    write_u8(w, x->more_steps);
    write_u8(w, (uint8_t)x->n_steps);
    for (size_t i = 0; i < x->n_steps; i++) {
        write_u8(w, (uint8_t)x->steps[i].kind);
        write_i64(w, x->steps[i].day);
        write_i64(w, x->steps[i].b);
        write_i64(w, x->steps[i].c);
        write_text(w, x->steps[i].text);
    }
}

/* Sets r->bad for what is no text. */
static const char *
read_text(struct reader *r, struct arena *a)
{
    size_t n = read_u8(r);
    struct bytes b = read_n(r, n);
    const char *text = NULL;

    if (n <= EXPLAIN_TEXT_MAX && utf8_is_valid(b))
        text = arena_text_n(a, b.p, b.n);
    r->bad = r->bad || !text;
    return text;
}

/* A number within bounds, or the reader is bad. */
static uint8_t
read_below(struct reader *r, uint8_t least, uint8_t end)
{
    uint8_t v = read_u8(r);

    r->bad = r->bad || v < least || v >= end;
    return v;
}

static void
read_step(struct reader *r, struct arena *a, struct date_step *s)
{
    s->kind = (enum step_kind)read_below(r, STEP_UNSET + 1, N_STEPS);
    s->day = (int64_t)read_u64(r);
    s->b = (int64_t)read_u64(r);
    s->c = (int64_t)read_u64(r);
    s->text = read_text(r, a);
    /* Days are formatted as dates: nothing else may get there. */
    r->bad = r->bad || s->day < CAL_FIRST_DAY || s->day > CAL_LAST_DAY;
}

static enum err
read_steps(struct reader *r, struct arena *a, struct explained *x)
{
    size_t n = read_below(r, 0, MAX_STEPS + 1);
    struct date_step *steps = arena_alloc(a, (n + 1) * sizeof *steps);

    if (!steps)
        return ERR_INTERNAL;
    for (size_t i = 0; i < n && !r->bad; i++)
        read_step(r, a, &steps[i]);
    x->steps = steps;
    x->n_steps = n;
    return OK;
}

static bool
base_fits(const struct explained *x)
{
    return x->base.first >= CAL_FIRST_DAY && x->base.first <= x->base.last &&
           x->base.last <= CAL_LAST_DAY && x->minute < DAY_MINUTES;
}

enum err
explain_decode(struct bytes in, struct arena *a, struct explained *out)
{
    struct reader r = reader_of(in);
    struct explained x = { 0 };

    if (read_u8(&r) != EXPLAIN_VERSION)
        return ERR_MALFORMED;
    x.rule = read_text(&r, a);
    x.base.first = (int64_t)read_u64(&r);
    x.base.last = (int64_t)read_u64(&r);
    x.base.precision = (enum cal_precision)read_below(&r, CAL_EXACT, CAL_ESTIMATE + 1);
    x.minute = (int32_t)read_u16(&r) - 1;
    x.means = (enum base_means)read_below(&r, BASE_EVENT, BASE_DOCUMENT + 1);
    x.way = (enum service_way)read_below(&r, WAY_UNSET, N_SERVICE_WAYS);
    x.authority = read_text(&r, a);
    x.zone = read_text(&r, a);
    x.stay = read_text(&r, a);
    x.more_steps = read_below(&r, 0, 2);
    enum err e = read_steps(&r, a, &x);
    if (e)
        return e;
    if (!reader_end(&r) || !base_fits(&x))
        return ERR_MALFORMED;
    *out = x;
    return OK;
}
