/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "gate/book.h"
#include "base/file.h"
#include "base/own.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "core/wire/edition_note.h"
#include "letters/letters.h"

enum { BOOK_BYTES = 16 << 20, SCRATCH_BYTES = 64 << 20, CARDS_MAX_BYTES = 4 << 20 };

struct loading {
    const char *folder;
    struct arena *scratch; /* dropped after loading */
    struct book *book;
    struct edition edition;
    const char *why;
};

static enum err
read_in(struct loading *l, const char *name, size_t max, struct bytes *out)
{
    const char *path = arena_printf(l->scratch, "%s/%s", l->folder, name);

    return path ? file_read(path, max, l->scratch, out) : ERR_INTERNAL;
}

static enum err
load_root(struct loading *l, const struct network_id *network, const struct hub_id *hub)
{
    struct root *root = arena_alloc(l->book->arena, sizeof *root);
    struct bytes file;

    l->why = "root cannot be read: is the folder right?";
    enum err e = root ? read_in(l, "root", NOTE_MAX_BYTES, &file) : ERR_INTERNAL;
    if (e)
        return e;
    l->why = "root is not a root note signed by its editors: get it again";
    e = root_open(file, root, &l->book->network);
    if (e)
        return e;
    l->why = "root belongs to another network than the one configured";
    if (!bytes_equal((struct bytes){ network->b, sizeof network->b },
            (struct bytes){ l->book->network.b, sizeof network->b }))
        return ERR_FORBIDDEN;
    const struct root_hub *us = root_hub_find(root, hub);
    l->book->address = us ? us->address : NULL;
    l->book->root = root;
    return OK;
}

static enum err
load_edition(struct loading *l)
{
    struct bytes note;

    l->why = "edition/note cannot be read";
    enum err e = read_in(l, "edition/note", NOTE_MAX_BYTES, &note);
    if (e)
        return e;
    l->why = "edition/note is not an edition signed by the editors in root: get both again";
    e = edition_open(note, l->book->root, &l->book->network, l->scratch, &l->edition);
    if (e)
        return e;
    l->book->edition = l->edition.version;
    l->book->drop_bits = l->edition.drop_bits;
    return OK;
}

/* The content of a page, into the book's arena.  ERR_NOT_FOUND if the edition has none such. */
static enum err
read_page(struct loading *l, const char *path, struct bytes *out)
{
    const struct edition_page *page = edition_page_find(&l->edition, path);
    char hex[2 * KEY_BYTES + 1];
    struct bytes content;

    if (!page)
        return ERR_NOT_FOUND;
    hex_encode((struct bytes){ page->sha256.b, sizeof page->sha256.b }, hex);
    const char *file = arena_printf(l->scratch, "%s/edition/pages/%s", l->folder, hex);
    enum err e = file ? file_read(file, EDITION_PAGE_MAX, l->book->arena, &content) : ERR_INTERNAL;
    if (!e && !edition_page_is(page, content))
        e = ERR_FORGED;
    if (!e)
        *out = content;
    return e;
}

/* Keep a card if it may be used and none newer of its organisation is there already. */
static void
take_card(struct loading *l, struct bytes note, struct card *card, struct card *cards)
{
    struct digest text;
    struct book *b = l->book;
    size_t i = 0;

    if (card_open(note, b->root, &b->network, card) || card_text_digest(note, &text) ||
        edition_accepts_card(&l->edition, card, &text)) {
        b->n_refused++;
        return;
    }
    while (i < b->n_cards && !id_equal(cards[i].org.b, card->org.b))
        i++;
    if (i == b->n_cards)
        b->n_cards++;
    else if (cards[i].version >= card->version)
        return;
    cards[i] = *card;
}

/* In the order of the root note: the editors say who comes first. */
static enum err
order_cards(struct loading *l, const struct card *cards)
{
    struct book *b = l->book;
    struct book_card *list = arena_alloc(b->arena, b->n_cards * sizeof *list + 1);
    size_t n = 0;

    if (!list)
        return ERR_INTERNAL;
    for (size_t i = 0; i < b->root->n_orgs; i++)
        for (size_t k = 0; k < b->n_cards; k++)
            if (id_equal(b->root->orgs[i].id.b, cards[k].org.b))
                list[n++].card = &cards[k];
    b->cards = list;
    return OK;
}

static enum err
load_cards(struct loading *l, struct card **out)
{
    struct card *cards = arena_alloc(l->scratch, ROOT_MAX_ORGS * sizeof *cards);
    struct card *one = arena_alloc(l->scratch, sizeof *one);
    struct bytes rest, note;

    l->why = "cards cannot be read";
    enum err e = cards && one ? read_in(l, "cards", CARDS_MAX_BYTES, &rest) : ERR_INTERNAL;
    if (e)
        return e;
    while (notes_next(&rest, &note))
        take_card(l, note, one, cards);
    l->why = "cards holds no card that root and edition allow: nobody could be written to";
    if (l->book->n_cards == 0)
        return ERR_NOT_FOUND;
    *out = arena_alloc(l->book->arena, l->book->n_cards * sizeof *cards);
    if (!*out)
        return ERR_INTERNAL;
    memcpy(*out, cards, l->book->n_cards * sizeof *cards);
    return order_cards(l, *out);
}

static enum err
load_site(struct loading *l, const struct card *cards)
{
    struct book *b = l->book;
    struct site_files files = { .site = { NULL, 0 } };

    l->why = "a data page of the edition is missing or is not what the edition states";
    enum err e = read_page(l, SITE_PAGE, &files.site);
    if (!e)
        e = read_page(l, SITE_COUNTRIES, &files.countries);
    if (!e)
        e = read_page(l, SITE_CRISIS, &files.crisis);
    if (!e)
        e = read_page(l, SITE_DESIGNATIONS, &files.designations);
    if (e)
        return e;
    return site_read(&files, cards, b->n_cards, b->arena, &b->site, &l->why);
}

/* An edition need not have guides, or questions that lead to them. */
static enum err
load_guides(struct loading *l)
{
    struct book *b = l->book;
    enum err e = OK;

    l->why = "a page for search in the edition is not what the edition states";
    for (enum lang lang = LANG_RU; !e && lang < N_LANGS; lang++) {
        const char *path = arena_printf(l->scratch, FIND_PAGE, lang_code(lang));
        struct bytes page;
        e = path ? read_page(l, path, &page) : ERR_INTERNAL;
        if (!e)
            e = find_read(page, b->arena, &b->find[lang]);
        else if (e == ERR_NOT_FOUND)
            e = OK;
    }
    if (edition_page_find(&l->edition, "ru/101"))
        b->first_question = "101";
    return e;
}

/* The letters and their tables; an edition may do without. */
static enum err
load_letters(struct loading *l)
{
    struct letters_files files;
    const struct {
        const char *path;
        struct bytes *to;
    } pages[] = { { LETTERS_PAGE, &files.letters }, { LETTERS_LAW, &files.law },
        { LETTERS_OFFICES, &files.offices }, { LETTERS_CHANNELS, &files.channels },
        { LETTERS_COMPETENCE, &files.competence }, { LETTERS_CLOCKS, &files.clocks } };
    enum err e = OK;

    if (!edition_page_find(&l->edition, LETTERS_PAGE))
        return OK;
    l->why = "a data page of the letters is missing or is not what the edition states";
    for (size_t i = 0; !e && i < sizeof pages / sizeof *pages; i++)
        e = read_page(l, pages[i].path, pages[i].to);
    return e ? e : letters_read(&files, l->book->arena, &l->book->letters, &l->why);
}

static void
mark_designated(struct loading *l)
{
    struct book *b = l->book;
    size_t n = 0;
    const struct country_row *rows = site_countries(b->site, LANG_EN, l->scratch, &n);

    for (size_t i = 0; i < b->n_cards; i++) {
        struct book_card *c = &b->cards[i];
        for (size_t k = 0; k < n && !c->designated; k++)
            c->designated = site_is_designated(b->site, &c->card->org, rows[k].code);
    }
}

static enum err
load_all(struct loading *l, const struct network_id *network, const struct hub_id *hub)
{
    struct card *cards = NULL;
    enum err e = load_root(l, network, hub);

    if (!e)
        e = load_edition(l);
    if (!e)
        e = load_cards(l, &cards);
    if (!e)
        e = load_site(l, cards);
    if (!e)
        e = load_guides(l);
    if (!e)
        e = load_letters(l);
    if (!e)
        mark_designated(l);
    return e;
}

enum err
book_load(const char *folder, const struct network_id *network, const struct hub_id *hub,
    struct book **out, char why[static BOOK_WHY_BYTES])
{
    OWN(arena) scratch = arena_new(SCRATCH_BYTES);
    struct arena *arena = arena_new(BOOK_BYTES);
    OWN(book) b = arena ? arena_alloc(arena, sizeof *b) : NULL;
    struct loading l = { .folder = folder, .scratch = scratch, .book = b, .why = "no memory" };
    enum err e = ERR_INTERNAL;

    if (!b)
        arena_drop(&arena);
    else
        b->arena = arena;
    if (b && scratch)
        e = load_all(&l, network, hub);
    if (e)
        (void)snprintf(why, BOOK_WHY_BYTES, "%s", l.why);
    else
        *out = TAKE(b);
    return e;
}

void
book_drop(struct book **b)
{
    if (!*b)
        return;
    struct arena *arena = (*b)->arena; /* the book itself lies in it */
    arena_drop(&arena);
    *b = NULL;
}

const struct card *
book_card(const struct book *b, const struct org_id *org)
{
    for (size_t i = 0; i < b->n_cards; i++)
        if (id_equal(b->cards[i].card->org.b, org->b))
            return b->cards[i].card;
    return NULL;
}

const char *
book_org_name(const struct book *b, const struct org_id *org, const char *lang, struct arena *a)
{
    const struct card *c = book_card(b, org);
    char signer[ORG_SIGNER_CAP];

    if (c && card_name(c, lang)[0])
        return card_name(c, lang);
    org_signer_name(org, signer);
    return arena_text(a, signer);
}
