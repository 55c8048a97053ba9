/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gate/choose_org.h"
#include "seeker/site.h"

enum { WEIGHT_LANG = 8, WEIGHT_UNMARKED = 4, WEIGHT_COUNTRY = 2, WEIGHT_ANY_COUNTRY = 1 };

bool
org_is_open(const struct card *c, int64_t now_s)
{
    struct box_public door;
    uint32_t week;

    return !card_door(c, now_s, &week, &door);
}

static bool
names_country(const struct card *c, const char *country)
{
    for (size_t i = 0; i < c->n_countries; i++)
        if (strcmp(c->countries[i], country) == 0)
            return true;
    return false;
}

static int
weight_of(const struct book_card *c, const char *lang, const char *country)
{
    int weight = card_has_lang(c->card, lang) ? WEIGHT_LANG : 0;

    if (!country[0])
        return weight + (c->designated ? 0 : WEIGHT_UNMARKED);
    if (names_country(c->card, country))
        return weight + WEIGHT_COUNTRY;
    return weight + (card_has_country(c->card, country) ? WEIGHT_ANY_COUNTRY : 0);
}

static const struct card *
best_of(const struct book *b, const char *lang, const char *country, int64_t now_s, bool marked_too)
{
    const struct card *best = NULL;
    int best_weight = -1;

    for (size_t i = 0; i < b->n_cards; i++) {
        const struct book_card *c = &b->cards[i];
        if (!org_is_open(c->card, now_s))
            continue;
        if (!marked_too && site_is_designated(b->site, &c->card->org, country))
            continue;
        int weight = weight_of(c, lang, country);
        if (weight > best_weight) {
            best = c->card;
            best_weight = weight;
        }
    }
    return best;
}

const struct card *
choose_org(const struct book *b, const char *lang, const char *country, int64_t now_s)
{
    return best_of(b, lang, country, now_s, false);
}

const struct card *
choose_org_at_all(const struct book *b, const char *lang, const char *country, int64_t now_s)
{
    return best_of(b, lang, country, now_s, true);
}
