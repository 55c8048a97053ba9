/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/arena.h"
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_BYTES = 16 * 1024 };

struct chunk {
    struct chunk *next;
    size_t used, cap;
    alignas(max_align_t) unsigned char mem[];
};

struct arena {
    struct chunk *top;
    struct chunk *room; /* the first chunk, if its memory is lent; else NULL */
    size_t limit, left;
};

struct arena *
arena_new(size_t limit_bytes)
{
    struct arena *a = calloc(1, sizeof *a);

    if (a)
        a->limit = a->left = limit_bytes;
    return a;
}

struct arena *
arena_new_in(void *room, size_t n, size_t limit_bytes)
{
    struct arena *a = arena_new(limit_bytes);

    if (!a || n <= sizeof *a->room)
        return a;
    a->room = a->top = room;
    a->room->cap = n - sizeof *a->room;
    return a;
}

static struct chunk *
chunk_new(struct chunk *next, size_t n)
{
    size_t cap = n > CHUNK_BYTES ? n : CHUNK_BYTES;
    struct chunk *c = calloc(1, sizeof *c + cap);

    if (c) {
        c->next = next;
        c->cap = cap;
    }
    return c;
}

void *
arena_alloc(struct arena *a, size_t n_bytes)
{
    const size_t align = alignof(max_align_t);

    if (n_bytes > a->left)
        return NULL;
    size_t n = (n_bytes + align - 1) / align * align;
    if (!a->top || a->top->cap - a->top->used < n) {
        struct chunk *c = chunk_new(a->top, n);
        if (!c)
            return NULL;
        a->top = c;
    }
    void *p = a->top->mem + a->top->used;
    a->top->used += n;
    a->left -= n < a->left ? n : a->left;
    return p;
}

void
arena_give_back(struct arena *a, size_t n_bytes)
{
    const size_t n = n_bytes / alignof(max_align_t) * alignof(max_align_t);

    a->top->used -= n;
    a->left += n;
}

char *
arena_text_n(struct arena *a, const void *from, size_t n)
{
    char *t = n < SIZE_MAX ? arena_alloc(a, n + 1) : NULL;

    if (t && n > 0)
        memcpy(t, from, n);
    return t;
}

char *
arena_text(struct arena *a, const char *text)
{
    return arena_text_n(a, text, strlen(text));
}

char *
arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *t = n < 0 ? NULL : arena_alloc(a, (size_t)n + 1);
    if (!t)
        return NULL;
    va_start(args, format);
    (void)vsnprintf(t, (size_t)n + 1, format, args);
    va_end(args);
    return t;
}

void
arena_clear(struct arena *a)
{
    for (struct chunk *c = a->top, *next; c; c = next) {
        next = c->next;
        explicit_bzero(c->mem, c->used);
        c->used = 0;
        if (c != a->room)
            free(c);
    }
    a->top = a->room;
    a->left = a->limit;
}

void
arena_drop(struct arena **a)
{
    if (!*a)
        return;
    arena_clear(*a);
    if ((*a)->room)
        (*a)->room->cap = 0; /* zeroed again, as it was lent */
    free(*a);
    *a = NULL;
}
