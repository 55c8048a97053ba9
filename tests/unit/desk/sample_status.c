/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/desk/sample.h"
#include <stdio.h>

enum { HOUR = 3600, DAY = 86400 };

void
sample_status(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile)
{
    static const struct session_row here[] = { { "Ольга", 0, true }, { "Иван", 7, false } };
    struct hubs *hubs = arena_alloc(o->a, sizeof *hubs);
    struct guard_report guard = { .mode = GUARD_STRICT,
        .not_dumpable = true,
        .no_core = true,
        .no_new_privileges = true,
        .landlock_abi = 2,
        .files_guarded = true,
        .calls_guarded = true,
        .memory_locks = true,
        .no_swap = true };
    const struct alert_state alerts = { 1, 1, f->now_s - 900, 1, f->now_s + 60, 1 };
    struct turns *turns = arena_alloc(o->a, sizeof *turns);
    struct status_view v = { .f = *f,
        .hubs = hubs,
        .guard = &guard,
        .outbox = 2,
        .doors_left = 9,
        .has_recovery = s != SAMPLE_STATUS_TROUBLE,
        .idle_minutes = 15,
        .sessions = here,
        .n_sessions = 2,
        .post = sample_post_state(o, s == SAMPLE_STATUS_TROUBLE, hostile),
        .alerts = &alerts,
        .turns = turns,
        .network = "9f3c1d5e7a2b4c6d8e0f1a3b5c7d9e0f9f3c1d5e7a2b4c6d8e0f1a3b5c7d9e0f",
        .org_id = "3b7c91d2e4f5a6b7c8d9e0f1a2b3c4d5" };

    *turns = (struct turns){ .n = 0 };
    if (s == SAMPLE_STATUS_TROUBLE) {
        turns->n = 2;
        turns->rows[0] = (struct duty_row){ 1, 3, "Ольга", "ru", ALERT_PUSH, "" };
        turns->rows[1] = (struct duty_row){ 2, TURN_REST, "Иван", "ru", ALERT_MAIL, "" };
        turns->n_on_duty = 1;
        turns->on_duty[0] = hostile ? hostile : "Вера";
    }
    hubs->n = 2;
    hubs->h[0] = (struct hub){ .address = "http://127.0.0.1:8081",
        .health = HUB_GOOD,
        .last_pull_s = f->now_s - 20,
        .edition = 14 };
    hubs->h[1] =
        (struct hub){ .address =
                          "http://exampleexampleexampleexampleexampleexampleexampleexamplexy.onion",
            .health = HUB_GOOD,
            .last_pull_s = f->now_s - 90,
            .edition = 14 };
    if (s == SAMPLE_STATUS_TROUBLE) {
        v.f.trouble = v.f.alarm = true;
        v.alarm_words = hostile ? hostile : "database or disk is full";
        hubs->h[0].health = HUB_CLOCK;
        hubs->h[0].clock_off_s = -2 * DAY;
        hubs->h[1].health = HUB_DOWN;
        hubs->h[1].last_pull_s = f->now_s - 3 * HOUR;
        hubs->h[1].edition_expired = true;
        (void)snprintf(
            hubs->h[1].why, sizeof hubs->h[1].why, "%s", hostile ? hostile : "Could not connect");
        v.unreadable = 1;
        v.broken = 2;
        v.doors_left = 1;
        guard.memory_locks = guard.no_swap = false;
    }
    page_desk_status(o, &v);
}
