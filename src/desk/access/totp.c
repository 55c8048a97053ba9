/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/access/totp.h"
#include "base/text.h"
#include "core/wire/crypto.h"
#include <liboath/oath.h>
#include <qrencode.h>

enum { CODE_DIGITS = 6, WINDOW = 1, QR_VERSION = 5 };

static bool
is_code(const char *code)
{
    return strlen(code) == CODE_DIGITS && strspn(code, "0123456789") == CODE_DIGITS;
}

enum err
totp_check(const uint8_t secret[TOTP_SECRET_BYTES], const char *code, int64_t now_s, int64_t *step)
{
    uint64_t counter = 0;
    int position = 0;

    if (!is_code(code) || now_s < TOTP_STEP_S)
        return ERR_MALFORMED;
    if (oath_init() != OATH_OK)
        return ERR_INTERNAL;
    int found = oath_totp_validate3((const char *)secret, TOTP_SECRET_BYTES, (time_t)now_s,
        TOTP_STEP_S, 0, WINDOW, &position, &counter, code);
    (void)oath_done();
    if (found < 0)
        return found == OATH_INVALID_OTP ? ERR_FORBIDDEN : ERR_INTERNAL;
    *step = (int64_t)counter;
    return OK;
}

void
totp_text(const uint8_t secret[TOTP_SECRET_BYTES], char out[TOTP_TEXT_CAP])
{
    char plain[B32_CAP(TOTP_SECRET_BYTES)];
    size_t n = 0;

    b32_encode((struct bytes){ secret, TOTP_SECRET_BYTES }, plain);
    for (size_t i = 0; plain[i]; i++) {
        if (i > 0 && i % 4 == 0)
            out[n++] = ' ';
        out[n++] = plain[i];
    }
    out[n] = '\0';
    secret_wipe(plain, sizeof plain);
}

static void
read_runs(const QRcode *code, struct qr *out)
{
    memset(out, 0, sizeof *out);
    for (size_t y = 0; y < QR_SIZE; y++)
        for (size_t x = 0; x < QR_SIZE; x++) {
            bool dark = code->data[y * QR_SIZE + x] & 1;
            size_t *n = &out->n[y];
            if (*n == 0 || out->runs[y][*n - 1].dark != dark)
                out->runs[y][(*n)++].dark = dark;
            out->runs[y][*n - 1].n++;
        }
}

enum err
totp_qr(struct arena *a, const uint8_t secret[TOTP_SECRET_BYTES], const char *label, struct qr *out)
{
    char plain[B32_CAP(TOTP_SECRET_BYTES)];

    b32_encode((struct bytes){ secret, TOTP_SECRET_BYTES }, plain);
    const char *address = arena_printf(a, "otpauth://totp/%s?secret=%s&issuer=desk", label, plain);
    secret_wipe(plain, sizeof plain);
    QRcode *code = address ? QRcode_encodeString8bit(address, QR_VERSION, QR_ECLEVEL_L) : NULL;
    if (!code)
        return address ? ERR_TOO_LARGE : ERR_INTERNAL;
    bool right = code->width == QR_SIZE;
    if (right)
        read_runs(code, out);
    secret_wipe(code->data, (size_t)code->width * (size_t)code->width);
    QRcode_free(code);
    return right ? OK : ERR_TOO_LARGE;
}
