/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reply only where and when it is safe: hours, names, taking back. */
#include "base/clock.h"
#include "core/wire/crypto.h"
#include "desk/dates/calendar.h"
#include "desk/forms/rules.h"
#include "desk/keep/retention.h"
#include "desk/post/safe.h"
#include "forms.gen.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/post_desk.h"

static const struct window_row {
    int64_t from, to;
    const char *zone;
    int64_t now_s, after_s, until_s;
} windows[] = {
    /* 2026-11-22 12:00 UTC is 15:00 in Moscow, 14:00 in Kyiv. */
    { 19 * 60, 22 * 60, "Europe/Moscow", 1795348800, 1795363200, 1795374000 },
    { 14 * 60, 22 * 60, "Europe/Moscow", 1795348800, 1795345200, 1795374000 },
    { 9 * 60, 10 * 60, "Europe/Kyiv", 1795348800, 1795417200, 1795420800 },
    { 14 * 60, 14 * 60 + 1, "Europe/Kyiv", 1795348860, 1795435200, 1795435260 }, /* just over */
    { 23 * 60, 60, "Europe/Moscow", 1795348800, 1795377600, 1795384800 },        /* over midnight */
    { 23 * 60, 60, "Europe/Moscow", 1795384799, 1795377600, 1795384800 },
    /* The night of 25 October 2026, when clocks in Berlin go back: 9:00 is 8:00 UTC, not 7:00. */
    { 9 * 60, 10 * 60, "Europe/Berlin", 1792875600, 1792915200, 1792918800 },
};

static void
test_windows(void **state)
{
    struct safe_window w;

    (void)state;
    for (size_t i = 0; i < sizeof windows / sizeof *windows; i++) {
        const struct window_row *r = &windows[i];
        print_message("# %zu\n", i);
        assert_true(safe_window_at(hours_of(r->from, r->to), r->zone, r->now_s, &w));
        assert_int_equal(w.after_s, r->after_s);
        assert_int_equal(w.until_s, r->until_s);
    }
    assert_false(safe_window_at(0, "", 1795348800, &w));
    assert_false(safe_window_at(hours_of(1, 2), "Europe/Mordor", 1795348800, &w));
}

static void
fill_safe(int64_t id, const struct field_value *v, size_t n, const struct session *s)
{
    struct casebook b = book_of("intake");
    struct actor who = by(s);
    struct item_id made;
    struct item_put put = {
        .case_id = id, .def = form_def_of(FORM_SAFE_REPLY), .id = NULL, .v = v, .n = n
    };

    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, item_put(&b, &put, &who, &made)), OK);
}

/* Hours that begin in one hour, by a clock two or three hours ahead of UTC. */
static int64_t
closed_hours(void)
{
    const struct zone *z = zone_find("Europe/Kyiv");
    int64_t day = 0;
    int32_t minute = 0;

    zone_to_local(z, clock_now_s(), &day, &minute);
    return hours_of((minute + 60) % HOURS_DAY, (minute + 120) % HOURS_DAY);
}

static struct content_id
last_answer(int64_t id, struct arena *a, struct contact_note *note)
{
    struct casebook b = book_of("intake");
    struct entries_ask ask = { .id = id };
    struct entries got;
    struct content_id content = { { 0 } };

    assert_int_equal(case_entries(b.p, &ask, a, &got), OK);
    for (size_t i = 0; i < got.n; i++)
        if (got.e[i].kind == RECORD_SENT) {
            content = got.e[i].content;
            assert_int_equal(contact_note_get(b.p, got.e[i].id, a, note), OK);
        }
    return content;
}

static bool
was_dropped(void)
{
    struct frame f;
    bool dropped = false;

    assert_int_equal(post_pipe_move(channel), OK);
    while (!post_pipe_next(channel, &f))
        dropped = dropped || f.kind == FRAME_DROP;
    return dropped;
}

static int64_t
waiting_since(int64_t id, struct arena *a)
{
    struct case_full c;

    assert_int_equal(case_get(book_of("intake").p, id, a, &c), OK);
    return c.row.waiting_s;
}

static enum err
take_back(int64_t id, const struct content_id *answered, const struct session *s, struct arena *a)
{
    struct casebook b = book_of("intake");
    struct actor who = by(s);
    const char *text = NULL;

    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    enum err e = contact_take_back(&b, &fx.app.post, id, answered, &who, a, &text);
    if (!e)
        assert_string_equal(text, "Вечером.");
    return casebook_end(&b, e);
}

static enum posting_state
state_of(const struct content_id *content)
{
    struct posting p;

    assert_int_equal(posting_get(fx.app.records, content, &p), OK);
    return p.state;
}

static void
channel_says(enum frame_kind kind, const struct content_id *content)
{
    assert_int_equal(
        post_pipe_put(channel,
            &(struct frame){ .kind = kind, .channel = POST_SLOT, .id = 1, .source = *content }),
        OK);
    assert_int_equal(step(), OK);
}

/* An answer outside the person's hours waits, is seen to wait, and can be taken back. */
static void
test_held_for_hours(void **state)
{
    OWN(arena) a = arena_new(4 << 20);
    const struct letter l = letter("Пишите вечером.");
    struct session *s = fixture_unlock(&fx, "Pavel");
    const struct field_value v[] = { { SAFE_REPLY_OK_TO_WRITE, YESNO_YES, 0, "" },
        { SAFE_REPLY_ONLY, closed_hours(), 0, "Europe/Kyiv" } };
    struct contact_note note;
    struct letter got;
    int64_t now_s = clock_now_s();
    int64_t id = 0;

    (void)state;
    assert_int_equal(receive(&l, now_s - 100, &id), OK);
    int64_t waited_s = waiting_since(id, a);
    fill_safe(id, v, 2, s);
    assert_int_equal(answer("intake", id, "Вечером.", s), OK);
    assert_int_equal(waiting_since(id, a), 0);
    assert_int_equal(step(), OK);
    assert_string_equal(sent(a, &got), "Вечером.");
    assert_in_range((uintmax_t)(got.after_s - now_s), 3500, 3700);
    assert_in_range((uintmax_t)(got.until_s - got.after_s), 3600, 3600);
    struct content_id content = last_answer(id, a, &note);
    assert_int_equal(note.after_s, got.after_s);
    assert_int_equal(take_back(id, &(struct content_id){ { 1 } }, s, a), ERR_NOT_FOUND);
    assert_int_equal(take_back(id, &content, s, a), OK);
    assert_true(was_dropped());
    assert_int_equal(take_back(id, &content, s, a), ERR_CONFLICT);
    channel_says(FRAME_DROPPED, &content);
    assert_int_equal(state_of(&content), POSTING_TAKEN_BACK);
    assert_int_equal(waiting_since(id, a), waited_s);
    fixture_restart(&fx); /* and so it is in the records */
    (void)fixture_unlock(&fx, "Pavel");
    fixture_read(&fx.app);
    (void)last_answer(id, a, &note);
    assert_true(note.taken);
    assert_int_equal(waiting_since(id, a), waited_s);
}

/* What is known of the person changed: what waits does not leave by itself. */
static void
test_held_and_changed(void **state)
{
    OWN(arena) a = arena_new(4 << 20);
    const struct letter l = letter("Пишите вечером.");
    struct session *s = fixture_unlock(&fx, "Pavel");
    const struct field_value v[] = { { SAFE_REPLY_OK_TO_WRITE, YESNO_YES, 0, "" },
        { SAFE_REPLY_ONLY, closed_hours(), 0, "Europe/Kyiv" } };
    struct actor who = by(s);
    struct contact_note note;
    int64_t id = 0;

    (void)state;
    assert_int_equal(receive(&l, clock_now_s(), &id), OK);
    fill_safe(id, v, 2, s);
    assert_int_equal(answer("intake", id, "Вечером.", s), OK);
    assert_int_equal(answer("intake", id, "И ещё.", s), OK);
    struct casebook b = book_of("intake");
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, contact_take_back_all(&b, &fx.app.post, id, &who)), OK);
    (void)last_answer(id, a, &note);
    assert_true(note.taken);
    assert_int_equal(step(), OK);
    assert_null(sent(a, &(struct letter){ 0 }));
}

/* She must not be written to any more: what waits for a server does not leave either.  And no
   more than so many wait for one request. */
static void
test_no_stops_what_waits_for_a_server(void **state)
{
    OWN(arena) a = arena_new(4 << 20);
    const struct letter l = letter("Пишите.");
    struct session *s = fixture_unlock(&fx, "Pavel");
    struct actor who = by(s);
    int64_t id = 0;

    (void)state;
    assert_int_equal(receive(&l, clock_now_s(), &id), OK);
    for (int i = 0; i < CONTACT_WAIT_CASE; i++)
        assert_int_equal(answer("intake", id, "Ответ.", s), OK);
    assert_int_equal(answer("intake", id, "Ещё один.", s), ERR_BUSY);
    struct casebook b = book_of("intake");
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, contact_take_back_all(&b, &fx.app.post, id, &who)), OK);
    assert_int_equal(step(), OK);
    assert_null(sent(a, &(struct letter){ 0 }));
}

/* What is taken back while the channel has it may have left; the channel's word decides. */
static void
test_taken_back_in_flight(void **state)
{
    OWN(arena) a = arena_new(4 << 20);
    const struct letter l = letter("Пишите.");
    struct session *s = fixture_unlock(&fx, "Pavel");
    struct contact_note note;
    struct content_id one[3];
    struct letter got;
    int64_t id = 0;

    (void)state;
    assert_int_equal(receive(&l, clock_now_s(), &id), OK);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(answer("intake", id, "Вечером.", s), OK);
        one[i] = last_answer(id, a, &note);
        if (i < 2)
            assert_int_equal(step(), OK);
        assert_int_equal(take_back(id, &one[i], s, a), OK);
        assert_int_equal(state_of(&one[i]), i < 2 ? POSTING_MAYBE : POSTING_TAKEN_BACK);
        (void)sent(a, &got);
    }
    channel_says(FRAME_DROPPED, &one[0]);
    assert_int_equal(state_of(&one[0]), POSTING_TAKEN_BACK);
    channel_says(FRAME_SENT, &one[1]); /* it was quicker */
    assert_int_equal(state_of(&one[1]), POSTING_SENT);
    channel_says(FRAME_DROPPED, &one[1]);
    assert_int_equal(state_of(&one[1]), POSTING_SENT);
    assert_null(sent(a, &got)); /* and nothing was given twice */
}

/* A try whose end nobody saw: it is not said that the person never got it. */
static void
test_taken_back_after_a_try(void **state)
{
    OWN(arena) a = arena_new(4 << 20);
    const struct letter l = letter("Пишите.");
    struct session *s = fixture_unlock(&fx, "Pavel");
    struct contact_note note;
    int64_t id = 0;

    (void)state;
    assert_int_equal(receive(&l, clock_now_s(), &id), OK);
    assert_int_equal(answer("intake", id, "Вечером.", s), OK);
    struct content_id content = last_answer(id, a, &note);
    assert_int_equal(step(), OK);
    assert_int_equal(post_pipe_put(channel, &(struct frame){ .kind = FRAME_FAILED,
                                                .channel = POST_SLOT,
                                                .id = 1,
                                                .source = content,
                                                .code = POST_UNREACHABLE,
                                                .wait_s = 60 }),
        OK);
    assert_int_equal(step(), OK);
    assert_int_equal(take_back(id, &content, s, a), OK);
    channel_says(FRAME_DROPPED, &content);
    assert_int_equal(state_of(&content), POSTING_MAYBE);
}

/* An erased request sends nothing any more. */
static void
test_erased_leaves_nothing_waiting(void **state)
{
    OWN(arena) a = arena_new(4 << 20);
    const struct letter l = letter("Сотрите всё, у них мой телефон.");
    struct session *s = fixture_unlock(&fx, "Pavel");
    struct contact_note note;
    struct posting p;
    int64_t id = 0;

    (void)state;
    assert_int_equal(receive(&l, clock_now_s(), &id), OK);
    assert_int_equal(answer("intake", id, "Первый.", s), OK);
    assert_int_equal(step(), OK);
    assert_int_equal(answer("intake", id, "Второй.", s), OK);
    struct content_id content = last_answer(id, a, &note);
    struct casebook b = book_of("intake");
    assert_int_equal(retention_erase(&b, &fx.app.post, id, clock_now_s()), OK);
    assert_int_equal(posting_get(fx.app.records, &content, &p), ERR_NOT_FOUND);
    assert_true(was_dropped());
    fixture_restart(&fx);
    (void)fixture_unlock(&fx, "Pavel");
    assert_int_equal(posting_get(fx.app.records, &content, &p), ERR_NOT_FOUND);
}

/* The name beside our address is the person's choice, and then no subject names the matter. */
static void
test_sender_and_subject(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    const struct letter l = letter("Муж видит мой телефон.");
    struct session *s = fixture_unlock(&fx, "Pavel");
    const struct field_value v[] = { { SAFE_REPLY_OK_TO_WRITE, YESNO_YES, 0, "" },
        { SAFE_REPLY_SENDER, 0, 0, "Марина" }, { SAFE_REPLY_NO_NAME, YESNO_YES, 0, "" } };
    struct letter got;
    int64_t id = 0;

    (void)state;
    assert_int_equal(receive(&l, clock_now_s(), &id), OK);
    fill_safe(id, v, 3, s);
    assert_int_equal(answer("intake", id, "Привет.", s), OK);
    assert_int_equal(step(), OK);
    assert_string_equal(sent(a, &got), "Привет.");
    assert_string_equal(got.sender, "Марина");
    assert_string_equal(got.subject, "Re:");
    assert_int_equal(got.flags & LETTER_NO_NAME, LETTER_NO_NAME);
    assert_int_equal(got.after_s, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_windows),
        cmocka_unit_test_setup_teardown(test_held_for_hours, post_set_up, post_tear_down),
        cmocka_unit_test_setup_teardown(test_held_and_changed, post_set_up, post_tear_down),
        cmocka_unit_test_setup_teardown(
            test_no_stops_what_waits_for_a_server, post_set_up, post_tear_down),
        cmocka_unit_test_setup_teardown(test_taken_back_in_flight, post_set_up, post_tear_down),
        cmocka_unit_test_setup_teardown(test_taken_back_after_a_try, post_set_up, post_tear_down),
        cmocka_unit_test_setup_teardown(
            test_erased_leaves_nothing_waiting, post_set_up, post_tear_down),
        cmocka_unit_test_setup_teardown(test_sender_and_subject, post_set_up, post_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
