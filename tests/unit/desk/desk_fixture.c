/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/desk/desk_fixture.h"
#include "base/clock.h"
#include "base/file.h"
#include "core/open/sign.h"
#include "core/wire/crypto.h"
#include "desk/find/find.h"
#include "tests/unit/check.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

/* The linker puts this in the place of the real cost: hundreds of log-ins at 0.7 s each would test
   nothing more.  The real one is tested in tests/unit/core/open. */
struct kek_cost __wrap_kek_cost_real(void);

struct kek_cost
__wrap_kek_cost_real(void)
{
    return kek_cost_for_tests();
}

static void
write_root(struct fixture *f, const struct org_id *org, const struct sign_public *identity,
    struct bytes *out)
{
    struct sign_secret *editor = f->editor;
    struct root *r = arena_alloc(f->a, sizeof *r);
    uint8_t *text = arena_alloc(f->a, 8192);
    uint8_t *note = arena_alloc(f->a, 8192);
    struct writer w = writer_of(text, 8192);
    struct writer signed_w = writer_of(note, 8192);

    sign_secret_random(editor);
    r->version = 1;
    r->threshold = 1;
    r->n_editors = 1;
    (void)snprintf(r->editors[0].name, sizeof r->editors[0].name, "editor-1");
    r->editors[0].key = sign_public_of(editor);
    r->n_hubs = 1;
    memset(r->hubs[0].id.b, 7, ID_BYTES);
    (void)snprintf(r->hubs[0].address, sizeof r->hubs[0].address, "http://127.0.0.1:1");
    r->n_orgs = 1;
    r->orgs[0] = (struct root_org){ *org, *identity };
    assert_int_equal(root_encode(r, &w), OK);
    assert_int_equal(note_sign((struct bytes){ text, w.n }, "editor-1", editor, &signed_w), OK);
    *out = (struct bytes){ note, signed_w.n };
}

static void
write_profile(struct card *c)
{
    c->n_names = 1;
    (void)snprintf(c->names[0].lang, 3, "ru");
    (void)snprintf(c->names[0].text, sizeof c->names[0].text, "Тропа");
    c->n_langs = 1;
    (void)snprintf(c->langs[0], 3, "ru");
    c->n_countries = 1;
    (void)snprintf(c->countries[0], 3, "*");
}

static void
start(struct fixture *f)
{
    const char *why = NULL;

    memset(&f->app, 0, sizeof f->app);
    f->app.conf = (struct desk_conf){ .folder = f->folder,
        .proxy = "",
        .sandbox = "off",
        .poll_ms = 1000,
        .slot_ms = 1000,
        .edition_ms = 1000,
        .idle_ms = 900000,
        .timeout_ms = 1000 };
    if (desk_start(&f->app, f->a, &why))
        fail_msg("desk_start: %s", why);
    assert_int_equal(desk_start_hubs(&f->app, f->a, &why), OK);
}

static void
new_with(struct fixture *f, size_t n_members)
{
    char why[DB_WHY_BYTES];
    const char *why_join = NULL;
    struct org_id org;
    struct sign_public identity;
    struct bytes root;

    memset(f, 0, sizeof *f);
    assert_int_equal(crypto_start(), OK);
    f->a = arena_new(64 << 20);
    f->editor = sign_secret_new();
    (void)snprintf(f->folder, sizeof f->folder, "/tmp/test_desk_XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    f->members[0] = (struct setup_member){ .name = "Olga", .lang = "ru", .roles = ROLE_COUNSELLOR };
    f->members[1] = (struct setup_member){
        .name = "Ivan", .lang = "en", .roles = ROLE_COUNSELLOR | ROLE_OFFICE
    };
    f->members[2] = (struct setup_member){ .name = "Vera", .lang = "ru", .roles = ROLE_LAWYER };
    f->members[3] = (struct setup_member){
        .name = "Pavel", .lang = "uk", .roles = ROLE_LAWYER | ROLE_COUNSELLOR
    };
    f->members[4] =
        (struct setup_member){ .name = "Dina", .lang = "de", .roles = ROLE_DATA_PROTECTION };
    assert_int_equal(
        setup_init(f->folder, f->members, n_members, clock_now_s(), &org, &identity, why), OK);
    write_root(f, &org, &identity, &root);
    struct card *profile = arena_alloc(f->a, sizeof *profile);
    write_profile(profile);
    enum err e = setup_join(f->folder, root, profile, "Ivan", bytes_of(f->members[1].passphrase),
        clock_now_s(), &why_join, f->a);
    if (e)
        fail_msg("setup_join: %s (%s)", why_join, err_name(e));
    start(f);
}

void
fixture_new(struct fixture *f)
{
    new_with(f, 2);
}

void
fixture_new_team(struct fixture *f)
{
    new_with(f, sizeof f->members / sizeof *f->members);
}

struct session *
fixture_unlock(struct fixture *f, const char *name)
{
    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;

    for (size_t i = 0; i < sizeof f->members / sizeof *f->members; i++)
        if (f->members[i].name && strcmp(f->members[i].name, name) == 0)
            assert_int_equal(desk_unlock(&f->app, name, f->members[i].passphrase, token, &s), OK);
    assert_non_null(s);
    return s;
}

void
fixture_restart(struct fixture *f)
{
    desk_stop(&f->app);
    start(f);
}

void
fixture_done(struct fixture *f)
{
    char *const rm[] = { (char[]){ "rm" }, (char[]){ "-rf" }, f->folder, NULL };

    desk_stop(&f->app);
    pid_t child = fork();
    if (child == 0) {
        (void)execvp("rm", rm);
        _exit(1);
    }
    (void)waitpid(child, NULL, 0);
    sign_secret_drop(&f->editor);
    arena_drop(&f->a);
}

static void
seal(struct fixture *f, enum message_type type, const char *text, enum bell bell,
    const struct answers *answers, const struct seeker_keys *keys, struct pulled *out)
{
    struct message m = { .type = type,
        .has = HAS_TEXT | HAS_PSK | HAS_CARD | HAS_LANG,
        .text = bytes_of(text),
        .card = seeker_card_of(keys),
        .lang = "ru" };
    struct request_to to;

    if (answers) {
        m.has |= HAS_ANSWERS;
        m.answers = *answers;
    }
    seeker_psk(keys, &f->app.org, &m.psk);
    assert_int_equal(request_to_card(f->app.card, clock_now_s(), &to), OK);
    assert_int_equal(request_seal(&to, &m, bell, NULL, &out->envelope), OK);
    out->expiry_day = (uint32_t)day_of(clock_now_s()) + 30;
}

void
fixture_request(struct fixture *f, const char *text, enum bell bell, struct seeker_keys **keys,
    struct pulled *out)
{
    OWN(seed) seed = seed_new();

    seed_random(seed);
    *keys = seeker_keys_new(seed, &f->app.network);
    seal(f, MESSAGE_REQUEST, text, bell, NULL, *keys, out);
}

void
fixture_request_with(struct fixture *f, const char *text, const struct answers *answers,
    struct seeker_keys **keys, struct pulled *out)
{
    OWN(seed) seed = seed_new();

    seed_random(seed);
    *keys = seeker_keys_new(seed, &f->app.network);
    seal(f, MESSAGE_REQUEST, text, BELL_RING_NONE, answers, *keys, out);
}

void
fixture_follow_up(
    struct fixture *f, const char *text, const struct seeker_keys *keys, struct pulled *out)
{
    seal(f, MESSAGE_FOLLOW_UP, text, BELL_RING_NONE, NULL, keys, out);
}

int
fixture_file(struct fixture *f, const struct pulled *p)
{
    struct filing filing = { .records = f->app.records,
        .doors = &f->app.doors,
        .network = f->app.network,
        .now_s = clock_now_s() };

    assert_int_equal(db_begin(f->app.records, TX_WRITE), OK);
    assert_int_equal(db_end(f->app.records, intake_file(&filing, p)), OK);
    assert_int_equal(store_filed_waiting(f->app.records, &f->app.waiting), OK);
    return filing.n_filed;
}

int64_t
fixture_case(struct db *p, const char *subject)
{
    OWN(arena) a = arena_new(4 << 20);
    struct case_ask ask = { .list = LIST_WAITING, .mine = "" };
    struct case_row *rows = NULL;
    size_t n = 0;
    bool more = false;

    assert_int_equal(case_list(p, &ask, a, &rows, &n, &more), OK);
    for (size_t i = 0; i < n; i++)
        if (strcmp(rows[i].subject, subject) == 0)
            return rows[i].id;
    fail_msg("no case: %s", subject);
    return 0;
}

bool
fixture_finds(struct db *p, const char *typed, int64_t id)
{
    OWN(arena) a = arena_new(1 << 20);
    struct find_query q;
    struct found f;
    bool there = false;

    assert_int_equal(find_parse(typed, a, &q), OK);
    assert_int_equal(find_cases(p, &q, "", clock_now_s(), a, &f), OK);
    for (size_t i = 0; i < f.n; i++)
        there = there || f.ids[i] == id;
    return there;
}

void
fixture_settle(struct app *app)
{
    struct casebook b;

    desk_casebook(app, NULL, &b);
    for (int i = 0; b.p && app->waiting.n > 0 && i < 1000; i++)
        assert_int_equal(desk_step(app, clock_steady_ms(), clock_now_s()), OK);
    fixture_read(app);
}

void
fixture_read(struct app *app)
{
    int64_t left = 1;
    int64_t all = 0;

    for (struct vault *v = NULL; (v = vaults_next_open(&app->vaults, v));)
        for (left = 1; left > 0;) {
            casebook_progress(v, &left, &all);
            if (left > 0)
                assert_int_equal(desk_step(app, clock_steady_ms(), clock_now_s()), OK);
        }
}

struct bytes
fixture_edition(struct fixture *f, uint32_t version)
{
    struct edition e = { .network = f->app.network,
        .version = version,
        .root_version = 1,
        .expires_day = (uint32_t)day_of(clock_now_s()) + 30,
        .drop_bits = 4,
        .slot_envelopes = 16 };
    uint8_t *text = arena_alloc(f->a, 8192);
    uint8_t *note = arena_alloc(f->a, 8192);
    struct writer w = writer_of(text, 8192);
    struct writer signed_w = writer_of(note, 8192);

    assert_int_equal(edition_encode(&e, &w), OK);
    assert_int_equal(note_sign((struct bytes){ text, w.n }, "editor-1", f->editor, &signed_w), OK);
    return (struct bytes){ note, signed_w.n };
}

size_t
fixture_noted(struct fixture *fx, enum audit_act act, const char *who)
{
    struct audit_place at = { fx->app.keys, fx->app.records, fx->app.org, fx->app.roster };
    OWN(arena) a = arena_new(1 << 20);
    struct audit_row *rows = arena_alloc(a, AUDIT_PAGE * sizeof *rows);
    const struct setup_member *office = &fx->members[1];
    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;
    size_t n = 0;
    size_t found = 0;
    bool more = false;

    assert_non_null(rows);
    assert_int_equal(desk_unlock(&fx->app, office->name, office->passphrase, token, &s), OK);
    assert_int_equal(audit_list(&at, &fx->app.vaults, 0, a, rows, &n, &more), OK);
    for (size_t i = 0; i < n; i++)
        found += rows[i].act == act && strcmp(rows[i].who, who) == 0;
    desk_lock(&fx->app, s);
    return found;
}
