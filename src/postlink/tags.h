/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef POSTLINK_TAGS_H
#define POSTLINK_TAGS_H
/* Fields of variable size, as letters and settings of channels are made of: tag(1) length(4) value,
   in ascending order of tags, so that the same content has one spelling. */
#include "base/arena.h"

/* Write one field; an empty value is left out. */
void tag_write(struct writer *w, uint8_t tag, struct bytes value);
void tag_write_text(struct writer *w, uint8_t tag, const char *text);
void tag_write_u64(struct writer *w, uint8_t tag, uint64_t v);

/* How many bytes a field takes. */
size_t tag_size(struct bytes value);

struct tags {
    struct reader r;
    uint8_t last;
};

struct tag {
    uint8_t tag;
    struct bytes value; /* borrowed */
};

/* Begin to read. */
struct tags tags_of(struct bytes in);

/* The next field; false at the end, and when the bytes are no fields: tags_good() tells.  Tags
   ascend; `many` is the one that may repeat, 0 for none. */
bool tags_next(struct tags *t, uint8_t many, struct tag *out);
bool tags_good(const struct tags *t);

/* A value as text in the arena: UTF-8 without NUL, at most `max` bytes, not empty. */
MUST_USE enum err tag_text(const struct tag *t, struct arena *a, size_t max, const char **out);
MUST_USE enum err tag_u64(const struct tag *t, uint64_t *out);

#endif
