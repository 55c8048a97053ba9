/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Adding a file and looking at one.  Taking the original out: original.c. */
#include "desk/files/handlers.h"
#include "base/clock.h"
#include "base/own.h"
#include "base/text.h"
#include "core/wire/crypto.h"
#include "desk/access/roles.h"
#include "desk/files/asked.h"
#include "desk/files/file_pages.h"
#include "desk/view.h"
#include "http/reply.h"
#include <inttypes.h>
#include <sys/mman.h>

/* As everywhere at the desk, but that pictures of the desk itself may be shown. */
static const char policy_with_pictures[] =
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

enum err
file_asked(struct req *rq, struct file_row *out)
{
    struct content_id blob;
    uint64_t id = 0;

    if (!rq->caller->book.p) {
        rq->caller->problem = PROBLEM_NO_CASES;
        return ERR_FORBIDDEN;
    }
    if (text_u64(tell_text(rq->parts[0]), 1, INT64_MAX, &id) ||
        hex_decode(tell_text(rq->parts[1]), blob.b, sizeof blob.b)) {
        rq->caller->problem = PROBLEM_NO_PAGE;
        return ERR_NOT_FOUND;
    }
    enum err e = casebook_need(&rq->caller->book, (int64_t)id);
    e = e ? e : file_get(rq->caller->book.p, (int64_t)id, &blob, rq->arena, out);
    if (e == ERR_NOT_FOUND)
        rq->caller->problem = PROBLEM_NO_PAGE;
    return e;
}

/* ---- Adding. */

enum err
post_file(struct req *rq)
{
    const struct multipart_file *f = &rq->caller->file;
    struct actor by = view_actor(rq);
    uint64_t id = 0;

    if (!rq->caller->book.p) {
        rq->caller->problem = PROBLEM_NO_CASES;
        return ERR_FORBIDDEN;
    }
    if (text_u64(tell_text(rq->parts[0]), 1, INT64_MAX, &id))
        return ERR_NOT_FOUND;
    if (!f->name || f->content.n == 0) {
        rq->caller->problem = PROBLEM_NO_FILE;
        return ERR_MALFORMED;
    }
    if (f->content.n > FILE_UPLOAD_MAX)
        return ERR_TOO_LARGE;
    struct file_given given = { f->name, f->type, f->content, by.now_s, &by };
    enum err e = file_keep(&rq->caller->book, (int64_t)id, &given);
    const char *to = arena_printf(rq->arena, "/c/%" PRIu64 "?done=file", id);
    return e ? e : to ? reply_see_other(rq, to) : ERR_INTERNAL;
}

/* ---- Looking. */

static enum err
write_piece(void *closure, struct bytes piece)
{
    const int *fd = closure;
    size_t n = 0;

    while (n < piece.n) {
        ssize_t k = write(*fd, piece.p + n, piece.n - n);
        if (k <= 0)
            return ERR_INTERNAL;
        n += (size_t)k;
    }
    return OK;
}

/* Open the file into memory that has no name, and hand that over. */
static enum err
ask(struct req *rq, const struct file_row *row, uint32_t page, struct seen **out)
{
    OWN_FD fd = memfd_create("file", MFD_CLOEXEC);
    int plain = fd;

    if (fd < 0)
        return ERR_INTERNAL;
    enum err e = file_read_pieces(rq->app->records, &row->f, write_piece, &plain);
    return e ? e : viewing_ask(&rq->app->viewing, &row->f.blob, page, fd, clock_steady_ms(), out);
}

static uint32_t
page_of(const char *text)
{
    uint64_t n = 0;

    return text_u64(text, 1, SIGHT_PAGES_SHOWN, &n) ? 1 : (uint32_t)n;
}

/* What is known of the page; what nobody has asked for yet is asked for. */
static enum err
look(struct req *rq, struct file_view *v)
{
    struct seen *seen = viewing_find(&rq->app->viewing, &v->file->f.blob, v->page);
    enum err e = seen ? OK : ask(rq, v->file, v->page, &seen);

    if (e == ERR_FORGED) {
        v->s = (struct sight){ .status = SIGHT_DAMAGED };
        return OK;
    }
    if (e)
        return e;
    v->waits = !seen->ready;
    v->s = seen->s;
    v->text = seen->text ? arena_text(rq->arena, seen->text) : NULL;
    return OK;
}

enum err
get_file(struct req *rq)
{
    struct file_view v = { .page = page_of(view_param(rq, "k")) };
    struct out o = out_in(rq->arena);
    struct file_row row = { 0 };
    struct case_full c;
    enum err e = file_asked(rq, &row);

    v.file = &row;
    e = e ? e : look(rq, &v);
    e = e ? e : case_get(rq->caller->book.p, row.case_id, rq->arena, &c);
    file_row_wipe(&row);
    if (e)
        return e;
    v.lang = c.row.lang;
    case_wipe(&c);
    uint32_t roles = rq->caller->session->roles;
    v.may_original = role_may(roles, MAY_EXPORT) || role_may(roles, MAY_RELEASE);
    view_frame(rq, PLACE_NONE, &v.f);
    e = view_counts(rq, &v.f);
    if (e)
        return e;
    page_desk_file(&o, &v);
    reply_header(rq, "Content-Security-Policy", policy_with_pictures);
    if (v.waits)
        reply_header(rq, "Refresh", "1");
    return reply_page(rq, 200, &o);
}

/* Only what the desk itself has made of pixels. */
enum err
get_file_page(struct req *rq)
{
    struct file_row row = { 0 };
    enum err e = file_asked(rq, &row);
    uint32_t page = page_of(tell_text(rq->parts[2]));
    const struct seen *seen = e ? NULL : viewing_find(&rq->app->viewing, &row.f.blob, page);

    file_row_wipe(&row);
    if (e)
        return e;
    if (!seen || !seen->png) {
        rq->caller->problem = PROBLEM_NO_PAGE;
        return ERR_NOT_FOUND;
    }
    uint8_t *copy = arena_alloc(rq->arena, seen->n_png);
    if (!copy)
        return ERR_INTERNAL;
    memcpy(copy, seen->png, seen->n_png);
    reply_header(rq, "Content-Security-Policy", "default-src 'none'; sandbox");
    return reply_bytes(rq, 200, "image/png", (struct bytes){ copy, seen->n_png });
}
