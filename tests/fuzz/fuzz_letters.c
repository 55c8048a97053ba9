/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Definitions of letters with small tables; what is accepted is filled in and made. */
#include "base/own.h"
#include "letters/compose.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
make(const struct letters *l, const struct letter *d, const char *typed)
{
    OWN(arena) a = arena_new(4 << 20);
    struct letter_paper *paper = a ? arena_alloc(a, sizeof *paper) : NULL;
    struct letter_answers given = { { NULL } };
    int64_t too_long;

    for (size_t i = 0; i < d->n_questions; i++) {
        given.typed[i] = d->questions[i].n_options > 0 ? d->questions[i].options[0].value : typed;
        (void)letter_problem_of(l, d, &given, i, &too_long);
    }
    for (enum lang g = LANG_RU; paper && g < N_LANGS; g++)
        if (letter_compose(l, d, &given, g, 20779, a, paper))
            return;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    OWN(arena) a = arena_new(8 << 20);
    struct letters_files f = { .letters = { p, n } };
    const struct letters *l;
    const char *why;

    f.law = bytes_of("id,country,ru,uk,be,en,de,article,part,version_date,source,confirmed_by\n"
                     "l,RU,a,a,a,a,a,1,2,2020-01-01,s,unconfirmed\n");
    f.offices = bytes_of("id,country,to,ru,uk,be,en,de,last_verified,source\n"
                         "o,RU,To,a,a,a,a,a,2020-01-01,s\n");
    f.channels = bytes_of("authority,kind,legally_effective,from,to,identifies,law,last_verified\n"
                          "RU,post,yes,2000-01-01,,name,l,2020-01-01\n");
    f.competence = bytes_of("topic,place,status,authority,ru,uk,be,en,de\nt,*,*,o,a,a,a,a,a\n");
    f.clocks = bytes_of("code,country,kind,event,amount,unit,before,first,roll,end,effect,reach,"
                        "valid_from,valid_to,source,confirmed_by,note\n"
                        "c,RU,k,e,3,days,,next,none,day,no,there,2000-01-01,,s,unconfirmed,\n");
    if (!a || letters_read(&f, a, &l, &why))
        return 0;
    for (size_t i = 0; i < l->n; i++) {
        make(l, l->list[i], "");
        make(l, l->list[i], "{q} 1.2.2026 \"");
    }
    return 0;
}
