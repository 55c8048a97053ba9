/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/view.h"
#include "assets.gen.h"
#include "base/clock.h"
#include "base/text.h"
#include "desk/access/roles.h"
#include "desk/find/handlers.h"
#include "desk/pages/tell.h"
#include "desk/post/handlers.h"
#include "http/reply.h"

enum { MAX_PAGE = 2000, CLOCK_OFF_MAX_S = 120, NEAR_DATES_S = 3 * 24 * 3600 };

const char *
view_param(struct req *rq, const char *name)
{
    const char *value = rq->caller ? form_get(&rq->caller->form, name) : NULL;

    return tell_text(value ? value : req_query(rq, name));
}

struct actor
view_actor(const struct req *rq)
{
    const struct session *s = rq->caller->session;

    return (struct actor){ .id = s->member, .name = s->name, .now_s = clock_now_s() };
}

bool
view_hubs_silent(const struct app *app, int64_t now_s)
{
    for (size_t i = 0; i < app->hubs.n; i++)
        if (now_s - app->hubs.h[i].last_pull_s < HUBS_SILENT_S)
            return false;
    return true;
}

static bool
hub_is_well(const struct hub *h)
{
    bool clock = h->clock_off_s <= CLOCK_OFF_MAX_S && h->clock_off_s >= -CLOCK_OFF_MAX_S;

    return clock && !h->edition_expired && (h->health == HUB_GOOD || h->health == HUB_NOT_YET);
}

bool
view_is_trouble(const struct app *app)
{
    bool hubs = app->hubs.n > 0;

    for (size_t i = 0; hubs && i < app->hubs.n; i++)
        hubs = hub_is_well(&app->hubs.h[i]);
    return !hubs || app->alarm || post_is_trouble(&app->post) || app->n_broken > 0 ||
           app->n_unreadable > 0 || app->doors_left < DOORS_LOW || app->audit.fault != AUDIT_WHOLE;
}

/* What she asked for, or may confirm and nobody has. */
static size_t
pairs_of(struct app *app, const struct session *s, int64_t now_s)
{
    const struct two_entry *e;
    size_t n = 0;

    for (size_t i = 0; (e = two_person_at(&app->pairs, now_s, i)) != NULL; i++)
        n += two_person_concerns(e, &s->member, s->roles);
    return n;
}

void
view_frame(const struct req *rq, enum desk_place place, struct desk_frame *out)
{
    const struct app *app = rq->app;
    const struct caller *c = rq->caller;
    int64_t now_s = clock_now_s();
    struct desk_frame f = { .lang = c->lang,
        .css = asset_desk_css.path,
        .js = asset_desk_js.path,
        .org = card_name(app->card, lang_code(c->lang)),
        .csrf = "",
        .member_id = "",
        .place = place,
        .now_s = now_s,
        .alarm = app->alarm != NULL,
        .demonstration = app->conf.demonstration != 0 };

    f.asked = c->said_lang != LANG_UNSET ? lang_code(c->said_lang) : "";
    f.here = strcmp(rq->method, "GET") == 0 && view_is_own_path(rq->target) ? rq->target : "/today";
    if (c->session) {
        f.member = c->session->name;
        f.csrf = c->session->csrf;
        f.member_id = c->session->member_hex;
        f.has_keys = !c->session->no_keys;
        f.sees_members = role_may(c->session->roles, MAY_SEE_MEMBERS);
        f.n_pairs = pairs_of(rq->app, c->session, now_s);
        f.idle_min = session_limit_ms(&app->sessions, c->session) / 60000;
        f.has_cases = c->book.p != NULL;
        f.trouble = view_is_trouble(app);
        f.has_audit = role_may(c->session->roles, MAY_AUDIT);
        f.audit_hot = app->n_too_fast > 0 || app->audit.fault != AUDIT_WHOLE;
    }
    *out = f;
}

/* One line of the side bar: her vaults and who waits in each.  A vault of one that holds nothing is
   left out. */
static enum err
vault_line(const struct req *rq, struct vault *v, const struct desk_frame *f, struct vault_link *to,
    size_t *n)
{
    const struct session *s = rq->caller->session;
    char id[2 * ID_BYTES + 1];
    struct case_counts counts = f->counts;
    enum err e = v == s->at ? OK : case_count(v->projection, s->name, f->now_s, &counts);

    if (e || (vault_is_own(v) && v != s->at && case_counts_none(&counts)))
        return e;
    hex_encode((struct bytes){ v->row.id.b, ID_BYTES }, id);
    to[*n] =
        (struct vault_link){ arena_text(rq->arena, id), v->row.role, counts.waiting, v == s->at };
    return to[(*n)++].id ? OK : ERR_INTERNAL;
}

enum err
view_counts(const struct req *rq, struct desk_frame *f)
{
    const struct session *s = rq->caller->session;
    struct vault_link *to = arena_alloc(rq->arena, VAULTS_OF_MEMBER * sizeof *to);
    enum err e = to ? case_count(rq->caller->book.p, s->name, f->now_s, &f->counts) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < s->vaults.n; i++)
        if (s->vaults.v[i]->projection)
            e = vault_line(rq, s->vaults.v[i], f, to, &f->n_vaults);
    e = e ? e : dates_near(rq->caller->book.p, s->name, f->now_s + NEAR_DATES_S, &f->near_dates);
    f->vaults = to;
    casebook_progress(s->at, &f->unread_cases, &f->all_cases);
    return e;
}

/* Whoever takes a new request should see at once that it may be here already.
   Old ones were looked at. */
static enum err
find_doubles(struct req *rq, struct list_view *l)
{
    bool *doubles = arena_alloc(rq->arena, (l->n + 1) * sizeof *doubles);
    enum err e = doubles ? OK : ERR_INTERNAL;

    for (size_t i = 0; !e && i < l->n; i++) {
        struct case_like like[MAX_SIMILAR];
        size_t n = 0;
        if (l->rows[i].unread > 0)
            e = case_similar(rq->caller->book.p, l->rows[i].id, rq->arena, like, &n);
        doubles[i] = n > 0;
    }
    l->doubles = doubles;
    return e;
}

/* What is searched in this request: the session keeps the words, the address only says that. */
static const char *
wanted_search(struct req *rq)
{
    bool search = strcmp(rq->path, "/search") == 0 || strcmp(view_param(rq, "f"), "search") == 0;

    return search ? rq->caller->session->query : "";
}

enum err
view_list(struct req *rq, struct list_view *out)
{
    struct list_view l = { .page = 1, .now_s = clock_now_s() };
    const char *q = wanted_search(rq);
    struct case_row *rows = NULL;
    uint64_t page = 1;

    l.hubs_silent = view_hubs_silent(rq->app, l.now_s);
    if (!text_u64(view_param(rq, "p"), 1, MAX_PAGE, &page))
        l.page = (int64_t)page;
    if (*q) {
        l.query = q;
        enum err found = find_fill(rq, &l);
        *out = l;
        return found;
    }
    l.list = tell_list_of(view_param(rq, "f"));
    struct case_ask ask = { l.list, rq->caller->session->name, (l.page - 1) * INBOX_PAGE, l.now_s };
    enum err e = case_list(rq->caller->book.p, &ask, rq->arena, &rows, &l.n, &l.more);
    l.rows = rows;
    e = e ? e : way_fill_list(rq, &l);
    e = !e && l.list == LIST_WAITING ? find_doubles(rq, &l) : e;
    *out = l;
    return e;
}

enum err
view_problem(struct req *rq, unsigned status, enum desk_problem p, int64_t n, const char *words)
{
    struct problem_view v = { .status = status, .problem = p, .n = n, .words = words };
    struct out o = out_in(rq->arena);

    view_frame(rq, PLACE_NONE, &v.f);
    page_desk_problem(&o, &v);
    return reply_page(rq, status, &o);
}

bool
view_is_own_path(const char *path)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/?=&%._~#-";

    return path[0] == '/' && path[1] != '/' && strlen(path) <= PLACE_PATH_MAX &&
           path[strspn(path, allowed)] == '\0';
}
