/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What one member alone cannot do. */
#include "core/wire/crypto.h"
#include "desk/access/two_person.h"
#include "tests/unit/check.h"
#include <stdlib.h>

static const struct member_id olga = { { 2 } };
static const struct member_id ivan = { { 3 } };

static struct two_ask
asked(enum two_person_act act, const struct member_id *by)
{
    struct two_ask a = { .act = act, .subject = { 5 }, .by = *by, .words = "why" };
    return a;
}

static void
test_two_persons(void **state)
{
    struct two_person *t = calloc(1, sizeof *t);
    const struct two_ask ask = asked(TWO_EXPORT, &olga);
    char second[MEMBER_NAME_MAX + 1] = "";
    uint64_t id = 0;
    uint64_t id2 = 0;

    (void)state;
    assert_non_null(t);
    assert_int_equal(two_person_use(t, TWO_EXPORT, ask.subject, &olga, 10, second), ERR_NOT_FOUND);
    assert_int_equal(two_person_ask(t, &ask, 10, &id), OK);
    assert_int_equal(two_person_ask(t, &ask, 10, &id2), ERR_CONFLICT);
    assert_int_equal(two_person_use(t, TWO_EXPORT, ask.subject, &olga, 11, second), ERR_FORBIDDEN);
    /* Not herself, whatever her roles; not a role that does not release. */
    assert_int_equal(two_person_confirm(t, id, &olga, "Olga", ROLE_DUTY_LEAD, 12), ERR_FORBIDDEN);
    assert_int_equal(two_person_confirm(t, id, &ivan, "Ivan", ROLE_COUNSELLOR, 12), ERR_FORBIDDEN);
    assert_int_equal(
        two_person_confirm(t, id + 1, &ivan, "Ivan", ROLE_SECURITY, 12), ERR_NOT_FOUND);
    assert_int_equal(two_person_confirm(t, id, &ivan, "Ivan", ROLE_SECURITY, 12), OK);
    assert_int_equal(two_person_confirm(t, id, &ivan, "Ivan", ROLE_SECURITY, 12), ERR_CONFLICT);
    /* For her, for this, once. */
    assert_int_equal(two_person_use(t, TWO_EXPORT, ask.subject, &ivan, 13, second), ERR_NOT_FOUND);
    assert_int_equal(two_person_use(t, TWO_ERASE, ask.subject, &olga, 13, second), ERR_NOT_FOUND);
    const uint8_t other[ID_BYTES] = { 6 };
    assert_int_equal(two_person_use(t, TWO_EXPORT, other, &olga, 13, second), ERR_NOT_FOUND);
    assert_int_equal(two_person_use(t, TWO_EXPORT, ask.subject, &olga, 13, second), OK);
    assert_string_equal(second, "Ivan");
    assert_int_equal(two_person_use(t, TWO_EXPORT, ask.subject, &olga, 13, second), ERR_NOT_FOUND);
    free(t);
}

static void
test_two_persons_in_time(void **state)
{
    struct two_person *t = calloc(1, sizeof *t);
    struct two_ask ask = asked(TWO_THAW, &olga);
    uint64_t id = 0;

    (void)state;
    assert_non_null(t);
    assert_int_equal(two_person_ask(t, &ask, 0, &id), OK);
    assert_int_equal(
        two_person_confirm(t, id, &ivan, "Ivan", ROLE_COUNSELLOR, TWO_HOUR_S), ERR_NOT_FOUND);
    assert_int_equal(two_person_ask(t, &ask, 0, &id), OK);
    assert_int_equal(two_person_confirm(t, id, &ivan, "Ivan", ROLE_COUNSELLOR, TWO_HOUR_S - 1), OK);
    assert_int_equal(two_person_use(t, TWO_THAW, ask.subject, &olga, 2 * TWO_HOUR_S - 1, NULL),
        ERR_NOT_FOUND); /* an hour after the yes */
    assert_int_equal(two_person_ask(t, &ask, 0, &id), OK);
    assert_int_equal(two_person_drop(t, id, &ivan, 0, 1), ERR_FORBIDDEN);
    assert_int_equal(two_person_drop(t, id, &olga, 0, 1), OK);
    for (uint8_t i = 0; i < TWO_MAX; i++) {
        ask.subject[1] = i;
        assert_int_equal(two_person_ask(t, &ask, 5, &id), OK);
    }
    ask.subject[1] = TWO_MAX;
    assert_int_equal(two_person_ask(t, &ask, 5, &id), ERR_BUSY);
    assert_int_equal(two_person_at(t, 6, 1)->ask.subject[1], 1);
    assert_null(two_person_at(t, 6, TWO_MAX));
    ask.act = TWO_UNSET;
    assert_int_equal(two_person_ask(t, &ask, 5, &id), ERR_MALFORMED);
    two_person_wipe(t);
    assert_null(two_person_at(t, 6, 0));
    ask.act = TWO_THAW;
    assert_int_equal(two_person_ask(t, &ask, 5, &id), OK);
    assert_true(id > TWO_MAX); /* an old page confirms nothing new */
    free(t);
}

/* Who left or has other roles neither waits nor has confirmed. */
static void
test_two_persons_of_the_past(void **state)
{
    struct two_person *t = calloc(1, sizeof *t);
    struct two_ask ask = asked(TWO_EXPORT, &olga);
    uint64_t id = 0;

    (void)state;
    assert_non_null(t);
    assert_int_equal(two_person_ask(t, &ask, 0, &id), OK);
    two_person_forget_member(t, &ivan);
    assert_non_null(two_person_find(t, id, 1));
    assert_null(two_person_find(t, 0, 1));
    assert_int_equal(two_person_confirm(t, id, &ivan, "Ivan", ROLE_SECURITY, 1), OK);
    two_person_forget_member(t, &ivan);
    assert_null(two_person_find(t, id, 1));
    assert_int_equal(two_person_use(t, TWO_EXPORT, ask.subject, &olga, 2, NULL), ERR_NOT_FOUND);
    assert_int_equal(two_person_ask(t, &ask, 0, &id), OK);
    two_person_forget_member(t, &olga);
    assert_null(two_person_at(t, 1, 0));
    free(t);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_persons),
        cmocka_unit_test(test_two_persons_in_time),
        cmocka_unit_test(test_two_persons_of_the_past),
    };
    return crypto_start() ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
