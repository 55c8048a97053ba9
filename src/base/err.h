/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_ERR_H
#define BASE_ERR_H
/* Error codes: one for each different reaction of a caller, not one for each cause.  Details stay
   in the object that knows them (db_why).  Library code never logs, prints or exits. */

#define MUST_USE __attribute__((warn_unused_result))

enum err {
    OK = 0,
    ERR_MALFORMED, /* the bytes are not what the format says                 -> 400 */
    ERR_FORBIDDEN, /* known caller, not allowed                              -> 403 */
    ERR_NOT_FOUND, /* no such thing, or the caller may not know of it        -> 404 */
    ERR_CONFLICT,  /* exists already, or a stale version                     -> 409 */
    ERR_EXPIRED,   /* was valid once, is too old now                         -> 410 */
    ERR_TOO_LARGE, /* over a limit                                           -> 413 */
    ERR_FORGED,    /* a signature, tag or seal does not check                -> 400, counted */
    ERR_BUSY,      /* try again later                                        -> 503 */
    ERR_INTERNAL,  /* no memory, disk, database: our fault                   -> 500 */
};

/* A fixed lower-case word for logs and command lines, such as "malformed". */
const char *err_name(enum err e);

#endif
