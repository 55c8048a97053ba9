/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Rules of casework that need no database, each as a table; and the bodies of its records. */
#include "base/own.h"
#include "desk/work/apply.h"
#include "desk/work/work.h"
#include "forms.gen.h"
#include "tests/unit/check.h"

enum { HOUR = 3600, DAY = 86400, NOW = 1795338780 };

static void
test_stage_follows_from_what_was_done(void **state)
{
    static const struct {
        struct stage_facts f;
        enum work_stage stage;
    } rows[] = {
        { { false, false, 0, 0, 0, 0 }, STAGE_NEW },
        { { false, true, 0, 0, 0, 0 }, STAGE_TRIAGE },
        { { false, false, 1, 0, 0, 0 }, STAGE_ASSESSMENT },
        { { false, true, 1, 0, 0, 0 }, STAGE_ASSESSMENT },
        { { false, true, 1, 2, 0, 0 }, STAGE_CASE_PLAN },
        { { false, true, 0, 1, 0, 0 }, STAGE_CASE_PLAN },
        { { false, true, 1, 1, 1, 0 }, STAGE_SERVICE_PROVISION },
        { { false, true, 1, 1, 1, 3 }, STAGE_SERVICE_PROVISION },
        { { false, true, 1, 1, 0, 3 }, STAGE_SERVICES_IMPLEMENTED },
        { { true, true, 1, 1, 1, 3 }, STAGE_CLOSED },
        { { true, false, 0, 0, 0, 0 }, STAGE_CLOSED },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (stage_of(&rows[i].f) != rows[i].stage)
            fail_msg("row %zu: %d", i, stage_of(&rows[i].f));
}

/* Nobody who waits is put off beyond her time. */
static void
test_putting_off(void **state)
{
    static const struct {
        struct snooze_ask a;
        enum desk_problem p;
    } rows[] = {
        { { 3, 0, 0, SNOOZE_DATE, NOW + DAY, NOW, "" }, PROBLEM_NONE },
        { { 1, 0, 0, SNOOZE_DATE, NOW + 9 * DAY, NOW, "" }, PROBLEM_NONE }, /* nobody waits */
        { { 3, 0, 0, SNOOZE_DATE, NOW, NOW, "" }, PROBLEM_SNOOZE_PAST },
        { { 3, 0, 0, SNOOZE_DATE, NOW - DAY, NOW, "" }, PROBLEM_SNOOZE_PAST },
        { { 3, 0, 0, SNOOZE_REPLY, 0, NOW, "" }, PROBLEM_NONE },
        { { 3, 0, 0, SNOOZE_EVENT, 0, NOW, "passport" }, PROBLEM_NONE },
        { { 3, 0, 0, SNOOZE_EVENT, 0, NOW, "" }, PROBLEM_EMPTY },
        { { 3, 0, 0, SNOOZE_EVENT, NOW - 1, NOW, "x" }, PROBLEM_SNOOZE_PAST },
        { { 3, 0, 0, SNOOZE_OFF, 0, NOW, "" }, PROBLEM_CHOICE },
        { { 3, 0, 0, N_SNOOZES, 0, NOW, "" }, PROBLEM_CHOICE },
        { { 4, NOW - HOUR, NOW + 2 * DAY, SNOOZE_DATE, NOW + DAY, NOW, "" }, PROBLEM_NONE },
        { { 4, NOW - HOUR, NOW + 2 * DAY, SNOOZE_DATE, NOW + 3 * DAY, NOW, "" },
            PROBLEM_SNOOZE_WAITS },
        { { 4, NOW - HOUR, NOW + 2 * DAY, SNOOZE_REPLY, 0, NOW, "" }, PROBLEM_SNOOZE_WAITS },
        { { 4, NOW - HOUR, NOW + 2 * DAY, SNOOZE_EVENT, 0, NOW, "x" }, PROBLEM_SNOOZE_WAITS },
        { { 1, NOW - 60, NOW + HOUR, SNOOZE_DATE, NOW + 60, NOW, "" }, PROBLEM_SNOOZE_WAITS },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (snooze_problem(&rows[i].a) != rows[i].p)
            fail_msg("row %zu: %d", i, snooze_problem(&rows[i].a));
}

/* Nothing is put off for ever. */
static void
test_latest(void **state)
{
    static const struct {
        enum snooze_until until;
        int64_t typed_s, date_s, want_s;
    } rows[] = {
        { SNOOZE_DATE, NOW + 40 * DAY, NOW + 5 * DAY, NOW + 40 * DAY },
        { SNOOZE_REPLY, 0, 0, NOW + 30 * DAY },
        { SNOOZE_REPLY, NOW + 90 * DAY, 0, NOW + 90 * DAY },
        { SNOOZE_EVENT, 0, 0, NOW + 14 * DAY },
        { SNOOZE_EVENT, 0, NOW + 10 * DAY, NOW + 7 * DAY },
        { SNOOZE_EVENT, 0, NOW + 100 * DAY, NOW + 14 * DAY },
        { SNOOZE_EVENT, 0, NOW + 2 * DAY, NOW + 14 * DAY }, /* that one asks for itself by now */
        { SNOOZE_EVENT, NOW + DAY, NOW + 10 * DAY, NOW + DAY },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (snooze_latest(rows[i].until, rows[i].typed_s, rows[i].date_s, NOW) != rows[i].want_s)
            fail_msg("row %zu", i);
}

static void
test_escalation(void **state)
{
    static const struct {
        int64_t waiting_s, due_s, now_s;
        enum escalation e;
    } rows[] = {
        { 0, 0, NOW, ESCALATION_NONE },
        { NOW, NOW + HOUR, NOW + HOUR, ESCALATION_NONE },
        { NOW, NOW + HOUR, NOW + HOUR + 1, ESCALATION_DUTY_LEAD },
        { NOW, NOW + HOUR, NOW + 2 * HOUR, ESCALATION_DUTY_LEAD },
        { NOW, NOW + HOUR, NOW + 2 * HOUR + 1, ESCALATION_COORDINATOR },
        { NOW, NOW + 3 * DAY, NOW + 4 * DAY, ESCALATION_DUTY_LEAD },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (escalation_of(rows[i].waiting_s, rows[i].due_s, rows[i].now_s) != rows[i].e)
            fail_msg("row %zu", i);
}

static void
test_closing(void **state)
{
    static const struct {
        struct closing_facts f;
        enum desk_problem p;
    } rows[] = {
        { { STAGE_TRIAGE, CLOSE_OUT_OF_SCOPE, false, false, false, 0, 0 }, PROBLEM_NONE },
        { { STAGE_NEW, CLOSE_GOAL_REACHED, false, false, false, 0, 0 }, PROBLEM_NONE },
        { { STAGE_ASSESSMENT, CLOSE_GOAL_REACHED, false, false, false, 0, 0 },
            PROBLEM_CLOSING_FORM },
        { { STAGE_ASSESSMENT, CLOSE_GOAL_REACHED, true, false, false, 0, 0 }, PROBLEM_NONE },
        { { STAGE_CASE_PLAN, CLOSE_WITHDREW, true, false, false, 1, 0 }, PROBLEM_CLOSING_GOAL },
        { { STAGE_CASE_PLAN, CLOSE_WITHDREW, true, false, false, 0, 2 }, PROBLEM_CLOSING_DATE },
        { { STAGE_TRIAGE, CLOSE_CONTACT_LOST, false, false, false, 0, 1 }, PROBLEM_CLOSING_DATE },
        { { STAGE_CASE_PLAN, CLOSE_DUPLICATE, false, false, false, 1, 1 }, PROBLEM_NONE },
        { { STAGE_CASE_PLAN, CLOSE_DUPLICATE, false, true, false, 0, 0 }, PROBLEM_FROZEN },
        { { STAGE_TRIAGE, CLOSE_OUT_OF_SCOPE, false, false, true, 0, 0 }, PROBLEM_OFFERED },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (closing_problem(&rows[i].f) != rows[i].p)
            fail_msg("row %zu: %d", i, closing_problem(&rows[i].f));
}

static void
test_answers_and_texts(void **state)
{
    (void)state;
    assert_int_equal(answer_problem(&(struct answer_facts){ false, 0 }), PROBLEM_NONE);
    assert_int_equal(answer_problem(&(struct answer_facts){ false, YESNO_YES }), PROBLEM_NONE);
    assert_int_equal(answer_problem(&(struct answer_facts){ false, YESNO_UNKNOWN }), PROBLEM_NONE);
    assert_int_equal(answer_problem(&(struct answer_facts){ false, YESNO_NO }), PROBLEM_NOT_SAFE);
    assert_int_equal(answer_problem(&(struct answer_facts){ true, YESNO_YES }), PROBLEM_FROZEN);
    assert_int_equal(template_problem(1, false, 100, 100), PROBLEM_TEMPLATE_FIRST);
    assert_int_equal(template_problem(1, true, 100, 100), PROBLEM_NONE);
    assert_int_equal(template_problem(2, false, 100, 100), PROBLEM_NONE);
    assert_int_equal(template_problem(4, true, 99, 100), PROBLEM_TEMPLATE_STALE);
}

/* Approval is of the state that was approved: what is changed later waits again. */
static void
test_approval(void **state)
{
    static const struct field_value yes[] = { { APPROVAL_WHAT, APPROVAL_WHAT_ASSESSMENT, 0, "" },
        { APPROVAL_DECISION, APPROVAL_DECISION_APPROVED, 0, "" } };
    static const struct field_value no[] = { { APPROVAL_WHAT, APPROVAL_WHAT_ASSESSMENT, 0, "" },
        { APPROVAL_DECISION, APPROVAL_DECISION_REJECTED, 0, "" } };
    struct item form = { .def = form_def_of(FORM_ASSESSMENT), .at_s = 100 };
    struct item plan = { .def = form_def_of(FORM_GOAL), .at_s = 100 };
    struct item good = { .def = form_def_of(FORM_APPROVAL), .at_s = 200, .v = yes, .n = 2 };
    struct item bad = { .def = form_def_of(FORM_APPROVAL), .at_s = 300, .v = no, .n = 2 };
    const struct item *const all[] = { &form, &plan, &good, &bad };

    (void)state;
    assert_int_equal(approval_of(all, 0, FORM_ASSESSMENT), APPROVAL_NONE);
    assert_int_equal(approval_of(all, 1, FORM_ASSESSMENT), APPROVAL_WAITS);
    assert_int_equal(approval_of(all, 3, FORM_ASSESSMENT), APPROVAL_GIVEN);
    assert_int_equal(approval_of(all, 3, FORM_GOAL), APPROVAL_WAITS);
    assert_int_equal(approval_of(all, 3, FORM_CLOSURE), APPROVAL_NONE);
    assert_int_equal(approval_of(all, 4, FORM_ASSESSMENT), APPROVAL_REFUSED);
    form.at_s = 400;
    assert_int_equal(approval_of(all, 4, FORM_ASSESSMENT), APPROVAL_WAITS);
}

static void
test_filling_a_text(void **state)
{
    static const char *const names[4] = { "name", "deadline", "member", "number" };
    static const char *const values[4] = { "Sasha", "", "Olga", "41" };
    OWN(arena) a = arena_new(1 << 16);

    (void)state;
    assert_string_equal(
        work_fill_template(a, "{{name}}, {{deadline}} {{number}} {{other}} {{name", names, values),
        "Sasha, {{deadline}} 41 {{other}} {{name"); /* what is not known stays to be seen */
}

static void
test_bodies(void **state)
{
    const struct handover offer = { "Иван", "позвоню завтра", "смена" };
    const struct snooze off = { NOW, "паспорт" };
    OWN(arena) a = arena_new(1 << 20);
    uint8_t room[200];
    struct writer w = writer_of(room, sizeof room);
    struct handover h;
    struct snooze z;

    (void)state;
    assert_int_equal(handover_encode(&offer, &w), OK);
    assert_int_equal(handover_decode((struct bytes){ room, w.n }, a, &h), OK);
    assert_string_equal(h.to, offer.to);
    assert_string_equal(h.promise, offer.promise);
    assert_string_equal(h.note, offer.note);
    for (size_t cut = 0; cut < w.n; cut++)
        assert_int_equal(handover_decode((struct bytes){ room, cut }, a, &h), ERR_MALFORMED);
    assert_int_equal(handover_decode((struct bytes){ room, w.n + 1 }, a, &h), ERR_MALFORMED);
    room[2] = 0xFF; /* not UTF-8 */
    assert_int_equal(handover_decode((struct bytes){ room, w.n }, a, &h), ERR_MALFORMED);
    memset(room, 0, 6); /* to nobody */
    assert_int_equal(handover_decode((struct bytes){ room, 6 }, a, &h), ERR_MALFORMED);
    w = writer_of(room, sizeof room);
    assert_int_equal(snooze_encode(&off, &w), OK);
    assert_int_equal(snooze_decode((struct bytes){ room, w.n }, a, &z), OK);
    assert_int_equal(z.until_s, NOW);
    assert_string_equal(z.words, off.words);
    assert_int_equal(snooze_decode((struct bytes){ room, 7 }, a, &z), ERR_MALFORMED);
    room[0] = 0xFF; /* before 1970 */
    assert_int_equal(snooze_decode((struct bytes){ room, w.n }, a, &z), ERR_MALFORMED);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stage_follows_from_what_was_done),
        cmocka_unit_test(test_putting_off),
        cmocka_unit_test(test_latest),
        cmocka_unit_test(test_escalation),
        cmocka_unit_test(test_closing),
        cmocka_unit_test(test_answers_and_texts),
        cmocka_unit_test(test_approval),
        cmocka_unit_test(test_filling_a_text),
        cmocka_unit_test(test_bodies),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
