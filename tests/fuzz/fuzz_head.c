/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The head of a case: rows for the projection.  What is refused leaves nothing behind. */
#include "cases.gen.h"
#include "desk/cases/heads.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct db *db;
    uint8_t mark[CASE_HEAD_MARK];
    char why[DB_WHY_BYTES];

    if (!db && db_open(NULL, DB_PROJECTION, &cases_sqlite, &db, why))
        abort();
    case_head_mark(mark);
    uint8_t *head = malloc(CASE_HEAD_MARK + n);
    if (!head || db_begin(db, TX_WRITE))
        abort();
    memcpy(head, mark, CASE_HEAD_MARK);
    if (n > 0)
        memcpy(head + CASE_HEAD_MARK, p, n);
    enum err e = case_head_put(db, mark, (struct bytes){ head, CASE_HEAD_MARK + n });
    free(head);
    if (e != OK && e != ERR_MALFORMED && e != ERR_CONFLICT)
        abort();
    return db_end(db, ERR_MALFORMED) == OK; /* take it back */
}
