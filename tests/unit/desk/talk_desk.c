/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/desk/talk_desk.h"
#include "base/clock.h"
#include "desk/keep/backup.h"
#include "tests/unit/check.h"

struct fixture fx;
struct browser olga;
struct seeker_keys *seeker;
struct arena *mem;
struct recovery_halves halves;
static char why[BACKUP_WHY_CAP];

void
enter(void)
{
    fx.app.conf.origin = "http://127.0.0.1:8080";
    fx.app.conf.keep_months = 24;
    browser_new(&olga, &fx.app);
    browser_login(&olga, &fx.members[0], "");
    fixture_settle(&fx.app);
    fixture_read(&fx.app);
}

int
talk_set_up(void **state)
{
    struct pulled p;

    (void)state;
    fixture_new(&fx);
    mem = arena_new(256 << 20);
    assert_int_equal(
        recovery_make(fx.folder, "Ivan", bytes_of(fx.members[1].passphrase), &halves, why), OK);
    fixture_request(&fx, "Повестка, " CANARY " один", BELL_RING_NONE, &seeker, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    enter();
    return 0;
}

int
talk_tear_down(void **state)
{
    (void)state;
    seeker_keys_drop(&seeker);
    arena_drop(&mem);
    fixture_done(&fx);
    return 0;
}

struct casebook
book(void)
{
    struct casebook b;

    desk_book(&fx.app, vaults_by_role(&fx.app.vaults, "intake"), &b);
    assert_non_null(b.p);
    return b;
}

struct actor
actor(int64_t days_ago)
{
    return (struct actor){
        .name = "Olga", .now_s = clock_now_s() - days_ago * DAY_S, .id = fx.app.sessions.s[0].member
    };
}

void
answer(int64_t id, const char *text)
{
    struct casebook b = book();
    struct actor by = actor(0);

    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, case_answer(&b, id, text, &by)), OK);
}

/* Somebody called so many days ago, and was answered or not. */
int64_t
call(int64_t days_ago, int64_t answered_days_ago)
{
    struct casebook b = book();
    struct actor by = actor(days_ago);
    struct actor later = actor(answered_days_ago);
    struct contact_came how = { .channel = CHANNEL_PHONE, .arrived_s = by.now_s, .by = &by };
    const struct letter l = { .address = "",
        .name = "",
        .subject = "",
        .text = "Звонила мать, " CANARY,
        .lang = "",
        .message_id = "",
        .references = "" };
    int64_t id = 0;

    random_fill(how.source.b, sizeof how.source.b);
    assert_int_equal(db_begin(b.at.keys, TX_WRITE), OK);
    b.at.keys_begun = true;
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    enum err e = contact_receive(&b, &how, &l, &id);
    assert_int_equal(casebook_end(&b, db_end(b.at.keys, e)), OK);
    b.at.keys_begun = false;
    if (answered_days_ago >= 0) {
        assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
        assert_int_equal(casebook_end(&b, contact_spoken(&b, id, "Сказала: " CANARY, &later)), OK);
    }
    return id;
}

struct talk
talk_of(int64_t id)
{
    struct talk t;

    assert_int_equal(talk_get(book().p, id, &t), OK);
    return t;
}

struct stream_id
stream_of(int64_t id)
{
    const struct casebook b = book();
    struct stream_id s;

    assert_int_equal(casebook_stream(&b, id, &s), OK);
    return s;
}

static enum err
see(void *closure, const struct stream_id *stream, int64_t id, const struct record *r)
{
    struct heard *s = closure;

    (void)stream;
    (void)id;
    s->n++;
    s->n_words += memmem(r->body.p, r->body.n, CANARY, strlen(CANARY)) != NULL;
    return OK;
}

struct heard
read_with(struct db *keys, struct db *records, int64_t id)
{
    struct casebook b = book();
    struct stream_id stream = stream_of(id);
    struct heard s = { 0 };

    b.at.keys = keys;
    b.at.records = records;
    assert_int_equal(stream_read(&b.at, &stream, see, &s, &s.n_broken), OK);
    return s;
}

bool
entries_hold(int64_t id, const char *text)
{
    struct casebook b = book();
    struct entries got;
    bool found = false;

    assert_int_equal(casebook_need(&b, id), OK);
    assert_int_equal(case_entries(b.p, &(struct entries_ask){ .id = id }, mem, &got), OK);
    for (size_t i = 0; i < got.n; i++)
        found = found || strstr(got.e[i].body, text);
    return found;
}
