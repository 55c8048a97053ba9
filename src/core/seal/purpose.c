/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/seal/purpose.h"

void
purpose_envelope(
    const struct network_id *network, enum shelf_kind kind, uint8_t out[PURPOSE_ENVELOPE_BYTES])
{
    struct writer w = writer_of(out, PURPOSE_ENVELOPE_BYTES);

    write_bytes(&w, bytes_of("envl/1"));
    write_n(&w, network->b, sizeof network->b);
    write_u8(&w, (uint8_t)kind);
}

void
purpose_people(
    const struct network_id *network, const struct org_id *org, uint8_t out[PURPOSE_PEOPLE_BYTES])
{
    struct writer w = writer_of(out, PURPOSE_PEOPLE_BYTES);

    write_bytes(&w, bytes_of("msg/1"));
    write_n(&w, network->b, sizeof network->b);
    write_n(&w, org->b, sizeof org->b);
}
