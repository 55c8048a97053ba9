/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/cases/rating.h"
#include "base/clock.h"

/* The numbers of form 1 (docs/formats/message.md) as the rules call them. */
enum triage_who
rating_who(uint8_t who)
{
    static const enum triage_who names[] = { WHO_UNKNOWN, WHO_SELF, WHO_RELATIVE, WHO_FRIEND,
        WHO_LAWYER, WHO_PARTNER_ORG, WHO_HOST, WHO_DONOR, WHO_MEDIA, WHO_OTHER };

    return who < sizeof names / sizeof *names ? names[who] : WHO_UNKNOWN;
}

static enum triage_danger
danger_of(uint8_t danger)
{
    static const enum triage_danger names[] = { DANGER_UNANSWERED, DANGER_NO, DANGER_SOON,
        DANGER_YES };

    return danger < sizeof names / sizeof *names ? names[danger] : DANGER_UNANSWERED;
}

/* The most pressing date of the text: what was typed as a date stands in the message and is not
   lost.  Without one in the text, the typed one; NULL: none. */
static const struct triage_date *
date_found(const struct triage_result *t)
{
    for (size_t i = 0; i < t->n_dates; i++)
        if (t->dates[i].basis != BASIS_ANSWERED)
            return &t->dates[i];
    return t->n_dates > 0 ? &t->dates[0] : NULL;
}

void
rating_make(const struct message *m, struct bytes text, int64_t arrived_s, struct rating *out)
{
    struct triage_scratch scratch;
    struct triage_result t;
    struct triage_ask ask;

    triage_ask_init(&ask, text, arrived_s);
    if (m->has & HAS_ANSWERS) {
        ask.who = rating_who(m->answers.who);
        ask.danger = danger_of(m->answers.danger);
        memcpy(ask.country, m->answers.country, sizeof ask.country);
        if (m->answers.has_day) {
            ask.day = m->answers.day;
            ask.day_kind = (enum triage_date_kind)m->answers.day_kind;
        }
    }
    triage_run(&ask, &scratch, &t);
    struct rating r = { .urgency = (uint8_t)t.urgency,
        .lang = (uint8_t)t.lang,
        .situation = (uint8_t)t.situation,
        .bell = (uint8_t)t.bell,
        .flags = t.flags,
        .date_day = TRIAGE_DAY_UNKNOWN };
    memcpy(r.country, t.country, sizeof r.country);
    for (size_t i = 0; i < t.n_reasons && i < sizeof r.reasons; i++)
        r.reasons[i] = (uint8_t)t.reasons[i];
    const struct triage_date *found = date_found(&t);
    if (found) {
        r.date_kind = (uint8_t)found->kind;
        r.date_day = found->day;
        r.date_binding = found->binding_here;
    }
    *out = r;
}

void
rating_to_result(const struct rating *r, struct triage_result *out)
{
    struct triage_result t = { .lang = (enum triage_lang)r->lang,
        .situation = (enum triage_situation)r->situation,
        .flags = r->flags,
        .urgency = (enum triage_urgency)r->urgency };

    if (r->date_day != TRIAGE_DAY_UNKNOWN) {
        t.n_dates = 1;
        t.dates[0] = (struct triage_date){ .kind = (enum triage_date_kind)r->date_kind,
            .day = r->date_day,
            .binding_here = r->date_binding };
    }
    *out = t;
}

int64_t
reply_due_s(int urgency, int64_t waiting_since_s)
{
    static const int64_t within[] = { 3 * DAY_S, 3600, 3 * 3600, DAY_S, 3 * DAY_S };

    return waiting_since_s + within[urgency >= 1 && urgency <= 4 ? urgency : 0];
}
