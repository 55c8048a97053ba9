/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Times, and a case in one line. */
#include "desk/pages/tell.h"
#include "base/clock.h"
#include "base/text.h"
#include <inttypes.h>

enum { MINUTE_S = 60, HOUR_S = 3600 };

const char *
tell_text(const char *s)
{
    return s ? s : "";
}

bool
tell_same(const char *a, const char *b)
{
    return strcmp(tell_text(a), tell_text(b)) == 0;
}

const char *
tell_number(struct out *o, int64_t n)
{
    return tell_text(arena_printf(o->a, "%" PRId64, n));
}

const char *
tell_id(struct out *o, const uint8_t id[ID_BYTES])
{
    char hex[2 * ID_BYTES + 1];

    hex_encode((struct bytes){ id, ID_BYTES }, hex);
    return tell_text(arena_text(o->a, hex));
}

const char *
tell_short_id(struct out *o, const uint8_t id[ID_BYTES])
{
    enum { SHOWN = 4 };
    char hex[2 * SHOWN + 1];

    hex_encode((struct bytes){ id, SHOWN }, hex);
    return tell_text(arena_text(o->a, hex));
}

const char *
tell_span(struct out *o, enum lang lang, int64_t seconds)
{
    int64_t s = seconds < 0 ? -seconds : seconds;

    if (s < 90 * MINUTE_S)
        return TF("{1} min", tell_number(o, s < MINUTE_S ? 1 : s / MINUTE_S));
    if (s < 36 * HOUR_S)
        return TF("{1} h", tell_number(o, s / HOUR_S));
    return TN("{n} day", "{n} days", s / DAY_S);
}

const char *
tell_ago(struct out *o, enum lang lang, int64_t then_s, int64_t now_s)
{
    return now_s - then_s < MINUTE_S ? T("just now")
                                     : TF("{1} ago", tell_span(o, lang, now_s - then_s));
}

static int64_t
second_of_day(int64_t s)
{
    return s - day_of(s) * DAY_S;
}

const char *
tell_stamp(struct out *o, enum lang lang, int64_t s)
{
    int64_t t = second_of_day(s);
    const char *date = text_date(o->a, lang, day_of(s));

    return tell_text(
        arena_printf(o->a, "%s, %02d:%02d UTC", date, (int)(t / HOUR_S), (int)(t / MINUTE_S % 60)));
}

const char *
tell_iso(struct out *o, int64_t s)
{
    struct date d = date_of_day(day_of(s));
    int64_t t = second_of_day(s);

    return tell_text(arena_printf(o->a, "%04d-%02d-%02dT%02d:%02dZ", d.year, d.month, d.day,
        (int)(t / HOUR_S), (int)(t / MINUTE_S % 60)));
}

/* Beyond, a day is rather a slip of the pen, or one of birth. */
enum { LONG_PAST_DAYS = 366, FAR_AHEAD_DAYS = 3653 };

const char *
tell_days_left(struct out *o, enum lang lang, int64_t day, int64_t now_s)
{
    int64_t left = day - day_of(now_s);

    if (left == 0)
        return T("today");
    if (left == 1)
        return T("tomorrow");
    if (left < -LONG_PAST_DAYS)
        return T("long past: ask");
    if (left > FAR_AHEAD_DAYS)
        return T("far ahead: ask");
    return left < 0 ? T("past") : TF("in {1}", TN("{n} day", "{n} days", left));
}

const char *
tell_day(struct out *o, enum lang lang, int64_t day, int64_t now_s)
{
    return tell_text(arena_printf(
        o->a, "%s (%s)", text_date(o->a, lang, day), tell_days_left(o, lang, day, now_s)));
}

bool
tell_is_late(const struct case_row *r, int64_t now_s)
{
    return r->due_s && r->due_s <= now_s;
}

const char *
tell_clock(struct out *o, enum lang lang, const struct case_row *r, int64_t now_s)
{
    if (!r->due_s)
        return tell_same(r->state, "closed") ? T("closed") : T("answered");
    if (tell_is_late(r, now_s))
        return TF("{1} over time", tell_span(o, lang, now_s - r->due_s));
    return TF("due in {1}", tell_span(o, lang, r->due_s - now_s));
}

const char *
tell_waits(struct out *o, enum lang lang, const struct case_row *r, int64_t now_s)
{
    if (!r->waiting_s)
        return tell_ago(o, lang, r->last_s, now_s);
    return TF("waits {1}", tell_span(o, lang, now_s - r->waiting_s));
}

/* Join what is not empty. */
static const char *
joined(struct out *o, const char *between, const char *const *parts, size_t n)
{
    const char *all = "";

    for (size_t i = 0; i < n && all; i++)
        if (*parts[i])
            all = arena_printf(o->a, "%s%s%s", all, *all ? between : "", parts[i]);
    return tell_text(all);
}

const char *
tell_facts(struct out *o, enum lang lang, const struct case_row *r)
{
    const char *parts[] = { tell_language(lang, r->lang), tell_country(lang, r->country),
        tell_situation(lang, r->situation) };

    return joined(o, " · ", parts, sizeof parts / sizeof *parts);
}

const char *
tell_reasons(struct out *o, enum lang lang, const struct case_row *r)
{
    const char *parts[TRIAGE_MAX_REASONS];

    for (size_t i = 0; i < TRIAGE_MAX_REASONS; i++)
        parts[i] =
            r->reasons[i] == REASON_NONE ? "" : text_get(lang, triage_reason_msgid(r->reasons[i]));
    return joined(o, "; ", parts, TRIAGE_MAX_REASONS);
}

const char *
tell_date(struct out *o, enum lang lang, const struct case_row *r, int64_t now_s)
{
    if (!r->day)
        return "";
    return tell_text(arena_printf(
        o->a, "%s: %s", tell_date_kind(lang, r->day_kind), tell_days_left(o, lang, r->day, now_s)));
}

bool
tell_has_flag(const struct case_row *r, enum triage_flag f)
{
    return r->flags & UINT64_C(1) << f;
}

const char *
tell_case_url(struct out *o, const struct list_view *l, int64_t id)
{
    if (l->search)
        return tell_text(arena_printf(o->a, "/c/%" PRId64 "?f=search", id));
    if (l->list == LIST_WAITING && l->page <= 1)
        return tell_text(arena_printf(o->a, "/c/%" PRId64, id));
    return tell_text(
        arena_printf(o->a, "/c/%" PRId64 "?f=%s&p=%" PRId64, id, tell_list_code(l->list), l->page));
}

const char *
tell_older_url(struct out *o, const struct case_view *v)
{
    const char *self = tell_case_url(o, &v->list, v->row.id);

    return tell_text(arena_printf(o->a, "%s%solder=%" PRId64, self, strchr(self, '?') ? "&" : "?",
        v->n_entries > 0 ? v->entries[0].e.id : 0));
}

const char *
tell_list_url(struct out *o, const struct list_view *l, int64_t page)
{
    if (l->search)
        return page <= 1 ? "/search" : tell_text(arena_printf(o->a, "/search?p=%" PRId64, page));
    if (l->base)
        return tell_text(arena_printf(o->a, "%s?p=%" PRId64, l->base, page));
    if (l->list == LIST_WAITING && page <= 1)
        return "/";
    return tell_text(arena_printf(o->a, "/?f=%s&p=%" PRId64, tell_list_code(l->list), page));
}

const char *
tell_list_span(struct out *o, enum lang lang, const struct list_view *l)
{
    int64_t first = (l->page - 1) * INBOX_PAGE;

    return TF("{1} to {2} of {3}", tell_number(o, first + 1), tell_number(o, first + (int64_t)l->n),
        tell_number(o, l->total));
}

const char *
tell_language_url(struct out *o, const char *self, enum lang to)
{
    return tell_text(
        arena_printf(o->a, "%s%sl=%s", self, strchr(self, '?') ? "&" : "?", lang_code(to)));
}

const char *
tell_typed(const struct case_view *v, enum case_form form)
{
    if (v->typed.form == form)
        return tell_text(v->typed.text);
    if (form == FORM_REPLY)
        return tell_text(v->draft_reply);
    return form == FORM_NOTE ? tell_text(v->draft_note) : "";
}

bool
tell_picked(const struct case_view *v, enum case_form form, int64_t n)
{
    const char *pick = tell_text(v->typed.pick);

    return v->typed.form == form && *pick >= '0' && *pick <= '9' && !pick[1] && *pick - '0' == n;
}
