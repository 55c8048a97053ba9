/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/edition/network.h"
#include "base/clock.h"
#include "core/open/sign.h"
#include "tests/unit/check.h"

static struct sign_secret *
key_made(uint8_t fill)
{
    struct sign_secret *k = sign_secret_new();
    uint8_t seed[KEY_BYTES];

    memset(seed, fill, sizeof seed);
    sign_secret_from_seed(seed, k);
    return k;
}

static struct card *
card_made(struct arena *a, const struct network_id *network, uint8_t id)
{
    struct card *c = arena_alloc(a, sizeof *c);

    c->network = *network;
    memset(c->org.b, id, sizeof c->org.b);
    c->version = 1;
    c->issued_day = 20700;
    c->n_names = c->n_abouts = c->n_langs = c->n_countries = 1;
    memcpy(c->names[0].lang, "en", 3);
    memcpy(c->names[0].text, id == 1 ? "First" : "Other", 6);
    memcpy(c->abouts[0].lang, "en", 3);
    memcpy(c->abouts[0].text, "Sample", 7);
    memcpy(c->langs[0], id == 1 ? "ru" : "de", 3);
    memcpy(c->countries[0], "*", 2);
    c->people_epoch = 1;
    c->first_week = 2968;
    memset(c->auth.b, 9, sizeof c->auth.b);
    memset(c->people.b, 9, sizeof c->people.b);
    memset(c->referral.b, 9, sizeof c->referral.b);
    for (size_t i = 0; i < CARD_DOORS; i++)
        memset(c->doors[i].b, (int)i + 1, sizeof c->doors[i].b);
    return c;
}

static void
write_card(struct writer *w, const struct card *c, const struct sign_secret *key, struct arena *a)
{
    uint8_t *text = arena_alloc(a, CARD_TEXT_MAX);
    struct writer t = writer_of(text, CARD_TEXT_MAX);
    char signer[ORG_SIGNER_CAP];

    org_signer_name(&c->org, signer);
    assert_int_equal(card_encode(c, &t), OK);
    assert_false(t.full);
    assert_int_equal(note_sign((struct bytes){ text, t.n }, signer, key, w), OK);
    write_bytes(w, bytes_of("=====\n"));
}

struct made_network *
network_made(struct arena *a)
{
    struct made_network *n = arena_alloc(a, sizeof *n);
    uint8_t *text = arena_alloc(a, 4096), *cards = arena_alloc(a, 65536);
    struct writer t = writer_of(text, 4096), w = writer_of(cards, 65536);
    struct sign_secret *orgs[] = { key_made(41), key_made(42) };

    n->editor = key_made(40);
    n->root = (struct root){ .version = 1, .threshold = 1, .n_editors = 1, .n_orgs = 2 };
    memcpy(n->root.editors[0].name, "editor-1", 9);
    n->root.editors[0].key = sign_public_of(n->editor);
    for (size_t i = 0; i < 2; i++) {
        memset(n->root.orgs[i].id.b, (int)i + 1, ID_BYTES);
        n->root.orgs[i].identity = sign_public_of(orgs[i]);
    }
    assert_int_equal(root_encode(&n->root, &t), OK);
    n->id = root_network_id((struct bytes){ text, t.n });
    for (uint8_t i = 0; i < 2; i++) {
        write_card(&w, card_made(a, &n->id, (uint8_t)(i + 1)), orgs[i], a);
        sign_secret_drop(&orgs[i]);
    }
    n->cards = (struct bytes){ cards, w.n };
    return n;
}

struct edition_source
network_source(const struct made_network *n, const char *content, int64_t now_s)
{
    return (struct edition_source){ .content = content,
        .name = { [LANG_RU] = "Опора", [LANG_EN] = "Opora" },
        .answer_hours = 9,
        .cards = n->cards,
        .root = &n->root,
        .network = &n->id,
        .version = 3,
        .drop_bits = 0,
        .slot_envelopes = 4,
        .now_s = now_s,
        .days = 30,
        .editor = "editor-1",
        .key = n->editor };
}
