/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/armor.h"
#include "base/text.h"
#include "core/wire/content.h"
#include <string.h>

enum { MARK = 4, BODY = 5462, CHECK = 6, CHECK_BYTES = 4, WHOLE = MARK + BODY + 1 + CHECK };

static void
check_of(const struct envelope *e, char out[CHECK + 1])
{
    struct digest d = digest_blake2b((struct bytes){ e->b, sizeof e->b });

    b64_encode((struct bytes){ d.b, CHECK_BYTES }, out);
}

void
armor_encode(const struct envelope *e, char out[ARMOR_CAP])
{
    memcpy(out, "US1.", MARK);
    b64_encode((struct bytes){ e->b, sizeof e->b }, out + MARK);
    out[MARK + BODY] = '.';
    check_of(e, out + MARK + BODY + 1);
}

static bool
is_blank(uint8_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Copy without blanks; false when it is not exactly as long as armor is. */
static bool
squeeze(struct bytes text, char to[WHOLE + 1])
{
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        if (is_blank(text.p[i]))
            continue;
        if (n == WHOLE)
            return false;
        to[n++] = (char)text.p[i];
    }
    to[n] = '\0';
    return n == WHOLE;
}

enum err
armor_decode(struct bytes text, struct envelope *out)
{
    char s[WHOLE + 1], check[CHECK + 1];
    struct envelope e;
    size_t n = 0;

    if (text.n > ARMOR_IN_MAX)
        return ERR_TOO_LARGE;
    if (!squeeze(text, s) || strncmp(s, "US1.", MARK) != 0 || s[MARK + BODY] != '.')
        return ERR_MALFORMED;
    if (b64_decode(s + MARK, BODY, e.b, sizeof e.b, &n) || n != sizeof e.b)
        return ERR_MALFORMED;
    check_of(&e, check);
    if (strcmp(check, s + MARK + BODY + 1) != 0)
        return ERR_MALFORMED;
    *out = e;
    return OK;
}
