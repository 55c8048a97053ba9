/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/forms/form_pages.h"
#include "forms.gen.h"
#include "tests/unit/desk/sample.h"
#include <string.h>

#define HEX "00112233445566778899aabbccddeeff"

static const char *
or_hostile(const char *hostile, const char *text)
{
    return hostile ? hostile : text;
}

static void
form_page(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile)
{
    const char *const members[] = { or_hostile(hostile, "Ольга"), or_hostile(hostile, "Иван") };
    static const char *const names[] = { "f1", "f3", "f6", "f2" };
    const char *const values[] = { "", or_hostile(hostile, "Саша"),
        or_hostile(hostile, "не звонить\nне писать матери"), "5" };
    struct form typed = { .n = 4 };
    struct item_checked checked = { .n_problems = 2, .too_much = true };
    struct form_view v = {
        .f = *f, .case_id = 41, .members = members, .n_members = 2, .vault_role = "intake"
    };

    for (size_t i = 0; i < typed.n; i++) {
        typed.names[i] = names[i];
        typed.values[i] = values[i];
    }
    checked.problem[0] = ITEM_NEEDED;
    checked.problem[2] = ITEM_TOO_LONG;
    checked.problem_n[2] = 3;
    if (s == SAMPLE_FORM_LOCKED) {
        struct carry_view carry = { .f = *f, .action = "/c/41/form/8", .typed = &typed };
        carry.f.member = NULL;
        page_desk_carry(o, &carry);
        return;
    }
    v.def = form_def_of(s == SAMPLE_FORM_WRONG ? FORM_SAFE_REPLY : FORM_DUTY);
    if (s == SAMPLE_FORM_WRONG) {
        v.typed = &typed;
        v.checked = &checked;
    } else {
        v.case_id = 0;
    }
    page_desk_form(o, &v);
}

static void
item_page(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile)
{
    const struct field_value now[] = { { SAFE_REPLY_OK_TO_WRITE, YESNO_YES, 0, "" },
        { SAFE_REPLY_CHANNEL, CHOICE_CHANNEL_HUB, 0, "" },
        { SAFE_REPLY_CHANNEL, CHOICE_CHANNEL_PHONE, 0, "" },
        { SAFE_REPLY_ALIAS, 0, 0, or_hostile(hostile, "Саша") },
        { SAFE_REPLY_DO_NOT, 0, 0, or_hostile(hostile, "не звонить\nне писать матери") } };
    const struct item it = { .hex = HEX,
        .case_id = 41,
        .def = form_def_of(FORM_SAFE_REPLY),
        .first_s = f->now_s - 90000,
        .at_s = f->now_s - 3600,
        .first_by = or_hostile(hostile, "Иван"),
        .by = or_hostile(hostile, "Ольга"),
        .withdrawn = s == SAMPLE_ITEM_WITHDRAWN,
        .revision = 2,
        .v = now,
        .n = 5 };
    struct item past[2] = { it, it };
    struct item_view v = { .f = *f,
        .it = &it,
        .past = past,
        .n_past = 2,
        .vault_role = "intake",
        .may = true,
        .done = s == SAMPLE_ITEM };

    past[1].n = 1;
    past[1].at_s = it.first_s;
    past[1].by = it.first_by;
    page_desk_item(o, &v);
}

static void
book_page(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile)
{
    const struct field_value duty[] = { { DUTY_MEMBER, 0, 0, or_hostile(hostile, "Ольга") },
        { DUTY_FROM, 1795424400, 0, "Europe/Berlin" }, { DUTY_TO, 1795453200, 0, "" },
        { DUTY_LANGUAGES, 0, 0, "ru" }, { DUTY_TASK, DUTY_TASK_DUTY_LEAD, 0, "" } };
    const struct item it = { .hex = HEX,
        .def = form_def_of(FORM_DUTY),
        .at_s = f->now_s - 3600,
        .by = or_hostile(hostile, "Иван"),
        .v = duty,
        .n = 5 };
    const struct item *const items[] = { &it, &it };
    struct book_view v = { .f = *f, .items = items, .n = 2, .vault_role = "intake", .may = true };

    v.f.place = PLACE_BOOK;
    v.def = s == SAMPLE_BOOK ? NULL : it.def;
    page_desk_book(o, &v);
}

void
sample_forms(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile)
{
    if (s == SAMPLE_FORM || s == SAMPLE_FORM_WRONG || s == SAMPLE_FORM_LOCKED)
        form_page(o, s, f, hostile);
    else if (s == SAMPLE_ITEM || s == SAMPLE_ITEM_WITHDRAWN)
        item_page(o, s, f, hostile);
    else
        book_page(o, s, f, hostile);
}

static struct item *
one(struct out *o, uint32_t form, const struct field_value *v, size_t n)
{
    struct item *it = arena_alloc(o->a, sizeof *it);
    struct field_value *copy = arena_alloc(o->a, n * sizeof *v);

    memcpy(copy, v, n * sizeof *v);
    *it = (struct item){ .hex = HEX,
        .case_id = 41,
        .def = form_def_of(form),
        .by = "Ольга",
        .first_by = "Ольга",
        .at_s = 1795338000,
        .revision = 1,
        .v = copy,
        .n = n };
    return it;
}

const struct items_part *
sample_items(struct out *o, const char *hostile)
{
    const char *said = or_hostile(hostile, "не звонить\nне писать матери");
    const struct field_value safe[] = { { SAFE_REPLY_OK_TO_WRITE, YESNO_NO, 0, "" },
        { SAFE_REPLY_ALIAS, 0, 0, or_hostile(hostile, "Саша") },
        { SAFE_REPLY_HOURS, 0, 0, or_hostile(hostile, "после 20:00") },
        { SAFE_REPLY_CODE_PHRASE, 0, 0, or_hostile(hostile, "как погода в Гюмри") },
        { SAFE_REPLY_DO_NOT, 0, 0, said } };
    const struct field_value consent[] = { { CONSENT_PURPOSE, CONSENT_PURPOSE_SERVICES, 0, "" },
        { CONSENT_PURPOSE, CONSENT_PURPOSE_REFERRAL, 0, "" },
        { CONSENT_RECIPIENTS, 0, 0, or_hostile(hostile, "адвокат в Ереване") },
        { CONSENT_WITHHOLD_FROM, 0, 0, or_hostile(hostile, "брат") },
        { CONSENT_WITHHOLD_WHAT, 0, 0, said } };
    const struct field_value person[] = { { PERSON_ALIAS, 0, 0, or_hostile(hostile, "Саша") },
        { PERSON_AGE_BAND, PERSON_AGE_BAND_FROM_18, 0, "" }, { PERSON_CAREFUL, YESNO_YES, 0, "" } };
    const struct field_value child[] = { { BEST_INTERESTS_CONTACT_PARENTS,
        BEST_INTERESTS_CONTACT_PARENTS_NO, 0, "" } };
    const struct field_value goal[] = { { GOAL_GOAL, 0, 0, or_hostile(hostile, "Отсрочка") },
        { GOAL_STATE, GOAL_STATE_OPEN, 0, "" } };
    const struct field_value service[] = { { SERVICE_TYPE, SERVICE_TYPE_LEGAL, 0, "" },
        { SERVICE_PROVIDER, 0, 0, or_hostile(hostile, "адвокат") } };
    struct items_part *part = arena_alloc(o->a, sizeof *part);
    const struct item **items = arena_alloc(o->a, 6 * sizeof *items);

    items[0] = one(o, FORM_SAFE_REPLY, safe, 5);
    items[1] = one(o, FORM_CONSENT, consent, 5);
    items[2] = one(o, FORM_PERSON, person, 3);
    items[3] = one(o, FORM_GOAL, goal, 2);
    items[4] = one(o, FORM_SERVICE, service, 2);
    items[5] = one(o, FORM_BEST_INTERESTS, child, 1);
    *part = (struct items_part){ 41, items, 6, "intake" };
    return part;
}
