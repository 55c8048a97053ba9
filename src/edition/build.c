/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The note over all pages and cards, its signature, and the files. */
#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "core/open/sign.h"
#include "core/wire/content.h"
#include "edition/edition.h"
#include "edition/pages.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_CARDS = 256, MAX_DAYS = 30, HEX_CAP = 2 * KEY_BYTES + 1 };

struct cards {
    struct card *list;
    struct edition_card *stated; /* ascending by organisation */
    size_t n;
};

static int
by_org(const void *a, const void *b)
{
    const uint8_t *x = ((const struct edition_card *)a)->org.b,
                  *y = ((const struct edition_card *)b)->org.b;

    for (size_t i = 0; i < ID_BYTES; i++)
        if (x[i] != y[i])
            return x[i] < y[i] ? -1 : 1;
    return 0;
}

static enum err
read_cards(const struct edition_source *s, struct arena *a, struct cards *out, const char **why)
{
    struct bytes rest = s->cards, one;

    out->list = arena_alloc(a, MAX_CARDS * sizeof *out->list);
    out->stated = arena_alloc(a, MAX_CARDS * sizeof *out->stated);
    if (!out->list || !out->stated)
        return ERR_INTERNAL;
    for (out->n = 0; notes_next(&rest, &one); out->n++) {
        struct card *c = &out->list[out->n];
        struct edition_card *stated = &out->stated[out->n];
        enum err e = out->n < MAX_CARDS ? card_open(one, s->root, s->network, c) : ERR_TOO_LARGE;
        if (!e)
            e = card_text_digest(one, &stated->sha256);
        if (e) {
            *why = arena_printf(a,
                "card %zu: %s: it does not fit the root note; ask the organisation for a new one",
                out->n + 1, err_name(e));
            return e;
        }
        stated->org = c->org;
        stated->version = c->version;
    }
    qsort(out->stated, out->n, sizeof *out->stated, by_org);
    for (size_t i = 1; i < out->n; i++)
        if (by_org(&out->stated[i - 1], &out->stated[i]) == 0) {
            *why = "two cards of one organisation";
            return ERR_CONFLICT;
        }
    return OK;
}

static void
hex_of(const struct digest *d, char to[HEX_CAP])
{
    hex_encode((struct bytes){ d->b, sizeof d->b }, to);
}

static enum err
write_pages(const struct made_pages *pages, const char *folder, struct arena *a,
    struct edition_page *stated, const char **why)
{
    const char *under = arena_printf(a, "%s/pages", folder);
    enum err e = under ? folder_make(under) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < pages->n; i++) {
        struct edition_page p = { pages->list[i].path, (uint32_t)pages->list[i].content.n,
            digest_sha256(pages->list[i].content) };
        char hex[HEX_CAP];
        hex_of(&p.sha256, hex);
        const char *path = arena_printf(a, "%s/%s", under, hex);
        e = path ? file_replace(path, pages->list[i].content) : ERR_INTERNAL;
        stated[i] = p;
    }
    if (e)
        *why = arena_printf(a, "%s: cannot be written", folder);
    return e;
}

/* Encode, sign and write the note. */
static enum err
write_note(const struct edition_source *s, const struct edition *e, const char *folder,
    struct arena *a, const char **why)
{
    uint8_t *text = arena_alloc(a, NOTE_MAX_BYTES), *note = arena_alloc(a, NOTE_MAX_BYTES);
    const char *path = arena_printf(a, "%s/note", folder);
    struct writer w = writer_of(text, text ? NOTE_MAX_BYTES : 0);
    struct writer signed_w = writer_of(note, note ? NOTE_MAX_BYTES : 0);
    enum err err = text && note && path ? edition_encode(e, &w) : ERR_INTERNAL;

    if (!err && !w.full)
        err = note_sign((struct bytes){ text, w.n }, s->editor, s->key, &signed_w);
    if (!err && (w.full || signed_w.full))
        err = ERR_TOO_LARGE;
    if (err) {
        *why = "the note of the edition cannot be made: check version, drop bits, slot envelopes "
               "and the editor's name";
        return err;
    }
    err = file_replace(path, (struct bytes){ note, signed_w.n });
    if (err)
        *why = arena_printf(a, "%s: cannot be written", path);
    return err;
}

enum err
edition_build(const struct edition_source *s, const char *folder, struct arena *a, const char **why)
{
    struct edition e = { .network = *s->network,
        .version = s->version,
        .root_version = s->root->version,
        .expires_day = (uint32_t)day_of(s->now_s) + s->days,
        .drop_bits = s->drop_bits,
        .slot_envelopes = s->slot_envelopes };
    struct made_pages pages;
    struct edition_page *stated;
    struct cards cards;
    enum err err;

    *why = "out of memory";
    if (s->days == 0 || s->days > MAX_DAYS) {
        *why = "an edition lives 1 to 30 days";
        return ERR_MALFORMED;
    }
    err = read_cards(s, a, &cards, why);
    if (!err)
        err = edition_pages(s, cards.list, cards.n, a, &pages, why);
    if (err)
        return err;
    stated = arena_alloc(a, pages.n * sizeof *stated);
    err = stated ? write_pages(&pages, folder, a, stated, why) : ERR_INTERNAL;
    if (err)
        return err;
    e.pages = stated;
    e.n_pages = pages.n;
    e.cards = cards.stated;
    e.n_cards = cards.n;
    return write_note(s, &e, folder, a, why);
}

static bool
is_named(const struct edition *e, const char *name)
{
    for (size_t i = 0; i < e->n_pages; i++) {
        char hex[HEX_CAP];
        hex_of(&e->pages[i].sha256, hex);
        if (strcmp(hex, name) == 0)
            return true;
    }
    return false;
}

enum err
edition_sweep(const char *folder, const struct edition *e)
{
    OWN(arena) a = arena_new(1 << 16);
    const char *under = a ? arena_printf(a, "%s/pages", folder) : NULL;
    DIR *dir = under ? opendir(under) : NULL;
    int bad = 0;

    if (!dir)
        return ERR_INTERNAL;
    for (struct dirent *d = readdir(dir); d; d = readdir(dir))
        if (strlen(d->d_name) == HEX_CAP - 1 && !is_named(e, d->d_name))
            bad |= unlinkat(dirfd(dir), d->d_name, 0);
    (void)closedir(dir);
    return bad ? ERR_INTERNAL : OK;
}
