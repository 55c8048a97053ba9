/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/pages/access.h"
#include "tests/unit/desk/sample.h"
#include <stdio.h>

enum { TODAY = 20779 };

static const char *
or_hostile(const char *hostile, const char *text)
{
    return hostile ? hostile : text;
}

static void
settings(struct out *o, const struct desk_frame *f, const char *hostile)
{
    const struct factor_row factors[] = {
        { "0a1b", FACTOR_CODES, "", TODAY - 90, TODAY - 1 },
        { "0a1c", FACTOR_PASSKEY, or_hostile(hostile, "YubiKey, синяя"), TODAY - 3, 0 },
    };
    const struct own_session_row own[] = { { "11", 42, 0, true }, { "12", 250, 9, false } };
    const struct settings_view v = { .f = *f,
        .says = SAYS_KEPT,
        .idle_min = 10,
        .idle_max_min = 15,
        .factors = factors,
        .n_factors = 2,
        .codes_left = 2,
        .n_browsers = 3,
        .sessions = own,
        .n_sessions = 2 };

    page_desk_settings(o, &v);
}

static void
second(struct out *o, const struct desk_frame *f)
{
    struct second_view v = { .f = *f,
        .says = SAYS_CODE_WRONG,
        .wait_s = 4,
        .has_app = true,
        .has_passkey = true,
        .passkey = { "localhost", "AAAA", NULL, NULL, "AQID" } };

    v.f.member = NULL;
    page_desk_second(o, &v);
}

static void
app(struct out *o, const struct desk_frame *f)
{
    struct qr *qr = arena_alloc(o->a, sizeof *qr);
    char text[TOTP_TEXT_CAP];
    const struct app_view v = { .f = *f, .qr = qr, .key = text, .label = "desk-3b7c" };

    /* A picture that is none: the pages know no codes. */
    for (size_t y = 0; qr && y < QR_SIZE; y++)
        for (size_t x = 0; x < QR_SIZE; x++)
            qr->runs[y][qr->n[y]++] = (struct qr_run){ 1, (x * y + x + y) % 3 == 0 };
    (void)snprintf(text, sizeof text, "ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567");
    page_desk_app(o, &v);
}

static void
passkey(struct out *o, const struct desk_frame *f, enum sample s, const char *hostile)
{
    struct passkey_view v = { .f = *f,
        .passkey = { "localhost", "AAAA", "AQID", or_hostile(hostile, "Ольга"), "" } };

    if (s == SAMPLE_PASSKEY_ELSEWHERE)
        v.elsewhere = or_hostile(hostile, "http://localhost:8080/");
    page_desk_passkey(o, &v);
}

static void
recovery(struct out *o, const struct desk_frame *f)
{
    static const char *const codes[RECOVERY_CODES] = { "abcde-fghjk", "mnpqr-stuvw", "xyz23-45678",
        "9abcd-efghj", "kmnpq-rstuv", "wxyz2-34567", "89abc-defgh", "jkmnp-qrstu" };
    const struct recovery_view v = {
        .f = *f, .says = SAYS_FACTOR_ADDED, .left = 8, .codes = codes
    };

    page_desk_recovery(o, &v);
}

void
sample_access(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile)
{
    struct passphrase_view words = { .f = *f,
        .says = SAYS_WORDS_WRONG,
        .words = "abandon ability able about above absent",
        .ask = { 1, 4 } };
    struct factor_view one = { .f = *f,
        .row = { "0a1c", FACTOR_PASSKEY, or_hostile(hostile, "YubiKey"), TODAY - 3, 0 } };

    switch ((int)s) {
    case SAMPLE_SETTINGS: settings(o, f, hostile); return;
    case SAMPLE_SECOND: second(o, f); return;
    case SAMPLE_APP: app(o, f); return;
    case SAMPLE_PASSKEY:
    case SAMPLE_PASSKEY_ELSEWHERE: passkey(o, f, s, hostile); return;
    case SAMPLE_RECOVERY: recovery(o, f); return;
    case SAMPLE_PASSPHRASE: page_desk_passphrase(o, &words); return;
    case SAMPLE_FACTOR: page_desk_factor(o, &one); return;
    }
}
