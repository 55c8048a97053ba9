/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A backup file, whatever it holds, is read to its end or refused. */
#include "core/wire/crypto.h"
#include "desk/keep/chest.h"
#include <stdlib.h>
#include <sys/mman.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    if (crypto_start())
        abort();
    OWN(box_secret) key = box_secret_new();
    OWN(chest) chest = NULL;
    OWN_FD fd = memfd_create("backup", MFD_CLOEXEC);
    enum chest_kind kind;
    struct bytes plain;
    int version = 0;

    for (size_t i = 0; key && i < KEY_BYTES; i++)
        key->b[i] = (uint8_t)(i + 1);
    if (fd < 0 || !key || write(fd, p, n) != (ssize_t)n || lseek(fd, 0, SEEK_SET) != 0)
        return 0;
    if (chest_open(fd, key, &chest, &version))
        return 0;
    while (!chest_next(chest, &kind, &plain))
        if (plain.n > CHEST_BOX_MAX)
            abort();
    return 0;
}
