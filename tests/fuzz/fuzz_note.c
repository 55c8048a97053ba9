/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/note.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static const struct sign_public key = { { 1, 2, 3 } };
    struct bytes rest = { p, n }, one;
    struct note note;
    char line[NOTE_LINE_CAP];
    size_t total = 0;

    while (notes_next(&rest, &one)) {
        total += one.n;
        if (total > n)
            abort();
        if (note_parse(one, &note))
            continue;
        if (note.text.n >= one.n || note.n_sigs > NOTE_MAX_SIGS)
            abort();
        for (size_t i = 0; i < note.n_sigs; i++) {
            note_line(&note.sigs[i], line);
            if (!memmem(one.p, one.n, line, strlen(line)))
                abort();
            if (note_verify(&note, note.sigs[i].name, &key) == OK)
                abort(); /* nobody has that key */
        }
    }
    return 0;
}
