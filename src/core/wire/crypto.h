/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_CRYPTO_H
#define CORE_WIRE_CRYPTO_H
/* The few calls that programs need from the crypto library without naming it. */
#include "base/bytes.h"

/* Make the library ready.  Call once in main(), before threads and forks.  ERR_INTERNAL: stop. */
MUST_USE enum err crypto_start(void);

/* Fill with bytes nobody can guess.  Safe after fork. */
void random_fill(uint8_t *to, size_t n);

/* A number in [0, below), each equally likely. */
uint32_t random_below(uint32_t below);

/* Overwrite a secret, also when the compiler thinks that nobody looks. */
void secret_wipe(void *p, size_t n);

/* Compare secrets of the same length in constant time. */
bool secret_equal(const uint8_t *a, const uint8_t *b, size_t n);

/* Overwrite the unused stack below the caller, where spilled registers stay behind. */
void stack_wipe(void);

#endif
