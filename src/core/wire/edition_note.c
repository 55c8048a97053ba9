/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/edition_note.h"
#include "core/wire/content.h"
#include "core/wire/lines.h"
#include <string.h>

enum { MAX_DROP_BITS = 16 };

static bool
path_char_is_valid(char c)
{
    bool letter = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
    return letter || digit || c == '.' || c == '_' || c == '-';
}

static bool
path_is_valid(const char *path)
{
    size_t n = strlen(path);
    bool start = true; /* of a segment */

    if (n == 0 || n > EDITION_PATH_MAX || path[n - 1] == '/')
        return false;
    for (size_t i = 0; i < n; i++) {
        if (start && (path[i] == '.' || path[i] == '/'))
            return false;
        start = path[i] == '/';
        if (!start && !path_char_is_valid(path[i]))
            return false;
    }
    return true;
}

static bool
edition_is_valid(const struct edition *e)
{
    if (e->version == 0 || e->root_version == 0 || e->drop_bits > MAX_DROP_BITS)
        return false;
    if (e->slot_envelopes == 0 || e->slot_envelopes > EDITION_MAX_SLOT_ENVELOPES)
        return false;
    if (e->n_pages > EDITION_MAX_PAGES || e->n_cards > ROOT_MAX_ORGS)
        return false;
    for (size_t i = 0; i < e->n_pages; i++) {
        const struct edition_page *p = &e->pages[i];
        if (!path_is_valid(p->path) || p->n_bytes > EDITION_PAGE_MAX)
            return false;
        if (i > 0 && strcmp(e->pages[i - 1].path, p->path) >= 0)
            return false;
    }
    for (size_t i = 0; i < e->n_cards; i++) {
        if (e->cards[i].version == 0)
            return false;
        for (size_t k = 0; k < i; k++)
            if (id_equal(e->cards[k].org.b, e->cards[i].org.b))
                return false;
    }
    return true;
}

static size_t
count_lines(struct bytes text, const char *start)
{
    size_t n = 0, len = strlen(start);

    for (size_t i = 0; i + len < text.n; i++)
        if ((i == 0 || text.p[i - 1] == '\n') && strncmp((const char *)text.p + i, start, len) == 0)
            n++;
    return n;
}

static enum err
pages_read(struct lines *l, struct arena *a, struct edition_page *to, size_t max, struct edition *e)
{
    while (lines_is(l, "page")) {
        if (e->n_pages == max)
            return ERR_MALFORMED;
        const char *path = arena_text(a, line_word(l));
        if (!path)
            return ERR_INTERNAL;
        struct edition_page *p = &to[e->n_pages++];
        p->path = path;
        p->n_bytes = line_u32(l, 0, EDITION_PAGE_MAX);
        line_hex(l, p->sha256.b, KEY_BYTES);
    }
    return OK;
}

static void
cards_read(struct lines *l, struct edition_card *to, size_t max, struct edition *e)
{
    while (lines_is(l, "card")) {
        if (e->n_cards == max) {
            l->bad = true;
            return;
        }
        struct edition_card *c = &to[e->n_cards++];
        line_hex(l, c->org.b, ID_BYTES);
        c->version = line_u32(l, 1, UINT32_MAX);
        line_hex(l, c->sha256.b, KEY_BYTES);
    }
}

static void
head_read(struct lines *l, struct edition *e)
{
    lines_need(l, "understory/edition/1");
    lines_need(l, "network");
    line_hex(l, e->network.b, KEY_BYTES);
    lines_need(l, "version");
    e->version = line_u32(l, 1, UINT32_MAX);
    lines_need(l, "root");
    e->root_version = line_u32(l, 1, UINT32_MAX);
    lines_need(l, "expires");
    e->expires_day = line_u32(l, 0, UINT32_MAX);
    lines_need(l, "drop-bits");
    e->drop_bits = line_u32(l, 0, MAX_DROP_BITS);
    lines_need(l, "slot-envelopes");
    e->slot_envelopes = line_u32(l, 1, EDITION_MAX_SLOT_ENVELOPES);
}

enum err
edition_decode(struct bytes text, struct arena *a, struct edition *out)
{
    struct edition e = { 0 };
    struct lines l;
    size_t n_pages = count_lines(text, "page "), n_cards = count_lines(text, "card ");

    if (text.n > NOTE_MAX_BYTES || n_pages > EDITION_MAX_PAGES || n_cards > ROOT_MAX_ORGS)
        return ERR_TOO_LARGE;
    struct edition_page *pages = arena_alloc(a, (n_pages + 1) * sizeof *pages);
    struct edition_card *cards = arena_alloc(a, (n_cards + 1) * sizeof *cards);
    if (!pages || !cards)
        return ERR_INTERNAL;
    lines_of(text, &l);
    head_read(&l, &e);
    enum err bad = pages_read(&l, a, pages, n_pages, &e);
    if (bad)
        return bad;
    cards_read(&l, cards, n_cards, &e);
    e.pages = pages;
    e.cards = cards;
    if (!lines_end(&l) || !edition_is_valid(&e))
        return ERR_MALFORMED;
    *out = e;
    return OK;
}

static void
number_line(struct writer *w, const char *keyword, uint32_t v)
{
    line_put(w, keyword);
    line_put_u32(w, v);
    line_put_end(w);
}

enum err
edition_encode(const struct edition *e, struct writer *w)
{
    if (!edition_is_valid(e))
        return ERR_MALFORMED;
    line_put(w, "understory/edition/1\nnetwork");
    line_put_hex(w, e->network.b, KEY_BYTES);
    line_put_end(w);
    number_line(w, "version", e->version);
    number_line(w, "root", e->root_version);
    number_line(w, "expires", e->expires_day);
    number_line(w, "drop-bits", e->drop_bits);
    number_line(w, "slot-envelopes", e->slot_envelopes);
    for (size_t i = 0; i < e->n_pages; i++) {
        line_put(w, "page");
        line_put_word(w, e->pages[i].path);
        line_put_u32(w, e->pages[i].n_bytes);
        line_put_hex(w, e->pages[i].sha256.b, KEY_BYTES);
        line_put_end(w);
    }
    for (size_t i = 0; i < e->n_cards; i++) {
        line_put(w, "card");
        line_put_hex(w, e->cards[i].org.b, ID_BYTES);
        line_put_u32(w, e->cards[i].version);
        line_put_hex(w, e->cards[i].sha256.b, KEY_BYTES);
        line_put_end(w);
    }
    return w->full ? ERR_TOO_LARGE : OK;
}

enum err
edition_open(struct bytes note, const struct root *root, const struct network_id *network,
    struct arena *a, struct edition *out)
{
    struct note n;
    struct edition e;

    enum err bad = note_parse(note, &n);
    if (!bad)
        bad = edition_decode(n.text, a, &e);
    if (bad)
        return bad;
    struct bytes ours = { network->b, KEY_BYTES }, theirs = { e.network.b, KEY_BYTES };
    if (!bytes_equal(ours, theirs))
        return ERR_FORBIDDEN;
    if (root_signed(&n, root))
        return ERR_FORGED;
    if (e.root_version > root->version)
        return ERR_CONFLICT;
    *out = e;
    return OK;
}

bool
edition_is_expired(const struct edition *e, int64_t day)
{
    return day > (int64_t)e->expires_day;
}

const struct edition_page *
edition_page_find(const struct edition *e, const char *path)
{
    size_t low = 0, high = e->n_pages;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = strcmp(e->pages[mid].path, path);
        if (order == 0)
            return &e->pages[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

bool
edition_page_is(const struct edition_page *p, struct bytes content)
{
    struct digest d = digest_sha256(content);

    return content.n == p->n_bytes &&
           bytes_equal((struct bytes){ d.b, KEY_BYTES }, (struct bytes){ p->sha256.b, KEY_BYTES });
}

enum err
edition_accepts_card(const struct edition *e, const struct card *c, const struct digest *text)
{
    for (size_t i = 0; i < e->n_cards; i++) {
        const struct edition_card *stated = &e->cards[i];
        if (!id_equal(stated->org.b, c->org.b))
            continue;
        if (c->version != stated->version)
            return c->version > stated->version ? OK : ERR_EXPIRED;
        struct bytes a = { stated->sha256.b, KEY_BYTES }, b = { text->b, KEY_BYTES };
        return bytes_equal(a, b) ? OK : ERR_CONFLICT;
    }
    return ERR_NOT_FOUND;
}
