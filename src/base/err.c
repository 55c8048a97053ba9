/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/err.h"

const char *
err_name(enum err e)
{
    switch (e) {
    case OK: return "ok";
    case ERR_MALFORMED: return "malformed";
    case ERR_FORBIDDEN: return "forbidden";
    case ERR_NOT_FOUND: return "not-found";
    case ERR_CONFLICT: return "conflict";
    case ERR_EXPIRED: return "expired";
    case ERR_TOO_LARGE: return "too-large";
    case ERR_FORGED: return "forged";
    case ERR_BUSY: return "busy";
    case ERR_INTERNAL: return "internal";
    }
    return "unknown";
}
