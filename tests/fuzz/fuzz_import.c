/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whatever a file holds, what is read out of it is a doc that the desk takes apart to its end. */
#include "importer/importer.h"
#include "joblink/sheet.h"
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
take_apart(struct bytes doc)
{
    struct reader r = reader_of(doc);
    struct reader s = reader_of(doc);
    struct sheet_item sheet;
    struct doc_item it;
    enum err e = OK;

    (void)read_u8(&r);
    while (!e)
        e = doc_next(&r, &it);
    if (e != ERR_NOT_FOUND)
        abort();
    while (!sheet_next(&s, &sheet))
        continue;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static uint8_t doc[1 << 20];
    uint8_t *question = calloc(1, n + 4); /* no mapping */
    int fd = memfd_create("doc", MFD_CLOEXEC);

    for (size_t i = 0; question && i < n; i++)
        question[i + 4] = p[i];
    if (question && fd >= 0 && !import_work((struct bytes){ question, n + 4 }, fd)) {
        ssize_t k = pread(fd, doc, sizeof doc, 0);
        if (k > 0 && (size_t)k < sizeof doc)
            take_apart((struct bytes){ doc, (size_t)k });
    }
    free(question);
    (void)close(fd);
    return 0;
}
