/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Members come and go: whom a key is given to, and that whoever left opens nothing later. */
#include "base/clock.h"
#include "base/file.h"
#include "core/open/record.h"
#include "core/wire/content.h"
#include "desk/vaults/sharing.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/desk_fixture.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

static struct fixture fx;

static int
set_up(void **state)
{
    (void)state;
    fixture_new_team(&fx);
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    fixture_done(&fx);
    return 0;
}

static struct members_at
office(const struct session *s)
{
    struct members_at at;

    desk_members(&fx.app, s, &at);
    return at;
}

static int64_t
file_case(const char *text)
{
    struct seeker_keys *keys = NULL;
    struct pulled p;
    struct casebook b;

    fixture_request(&fx, text, BELL_RING_NONE, &keys, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    seeker_keys_drop(&keys);
    desk_casebook(&fx.app, NULL, &b);
    if (!b.p)
        return 0;
    fixture_settle(&fx.app);
    return fixture_case(b.p, text);
}

static enum err
note(int64_t id)
{
    struct actor by = { .name = "Olga", .now_s = clock_now_s() };
    struct casebook b;

    desk_casebook(&fx.app, NULL, &b);
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    return casebook_end(&b, case_note(&b, id, "Заметка после ухода.", &by));
}

static size_t
n_entries(int64_t id)
{
    OWN(arena) a = arena_new(4 << 20);
    struct entries_ask ask = { .id = id };
    struct entries got;
    struct casebook b;

    desk_casebook(&fx.app, NULL, &b);
    assert_int_equal(casebook_need(&b, id), OK);
    assert_int_equal(case_entries(b.p, &ask, a, &got), OK);
    return got.n;
}

static struct member_id
id_of(const char *name)
{
    struct member m;

    assert_int_equal(keys_member_get(fx.app.keys, name, &m), OK);
    return m.id;
}

static char passphrase[PASSPHRASE_CAP];

static void
test_joining_has_two_steps(void **state)
{
    struct enrolment from = { "Зоя", "ru" };
    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;
    struct member zoya;
    size_t lacking = 9;

    (void)state;
    assert_int_equal(member_enrol(fx.app.keys, &fx.app.org, &from, passphrase, &zoya), OK);
    assert_int_equal(
        member_enrol(fx.app.keys, &fx.app.org, &from, passphrase + 0, &zoya), ERR_CONFLICT);
    from.name = " ";
    assert_int_equal(
        member_enrol(fx.app.keys, &fx.app.org, &from, passphrase, &zoya), ERR_MALFORMED);
    zoya.id = id_of("Зоя");

    /* Enrolled: the desk lets her in only when the office has. */
    assert_int_equal(desk_unlock(&fx.app, "Зоя", passphrase, token, &s), ERR_FORBIDDEN);

    struct session *olga = fixture_unlock(&fx, "Olga");
    struct members_at at = office(olga);
    assert_int_equal(member_admit(&at, &zoya.id, ROLE_COUNSELLOR, &lacking), ERR_FORBIDDEN);
    struct session *ivan = fixture_unlock(&fx, "Ivan");
    at = office(ivan);
    uint32_t version = fx.app.roster->version;
    assert_int_equal(member_admit(&at, &zoya.id, ROLE_COUNSELLOR | ROLE_LAWYER, &lacking), OK);
    assert_int_equal(lacking, 1); /* Ivan cannot open the lawyers' vault himself */
    assert_int_equal(fx.app.roster->version, version + 1);
    assert_int_equal(member_admit(&at, &zoya.id, ROLE_COUNSELLOR, &lacking), ERR_CONFLICT);
    assert_int_equal(member_give(&at, &zoya.id, "legal"), ERR_FORBIDDEN);

    struct lack lacks[8];
    size_t n = 0;
    assert_int_equal(member_lacks(&at, lacks, 8, &n), OK);
    assert_int_equal(n, 1);
    assert_string_equal(lacks[0].name, "Зоя");
    assert_string_equal(lacks[0].role, "legal");
    struct session *vera = fixture_unlock(&fx, "Vera");
    at = office(vera);
    assert_int_equal(member_give(&at, &zoya.id, "legal"), OK);
    assert_int_equal(member_give(&at, &zoya.id, "audit"), ERR_FORBIDDEN);
    desk_lock_all(&fx.app);
    assert_int_equal(desk_unlock(&fx.app, "Зоя", passphrase, token, &s), OK);
    assert_int_equal(s->vaults.n, 3);
    desk_lock(&fx.app, s);

    fixture_restart(&fx); /* the roster's file followed */
    assert_int_equal(fx.app.roster->version, version + 1);
    assert_non_null(roster_member_find(fx.app.roster, &zoya.id));
}

/* The file of the roster is older than keys.db: as after a crash between the two. */
static void
test_the_roster_is_settled_at_the_start(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    char path[128];
    struct bytes old;
    size_t lacking = 0;

    (void)state;
    (void)snprintf(path, sizeof path, "%s/roster", fx.folder);
    assert_int_equal(file_read(path, 65536, a, &old), OK);
    struct session *ivan = fixture_unlock(&fx, "Ivan");
    struct members_at at = office(ivan);
    struct member_id zoya = id_of("Зоя");
    assert_int_equal(
        member_set_roles(&at, &zoya, ROLE_COUNSELLOR | ROLE_LAWYER | ROLE_PEER, &lacking), OK);
    uint32_t version = fx.app.roster->version;
    desk_lock(&fx.app, ivan);
    assert_int_equal(file_replace(path, old), OK);
    fixture_restart(&fx);
    assert_int_equal(fx.app.roster->version, version);
}

static void
test_a_swapped_key_receives_nothing(void **state)
{
    char path[128];
    sqlite3 *h = NULL;
    struct wrap w;

    (void)state;
    struct session *pavel = fixture_unlock(&fx, "Pavel");
    struct session *ivan = fixture_unlock(&fx, "Ivan");
    struct members_at at = office(ivan);
    struct member_id vera = id_of("Vera");
    (void)snprintf(path, sizeof path, "%s/keys.db", fx.folder);
    assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(
            h, "UPDATE member SET public = randomblob(32) WHERE name = 'Vera'", NULL, NULL, NULL),
        SQLITE_OK);
    (void)sqlite3_close(h);
    /* Legal is keyed anew for somebody else's sake: Vera's wrap is made to the signed key. */
    struct member_id zoya = id_of("Зоя");
    size_t lacking = 0;
    assert_int_equal(member_set_roles(&at, &zoya, ROLE_COUNSELLOR, &lacking), OK);
    struct vault *legal = vaults_by_role(&fx.app.vaults, "legal");
    assert_int_equal(legal->row.epoch, 2);
    struct wrap_about hers = vault_wrap_about(&fx.app.org, &legal->row, &vera);
    assert_int_equal(keys_wrap_get(fx.app.keys, &hers, &w), OK);
    hers = vault_wrap_about(&fx.app.org, &legal->row, &zoya);
    assert_int_equal(keys_wrap_get(fx.app.keys, &hers, &w), ERR_NOT_FOUND);
    desk_lock_all(&fx.app);
    (void)pavel;
    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;
    assert_int_not_equal(desk_unlock(&fx.app, "Vera", fx.members[2].passphrase, token, &s), OK);
    assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
    const struct roster_member *signed_key = roster_member_find(fx.app.roster, &vera);
    sqlite3_stmt *put = NULL;
    assert_int_equal(
        sqlite3_prepare_v2(h, "UPDATE member SET public = ? WHERE name = 'Vera'", -1, &put, NULL),
        SQLITE_OK);
    (void)sqlite3_bind_blob(put, 1, signed_key->key.b, KEY_BYTES, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(put), SQLITE_DONE);
    (void)sqlite3_finalize(put);
    (void)sqlite3_close(h);
    s = fixture_unlock(&fx, "Vera"); /* and with her own key again it opens */
    assert_true(vault_set_has(&s->vaults, legal));
    desk_lock(&fx.app, s);
    slow_start(&fx.app.slow);
}

/* ---- She left, with her key and everything the files held then. */

struct leaver {
    struct member m;
    struct box_secret *secret;
    struct db *old_keys; /* keys.db as it was */
    char old_path[128];
};

static void
copy_file(const char *from, const char *to)
{
    OWN(arena) a = arena_new(64 << 20);
    struct bytes b;

    assert_int_equal(file_read(from, 32 << 20, a, &b), OK);
    assert_int_equal(file_replace(to, b), OK);
}

/* Every secret of a vault that she can open with this keys.db. */
static size_t
her_vaults(const struct leaver *l, struct db *keys, const struct vault_row *rows, size_t n,
    struct box_secret **secrets)
{
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        struct wrap_about about = vault_wrap_about(&fx.app.org, &rows[i], &l->m.id);
        struct wrap w;
        secrets[i] = box_secret_new();
        if (keys_wrap_get(keys, &about, &w) ||
            wrap_open(&w, &about, l->secret, &l->m.public, secrets[i]->b))
            box_secret_drop(&secrets[i]);
        else
            k++;
    }
    return k;
}

struct stream_opening {
    const struct leaver *l;
    struct vault v; /* with a secret that she has */
    size_t opened, refused;
};

/* Try a record of the later database with every key she can reach in either keys.db. */
static bool
opens(const struct stream_opening *o, struct db *keys, const struct stored *r,
    const struct digest *link)
{
    OWN(record_key) rk = record_key_new();
    OWN(stream_key) sk = stream_key_new();
    uint8_t plain[RECORD_PLAIN_MAX + RECORD_EXTRA_BYTES];
    struct record_about about = { fx.app.org, r->stream, r->epoch, r->seq, r->kind, *link };
    struct wrap_about wrap = { .org = fx.app.org, .purpose = WRAP_STREAM, .epoch = r->epoch };
    struct wrap w;

    memcpy(wrap.object, r->stream.b, ID_BYTES);
    memcpy(wrap.recipient, o->v.row.id.b, ID_BYTES);
    if (keys_wrap_get(keys, &wrap, &w) ||
        wrap_open(&w, &wrap, o->v.secret, &o->v.row.public, sk->b))
        return false;
    record_key_of(sk, rk);
    return !record_open(rk, &about, r->sealed, plain);
}

struct looking {
    struct stream_opening o;
    int64_t after; /* records up to this one she may open: she could read them */
    struct digest link;
};

static enum err
look(void *closure, const struct stored *r)
{
    struct looking *k = closure;
    bool opened =
        opens(&k->o, fx.app.keys, r, &k->link) || opens(&k->o, k->o.l->old_keys, r, &k->link);

    if (r->id > k->after) {
        k->o.opened += opened;
        k->o.refused += !opened;
    }
    k->link = record_link(r->sealed);
    return OK;
}

/* Does the vault's key open the wrap of a stream's first key? */
static bool
is_wrapped(const struct vault *v, const struct stream_id *stream)
{
    OWN(stream_key) key = stream_key_new();
    struct wrap_about about = { .org = fx.app.org, .purpose = WRAP_STREAM, .epoch = 1 };
    struct wrap w;

    memcpy(about.object, stream->b, ID_BYTES);
    memcpy(about.recipient, v->row.id.b, ID_BYTES);
    assert_int_equal(keys_wrap_get(fx.app.keys, &about, &w), OK);
    return !wrap_open(&w, &about, v->secret, &v->row.public, key->b);
}

static void
test_who_left_opens_nothing_later(void **state)
{
    struct leaver l = { .secret = box_secret_new() };
    char which[ROSTER_ROLE_MAX + 1];
    struct vault_row rows[MAX_VAULTS];
    char why[DB_WHY_BYTES];
    size_t n_rows = 0;

    (void)state;
    struct session *olga = fixture_unlock(&fx, "Olga");
    int64_t id = file_case("До ухода Павла.");
    struct stream_id stream;
    struct casebook b;
    desk_casebook(&fx.app, NULL, &b);
    assert_int_equal(casebook_stream(&b, id, &stream), OK);
    assert_int_equal(member_unlock(fx.app.keys, &fx.app.org, "Pavel",
                         bytes_of(fx.members[3].passphrase), &l.m, l.secret),
        OK);
    char path[128];
    (void)snprintf(path, sizeof path, "%s/keys.db", fx.folder);
    (void)snprintf(l.old_path, sizeof l.old_path, "%s/old-keys.db", fx.folder);
    copy_file(path, l.old_path);
    assert_int_equal(keys_open(l.old_path, &l.old_keys, why), OK);
    assert_int_equal(keys_vault_list(l.old_keys, rows, &n_rows), OK);
    int64_t last_before = 0;
    assert_int_equal(store_record_count(fx.app.records, &last_before), OK);

    struct session *ivan = fixture_unlock(&fx, "Ivan");
    struct members_at at = office(ivan);
    assert_int_equal(member_remove(&at, &ivan->member, which), ERR_FORBIDDEN);
    assert_int_equal(member_remove(&at, &l.m.id, which), ERR_BUSY); /* nobody has legal open */
    assert_string_equal(which, "legal");
    struct session *vera = fixture_unlock(&fx, "Vera");
    uint32_t card = fx.app.card->version;
    uint32_t epoch = vaults_by_role(&fx.app.vaults, "intake")->row.epoch;
    struct seeker_keys *keys = NULL;
    struct pulled p;
    fixture_request(&fx, "По старой карточке.", BELL_RING_NONE, &keys, &p); /* is on the way */
    seeker_keys_drop(&keys);

    assert_int_equal(member_remove(&at, &l.m.id, which), OK);
    assert_int_equal(vaults_by_role(&fx.app.vaults, "intake")->row.epoch, epoch + 1);
    assert_int_equal(fx.app.card->version, card + 1);
    assert_int_equal(fx.app.card->people_epoch, epoch + 1);
    assert_null(roster_member_find(fx.app.roster, &l.m.id));
    struct vault *intake = vaults_by_role(&fx.app.vaults, "intake");
    assert_false(is_wrapped(intake, &stream)); /* that is done later, in slices */
    assert_true(intake->wraps_due);

    /* What goes on: old cases, boxes under the old people key, requests under the new one. */
    assert_int_equal(note(id), OK);
    assert_int_equal(n_entries(id), 2);
    assert_int_equal(fixture_file(&fx, &p), 1);
    fixture_settle(&fx.app);
    assert_int_equal(fx.app.n_unreadable, 0);
    assert_int_equal(intake->n_past, 1);
    int64_t later = file_case("После ухода Павла.");
    assert_true(later > id);
    (void)olga;
    (void)vera;
    desk_lock_all(&fx.app);
    olga = fixture_unlock(&fx, "Olga");
    fixture_read(&fx.app);
    for (int i = 0; i < 100 && intake->wraps_due; i++)
        assert_int_equal(desk_step(&fx.app, clock_steady_ms(), clock_now_s()), OK);
    assert_true(is_wrapped(intake, &stream));
    assert_int_equal(fx.app.n_broken, 0);
    assert_int_equal(n_entries(id), 2);

    /* What she can do with her key, the old keys.db and the whole later folder. */
    struct box_secret *secrets[MAX_VAULTS] = { NULL };
    struct vault_row now[MAX_VAULTS];
    size_t n_now = 0;
    assert_int_equal(keys_vault_list(fx.app.keys, now, &n_now), OK);
    assert_int_equal(her_vaults(&l, fx.app.keys, now, n_now, secrets), 0);
    assert_int_equal(her_vaults(&l, fx.app.keys, rows, n_rows, secrets), 0);
    assert_int_equal(her_vaults(&l, l.old_keys, rows, n_rows, secrets), 2); /* she had those */
    struct stream_id later_stream;
    desk_casebook(&fx.app, NULL, &b);
    assert_int_equal(casebook_stream(&b, later, &later_stream), OK);
    size_t opened = 0;
    size_t refused = 0;
    for (size_t i = 0; i < n_rows; i++) {
        struct looking k = { .o = { .l = &l }, .after = last_before };
        if (!secrets[i])
            continue;
        k.o.v.row = rows[i];
        k.o.v.secret = secrets[i];
        assert_int_equal(store_stream_walk(fx.app.records, &stream, look, &k), OK);
        k.link = (struct digest){ { 0 } };
        assert_int_equal(store_stream_walk(fx.app.records, &later_stream, look, &k), OK);
        opened += k.o.opened;
        refused += k.o.refused;
    }
    assert_int_equal(opened, 0);
    assert_int_equal(refused, 4); /* the note and the later request, by each of her two vaults */
    for (size_t i = 0; i < MAX_VAULTS; i++)
        box_secret_drop(&secrets[i]);
    box_secret_drop(&l.secret);
    db_drop(&l.old_keys);

    /* When nothing can be on the way any more, the earlier people key goes too. */
    assert_int_equal(desk_step(&fx.app, clock_steady_ms(), clock_now_s() + 36 * DAY_S), OK);
    assert_int_equal(intake->n_past, 0);
    size_t n_past = 9;
    assert_int_equal(keys_vault_past(fx.app.keys, &intake->row, rows, MAX_VAULTS, &n_past), OK);
    assert_int_equal(n_past, 0);
    desk_lock_all(&fx.app);

    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;
    assert_int_equal(
        desk_unlock(&fx.app, "Pavel", fx.members[3].passphrase, token, &s), ERR_FORBIDDEN);
    slow_start(&fx.app.slow);
}

static void
test_the_last_one_stays(void **state)
{
    char which[ROSTER_ROLE_MAX + 1];

    (void)state;
    struct session *ivan = fixture_unlock(&fx, "Ivan");
    struct session *vera = fixture_unlock(&fx, "Vera");
    struct members_at at = office(ivan);
    struct member_id id = vera->member;
    assert_int_equal(member_remove(&at, &id, which), ERR_CONFLICT);
    assert_string_equal(which, "legal");
    assert_non_null(roster_member_find(fx.app.roster, &id));
    desk_lock_all(&fx.app);
    desk_lock(&fx.app, fixture_unlock(&fx, "Vera"));
}

static void
test_a_new_passphrase_opens_and_the_old_one_does_not(void **state)
{
    char fresh[PASSPHRASE_CAP];
    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;
    struct bytes old = bytes_of(fx.members[0].passphrase);

    (void)state;
    assert_int_equal(
        member_new_passphrase(fx.app.keys, &fx.app.org, "Olga", bytes_of("wrong"), fresh),
        ERR_FORBIDDEN);
    assert_int_equal(member_new_passphrase(fx.app.keys, &fx.app.org, "Olga", old, fresh), OK);
    assert_int_equal(
        desk_unlock(&fx.app, "Olga", fx.members[0].passphrase, token, &s), ERR_FORBIDDEN);
    assert_int_equal(desk_unlock(&fx.app, "Olga", fresh, token, &s), OK);
    desk_lock(&fx.app, s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_joining_has_two_steps),
        cmocka_unit_test(test_the_roster_is_settled_at_the_start),
        cmocka_unit_test(test_a_swapped_key_receives_nothing),
        cmocka_unit_test(test_who_left_opens_nothing_later),
        cmocka_unit_test(test_the_last_one_stays),
        cmocka_unit_test(test_a_new_passphrase_opens_and_the_old_one_does_not),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
