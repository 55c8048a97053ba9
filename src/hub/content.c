/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/content.h"
#include "base/file.h"
#include "base/own.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "core/wire/ticket.h"

enum {
    ROOT_FILE_MAX = 4 << 20,
    CARDS_FILE_MAX = 8 << 20,
    CONTENT_MAX = 256 << 20, /* of memory for all pages together */
    MAX_TICKETS = 4,         /* on one page */
};

/* What the edition's forms hold where each reader gets a ticket of her own. */
static const char ticket_place[] = "TICKET-TICKET-TICKET-TICKET-TICKET-TICKET-TICKET";

struct loading {
    struct content *c;
    const char *folder;
    char *why;
};

static enum err
refuse(struct loading *l, enum err e, const char *what, const char *todo)
{
    (void)snprintf(l->why, CONTENT_WHY_BYTES, "%s/%.100s: %s", l->folder, what, todo);
    return e;
}

static enum err
read_named(struct loading *l, const char *name, size_t max, struct bytes *out)
{
    const char *path = arena_printf(l->c->arena, "%s/%s", l->folder, name);
    enum err e = path ? file_read(path, max, l->c->arena, out) : ERR_INTERNAL;

    switch (e) {
    case OK: return OK;
    case ERR_NOT_FOUND:
        return refuse(l, e, name, "is not there: copy it from the network's editors");
    case ERR_TOO_LARGE:
        return refuse(l, e, name, "is larger than any such file may be: get it again");
    default: return refuse(l, e, name, "cannot be read: look at its rights and at the disk");
    }
}

static enum err
load_root(struct loading *l, const struct hub_id *hub)
{
    enum err e = read_named(l, "root", ROOT_FILE_MAX, &l->c->root_file);

    if (e)
        return e;
    e = root_open(l->c->root_file, &l->c->root, &l->c->network);
    if (e == ERR_FORGED)
        return refuse(l, e, "root",
            "a signature does not check: get the file again from the editors, by another way");
    if (e == ERR_CONFLICT)
        return refuse(
            l, e, "root", "its versions are not in order from 1: get the whole file again");
    if (e)
        return refuse(l, e, "root", "is not a root note: get it again from the editors");
    if (!root_hub_find(&l->c->root, hub))
        return refuse(l, ERR_NOT_FOUND, "root",
            "does not list this hub: correct `hub` in hub.conf, or ask an editor to list it");
    return OK;
}

static enum err
load_edition(struct loading *l)
{
    enum err e = read_named(l, "edition/note", NOTE_MAX_BYTES, &l->c->edition_file);

    if (e)
        return e;
    e = edition_open(l->c->edition_file, &l->c->root, &l->c->network, l->c->arena, &l->c->edition);
    l->c->edition_hash = digest_sha256(l->c->edition_file);
    switch (e) {
    case OK: return OK;
    case ERR_FORGED:
        return refuse(l, e, "edition/note",
            "the editors' signatures do not check: get the edition again, by another way");
    case ERR_FORBIDDEN:
        return refuse(
            l, e, "edition/note", "belongs to another network: get the edition of this root note");
    case ERR_CONFLICT:
        return refuse(l, e, "edition/note", "needs a newer root note: get `root` again");
    default:
        return refuse(l, e, "edition/note", "is not an edition: get it again from the editors");
    }
}

/* Does the page ask for the kit, as src/seeker/frame.html writes it? */
static bool
wants_kit(struct bytes page)
{
    static const char tag[] = "\n<script src=\"/js/";

    return memmem(page.p, page.n, tag, sizeof tag - 1) != NULL;
}

/* The one inlined style sheet is allowed by its hash; to a form the kit, which may talk to this hub
   and can make no markup out of text; and nothing else. */
static const char *
csp_of(struct bytes page, struct arena *a)
{
    static const char plain[] = "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    static const char with_kit[] = "script-src 'self'; connect-src 'self'; "
                                   "require-trusted-types-for 'script'; trusted-types 'none'; "
                                   "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    const char *rest = wants_kit(page) ? with_kit : plain;
    const uint8_t *end = page.p + page.n;
    const uint8_t *from = memmem(page.p, page.n, "<style>", 7);
    const uint8_t *to = from ? memmem(from, (size_t)(end - from), "</style>", 8) : NULL;
    char b64[B64_CAP(32) + 1];

    if (!to)
        return arena_printf(a, "default-src 'none'; %s", rest);
    struct digest d = digest_sha256((struct bytes){ from + 7, (size_t)(to - from) - 7 });
    b64_encode((struct bytes){ d.b, sizeof d.b }, b64);
    for (char *c = b64; *c; c++) /* policies are written in the other alphabet, with padding */
        *c = *c == '-' ? '+' : *c == '_' ? '/' : *c;
    return arena_printf(a, "default-src 'none'; style-src 'sha256-%s='; %s", b64, rest);
}

static enum err
find_tickets(struct content_page *p, struct arena *a)
{
    const uint8_t *at = p->body.p;
    const uint8_t *end = p->body.p + p->body.n;

    p->tickets = arena_alloc(a, MAX_TICKETS * sizeof *p->tickets);
    if (!p->tickets)
        return ERR_INTERNAL;
    while ((size_t)(end - at) >= TICKET_TEXT && p->n_tickets < MAX_TICKETS) {
        at = memmem(at, (size_t)(end - at), ticket_place, TICKET_TEXT);
        if (!at)
            break;
        p->tickets[p->n_tickets++] = (size_t)(at - p->body.p);
        at += TICKET_TEXT;
    }
    return OK;
}

static const char *
type_of(const char *path, struct bytes body)
{
    struct reader r = reader_of(body);
    struct bytes start = read_n(&r, 9);

    if (strncmp(path, "js/", 3) == 0)
        return "text/javascript; charset=utf-8";
    return start.n == 9 && strncasecmp((const char *)start.p, "<!doctype", 9) == 0
               ? "text/html; charset=utf-8"
               : "text/plain; charset=utf-8";
}

static enum err
load_page(struct loading *l, const struct edition_page *listed, struct content_page *to)
{
    struct arena *a = l->c->arena;
    char hex[2 * sizeof listed->sha256.b + 1];
    struct content_page p = { .listed = listed };

    hex_encode((struct bytes){ listed->sha256.b, sizeof listed->sha256.b }, hex);
    const char *name = arena_printf(a, "edition/pages/%s", hex);
    enum err e = name ? read_named(l, name, EDITION_PAGE_MAX, &p.body) : ERR_INTERNAL;
    if (e)
        return e;
    if (!edition_page_is(listed, p.body))
        return refuse(l, ERR_FORGED, listed->path,
            "this page is not the one that was signed: copy the edition again");
    p.type = type_of(listed->path, p.body);
    p.csp = csp_of(p.body, a);
    if (!p.csp || find_tickets(&p, a))
        return ERR_INTERNAL;
    *to = p;
    return OK;
}

static enum err
load_pages(struct loading *l)
{
    struct content *c = l->c;
    enum err e = OK;

    c->pages = arena_alloc(c->arena, (c->edition.n_pages + 1) * sizeof *c->pages);
    if (!c->pages)
        return ERR_INTERNAL;
    for (size_t i = 0; !e && i < c->edition.n_pages; i++)
        e = load_page(l, &c->edition.pages[i], &c->pages[i]);
    if (!e && !content_page_find(c, "index"))
        e = refuse(l, ERR_NOT_FOUND, "edition/note",
            "has no page `index`: ask the editors for a whole edition");
    return e;
}

static enum err
card_failed(struct loading *l, enum err e, const struct card *card)
{
    char signer[ORG_SIGNER_CAP];
    char what[64];

    org_signer_name(&card->org, signer);
    (void)snprintf(what, sizeof what, "cards (%s)", signer);
    if (e == ERR_EXPIRED)
        return refuse(l, e, what, "is older than the edition says: get the newest cards");
    return refuse(l, e, what, "is not the card that the edition names: get the newest cards");
}

/* A valid card of an organisation that the edition does not list yet may still sign requests. */
static enum err
load_card(struct loading *l, struct bytes note, struct card *card)
{
    struct content *c = l->c;
    struct digest text;
    enum err e = card_open(note, &c->root, &c->network, card);

    if (e == ERR_FORGED)
        return refuse(
            l, e, "cards", "a signature does not check: get the file again, by another way");
    if (e == ERR_FORBIDDEN)
        return refuse(l, e, "cards",
            "holds a card of an organisation that the root note does not list: get `root` and "
            "`cards` again");
    if (!e)
        e = card_text_digest(note, &text);
    if (e)
        return refuse(l, e, "cards", "holds something that is no card: get the file again");
    e = edition_accepts_card(&c->edition, card, &text);
    if (e && e != ERR_NOT_FOUND)
        return card_failed(l, e, card);
    c->desks[c->n_desks++] = (struct content_desk){
        .key_id = content_id_of((struct bytes){ card->auth.b, sizeof card->auth.b }),
        .auth = card->auth,
        .org = card->org,
    };
    return OK;
}

static enum err
load_cards(struct loading *l)
{
    struct content *c = l->c;
    struct bytes one;
    enum err e = read_named(l, "cards", CARDS_FILE_MAX, &c->cards_file);
    struct card *card = arena_alloc(c->arena, sizeof *card);

    c->desks = arena_alloc(c->arena, ROOT_MAX_ORGS * sizeof *c->desks);
    if (!e && (!card || !c->desks))
        return ERR_INTERNAL;
    struct bytes rest = c->cards_file;
    while (!e && notes_next(&rest, &one))
        e = c->n_desks < ROOT_MAX_ORGS
                ? load_card(l, one, card)
                : refuse(l, ERR_TOO_LARGE, "cards", "holds too many cards: get the file again");
    return e;
}

enum err
content_load(const char *folder, const struct hub_id *hub, struct content **out,
    char why[static CONTENT_WHY_BYTES])
{
    OWN(arena) a = arena_new(CONTENT_MAX);
    OWN(content) c = a ? arena_alloc(a, sizeof *c) : NULL;
    struct loading l = { c, folder, why };

    (void)snprintf(why, CONTENT_WHY_BYTES, "no memory for the edition");
    if (!c)
        return ERR_INTERNAL;
    c->arena = TAKE(a);
    enum err e = load_root(&l, hub);
    if (!e)
        e = load_edition(&l);
    if (!e)
        e = load_pages(&l);
    if (!e)
        e = load_cards(&l);
    if (!e)
        *out = TAKE(c);
    return e;
}

void
content_drop(struct content **at)
{
    struct content *c = *at;

    *at = NULL;
    if (!c)
        return;
    struct arena *a = c->arena;
    arena_drop(&a);
}

const struct content_page *
content_page_find(const struct content *c, const char *path)
{
    const struct edition_page *p = edition_page_find(&c->edition, path);

    return p ? &c->pages[p - c->edition.pages] : NULL;
}

const struct content_desk *
content_desk_find(const struct content *c, const struct content_id *key_id)
{
    for (size_t i = 0; i < c->n_desks; i++)
        if (id_equal(c->desks[i].key_id.b, key_id->b))
            return &c->desks[i];
    return NULL;
}
