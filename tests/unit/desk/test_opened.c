/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Mails that came encrypted: what of them leaves again, what one that is made to take long costs,
   and whose key opens the next one. */
#include "base/clock.h"
#include "core/open/post_box_open.h"
#include "keys.gen.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/post_desk.h"
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

static const char secret[] = "the secret half";

static void
put_key(void)
{
    const struct vault *v = vaults_by_role(&fx.app.vaults, "intake");
    uint8_t *box = arena_alloc(fx.a, post_box_size(sizeof secret));

    assert_int_equal(post_box_seal(&fx.app.org, POST_PGP_KEY, &v->row.public,
                         (struct bytes){ (const uint8_t *)secret, sizeof secret }, box),
        OK);
    assert_int_equal(db_begin(fx.app.keys, TX_WRITE), OK);
    OWN(db_stmt) s = db_use(fx.app.keys, KEYS_CHANNEL_KEY_PUT);
    db_bind_i64(s, 1, POST_SLOT);
    db_bind_bytes(s, 2, (struct bytes){ box, post_box_size(sizeof secret) });
    assert_int_equal(db_end(fx.app.keys, db_run(s)), OK);
}

/* Does the row open with the vault's present key alone? */
static bool
opens_now(void)
{
    const struct vault *v = vaults_by_role(&fx.app.vaults, "intake");
    OWN(arena) a = arena_new(1 << 20);
    OWN(db_stmt) s = db_use(fx.app.keys, KEYS_CHANNEL_KEY_GET);
    struct bytes got;

    db_bind_i64(s, 1, POST_SLOT);
    assert_int_equal(db_one(s), OK);
    enum err e = post_box_open(
        &fx.app.org, POST_PGP_KEY, v->secret, &v->row.public, db_bytes(s, 0), a, &got);
    assert_true(!e || e == ERR_FORGED);
    return !e && got.n == sizeof secret;
}

/* Nobody waits for an encrypted mail: the epochs that are over are erased before one may come. */
static void
test_key_follows_the_vault(void **state)
{
    char which[ROSTER_ROLE_MAX + 1];
    struct members_at at;

    (void)state;
    struct member_id pavel = fixture_unlock(&fx, "Pavel")->member;
    (void)fixture_unlock(&fx, "Vera");
    put_key();
    assert_true(opens_now());
    desk_members(&fx.app, fixture_unlock(&fx, "Ivan"), &at);
    uint32_t epoch = vaults_by_role(&fx.app.vaults, "intake")->row.epoch;
    assert_int_equal(member_remove(&at, &pavel, which), OK);
    assert_int_equal(vaults_by_role(&fx.app.vaults, "intake")->row.epoch, epoch + 1);
    assert_true(opens_now());
}

/* Somebody's words, sent again by whoever took them on the way, under his own address. */
static void
test_no_word_of_it_is_in_a_subject(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct letter l = letter("Меня прячут у сестры.");
    struct letter got;
    struct contact c;
    struct session *s = fixture_unlock(&fx, "Pavel");
    int64_t id = 0;

    (void)state;
    l.subject = "Дезертир у сестры";
    l.flags = LETTER_OPENED;
    assert_int_equal(receive(&l, clock_now_s(), &id), OK);
    assert_int_equal(fixture_case(book_of("intake").p, "Дезертир у сестры"), id); /* is shown */
    assert_int_equal(contact_of_case(book_of("intake").p, id, a, &c), OK);
    assert_string_equal(c.subject, "...");
    assert_int_equal(answer("intake", id, "Мы здесь.", s), OK);
    assert_int_equal(step(), OK);
    assert_string_equal(sent(a, &got), "Мы здесь.");
    assert_string_equal(got.subject, "Re: ...");
}

/* A program that reads its questions and says nothing, or what it is told to say. */
static pid_t
program(int *fd, const char *says)
{
    int ends[2];

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        uint8_t some[4096];
        (void)close(ends[0]);
        while (read(ends[1], some, sizeof some) > 0)
            if (*says && write(ends[1], says, 4) != 4)
                break;
        _exit(0);
    }
    (void)close(ends[1]);
    *fd = ends[0];
    return pid;
}

static struct letter
encrypted(void)
{
    struct letter l = letter("-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----\n");

    l.flags = LETTER_ENCRYPTED;
    return l;
}

static void
open_it(struct opener *o, enum err is, uint32_t flags)
{
    OWN(arena) a = arena_new(8 << 20);
    struct letter l = encrypted();
    struct vault *v = vaults_by_role(&fx.app.vaults, "intake");
    const struct opening how = { o, fx.app.keys, &fx.app.org, v, POST_SLOT };

    assert_int_equal(opener_open(&how, a, &l), is);
    assert_int_equal(l.flags, flags);
}

/* It is closed for good, the next ones wait for a while, and then are opened as ever. */
static void
test_what_takes_too_long(void **state)
{
    struct opener o = { .parse.fd = -1 };

    (void)state;
    (void)fixture_unlock(&fx, "Pavel");
    put_key();
    pid_t pid = program(&o.pgp.fd, "");
    int64_t before_ms = clock_steady_ms();
    open_it(&o, OK, LETTER_CLOSED);
    assert_true(clock_steady_ms() - before_ms < JOB_LINE_MS + 1000);
    assert_true(o.pgp.owes);
    before_ms = clock_steady_ms();
    open_it(&o, ERR_BUSY, LETTER_ENCRYPTED);
    assert_true(clock_steady_ms() - before_ms < 100);
    assert_true(o.rest_until_ms > before_ms + 9 * (JOB_LINE_MS - 1000));
    assert_int_equal(kill(pid, SIGKILL), 0);
    (void)waitpid(pid, NULL, 0);
    opener_stop(&o);

    o = (struct opener){ .parse.fd = -1 }; /* it ends over the mail, or says that it cannot */
    pid = program(&o.pgp.fd, "\0\0\0\0");
    (void)shutdown(o.pgp.fd, SHUT_RD);
    open_it(&o, OK, LETTER_CLOSED);
    opener_stop(&o);
    (void)waitpid(pid, NULL, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_key_follows_the_vault, post_set_up, post_tear_down),
        cmocka_unit_test_setup_teardown(
            test_no_word_of_it_is_in_a_subject, post_set_up, post_tear_down),
        cmocka_unit_test_setup_teardown(test_what_takes_too_long, post_set_up, post_tear_down),
    };

    (void)signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
