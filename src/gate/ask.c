/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gate/ask.h"
#include "base/text.h"
#include "core/open/words.h"
#include "gate/choose_org.h"
#include "seeker/choices.h"
#include "seeker/day.h"
#include "seeker/site.h"

enum { ISO_DAY_LENGTH = 10 }; /* 2026-11-25 */

bool
ask_has_problem(const struct ask *q, enum write_problem_kind kind)
{
    for (size_t i = 0; i < q->n_problems; i++)
        if (q->problems[i].kind == kind)
            return true;
    return false;
}

void
ask_problem(struct ask *q, enum write_problem_kind kind, int64_t n)
{
    if (!ask_has_problem(q, kind))
        q->problems[q->n_problems++] = (struct write_problem){ kind, n };
}

enum lang
form_lang(const struct form *f)
{
    return lang_of(form_get(f, "l"));
}

static bool
is_blank(const char *text)
{
    return text[strspn(text, " \t\n\v\f")] == '\0';
}

static int64_t
characters_after(struct bytes text, size_t from)
{
    int64_t n = 0;

    for (size_t i = from; i < text.n; i++)
        n += (text.p[i] & 0xC0) != 0x80;
    return n;
}

static void
read_text(struct ask *q, bool repaired)
{
    q->text = bytes_of(q->typed.text);
    if (repaired)
        ask_problem(q, WRITE_BAD_TEXT, 0);
    if (is_blank(q->typed.text))
        ask_problem(q, WRITE_NO_TEXT, 0);
    else if (q->text.n > REQUEST_TEXT_MAX)
        ask_problem(
            q, WRITE_TOO_LONG, characters_after(q->text, utf8_prefix(q->text, REQUEST_TEXT_MAX)));
    if (words_stand_in(q->text))
        ask_problem(q, WRITE_WORDS_IN_TEXT, 0);
}

/* A day in one field, as programs send it, is cut into the three fields of the form. */
static void
split_day(const char *date, struct arena *a, struct write_typed *t)
{
    if (strlen(date) != ISO_DAY_LENGTH || date[4] != '-' || date[7] != '-')
        return;
    t->year = arena_text_n(a, date, 4);
    t->month = arena_text_n(a, date + 5, 2);
    t->day = arena_text_n(a, date + 8, 2);
}

static void
read_typed(const struct form *f, struct arena *a, struct ask *q)
{
    q->typed = (struct write_typed){
        .text = form_text(f, "text"),
        .who = form_text(f, "who"),
        .country = form_text(f, "country"),
        .day = form_text(f, "d"),
        .month = form_text(f, "m"),
        .year = form_text(f, "y"),
        .what = form_text(f, "what"),
        .danger = form_text(f, "danger"),
        .safe = form_text(f, "safe"),
        .org = form_text(f, "org"),
    };
    if (!q->typed.day[0] && !q->typed.month[0] && !q->typed.year[0])
        split_day(form_text(f, "date"), a, &q->typed);
    q->confirmed = strcmp(form_text(f, "confirm"), "1") == 0;
}

static void
read_answers(const struct app *app, struct ask *q)
{
    struct answers *to = &q->answers;
    bool there = false;

    to->form = 1;
    to->who = (uint8_t)choice_code(choices_who, q->typed.who, WHO_UNKNOWN);
    to->danger = (uint8_t)choice_code(choices_danger, q->typed.danger, DANGER_UNANSWERED);
    to->safe = (uint8_t)choice_code(choices_safe, q->typed.safe, SAFE_UNANSWERED);
    if (site_has_country(app->book->site, q->typed.country))
        memcpy(to->country, q->typed.country, 2);
    if (day_typed(q->typed.day, q->typed.month, q->typed.year, &there, &to->day))
        ask_problem(q, WRITE_BAD_DATE, 0);
    else
        to->has_day = there;
    if (to->has_day)
        to->day_kind = (uint8_t)choice_code(choices_date_kind, q->typed.what, DATE_OTHER);
    q->has_answers = to->who || to->danger || to->safe || to->country[0] || to->has_day;
}

static enum err
rate(struct ask *q, int64_t now_s, struct arena *a)
{
    struct triage_scratch *scratch = arena_alloc(a, sizeof *scratch);
    struct triage_ask t;

    if (!scratch)
        return ERR_INTERNAL;
    triage_ask_init(&t, q->text, now_s);
    t.who = (enum triage_who)q->answers.who;
    t.danger = (enum triage_danger)q->answers.danger;
    memcpy(t.country, q->answers.country, sizeof t.country);
    if (q->answers.has_day) {
        t.day = q->answers.day;
        t.day_kind = (enum triage_date_kind)q->answers.day_kind;
    }
    triage_run(&t, scratch, &q->rated);
    memcpy(q->country, q->rated.country, sizeof q->country);
    return OK;
}

static void
read_ticket(const struct app *app, struct ask *q)
{
    const struct gate_conf *c = app->conf;

    q->ticket_state = ERR_FORGED;
    if (!ticket_parse(bytes_of(q->tok), &q->ticket))
        q->ticket_state = ticket_check(&q->ticket, app->ticket_key, &c->hub_id, app->now_s,
            (uint32_t)((c->ticket_min_ms + 999) / 1000), (uint32_t)(c->ticket_max_ms / 1000),
            &q->wait_s);
}

static void
read_again(const struct app *app, const struct form *f, struct ask *q)
{
    const char *text = form_text(f, "again");

    if (!text[0])
        return;
    if (gate_pass_read(app->epochs, text, PASS_AGAIN, app->now_s, &app->pocket->again)) {
        ask_problem(q, WRITE_TICKET_OLD, 0); /* without the old words it is a first message */
        return;
    }
    q->again = &app->pocket->again;
    q->again_text = text;
}

/* Whom the writer chose, with the rule that a marked organisation has to be confirmed. */
static void
take_chosen(const struct app *app, struct ask *q)
{
    const struct card *c = site_card(app->book->site, q->typed.org);

    if (!c || !org_is_open(c, app->now_s)) {
        ask_problem(q, WRITE_NO_ORG, 0);
        return;
    }
    q->card = c;
    if (!q->confirmed && site_is_designated(app->book->site, &c->org, q->answers.country))
        ask_problem(q, WRITE_CONFIRM, 0);
}

static void
choose(const struct app *app, struct ask *q, struct arena *a)
{
    const char *lang = lang_code(q->lang);
    char *hex;

    q->card = choose_org(app->book, lang, q->country, app->now_s);
    if (q->card)
        return;
    q->card = choose_org_at_all(app->book, lang, q->country, app->now_s);
    hex = q->card ? arena_alloc(a, 2 * sizeof q->card->org.b + 1) : NULL;
    if (!hex) {
        ask_problem(q, WRITE_CLOSED, 0);
        return;
    }
    hex_encode((struct bytes){ q->card->org.b, sizeof q->card->org.b }, hex);
    q->typed.org = hex;
    ask_problem(q, WRITE_CONFIRM, 0);
}

static void
take_org(const struct app *app, struct ask *q, struct arena *a)
{
    bool chosen = q->typed.org[0] && strcmp(q->typed.org, "auto") != 0;

    if (chosen) {
        take_chosen(app, q);
        return;
    }
    if (q->again && q->again->has_org) {
        q->card = book_card(app->book, &q->again->org);
        if (!q->card || !org_is_open(q->card, app->now_s))
            ask_problem(q, WRITE_NO_ORG, 0);
        return;
    }
    choose(app, q, a);
    if (q->again && !q->typed.org[0] && app->book->n_cards > 1)
        ask_problem(q, WRITE_WHOM, 0);
}

enum err
ask_read(
    const struct app *app, const struct form *f, bool repaired, struct arena *a, struct ask *out)
{
    *out = (struct ask){ .lang = form_lang(f), .tok = form_text(f, "tok") };
    read_typed(f, a, out);
    read_text(out, repaired);
    read_answers(app, out);
    read_ticket(app, out);
    read_again(app, f, out);
    enum err e = rate(out, out->ticket_state ? app->now_s : out->ticket.made_s, a);
    if (!e)
        take_org(app, out, a);
    return e;
}
