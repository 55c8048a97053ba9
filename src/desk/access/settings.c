/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a member sets for herself: language, keys, idle time, sessions, browsers. */
#include "base/clock.h"
#include "base/text.h"
#include "desk/access/handlers.h"
#include "desk/access/parts.h"
#include "desk/view.h"
#include "http/reply.h"

enum { MINUTE_MS = 60000 };

void
access_keys_fact(const struct session *s, char to[static FACT_NAME_CAP])
{
    (void)snprintf(to, FACT_NAME_CAP, "single-keys/%s", s->member_hex);
}

void
access_lang_fact(const struct member_id *id, char to[static FACT_NAME_CAP])
{
    char hex[2 * ID_BYTES + 1];

    hex_encode((struct bytes){ id->b, ID_BYTES }, hex);
    (void)snprintf(to, FACT_NAME_CAP, "lang-chosen/%s", hex);
}

enum err
access_lang_chosen(struct db *keys, const struct member_id *id)
{
    const uint8_t yes = 1;
    char fact[FACT_NAME_CAP];

    access_lang_fact(id, fact);
    return keys_fact_put(keys, fact, (struct bytes){ &yes, sizeof yes });
}

static enum err
fill_own(struct req *rq, struct settings_view *v)
{
    const struct sessions *all = &rq->app->sessions;
    struct own_session_row *rows = arena_alloc(rq->arena, MAX_SESSIONS * sizeof *rows);
    int64_t now_ms = clock_steady_ms();

    for (size_t i = 0; rows && i < MAX_SESSIONS; i++) {
        const struct session *s = &all->s[i];
        char *handle = arena_alloc(rq->arena, SESSION_HANDLE_CAP);
        if (!handle)
            return ERR_INTERNAL;
        if (!s->used || strcmp(s->member_hex, rq->caller->session->member_hex) != 0)
            continue;
        session_handle(s, handle);
        rows[v->n_sessions++] =
            (struct own_session_row){ handle, (now_ms - s->began_ms) / MINUTE_MS,
                (now_ms - s->last_ms) / MINUTE_MS, s == rq->caller->session };
    }
    v->sessions = rows;
    return rows ? OK : ERR_INTERNAL;
}

static enum err
fill_factors(struct req *rq, struct settings_view *v)
{
    const struct member_id *m = &rq->caller->session->member;
    struct factor *all = arena_alloc(rq->arena, FACTORS_MAX * sizeof *all);
    struct factor_row *rows = arena_alloc(rq->arena, FACTORS_MAX * sizeof *rows);
    enum err e = all && rows ? factor_list(rq->app->keys, m, all, &v->n_factors) : ERR_INTERNAL;

    for (size_t i = 0; !e && i < v->n_factors; i++)
        rows[i] = (struct factor_row){ parts_hex(rq->arena, all[i].id, ID_BYTES), all[i].kind,
            all[i].label, all[i].added_day, all[i].used_day };
    v->factors = rows;
    e = e ? e : recovery_left(rq->app->keys, m, &v->codes_left);
    return e ? e : known_count(rq->app->keys, m, &v->n_browsers);
}

enum err
get_settings(struct req *rq)
{
    const struct session *s = rq->caller->session;
    struct settings_view v = { .says = parts_says(rq),
        .idle_min = s->idle_ms / MINUTE_MS,
        .idle_max_min = (rq->app->sessions.idle_ms + MINUTE_MS - 1) / MINUTE_MS };
    struct out o = out_in(rq->arena);

    view_frame(rq, PLACE_SETTINGS, &v.f);
    enum err e = v.f.has_cases ? view_counts(rq, &v.f) : OK;
    e = e ? e : fill_factors(rq, &v);
    e = e ? e : fill_own(rq, &v);
    if (e)
        return e;
    page_desk_settings(&o, &v);
    return reply_page(rq, 200, &o);
}

/* One of the choices, or 0: as the desk is set. */
static bool
idle_of_form(const struct form *f, int64_t *minutes)
{
    uint64_t n = 0;
    bool known = false;

    if (!form_get(f, "idle"))
        return true; /* stays */
    if (text_u64(form_text(f, "idle"), 0, 60, &n))
        return false;
    for (size_t i = 0; idle_choice_min(i) > 0; i++)
        known |= idle_choice_min(i) == (int64_t)n;
    *minutes = (int64_t)n;
    return known || n == 0;
}

static enum err
keep_settings(struct req *rq, enum lang lang, uint8_t keys, int64_t idle_min)
{
    struct session *s = rq->caller->session;
    char fact[FACT_NAME_CAP];

    access_keys_fact(s, fact);
    enum err e = db_begin(rq->app->keys, TX_WRITE);
    if (e)
        return e;
    e = keys_member_set_lang(rq->app->keys, &s->member, lang_code(lang));
    e = e ? e : access_lang_chosen(rq->app->keys, &s->member);
    e = e ? e : keys_fact_put(rq->app->keys, fact, (struct bytes){ &keys, sizeof keys });
    e = e ? e : habit_set_idle(rq->app->keys, &s->member, idle_min * 60);
    return db_end(rq->app->keys, e);
}

enum err
post_settings(struct req *rq)
{
    struct session *s = rq->caller->session;
    enum lang lang = lang_of(form_text(&rq->caller->form, "lang"));
    uint8_t keys = form_get(&rq->caller->form, "keys") != NULL;
    int64_t idle_min = s->idle_ms / MINUTE_MS;

    if (lang == LANG_UNSET || !idle_of_form(&rq->caller->form, &idle_min))
        return ERR_MALFORMED;
    enum err e = keep_settings(rq, lang, keys, idle_min);
    if (e)
        return e;
    (void)snprintf(s->lang, sizeof s->lang, "%s", lang_code(lang));
    s->no_keys = keys == 0;
    s->idle_ms = idle_min * MINUTE_MS;
    return parts_back(rq, "/settings", SAYS_KEPT);
}

/* The switch beside every page: back to where she was, in the language she chose. */
enum err
post_lang(struct req *rq)
{
    struct session *s = rq->caller->session;
    enum lang lang = lang_of(form_text(&rq->caller->form, "lang"));
    const char *to = form_text(&rq->caller->form, "to");

    if (lang == LANG_UNSET)
        return ERR_MALFORMED;
    enum err e = db_begin(rq->app->keys, TX_WRITE);
    if (e)
        return e;
    e = keys_member_set_lang(rq->app->keys, &s->member, lang_code(lang));
    e = e ? e : access_lang_chosen(rq->app->keys, &s->member);
    e = db_end(rq->app->keys, e);
    if (e)
        return e;
    (void)snprintf(s->lang, sizeof s->lang, "%s", lang_code(lang));
    return reply_see_other(rq, view_is_own_path(to) ? to : "/today");
}

enum err
post_settings_session(struct req *rq)
{
    const char *wanted = form_text(&rq->caller->form, "session");
    struct sessions *all = &rq->app->sessions;

    for (size_t i = 0; i < MAX_SESSIONS; i++) {
        struct session *s = &all->s[i];
        char handle[SESSION_HANDLE_CAP];
        if (!s->used || s == rq->caller->session ||
            strcmp(s->member_hex, rq->caller->session->member_hex) != 0)
            continue;
        session_handle(s, handle);
        if (strcmp(handle, wanted) != 0)
            continue;
        desk_lock(rq->app, s);
        return parts_back(rq, "/settings", SAYS_SESSION_ENDED);
    }
    return parts_back(rq, "/settings", SAYS_OLD_PAGE);
}

enum err
post_settings_browsers(struct req *rq)
{
    enum err e = db_begin(rq->app->keys, TX_WRITE);

    if (e)
        return e;
    e = db_end(rq->app->keys, known_erase(rq->app->keys, &rq->caller->session->member));
    return e ? e : parts_back(rq, "/settings", SAYS_BROWSERS_FORGOTTEN);
}
