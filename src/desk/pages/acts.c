/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words of the page "Today". */
#include "base/clock.h"
#include "base/text.h"
#include "desk/pages/tell.h"
#include <inttypes.h>

const char *
tell_act(struct out *o, enum lang lang, const struct act *a)
{
    switch (a->kind) {
    case ACT_ANSWER: return T("Answer:");
    case ACT_LATE: return TF("Over time, {1} leads:", a->words);
    case ACT_DRAFT: return T("Begun and not sent:");
    case ACT_DAY:
        return a->typed ? TF("{1}, typed by the person:",
                              tell_date_kind(lang, (enum triage_date_kind)a->number))
                        : TF("{1}, found in the text:",
                              tell_date_kind(lang, (enum triage_date_kind)a->number));
    case ACT_DEADLINE: return *a->words ? TF("Date: {1}", a->words) : T("Date:");
    case ACT_FOLLOW_UP: return *a->words ? TF("Ask after: {1}", a->words) : T("Ask after:");
    case ACT_BACK: return T("Put off until now:");
    case ACT_TAKE_OVER: return TF("Take over from {1}:", a->words);
    case ACT_CONFIRM: return TF("{1} asks for a second person:", a->words);
    case ACT_MEET: return *a->words ? TF("Appointment: {1}", a->words) : T("Appointment:");
    case ACT_WARNED: return TF("№ {1}, linked with this, is frozen:", a->words);
    case ACT_UNTRAINED: return TF("{1} leads without training:", a->words);
    case N_ACTS: break;
    }
    return "";
}

const char *
tell_act_button(enum lang lang, const struct act *a)
{
    switch (a->kind) {
    case ACT_ANSWER: return T("Write");
    case ACT_DRAFT: return T("Go on writing");
    case ACT_TAKE_OVER: return T("Look and take over");
    case ACT_CONFIRM: return T("Look and decide");
    case ACT_LATE:
    case ACT_DAY:
    case ACT_DEADLINE:
    case ACT_FOLLOW_UP:
    case ACT_MEET:
    case ACT_WARNED:
    case ACT_UNTRAINED:
    case ACT_BACK: return T("Open");
    case N_ACTS: break;
    }
    return "";
}

bool
tell_act_is_late(const struct act *a, int64_t now_s)
{
    if (a->kind == ACT_DAY)
        return a->due_s && day_of(a->due_s) < day_of(now_s);
    return a->due_s && a->due_s <= now_s;
}

const char *
tell_act_when(struct out *o, enum lang lang, const struct act *a, int64_t now_s)
{
    if (!a->due_s)
        return "";
    if (a->kind == ACT_DAY)
        return tell_day(o, lang, day_of(a->due_s), now_s);
    if (a->due_s <= now_s)
        return TF("{1} over time", tell_span(o, lang, now_s - a->due_s));
    return TF("due in {1}", tell_span(o, lang, a->due_s - now_s));
}

const char *
tell_act_url(struct out *o, const struct act *a)
{
    const char *at = a->kind == ACT_ANSWER || a->kind == ACT_DRAFT ? "#r" : "";

    return tell_text(a->path ? a->path : arena_printf(o->a, "/c/%" PRId64 "%s", a->case_id, at));
}

const char *
tell_vault_id(struct out *o, const struct vault *v)
{
    char *hex = arena_alloc(o->a, 2 * ID_BYTES + 1);

    if (hex)
        hex_encode((struct bytes){ v->row.id.b, ID_BYTES }, hex);
    return tell_text(hex);
}
