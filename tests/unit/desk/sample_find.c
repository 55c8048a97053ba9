/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/desk/sample.h"

void
sample_search(struct out *o, struct inbox_view *v, const char *hostile)
{
    const char *word = hostile ? hostile : "подвал";
    struct find_query q = { { { FIND_WORD, word, word, 0, false },
                                { FIND_COUNTRY, "country:ru", "RU", 0, false },
                                { FIND_UNKNOWN, "страница:3", "страница 3", 0, false } },
        3, true };
    struct found f = { .n = v->list.n,
        .countries = { { { "RU", 0, 7 }, { "AM", 0, 2 }, { "", 0, 1 } }, 3 },
        .languages = { { { "ru", 0, 8 }, { "uk", 0, 2 } }, 2 },
        .urgencies = { { { NULL, 1, 3 }, { NULL, 3, 7 } }, 2 },
        .states = { { { "open", 0, 9 }, { "closed", 0, 1 } }, 2 },
        .leads = { { { "", 0, 4 }, { hostile ? hostile : "Ольга", 0, 6 } }, 2 } };
    struct find_piece pieces[] = {
        { "Мужа держат в подвале второй день, телефон забрали", 1, { { 25, 39 } } },
        { word, 0, { { 0, 0 } } },
    };
    v->f.place = PLACE_SEARCH;
    v->f.unread_cases = 120;
    v->f.all_cases = 4000;
    v->list.search = true;
    v->list.query = hostile ? hostile : "подвал country:ru страница:3";
    v->list.asked = &q;
    v->list.found = &f;
    v->list.pieces = pieces;
    page_desk_search(o, v);
}
