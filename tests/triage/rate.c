/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Rate requests read from standard input, one a line, tab-separated:
 *   now_s <tab> who <tab> danger <tab> country <tab> text (with \n and \t spelled out)
 * Prints one line each: lang situation need urgency bell crisis flags dates reasons, and with
 * --explain the facts; with --pairs, prints which requests look like the same matter instead.
 * tests/triage/check.py feeds it and judges what it says.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "core/triage/table.h"
#include "core/triage/triage.h"
#include "core/triage/work.h"

enum { LINE_MAX_BYTES = 80000, N_FIELDS = 5, PAIRS_MAX = 1024 };

static void
unescape(char *s)
{
    char *to = s;

    for (; *s; s++) {
        if (s[0] == '\\' && (s[1] == 'n' || s[1] == 't' || s[1] == '\\')) {
            s++;
            *to++ = *s == 'n' ? '\n' : *s == 't' ? '\t' : '\\';
        } else {
            *to++ = *s;
        }
    }
    *to = 0;
}

static void
print_dates(const struct triage_result *r)
{
    putchar('\t');
    for (unsigned i = 0; i < r->n_dates; i++) {
        struct date d = date_of_day(r->dates[i].day);

        printf("%s%s:%04d-%02d", i ? "," : "", triage_date_kind_name(r->dates[i].kind), d.year,
            d.month);
        if (r->dates[i].precision == PRECISION_DAY)
            printf("-%02d", d.day);
        if (!r->dates[i].binding_here)
            printf("(not binding)");
    }
}

static void
print_result(const struct triage_result *r)
{
    bool first = true;

    printf("%s%s\t%s\t%s\tU%d\t%d\t%d\t", triage_lang_code(r->lang), r->transliterated ? "*" : "",
        triage_situation_name(r->situation), triage_need_name(r->need), r->urgency, r->bell,
        r->crisis);
    for (unsigned i = 0; i < TRIAGE_N_FLAGS; i++)
        if (triage_has(r, (enum triage_flag)i)) {
            printf("%s%s", first ? "" : ",", triage_flag_name((enum triage_flag)i));
            first = false;
        }
    print_dates(r);
    putchar('\t');
    for (unsigned i = 0; i < r->n_reasons; i++)
        printf("%s%s", i ? "," : "", triage_reason_name(r->reasons[i]));
}

static void
print_facts(const struct work *w)
{
    putchar('\t');
    for (unsigned i = 1; i < triage_table.n_facts; i++)
        if (fact_is(w, i))
            printf("%s ", triage_table.fact_names[i]);
}

/* Print which earlier requests this one is like, as "earlier later points of likeness". */
static void
print_alike(unsigned n, const struct triage_result *r, struct bytes text)
{
    static struct triage_result results[PAIRS_MAX];
    static struct triage_sketch sketches[PAIRS_MAX];
    struct triage_likeness l;

    if (n >= PAIRS_MAX)
        return;
    results[n] = *r;
    triage_sketch(text, &sketches[n]);
    for (unsigned i = 0; i < n; i++) {
        triage_similar(&results[i], &sketches[i], r, &sketches[n], &l);
        if (l.likely)
            printf("%u\t%u\tsituation %d date %d written %d flags %u words %u (%u%%)\n", i, n,
                l.same_situation, l.same_date, l.says_written_before, l.shared_flags,
                l.shared_words, l.word_percent);
    }
}

int
main(int argc, char **argv)
{
    static char line[LINE_MAX_BYTES];
    static struct work work;
    bool explain = argc > 1 && strcmp(argv[1], "--explain") == 0;

    bool pairs = argc > 1 && strcmp(argv[1], "--pairs") == 0;
    unsigned n = 0;

    while (fgets(line, sizeof line, stdin)) {
        char *field[N_FIELDS] = { 0 };
        char *at = line;
        struct triage_ask ask;
        struct triage_result r;

        line[strcspn(line, "\n")] = 0;
        for (unsigned i = 0; i < N_FIELDS && at; i++) {
            field[i] = at;
            at = i + 1 < N_FIELDS ? strchr(at, '\t') : NULL;
            if (at)
                *at++ = 0;
        }
        if (!field[N_FIELDS - 1])
            return 2;
        unescape(field[4]);
        triage_ask_init(&ask,
            (struct bytes){ .p = (const uint8_t *)field[4], .n = strlen(field[4]) },
            (int64_t)strtoll(field[0], NULL, 10));
        ask.who = (enum triage_who)strtoll(field[1], NULL, 10);
        ask.danger = (enum triage_danger)strtoll(field[2], NULL, 10);
        for (unsigned i = 0; i < 2 && field[3][i]; i++)
            ask.country[i] = field[3][i];
        work_run(&work, &ask, &r);
        if (pairs) {
            print_alike(n++, &r, ask.text);
            continue;
        }
        print_result(&r);
        if (explain)
            print_facts(&work);
        putchar('\n');
    }
    return 0;
}
