/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A slot of a hub: which answers go in it, shelf after shelf, and when the rest has to wait.  The
   courier is the test itself. */
#include "base/clock.h"
#include "core/wire/crypto.h"
#include "desk/hubs/hubs.h"
#include "desk/store/store.h"
#include "tests/unit/check.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BITS = 4, SLOT_MS = 60 * 1000, DUE_MAX = 64 };

static struct db *records;
static struct root root;
static struct network_id network;
static struct hubs hubs;
static char folder[64];
static int64_t now_s, today;
static struct courier_job *given; /* the one that the courier has; NULL: none */

/* What courier.c would do: courier_give() is wrapped by the linker. */
void __wrap_courier_give(struct courier *c, struct courier_job *j);

void
__wrap_courier_give(struct courier *c, struct courier_job *j)
{
    (void)c;
    assert_null(given);
    given = j;
}

static int
set_up(void **state)
{
    struct sign_secret *auth = NULL;
    struct hubs_conf conf = { 1000, SLOT_MS, 1000 };
    char path[80];
    char why[DB_WHY_BYTES];

    (void)state;
    assert_int_equal(crypto_start(), OK);
    auth = sign_secret_new();
    assert_non_null(auth);
    (void)snprintf(folder, sizeof folder, "/tmp/test_hubs_XXXXXX");
    assert_non_null(mkdtemp(folder));
    (void)snprintf(path, sizeof path, "%s/records.db", folder);
    assert_int_equal(store_open(path, &records, why), OK);
    sign_secret_random(auth);
    root.n_hubs = 1;
    (void)snprintf(root.hubs[0].address, sizeof root.hubs[0].address, "http://hub.example.org");
    assert_int_equal(hubs_init(&hubs, &root, &network, &auth, NULL, conf), OK);
    struct hub *h = &hubs.h[0];
    h->edition = 1;
    h->drop_bits = BITS;
    h->next_edition_ms = h->next_pull_ms = INT64_MAX / 2;
    now_s = clock_now_s();
    today = day_of(now_s);
    return 0;
}

static int
tear_down(void **state)
{
    static const char *const names[] = { "records.db", "records.db-wal", "records.db-shm" };
    char path[96];

    (void)state;
    courier_job_drop(&given);
    hubs_done(&hubs);
    db_drop(&records);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
    return 0;
}

/* An answer for this shelf (of 16), the lower `urgency` the sooner. */
static void
answer(unsigned shelf, int urgency)
{
    struct outgoing o = { .shelf16 = (uint16_t)(shelf << (16 - BITS)) };

    random_fill(o.envelope.b, sizeof o.envelope.b);
    assert_int_equal(db_begin(records, TX_WRITE), OK);
    assert_int_equal(db_end(records, store_out_put(records, &o, urgency, today)), OK);
}

static void
forget_answers(void)
{
    struct outgoing due[DUE_MAX];
    size_t n = 0;

    assert_int_equal(store_out_due(records, &hubs.h[0].id, today, due, DUE_MAX, &n), OK);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(store_out_delivered(records, due[i].id, &hubs.h[0].id), OK);
}

static size_t
n_waiting(void)
{
    static struct outgoing due[DUE_MAX];
    size_t n = 0;

    assert_int_equal(store_out_due(records, &hubs.h[0].id, today, due, DUE_MAX, &n), OK);
    return n;
}

/* The hub's answer to what was given. */
static void
come_back(unsigned status)
{
    struct courier_job *j = given;

    given = NULL;
    j->answer.status = status;
    assert_int_equal(hubs_take(&hubs, records, j, now_s, NULL, NULL), OK);
    courier_job_drop(&j);
}

/* The next request: "/d/4/3 x2", or "" when nothing is sent. */
static const char *
next(int64_t steady_ms)
{
    static char what[80];

    assert_int_equal(hubs_step(&hubs, records, steady_ms, now_s), OK);
    if (!given)
        return "";
    const char *path = strstr(given->url, "/d/");
    assert_non_null(path);
    assert_int_equal(given->put.n, given->n_outbox * ENVELOPE_BYTES);
    (void)snprintf(what, sizeof what, "%s x%zu", path, given->n_outbox);
    return what;
}

/* Three shelves, six answers, and room for five: the most urgent shelf first, each in a request of
   its own, until the slot is full; what is left goes in the next one. */
static void
test_a_slot_carries_what_it_may(void **state)
{
    (void)state;
    forget_answers();
    hubs.h[0].slot_envelopes = 5;
    hubs.h[0].next_slot_ms = 1000;
    answer(3, 2);
    answer(9, 1);
    answer(3, 2);
    answer(12, 3);
    answer(9, 2);
    answer(3, 3);
    assert_string_equal(next(999), ""); /* not before its time */
    assert_string_equal(next(1000), "/d/4/9 x2");
    assert_string_equal(next(1001), "/d/4/9 x2"); /* busy: nothing more is asked meanwhile */
    come_back(204);
    assert_string_equal(next(1002), "/d/4/3 x2");
    come_back(204);
    assert_string_equal(next(1003), "/d/4/12 x1");
    come_back(204);
    assert_int_equal(hubs.h[0].slot_left, 0);
    assert_string_equal(next(1004), "");
    assert_int_equal(n_waiting(), 1);
    assert_true(hubs_wait_ms(&hubs, 1004) > 0);
    assert_string_equal(next(1000 + SLOT_MS), "/d/4/3 x1");
    come_back(204);
    assert_string_equal(next(1001 + SLOT_MS), ""); /* nothing is left: the slot is over */
    assert_int_equal(n_waiting(), 0);
}

/* A hub that does not take it: nothing is marked, and the rest waits for the next slot. */
static void
test_a_refusal_ends_the_slot(void **state)
{
    (void)state;
    forget_answers();
    hubs.h[0].slot_envelopes = 5;
    hubs.h[0].next_slot_ms = 0;
    hubs.h[0].slot_left = 0;
    answer(1, 1);
    answer(2, 1);
    assert_string_equal(next(10), "/d/4/1 x1");
    come_back(507);
    assert_int_equal(hubs.h[0].slot_left, 0);
    assert_string_equal(next(11), "");
    assert_int_equal(n_waiting(), 2);
    assert_string_equal(next(10 + SLOT_MS), "/d/4/1 x1");
    come_back(204);
    assert_string_equal(next(11 + SLOT_MS), "/d/4/2 x1");
    come_back(204);
    assert_int_equal(n_waiting(), 0);
}

/* More than one request holds, on one shelf: sixteen at a time, up to what the slot carries. */
static void
test_a_full_shelf(void **state)
{
    (void)state;
    forget_answers();
    hubs.h[0].slot_envelopes = 20;
    hubs.h[0].next_slot_ms = 0;
    hubs.h[0].slot_left = 0;
    for (int i = 0; i < 24; i++)
        answer(7, 1);
    assert_string_equal(next(10), "/d/4/7 x16");
    come_back(204);
    assert_string_equal(next(11), "/d/4/7 x4");
    come_back(204);
    assert_string_equal(next(12), "");
    assert_int_equal(n_waiting(), 4);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_slot_carries_what_it_may),
        cmocka_unit_test(test_a_refusal_ends_the_slot),
        cmocka_unit_test(test_a_full_shelf),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
