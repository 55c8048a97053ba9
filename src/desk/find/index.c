/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cases.gen.h"
#include "desk/find/find.h"
#include "text/find_words.h"

static enum err
run_on_entry(struct db *p, int query, int64_t entry, const char *folded)
{
    OWN(db_stmt) s = db_use(p, query);

    db_bind_i64(s, 1, entry);
    db_bind_text(s, 2, folded);
    return db_run(s);
}

enum err
find_index(struct db *p, int64_t entry, const char *body, struct arena *a)
{
    const char *folded = find_fold(a, body);

    return folded ? run_on_entry(p, CASES_FIND_INDEX, entry, folded) : ERR_INTERNAL;
}

enum err
find_unindex(struct db *p, int64_t entry, struct arena *a)
{
    OWN(db_stmt) s = db_use(p, CASES_FIND_ENTRY_BODY);

    db_bind_i64(s, 1, entry);
    enum err e = db_one(s);
    if (e)
        return e == ERR_NOT_FOUND ? OK : e;
    const char *folded = find_fold(a, db_text(s, 0));
    return folded ? run_on_entry(p, CASES_FIND_UNINDEX, entry, folded) : ERR_INTERNAL;
}
