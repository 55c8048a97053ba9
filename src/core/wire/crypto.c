/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/crypto.h"
#include <sodium.h>

enum err
crypto_start(void)
{
    return sodium_init() < 0 ? ERR_INTERNAL : OK;
}

void
random_fill(uint8_t *to, size_t n)
{
    randombytes_buf(to, n);
}

uint32_t
random_below(uint32_t below)
{
    return randombytes_uniform(below);
}

void
secret_wipe(void *p, size_t n)
{
    sodium_memzero(p, n);
}

bool
secret_equal(const uint8_t *a, const uint8_t *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

void
stack_wipe(void)
{
    sodium_stackzero(32 * 1024);
}
