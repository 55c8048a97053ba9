/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include "http/reply.h"
#include "hub/handlers.h"

static const char machine_cache[] = "public, max-age=300";

enum err
begin_row(struct req *rq)
{
    return db_begin(rq->app->db, rq->route->tx);
}

enum err
end_row(struct req *rq, enum err e)
{
    return db_end(rq->app->db, e);
}

/* Write a ticket of this moment over every place for one. */
static enum err
with_tickets(struct req *rq, const struct content_page *p, struct bytes *out)
{
    char *copy = arena_text_n(rq->arena, p->body.p, p->body.n);

    if (!copy)
        return ERR_INTERNAL;
    for (size_t i = 0; i < p->n_tickets; i++) {
        struct once once;
        struct ticket t;
        char text[TICKET_TEXT + 1];
        random_fill(once.b, sizeof once.b);
        ticket_make(&rq->app->key, &rq->app->conf->hub_id, (uint32_t)clock_now_s(), &once, &t);
        ticket_print(&t, text);
        memcpy(copy + p->tickets[i], text, TICKET_TEXT);
    }
    *out = (struct bytes){ (const uint8_t *)copy, p->body.n };
    return OK;
}

static enum err
answer_page(struct req *rq, unsigned status, const char *path)
{
    const struct content_page *p = content_page_find(rq->app->content, path);
    struct bytes body;

    if (!p)
        return ERR_NOT_FOUND;
    body = p->body;
    enum err e = p->n_tickets > 0 ? with_tickets(rq, p, &body) : OK;
    if (e)
        return e;
    reply_header(rq, "Content-Security-Policy", p->csp);
    return reply_bytes(rq, status, p->type, body);
}

enum err
get_index(struct req *rq)
{
    return answer_page(rq, 200, "index");
}

/* /ru/ is the page ru/index, /ru/3 is ru/3.  Pages of errors are no pages to ask for. */
enum err
get_page(struct req *rq)
{
    const char *name = rq->parts[1] ? rq->parts[1] : "index";
    const char *path = arena_printf(rq->arena, "%s/%s", rq->parts[0], name);

    return path ? answer_page(rq, 200, path) : ERR_INTERNAL;
}

/* The quick exit: forget us, and go where nobody asks. */
enum err
get_exit(struct req *rq)
{
    reply_header(rq, "Clear-Site-Data", "\"*\"");
    return reply_see_other(rq, hub_conf_exit(rq->app->conf, rq->parts[0] ? rq->parts[0] : ""));
}

static enum err
answer_machine(struct req *rq, struct bytes b)
{
    reply_header(rq, "Cache-Control", machine_cache);
    return reply_bytes(rq, 200, "text/plain; charset=utf-8", b);
}

enum err
get_root(struct req *rq)
{
    return answer_machine(rq, rq->app->content->root_file);
}

enum err
get_cards(struct req *rq)
{
    return answer_machine(rq, rq->app->content->cards_file);
}

enum err
get_edition(struct req *rq)
{
    return answer_machine(rq, rq->app->content->edition_file);
}

/* A page by the hash under which the edition lists it, as it was signed, with the place for a
   ticket left empty: for mirrors and monitors. */
enum err
get_edition_page(struct req *rq)
{
    const struct content *c = rq->app->content;
    struct digest wanted;

    if (hex_decode(rq->parts[0], wanted.b, sizeof wanted.b))
        return ERR_NOT_FOUND;
    for (size_t i = 0; i < c->edition.n_pages; i++) {
        if (!id_equal(c->edition.pages[i].sha256.b, wanted.b) ||
            !id_equal(c->edition.pages[i].sha256.b + ID_BYTES, wanted.b + ID_BYTES))
            continue;
        reply_header(rq, "Cache-Control", machine_cache);
        return reply_bytes(rq, 200, "application/octet-stream", c->pages[i].body);
    }
    return ERR_NOT_FOUND;
}

static const char *
error_page_of(const struct req *rq, enum err e)
{
    switch (e) {
    case OK:
    case ERR_NOT_FOUND: return "e404";
    case ERR_FORBIDDEN: return rq->route ? "e404" : "e405";
    case ERR_MALFORMED:
    case ERR_FORGED:
    case ERR_CONFLICT: return "e400";
    case ERR_EXPIRED: return "e410";
    case ERR_TOO_LARGE: return "e413";
    case ERR_BUSY: return "e503";
    case ERR_INTERNAL: return "e500";
    }
    return "e500";
}

/* The error's page in the language of the path,
   else the choice of languages with the right status. */
enum err
answer_with_page(struct req *rq, enum err e)
{
    const char *path = rq->path && rq->path[0] == '/' ? rq->path + 1 : "";
    size_t n = strcspn(path, "/");
    const char *page =
        n == 2 ? arena_printf(rq->arena, "%.2s/%s", path, error_page_of(rq, e)) : NULL;

    if (e == ERR_FORBIDDEN && !rq->route)
        reply_header(rq, "Allow", "GET, HEAD");
    if (e == ERR_BUSY)
        reply_header(rq, "Retry-After", "10");
    if (page && content_page_find(rq->app->content, page))
        return answer_page(rq, status_of(e), page);
    return answer_page(rq, status_of(e), "index");
}
