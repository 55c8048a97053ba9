/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/desk/post_desk.h"
#include "base/clock.h"
#include "core/wire/crypto.h"
#include "tests/unit/check.h"
#include <sys/socket.h>

enum { SLOT = POST_SLOT };

struct fixture fx;
struct post_pipe *channel; /* the other end: the program of the channels */
uint8_t sent_by;

int
post_set_up(void **state)
{
    int fd[2];
    struct channel_row row = { .slot = SLOT };

    (void)state;
    fixture_new_team(&fx);
    channel_conf_init(&row.conf);
    row.conf.kind = CHANNEL_MAIL;
    assert_int_equal(db_begin(fx.app.keys, TX_WRITE), OK);
    assert_int_equal(db_end(fx.app.keys, channels_put(fx.app.keys, &row)), OK);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
    channel = post_pipe_new(fd[0]);
    fx.app.post = (struct post){ .pipe = post_pipe_new(fd[1]),
        .wanted = true,
        .opener = { .pgp.fd = -1, .parse.fd = -1 },
        .ch = { { .slot = SLOT, .kind = CHANNEL_MAIL, .name = "", .address = "" } },
        .n = 1,
        .people = vaults_by_role(&fx.app.vaults, "intake")->row.public };
    return 0;
}

int
post_tear_down(void **state)
{
    (void)state;
    post_pipe_drop(&channel);
    fixture_done(&fx);
    return 0;
}

struct casebook
book_of(const char *role)
{
    struct casebook b;
    struct vault *v = vaults_by_role(&fx.app.vaults, role);

    assert_non_null(v);
    desk_book(&fx.app, v, &b);
    assert_non_null(b.p);
    return b;
}

struct actor
by(const struct session *s)
{
    return (struct actor){ .id = s->member, .name = s->name, .now_s = clock_now_s() };
}

struct letter
letter(const char *text)
{
    return (struct letter){ .address = "vera@example.org",
        .name = "",
        .subject = "Помогите",
        .text = text,
        .lang = "",
        .message_id = "m@example.org",
        .references = "" };
}

/* The letter becomes a case, as after it was opened. */
enum err
receive(const struct letter *l, int64_t at_s, int64_t *id)
{
    struct casebook b = book_of("intake");
    struct contact_came how = { .channel = CHANNEL_MAIL, .slot = SLOT, .arrived_s = at_s };

    random_fill(how.source.b, sizeof how.source.b);
    assert_int_equal(db_begin(b.at.keys, TX_WRITE), OK);
    b.at.keys_begun = true;
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    enum err e = contact_receive(&b, &how, l, id);
    return casebook_end(&b, db_end(b.at.keys, e));
}

enum err
answer(const char *role, int64_t id, const char *text, const struct session *s)
{
    struct casebook b = book_of(role);
    struct actor who = by(s);

    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    return casebook_end(&b, contact_answer(&b, id, text, &who));
}

enum err
step(void)
{
    struct post_place at = { fx.app.keys, fx.app.records, &fx.app.org, &fx.app.vaults };

    return post_step(&fx.app.post, &at, clock_now_s());
}

/* What the channel is given to send next: its text in `a`, NULL nothing. */
const char *
sent(struct arena *a, struct letter *l)
{
    struct frame f;

    assert_int_equal(post_pipe_move(channel), OK);
    while (!post_pipe_next(channel, &f))
        if (f.kind == FRAME_SEND) {
            uint8_t *copy = arena_alloc(a, f.body.n + 1);
            assert_non_null(copy);
            sent_by = f.channel;
            memcpy(copy, f.body.p, f.body.n);
            assert_int_equal(letter_decode((struct bytes){ copy, f.body.n }, a, l), OK);
            return l->text;
        }
    return NULL;
}
