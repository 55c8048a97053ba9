/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_SEAL_PURPOSE_H
#define CORE_SEAL_PURPOSE_H
/* The `info` of every seal: what it is for and between whom, so that no box opens anywhere else.
   Shared by seal and open. */
#include "core/wire/keys.h"

enum shelf_kind { SHELF_UNSET = 0, SHELF_LANE = 'L', SHELF_DROP = 'D' };

enum { PURPOSE_ENVELOPE_BYTES = 39, PURPOSE_PEOPLE_BYTES = 53 };

/* "envl/1" network 'L' or 'D' */
void purpose_envelope(
    const struct network_id *network, enum shelf_kind kind, uint8_t out[PURPOSE_ENVELOPE_BYTES]);

/* "msg/1" network org */
void purpose_people(
    const struct network_id *network, const struct org_id *org, uint8_t out[PURPOSE_PEOPLE_BYTES]);

#endif
