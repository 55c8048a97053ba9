/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The parent: one sandboxed child a connection, a cap, the book again on SIGHUP, an orderly end. */
#include "base/clock.h"
#include "base/file.h"
#include "base/own.h"
#include "gate/parent.h"
#include "tests/unit/check.h"
#include "tests/unit/gate/world.h"
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/socket.h>

#if defined(__SANITIZE_ADDRESS__)
#define MODE GUARD_OFF
#endif
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MODE GUARD_OFF
#endif
#endif
#ifndef MODE
#define MODE GUARD_BEST_EFFORT /* a test machine may lack Landlock; seccomp is always there */
#endif

struct gate_under_test {
    struct world *w;
    struct parent p;
    int control;
};

static int
setup(void **state)
{
    static struct gate_under_test t;
    int control[2];
    sigset_t set;

    t = (struct gate_under_test){ .w = world_new() };
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, control), 0);
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGCHLD);
    (void)sigaddset(&set, SIGHUP);
    (void)sigaddset(&set, SIGTERM);
    (void)sigprocmask(SIG_BLOCK, &set, NULL);
    t.control = control[0];
    t.p.conf = t.w->conf;
    t.p.conf.control = control[1];
    t.p.ticket_key = &t.w->ticket_key;
    t.p.epochs = t.w->epochs;
    t.p.book = t.w->book;
    t.p.pocket = t.w->app.pocket;
    t.p.guard = MODE;
    assert_int_equal(parent_filter(&t.p), OK);
    t.p.signal_fd = signalfd(-1, &set, SFD_NONBLOCK);
    assert_int_equal(parent_full_page(t.w->a, &t.p.full), OK);
    *state = &t;
    return 0;
}

static int
teardown(void **state)
{
    struct gate_under_test *t = *state;

    parent_wait(&t->p, 5000);
    if (t->control >= 0)
        (void)close(t->control);
    (void)close((int)t->p.conf.control);
    guard_filter_drop(&t->p.filter);
    (void)close(t->p.signal_fd);
    t->w->book = t->p.book;
    world_drop(&t->w);
    return 0;
}

/* A connection over TCP, as the master has them: [0] is the browser's side. */
static void
connection(int pair[2])
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n = sizeof to;
    OWN_FD listening = socket(AF_INET, SOCK_STREAM, 0);

    assert_int_equal(bind(listening, (struct sockaddr *)&to, sizeof to), 0);
    assert_int_equal(listen(listening, 1), 0);
    assert_int_equal(getsockname(listening, (struct sockaddr *)&to, &n), 0);
    pair[0] = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(pair[0], (struct sockaddr *)&to, sizeof to), 0);
    pair[1] = accept(listening, NULL, NULL);
    assert_true(pair[1] >= 0);
}

static const char *
through_parent(struct gate_under_test *t, const char *request)
{
    int pair[2];
    char *answer = arena_alloc(t->w->a, 65536);
    size_t n = 0;
    static const uint8_t byte = 0;

    connection(pair);
    assert_int_equal(fd_write_all(pair[0], bytes_of(request)), OK);
    assert_int_equal(fd_send(t->control, (struct bytes){ &byte, 1 }, pair[1]), OK);
    (void)close(pair[1]);
    assert_int_equal(parent_step(&t->p), OK);
    for (ssize_t k = 1; k > 0 && n<65535; n += k> 0 ? (size_t)k : 0) {
        k = recv(pair[0], answer + n, 65535 - n, 0);
        assert_true(k >= 0);
    }
    (void)close(pair[0]);
    return answer;
}

static const char *
post(struct world *w, const char *body)
{
    return arena_printf(w->a,
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: %zu\r\n\r\n%s",
        strlen(body), body);
}

/* The parent's clock is the real one: let the cards be of these days. */
static void
make_current(const struct book *b)
{
    for (size_t i = 0; i < b->n_cards; i++)
        ((struct card *)(uintptr_t)b->cards[i].card)->first_week = (uint32_t)week_of(time(NULL));
}

/* The whole job inside the sandbox. */
static void
test_sandboxed_children_do_the_job(void **state)
{
    struct gate_under_test *t = *state;
    struct world *w = t->w;
    const int64_t real_age_s = NOW_S - time(NULL) + 60;
    const char *answer;

    make_current(w->book);
    answer = through_parent(t, post(w, fields(w, "act", "send", "l", "ru", "tok",
                                           ticket_of(w, real_age_s), "text", "Текст", NULL)));
    assert_non_null(strstr(answer, "303"));
    assert_int_equal(w->peer->n_puts, 1);
    const char *at = strstr(answer, "Location: /w/");
    assert_non_null(at);
    answer = through_parent(t,
        arena_printf(w->a, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", arena_text_n(w->a, at + 10, 121)));
    assert_non_null(strstr(answer, "HTTP/1.1 200"));
    answer = through_parent(
        t, post(w, fields(w, "act", "read", "l", "ru", "words", words_on(w, answer), NULL)));
    at = strstr(answer, "Location: /t/");
    assert_non_null(at);
    answer = through_parent(t,
        arena_printf(w->a, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", arena_text_n(w->a, at + 10, 121)));
    assert_non_null(strstr(answer, "HTTP/1.1 200"));
    assert_int_equal(w->peer->n_shelf_asks, 1);
    parent_wait(&t->p, 5000);
    assert_int_equal(t->p.n_children, 0);
}

static void
test_too_many(void **state)
{
    struct gate_under_test *t = *state;
    char *big = arena_alloc(t->w->a, 100001);

    memset(big, 'a', 100000);
    t->p.n_children = GATE_MAX_CHILDREN;
    const char *answer = through_parent(t, post(t->w, big));
    assert_non_null(strstr(answer, "HTTP/1.1 503"));
    assert_non_null(strstr(answer, "Try again in a few minutes"));
    assert_non_null(strstr(answer, "Connection: close"));
    assert_int_equal(t->w->peer->n_puts, 0);
    t->p.n_children = 0;
}

/* Hand a connection to the parent whose body stops in the middle; the browser's end. */
static int
slow_sender(struct gate_under_test *t)
{
    int pair[2];
    static const uint8_t byte = 0;

    connection(pair);
    assert_int_equal(fd_write_all(pair[0], bytes_of("POST / HTTP/1.1\r\nHost: x\r\n"
                                                    "Content-Length: 9000\r\n\r\nact=send")),
        OK);
    assert_int_equal(fd_send(t->control, (struct bytes){ &byte, 1 }, pair[1]), OK);
    (void)close(pair[1]);
    assert_int_equal(parent_step(&t->p), OK);
    return pair[0];
}

static bool
has_ended(int fd)
{
    uint8_t b;

    ssize_t n = recv(fd, &b, 1, MSG_DONTWAIT);
    return n == 0 || (n < 0 && errno != EAGAIN);
}

static void
age(struct gate_under_test *t, int64_t ms)
{
    for (size_t i = 0; i < GATE_MAX_CHILDREN; i++)
        t->p.slots[i].forked_ms -= ms;
}

/* How far ahead of the clock all_young puts them: more than a busy machine makes this test wait. */
enum { YOUNG_MS = 60 * 1000 };

/* All are of the same age, the first a second older: whatever time it took to make them. */
static void
all_young(struct gate_under_test *t)
{
    int64_t now = clock_steady_ms() + YOUNG_MS;

    for (size_t i = 0; i < GATE_MAX_CHILDREN; i++)
        t->p.slots[i].forked_ms = now - (i == 0 ? 1000 : 0);
}

/* When all places are taken, the sender that has kept us waiting longest gives way. */
static void
test_slow_senders_give_way(void **state)
{
    struct gate_under_test *t = *state;
    int slow[GATE_MAX_CHILDREN];

    for (size_t i = 0; i < GATE_MAX_CHILDREN; i++)
        slow[i] = slow_sender(t);
    assert_int_equal(t->p.n_children, GATE_MAX_CHILDREN);
    all_young(t);
    assert_non_null(strstr(through_parent(t, post(t->w, "act=x")), "503")); /* all are young */
    age(t, YOUNG_MS + PARENT_PATIENCE_MS);
    assert_null(strstr(through_parent(t, post(t->w, "act=x")), "503"));
    assert_true(has_ended(slow[0]));
    assert_false(has_ended(slow[1]));
    for (size_t i = 0; i < GATE_MAX_CHILDREN; i++) /* all others have sent theirs: none is ended */
        if (t->p.slots[i].pid)
            atomic_store(&t->p.stages[i], PARENT_WHOLE);
    while (t->p.n_children < GATE_MAX_CHILDREN)
        (void)close(slow_sender(t));
    for (size_t i = 0; i < GATE_MAX_CHILDREN; i++)
        atomic_store(&t->p.stages[i], PARENT_WHOLE);
    assert_non_null(strstr(through_parent(t, post(t->w, "act=x")), "503"));
    for (size_t i = 0; i < GATE_MAX_CHILDREN; i++) {
        (void)close(slow[i]);
        if (t->p.slots[i].pid)
            (void)kill(t->p.slots[i].pid, SIGKILL); /* they hold each other's connections open */
    }
}

static void
test_a_body_has_a_deadline(void **state)
{
    struct gate_under_test *t = *state;
    int slow = slow_sender(t);

    age(t, PARENT_BODY_MS - 2000);
    assert_int_equal(parent_step(&t->p), OK);
    assert_false(has_ended(slow));
    age(t, 2000);
    assert_int_equal(parent_step(&t->p), OK);
    parent_wait(&t->p, 5000);
    assert_true(has_ended(slow));
    assert_int_equal(t->p.n_children, 0);
    (void)close(slow);
    const char *answer = through_parent(t, post(t->w, "act=x")); /* a child says that it read all */
    assert_null(strstr(answer, "503"));
    assert_int_equal(atomic_load(&t->p.stages[0]), PARENT_WHOLE);
}

static void
test_book_again(void **state)
{
    struct gate_under_test *t = *state;
    const struct book *first = t->p.book;
    char *root = arena_printf(t->w->a, "%s/root", t->w->folder);
    struct bytes kept;

    assert_int_equal(file_read(root, 65536, t->w->a, &kept), OK);
    (void)raise(SIGHUP);
    assert_int_equal(parent_step(&t->p), OK);
    assert_int_equal(t->p.book->edition, 5);
    first = t->p.book;
    assert_int_equal(file_replace(root, bytes_of("understory/root/1\nforged\n")), OK);
    (void)raise(SIGHUP);
    assert_int_equal(parent_step(&t->p), OK);
    assert_ptr_equal(t->p.book, first); /* what cannot be verified changes nothing */
    assert_int_equal(file_replace(root, kept), OK);
}

static void
test_bad_books(void **state)
{
    struct gate_under_test *t = *state;
    struct world *w = t->w;
    static const struct {
        const char *file, *says;
    } rows[] = {
        { "root", "root" },
        { "cards", "cards" },
        { "edition/note", "edition/note" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *path = arena_printf(w->a, "%s/%s", w->folder, rows[i].file);
        struct book *b = NULL;
        struct bytes kept;
        char why[BOOK_WHY_BYTES] = "";
        assert_int_equal(file_read(path, 1 << 20, w->a, &kept), OK);
        uint8_t *changed = arena_alloc(w->a, kept.n);
        memcpy(changed, kept.p, kept.n);
        for (size_t k = kept.n / 4; k < kept.n; k += 97)
            changed[k] ^= 1;
        assert_int_equal(file_replace(path, (struct bytes){ changed, kept.n }), OK);
        assert_int_not_equal(book_load(w->folder, &w->network, &w->hub, &b, why), OK);
        assert_non_null(strstr(why, rows[i].says));
        assert_null(b);
        assert_int_equal(remove(path), 0);
        assert_int_not_equal(book_load(w->folder, &w->network, &w->hub, &b, why), OK);
        assert_non_null(strstr(why, rows[i].says));
        assert_int_equal(file_replace(path, kept), OK);
    }
}

static void
test_ends(void **state)
{
    struct gate_under_test *t = *state;

    (void)raise(SIGTERM);
    assert_int_equal(parent_step(&t->p), ERR_NOT_FOUND);
    (void)close(t->control);
    t->control = -1;
    assert_int_equal(parent_step(&t->p), ERR_NOT_FOUND);
    assert_int_equal(parent_run(&t->p), OK);
}

int
main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        CASE(test_sandboxed_children_do_the_job),
        CASE(test_too_many),
        CASE(test_slow_senders_give_way),
        CASE(test_a_body_has_a_deadline),
        CASE(test_book_again),
        CASE(test_bad_books),
        CASE(test_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
