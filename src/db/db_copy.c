/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Copies of a whole database as it stands at one moment, page by page. */
#include "db/driver.h"
#include <fcntl.h>
#include <time.h>

enum { COPY_TRIES = 50, COPY_WAIT_MS = 100 };

static enum err
copy_once(struct db *from, sqlite3 *to)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", from->h, "main");

    if (!b)
        return sqlite_failed(from, sqlite3_errcode(to), -1);
    int rc = sqlite3_backup_step(b, -1);
    int rc_end = sqlite3_backup_finish(b);
    rc = rc == SQLITE_DONE ? rc_end : rc;
    return rc == SQLITE_OK ? OK : sqlite_failed(from, rc, -1);
}

/* All pages in one step are one state.  Somebody who is writing just now is waited for. */
static enum err
copy(struct db *from, sqlite3 *to)
{
    const struct timespec nap = { 0, COPY_WAIT_MS * 1000000L };
    enum err e = ERR_BUSY;

    for (int i = 0; e == ERR_BUSY && i < COPY_TRIES; i++) {
        if (i > 0)
            (void)nanosleep(&nap, NULL);
        e = copy_once(from, to);
    }
    return e;
}

enum err
db_copy_to_file(struct db *from, const char *path)
{
    sqlite3 *to = NULL;
    OWN_FD fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd < 0) {
        (void)snprintf(from->why, sizeof from->why, "the copy cannot be created");
        return ERR_INTERNAL;
    }
    int rc = sqlite3_open_v2(
        path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, NULL);
    enum err e = rc == SQLITE_OK ? copy(from, to) : sqlite_failed(from, rc, -1);
    (void)sqlite3_close(to);
    return e;
}

enum err
db_copy_to_memory(struct db *from, const struct db_texts *texts, struct db **out)
{
    OWN(db) db = sqlite3_malloc64(sizeof *db);
    enum err e = db ? db_scratch(db) : ERR_INTERNAL;

    e = e ? e : copy(from, db->h);
    e = e ? e : statements_prepare(db, texts);
    if (!e)
        *out = TAKE(db);
    return e;
}

enum err
db_image(struct db *db, enum err (*take)(void *closure, struct bytes image), void *closure)
{
    sqlite3_int64 n = 0;
    unsigned char *p = sqlite3_serialize(db->h, "main", &n, 0);

    if (!p)
        return ERR_INTERNAL;
    enum err e = take(closure, (struct bytes){ p, (size_t)n });
    sqlite3_free(p);
    return e;
}
