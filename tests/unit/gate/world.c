/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/gate/world.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/own.h"
#include "base/text.h"
#include "core/open/sign.h"
#include "core/wire/content.h"
#include "core/wire/edition_note.h"
#include "tests/unit/check.h"

enum { DROP_BITS = 3 };

struct page {
    const char *path, *content;
};

static const struct page pages[] = {
    { "data/authorities.csv", "id,country,to,ru,uk,be,en,de,last_verified,source\n"
                              "o,RU,To,O,O,O,O,O,2026-11-22,s\n" },
    { "data/channels.csv", "authority,kind,legally_effective,from,to,identifies,law,last_verified\n"
                           "RU,post,yes,2000-01-01,,name,,2026-11-22\n" },
    { "data/clocks.csv", "code,country,kind,event,amount,unit,before,first,roll,end,effect,reach,"
                         "valid_from,valid_to,source,confirmed_by,note\n" },
    { "data/competence.csv", "topic,place,status,authority,ru,uk,be,en,de\n"
                             "t,*,*,o,R,R,R,R,R\n" },
    { "data/countries.csv", "code,ru,uk,be,en,de,origin\nRU,Россия,Росія,Расія,Russia,Russland,RU\n"
                            "DE,Германия,Німеччина,Германія,Germany,Deutschland,RU\n"
                            "AM,Армения,Вірменія,Арменія,Armenia,Armenien,RU\n" },
    { "data/crisis.csv",
        "country,kind,ru,uk,be,en,de,number,hours,languages,verified_on,source\n"
        "RU,emergency,Помощь,Допомога,Дапамога,Help,Hilfe,112,24/7,ru,2026-11-22,invented\n"
        "*,emergency,Везде,Усюди,Усюды,Everywhere,Überall,+00 000 000 99,24/7,en,2026-11-22,x\n" },
    { "data/find-ru", "7\tПовестка\t явка по повестке суд \n61\tРоссия\t призыв суд \n" },
    { "data/law.csv", "id,country,ru,uk,be,en,de,article,part,version_date,source,confirmed_by\n" },
    { "data/letters", "letter x\n"
                      "page 301\n"
                      "topic t\n"
                      "place RU\n"
                      "paper ru\n"
                      "reviewer sample: x\n"
                      "reviewed_on 2026-11-22\n"
                      "review_due 2027-02-20\n"
                      "ru.title T\n"
                      "uk.title T\n"
                      "be.title T\n"
                      "en.title T\n"
                      "de.title T\n"
                      "ru.about A\n"
                      "uk.about A\n"
                      "be.about A\n"
                      "en.about A\n"
                      "de.about A\n"
                      "question name\n"
                      "kind text\n"
                      "ru.ask Name?\n"
                      "uk.ask Name?\n"
                      "be.ask Name?\n"
                      "en.ask Name?\n"
                      "de.ask Name?\n"
                      "question day\n"
                      "kind date\n"
                      "ru.ask Day?\n"
                      "uk.ask Day?\n"
                      "be.ask Day?\n"
                      "en.ask Day?\n"
                      "de.ask Day?\n"
                      "question why\n"
                      "kind long\n"
                      "ru.ask Why?\n"
                      "uk.ask Why?\n"
                      "be.ask Why?\n"
                      "en.ask Why?\n"
                      "de.ask Why?\n"
                      "head h\n"
                      "ru.text {to} {name}\n"
                      "uk.text {to} {name}\n"
                      "be.text {to} {name}\n"
                      "en.text {to} {name}\n"
                      "de.text {to} {name}\n"
                      "title t\n"
                      "ru.text T\n"
                      "uk.text T\n"
                      "be.text T\n"
                      "en.text T\n"
                      "de.text T\n"
                      "para p\n"
                      "ru.text {why} {day}\n"
                      "uk.text {why} {day}\n"
                      "be.text {why} {day}\n"
                      "en.text {why} {day}\n"
                      "de.text {why} {day}\n"
                      "identifies i\n"
                      "ru.text N\n"
                      "uk.text N\n"
                      "be.text N\n"
                      "en.text N\n"
                      "de.text N\n"
                      "proof p\n"
                      "ru.text P\n"
                      "uk.text P\n"
                      "be.text P\n"
                      "en.text P\n"
                      "de.text P\n"
                      "warn w\n"
                      "ru.text W\n"
                      "uk.text W\n"
                      "be.text W\n"
                      "en.text W\n"
                      "de.text W\n" },
    { "data/site", "name ru Опора\nname en Opora\nanswer-hours 9\n" },
    { "orgs/designations",
        "org,country,kind,since,source,verified_on\n02020202020202020202020202020202,RU,"
        "undesirable,2024-01-01,invented,2026-11-01\n" },
};
enum { N_PAGES = sizeof pages / sizeof *pages };

static struct sign_secret *
signer_of(uint8_t fill)
{
    struct sign_secret *k = sign_secret_new();
    uint8_t seed[KEY_BYTES];

    memset(seed, fill, sizeof seed);
    sign_secret_from_seed(seed, k);
    return k;
}

static void
put_file(struct world *w, const char *name, struct bytes b)
{
    assert_int_equal(file_replace(arena_printf(w->a, "%s/%s", w->folder, name), b), OK);
}

static struct bytes
signed_note(struct world *w, struct bytes text, const char *name, uint8_t key)
{
    uint8_t *to = arena_alloc(w->a, text.n + 512);
    struct writer out = writer_of(to, text.n + 512);
    struct sign_secret *k = signer_of(key);

    assert_int_equal(note_sign(text, name, k, &out), OK);
    assert_false(out.full);
    sign_secret_drop(&k);
    return (struct bytes){ to, out.n };
}

static void
write_root(struct world *w)
{
    struct root *r = arena_alloc(w->a, sizeof *r);
    uint8_t *to = arena_alloc(w->a, 8192);
    struct writer out = writer_of(to, 8192);

    r->version = r->threshold = 1;
    r->n_editors = r->n_hubs = 1;
    r->n_orgs = N_ORGS;
    struct sign_secret *editor = signer_of(100);
    memcpy(r->editors[0].name, "editor-1", 9);
    r->editors[0].key = sign_public_of(editor);
    sign_secret_drop(&editor);
    memset(w->hub.b, 7, sizeof w->hub.b);
    r->hubs[0].id = w->hub;
    memcpy(r->hubs[0].address, "http://hub.example.org", 23);
    for (uint8_t i = 0; i < N_ORGS; i++) {
        struct sign_secret *identity = signer_of((uint8_t)(110 + i));
        memset(w->org[i].b, i + 1, sizeof w->org[i].b);
        r->orgs[i].id = w->org[i];
        r->orgs[i].identity = sign_public_of(identity);
        sign_secret_drop(&identity);
    }
    assert_int_equal(root_encode(r, &out), OK);
    w->network = root_network_id((struct bytes){ to, out.n });
    put_file(w, "root", signed_note(w, (struct bytes){ to, out.n }, "editor-1", 100));
}

struct org_made {
    const char *name, *langs[3], *countries[3];
};

static const struct org_made orgs[N_CARDS] = {
    [ALPHA] = { "Alpha", { "ru", "uk" }, { "RU", "UA" } },
    [BETA] = { "Beta", { "en", "ru" }, { "*" } },
    [GAMMA] = { "Gamma", { "de", "en" }, { "DE" } },
    [OLD] = { "Old", { "ru" }, { "*" } },
};

static void
fill_card(struct world *w, int i, struct card *c)
{
    const struct org_made *o = &orgs[i];

    *c = (struct card){ .network = w->network,
        .org = w->org[i],
        .version = 1,
        .issued_day = 20700,
        .n_names = 1,
        .n_abouts = 1,
        .people_epoch = 1 };
    memcpy(c->names[0].lang, "en", 3);
    memcpy(c->names[0].text, o->name, strlen(o->name) + 1);
    memcpy(c->abouts[0].lang, "en", 3);
    memcpy(c->abouts[0].text, "Invented", 9);
    for (; c->n_langs < 3 && o->langs[c->n_langs]; c->n_langs++)
        memcpy(c->langs[c->n_langs], o->langs[c->n_langs], 3);
    for (; c->n_countries < 3 && o->countries[c->n_countries]; c->n_countries++)
        memcpy(c->countries[c->n_countries], o->countries[c->n_countries],
            strlen(o->countries[c->n_countries]) + 1);
    struct sign_secret *auth = signer_of((uint8_t)(150 + i));
    c->auth = sign_public_of(auth);
    sign_secret_drop(&auth);
    c->first_week = (uint32_t)week_of(NOW_S) - (i == OLD ? 40 : 2);
    c->people = c->referral = box_public_of(w->people[i]);
    for (size_t k = 0; k < CARD_DOORS; k++)
        c->doors[k] = box_public_of(w->door[i]);
}

static void
write_cards(struct world *w, struct edition_card *list)
{
    uint8_t *all = arena_alloc(w->a, 65536), *text = arena_alloc(w->a, CARD_TEXT_MAX);
    struct writer out = writer_of(all, 65536);
    struct card *c = arena_alloc(w->a, sizeof *c);
    char signer[ORG_SIGNER_CAP];

    for (int i = 0; i < N_CARDS; i++) {
        struct writer t = writer_of(text, CARD_TEXT_MAX);
        w->people[i] = box_secret_new();
        w->door[i] = box_secret_new();
        box_secret_random(w->people[i]);
        box_secret_random(w->door[i]);
        fill_card(w, i, c);
        assert_int_equal(card_encode(c, &t), OK);
        org_signer_name(&c->org, signer);
        struct bytes note = signed_note(w, (struct bytes){ text, t.n }, signer, (uint8_t)(110 + i));
        list[i].org = c->org;
        list[i].version = 1;
        assert_int_equal(card_text_digest(note, &list[i].sha256), OK);
        write_bytes(&out, note);
        write_bytes(&out, bytes_of("=====\n"));
    }
    put_file(w, "cards", (struct bytes){ all, out.n });
}

static void
write_edition(struct world *w, const struct edition_card *cards)
{
    struct edition_page list[N_PAGES];
    uint8_t *to = arena_alloc(w->a, 16384);
    struct writer out = writer_of(to, 16384);
    char hex[2 * KEY_BYTES + 1];

    for (size_t i = 0; i < N_PAGES; i++) {
        struct bytes b = bytes_of(pages[i].content);
        list[i] = (struct edition_page){ pages[i].path, (uint32_t)b.n, digest_sha256(b) };
        hex_encode((struct bytes){ list[i].sha256.b, KEY_BYTES }, hex);
        put_file(w, arena_printf(w->a, "edition/pages/%s", hex), b);
    }
    const struct edition e = { .network = w->network,
        .version = 5,
        .root_version = 1,
        .expires_day = (uint32_t)day_of(NOW_S) + 20,
        .drop_bits = DROP_BITS,
        .slot_envelopes = 4,
        .n_pages = N_PAGES,
        .n_cards = N_CARDS,
        .pages = list,
        .cards = cards };
    assert_int_equal(edition_encode(&e, &out), OK);
    put_file(w, "edition/note", signed_note(w, (struct bytes){ to, out.n }, "editor-1", 100));
}

static void
start_app(struct world *w)
{
    char why[BOOK_WHY_BYTES] = "";

    random_fill(w->ticket_key.b, sizeof w->ticket_key.b);
    w->conf.hub_id = w->hub;
    w->conf.network_id = w->network;
    w->conf.folder = w->folder;
    w->conf.ticket_min_ms = 2000;
    w->conf.ticket_max_ms = INT64_C(1000) * DAY_S;
    w->epochs = epochs_new(0);
    enum err e = book_load(w->folder, &w->network, &w->hub, &w->book, why);
    assert_string_equal(why, "");
    assert_int_equal(e, OK);
    w->app = (struct app){ .conf = &w->conf,
        .ticket_key = &w->ticket_key,
        .book = w->book,
        .epochs = w->epochs,
        .pocket = guarded_alloc(sizeof *w->app.pocket),
        .now_s = NOW_S };
    assert_non_null(w->app.pocket);
}

struct world *
world_new(void)
{
    struct arena *a = arena_new(256 << 20);
    struct world *w = arena_alloc(a, sizeof *w);
    struct edition_card cards[N_CARDS];

    assert_int_equal(crypto_start(), OK);
    w->a = a;
    memcpy(w->folder, "/tmp/gate-test-XXXXXX", 22);
    assert_non_null(mkdtemp(w->folder));
    assert_int_equal(folder_make(arena_printf(a, "%s/edition/pages", w->folder)), OK);
    write_root(w);
    write_cards(w, cards);
    write_edition(w, cards);
    peer_start(w);
    start_app(w);
    shelf_of_strangers(w, 64);
    return w;
}

static void
remove_folder(struct world *w)
{
    char hex[2 * KEY_BYTES + 1];
    static const char *const names[] = { "edition/note", "root", "cards", "edition/pages",
        "edition", "" };

    for (size_t i = 0; i < N_PAGES; i++) {
        struct digest d = digest_sha256(bytes_of(pages[i].content));
        hex_encode((struct bytes){ d.b, KEY_BYTES }, hex);
        (void)remove(arena_printf(w->a, "%s/edition/pages/%s", w->folder, hex));
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        (void)remove(arena_printf(w->a, "%s/%s", w->folder, names[i]));
}

void
world_drop(struct world **w)
{
    struct arena *a = (*w)->a;

    peer_stop(*w);
    remove_folder(*w);
    for (int i = 0; i < N_CARDS; i++) {
        box_secret_drop(&(*w)->people[i]);
        box_secret_drop(&(*w)->door[i]);
    }
    book_drop(&(*w)->book);
    epochs_drop(&(*w)->epochs);
    guarded_free((*w)->app.pocket);
    arena_drop(&a);
    *w = NULL;
}
