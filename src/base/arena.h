/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
/* Memory of one request: many small pieces, freed and wiped together.  Not for keys (those live in
   guarded memory).  One thread. */
#include "base/bytes.h"
#include <stddef.h>

struct arena;

/* NULL when out of memory.  `limit_bytes` bounds everything the arena will ever hand out. */
struct arena *arena_new(size_t limit_bytes);

/* The same, but the first pieces come out of `room`: `n` zeroed bytes, aligned for anything, that
   the caller keeps and that nothing else uses meanwhile.  They are wiped like the rest. */
struct arena *arena_new_in(void *room, size_t n, size_t limit_bytes);

/* Wipe and free all.  Fits OWN(arena). */
void arena_drop(struct arena **a);

/* Wipe and forget what was handed out; the arena starts again with its full limit. */
void arena_clear(struct arena *a);

/* Zeroed memory, aligned for anything; NULL past the limit. */
void *arena_alloc(struct arena *a, size_t n_bytes);

/* Give back the end of the piece that was handed out last; nobody may have written there, for it is
   not wiped. */
void arena_give_back(struct arena *a, size_t n_bytes);

/* Copies ending in NUL; NULL past the limit. */
char *arena_text(struct arena *a, const char *text);
char *arena_text_n(struct arena *a, const void *from, size_t n);

/* printf into the arena; NULL past the limit. */
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
