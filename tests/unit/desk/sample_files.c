/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/files/file_pages.h"
#include "tests/unit/desk/sample.h"

enum { DAY = 86400 };

static void
original_page(struct out *o, const struct file_row *row, const struct desk_frame *f,
    const char *hostile, enum original_step step)
{
    const struct original_wish wish = { 3, hostile ? hostile : "Olga",
        hostile ? hostile : "Для апелляционного суда, слушание во вторник" };
    const struct original_view v = { .f = *f,
        .file = row,
        .step = step,
        .second = hostile ? hostile : "Ivan",
        .wishes = &wish,
        .n_wishes = 1,
        .may_ask = true };

    page_desk_original(o, &v);
}

void
sample_files(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile)
{
    const struct file_row row = { .id = 77,
        .case_id = 41,
        .at_s = f->now_s - DAY,
        .n_taken = 2,
        .by = hostile ? hostile : "",
        .f = { .size = 2411724,
            .name = hostile ? hostile : "повестка, обе стороны.pdf",
            .type = hostile ? hostile : "application/pdf" } };
    struct file_view v = { .f = *f,
        .file = &row,
        .lang = "ru",
        .page = 2,
        .may_original = true,
        .s = { .kind = SIGHT_PDF, .page = 2, .n_pages = 120, .width = 1240, .height = 1754 } };

    switch (s) {
    case SAMPLE_FILE_WAITS: v.waits = true; break;
    case SAMPLE_FILE_TEXT:
        v.s = (struct sight){ .kind = SIGHT_TEXT, .page = 1, .n_pages = 1, .cut = true };
        v.page = 1;
        v.text = hostile
                     ? hostile
                     : "Здравствуйте!\n\nМеня вызывают 3 декабря в 9:00.\nЧто мне взять с собой?";
        break;
    case SAMPLE_FILE_REFUSED:
        v.s = (struct sight){ .status = SIGHT_REFUSED, .kind = SIGHT_OFFICE };
        break;
    case SAMPLE_ORIGINAL: original_page(o, &row, f, hostile, ORIGINAL_NOBODY); return;
    case SAMPLE_ORIGINAL_CONFIRMED: original_page(o, &row, f, hostile, ORIGINAL_CONFIRMED); return;
    default: break;
    }
    page_desk_file(o, &v);
}
