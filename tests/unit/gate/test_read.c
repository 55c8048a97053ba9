/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/check.h"
int main(void){return 0;}
