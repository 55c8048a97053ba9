/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Compartments, who reads a case, and the audit log. */
#include "tests/unit/desk/sample.h"

static const char *
or_hostile(const char *hostile, const char *text)
{
    return hostile ? hostile : text;
}

const struct vault_link *
sample_vaults(struct out *o, size_t *n)
{
    static const struct vault_link links[] = {
        { "11111111111111111111111111111111", "intake", 6, true },
        { "22222222222222222222222222222222", "legal", 2, false },
        { "33333333333333333333333333333333", "own", 0, false },
    };

    (void)o;
    *n = sizeof links / sizeof *links;
    return links;
}

const struct case_reader *
sample_readers(struct out *o, const char *hostile, size_t *n)
{
    struct case_reader *r = arena_alloc(o->a, 4 * sizeof *r);

    *n = 0;
    if (!r)
        return NULL;
    r[(*n)++] = (struct case_reader){ { 1 }, "intake", "", true, true };
    r[(*n)++] = (struct case_reader){ { 2 }, "", or_hostile(hostile, "Вера"), true, false };
    r[(*n)++] = (struct case_reader){ { 3 }, "legal", "", false, false };
    r[(*n)++] = (struct case_reader){ { 4 }, "", or_hostile(hostile, "Павел"), false, false };
    return r;
}

void
sample_audit(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile)
{
    const struct audit_row rows[] = {
        { 412, true, AUDIT_TOO_FAST, f->now_s - 300, or_hostile(hostile, "Борис"), "", false,
            { { 0 } } },
        { 411, true, AUDIT_READ, f->now_s - 320, or_hostile(hostile, "Борис"), "", true,
            { { 0xA1, 0x0B, 0x77, 0x02 } } },
        { 410, true, AUDIT_SHARED, f->now_s - 4000, or_hostile(hostile, "Ольга"), "", true,
            { { 0x19, 0xF0, 0x33, 0x5C } } },
        { 409, true, AUDIT_MEMBER_REMOVED, f->now_s - 9000, or_hostile(hostile, "Иван"),
            or_hostile(hostile, "Павел"), false, { { 0 } } },
        { 408, true, AUDIT_REFUSED, f->now_s - 90000, "", "", false, { { 0 } } },
        { 407, false, AUDIT_UNSET, 0, "", "", false, { { 0 } } },
    };
    const struct audit_check whole = { .n = 412 };
    const struct audit_check broken = { .n = 412, .fault = AUDIT_EDITED, .bad = 388 };
    bool bad = s == SAMPLE_AUDIT_BROKEN;
    struct audit_view v = { .f = *f,
        .rows = rows,
        .n = sizeof rows / sizeof *rows,
        .more = true,
        .too_fast = bad ? 1 : 0,
        .check = bad ? &broken : &whole };

    v.f.has_audit = true;
    v.f.audit_hot = bad;
    page_desk_audit(o, &v);
}
