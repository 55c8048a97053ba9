/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEEP_JSON_OUT_H
#define DESK_KEEP_JSON_OUT_H
/* JSON (RFC 8259) into output of an arena: what stands in it is wiped with the request.  Failure
   latches in the output. */
#include "base/out.h"

struct json_out {
    struct out *o;
    int depth;
    bool has; /* something stands before at this depth: a comma is due */
};

/* Braces and brackets; `name` is NULL inside an array and for the outermost. */
void json_open(struct json_out *j, const char *name, char bracket);
void json_close(struct json_out *j, char bracket);

/* A member; NULL text is null. */
void json_text(struct json_out *j, const char *name, const char *text);
void json_number(struct json_out *j, const char *name, int64_t n);
void json_bool(struct json_out *j, const char *name, bool yes);
void json_hex(struct json_out *j, const char *name, struct bytes b);
/* base64url without padding. */
void json_bytes(struct json_out *j, const char *name, struct bytes b);
/* A moment as "2026-11-22T21:00:00Z". */
void json_time(struct json_out *j, const char *name, int64_t s);

#endif
