/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/dates/date_pages.h"
#include "desk/forms/form_def.h"
#include "forms.gen.h"
#include "tests/unit/desk/sample.h"
#include <string.h>

enum { HOUR = 3600, DAY = 86400 };

static const char *
or_hostile(const char *hostile, const char *text)
{
    return hostile ? hostile : text;
}

static int64_t
day(int32_t y, int32_t m, int32_t d)
{
    return day_of_date((struct date){ y, m, d });
}

/* Around the 22nd of November 2026. */
static size_t
some_dates(const struct desk_frame *f, const char *hostile, struct date_due to[5])
{
    const char *subject = or_hostile(hostile, "Сына увезли вчера вечером, телефон молчит");
    int64_t today = day_of(f->now_s);
    const struct date_due rows[5] = {
        { 4127, 41, { 1 }, KIND_APPEAL, DATE_CONFIRMED, today - 1, DAY_MINUTES, "Europe/Moscow",
            f->now_s - 10 * HOUR, false, true, or_hostile(hostile, "подать апелляцию"), subject,
            "ru", or_hostile(hostile, "Ольга"), "", 0, 1 },
        { 4130, 37, { 2 }, KIND_HEARING, DATE_CONFIRMED, today + 1, 600, "Asia/Tbilisi",
            f->now_s + 20 * HOUR, false, true, "", subject, "ru", "", or_hostile(hostile, "Иван"),
            0, 0 },
        { 4131, 37, { 3 }, KIND_COURT_SUIT, DATE_OPEN, today + 4, DAY_MINUTES, "Europe/Istanbul",
            f->now_s + 4 * DAY, true, true, or_hostile(hostile, "иск в административный суд"),
            subject, "ru", or_hostile(hostile, "Ольга"), "", 0, 0 },
        { 4140, 9, { 4 }, KIND_APPLICATION, DATE_OPEN, today + 6, DAY_MINUTES, "Europe/Moscow",
            f->now_s + 6 * DAY, false, false, "", subject, "ru", or_hostile(hostile, "Ольга"), "",
            0, 0 },
        { 4150, 9, { 5 }, KIND_REPLY_DUE, DATE_DONE, today + 20, DAY_MINUTES, "UTC",
            f->now_s + 20 * DAY, false, true, "", subject, "ru", or_hostile(hostile, "Ольга"), "",
            0, 0 },
    };

    memcpy(to, rows, sizeof rows);
    return 5;
}

static void
list_page(struct out *o, const struct desk_frame *f, const char *hostile)
{
    struct date_due rows[5];
    struct dates_view v = { .f = *f,
        .rows = rows,
        .counts = { 1, 1, 1, 1, 2 },
        .feed = or_hostile(hostile, "http://127.0.0.1:8080/ics/"
                                    "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE"),
        .feed_made_s = f->now_s };

    const struct named_date named[] = {
        { 39, day_of(f->now_s) + 1, DATE_SUMMONS_APPEARANCE, false, true,
            or_hostile(hostile, "Прийшла повістка, відстрочка за навчанням"), "uk",
            or_hostile(hostile, "UA"), "", 2 },
        { 37, day_of(f->now_s) + 9, DATE_HEARING, true, false,
            or_hostile(hostile, "Я за границей, паспорт заканчивается"), "ru",
            or_hostile(hostile, ""), or_hostile(hostile, "Ольга"), 3 },
    };

    v.named = named;
    v.n_named = sizeof named / sizeof *named;
    v.may_change = true;
    v.n = some_dates(f, hostile, rows);
    page_desk_dates(o, &v);
}

static void
month_page(struct out *o, const struct desk_frame *f, const char *hostile)
{
    struct date_due rows[5];
    struct month_view v = { .f = *f, .rows = rows };
    struct date d = date_of_day(day_of(f->now_s));

    v.first = day_of_date((struct date){ d.year, d.month, 1 });
    v.n = some_dates(f, hostile, rows);
    page_desk_month(o, &v);
}

static struct date_ask
an_ask(void)
{
    struct date_ask ask = { .services = service_rules,
        .n_services = n_service_rules,
        .base = { day(2026, 3, 18), day(2026, 3, 18), CAL_EXACT },
        .minute = -1,
        .means = BASE_SENT,
        .way = WAY_REGISTERED,
        .authority = "",
        .zone = "",
        .stay = "DE" };

    ask.rules = date_rule_versions("de-asylum-suit", &ask.n_rules);
    return ask;
}

static void
new_page(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile)
{
    struct date_proposal p;
    struct date_ask ask = an_ask();
    struct own_rule own = { .id = "own-0123456789abcdef0123456789abcdef", .rule = date_rules[0] };
    struct date_new_view v = { .f = *f,
        .own = &own,
        .n_own = 1,
        .case_id = 41,
        .subject = or_hostile(hostile, "Сына увезли вчера вечером, телефон молчит"),
        .subject_lang = "ru",
        .t = { .rule = "de-asylum-suit",
            .base = or_hostile(hostile, "18.03.2026"),
            .time = "",
            .means = "2",
            .way = "3",
            .authority = "",
            .zone = "Europe/Berlin",
            .stay = "DE",
            .kind = "4",
            .day = or_hostile(hostile, ""),
            .end = "",
            .what = or_hostile(hostile, "иск"),
            .why = or_hostile(hostile, "") },
        .may_confirm = true };

    own.rule.code = or_hostile(hostile, "Жалоба на отказ");
    if (s == SAMPLE_DATE_NEW && !date_propose(&ask, &p))
        v.p = &p;
    if (s == SAMPLE_DATE_WRONG) {
        v.trouble = TROUBLE_NO_RULE;
        v.typed_trouble = TROUBLE_WHY;
    }
    page_desk_date_new(o, &v);
}

static void
one_page(struct out *o, const struct desk_frame *f, const char *hostile)
{
    static const char *members[2];
    struct date_due rows[5];
    struct date_proposal p;
    struct date_ask ask = an_ask();
    struct date_view v = { .f = *f,
        .contradicts = true,
        .may_confirm = true,
        .may_change = true,
        .members = members,
        .n_members = 2,
        .trouble = TROUBLE_STATE };

    members[0] = or_hostile(hostile, "Ольга");
    members[1] = or_hostile(hostile, "Иван");
    (void)some_dates(f, hostile, rows);
    v.d = (struct date_full){ rows[2], "", "", { NULL, 0 } };
    if (!date_propose(&ask, &p)) {
        v.explained = true;
        v.x = explain_of(&ask, &p);
    }
    page_desk_date(o, &v);
}

static void
case_page(struct out *o, const struct desk_frame *f, const char *hostile)
{
    const struct date_stage *stages[MAX_STAGES];
    struct date_due rows[5];
    size_t n = date_stages_of(PROCEEDING_EXTRADITION, "KZ", day_of(f->now_s), stages);
    struct step_view step = { .item = "0123456789abcdef0123456789abcdef",
        .stage = "stage-appeal",
        .authority = or_hostile(hostile, "Верховный суд"),
        .reasons = or_hostile(hostile, "Суд не спросил об убежище."),
        .remedy = or_hostile(hostile, "жалоба"),
        .hearing_s = f->now_s + 3 * DAY,
        .zone = "Asia/Almaty",
        .decided = day_of(f->now_s) - 3,
        .served = day_of(f->now_s) - 1,
        .review = day_of(f->now_s) + 40,
        .result = STEP_RESULT_REFUSED,
        .effect = CHOICE_EFFECT_ON_REQUEST,
        .interim = YESNO_YES,
        .about = n > 6 ? stages[6] : NULL };
    struct proceeding_view p[2] = {
        { .item = "00112233445566778899aabbccddeeff",
            .kind = PROCEEDING_EXTRADITION,
            .country = "KZ",
            .registered = INT64_MIN,
            .file_number = or_hostile(hostile, "12-34"),
            .lawyer = or_hostile(hostile, "А. Юристова"),
            .interpreter = "",
            .held = or_hostile(hostile, "Алматы"),
            .qualification = "",
            .words = "",
            .steps = &step,
            .n_steps = 1,
            .stages = stages,
            .n_stages = n },
        { .item = "ffeeddccbbaa99887766554433221100",
            .kind = PROCEEDING_ASYLUM,
            .country = "DE",
            .registered = day(2026, 7, 2),
            .file_number = "",
            .lawyer = "",
            .interpreter = "",
            .held = "",
            .qualification = or_hostile(hostile, ""),
            .words = "",
            .regime = date_regime_of("responsibility", "EU", day(2026, 7, 2)) },
    };
    struct case_dates_view v = { .f = *f,
        .case_id = 41,
        .subject = or_hostile(hostile, "Сына увезли вчера вечером, телефон молчит"),
        .subject_lang = "ru",
        .country = "KZ",
        .closed = true,
        .rows = rows,
        .proceedings = p,
        .n_proceedings = 2,
        .may_change = true };

    v.n = some_dates(f, hostile, rows);
    page_desk_case_dates(o, &v);
}

void
sample_dates(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile)
{
    if (s == SAMPLE_DATES)
        list_page(o, f, hostile);
    else if (s == SAMPLE_MONTH)
        month_page(o, f, hostile);
    else if (s == SAMPLE_DATE)
        one_page(o, f, hostile);
    else if (s == SAMPLE_CASE_DATES)
        case_page(o, f, hostile);
    else
        new_page(o, s, f, hostile);
}
