/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Print the features of texts, for triage_learn.py: one text a line on standard input (\n and \t
 * spelled out), its features as hashes in hex on one line of standard output.
 */
#include <stdio.h>
#include <string.h>

#include "core/triage/hints.h"
#include "core/triage/work.h"

enum { LINE_MAX_BYTES = 80000 };

static void
print_features(struct work *w)
{
    struct hint_trail trail = { 0 };
    struct lexer lx;

    work_find_language(w);
    lexer_init(&lx, w->ask->text);
    lx.latin_shouts_are_cyrillic =
        w->lang >= TRIAGE_LANG_RU && w->lang <= TRIAGE_LANG_BE && !w->transliterated;
    while (lexer_next(&lx, &w->token)) {
        uint32_t hashes[HINTS_OF_WORD];
        unsigned n = hints_of_word(&trail, &w->token, w->transliterated, hashes);

        for (unsigned i = 0; i < n; i++)
            printf("%x ", hashes[i]);
    }
    putchar('\n');
}

/* Turn what stands for line ends and tabs into blanks and line ends; they tell words apart. */
static void
unescape(char *s)
{
    for (; *s; s++)
        if (s[0] == '\\' && (s[1] == 'n' || s[1] == 't')) {
            s[0] = ' ';
            s[1] = s[1] == 'n' ? '\n' : ' ';
        }
}

int
main(void)
{
    static char line[LINE_MAX_BYTES];
    static struct work work;
    static struct triage_ask ask;

    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        unescape(line);
        memset(&work, 0, sizeof work);
        ask.text = (struct bytes){ .p = (const uint8_t *)line, .n = strlen(line) };
        work.ask = &ask;
        print_features(&work);
    }
    return 0;
}
