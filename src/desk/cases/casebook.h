/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_CASES_CASEBOOK_H
#define DESK_CASES_CASEBOOK_H
/* The cases of one open vault: sealed records on disk, and the projection that every list, page and
   search reads.  A change is one record appended and applied; nothing else writes the projection.

   An unlock takes the row of each case from the head of its stream: that is enough for lists.  Then
   the records are read in slices, open and recent cases first.  A case that is opened or changed
   before its turn is read at once (casebook_need). */
#include "desk/store/streams.h"

struct casebook {
    struct stream_place at;
    struct network_id network;
    struct db *p;          /* the projection */
    struct vault *vault;   /* whose cases these are */
    struct vaults *vaults; /* the others that are open: a shared case changes in all of them */
};

/* Make the projection of an open vault from the heads of its streams. */
MUST_USE enum err casebook_open(const struct casebook *b, struct vault *v);

/* Read records until this time (steady clock), at least of one case, or let search know what was
   read.  Outside all transactions.
   Records that do not open or do not follow, and heads that said something else than the records,
   count in b->vault->n_broken. */
MUST_USE enum err casebook_read_some(const struct casebook *b, int64_t until_ms);

/* Is there anything left for casebook_read_some()?  What is written later makes some as well. */
bool casebook_is_busy(const struct vault *v);
/* How many cases were not read yet, or are not known to search, and of how many. */
void casebook_progress(const struct vault *v, int64_t *left, int64_t *all);
/* Are there streams of which not even the head is known?  Until then no box is opened: the case it
   belongs to might be among them. */
bool casebook_is_blind(const struct vault *v);

/* Read the records of a case now, unless they are. */
MUST_USE enum err casebook_need(const struct casebook *b, int64_t id);

/* Apply one record: what case rows and entries become.  `id` is its number in records.db. */
MUST_USE enum err case_apply(
    struct db *p, const struct stream_id *stream, int64_t id, const struct record *r);

/* Append and apply, inside the caller's transactions on both databases. */
MUST_USE enum err case_act(
    const struct casebook *b, const struct stream_id *stream, const struct record *r);

/* Both databases in one breath: commit the records first, and the projection only if that held.
   Other open vaults that can read what changed follow. */
MUST_USE enum err casebook_begin(const struct casebook *b, enum tx tx);
MUST_USE enum err casebook_end(const struct casebook *b, enum err e);

/* The stream of a case.  ERR_NOT_FOUND. */
MUST_USE enum err casebook_stream(const struct casebook *b, int64_t id, struct stream_id *out);

/* Note that a stream changed, though no record was appended: who reads it, or that it is erased. */
MUST_USE enum err casebook_touch(const struct casebook *b, const struct stream_id *stream);

/* Erase a case for ever: wraps, records, and rows of every open vault.  Outside transactions. */
MUST_USE enum err casebook_erase(const struct casebook *b, int64_t id);

#endif
