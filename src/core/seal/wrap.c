/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/seal/wrap.h"

void
wrap_info(const struct wrap_about *about, uint8_t out[WRAP_INFO_BYTES])
{
    struct writer w = writer_of(out, WRAP_INFO_BYTES);

    write_bytes(&w, bytes_of("wrap/1"));
    write_n(&w, about->org.b, sizeof about->org.b);
    write_u8(&w, (uint8_t)about->purpose);
    write_n(&w, about->object, sizeof about->object);
    write_u32(&w, about->epoch);
    write_n(&w, about->recipient, sizeof about->recipient);
}

enum err
wrap_seal(const struct wrap_about *about, const struct box_public *to, const uint8_t key[KEY_BYTES],
    const struct ephemeral *given, struct wrap *out)
{
    uint8_t info[WRAP_INFO_BYTES];

    if (about->purpose == WRAP_UNSET)
        return ERR_MALFORMED;
    wrap_info(about, info);
    return hpke_seal_base(to, (struct bytes){ info, sizeof info }, (struct bytes){ NULL, 0 },
        (struct bytes){ key, KEY_BYTES }, given, out->b);
}
