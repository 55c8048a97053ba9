/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/own.h"
#include "core/open/post_box_open.h"
#include "core/wire/crypto.h"
#include "postlink/channel.h"
#include "postlink/letter.h"
#include "postlink/pipe.h"
#include "tests/unit/check.h"
#include <stdlib.h>
#include <sys/socket.h>

enum { ROOM = 1 << 16 };

static uint8_t room[ROOM];

static struct letter
sample(void)
{
    static const uint8_t key[] = { 0x99, 1, 2, 3 };
    struct letter l = { .address = "a@example.org",
        .name = "Имя",
        .subject = "S",
        .text = "Текст",
        .lang = "ru",
        .message_id = "x@y",
        .references = "a@b c@d",
        .key = { key, sizeof key },
        .flags = LETTER_CUT | LETTER_WANTS_PGP,
        .sent_s = 1795338780,
        .sender = "Марина",
        .hours = 19 * 60 * 1440 + 1350,
        .zone = "Europe/Minsk",
        .after_s = 1795338780,
        .until_s = 1795338790,
        .n_files = 2 };

    l.files[0] = (struct letter_file){ "p.jpg", "image/jpeg", { key, 3 } };
    l.files[1] = (struct letter_file){ "", "", { key, 0 } };
    return l;
}

static size_t
encoded(const struct letter *l)
{
    struct writer w = writer_of(room, sizeof room);

    letter_encode(l, &w);
    assert_false(w.full);
    assert_int_equal(w.n, letter_size(l));
    return w.n;
}

static void
test_letter_there_and_back(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct letter l = sample();
    struct letter got;
    size_t n = encoded(&l);

    (void)state;
    assert_int_equal(letter_decode((struct bytes){ room, n }, a, &got), OK);
    assert_string_equal(got.address, l.address);
    assert_string_equal(got.text, l.text);
    assert_string_equal(got.references, l.references);
    assert_int_equal(got.flags, l.flags);
    assert_int_equal(got.sent_s, l.sent_s);
    assert_string_equal(got.sender, l.sender);
    assert_int_equal(got.hours, l.hours);
    assert_string_equal(got.zone, l.zone);
    assert_int_equal(got.after_s, l.after_s);
    assert_int_equal(got.until_s, l.until_s);
    assert_int_equal(got.n_files, 2);
    assert_string_equal(got.files[0].name, "p.jpg");
    assert_int_equal(got.files[0].content.n, 3);
    assert_int_equal(got.key.n, 4);
    for (size_t i = 0; i < n; i++) { /* cut anywhere it is another letter, or none */
        struct letter cut;
        enum err e = letter_decode((struct bytes){ room, i }, a, &cut);
        assert_true(e || letter_size(&cut) == i);
    }
}

static void
test_letter_refuses(void **state)
{
    static const struct {
        const char *why;
        uint8_t b[16];
        size_t n;
    } bad[] = {
        { "unknown tag", { 17, 0, 0, 0, 1, 'x' }, 6 },
        { "empty value", { 1, 0, 0, 0, 0 }, 5 },
        { "out of order", { 4, 0, 0, 0, 1, 'x', 1, 0, 0, 0, 1, 'a' }, 12 },
        { "twice", { 1, 0, 0, 0, 1, 'x', 1, 0, 0, 0, 1, 'a' }, 12 },
        { "not UTF-8", { 4, 0, 0, 0, 1, 0xFF }, 6 },
        { "NUL", { 4, 0, 0, 0, 1, 0 }, 6 },
        { "flag that is none", { 9, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 8, 0 }, 13 },
        { "trailing byte", { 1, 0, 0, 0, 1, 'x', 0 }, 7 },
    };
    OWN(arena) a = arena_new(1 << 16);

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct letter l;
        if (letter_decode((struct bytes){ bad[i].b, bad[i].n }, a, &l) != ERR_MALFORMED)
            fail_msg("%s", bad[i].why);
    }
}

static void
test_channel_there_and_back(void **state)
{
    OWN(arena) a = arena_new(1 << 16);
    struct writer w = writer_of(room, sizeof room);
    struct channel_conf c, got;

    (void)state;
    channel_conf_init(&c);
    c.kind = CHANNEL_MAIL;
    c.text[CT_SECRET] = "geheim";
    c.text[CT_HUB] = "https://example.org";
    c.poll_s = 30;
    c.probe = true;
    c.people.b[3] = 7;
    channel_conf_encode(&c, &w);
    assert_false(w.full);
    assert_true(w.n <= channel_conf_size(&c));
    assert_int_equal(channel_conf_decode((struct bytes){ room, w.n }, a, &got), OK);
    assert_string_equal(got.text[CT_SECRET], "geheim");
    assert_string_equal(got.text[CT_HUB], "https://example.org");
    assert_string_equal(got.text[CT_PROXY], "");
    assert_int_equal(got.poll_s, 30);
    assert_true(got.probe);
    assert_int_equal(got.people.b[3], 7);
    assert_int_equal(channel_conf_decode((struct bytes){ room, w.n - 1 }, a, &got), ERR_MALFORMED);
    assert_int_equal(channel_of_word("telegram"), CHANNEL_TELEGRAM);
    assert_int_equal(channel_of_word("fax"), CHANNEL_HUB);
}

static void
test_frames_are_strict(void **state)
{
    static const uint8_t body[] = "x";
    const struct frame good[] = {
        { .kind = FRAME_SEND, .channel = 1, .id = 7, .body = { body, 1 } },
        { .kind = FRAME_CAME, .channel = 2, .source = { { 1 } }, .code = 2, .body = { body, 1 } },
        { .kind = FRAME_FAILED, .id = 9, .code = POST_BUSY, .wait_s = 10 },
        { .kind = FRAME_HEALTH, .channel = 1, .code = POST_GOOD },
    };
    const struct frame bad[] = {
        { .kind = FRAME_UNSET },
        { .kind = FRAME_SEND, .id = 7 },                        /* nothing to send */
        { .kind = FRAME_KEPT, .id = 7, .source = { { 1 } } },   /* a member too many */
        { .kind = FRAME_CAME, .code = 3, .body = { body, 1 } }, /* no such bell */
        { .kind = FRAME_FAILED, .id = 1, .code = POST_GOOD },   /* failed well */
        { .kind = FRAME_HEALTH, .code = N_POST_WHYS },
        { .kind = FRAME_ALERT, .id = 1, .code = N_ALERT_WAYS, .body = { body, 1 } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct writer w = writer_of(room, sizeof room);
        struct frame f;
        frame_encode(&good[i], &w);
        assert_false(w.full);
        assert_int_equal(frame_decode((struct bytes){ room + 4, w.n - 4 }, &f), OK);
        assert_int_equal(f.kind, good[i].kind);
        assert_int_equal(f.body.n, good[i].body.n);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct writer w = writer_of(room, sizeof room);
        frame_encode(&bad[i], &w);
        assert_true(w.full);
    }
}

/* Two ends, one slow: everything arrives whole and in order. */
static void
test_pipe(void **state)
{
    enum { MANY = 40, LARGE = 300 * 1000 };
    uint8_t *large = calloc(1, LARGE);
    int ends[2];
    struct frame f;

    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    OWN(post_pipe) a = post_pipe_new(ends[0]);
    OWN(post_pipe) b = post_pipe_new(ends[1]);
    assert_true(a && b && large);
    assert_int_equal(post_pipe_next(b, &f), ERR_NOT_FOUND);
    for (uint64_t i = 1; i <= MANY; i++) {
        large[0] = (uint8_t)i;
        f = (struct frame){ .kind = FRAME_SEND, .channel = 1, .id = i, .body = { large, LARGE } };
        assert_int_equal(post_pipe_put(a, &f), OK);
    }
    for (uint64_t i = 1; i <= MANY;) {
        assert_int_equal(post_pipe_move(a), OK);
        assert_int_equal(post_pipe_move(b), OK);
        while (i <= MANY && !post_pipe_next(b, &f)) {
            assert_int_equal(f.id, i);
            assert_int_equal(f.body.n, LARGE);
            assert_int_equal(f.body.p[0], i++);
        }
    }
    post_pipe_drop(&a);
    assert_int_equal(post_pipe_move(b), ERR_NOT_FOUND);
    free(large);
}

static void
test_pipe_refuses_nonsense(void **state)
{
    static const uint8_t huge[] = { 0x7F, 0, 0, 0, 1 };
    int ends[2];
    struct frame f;

    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    OWN(post_pipe) p = post_pipe_new(ends[0]);
    assert_int_equal(write(ends[1], huge, sizeof huge), sizeof huge);
    assert_int_equal(post_pipe_move(p), OK);
    assert_int_equal(post_pipe_next(p, &f), ERR_MALFORMED);
    (void)close(ends[1]);
}

static void
test_box(void **state)
{
    static const struct org_id org = { { 1 } };
    static const struct org_id other = { { 2 } };
    OWN(box_secret) secret = box_secret_new();
    OWN(arena) a = arena_new(1 << 20);
    struct bytes got;

    (void)state;
    box_secret_random(secret);
    struct box_public pk = box_public_of(secret);
    size_t sizes[] = { 1, 1019, 1020, 1021, 5000 };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct bytes plain = { room + ROOM / 2, sizes[i] };
        struct bytes box = { room, post_box_size(sizes[i]) };
        assert_int_equal((box.n - 48) % POST_BLOCK_BYTES, 0);
        assert_int_equal(post_box_seal(&org, POST_CAME, &pk, plain, room), OK);
        assert_int_equal(post_box_open(&org, POST_CAME, secret, &pk, box, a, &got), OK);
        assert_true(bytes_equal(got, plain));
        assert_int_equal(post_box_open(&org, POST_TO_SEND, secret, &pk, box, a, &got), ERR_FORGED);
        assert_int_equal(post_box_open(&other, POST_CAME, secret, &pk, box, a, &got), ERR_FORGED);
        room[box.n / 2] ^= 1;
        assert_int_equal(post_box_open(&org, POST_CAME, secret, &pk, box, a, &got), ERR_FORGED);
    }
    assert_int_equal(
        post_box_seal(&org, POST_CAME, &pk, (struct bytes){ room, 0 }, room), ERR_MALFORMED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_letter_there_and_back),
        cmocka_unit_test(test_letter_refuses),
        cmocka_unit_test(test_channel_there_and_back),
        cmocka_unit_test(test_frames_are_strict),
        cmocka_unit_test(test_pipe),
        cmocka_unit_test(test_pipe_refuses_nonsense),
        cmocka_unit_test(test_box),
    };

    return crypto_start() ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
