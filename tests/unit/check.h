/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_CHECK_H
#define TESTS_UNIT_CHECK_H
/* What every unit test includes first after the header under test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#endif
