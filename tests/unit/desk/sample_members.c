/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/pages/members.h"
#include "tests/unit/desk/sample.h"

enum { TODAY = 20779 };

static const char *
or_hostile(const char *hostile, const char *text)
{
    return hostile ? hostile : text;
}

static void
list(struct out *o, const struct desk_frame *f, const char *hostile)
{
    static const char *const both[] = { "intake", "office" };
    const struct member_row rows[] = {
        { "01", or_hostile(hostile, "Ольга"), ROLE_COUNSELLOR | ROLE_DUTY_LEAD | ROLE_OFFICE, both,
            2, TODAY - 1, 2, true, false },
        { "02", or_hostile(hostile, "Иван"), ROLE_LAWYER, both, 1, 0, 0, false, true },
    };
    const struct invitation_row invited[] = {
        { "03", or_hostile(hostile, "Мария"), "Ольга", ROLE_PEER, f->now_s, INVITED_WAITS, "a b" },
        { "04", "Nora", "Ольга", ROLE_PEER, f->now_s + 7200, INVITED_OPEN, "" },
    };
    const struct members_view v = { .f = *f,
        .says = SAYS_ADMITTED_LACKS,
        .rows = rows,
        .n = 2,
        .invitations = invited,
        .n_invitations = 2,
        .may_manage = true };

    page_desk_members(o, &v);
}

static void
one(struct out *o, const struct desk_frame *f, const char *hostile)
{
    static const char *const lacks[] = { "legal" };
    const struct member_view v = { .f = *f,
        .says = SAYS_VAULT_CLOSED,
        .row = { "02", or_hostile(hostile, "Иван"), ROLE_LAWYER, NULL, 0, TODAY, 1, false, false },
        .lacks = lacks,
        .n_lacks = 1,
        .which = "legal",
        .may_manage = true,
        .may_grant = true };

    page_desk_member(o, &v);
}

static void
joining(struct out *o, const struct desk_frame *f, const char *hostile)
{
    struct joining_view v = { .f = *f,
        .state = JOINING_WORDS,
        .token = "AAAA",
        .name = or_hostile(hostile, "Мария"),
        .by = "Ольга",
        .words = "abandon ability able about above absent",
        .ask = { 0, 3 },
        .fingerprint = "" };

    v.f.member = NULL;
    page_desk_joining(o, &v);
}

void
sample_members(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile)
{
    const struct invite_view invite = { .f = *f, .name = or_hostile(hostile, "") };
    const struct member_row keeper = { .id = "02", .name = or_hostile(hostile, "Иван") };
    const struct travel_view travel = { .f = *f,
        .says = SAYS_TRAVEL_FORGED,
        .colleagues = &keeper,
        .n = 1,
        .text = or_hostile(
            hostile, "UT1.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJyg.AbCdEf"),
        .to = or_hostile(hostile, "Иван") };

    switch ((int)s) {
    case SAMPLE_MEMBERS: list(o, f, hostile); return;
    case SAMPLE_MEMBER: one(o, f, hostile); return;
    case SAMPLE_INVITE: page_desk_invite(o, &invite); return;
    case SAMPLE_JOINING: joining(o, f, hostile); return;
    case SAMPLE_TRAVEL: page_desk_travel(o, &travel); return;
    }
}
