/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef POST_JSON_H
#define POST_JSON_H
/* Short ways into JSON that somebody else wrote; a thing that is not there, or is of another kind,
   is NULL, "" or 0. */
#include "base/arena.h"
#include <jansson.h>

static inline void
json_drop(json_t **j)
{
    json_decref(*j);
    *j = NULL;
}
#define OWN_JSON __attribute__((cleanup(json_drop))) json_t *

/* The member of an object at the end of these names; the list ends with NULL. */
json_t *json_at(json_t *j, const char *const *names);
#define JSON_AT(j, ...) json_at((j), (const char *const[]){ __VA_ARGS__, NULL })

/* A text or a number there. */
const char *json_text_at(json_t *j, const char *name);
int64_t json_number_at(json_t *j, const char *name);

/* From bytes; NULL when they are no JSON or nested without end. */
json_t *json_read(struct bytes b);

/* As compact text in the arena; NULL without memory. */
const char *json_write(json_t *j, struct arena *a);

#endif
