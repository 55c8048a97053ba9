/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A page for search and a question, divided at the first NUL. */
#include "base/own.h"
#include "base/text.h"
#include "seeker/find.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    OWN(arena) a = arena_new(4 << 20);
    const uint8_t *end = n > 0 ? memchr(p, '\0', n) : NULL;
    struct bytes page = { p, end ? (size_t)(end - p) : n };
    const char *asked = end ? arena_text_n(a, end + 1, n - page.n - 1) : "суд";
    struct find_list list;
    struct index_view v = { .n_found = 0 };
    size_t found = 0;

    if (!a || n > (1 << 16) || find_read(page, a, &list))
        return 0;
    if (list.n > FIND_MAX_GUIDES || find_fill_index(&list, a, &v) ||
        v.n_rows + v.n_countries != list.n)
        abort();
    const struct index_row *rows =
        asked && utf8_is_valid(bytes_of(asked)) ? find_guides(&list, asked, a, &found) : NULL;
    if (found > FIND_MAX_FOUND || (found > 0 && !rows))
        abort();
    return 0;
}
