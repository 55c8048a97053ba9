/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From the file of a backup to the folder of a desk. */
#include "base/clock.h"
#include "base/file.h"
#include "desk/audit/beside.h"
#include "desk/keep/backup.h"
#include "desk/keep/chest.h"
#include "desk/keep/files.h"
#include "desk/keep/recovery.h"
#include "desk/store/store.h"
#include "records.gen.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

enum { N_FILES = 6, PATH_CAP = 4096 };

struct restoring {
    const char *folder;
    struct chest *chest;
    int fd;        /* of the file that is being written; -1: none */
    uint64_t left; /* bytes it still waits for */
    unsigned seen; /* which of names[] came */
    bool ended;
    struct backup_facts facts;
    char *why;
};

static const char *const names[N_FILES] = { "root", "card", "roster", RECOVERY_FILE, "records.db",
    "keys.db" };

static enum err
say(struct restoring *r, enum err e, const char *sentence, const char *detail)
{
    (void)snprintf(r->why, BACKUP_WHY_CAP, "%s%s%s", sentence, detail && *detail ? ": " : "",
        detail ? detail : "");
    return e;
}

static enum err
damaged(struct restoring *r)
{
    return say(r, ERR_FORGED, "The backup is damaged; fetch another copy of the file", NULL);
}

static enum err
file_end(struct restoring *r)
{
    bool whole = r->left == 0;
    bool kept = r->fd < 0 || !fsync(r->fd);

    fd_drop(&r->fd);
    if (!kept)
        return say(r, ERR_INTERNAL, "A file cannot be written; is the disk full?", NULL);
    return whole ? OK : damaged(r);
}

/* Only the files of a desk, each once. */
static enum err
file_begin(struct restoring *r, struct bytes plain)
{
    char path[PATH_CAP];
    struct reader in = reader_of(plain);
    size_t i = 0;
    enum err e = file_end(r);

    if (e)
        return e;
    r->left = read_u64(&in);
    struct bytes name = { in.p, in.left };
    while (i < N_FILES && !bytes_equal(name, bytes_of(names[i])))
        i++;
    if (in.bad || i == N_FILES || r->seen & 1u << i)
        return damaged(r);
    r->seen |= 1u << i;
    (void)snprintf(path, sizeof path, "%s/%s", r->folder, names[i]);
    r->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    return r->fd < 0 ? say(r, ERR_INTERNAL, "This file cannot be made", path) : OK;
}

static enum err
file_data(struct restoring *r, struct bytes plain)
{
    if (r->fd < 0 || plain.n > r->left)
        return damaged(r);
    r->left -= plain.n;
    return fd_write_all(r->fd, plain)
               ? say(r, ERR_INTERNAL, "A file cannot be written; is the disk full?", NULL)
               : OK;
}

static enum err
facts_read(struct restoring *r, struct bytes plain)
{
    struct reader in = reader_of(plain);
    enum err e = file_end(r);

    r->facts.made_s = (int64_t)read_u64(&in);
    r->facts.records = read_u64(&in);
    r->facts.streams = read_u64(&in);
    r->facts.members = read_u64(&in);
    r->ended = true;
    if (!e && (!reader_end(&in) || r->seen != (1u << N_FILES) - 1 || !chest_is_done(r->chest)))
        e = damaged(r);
    return e;
}

static enum err
read_boxes(struct restoring *r)
{
    enum err e = OK;

    while (!e && !r->ended) {
        enum chest_kind kind = CHEST_UNSET;
        struct bytes plain;
        e = chest_next(r->chest, &kind, &plain);
        if (e == ERR_NOT_FOUND)
            return say(r, ERR_FORGED,
                "The backup ends before its end: the file was cut; fetch another copy", NULL);
        if (e)
            return damaged(r);
        e = kind == CHEST_BEGIN  ? file_begin(r, plain)
            : kind == CHEST_DATA ? file_data(r, plain)
            : kind == CHEST_END  ? facts_read(r, plain)
                                 : damaged(r);
    }
    return e;
}

static enum err
number(struct db *db, int query, uint64_t *out)
{
    OWN(db_stmt) s = db_use(db, query);
    enum err e = db_one(s);

    if (!e)
        *out = (uint64_t)db_i64(s, 0);
    return e;
}

static enum err
check_records(struct restoring *r)
{
    char path[PATH_CAP];
    char words[DB_WHY_BYTES] = "";
    OWN(db) records = NULL;
    uint64_t n = 0;
    uint64_t streams = 0;

    (void)snprintf(path, sizeof path, "%s/records.db", r->folder);
    enum err e = store_open(path, &records, words);
    e = e ? e : number(records, RECORDS_RECORD_COUNT, &n);
    e = e ? e : number(records, RECORDS_STREAM_COUNT, &streams);
    if (e)
        return say(r, e, "records.db of the backup does not open", words);
    bool same = n == r->facts.records && streams == r->facts.streams;
    return same ? OK : say(r, ERR_CONFLICT, "The backup holds less than it says it does", NULL);
}

static enum err
check_keys(struct restoring *r, const struct box_secret *recovery, bool doors)
{
    char path[PATH_CAP];
    char words[DB_WHY_BYTES] = "";
    OWN(db) keys = NULL;
    struct member members[MEMBERS_MAX];
    struct org_id org;
    size_t n = 0;

    (void)snprintf(path, sizeof path, "%s/keys.db", r->folder);
    enum err e = keys_open(path, &keys, words);
    if (e)
        return say(r, e, "keys.db of the backup does not open", words);
    e = keys_fact_get(keys, "org", org.b, ID_BYTES);
    e = e ? e : keys_member_list(keys, members, MEMBERS_MAX, &n);
    if (e || n != r->facts.members)
        return say(r, e ? e : ERR_CONFLICT, "keys.db of the backup is not whole", NULL);
    e = doors ? db_begin(keys, TX_WRITE) : OK;
    if (!e && doors)
        e = db_end(keys, recovery_doors_free(keys, &org, recovery));
    return e ? say(r, e, "The door keys of the backup do not open", db_why(keys)) : OK;
}

/* The chain came along whole; its anchor stayed on the machine that is lost. */
static enum err
go_on(struct restoring *r)
{
    struct date d = date_of_day(day_of(r->facts.made_s));
    char why[DB_WHY_BYTES];
    char words[40];
    struct audit_beside b;
    enum err e = audit_beside_open(r->folder, &b, why);

    e = e ? e : audit_anchor_again(&b.at, r->folder);
    audit_beside_close(&b);
    (void)snprintf(words, sizeof words, "%04d-%02d-%02d", d.year, d.month, d.day);
    if (e != ERR_CONFLICT) /* broken before: then it stays so, and the desk says it */
        e = e ? e : audit_note_beside(r->folder, AUDIT_RECOVERED, words);
    return e && e != ERR_CONFLICT ? say(r, e, "The audit log of the backup does not open", why)
                                  : OK;
}

static enum err
open_chest(struct restoring *r, int fd, const struct box_secret *recovery, struct chest **out)
{
    int version = 0;
    enum err e = chest_open(fd, recovery, out, &version);

    if (e == ERR_MALFORMED && version > 1)
        return say(r, e,
            "A newer version of this program made the backup; restore it with that one", NULL);
    if (e == ERR_MALFORMED)
        return say(r, e, "This file is no backup of a desk", NULL);
    if (e == ERR_FORBIDDEN)
        return say(r, ERR_FORGED,
            "The backup is sealed to another recovery key: are these the halves of this desk, the "
            "first one first?",
            NULL);
    return e == ERR_FORGED ? damaged(r) : e;
}

/* A folder with a desk in it is never written into. */
static enum err
folder_ready(struct restoring *r)
{
    char path[PATH_CAP];

    if (folder_make(r->folder))
        return say(r, ERR_INTERNAL, "The folder cannot be made", r->folder);
    for (size_t i = 0; i <= N_FILES; i++) {
        (void)snprintf(
            path, sizeof path, "%s/%s", r->folder, i < N_FILES ? names[i] : AUDIT_ANCHOR_FILE);
        if (access(path, F_OK) == 0)
            return say(r, ERR_CONFLICT, "There is a desk in this folder already", path);
    }
    return OK;
}

enum err
backup_restore(const char *file, const struct box_secret *recovery, const char *folder, bool doors,
    struct backup_facts *out, char why[static BACKUP_WHY_CAP])
{
    struct restoring r = { .folder = folder, .fd = -1, .why = why };
    OWN(chest) chest = NULL;
    OWN_FD fd = open(file, O_RDONLY | O_CLOEXEC);

    (void)say(&r, OK, "The backup could not be restored", NULL);
    if (fd < 0)
        return say(&r, ERR_NOT_FOUND, "The backup cannot be read", strerror(errno));
    enum err e = open_chest(&r, fd, recovery, &chest);
    e = e ? e : folder_ready(&r);
    if (e)
        return e;
    r.chest = chest;
    e = read_boxes(&r);
    fd_drop(&r.fd);
    e = e ? e : check_records(&r);
    e = e ? e : check_keys(&r, recovery, doors);
    e = !e && doors ? go_on(&r) : e;
    if (e)
        backup_remove(folder);
    else
        *out = r.facts;
    return e;
}
