/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_OUT_H
#define BASE_OUT_H
/* Growing output in an arena, with one escape for each place in HTML.  Failure (arena full)
   latches: write on, look at `failed` once.  Pages are compiled to calls of these by
   tools/pagec.py; only a page makes a `struct html`, so no value reaches a page unescaped. */
#include "base/arena.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct html { /* already escaped; only pages and the Markdown renderer make one */
    const char *s;
    size_t n;
};

struct out {
    struct arena *a;
    char *buf; /* not ending in NUL */
    size_t n, cap;
    bool failed;
};

/* Empty output whose memory comes from `a`. */
struct out out_in(struct arena *a);

/* Bytes as they are: used by compiled pages for their own text. */
void out_lit(struct out *o, const char *s, size_t n);

/* What was written so far, ending in NUL; NULL after a failure.  Valid while `a` is. */
const char *out_text_of(struct out *o);

void out_str_(struct out *o, const char *s); /* NULL is nothing */
void out_i64_(struct out *o, int64_t v);
void out_html_(struct out *o, struct html h);
void out_url(struct out *o, const char *s); /* own paths, https: and tel: only, else "#" */
void out_url_part_str_(struct out *o, const char *s);

#define out_text(o, v)                                                                             \
    _Generic((v), char *: out_str_, const char *: out_str_, struct html: out_html_, int: out_i64_, \
        int64_t: out_i64_, uint32_t: out_i64_, uint8_t: out_i64_, size_t: out_size_)((o), (v))
#define out_attr(o, v)                                                                             \
    _Generic((v), char *: out_str_, const char *: out_str_, int: out_i64_, int64_t: out_i64_,      \
        uint32_t: out_i64_, uint8_t: out_i64_, size_t: out_size_)((o), (v))
#define out_url_part(o, v)                                                                         \
    _Generic((v), char *: out_url_part_str_, const char *: out_url_part_str_, int: out_i64_,       \
        int64_t: out_i64_, uint32_t: out_i64_, uint8_t: out_i64_, size_t: out_size_)((o), (v))
void out_size_(struct out *o, size_t v);

#endif
