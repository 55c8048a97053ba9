/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Messages by other channels at the desk: what comes becomes records, what is answered is handed to
   the channel in whatever vault it was written. */
#include "base/clock.h"
#include "core/seal/post_box.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include "desk/post/came.h"
#include "desk/post/contact.h"
#include "desk/post/pgp_key.h"
#include "desk/post/post.h"
#include "desk/vaults/sharing.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/post_desk.h"
#include <stdlib.h>
#include <sys/socket.h>

enum { SLOT = POST_SLOT };

static int64_t
share_with_lawyers(int64_t id, const struct session *s)
{
    OWN(arena) a = arena_new(1 << 20);
    struct casebook b = book_of("intake");
    struct casebook legal = book_of("legal");
    struct stream_id stream;
    struct actor who = by(s);
    struct contact c;

    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, case_share(&b, id, legal.vault->row.id.b, &who)), OK);
    fixture_read(&fx.app);
    assert_int_equal(casebook_stream(&b, id, &stream), OK);
    assert_int_equal(contact_of_case(legal.p, id, a, &c), OK); /* ids are the same in all vaults */
    return id;
}

/* A letter that came while the desk was locked, and the desk was started again since: it is
   counted, and opened when somebody comes. */
static void
test_filed_before_a_restart(void **state)
{
    const struct letter l = letter("Пришло ночью.");
    struct came c = { .slot = SLOT, .kind = CHANNEL_MAIL, .arrived_s = clock_now_s() };
    struct pulled p;
    struct seeker_keys *keys = NULL;
    bool was_there = false;

    (void)state;
    uint8_t *plain = arena_alloc(fx.a, letter_size(&l));
    struct writer w = writer_of(plain, letter_size(&l));
    letter_encode(&l, &w);
    uint8_t *box = arena_alloc(fx.a, post_box_size(w.n));
    assert_int_equal(post_box_seal(&fx.app.org, POST_CAME, &fx.app.post.people,
                         (struct bytes){ plain, w.n }, box),
        OK);
    random_fill(c.source.b, sizeof c.source.b);
    c.box = (struct bytes){ box, post_box_size(w.n) };
    assert_int_equal(db_begin(fx.app.records, TX_WRITE), OK);
    assert_int_equal(db_end(fx.app.records, came_put(fx.app.records, &c, &was_there)), OK);
    fixture_request(&fx, "Пришло по узлу.", BELL_RING_NONE, &keys, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    seeker_keys_drop(&keys);

    fixture_restart(&fx);
    assert_int_equal(fx.app.waiting.n, 2);
    (void)fixture_unlock(&fx, "Pavel");
    fixture_settle(&fx.app);
    assert_int_equal(fx.app.waiting.n, 0);
    (void)fixture_case(book_of("intake").p, "Помогите");
    (void)fixture_case(book_of("intake").p, "Пришло по узлу.");
}

static void
test_answer_from_another_vault_leaves(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    const struct letter l = letter("Мне вручили повестку.");
    struct letter got;
    struct session *s = fixture_unlock(&fx, "Pavel");
    int64_t id = 0;

    (void)state;
    assert_int_equal(receive(&l, clock_now_s(), &id), OK);
    share_with_lawyers(id, s);
    assert_int_equal(answer("legal", id, "Не ходите одни.", s), OK);
    assert_int_equal(step(), OK);
    assert_string_equal(sent(a, &got), "Не ходите одни.");
    assert_string_equal(got.address, "vera@example.org");
    assert_int_equal(fx.app.post.n_failed, 0);
}

static void
put_channel(uint8_t slot, enum channel_kind kind)
{
    struct channel_row row = { .slot = slot };

    channel_conf_init(&row.conf);
    row.conf.kind = kind;
    assert_int_equal(db_begin(fx.app.keys, TX_WRITE), OK);
    assert_int_equal(db_end(fx.app.keys, channels_put(fx.app.keys, &row)), OK);
    fx.app.post.ch[fx.app.post.n++] =
        (struct post_channel){ .slot = slot, .kind = kind, .name = "", .address = "" };
}

/* The mailbox she wrote to is removed: the answer goes by another one, and not by what is no mail,
   even under the same number. */
static void
test_channel_that_is_gone(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    const struct letter l = letter("Мне вручили повестку.");
    struct session *s = fixture_unlock(&fx, "Pavel");
    struct letter got;
    int64_t id = 0;

    (void)state;
    assert_int_equal(receive(&l, clock_now_s(), &id), OK);
    assert_int_equal(db_begin(fx.app.keys, TX_WRITE), OK);
    assert_int_equal(db_end(fx.app.keys, channels_erase(fx.app.keys, SLOT)), OK);
    assert_int_equal(answer("intake", id, "Никак.", s), ERR_CONFLICT);
    put_channel(SLOT, CHANNEL_TELEGRAM);
    put_channel(2, CHANNEL_SIGNAL);
    assert_int_equal(answer("intake", id, "Никак.", s), ERR_CONFLICT);
    put_channel(3, CHANNEL_MAIL);
    put_channel(4, CHANNEL_MAIL);
    assert_int_equal(answer("intake", id, "Иначе.", s), OK);
    assert_int_equal(step(), OK);
    assert_string_equal(sent(a, &got), "Иначе.");
    assert_string_equal(got.address, "vera@example.org");
    assert_int_equal(sent_by, 3);
}

static void
test_way_of_an_answer(void **state)
{
    static const struct {
        enum channel_kind kind;
        uint8_t slot, by; /* 0: none */
    } rows[] = { { CHANNEL_MAIL, SLOT, SLOT }, { CHANNEL_MAIL, 5, 5 }, { CHANNEL_MAIL, 3, SLOT },
        { CHANNEL_MAIL, 9, SLOT }, { CHANNEL_TELEGRAM, 3, 3 }, { CHANNEL_TELEGRAM, 9, 0 },
        { CHANNEL_SIGNAL, 4, 4 }, { CHANNEL_SIGNAL, 9, 4 } };
    struct channel_row got;

    (void)state;
    put_channel(3, CHANNEL_TELEGRAM);
    put_channel(4, CHANNEL_SIGNAL);
    put_channel(5, CHANNEL_MAIL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        got.slot = 0;
        enum err e = channels_for_answer(fx.app.keys, rows[i].kind, rows[i].slot, fx.a, &got);
        print_message("# %zu\n", i);
        assert_int_equal(e, rows[i].by ? OK : ERR_NOT_FOUND);
        assert_int_equal(got.slot, rows[i].by);
    }
}

/* The same mailbox, bot or number is not set up twice: all that comes would stand there twice. */
static void
test_twins(void **state)
{
    static const struct {
        enum channel_kind kind;
        const char *address, *user, *fetch, *secret;
        uint8_t twin;
    } tries[] = {
        { CHANNEL_MAIL, "Help@Example.org", "other", "imaps://other:993", "p", 1 },
        { CHANNEL_MAIL, "two@example.org", "help", "imaps://MAIL:993", "p", 1 },
        { CHANNEL_MAIL, "two@example.org", "help", "imaps://other:993", "p", 0 },
        { CHANNEL_MAIL, "two@example.org", "two", "imaps://mail:993", "p", 0 },
        { CHANNEL_TELEGRAM, "", "", "https://proxy", "77:new-token", 2 },
        { CHANNEL_TELEGRAM, "", "", "https://api", "7:token", 0 },
        { CHANNEL_SIGNAL, "", "+491", "127.0.0.1:7584", "", 3 },
        { CHANNEL_SIGNAL, "", "+492", "127.0.0.1:7583", "", 0 },
        { CHANNEL_SIGNAL, "", "", "127.0.0.1:7583", "", 3 },
    };
    struct channel_row rows[] = { { .slot = 1 }, { .slot = 2 }, { .slot = 3 } };

    (void)state;
    for (size_t i = 0; i < 3; i++)
        channel_conf_init(&rows[i].conf);
    rows[0].conf.kind = CHANNEL_MAIL;
    rows[0].conf.text[CT_ADDRESS] = "help@example.org";
    rows[0].conf.text[CT_USER] = "help";
    rows[0].conf.text[CT_FETCH] = "imaps://mail:993";
    rows[1].conf.kind = CHANNEL_TELEGRAM;
    rows[1].conf.text[CT_SECRET] = "77:token";
    rows[2].conf.kind = CHANNEL_SIGNAL;
    rows[2].conf.text[CT_USER] = "+491";
    rows[2].conf.text[CT_FETCH] = "127.0.0.1:7583";
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        struct channel_row row = { .slot = 4 };
        channel_conf_init(&row.conf);
        row.conf.kind = tries[i].kind;
        row.conf.text[CT_ADDRESS] = tries[i].address;
        row.conf.text[CT_USER] = tries[i].user;
        row.conf.text[CT_FETCH] = tries[i].fetch;
        row.conf.text[CT_SECRET] = tries[i].secret;
        print_message("# %zu\n", i);
        assert_int_equal(channels_twin(rows, 3, &row), tries[i].twin);
    }
    assert_int_equal(channels_twin(rows, 3, &rows[1]), 0); /* it is not its own */
}

static void
test_row_that_does_not_open_is_said(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct casebook b;
    struct content_id content;
    struct posting p;
    struct letter got;
    const uint8_t junk[200] = { 1 };

    (void)state;
    (void)fixture_unlock(&fx, "Pavel");
    b = book_of("intake");
    random_fill(content.b, sizeof content.b);
    assert_int_equal(db_begin(b.at.records, TX_WRITE), OK);
    assert_int_equal(db_end(b.at.records, posting_put(b.at.records, &content, SLOT, clock_now_s(),
                                              (struct bytes){ junk, sizeof junk })),
        OK);
    assert_int_equal(step(), OK);
    assert_null(sent(a, &got));
    assert_int_equal(posting_get(b.at.records, &content, &p), OK);
    assert_int_equal(p.state, POSTING_NEVER);
    assert_int_equal(p.why, POST_UNOPENED);
    assert_int_equal(fx.app.post.n_failed, 1);
    assert_true(post_is_trouble(&fx.app.post));
}

/* A text, key and thread that together are longer than a record. */
static void
test_long_letter_with_key_and_thread(void **state)
{
    OWN(arena) a = arena_new(4 << 20);
    static char text[12001], refs[LETTER_REFERENCES_MAX + 1], subject[LETTER_LINE_MAX + 1];
    static uint8_t key[LETTER_KEY_MAX];
    struct letter l = letter(text);
    struct entries got;
    struct contact c;
    int64_t id = 0;
    size_t n = 0;

    (void)state;
    (void)fixture_unlock(&fx, "Pavel");
    for (size_t i = 0; i < sizeof text - 1; i++)
        text[i] = (char)('a' + i % 26);
    memset(refs, 'r', sizeof refs - 1);
    memset(subject, 's', sizeof subject - 1);
    memset(key, 0x99, sizeof key);
    l.references = refs;
    l.subject = l.name = l.message_id = subject;
    l.key = (struct bytes){ key, sizeof key };
    assert_int_equal(receive(&l, clock_now_s(), &id), OK);
    struct casebook b = book_of("intake");
    struct entries_ask ask = { .id = id };
    assert_int_equal(case_entries(b.p, &ask, a, &got), OK);
    for (size_t i = 0; i < got.n; i++)
        n += strlen(got.e[i].body);
    assert_int_equal(n, sizeof text - 1 + sizeof subject - 1 + 2); /* the subject stands above */
    assert_int_equal(contact_of_case(b.p, id, a, &c), OK);
    assert_int_equal(c.pgp.n, sizeof key);
    assert_string_equal(c.references, refs);
}

/* Who came by phone is answered by phone: then nobody waits. */
static void
test_spoken_with(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct session *s = fixture_unlock(&fx, "Pavel");
    struct actor who = by(s);
    struct casebook b = book_of("intake");
    struct contact_came how = { .channel = CHANNEL_PHONE, .arrived_s = who.now_s, .by = &who };
    const struct letter l = letter("Позвонила мать.");
    struct case_full c;
    int64_t id = 0;

    (void)state;
    random_fill(how.source.b, sizeof how.source.b);
    assert_int_equal(db_begin(b.at.keys, TX_WRITE), OK);
    b.at.keys_begun = true;
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    enum err e = contact_receive(&b, &how, &l, &id);
    assert_int_equal(casebook_end(&b, db_end(b.at.keys, e)), OK);
    assert_int_equal(case_get(b.p, id, a, &c), OK);
    assert_true(c.row.waiting_s > 0);
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(contact_spoken(&b, id, " ", &who), ERR_MALFORMED);
    assert_int_equal(casebook_end(&b, contact_spoken(&b, id, "Перезвонили.", &who)), OK);
    assert_int_equal(case_get(b.p, id, a, &c), OK);
    assert_int_equal(c.row.waiting_s, 0);
}

static struct contact
contact_now(int64_t id, struct arena *a)
{
    struct casebook b = book_of("intake");
    struct contact c;

    assert_int_equal(contact_of_case(b.p, id, a, &c), OK);
    return c;
}

/* Whoever writes under her address does not choose what answers are encrypted to. */
static void
test_another_key_waits(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    const uint8_t first[] = { 0x98, 2, 4, 1 }, other[] = { 0x98, 2, 4, 2 };
    const char *const addresses[] = { "vera@example.org", "Vera@Example.org" };
    struct session *s = fixture_unlock(&fx, "Pavel");
    struct actor who = by(s);
    struct letter l = letter("Это я.");
    struct content_id key = content_id_of((struct bytes){ other, sizeof other });
    const struct content_id wrong = { { 1 } };
    int64_t now_s = clock_now_s();
    int64_t id = 0;
    int64_t same = 0;

    (void)state;
    l.key = (struct bytes){ first, sizeof first };
    assert_int_equal(receive(&l, now_s, &id), OK);
    l.key = (struct bytes){ other, sizeof other };
    for (size_t i = 0; i < 2; i++) {
        l.address = addresses[i];
        assert_int_equal(receive(&l, now_s + 1 + (int64_t)i, &same), OK);
        assert_int_equal(same, id);
        struct contact c = contact_now(id, a);
        assert_string_equal(c.address, addresses[i]);
        assert_memory_equal(c.pgp.p, first, sizeof first);
        assert_memory_equal(c.new_pgp.p, other, sizeof other);
    }
    struct casebook b = book_of("intake");
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(contact_accept_key(&b, id, &wrong, &who), ERR_CONFLICT);
    assert_int_equal(casebook_end(&b, contact_accept_key(&b, id, &key, &who)), OK);
    for (int again = 0; again < 2; again++) {
        struct contact c = contact_now(id, a);
        assert_memory_equal(c.pgp.p, other, sizeof other);
        assert_int_equal(c.new_pgp.n, 0);
        fixture_restart(&fx); /* and so it is in the records */
        (void)fixture_unlock(&fx, "Pavel");
        fixture_read(&fx.app);
    }
}

/* What the program of the channels says. */
static void
program_says(const struct frame *f)
{
    assert_int_equal(post_pipe_put(channel, f), OK);
    assert_int_equal(step(), OK);
}

/* The next letter that it is given; FRAME_UNSET: none. */
static struct frame
given(void)
{
    struct frame f = { .kind = FRAME_UNSET };

    assert_int_equal(post_pipe_move(channel), OK);
    while (!post_pipe_next(channel, &f))
        if (f.kind == FRAME_SEND)
            return f;
    return (struct frame){ .kind = FRAME_UNSET };
}

static struct frame
given_one(const char *text)
{
    const struct letter l = letter("Мне вручили повестку.");
    struct session *s = fixture_unlock(&fx, "Pavel");
    int64_t id = 0;

    assert_int_equal(receive(&l, clock_now_s(), &id), OK);
    assert_int_equal(answer("intake", id, text, s), OK);
    assert_int_equal(step(), OK);
    struct frame f = given();
    assert_int_equal(f.kind, FRAME_SEND);
    return f;
}

/* The program of a channel ends while an answer waits there, is tried too early, and comes back:
   the answer is handed over again, without an unlock, once. */
static void
test_given_again_after_the_program_ended(void **state)
{
    struct frame f = given_one("Не ходите одни.");

    (void)state;
    program_says(&(struct frame){
        .kind = FRAME_HEALTH, .channel = SLOT, .code = POST_STOPPED, .wait_s = 10 });
    assert_int_equal(given().kind, FRAME_SEND); /* too early: nobody listens there yet */
    program_says(&(struct frame){ .kind = FRAME_FAILED,
        .channel = SLOT,
        .id = f.id,
        .source = f.source,
        .code = POST_STOPPED,
        .wait_s = 10 });
    assert_int_equal(given().kind, FRAME_UNSET);
    program_says(&(struct frame){ .kind = FRAME_HEALTH, .channel = SLOT, .code = POST_GOOD });
    assert_int_equal(given().kind, FRAME_SEND);
    assert_int_equal(step(), OK);
    assert_int_equal(given().kind, FRAME_UNSET);
}

/* SHA-1 of 99, the length and the packet, by another program. */
static void
test_fingerprint(void **state)
{
    char print[PGP_FINGERPRINT_CAP];
    const uint8_t key[] = { 0x98, 6, 4, 'a', 'b', 'c', 'd', 'e' };
    const uint8_t other[] = { 0x98, 6, 3, 'a', 'b', 'c', 'd', 'e' };

    (void)state;
    pgp_fingerprint((struct bytes){ key, sizeof key }, print);
    assert_string_equal(print, "E0BADA15950A651853D511A5FB2064E16F08DDB5");
    pgp_fingerprint((struct bytes){ other, sizeof other }, print);
    assert_string_equal(print, "");
    pgp_fingerprint((struct bytes){ key, sizeof key - 1 }, print);
    assert_string_equal(print, "");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_filed_before_a_restart, post_set_up, post_tear_down),
        cmocka_unit_test_setup_teardown(
            test_answer_from_another_vault_leaves, post_set_up, post_tear_down),
        cmocka_unit_test_setup_teardown(
            test_row_that_does_not_open_is_said, post_set_up, post_tear_down),
        cmocka_unit_test_setup_teardown(test_channel_that_is_gone, post_set_up, post_tear_down),
        cmocka_unit_test(test_twins),
        cmocka_unit_test_setup_teardown(test_way_of_an_answer, post_set_up, post_tear_down),
        cmocka_unit_test_setup_teardown(test_another_key_waits, post_set_up, post_tear_down),
        cmocka_unit_test_setup_teardown(test_spoken_with, post_set_up, post_tear_down),
        cmocka_unit_test_setup_teardown(
            test_given_again_after_the_program_ended, post_set_up, post_tear_down),
        cmocka_unit_test(test_fingerprint),
        cmocka_unit_test_setup_teardown(
            test_long_letter_with_key_and_thread, post_set_up, post_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
