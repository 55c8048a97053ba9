/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/audit/beside.h"
#include "base/clock.h"
#include "base/file.h"
#include "desk/store/store.h"

enum { ARENA_BYTES = 16 << 20, NOTE_MAX = 4 << 20 };

static enum err
read_notes(struct audit_beside *b, const char *folder)
{
    const char *root = arena_printf(b->a, "%s/root", folder);
    const char *roster = arena_printf(b->a, "%s/roster", folder);
    struct bytes note;

    b->root = arena_alloc(b->a, sizeof *b->root);
    b->roster = arena_alloc(b->a, sizeof *b->roster);
    if (!root || !roster || !b->root || !b->roster)
        return ERR_INTERNAL;
    enum err e = file_read(root, NOTE_MAX, b->a, &note);
    e = e ? e : root_open(note, b->root, &b->network);
    e = e ? e : file_read(roster, NOTE_MAX, b->a, &note);
    return e ? e : roster_open(note, b->root, &b->network, b->roster);
}

enum err
audit_beside_open(const char *folder, struct audit_beside *out, char why[static DB_WHY_BYTES])
{
    struct audit_beside b = { .a = arena_new(ARENA_BYTES) };
    const char *keys = b.a ? arena_printf(b.a, "%s/keys.db", folder) : NULL;
    const char *records = b.a ? arena_printf(b.a, "%s/records.db", folder) : NULL;

    why[0] = '\0';
    enum err e = !keys || !records                             ? ERR_INTERNAL
                 : access(keys, F_OK) || access(records, F_OK) ? ERR_NOT_FOUND
                                                               : keys_open(keys, &b.keys, why);
    e = e ? e : store_open(records, &b.records, why);
    e = e ? e : keys_fact_get(b.keys, "org", b.at.org.b, ID_BYTES);
    e = e ? e : read_notes(&b, folder);
    b.at.keys = b.keys;
    b.at.records = b.records;
    b.at.roster = b.roster;
    *out = b;
    return e;
}

void
audit_beside_close(struct audit_beside *b)
{
    db_drop(&b->records);
    db_drop(&b->keys);
    arena_drop(&b->a);
}

enum err
audit_note_beside(const char *folder, enum audit_act act, const char *words)
{
    struct audit_what what = { .act = act, .at_s = clock_now_s(), .words = words };
    char why[DB_WHY_BYTES];
    struct audit_beside b;
    struct audit_check c;
    uint64_t anchored = UINT64_MAX;
    enum err e = audit_beside_open(folder, &b, why);

    e = e ? e : audit_put_alone(&b.at, &what);
    e = e ? e : audit_verify(&b.at, folder, &c);
    if (!e && c.fault == AUDIT_WHOLE)
        audit_anchor(&b.at, folder, &anchored);
    audit_beside_close(&b);
    return e;
}
