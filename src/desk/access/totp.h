/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_TOTP_H
#define DESK_ACCESS_TOTP_H
/* Codes of an app: RFC 6238 with what every app can do (SHA-1, 30 seconds, six digits). */
#include "base/arena.h"
#include "desk/access/factors.h"

enum {
    TOTP_STEP_S = 30,
    TOTP_TEXT_CAP = 48, /* base32 in groups of four */
    QR_SIZE = 37,       /* modules at each side: version 5 */
};

/* Is it the code of now, or of the step before or after?  *step is its number, for the caller to
   refuse what was used before.  ERR_FORBIDDEN: no; ERR_MALFORMED: not six digits. */
MUST_USE enum err totp_check(
    const uint8_t secret[TOTP_SECRET_BYTES], const char *code, int64_t now_s, int64_t *step);

/* The secret for typing it in: base32 in groups of four. */
void totp_text(const uint8_t secret[TOTP_SECRET_BYTES], char out[TOTP_TEXT_CAP]);

/* One run of modules of the same colour in a row of the picture. */
struct qr_run {
    int n;
    bool dark;
};

/* The picture an app reads, row after row; *n_runs[i] says how many runs row i has.  `label` is
   what the app will show: the caller keeps it neutral.  ERR_TOO_LARGE: the label is too long. */
struct qr {
    size_t n[QR_SIZE];
    struct qr_run runs[QR_SIZE][QR_SIZE];
};
MUST_USE enum err totp_qr(
    struct arena *a, const uint8_t secret[TOTP_SECRET_BYTES], const char *label, struct qr *out);

#endif
