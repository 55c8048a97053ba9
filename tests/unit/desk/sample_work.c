/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/work/work_pages.h"
#include "forms.gen.h"
#include "tests/unit/desk/sample.h"
#include <string.h>

enum { HOUR = 3600, DAY = 86400 };

static const char *
or_hostile(const char *hostile, const char *text)
{
    return hostile ? hostile : text;
}

static struct case_work
work_of(const char *hostile)
{
    const char *name = or_hostile(hostile, "Иван");
    const char *note = or_hostile(hostile, "Ждём паспорт, адвокат в отпуске до среды");

    return (struct case_work){ .stage = STAGE_SERVICE_PROVISION,
        .reopened = true,
        .frozen_by = name,
        .thaw_by = "",
        .snooze_words = note,
        .offer_to = name,
        .offer_by = or_hostile(hostile, "Ольга"),
        .offer_note = note,
        .offer_promise = or_hostile(hostile, "напишем в пятницу"),
        .labels = { or_hostile(hostile, "суд"), or_hostile(hostile, "Ереван") },
        .n_labels = 2,
        .watchers = { name },
        .n_watchers = 1,
        .seen = true };
}

const struct work_part *
sample_work_part(struct out *o, const struct case_view *v, bool frozen, const char *hostile)
{
    struct work_part *p = arena_alloc(o->a, sizeof *p);
    struct translation *tr = arena_alloc(o->a, (v->n_entries + 1) * sizeof *tr);

    p->w = work_of(hostile);
    p->assessment = APPROVAL_GIVEN;
    p->plan = APPROVAL_WAITS;
    p->late = ESCALATION_DUTY_LEAD;
    p->untrained = true;
    p->template_first = true;
    p->leads_untrained = true;
    p->untrained_by = or_hostile(hostile, "Пётр");
    p->untrained_why = or_hostile(hostile, "Ночь, больше никого нет");
    p->may_see_untrained = true;
    p->n_links = 1;
    p->links[0] = (struct case_link){ 45, or_hostile(hostile, "Брат в той же части"), "ru",
        or_hostile(hostile, "братья"), or_hostile(hostile, "Иван"), false, true };
    p->translations = tr;
    tr[0] = (struct translation){ or_hostile(hostile, "Der Mann wird seit zwei Tagen festgehalten"),
        or_hostile(hostile, "Иван") };
    if (frozen) {
        p->w.frozen_s = v->f.now_s - HOUR;
        p->w.thaw_by = or_hostile(hostile, "Пётр");
        p->w.merged = true;
        p->w.merged_into = 17;
        p->w.snooze = SNOOZE_EVENT;
        p->w.n_in = 1;
        p->w.in[0] = (struct merged_case){ 44, or_hostile(hostile, "Брат в подвале"), true, true };
        p->template_first = false;
        p->untrained_by = "";
        p->leads_untrained = false;
    }
    return p;
}

static const struct date_due *
packet_date(struct out *o, const char *hostile)
{
    struct date_due *d = arena_alloc(o->a, sizeof *d);

    if (d)
        *d = (struct date_due){ .id = 7,
            .case_id = 41,
            .kind = KIND_HEARING,
            .day = 20783,
            .minute = 600,
            .zone = or_hostile(hostile, "Europe/Berlin"),
            .words = "",
            .subject = "",
            .lang = "",
            .holder = "",
            .deputy = "" };
    return d;
}

static struct packet
packet(struct out *o, const struct desk_frame *f, const char *hostile)
{
    return (struct packet){ .row = { .id = 41,
                                .subject = or_hostile(hostile, "Мужа держат в подвале второй день"),
                                .lang = "ru",
                                .country = "RU",
                                .decided_by = "",
                                .state = "open",
                                .assignee = or_hostile(hostile, "Ольга"),
                                .situation = SITUATION_HELD_BY_COMMAND,
                                .proposed = 1,
                                .urgency = 1,
                                .waiting_s = f->now_s - HOUR,
                                .due_s = f->now_s + HOUR,
                                .day_kind = DATE_TRANSFER_THREAT,
                                .day = 20780,
                                .day_binding = true },
        .work = work_of(hostile),
        .forms = *sample_items(o, hostile),
        .dates = packet_date(o, hostile),
        .n_dates = 1 };
}

static void
handover_page(struct out *o, const struct desk_frame *f, const char *hostile)
{
    const char *const members[] = { or_hostile(hostile, "Ольга"), or_hostile(hostile, "Иван") };
    const struct packet p = packet(o, f, hostile);
    struct handover_view v = { .f = *f,
        .mine = &p,
        .n_mine = 1,
        .offered = &p,
        .n_offered = 1,
        .members = members,
        .n_members = 2,
        .problem = PROBLEM_CHOICE,
        .to = "",
        .note = or_hostile(hostile, "ночная смена") };

    v.f.place = PLACE_MINE;
    page_desk_handover(o, &v);
}

static void
merge_page(struct out *o, const struct desk_frame *f, const char *hostile)
{
    struct merge_view v = { .f = *f,
        .into = packet(o, f, hostile),
        .from = packet(o, f, hostile),
        .into_text = or_hostile(hostile, "Мужа держат в подвале второй день, телефон забрали."),
        .from_text = or_hostile(hostile, "Брат второй день в подвале части.\nТелефон забрали.") };

    v.from.row.id = 44;
    page_desk_merge(o, &v);
}

static void
views_page(struct out *o, const struct desk_frame *f, const char *hostile)
{
    const struct field_value duty[] = { { DUTY_MEMBER, 0, 0, or_hostile(hostile, "Ольга") },
        { DUTY_LANGUAGES, 0, 0, "ru" }, { DUTY_LANGUAGES, 0, 0, "uk" },
        { DUTY_TASK, DUTY_TASK_DUTY_LEAD, 0, "" } };
    const struct field_value view[] = { { SAVED_VIEW_TITLE, 0, 0,
                                            or_hostile(hostile, "Грузия, без ведущего") },
        { SAVED_VIEW_SEARCH, 0, 0, or_hostile(hostile, "граница -паспорт") } };
    const struct item on = { .def = form_def_of(FORM_DUTY), .v = duty, .n = 4 };
    const struct item saved = { .hex = "00112233445566778899aabbccddeeff",
        .def = form_def_of(FORM_SAVED_VIEW),
        .v = view,
        .n = 2 };
    const struct item *const on_duty[] = { &on };
    const struct saved_use views[] = { { &saved, 12, true } };
    static const struct turns nobody = { .n = 0 };
    const struct label_use labels[] = { { or_hostile(hostile, "суд"), "0123456789abcdef", 3 } };
    struct views_view v = { .f = *f,
        .labels = labels,
        .n_labels = 1,
        .saved = views,
        .n_saved = 1,
        .duty = on_duty,
        .n_duty = 1,
        .turns = &nobody };

    v.f.place = PLACE_VIEWS;
    page_desk_views(o, &v);
}

void
sample_work(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile)
{
    if (s == SAMPLE_HANDOVER)
        handover_page(o, f, hostile);
    else if (s == SAMPLE_MERGE)
        merge_page(o, f, hostile);
    else
        views_page(o, f, hostile);
}
