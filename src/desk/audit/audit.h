/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_AUDIT_AUDIT_H
#define DESK_AUDIT_AUDIT_H
/* The audit chain: who read, exported, shared or changed what.  Each entry is sealed to the audit
   vault (the office's while nobody is charged with data protection): when, who, what, and which
   stream.  What it says about the stream is sealed once more under that stream's key: whoever reads
   the log reads no case, and erasing the stream erases it to a tombstone.

   link(n) = SHA-256("audit/1", link(n-1), entry(n)).  Beside each link stands its seal by a key of
   keys.db, and the last link stands in a file of its own: so a deleted, edited, reordered or
   truncated entry shows, and the first bad number is known.  Whoever holds all three files can make
   a new history; against that helps only a head that was noted elsewhere.
   Format: docs/formats/audit.md. */
#include "desk/cases/casebook.h"

/* Stored: numbers never change meaning. */
enum audit_act {
    AUDIT_UNSET,
    AUDIT_READ = 1, /* a case was opened */
    AUDIT_SHARED = 2,
    AUDIT_UNSHARED = 3,
    AUDIT_EXPORTED = 4,
    AUDIT_RELEASED = 5, /* the second person of an export */
    AUDIT_ERASED = 6,
    AUDIT_IN = 7,
    AUDIT_REFUSED = 8, /* a wrong passphrase or second factor; no member: an unknown name */
    AUDIT_OUT = 9,
    AUDIT_LOCKED_ALL = 10,
    AUDIT_MEMBER_ENROLLED = 11,
    AUDIT_MEMBER_ADMITTED = 12,
    AUDIT_MEMBER_CHANGED = 13,
    AUDIT_MEMBER_REMOVED = 14,
    AUDIT_KEY_GIVEN = 15,
    AUDIT_TOO_FAST = 16, /* somebody opens cases much faster than usual */
    AUDIT_CHANGED = 17,  /* a case was changed by an act that is no record */
    AUDIT_ORIGINAL = 18, /* an attachment was taken out as it came */
    AUDIT_BACKUP = 19,
    AUDIT_RECOVERED = 20,
    AUDIT_SETTINGS = 21, /* channels, alerts, rules */
    AUDIT_LOG_READ = 22, /* this log was read */
    AUDIT_FACTOR_ADDED = 23,
    AUDIT_FACTOR_REMOVED = 24,
    AUDIT_CODES_NEW = 25, /* of recovery */
    AUDIT_PASSPHRASE = 26,
    AUDIT_INVITED = 27,
    AUDIT_WITHDRAWN = 28, /* an invitation */
    AUDIT_KEYS_AWAY = 29,
    AUDIT_KEYS_BACK = 30,
    AUDIT_FOUND = 31,  /* a search showed pieces of cases; words: of how many */
    AUDIT_LISTED = 32, /* a list of dates or of hand-overs did */
    AUDIT_PAPER = 33,  /* a case was printed as a hand-over sheet: needs one person only */
    AUDIT_QUIET = 34,  /* the button on the locked page made calls wait */
    N_AUDIT_ACTS
};

#define AUDIT_ANCHOR_FILE "audit.head"

enum { AUDIT_WORDS_MAX = 500, AUDIT_PAGE = 100 };

/* Where it is written; all borrowed. */
struct audit_place {
    struct db *keys, *records;
    struct org_id org;
    const struct roster *roster;
};

struct audit_what {
    enum audit_act act;
    struct member_id by; /* zeros: nobody, or the desk itself */
    const char *by_name;
    int64_t at_s;
    const struct stream_place *stream_at; /* with it: what is about a stream */
    const struct stream_id *stream;       /* NULL: about none */
    const char *words; /* "" none.  About a stream: sealed under its key; of an erasure not, for
                          that key is gone then */
};

/* Append one entry.  Inside a write transaction on records.db. */
MUST_USE enum err audit_put(const struct audit_place *at, const struct audit_what *what);

/* The same in a transaction of its own. */
MUST_USE enum err audit_put_alone(const struct audit_place *at, const struct audit_what *what);

/* About a case, in the transaction of a request on its casebook.  `stream` NULL: about none. */
MUST_USE enum err audit_note(const struct casebook *b, enum audit_act act,
    const struct stream_id *stream, const char *words, const struct member_id *by,
    const char *by_name);

/* The same in a transaction of its own: before something leaves the desk or is gone for ever. */
MUST_USE enum err audit_note_alone(const struct casebook *b, enum audit_act act,
    const struct stream_id *stream, const char *words, const struct member_id *by,
    const char *by_name);

/* Write the last link into its file, after a commit, if it is not *anchored yet: cheap, and not
   synced. */
void audit_anchor(const struct audit_place *at, const char *folder, uint64_t *anchored);

/* Number and link of the last entry: 0 and zeros when there is none. */
MUST_USE enum err audit_last(const struct audit_place *at, uint64_t *n, struct digest *link);

/* ---- Checking.  Needs no passphrase. */

enum audit_fault {
    AUDIT_WHOLE,
    AUDIT_MISSING, /* the number `bad` is not there, though later ones or the anchor are */
    AUDIT_EDITED,  /* the entry `bad` or its link is not what was written */
};

/* A head that was noted elsewhere. */
struct audit_known {
    uint64_t n;
    struct digest link;
    bool fits; /* set by the check: the chain has this entry with this link */
};

struct audit_check {
    uint64_t n; /* entries there are */
    enum audit_fault fault;
    uint64_t bad; /* the first number that is not right */
    struct digest head;
};
MUST_USE enum err audit_verify(
    const struct audit_place *at, const char *folder, struct audit_check *out);

/* The same against heads from elsewhere too; each that does not fit is a fault. */
MUST_USE enum err audit_verify_known(const struct audit_place *at, const char *folder,
    struct audit_known *known, size_t n_known, struct audit_check *out);

/* After a backup was restored: its chain is whole, but the anchor stayed on the lost machine.
   Write a new one if nothing else is wrong.  ERR_CONFLICT: something is. */
MUST_USE enum err audit_anchor_again(const struct audit_place *at, const char *folder);

/* ---- Reading, by somebody who has the audit vault open. */

struct audit_row {
    uint64_t n;
    bool opened; /* else sealed to a key that is not here */
    enum audit_act act;
    int64_t at_s;
    const char *who, *words; /* words about no stream, or of an erasure; "" none */
    bool has_stream;
    struct stream_id stream;
};

/* The newest entries before `before` (0: all), at most AUDIT_PAGE; *more: there are older ones. */
MUST_USE enum err audit_list(const struct audit_place *at, struct vaults *vaults, uint64_t before,
    struct arena *a, struct audit_row to[AUDIT_PAGE], size_t *n, bool *more);

#endif
