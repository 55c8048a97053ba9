/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_SEAL_WRAP_H
#define CORE_SEAL_WRAP_H
/* A wrap: a 32-byte key sealed to one recipient inside a desk, bound to what it opens. Only keys
   that stand in a valid roster receive wraps; the caller checks. See docs/formats/wrap.md. */
#include "core/seal/hpke.h"

enum { WRAP_BYTES = 80, WRAP_INFO_BYTES = 59 };

/* Frozen numbers. */
enum wrap_purpose {
    WRAP_UNSET = 0,
    WRAP_STREAM = 1, /* stream key to a vault: object = stream */
    WRAP_VAULT = 2,  /* vault secret to a member: object = vault */
    WRAP_DOOR = 3, /* door secret of a later week to the intake vault: object = week, zero-padded */
    WRAP_IDENTITY = 4, /* seed of the identity key to the office vault: object = organisation */
    WRAP_RECOVERY = 5, /* vault secret to the recovery key: object = vault */
    WRAP_ESCROW = 6,   /* door secret to the recovery key: object = week, zero-padded */
    WRAP_REFERRAL = 7, /* referral secret to a vault: object = organisation */
    WRAP_BACKUP = 8,   /* key of a backup file to the recovery key: object = file */
    WRAP_FACTOR = 16,  /* secret of an app's codes to its member: object = factor */
};

struct wrap {
    uint8_t b[WRAP_BYTES];
};

struct wrap_about {
    struct org_id org;
    enum wrap_purpose purpose;
    uint8_t object[ID_BYTES];
    uint32_t epoch;
    uint8_t recipient[ID_BYTES]; /* member or vault */
};

/* Seal. `given` as in hpke_seal_base(), NULL outside tests. ERR_MALFORMED: unusable key or
   purpose. */
MUST_USE enum err wrap_seal(const struct wrap_about *about, const struct box_public *to,
    const uint8_t key[KEY_BYTES], const struct ephemeral *given, struct wrap *out);

/* "wrap/1" org purpose object epoch recipient: shared with opening. */
void wrap_info(const struct wrap_about *about, uint8_t out[WRAP_INFO_BYTES]);

#endif
