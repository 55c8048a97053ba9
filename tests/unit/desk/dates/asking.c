/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/desk/dates/asking.h"
#include "tests/unit/check.h"
#include <stdio.h>

static const char *const problems[] = { [DATE_MALFORMED] = "malformed",
    [DATE_TOO_EARLY] = "too early",
    [DATE_TOO_LATE] = "too late",
    [DATE_BAD_TIME] = "time",
    [DATE_BAD_RULE] = "rule",
    [DATE_NO_RULE] = "no rule",
    [DATE_BAD_PLACE] = "no place",
    [DATE_BAD_AMOUNT] = "amount" };

static enum date_unit
unit_of(const char *word)
{
    static const char *const words[N_DATE_UNITS] = { [UNIT_HOURS] = "hours",
        [UNIT_DAYS] = "days",
        [UNIT_WORKING_DAYS] = "working_days",
        [UNIT_WEEKS] = "weeks",
        [UNIT_MONTHS] = "months",
        [UNIT_YEARS] = "years" };

    for (unsigned i = 1; i < N_DATE_UNITS; i++)
        if (strcmp(words[i], word) == 0)
            return (enum date_unit)i;
    return UNIT_UNSET;
}

struct date_rule
rule_of(const char *text)
{
    char unit[32] = "";
    int amount = 0;
    struct date_rule r = { .code = "test",
        .country = "INT",
        .kind = KIND_APPEAL,
        .event = EVENT_SERVED,
        .first = FIRST_NEXT_DAY,
        .roll = ROLL_NONE,
        .end = END_OF_DAY,
        .reach = REACH_ANYWHERE,
        .to = CAL_ALWAYS,
        .source = "a test",
        .confirmed_by = "",
        .note = "" };

    assert_int_equal(sscanf(text, "%d %31s", &amount, unit), 2);
    r.amount = amount;
    r.unit = unit_of(unit);
    r.before = strstr(text, " before") != NULL;
    r.first = strstr(text, " same") ? FIRST_SAME_DAY : FIRST_NEXT_DAY;
    r.roll = strstr(text, " roll") ? ROLL_NEXT : strstr(text, " back") ? ROLL_PREVIOUS : ROLL_NONE;
    r.reach = strstr(text, " there") ? REACH_THERE : REACH_ANYWHERE;
    r.end = r.unit == UNIT_HOURS || strstr(text, " hour") == text + strlen(text) - 5 ? END_SAME_HOUR
                                                                                     : END_OF_DAY;
    if (strstr(text, "18:00")) {
        r.end = END_AT;
        r.end_minute = 1080;
    }
    r.source = strstr(text, "nosource") ? NULL : strstr(text, "blanksource") ? "  " : r.source;
    if (strstr(text, "inverted"))
        r.from = CAL_ALWAYS + 1;
    if (strstr(text, "from2027"))
        r.from = day_of_date((struct date){ 2027, 1, 1 });
    return r;
}

/* "2026-03-05 14:30", "2026-03-05 sent:2", "2026-03-05 paper". */
void
read_base(const char *text, struct date_ask *ask)
{
    char date[16] = "", more[16] = "";

    (void)sscanf(text, "%15s %15s", date, more);
    assert_int_equal(cal_read(date, &ask->base), DATE_FINE);
    ask->means = BASE_EVENT;
    ask->minute = -1;
    if (strncmp(more, "sent:", 5) == 0) {
        int way = 0;
        (void)sscanf(more, "sent:%d", &way);
        ask->means = BASE_SENT;
        ask->way = (enum service_way)way;
    } else if (strcmp(more, "paper") == 0) {
        ask->means = BASE_DOCUMENT;
    } else if (*more) {
        assert_int_equal(cal_read_time(more, &ask->minute), DATE_FINE);
    }
}

/* "RU/Asia/Omsk@DE": authority, its zone, where the person is. */
void
read_place(char *text, struct date_rule *r, struct date_ask *ask)
{
    char *at = strchr(text, '@'), *slash = strchr(text, '/');

    if (at)
        *at = '\0';
    if (slash)
        *slash = '\0';
    r->country = text;
    ask->authority = "";
    ask->zone = slash ? slash + 1 : "";
    ask->stay = at ? at + 1 : "";
}

void
tell(enum date_problem problem, const struct date_proposal *p, char to[TOLD_CAP])
{
    if (problem) {
        (void)snprintf(to, TOLD_CAP, "%s", problems[problem]);
        return;
    }
    struct date d = date_of_day(p->day), u = date_of_day(day_of(p->until_s));
    int64_t s = p->until_s - day_of(p->until_s) * DAY_S;

    (void)snprintf(to, TOLD_CAP, "%04d-%02d-%02d %02d:%02d %02d-%02dT%02d:%02d%s%s", d.year,
        d.month, d.day, p->minute / 60, p->minute % 60, u.month, u.day, (int)(s / 3600),
        (int)(s % 3600 / 60), p->unsure ? "?" : "", p->binding ? "" : "!");
}
