/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include <string.h>

enum err
text_u64(const char *s, uint64_t min, uint64_t max, uint64_t *out)
{
    uint64_t v = 0;

    if (!*s)
        return ERR_MALFORMED;
    for (; *s; s++) {
        if (*s < '0' || *s > '9')
            return ERR_MALFORMED;
        uint64_t digit = (uint64_t)(*s - '0');
        if (v > (UINT64_MAX - digit) / 10)
            return ERR_MALFORMED;
        v = v * 10 + digit;
    }
    if (v < min || v > max)
        return ERR_MALFORMED;
    *out = v;
    return OK;
}

/* Length of the well-formed character at p, or 0. */
static size_t
utf8_step(const uint8_t *p, size_t left)
{
    uint8_t c = p[0];
    size_t n = c < 0x80                 ? 1
               : c >= 0xC2 && c <= 0xDF ? 2
               : (c & 0xF0) == 0xE0     ? 3
               : c >= 0xF0 && c <= 0xF4 ? 4
                                        : 0;

    if (n == 0 || n > left || c == 0)
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    bool overlong = (c == 0xE0 && p[1] < 0xA0) || (c == 0xF0 && p[1] < 0x90);
    bool outside = (c == 0xED && p[1] > 0x9F) || (c == 0xF4 && p[1] > 0x8F);
    return overlong || outside ? 0 : n;
}

bool
utf8_is_valid(struct bytes b)
{
    for (size_t i = 0; i < b.n;) {
        size_t n = utf8_step(b.p + i, b.n - i);
        if (n == 0)
            return false;
        i += n;
    }
    return true;
}

size_t
utf8_prefix(struct bytes b, size_t max)
{
    if (b.n <= max)
        return b.n;
    while (max > 0 && (b.p[max] & 0xC0) == 0x80)
        max--;
    return max;
}

void
hex_encode(struct bytes b, char *to)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < b.n; i++) {
        *to++ = digits[b.p[i] >> 4];
        *to++ = digits[b.p[i] & 15];
    }
    *to = '\0';
}

static int
hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

enum err
hex_decode(const char *s, uint8_t *to, size_t n)
{
    if (strlen(s) != 2 * n)
        return ERR_MALFORMED;
    for (size_t i = 0; i < 2 * n; i++)
        if (hex_digit(s[i]) < 0)
            return ERR_MALFORMED;
    for (size_t i = 0; i < n; i++)
        to[i] = (uint8_t)((unsigned)hex_digit(s[2 * i]) << 4 | (unsigned)hex_digit(s[2 * i + 1]));
    return OK;
}

static const char b64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void
b64_encode(struct bytes b, char *to)
{
    uint32_t hold = 0;
    unsigned bits = 0;

    for (size_t i = 0; i < b.n; i++) {
        hold = hold << 8 | b.p[i];
        for (bits += 8; bits >= 6; bits -= 6)
            *to++ = b64_digits[hold >> (bits - 6) & 63];
    }
    if (bits > 0)
        *to++ = b64_digits[hold << (6 - bits) & 63];
    *to = '\0';
}

enum err
b64_decode(const char *s, size_t n, uint8_t *to, size_t cap, size_t *out_n)
{
    uint32_t hold = 0;
    unsigned bits = 0;
    size_t k = 0;

    if (n % 4 == 1)
        return ERR_MALFORMED;
    for (size_t i = 0; i < n; i++) {
        const char *at = s[i] ? strchr(b64_digits, s[i]) : NULL;
        if (!at)
            return ERR_MALFORMED;
        hold = hold << 6 | (uint32_t)(at - b64_digits);
        bits += 6;
        if (bits < 8)
            continue;
        bits -= 8;
        if (k == cap)
            return ERR_TOO_LARGE;
        to[k++] = (uint8_t)(hold >> bits);
    }
    if ((hold & ((1u << bits) - 1)) != 0)
        return ERR_MALFORMED; /* a second spelling of the same bytes */
    *out_n = k;
    return OK;
}

void
b32_encode(struct bytes b, char *to)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint32_t held = 0;
    unsigned bits = 0;

    for (size_t i = 0; i < b.n; i++) {
        held = held << 8 | b.p[i];
        for (bits += 8; bits >= 5; bits -= 5)
            *to++ = letters[held >> (bits - 5) & 31];
    }
    if (bits > 0)
        *to++ = letters[held << (5 - bits) & 31];
    *to = '\0';
}
