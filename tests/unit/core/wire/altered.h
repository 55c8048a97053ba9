/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_CORE_WIRE_ALTERED_H
#define TESTS_UNIT_CORE_WIRE_ALTERED_H
/* The text of a note from the vectors, with one piece replaced. */
#include "core/wire/note.h"
#include "tests/unit/core/made.h"

struct alteration {
    const char *from, *to;
};

static inline struct bytes
text_of_note(struct bytes file)
{
    struct note n;

    assert_int_equal(note_parse(file, &n), OK);
    return n.text;
}

/* Into `to` of `cap` bytes; the piece must be there. */
static inline struct bytes
altered(struct bytes text, const struct alteration *a, char *to, size_t cap)
{
    const char *at = memmem(text.p, text.n, a->from, strlen(a->from));
    size_t n_from = strlen(a->from), n_to = strlen(a->to);

    assert_non_null(at);
    assert_true(text.n - n_from + n_to <= cap);
    size_t before = (size_t)(at - (const char *)text.p);
    memcpy(to, text.p, before);
    memcpy(to + before, a->to, n_to);
    memcpy(to + before + n_to, at + n_from, text.n - before - n_from);
    return (struct bytes){ (uint8_t *)to, text.n - n_from + n_to };
}

#endif
