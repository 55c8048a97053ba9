/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keep/keep_pages.h"
#include "tests/unit/desk/sample.h"

enum { DAY = 86400 };

static const char *
or_hostile(const char *hostile, const char *text)
{
    return hostile ? hostile : text;
}

static void
keep_page(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile)
{
    const char *subject = or_hostile(hostile, "Сына увезли вчера вечером, телефон молчит");
    const char *name = or_hostile(hostile, "Иван");
    const struct keep_pair pairs[] = {
        { "1", TWO_ERASE, { .kind = TWO_ABOUT_CASE, .vault = "intake", .case_id = 12 }, name,
            or_hostile(hostile, "Просьба самого человека"), "", false, false, true },
        { "2", TWO_EXPORT,
            { .kind = TWO_ABOUT_ORIGINAL, .vault = "intake", .case_id = 41, .file_id = 77 }, name,
            or_hostile(hostile, "Адвокату"), name, true, true, false },
        { "3", TWO_EXPORT, { .kind = TWO_ABOUT_TABLE, .vault = "intake" }, name, "", "", true,
            false, false },
    };
    const struct kept_case due[] = { { 12, f->now_s - 760 * DAY, subject, "ru", NULL, NULL },
        { 14, f->now_s - 745 * DAY, subject, "ru", NULL, NULL } };
    const struct kept_case held[] = { { 7, f->now_s - 90 * DAY, subject, "ru", name,
        or_hostile(hostile, "Жалоба в суде, решения ещё нет") } };
    const char *const files[] = { or_hostile(hostile, "result.json"), "helpline-2026.csv" };
    struct keep_view v = { .f = *f,
        .say = s == SAMPLE_KEEP ? KEEP_SAY_ASKED : KEEP_SAY_OVER,
        .months = 24,
        .days = 90,
        .silent = due,
        .stuck = due,
        .away = "",
        .pairs = pairs,
        .due = due,
        .held = held,
        .files = files,
        .may_erase = true,
        .may_export = true,
        .may_bring = true };

    if (s == SAMPLE_KEEP) {
        v.n_pairs = 3;
        v.n_due = 2;
        v.n_silent = 2;
        v.n_stuck = 1;
        v.away = or_hostile(hostile, "Иван");
        v.away_s = f->now_s - 3 * DAY;
        v.n_held = 1;
        v.n_files = 2;
        v.n_erased = 5;
        v.has_recovery = true;
    }
    page_desk_keep(o, &v);
}

static void
case_page(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile)
{
    struct keep_case_view v = { .f = *f,
        .say = s == SAMPLE_KEEP_HELD ? KEEP_SAY_HELD : KEEP_SAY_NOTHING,
        .id = 41,
        .subject = or_hostile(hostile, "Сына увезли вчера вечером, телефон молчит"),
        .lang = "ru",
        .due_s = f->now_s + 400 * DAY,
        .talk = { .last_s = f->now_s, .erased_s = f->now_s - 10 * DAY },
        .talk_due_s = f->now_s + 90 * DAY,
        .may_erase = true,
        .may_export = true,
        .may_paper = true };

    if (s == SAMPLE_KEEP_HELD)
        v.hold = (struct hold){ or_hostile(hostile, "Иван"),
            or_hostile(hostile, "Жалоба в суде, решения ещё нет"), f->now_s - 90 * DAY };
    page_desk_keep_case(o, &v);
}

static void
bring_page(struct out *o, const struct desk_frame *f, const char *hostile)
{
    struct brought b = { .source = DOC_CSV,
        .n_cases = 40,
        .n_entries = 611,
        .n_fresh = 38,
        .n_fresh_entries = 590,
        .n_titles = 3,
        .titles = { or_hostile(hostile, "Саша"), "csv:7", or_hostile(hostile, "Олена, Тбілісі") },
        .n_troubles = 4,
        .troubles = { { DOC_TROUBLE_NO_TIME, 12, or_hostile(hostile, "7") },
            { DOC_TROUBLE_COLUMNS, 13, "" }, { DOC_TROUBLE_NO_TEXT, 44, "9" },
            { DOC_TROUBLE_FILE, 3, or_hostile(hostile, "photos/photo_1@01-11-2026.jpg") } },
        .n_columns = 4,
        .columns = { { or_hostile(hostile, "Номер"), COLUMN_CASE }, { "Дата", COLUMN_TIME },
            { "Сообщение", COLUMN_TEXT }, { "Город", COLUMN_NOTHING } } };
    struct bring_view v = { *f, or_hostile(hostile, "helpline-2026.csv"), &b };

    page_desk_bring(o, &v);
}

void
sample_keep(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile)
{
    if (s == SAMPLE_KEEP || s == SAMPLE_KEEP_EMPTY)
        keep_page(o, s, f, hostile);
    else if (s == SAMPLE_BRING)
        bring_page(o, f, hostile);
    else
        case_page(o, s, f, hostile);
}
