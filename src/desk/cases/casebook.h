/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_CASES_CASEBOOK_H
#define DESK_CASES_CASEBOOK_H
/* The cases of one open vault: sealed records on disk, and the projection that every list, page and
   search reads.  A change is one record appended and applied;
   nothing else writes the projection. */
#include "desk/store/streams.h"

struct casebook {
    struct stream_place at;
    struct network_id network;
    struct db *p;          /* the projection */
    struct vault *vault;   /* whose cases these are */
    struct vaults *vaults; /* the others that are open: a shared case changes in all of them */
};

/* Make the projection of an open vault by applying all its records.  The caller owns *out
   (db_drop).  *n_broken: records that do not open or do not follow. */
MUST_USE enum err casebook_open(const struct stream_place *at, struct db **out, size_t *n_broken);

/* Apply one record: what case rows and entries become.  `id` is its number in records.db. */
MUST_USE enum err case_apply(
    struct db *p, const struct stream_id *stream, int64_t id, const struct record *r);

/* Append and apply, inside the caller's transactions on both databases. */
MUST_USE enum err case_act(
    const struct casebook *b, const struct stream_id *stream, const struct record *r);

/* Both databases in one breath: commit the records first, and the projection only if that held. */
MUST_USE enum err casebook_begin(const struct casebook *b, enum tx tx);
MUST_USE enum err casebook_end(const struct casebook *b, enum err e);

#endif
