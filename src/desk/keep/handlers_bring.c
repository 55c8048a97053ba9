/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What comes: files that wait to be brought in. */
#include "base/text.h"
#include "desk/keep/handlers.h"
#include "desk/keep/import_files.h"
#include "desk/keep/keep_pages.h"
#include "desk/keep/replies.h"
#include "desk/view.h"
#include "http/reply.h"

enum { FILE_ARENA_BYTES = 128 << 20 };

/* Numbers of columns and what they hold, as the program wants them. */
static const char *
mapping_of(struct req *rq)
{
    const char *text = "";
    char name[16];

    for (size_t i = 0; text && i < DOC_COLUMNS_MAX; i++) {
        (void)snprintf(name, sizeof name, "c%zu", i);
        uint64_t n = 0;
        const char *value = form_get(&rq->caller->form, name);
        if (value && !text_u64(value, 0, N_COLUMNS - 1, &n))
            text = arena_printf(rq->arena, "%s%zu=%u ", text, i, (unsigned)n);
    }
    return text;
}

static enum err
read_doc(struct req *rq, struct arena *a, const char *name, struct bytes *doc)
{
    const char *mapping = mapping_of(rq);
    struct bytes file;
    enum err e = mapping ? import_read(rq->app->conf.folder, name, a, &file) : ERR_INTERNAL;

    if (e)
        return e;
    size_t cap = 4 + strlen(mapping) + file.n;
    uint8_t *question = arena_alloc(a, cap);
    struct writer w = writer_of(question, question ? cap : 0);
    write_u32(&w, (uint32_t)strlen(mapping));
    write_bytes(&w, bytes_of(mapping));
    write_bytes(&w, file);
    if (!question || w.full)
        return ERR_TOO_LARGE;
    e = keep_job(rq, rq->app->keeping.import_fd, (struct bytes){ question, w.n }, a, doc);
    return e == ERR_NOT_FOUND ? ERR_EXPIRED  /* the program, not the file, is gone */
           : e == ERR_BUSY    ? ERR_CONFLICT /* she, not the vault, is busy */
                              : e;
}

static enum keep_say
say_bring(enum err e)
{
    return e == ERR_BUSY        ? KEEP_SAY_READING
           : e == ERR_EXPIRED   ? KEEP_SAY_NO_PROGRAM
           : e == ERR_TOO_LARGE ? KEEP_SAY_FULL
           : e == ERR_CONFLICT  ? KEEP_SAY_SLOWLY
                                : KEEP_SAY_NOT_READ;
}

/* Look into the file, or bring it in. */
static enum err
bring_file(struct req *rq, bool really, struct brought *out)
{
    OWN(arena) a = arena_new(FILE_ARENA_BYTES);
    struct actor by = view_actor(rq);
    struct bytes doc;
    enum err e = a ? read_doc(rq, a, form_text(&rq->caller->form, "file"), &doc) : ERR_INTERNAL;

    return e ? e : bring(&rq->caller->book, doc, really, &by, rq->arena, out);
}

enum err
post_keep_look(struct req *rq)
{
    struct brought *b = arena_alloc(rq->arena, sizeof *b);
    struct bring_view v = { .file = form_text(&rq->caller->form, "file"), .b = b };
    struct out o = out_in(rq->arena);
    enum err e = keep_need_cases(rq);

    if (e || !b)
        return e ? e : ERR_INTERNAL;
    e = bring_file(rq, false, b);
    if (e)
        return e == ERR_INTERNAL ? e : keep_back(rq, 0, say_bring(e));
    view_frame(rq, PLACE_KEEP, &v.f);
    e = view_counts(rq, &v.f);
    if (e)
        return e;
    page_desk_bring(&o, &v);
    return reply_page(rq, 200, &o);
}

enum err
post_keep_bring(struct req *rq)
{
    struct brought *b = arena_alloc(rq->arena, sizeof *b);
    enum err e = keep_need_cases(rq);

    if (e || !b)
        return e ? e : ERR_INTERNAL;
    e = bring_file(rq, true, b);
    if (e)
        return e == ERR_INTERNAL ? e : keep_back(rq, 0, say_bring(e));
    if (b->n_fresh_entries > 0) {
        const struct session *s = rq->caller->session;
        const char *words = arena_printf(rq->arena, "+%zu", b->n_fresh);
        desk_audit(rq->app, AUDIT_CHANGED, &s->member, s->name, words ? words : "");
    }
    if (b->n_refused == 0)
        import_remove(rq->app->conf.folder, form_text(&rq->caller->form, "file"));
    return keep_back(rq, 0, b->n_refused ? KEEP_SAY_NOT_READ : KEEP_SAY_BROUGHT);
}
