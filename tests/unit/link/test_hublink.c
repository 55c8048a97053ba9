/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/file.h"
#include "base/own.h"
#include "link/hublink.h"
#include "tests/unit/check.h"
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>

static uint8_t some[HUBLINK_MAX_DROP * HUBLINK_ENVELOPE_BYTES];

static size_t
encoded(const struct hublink_request *q, uint8_t *to)
{
    struct writer w = writer_of(to, HUBLINK_MAX_BYTES);

    hublink_encode(q, &w);
    assert_false(w.full);
    return w.n;
}

static const struct hublink_request requests[] = {
    { .kind = HUBLINK_PUT,
        .ticket = { 1, 2, 3 },
        .epoch = 7,
        .n_envelopes = 1,
        .envelopes = { some, 4096 } },
    { .kind = HUBLINK_PUT, .epoch = UINT32_MAX, .n_envelopes = 4, .envelopes = { some, 4 * 4096 } },
    { .kind = HUBLINK_SHELF, .p = 0, .n = 0 },
    { .kind = HUBLINK_SHELF, .p = 16, .n = 65535 },
    { .kind = HUBLINK_DROP, .p = 6, .n = 63, .n_envelopes = 16, .envelopes = { some, 16 * 4096 } },
};

static void
test_round_trip_and_every_truncation(void **state)
{
    uint8_t *message = malloc(HUBLINK_MAX_BYTES + 1);

    (void)state;
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        const struct hublink_request *q = &requests[i];
        size_t n = encoded(q, message);
        struct hublink_request r;
        assert_int_equal(hublink_decode((struct bytes){ message, n }, &r), OK);
        assert_int_equal(r.kind, q->kind);
        assert_int_equal(r.p, q->p);
        assert_int_equal(r.n, q->n);
        assert_int_equal(r.epoch, q->epoch);
        assert_memory_equal(r.ticket, q->ticket, sizeof r.ticket);
        assert_true(bytes_equal(r.envelopes, q->envelopes));
        assert_int_equal(hublink_decode((struct bytes){ message, n + 1 }, &r), ERR_MALFORMED);
        for (size_t k = 0; k < n; k += k < 64 ? 1 : 509)
            assert_int_equal(hublink_decode((struct bytes){ message, k }, &r), ERR_MALFORMED);
    }
    free(message);
}

static void
test_requests_outside_the_limits(void **state)
{
    static const struct hublink_request bad[] = {
        { .kind = HUBLINK_PUT, .n_envelopes = 0 },
        { .kind = HUBLINK_PUT, .n_envelopes = 5, .envelopes = { some, 5 * 4096 } },
        { .kind = HUBLINK_SHELF, .p = 17 },
        { .kind = HUBLINK_SHELF, .p = 3, .n = 8 },
        { .kind = HUBLINK_DROP, .p = 0, .n = 1, .n_envelopes = 1, .envelopes = { some, 4096 } },
        { .kind = HUBLINK_DROP, .p = 3, .n = 1, .n_envelopes = 2, .envelopes = { some, 4096 } },
        { .kind = HUBLINK_UNSET },
        { .kind = (enum hublink_kind)9 },
    };
    uint8_t *message = malloc(HUBLINK_MAX_BYTES);

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct hublink_request r;
        size_t n = encoded(&bad[i], message);
        assert_int_equal(hublink_decode((struct bytes){ message, n }, &r), ERR_MALFORMED);
    }
    free(message);
}

static void
test_replies(void **state)
{
    struct hublink_reply a = { HUBLINK_SPENT, 12, 99 };
    struct hublink_reply b;
    uint8_t bytes[HUBLINK_REPLY_BYTES];

    (void)state;
    hublink_reply_encode(&a, bytes);
    assert_int_equal(hublink_reply_decode((struct bytes){ bytes, sizeof bytes }, &b), OK);
    assert_int_equal(b.status, HUBLINK_SPENT);
    assert_int_equal(b.wait_s, 12);
    assert_int_equal(b.epoch, 99);
    assert_int_equal(
        hublink_reply_decode((struct bytes){ bytes, sizeof bytes - 1 }, &b), ERR_MALFORMED);
    bytes[0] = HUBLINK_N_STATUS;
    assert_int_equal(
        hublink_reply_decode((struct bytes){ bytes, sizeof bytes }, &b), ERR_MALFORMED);
}

/* The other side of hublink_ask and hublink_shelf, for one message. */
struct answerer {
    int socket;
    struct bytes answer;
    size_t seen;
};

static void *
answer_once(void *closure)
{
    struct answerer *a = closure;
    uint8_t *message = malloc(HUBLINK_MAX_BYTES);
    OWN_FD to = -1;

    if (!fd_receive(a->socket, message, HUBLINK_MAX_BYTES, &a->seen, &to) && to >= 0)
        (void)!fd_write_all(to, a->answer);
    free(message);
    return NULL;
}

static void
test_ask(void **state)
{
    int pair[2];
    struct hublink_reply reply = { HUBLINK_BUSY, 30, 0 };
    uint8_t answer[HUBLINK_REPLY_BYTES];
    uint8_t *message = malloc(HUBLINK_MAX_BYTES);
    pthread_t thread;

    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
    hublink_reply_encode(&reply, answer);
    struct answerer a = { pair[1], { answer, sizeof answer }, 0 };
    assert_int_equal(pthread_create(&thread, NULL, answer_once, &a), 0);
    assert_int_equal(hublink_ask(pair[0], &requests[4], message, &reply), OK);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(reply.status, HUBLINK_BUSY);
    assert_int_equal(reply.wait_s, 30);
    assert_int_equal(a.seen, 5 + 16 * 4096);
    (void)close(pair[1]);
    assert_int_equal(hublink_ask(pair[0], &requests[0], message, &reply), ERR_INTERNAL);
    (void)close(pair[0]);
    free(message);
}

static void
test_shelf_must_come_whole(void **state)
{
    static const struct {
        size_t n_bytes;
        enum err e;
    } rows[] = {
        { 64 * 4096, OK },
        { 256 * 4096, OK },
        { 0, ERR_INTERNAL },
        { 64 * 4096 - 1, ERR_INTERNAL },
        { 65 * 4096, ERR_INTERNAL },
        { 256 * 4096 + 1, ERR_INTERNAL },
    };
    uint8_t *sent = calloc(1, HUBLINK_SHELF_MAX_BYTES + 1);
    uint8_t *got = malloc(HUBLINK_SHELF_MAX_BYTES);

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int pair[2];
        pthread_t thread;
        size_t n = 0;
        assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair), 0);
        struct answerer a = { pair[1], { sent, rows[i].n_bytes }, 0 };
        assert_int_equal(pthread_create(&thread, NULL, answer_once, &a), 0);
        assert_int_equal(hublink_shelf(pair[0], 6, 5, got, &n), rows[i].e);
        assert_int_equal(pthread_join(thread, NULL), 0);
        assert_int_equal(n, rows[i].e ? 0 : rows[i].n_bytes / 4096);
        (void)close(pair[0]);
        (void)close(pair[1]);
    }
    free(sent);
    free(got);
}

static int
lowest_free_fd(void)
{
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

    (void)close(fd);
    return fd;
}

static void
test_descriptors_do_not_leak(void **state)
{
    int pair[2];
    uint8_t b[8];
    size_t n = 0;
    int fd = -1;

    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, pair), 0);
    int before = lowest_free_fd();
    assert_int_equal(fd_receive(pair[0], b, sizeof b, &n, &fd), ERR_BUSY);
    assert_int_equal(fd_send(pair[1], bytes_of("0123456789"), pair[1]), OK); /* too long */
    assert_int_equal(fd_receive(pair[0], b, sizeof b, &n, &fd), ERR_MALFORMED);
    assert_int_equal(lowest_free_fd(), before);
    char room[CMSG_SPACE(2 * sizeof(int))] = { 0 }; /* two at once */
    struct iovec part = { b, 1 };
    struct msghdr m = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room
    };
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    *c = (struct cmsghdr){
        .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(2 * sizeof(int))
    };
    memcpy(CMSG_DATA(c), pair, 2 * sizeof(int));
    assert_int_equal(sendmsg(pair[1], &m, 0), 1);
    assert_int_equal(fd_receive(pair[0], b, sizeof b, &n, &fd), ERR_MALFORMED);
    assert_int_equal(lowest_free_fd(), before);
    assert_int_equal(fd_send(pair[1], bytes_of("ok"), -1), OK);
    assert_int_equal(fd_receive(pair[0], b, sizeof b, &n, &fd), OK);
    assert_int_equal(n, 2);
    assert_int_equal(fd, -1);
    assert_int_equal(send(pair[1], "", 0, 0), 0); /* an empty message is not the end */
    assert_int_equal(fd_receive(pair[0], b, sizeof b, &n, &fd), ERR_MALFORMED);
    assert_int_equal(fd_receive(pair[0], b, sizeof b, &n, &fd), ERR_BUSY);
    (void)close(pair[1]);
    assert_int_equal(fd_receive(pair[0], b, sizeof b, &n, &fd), ERR_NOT_FOUND);
    (void)close(pair[0]);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip_and_every_truncation),
        cmocka_unit_test(test_requests_outside_the_limits),
        cmocka_unit_test(test_replies),
        cmocka_unit_test(test_ask),
        cmocka_unit_test(test_shelf_must_come_whole),
        cmocka_unit_test(test_descriptors_do_not_leak),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
