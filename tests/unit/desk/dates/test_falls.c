/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The arithmetic of time limits, case by case.  A case reads: the rule in words, the base date with
   what it is of, the place, and what must come out: the last day, its end there, the first moment
   that is too late in UTC; "?" an unsure one, "!" one that does not bind where the person is. */
#include "tests/unit/check.h"
#include "tests/unit/desk/dates/asking.h"
#include <stdio.h>

struct fall {
    const char *rule, *base, *place, *want;
};

static const struct fall falls[] = {
    /* Days: the event's day does not count; 5 March 2026 is a Thursday. */
    { "10 days", "2026-03-05", "INT", "2026-03-15 24:00 03-16T00:00" },
    { "1 days", "2026-03-05", "INT", "2026-03-06 24:00 03-07T00:00" },
    { "0 days", "2026-03-05", "INT", "2026-03-05 24:00 03-06T00:00" },
    { "10 days same", "2026-03-05", "INT", "2026-03-14 24:00 03-15T00:00" },
    { "1 days same", "2026-03-05", "INT", "2026-03-05 24:00 03-06T00:00" },
    { "0 days same", "2026-03-05", "INT", "2026-03-05 24:00 03-06T00:00" },
    { "3 days before", "2026-03-05", "INT", "2026-03-02 24:00 03-03T00:00" },
    { "3 days before same", "2026-03-05", "INT", "2026-03-03 24:00 03-04T00:00" },
    { "365 days", "2026-03-05", "INT", "2027-03-05 24:00 03-06T00:00" },
    { "365 days", "2027-03-05", "INT", "2028-03-04 24:00 03-05T00:00" }, /* over a leap day */
    { "3660 days", "2026-01-01", "INT", "2036-01-09 24:00 01-10T00:00" },
    /* The end of a day is midnight there, not here. */
    { "10 days", "2026-02-02", "RU", "2026-02-12 24:00 02-12T21:00" },
    { "10 days", "2026-02-02", "RU/Asia/Vladivostok", "2026-02-12 24:00 02-12T14:00" },
    { "10 days", "2026-02-02", "RU/Europe/Kaliningrad", "2026-02-12 24:00 02-12T22:00" },
    { "10 days", "2026-02-02", "RU/Asia/Kamchatka", "2026-02-12 24:00 02-12T12:00" },
    { "10 days", "2026-02-02", "DE", "2026-02-12 24:00 02-12T23:00" },
    { "10 days", "2026-07-02", "DE", "2026-07-12 24:00 07-12T22:00" },
    { "10 days", "2026-02-02", "KZ", "2026-02-12 24:00 02-12T19:00" },
    /* clocks of before March 2024 */
    { "10 days", "2024-02-02", "KZ", "2024-02-12 24:00 02-12T18:00" },
    { "10 days", "2024-02-25", "KZ", "2024-03-06 24:00 03-06T19:00" },
    { "10 days", "2026-02-02", "TR", "2026-02-12 24:00 02-12T21:00" },
    /* Turkey still changed clocks */
    { "10 days", "2016-01-04", "TR", "2016-01-14 24:00 01-14T22:00" },
    { "10 days", "2026-02-02", "AM", "2026-02-12 24:00 02-12T20:00" },
    { "10 days", "2026-02-02", "UA", "2026-02-12 24:00 02-12T22:00" },
    /* Clocks change within or at the end of the term: a day stays a day. */
    { "1 days", "2026-03-28", "DE", "2026-03-29 24:00 03-29T22:00" }, /* a day of 23 hours */
    { "1 days", "2026-10-24", "DE", "2026-10-25 24:00 10-25T23:00" }, /* a day of 25 hours */
    { "7 days", "2026-03-25", "UA", "2026-04-01 24:00 04-01T21:00" },
    { "7 days", "2026-10-20", "UA", "2026-10-27 24:00 10-27T22:00" },
    { "1 days", "2026-03-27", "DE", "2026-03-28 24:00 03-28T23:00" },
    /* Weekends: 14 March 2026 is a Saturday. */
    { "9 days", "2026-03-05", "DE", "2026-03-14 24:00 03-14T23:00" },
    { "9 days roll", "2026-03-05", "DE", "2026-03-16 24:00 03-16T23:00" },
    { "10 days roll", "2026-03-05", "DE", "2026-03-16 24:00 03-16T23:00" },
    { "8 days roll", "2026-03-05", "DE", "2026-03-13 24:00 03-13T23:00" },
    { "9 days back", "2026-03-05", "DE", "2026-03-13 24:00 03-13T23:00" },
    { "10 days back", "2026-03-05", "DE", "2026-03-13 24:00 03-13T23:00" },
    /* Friday and Saturday */
    { "5 days roll", "2026-11-15", "IL", "2026-11-22 24:00 11-22T22:00?" },
    { "7 days roll", "2026-11-15", "IL", "2026-11-22 24:00 11-22T22:00?" },
    /* Holidays, and several in a row. */
    /* 1 to 9 January, weekend */
    { "1 days roll", "2025-12-31", "RU", "2026-01-12 24:00 01-12T21:00" },
    { "10 days roll", "2025-12-22", "RU", "2026-01-12 24:00 01-12T21:00" },
    { "10 days", "2025-12-22", "RU", "2026-01-01 24:00 01-01T21:00" },
    { "3 days roll", "2026-03-05", "RU", "2026-03-10 24:00 03-10T21:00" }, /* Sunday 8 moved to 9 */
    /* Saturday 9, moved to 11 */
    { "4 days roll", "2026-05-05", "RU", "2026-05-12 24:00 05-12T21:00" },
    { "1 days roll", "2025-10-31", "RU", "2025-11-01 24:00 11-01T21:00" }, /* a working Saturday */
    /* 2, moved 3, 4 November */
    { "2 days roll", "2025-10-31", "RU", "2025-11-05 24:00 11-05T21:00" },
    { "1 days roll", "2025-12-30", "RU", "2026-01-12 24:00 01-12T21:00" }, /* moved 31 December */
    /* Good Friday to Easter Monday */
    { "2 days roll", "2026-04-01", "DE", "2026-04-07 24:00 04-07T22:00" },
    /* Christmas and a weekend */
    { "7 days roll", "2026-12-18", "DE", "2026-12-28 24:00 12-28T23:00" },
    { "1 days roll", "2026-05-13", "DE", "2026-05-15 24:00 05-15T22:00" }, /* Ascension */
    { "10 days back", "2026-12-16", "DE", "2026-12-24 24:00 12-24T23:00" },
    { "1 days roll", "2026-04-09", "GE", "2026-04-14 24:00 04-14T20:00?" }, /* Orthodox Easter */
    { "1 days roll", "2026-03-19", "TR", "2026-03-23 24:00 03-23T21:00" },  /* the feast of 2026 */
    { "1 days roll", "2026-05-26", "TR", "2026-06-01 24:00 06-01T21:00" },
    /* works under martial law */
    { "1 days roll", "2026-08-23", "UA", "2026-08-24 24:00 08-24T21:00" },
    { "1 days roll", "2021-08-23", "UA", "2021-08-25 24:00 08-25T21:00?" },
    { "1 days roll", "2026-04-20", "BY", "2026-04-22 24:00 04-22T21:00?" },
    /* year not in the table */
    { "2 days roll", "2027-03-06", "RU", "2027-03-09 24:00 03-09T21:00?" },
    /* no matter without rolling */
    { "2 days", "2027-03-06", "RU", "2027-03-08 24:00 03-08T21:00" },
    { "40 days roll", "2026-11-25", "RU", "2027-01-11 24:00 01-11T21:00?" },
    /* Working days. */
    { "1 working_days", "2026-03-06", "DE", "2026-03-09 24:00 03-09T23:00" },
    { "5 working_days", "2026-03-06", "DE", "2026-03-13 24:00 03-13T23:00" },
    { "15 working_days", "2026-03-05", "DE", "2026-03-26 24:00 03-26T23:00" },
    { "15 working_days", "2026-03-26", "DE", "2026-04-20 24:00 04-20T22:00" }, /* over Easter */
    { "1 working_days", "2026-03-07", "DE", "2026-03-09 24:00 03-09T23:00" },  /* from a Saturday */
    { "1 working_days same", "2026-03-06", "DE", "2026-03-06 24:00 03-06T23:00" },
    { "2 working_days same", "2026-03-06", "DE", "2026-03-09 24:00 03-09T23:00" },
    { "1 working_days same", "2026-03-07", "DE", "2026-03-09 24:00 03-09T23:00" },
    { "3 working_days before", "2026-03-09", "DE", "2026-03-04 24:00 03-04T23:00" },
    { "1 working_days before", "2026-04-07", "DE", "2026-04-02 24:00 04-02T22:00" },
    { "0 working_days", "2026-03-07", "DE", "2026-03-07 24:00 03-07T23:00" },
    { "3 working_days", "2025-12-30", "RU", "2026-01-14 24:00 01-14T21:00" },
    { "1 working_days", "2025-10-31", "RU", "2025-11-01 24:00 11-01T21:00" },
    { "10 working_days", "2026-12-25", "RU", "2027-01-19 24:00 01-19T21:00?" },
    /* holidays not listed */
    { "15 working_days", "2026-03-05", "EU", "2026-03-26 24:00 03-26T23:00?" },
    { "2 working_days", "2026-11-19", "IL", "2026-11-23 24:00 11-23T22:00?" },
    /* Weeks. */
    { "2 weeks", "2026-03-05", "DE", "2026-03-19 24:00 03-19T23:00" },
    { "1 weeks same", "2026-03-05", "DE", "2026-03-11 24:00 03-11T23:00" },
    /* Saturday, then Easter */
    { "2 weeks roll", "2026-03-21", "DE", "2026-04-07 24:00 04-07T22:00" },
    { "1 weeks", "2024-02-26", "DE", "2024-03-04 24:00 03-04T23:00" },
    { "2 weeks before", "2026-03-19", "DE", "2026-03-05 24:00 03-05T23:00" },
    /* Months and years: clamped to the last day. */
    { "1 months", "2026-01-31", "DE", "2026-02-28 24:00 02-28T23:00" },
    { "1 months", "2028-01-31", "DE", "2028-02-29 24:00 02-29T23:00" },
    { "1 months", "2028-01-30", "DE", "2028-02-29 24:00 02-29T23:00" },
    { "1 months", "2028-01-29", "DE", "2028-02-29 24:00 02-29T23:00" },
    { "1 months", "2026-02-28", "DE", "2026-03-28 24:00 03-28T23:00" },
    { "1 months", "2026-08-31", "DE", "2026-09-30 24:00 09-30T22:00" },
    /* 28 February, a Saturday */
    { "1 months roll", "2026-01-31", "DE", "2026-03-02 24:00 03-02T23:00" },
    { "1 months same", "2026-03-05", "AM", "2026-04-04 24:00 04-04T20:00" },
    { "1 months same", "2026-01-31", "AM", "2026-02-27 24:00 02-27T20:00" },
    { "1 months same", "2026-03-01", "AM", "2026-03-31 24:00 03-31T20:00" },
    { "6 months", "2026-08-31", "DE", "2027-02-28 24:00 02-28T23:00" },
    { "4 months", "2026-10-31", "DE", "2027-02-28 24:00 02-28T23:00" },
    { "12 months", "2028-02-29", "DE", "2029-02-28 24:00 02-28T23:00" },
    { "1 years", "2028-02-29", "DE", "2029-02-28 24:00 02-28T23:00" },
    { "4 years", "2028-02-29", "DE", "2032-02-29 24:00 02-29T23:00" },
    { "1 years", "2027-02-28", "DE", "2028-02-28 24:00 02-28T23:00" },
    { "3 months", "2026-11-30", "RU", "2027-02-28 24:00 02-28T21:00" },
    { "6 months before", "2026-10-01", "RU", "2026-04-01 24:00 04-01T21:00" },
    { "6 months before", "2027-04-01", "RU", "2026-10-01 24:00 10-01T21:00" },
    /* 1 May is free */
    { "6 months before back", "2026-11-01", "RU", "2026-04-30 24:00 04-30T21:00" },
    { "6 months before", "2026-08-31", "RU", "2026-02-28 24:00 02-28T21:00" },
    { "30 years", "2070-06-30", "DE", "2100-06-30 24:00 06-30T22:00" },
    { "1 months", "2026-12-31", "DE", "2027-01-31 24:00 01-31T23:00" },
    /* Hours pass one by one, whatever clocks do. */
    { "48 hours", "2026-03-05 14:30", "TR", "2026-03-07 14:30 03-07T11:30" },
    { "24 hours", "2026-03-28 12:00", "DE", "2026-03-29 13:00 03-29T11:00" }, /* forward */
    { "24 hours", "2026-10-24 12:00", "DE", "2026-10-25 11:00 10-25T10:00" }, /* back */
    { "48 hours", "2026-03-28 02:30", "UA", "2026-03-30 03:30 03-30T00:30" },
    { "48 hours", "2026-10-24 03:30", "UA", "2026-10-26 02:30 10-26T00:30" },
    { "1 hours", "2026-03-29 01:30", "DE", "2026-03-29 03:30 03-29T01:30" },
    { "1 hours", "2026-10-25 01:30", "DE", "2026-10-25 02:30 10-25T00:30" },
    { "2 hours", "2026-10-25 01:30", "DE", "2026-10-25 02:30 10-25T01:30" },
    { "24 hours", "2026-03-29 02:30", "DE", "2026-03-30 03:00 03-30T01:00?" }, /* never was */
    { "24 hours", "2026-10-25 02:30", "DE", "2026-10-26 01:30 10-26T00:30?" }, /* was twice */
    { "48 hours", "2026-03-05", "TR", "2026-03-07 00:00 03-06T21:00?" },       /* hour not known */
    { "24 hours", "2026-12-31 23:59", "KZ", "2027-01-01 23:59 01-01T18:59" },
    { "24 hours", "2028-02-28 10:00", "KZ", "2028-02-29 10:00 02-29T05:00" },
    { "0 hours", "2026-03-05 00:00", "TR", "2026-03-05 00:00 03-04T21:00" },
    { "12 hours before", "2026-03-05 06:00", "TR", "2026-03-04 18:00 03-04T15:00" },
    { "24 hours", "2024-02-29 12:00", "KZ", "2024-03-01 11:00 03-01T06:00" }, /* one zone for all */
    { "48 hours", "2026-03-06 17:00", "DE", "2026-03-08 17:00 03-08T16:00" }, /* over a weekend */
    /* Ends at an hour. */
    { "3 days hour", "2026-03-05 14:30", "TR", "2026-03-08 14:30 03-08T11:30" },
    { "3 days hour", "2026-03-05", "TR", "2026-03-08 00:00 03-07T21:00?" },
    { "1 days hour", "2026-03-28 02:30", "DE", "2026-03-29 02:30 03-29T01:00?" }, /* never was */
    { "1 days hour", "2026-10-24 02:30", "DE", "2026-10-25 02:30 10-25T00:30?" }, /* was twice */
    { "10 days 18:00", "2026-02-02", "RU", "2026-02-12 18:00 02-12T15:00" },
    { "10 days roll 18:00", "2026-03-05", "DE", "2026-03-16 18:00 03-16T17:00" },
    /* When what was sent counts as served. */
    { "10 days", "2026-03-05 sent:2", "DE", "2026-03-19 24:00 03-19T23:00" },
    /* three days until 2024 */
    { "10 days", "2024-03-05 sent:2", "DE", "2024-03-18 24:00 03-18T23:00" },
    { "10 days", "2024-12-31 sent:3", "DE", "2025-01-13 24:00 01-13T23:00" },
    { "10 days", "2025-01-01 sent:3", "DE", "2025-01-15 24:00 01-15T23:00" },
    { "1 weeks roll", "2026-03-18 sent:3", "DE", "2026-03-30 24:00 03-30T22:00" },
    { "1 days", "2026-03-05 sent:5", "DE", "2026-03-20 24:00 03-20T23:00" },
    { "10 days", "2026-03-05 sent:1", "DE", "2026-03-15 24:00 03-15T23:00" },
    { "10 days", "2026-03-05 sent:6", "DE", "2026-03-15 24:00 03-15T23:00?" }, /* abroad: no rule */
    { "10 days", "2026-03-05 sent:2", "TR", "2026-03-15 24:00 03-15T21:00?" },
    { "10 days", "2026-03-05 sent:4", "RU", "2026-03-22 24:00 03-22T21:00" },
    { "10 days", "2023-04-13 sent:4", "RU", "2023-04-23 24:00 04-23T21:00?" }, /* not yet law */
    { "7 days roll", "2026-03-02 sent:4", "TR", "2026-03-16 24:00 03-16T21:00" },
    { "7 days", "2026-03-05 paper", "TR", "2026-03-12 24:00 03-12T21:00?" },
    /* A base that is not known well: the earliest day. */
    { "10 days", "2026-02", "RU", "2026-02-11 24:00 02-11T21:00?" },
    { "10 days", "2026", "RU", "2026-01-11 24:00 01-11T21:00?" },
    { "10 days roll", "2026", "RU", "2026-01-12 24:00 01-12T21:00?" },
    { "10 days", "~2026-02-02", "RU", "2026-02-12 24:00 02-12T21:00?" },
    { "10 days", "~2026-02", "RU", "2026-02-11 24:00 02-11T21:00?" },
    { "6 months before", "2026-10", "RU", "2026-04-01 24:00 04-01T21:00?" },
    { "1 months", "2026-02", "DE", "2026-03-01 24:00 03-01T23:00?" },
    { "48 hours", "2026-03", "TR", "2026-03-03 00:00 03-02T21:00?" },
    { "10 days", "2026-03 sent:2", "DE", "2026-03-15 24:00 03-15T23:00?" },
    /* Whom it binds. */
    { "10 days there", "2026-02-02", "RU@RU", "2026-02-12 24:00 02-12T21:00" },
    { "10 days there", "2026-02-02", "RU@GE", "2026-02-12 24:00 02-12T21:00!" },
    { "10 days there", "2026-02-02", "RU", "2026-02-12 24:00 02-12T21:00" },
    { "10 days", "2026-02-02", "RU@GE", "2026-02-12 24:00 02-12T21:00" },
    { "10 days there", "2026-02-02", "INT@GE", "2026-02-12 24:00 02-13T00:00" },
    { "10 days there", "2026-02", "RU/Asia/Omsk@DE", "2026-02-11 24:00 02-11T18:00?!" },
    /* Edges of time, and what is refused. */
    { "1 days", "1970-01-01", "DE", "1970-01-02 24:00 01-02T23:00" },
    { "0 days", "2100-12-31", "DE", "2100-12-31 24:00 12-31T23:00" },
    { "1 days", "2100-12-31", "DE", "too late" },
    { "1 months", "2100-12-01", "DE", "too late" },
    { "1 days before", "1970-01-01", "DE", "too early" },
    { "48 hours", "2100-12-31 12:00", "TR", "too late" },
    { "1 hours before", "1970-01-01 00:00", "INT", "too early" },
    { "10 working_days", "2100-12-27", "DE", "too late" },
    { "1 days", "2100-12-29 sent:2", "DE", "too late" },
    { "1 days roll", "2100-12-31", "DE", "too late" },
    { "30 years", "2080-01-01", "DE", "too late" },
    { "10 days", "2026-02-02", "XX", "no place" },
    { "10 days", "2026-02-02", "DE/Mars/Olympus", "no place" },
    { "10 days", "2026-02-02", "", "no place" },
    { "10 days", "2026-02-02 sent:0", "DE", "malformed" },
    { "10 days", "2026-02-02 sent:99", "DE", "malformed" },
    { "9999 hours", "2026-02-02", "DE", "amount" },
    { "3661 days", "2026-02-02", "DE", "amount" },
    { "361 months", "2026-02-02", "DE", "amount" },
    { "31 years", "2026-02-02", "DE", "amount" },
    { "-1 days", "2026-02-02", "DE", "amount" },
    { "10 moons", "2026-02-02", "DE", "amount" },
    { "24 hours roll", "2026-02-02", "DE", "rule" },
    { "24 hours 18:00", "2026-02-02", "DE", "rule" },
    { "10 days nosource", "2026-02-02", "DE", "rule" },
    { "10 days blanksource", "2026-02-02", "DE", "rule" },
    { "10 days inverted", "2026-02-02", "DE", "rule" },
    { "10 days from2027", "2026-02-02", "DE", "no rule" },
    { "10 days from2027", "2026", "DE", "no rule" },
    { "10 days from2027", "2027-01-01", "DE", "2027-01-11 24:00 01-11T23:00" },
    { "10 days from2027", "~2027", "DE", "2027-01-11 24:00 01-11T23:00?" },
};

static void
test_every_fall(void **state)
{
    size_t n = sizeof falls / sizeof *falls, n_wrong = 0;

    (void)state;
    assert_true(n >= 120);
    for (size_t i = 0; i < n; i++) {
        struct date_rule rule = rule_of(falls[i].rule);
        struct date_ask ask = {
            .rules = &rule, .n_rules = 1, .services = service_rules, .n_services = n_service_rules
        };
        struct date_proposal p = { .day = -77 };
        char place[64], got[TOLD_CAP];
        (void)snprintf(place, sizeof place, "%s", falls[i].place);
        read_place(place, &rule, &ask);
        read_base(falls[i].base, &ask);
        rule.country = *rule.country ? rule.country : "?";
        enum date_problem problem = date_propose(&ask, &p);
        if (problem)
            assert_int_equal(p.day, -77); /* untouched */
        tell(problem, &p, got);
        if (strcmp(got, falls[i].want) != 0) {
            print_error("%s | %s | %s: %s, not %s\n", falls[i].rule, falls[i].base, falls[i].place,
                got, falls[i].want);
            n_wrong++;
        }
    }
    assert_int_equal(n_wrong, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_fall),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
