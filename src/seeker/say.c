/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seeker/say.h"
#include "text/text.h"
#include <string.h>

const char *
say_text(const char *s)
{
    return s ? s : "";
}

bool
say_same(const char *typed, const char *value)
{
    return strcmp(say_text(typed), say_text(value)) == 0;
}

const char *
say_number(struct out *o, int64_t n)
{
    return say_text(arena_printf(o->a, "%lld", (long long)n));
}

const char *
say_write_problem(struct out *o, enum lang lang, const struct write_problem *p)
{
    switch (p->kind) {
    case WRITE_NO_TEXT: return T("Write at least one sentence about what happened");
    case WRITE_TOO_LONG:
        return TN("The text is {n} character too long. Shorten it, or send it in two messages.",
            "The text is {n} characters too long. Shorten it, or send it in two messages.", p->n);
    case WRITE_WORDS_IN_TEXT:
        return T("The text holds twelve words. They are your key: take them out. Nobody needs them "
                 "but you.");
    case WRITE_BAD_DATE: return T("There is no such day. Write numbers, for example 25 11 2026");
    case WRITE_TICKET_OLD:
        return T("The page was open for too long. Your text is here: press \"Send\" once more.");
    case WRITE_BAD_TEXT: return T("Some characters cannot be read. Take them out and send again.");
    case WRITE_NO_ORG: return T("This organisation is no longer here. Choose another one.");
    case WRITE_CONFIRM:
        return T("This organisation is banned or marked by the law in that country. Read the "
                 "warning and decide.");
    case WRITE_FAILED:
        return T(
            "The message could not be kept just now. Nothing is lost: press \"Send\" in a minute.");
    case WRITE_CLOSED:
        return T(
            "Right now nobody here can receive a message. Copy your text and try again tomorrow.");
    case WRITE_WHOM: return T("Whom did you write to? Choose below, then press \"Send\".");
    case N_WRITE_PROBLEMS: break;
    }
    return "";
}

const char *
say_write_field(enum write_problem_kind k)
{
    switch (k) {
    case WRITE_NO_TEXT:
    case WRITE_TOO_LONG:
    case WRITE_WORDS_IN_TEXT:
    case WRITE_BAD_TEXT: return "text";
    case WRITE_BAD_DATE: return "d";
    case WRITE_NO_ORG:
    case WRITE_WHOM:
    case WRITE_CONFIRM: return "org";
    case WRITE_TICKET_OLD:
    case WRITE_FAILED:
    case WRITE_CLOSED:
    case N_WRITE_PROBLEMS: break;
    }
    return "send";
}

bool
say_answered(const struct write_view *v)
{
    const struct write_typed *t = &v->typed;
    const char *const all[] = { t->danger, t->safe, t->who, t->country, t->what, t->day, t->month,
        t->year };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (say_text(all[i])[0])
            return true;
    return false;
}

bool
say_has_problem(const struct write_view *v, enum write_problem_kind k)
{
    for (size_t i = 0; i < v->n_problems; i++)
        if (v->problems[i].kind == k)
            return true;
    return false;
}

const char *
say_problem_at(struct out *o, const struct write_view *v, const char *field)
{
    for (size_t i = 0; i < v->n_problems; i++)
        if (say_same(say_write_field(v->problems[i].kind), field))
            return say_write_problem(o, v->f.lang, &v->problems[i]);
    return NULL;
}

const char *
say_read_problem(struct out *o, enum lang lang, enum read_problem p, int64_t n)
{
    switch (p) {
    case READ_OK: break;
    case READ_EMPTY: return T("Type in the twelve words");
    case READ_COUNT:
        return TN("There is {n} word here, and twelve are needed",
            "There are {n} words here, and twelve are needed", n);
    case READ_UNKNOWN: return TF("Please check word {1}: it is not in the list", say_number(o, n));
    case READ_CHECK: return T("Please check the words: one is different, or the order is");
    case READ_DIGITS: return T("Please check the digits: there must be 40, in four groups of ten");
    case READ_FAILED: return T("The answers could not be opened just now. Try again in a minute.");
    }
    return "";
}

const char *
say_hours(struct out *o, enum lang lang, int64_t answer_hours)
{
    if (answer_hours <= 0)
        return T("An answer may take from a few hours to three days.");
    return TN("Answers usually take {n} hour.", "Answers usually take {n} hours.", answer_hours);
}

const char *
say_return(struct out *o, enum lang lang, int64_t answer_hours)
{
    if (answer_hours <= 0 || answer_hours > 20)
        return T("Look for the answer tomorrow. If there is none, look again the day after.");
    return TN("Come back in {n} hour. If there is no answer, look again tomorrow.",
        "Come back in {n} hours. If there is no answer, look again tomorrow.", answer_hours);
}

const char *
say_wait(struct out *o, enum lang lang, int64_t wait_s)
{
    if (wait_s <= 0)
        return T("You may try now.");
    if (wait_s < 90)
        return TN("Try again in {n} second.", "Try again in {n} seconds.", wait_s);
    return TN("Try again in {n} minute.", "Try again in {n} minutes.", (wait_s + 59) / 60);
}

const char *
say_wrong_field(const struct words_view *v)
{
    return v->wrong3 ? "w3" : v->wrong7 ? "w7" : "w10";
}

const char *
say_wrong_words(struct out *o, enum lang lang, const struct words_view *v)
{
    bool one = v->wrong3 + v->wrong7 + v->wrong10 == 1;

    if (one)
        return TF("Word {1} is different. Look once more.", v->wrong3   ? "3"
                                                            : v->wrong7 ? "7"
                                                                        : "10");
    if (!v->wrong10)
        return TF("Words {1} and {2} are different. Look once more.", "3", "7");
    if (!v->wrong7)
        return TF("Words {1} and {2} are different. Look once more.", "3", "10");
    if (!v->wrong3)
        return TF("Words {1} and {2} are different. Look once more.", "7", "10");
    return T("Words 3, 7 and 10 are different. Look once more.");
}

const char *
say_call(struct out *o, const char *number)
{
    char *to = arena_text(o->a, number), *end = to;

    for (const char *p = number; to && *p; p++)
        if (*p == '+' || (*p >= '0' && *p <= '9'))
            *end++ = *p;
    if (!to)
        return "";
    *end = '\0';
    return say_text(arena_printf(o->a, "tel:%s", to));
}

const char *
say_part(struct out *o, const struct answer_part *p)
{
    return say_text(arena_text_n(o->a, p->answer->text + p->from, p->n));
}

const char *
say_day(struct out *o, enum lang lang, int64_t day)
{
    return text_near_date(o->a, lang, day);
}
