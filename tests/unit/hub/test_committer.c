/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/hub/place.h"

#include "base/clock.h"
#include "base/own.h"
#include "core/wire/crypto.h"
#include "hub/committer.h"
#include "link/hublink.h"
#include <fcntl.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

/* A committer in a thread, and the two sockets to ask it by. */
struct running {
    struct committer *c;
    struct hub_conf hub;
    struct ticket_key key;
    struct hub_id hub_id;
    int gate, desk, stop;
    pthread_t thread;
    enum err result;
    uint8_t *message;
};

static void *
serve(void *closure)
{
    struct running *r = closure;

    r->result = committer_run(r->c);
    return NULL;
}

static void
start(struct running *r, const struct place *p, const char *const *settings)
{
    static const char *const usual[] = { "hub=00112233445566778899aabbccddeeff", "batch=1h",
        "ticket_min=2s", "disk_free=0", NULL };
    OWN(arena) a = arena_new(1 << 20);
    const char *why = NULL;
    char words[DB_WHY_BYTES];
    int gate[2];
    int desk[2];
    const char *all[16] = { NULL };
    size_t n = 0;

    for (const char *const *s = usual; *s; s++)
        all[n++] = *s;
    for (const char *const *s = settings; s && *s; s++)
        all[n++] = *s;
    *r = (struct running){ .message = malloc(HUBLINK_MAX_BYTES) };
    if (hub_conf_read(NULL, all, a, &r->hub, &why))
        fail_msg("%s", why);
    r->hub.folder = p->folder;
    r->hub_id = r->hub.hub_id;
    random_fill(r->key.b, sizeof r->key.b);
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, gate), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, desk), 0);
    assert_int_equal(fcntl(gate[1], F_SETFL, O_NONBLOCK), 0);
    assert_int_equal(fcntl(desk[1], F_SETFL, O_NONBLOCK), 0);
    r->gate = gate[0];
    r->desk = desk[0];
    r->stop = eventfd(0, EFD_CLOEXEC);
    struct committer_conf conf = { &r->hub, r->hub_id, r->key, gate[1], desk[1], r->stop };
    if (committer_new(&conf, &r->c, words))
        fail_msg("%s", words);
    assert_int_equal(pthread_create(&r->thread, NULL, serve, r), 0);
}

static void
stop(struct running *r)
{
    assert_int_equal(eventfd_write(r->stop, 1), 0);
    assert_int_equal(pthread_join(r->thread, NULL), 0);
    committer_drop(&r->c);
    (void)close(r->gate);
    (void)close(r->desk);
    (void)close(r->stop);
    free(r->message);
}

static void
ticket_of(const struct running *r, int64_t age_s, uint32_t number, uint8_t to[TICKET_BYTES])
{
    struct once once = { { 0 } };
    struct ticket t;

    memcpy(once.b, &number, sizeof number);
    ticket_make(&r->key, &r->hub_id, (uint32_t)(clock_now_s() - age_s), &once, &t);
    ticket_encode(&t, to);
}

static struct hublink_reply
put_with(
    struct running *r, const uint8_t ticket[TICKET_BYTES], uint32_t epoch, uint32_t first, size_t n)
{
    struct hublink_request q = { .kind = HUBLINK_PUT, .epoch = epoch, .n_envelopes = n };
    uint8_t envelopes[HUBLINK_MAX_PUT * ENVELOPE_BYTES];
    struct hublink_reply reply = { .status = HUBLINK_FAILED };

    memcpy(q.ticket, ticket, sizeof q.ticket);
    for (size_t i = 0; i < n; i++) {
        struct envelope *e = envelope_number(first + (uint32_t)i);
        memcpy(envelopes + i * ENVELOPE_BYTES, e->b, ENVELOPE_BYTES);
        free(e);
    }
    q.envelopes = (struct bytes){ envelopes, n * ENVELOPE_BYTES };
    assert_int_equal(hublink_ask(r->gate, &q, r->message, &reply), OK);
    return reply;
}

static struct hublink_reply
put(struct running *r, uint32_t ticket_number, uint32_t epoch, uint32_t first, size_t n)
{
    uint8_t ticket[TICKET_BYTES];

    ticket_of(r, 100, ticket_number, ticket);
    return put_with(r, ticket, epoch, first, n);
}

static int64_t
n_stored(const struct place *p)
{
    OWN(db) db = NULL;
    char why[DB_WHY_BYTES];
    int64_t n = 0;

    assert_int_equal(store_open(p->folder, DB_READ_ONLY, &db, why), OK);
    assert_int_equal(store_envelope_count(db, &n), OK);
    return n;
}

static void
test_tickets(void **state)
{
    struct place *p = *state;
    struct running r;
    uint8_t t[TICKET_BYTES];

    start(&r, p, NULL);
    ticket_of(&r, 0, 1, t);
    struct hublink_reply a = put_with(&r, t, 5, 0, 1);
    assert_int_equal(a.status, HUBLINK_EARLY);
    assert_in_range(a.wait_s, 1, 2);
    ticket_of(&r, 24 * 3600 + 5, 1, t);
    assert_int_equal(put_with(&r, t, 5, 0, 1).status, HUBLINK_EXPIRED);
    ticket_of(&r, 100, 1, t);
    t[20] ^= 1;
    assert_int_equal(put_with(&r, t, 5, 0, 1).status, HUBLINK_FORGED);
    a = put(&r, 1, 5, 0, 4);
    assert_int_equal(a.status, HUBLINK_STORED);
    assert_int_equal(a.epoch, 5);
    assert_int_equal(put(&r, 1, 5, 0, 4).status, HUBLINK_STORED); /* sent twice: stored once */
    a = put(&r, 1, 6, 20, 1);                                     /* another epoch */
    assert_int_equal(a.status, HUBLINK_SPENT);
    assert_int_equal(a.epoch, 5);
    assert_int_equal(put(&r, 1, 5, 10, 4).status, HUBLINK_STORED);  /* an edited text */
    assert_int_equal(put(&r, 1, 5, 30, 1).status, HUBLINK_EXPIRED); /* used up */
    assert_int_equal(put(&r, 1, 5, 10, 1).status, HUBLINK_STORED);
    stop(&r);
    assert_int_equal(n_stored(p), 8);
}

static void
test_rate_is_refused_visibly(void **state)
{
    struct place *p = *state;
    static const char *const slow[] = { "rate=1", "burst=16", NULL };
    struct running r;
    uint32_t n = 0;

    start(&r, p, slow);
    struct hublink_reply a = { 0 };
    for (; n < 40 && a.status == HUBLINK_STORED; n++)
        a = put(&r, n, 5, n, 1);
    assert_int_equal(a.status, HUBLINK_BUSY);
    assert_in_range(a.wait_s, 1, 2);
    assert_in_range(n, 16, 20);
    assert_int_equal(put(&r, 0, 5, 0, 1).status, HUBLINK_STORED); /* known already: costs nothing */
    stop(&r);
    assert_int_equal(n_stored(p), n - 1);
}

static void
test_a_full_disk_is_refused_visibly(void **state)
{
    struct place *p = *state;
    static const char *const small[] = { "disk=20K", NULL };
    struct running r;

    start(&r, p, small);
    assert_int_equal(put(&r, 1, 5, 0, 2).status, HUBLINK_STORED);
    assert_int_equal(put(&r, 2, 5, 10, 2).status, HUBLINK_FULL);
    assert_int_equal(
        put(&r, 2, 6, 20, 1).status, HUBLINK_STORED); /* the refused try bound no epoch */
    assert_int_equal(put(&r, 3, 6, 30, 1).status, HUBLINK_FULL);
    stop(&r);
    assert_int_equal(n_stored(p), 3);
}

/* What a day brings is bounded, so that a flood ends and the disk is not full for a month. */
static void
test_a_day_has_a_budget(void **state)
{
    struct place *p = *state;
    static const char *const month[] = { "rate=0", "disk=2M", NULL }; /* 358 in 30 days */
    struct running r;
    struct hublink_request q = { .kind = HUBLINK_DROP, .p = 6, .n = 5, .n_envelopes = 1 };
    struct hublink_reply a = { 0 };
    struct envelope *e = envelope_number(9000);
    uint32_t n = 0;

    start(&r, p, month);
    for (; n < 100 && a.status == HUBLINK_STORED; n++)
        a = put(&r, n, 5, n, 1);
    assert_int_equal(a.status, HUBLINK_FULL);
    assert_in_range(n, 35, 38); /* three days' worth at once, and the one refused */
    assert_int_equal(put(&r, 0, 5, 0, 1).status, HUBLINK_STORED); /* known already */
    q.envelopes = (struct bytes){ e->b, sizeof e->b };
    assert_int_equal(hublink_ask(r.desk, &q, r.message, &a), OK);
    assert_int_equal(a.status, HUBLINK_STORED); /* answers are not concerned */
    stop(&r);
    assert_int_equal(n_stored(p), n);
    free(e);
}

static void
test_desks_drop_and_gates_do_not(void **state)
{
    struct place *p = *state;
    struct running r;
    struct hublink_request q = { .kind = HUBLINK_DROP, .p = 6, .n = 5, .n_envelopes = 1 };
    struct hublink_reply a;
    struct envelope *e = envelope_number(1);

    start(&r, p, NULL);
    q.envelopes = (struct bytes){ e->b, sizeof e->b };
    assert_int_equal(hublink_ask(r.desk, &q, r.message, &a), OK);
    assert_int_equal(a.status, HUBLINK_STORED);
    assert_int_equal(hublink_ask(r.gate, &q, r.message, &a), OK);
    assert_int_equal(a.status, HUBLINK_FAILED);
    e->b[1] = 9; /* a suite that does not exist */
    assert_int_equal(hublink_ask(r.desk, &q, r.message, &a), OK);
    assert_int_equal(a.status, HUBLINK_FORGED);
    assert_int_equal(put(&r, 1, 5, 7, 1).status, HUBLINK_STORED);
    stop(&r);
    assert_int_equal(n_stored(p), 2);
    free(e);
}

/* Twenty askers at once share syncs, and a double click stores once. */
struct asker {
    struct running *r;
    uint32_t number;
    size_t n_good;
};

static void *
ask_often(void *closure)
{
    struct asker *a = closure;
    struct running mine = *a->r;

    mine.message = malloc(HUBLINK_MAX_BYTES);
    for (uint32_t i = 0; i < 50; i++) /* two askers send the same ones */
        a->n_good +=
            put(&mine, 1000 * (a->number / 2) + i, 5, 1000 * (a->number / 2) + i, 1).status ==
            HUBLINK_STORED;
    free(mine.message);
    return NULL;
}

static void
test_many_at_once(void **state)
{
    enum { N = 20 };
    struct place *p = *state;
    struct running r;
    struct asker askers[N];
    pthread_t threads[N];

    start(&r, p, NULL);
    for (uint32_t i = 0; i < N; i++) {
        askers[i] = (struct asker){ &r, i, 0 };
        assert_int_equal(pthread_create(&threads[i], NULL, ask_often, &askers[i]), 0);
    }
    for (size_t i = 0; i < N; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(askers[i].n_good, 50);
    }
    stop(&r);
    assert_int_equal(n_stored(p), N / 2 * 50);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_tickets, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_rate_is_refused_visibly, place_make, place_remove),
        cmocka_unit_test_setup_teardown(
            test_a_full_disk_is_refused_visibly, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_a_day_has_a_budget, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_desks_drop_and_gates_do_not, place_make, place_remove),
        cmocka_unit_test_setup_teardown(test_many_at_once, place_make, place_remove),
    };
    if (crypto_start())
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
