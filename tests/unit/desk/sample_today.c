/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/desk/sample.h"
#include <string.h>

enum { HOUR = 3600, DAY = 86400 };

void
sample_today(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile)
{
    static const struct vault here = { .row = { .role = "intake" } };
    static const struct vault legal = { .row = { .role = "legal" } };
    const char *subject = hostile ? hostile : "Сына увезли вчера вечером, телефон молчит";
    const char *other = hostile ? hostile : "Хочу подати заяву на альтернативну службу";
    const char *name = hostile ? hostile : "Иван";
    struct acts acts = { .n = s == SAMPLE_TODAY ? 7 : 0, .more = false };
    struct today_view v = { *f, &acts, &here };
    const struct act some[] = {
        { ACT_ANSWER, 1, f->now_s - 20 * 60, &here, 41, NULL, subject, "ru", "", 0, false },
        { ACT_LATE, 2, f->now_s - 2 * HOUR, &here, 37, NULL, other, "uk", name, 0, false },
        { ACT_ANSWER, 2, f->now_s + 90 * 60, &legal, 52, NULL, subject, "ru", "", 0, false },
        { ACT_DAY, 2, f->now_s + DAY, &here, 37, NULL, other, "uk", "", 1, true },
        { ACT_TAKE_OVER, 3, f->now_s + 3 * HOUR, &here, 12, NULL, other, "uk", name, 0, false },
        { ACT_FOLLOW_UP, 3, 0, &here, 12, NULL, other, "uk", name, 0, false },
        { ACT_DRAFT, 4, 0, &here, 9, NULL, subject, "ru", "", 0, false },
    };

    memcpy(acts.a, some, acts.n * sizeof *some);
    page_desk_today(o, &v);
}
