/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H
/* Bytes that somebody else owns, and a reader and a writer over them.  Both latch failure, so that
   the code of a format reads like the format; one look at the end tells whether all went well.
   Numbers are big-endian. */
#include "base/err.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
    const uint8_t *p;
    size_t n;
};

/* The bytes of a C string without its NUL. */
struct bytes bytes_of(const char *text);
bool bytes_equal(struct bytes a, struct bytes b); /* not constant time: never for secrets */

struct reader {
    const uint8_t *p;
    size_t left;
    bool bad;
};

/* Reading past the end sets `bad` and gives zeros. */
struct reader reader_of(struct bytes b);
uint8_t read_u8(struct reader *r);
uint16_t read_u16(struct reader *r);
uint32_t read_u32(struct reader *r);
uint64_t read_u64(struct reader *r);
struct bytes read_n(struct reader *r, size_t n);          /* borrows; empty when too short */
void read_fixed(struct reader *r, uint8_t *to, size_t n); /* copies exactly n */
bool reader_end(const struct reader *r);                  /* nothing bad and nothing left */

struct writer {
    uint8_t *p;
    size_t n, cap;
    bool full;
};

/* Writing past the end latches `full` and writes nothing more. */
struct writer writer_of(uint8_t *to, size_t cap);
void write_u8(struct writer *w, uint8_t v);
void write_u16(struct writer *w, uint16_t v);
void write_u32(struct writer *w, uint32_t v);
void write_u64(struct writer *w, uint64_t v);
void write_n(struct writer *w, const uint8_t *from, size_t n);
void write_bytes(struct writer *w, struct bytes b);

#endif
