/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/find/query.h"
#include "base/clock.h"
#include "base/out.h"
#include "base/text.h"
#include "text/find_words.h"
#include "text/fold.h"
#include "text/lang.h"

/* Names of operators, in English, Russian, Ukrainian, Belarusian, German; folded. */
static const struct {
    enum find_kind kind;
    const char *names; /* between blanks */
} operators[] = {
    { FIND_COUNTRY, " country страна країна краіна land " },
    { FIND_LANGUAGE, " lang language язык мова sprache " },
    { FIND_URGENCY, " u urgency срочность терміновість тэрміновасць dringlichkeit " },
    { FIND_STATE, " is state есть стан ист ist " },
    { FIND_LEAD, " lead ведет веде вядзе leitung " },
    { FIND_DUE, " due date срок строк тэрмін frist " },
    { FIND_OPENED, " opened открыто відкрито адкрыта eingang " },
    { FIND_WAITS, " waits ждет чекає чакае wartet " },
};

static const struct {
    enum find_state state;
    const char *names;
} states[] = {
    { FIND_OPEN, " open открыто відкрито адкрыта offen " },
    { FIND_CLOSED, " closed закрыто закрито закрыта geschlossen " },
    { FIND_WAITING, " waiting ждет чекає чакае wartet " },
    { FIND_UNREAD, " unread new новое нове новае neu " },
    { FIND_LATE, " late over просрочено прострочено пратэрмінавана überfällig " },
};

/* Is this word one of the names between blanks? */
static bool
is_named(const char *names, const char *word)
{
    size_t n = strlen(word);

    for (const char *p = names; n > 0 && (p = strstr(p, word)); p++)
        if (p > names && p[-1] == ' ' && p[n] == ' ')
            return true;
    return false;
}

/* ---- Values. */

static bool
read_country(const char *v, struct arena *a, struct find_part *p)
{
    if (strlen(v) != 2 || v[0] < 'a' || v[0] > 'z' || v[1] < 'a' || v[1] > 'z')
        return false;
    p->value = arena_printf(a, "%c%c", v[0] - 'a' + 'A', v[1] - 'a' + 'A');
    return p->value != NULL;
}

/* "1", "1,2", "u1": which urgencies. */
static bool
read_urgency(const char *v, struct find_part *p)
{
    for (; *v; v++) {
        if (*v >= '1' && *v <= '4')
            p->number |= (int64_t)1 << (*v - '0');
        else if (*v != ',' && *v != 'u')
            return false;
    }
    return p->number != 0;
}

static bool
read_state(const char *v, struct find_part *p)
{
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (is_named(states[i].names, v))
            p->number = (int64_t)states[i].state;
    return p->number != 0;
}

/* "7d", "3h", "2w": seconds. */
static bool
read_span(const char *v, struct arena *a, int64_t *out)
{
    size_t digits = strspn(v, "0123456789");
    const char *number = arena_text_n(a, (const uint8_t *)v, digits);
    const char *unit = v + digits;
    uint64_t n = 0;

    if (!number || text_u64(number, 0, 10000, &n))
        return false;
    int64_t seconds = is_named(" h ч г std ", unit)         ? 3600
                      : is_named(" d д t ", unit) || !*unit ? DAY_S
                      : is_named(" w н т ", unit)           ? 7 * DAY_S
                                                            : 0;
    *out = (int64_t)n * seconds;
    return seconds > 0;
}

static bool
read_value(const char *v, char sign, struct arena *a, struct find_part *p)
{
    bool compares = p->kind == FIND_DUE || p->kind == FIND_OPENED || p->kind == FIND_WAITS;

    if (compares != (sign != ':') || !*v)
        return false;
    p->less = sign == '<';
    switch (p->kind) {
    case FIND_COUNTRY: return read_country(v, a, p);
    case FIND_LANGUAGE: p->value = v; return lang_of(v) != LANG_UNSET;
    case FIND_URGENCY: return read_urgency(v, p);
    case FIND_STATE: return read_state(v, p);
    case FIND_LEAD: p->value = v; return true;
    case FIND_DUE:
    case FIND_OPENED: return read_span(v, a, &p->number);
    case FIND_WAITS: return !p->less && read_span(v, a, &p->number);
    case FIND_WORD:
    case FIND_PHRASE:
    case FIND_WITHOUT:
    case FIND_UNKNOWN: break;
    }
    return false;
}

/* ---- Parts. */

/* Text without the blanks at its ends that folding gives it; "" stays. */
static const char *
folded_word(const char *typed, struct arena *a)
{
    const char *folded = find_fold(a, typed);
    size_t n = folded ? strlen(folded) : 0;

    return n > 2 ? arena_text_n(a, (const uint8_t *)folded + 1, n - 2) : folded ? "" : NULL;
}

/* key:value, key<value, key>value. */
static bool
read_operator(const char *typed, struct arena *a, struct find_part *p)
{
    size_t n = strcspn(typed, ":<>");
    const char *folded = text_fold(a, typed);
    size_t k = folded ? strcspn(folded, ":<>") : 0;
    const char *name = folded ? arena_text_n(a, (const uint8_t *)folded, k) : NULL;

    if (!name || n == 0 || !typed[n])
        return false;
    p->kind = FIND_UNKNOWN;
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (is_named(operators[i].names, name))
            p->kind = operators[i].kind;
    /* A name keeps its letters as they were typed. */
    const char *value = p->kind == FIND_LEAD ? typed + n + 1 : folded + k + 1;
    if (p->kind != FIND_UNKNOWN && !read_value(value, folded[k], a, p))
        *p = (struct find_part){ .kind = FIND_UNKNOWN, .typed = typed };
    return true;
}

static enum err
add_part(struct find_query *q, const char *typed, bool quoted, struct arena *a)
{
    struct find_part p = { .kind = quoted ? FIND_PHRASE : FIND_WORD, .typed = typed, .value = "" };
    bool minus = !quoted && typed[0] == '-' && typed[1];

    if (q->n == FIND_PARTS_MAX) {
        q->more = true;
        return OK;
    }
    if (minus)
        p.kind = FIND_WITHOUT;
    if (quoted || minus || !read_operator(typed, a, &p) || p.kind == FIND_UNKNOWN)
        p.value = folded_word(minus ? typed + 1 : typed, a);
    if (!p.value)
        return ERR_INTERNAL;
    if (*p.value || p.kind > FIND_WITHOUT)
        q->p[q->n++] = p;
    return OK;
}

enum err
find_parse(const char *typed, struct arena *a, struct find_query *out)
{
    struct find_query q = { .n = 0 };
    enum err e = OK;

    if (!utf8_is_valid(bytes_of(typed)))
        return ERR_MALFORMED;
    if (strlen(typed) > FIND_TYPED_MAX)
        return ERR_TOO_LARGE;
    while (!e && *(typed += strspn(typed, " \t\r\n"))) {
        bool quoted = *typed == '"';
        size_t n = quoted ? 1 + strcspn(typed + 1, "\"") : strcspn(typed, " \t\r\n");
        n += quoted && typed[n] == '"';
        const char *part = arena_text_n(a, (const uint8_t *)typed, n);
        e = part ? add_part(&q, part, quoted, a) : ERR_INTERNAL;
        typed += n;
    }
    if (!e)
        *out = q;
    return e;
}

static void
write_parts(struct out *o, const struct find_query *q, size_t but)
{
    for (size_t i = 0; i < q->n; i++) {
        if (i == but)
            continue;
        if (o->n > 0)
            out_lit(o, " ", 1);
        out_lit(o, q->p[i].typed, strlen(q->p[i].typed));
    }
}

const char *
find_without(const struct find_query *q, size_t i, struct arena *a)
{
    struct out o = out_in(a);

    write_parts(&o, q, i);
    return o.n == 0 ? "" : out_text_of(&o);
}

const char *
find_with(const struct find_query *q, const char *part, struct arena *a)
{
    struct out o = out_in(a);

    write_parts(&o, q, q->n);
    if (o.n > 0)
        out_lit(&o, " ", 1);
    out_lit(&o, part, strlen(part));
    return out_text_of(&o);
}
