/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H
/* Numbers, hex, base64url and UTF-8 from and to text.  Nothing here is for secrets in constant
   time, and nothing guesses: input is exactly right or ERR_MALFORMED. */
#include "base/bytes.h"

/* Decimal digits only, no sign, no blank, within [min, max]. */
MUST_USE enum err text_u64(const char *s, uint64_t min, uint64_t max, uint64_t *out);

/* True if the bytes are well-formed UTF-8 without NUL (RFC 3629: no surrogates, no overlongs). */
bool utf8_is_valid(struct bytes b);

/* Length in bytes of the longest prefix of at most `max` bytes that ends between characters. */
size_t utf8_prefix(struct bytes b, size_t max);

/* Lower-case hex; `to` holds 2 * b.n + 1 bytes. */
void hex_encode(struct bytes b, char *to);
/* Exactly 2 * n lower-case hex digits and then the end of the text. */
MUST_USE enum err hex_decode(const char *s, uint8_t *to, size_t n);

/* base64url without padding (RFC 4648, 5).  `to` holds B64_CAP(b.n) bytes. */
#define B64_CAP(n) (((n)*4 + 2) / 3 + 1)
void b64_encode(struct bytes b, char *to);
/* Decode text of length n into at most `cap` bytes; *out_n is the length.  One spelling only. */
MUST_USE enum err b64_decode(const char *s, size_t n, uint8_t *to, size_t cap, size_t *out_n);

/* base32 without padding (RFC 4648, 6), capital letters.  `to` holds B32_CAP(b.n) bytes. */
#define B32_CAP(n) (((n)*8 + 4) / 5 + 1)
void b32_encode(struct bytes b, char *to);

#endif
