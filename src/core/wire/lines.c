/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/lines.h"
#include "base/text.h"
#include <stdio.h>
#include <string.h>

static bool
is_control(uint8_t c)
{
    return c < 0x20 || c == 0x7F;
}

void
lines_of(struct bytes text, struct lines *out)
{
    *out = (struct lines){ .left = text };
    out->bad = text.n == 0 || text.p[text.n - 1] != '\n' || !utf8_is_valid(text);
    for (size_t i = 0; !out->bad && i < text.n; i++)
        out->bad = is_control(text.p[i]) && text.p[i] != '\n';
}

bool
lines_is(struct lines *l, const char *keyword)
{
    size_t n = strlen(keyword);

    if (l->at)
        l->bad = true;
    if (l->bad || l->left.n == 0)
        return false;
    const uint8_t *end = memchr(l->left.p, '\n', l->left.n);
    size_t len = end ? (size_t)(end - l->left.p) : l->left.n;
    if (!end || len > LINE_MAX_BYTES) {
        l->bad = true;
        return false;
    }
    if (len < n || strncmp((const char *)l->left.p, keyword, n) != 0)
        return false;
    if (len > n && l->left.p[n] != ' ')
        return false;
    memcpy(l->line, l->left.p, len);
    l->line[len] = '\0';
    l->at = len > n ? l->line + n + 1 : NULL;
    l->left = (struct bytes){ end + 1, l->left.n - len - 1 };
    return true;
}

void
lines_need(struct lines *l, const char *keyword)
{
    if (!lines_is(l, keyword))
        l->bad = true;
}

bool
lines_end(struct lines *l)
{
    return !l->bad && !l->at && l->left.n == 0;
}

bool
line_more(const struct lines *l)
{
    return l->at && !l->bad;
}

const char *
line_word(struct lines *l)
{
    char *word = l->at;

    if (!line_more(l) || *word == '\0' || *word == ' ') {
        l->bad = true;
        return "";
    }
    char *blank = strchr(word, ' ');
    if (blank)
        *blank = '\0';
    l->at = blank ? blank + 1 : NULL;
    return word;
}

const char *
line_rest(struct lines *l)
{
    const char *rest = l->at;

    if (!line_more(l) || !line_text_is_valid(rest)) {
        l->bad = true;
        return "";
    }
    l->at = NULL;
    return rest;
}

uint32_t
line_u32(struct lines *l, uint32_t min, uint32_t max)
{
    const char *word = line_word(l);
    uint64_t v = 0;

    if (l->bad || (word[0] == '0' && word[1]) || text_u64(word, min, max, &v)) {
        l->bad = true;
        return 0;
    }
    return (uint32_t)v;
}

void
line_hex(struct lines *l, uint8_t *to, size_t n)
{
    const char *word = line_word(l);

    if (l->bad || hex_decode(word, to, n))
        l->bad = true;
}

void
line_copy(struct lines *l, const char *value, char *to, size_t cap)
{
    size_t n = strlen(value);

    if (l->bad || n >= cap) {
        l->bad = true;
        return;
    }
    memcpy(to, value, n + 1);
}

void
line_put(struct writer *w, const char *keyword)
{
    write_bytes(w, bytes_of(keyword));
}

void
line_put_word(struct writer *w, const char *word)
{
    write_u8(w, ' ');
    write_bytes(w, bytes_of(word));
}

void
line_put_u32(struct writer *w, uint32_t v)
{
    char s[16];

    (void)snprintf(s, sizeof s, "%lu", (unsigned long)v);
    line_put_word(w, s);
}

void
line_put_hex(struct writer *w, const uint8_t *b, size_t n)
{
    char s[2 * KEY_BYTES + 1];

    write_u8(w, ' ');
    if (n > KEY_BYTES) {
        w->full = true;
        return;
    }
    hex_encode((struct bytes){ b, n }, s);
    write_bytes(w, bytes_of(s));
}

void
line_put_end(struct writer *w)
{
    write_u8(w, '\n');
}

bool
line_word_is_valid(const char *word, size_t max)
{
    size_t n = strlen(word);

    for (size_t i = 0; i < n; i++)
        if ((uint8_t)word[i] <= ' ' || (uint8_t)word[i] >= 0x7F)
            return false;
    return n > 0 && n <= max;
}

bool
line_text_is_valid(const char *text)
{
    struct bytes b = bytes_of(text);

    for (size_t i = 0; i < b.n; i++)
        if (is_control(b.p[i]))
            return false;
    bool blank_ends = b.n > 0 && (b.p[0] == ' ' || b.p[b.n - 1] == ' ');
    return b.n > 0 && b.n <= WIRE_VALUE_MAX && !blank_ends && utf8_is_valid(b);
}

bool
line_lang_is_valid(const char *code)
{
    bool letters = code[0] >= 'a' && code[0] <= 'z' && code[1] >= 'a' && code[1] <= 'z';
    return letters && code[2] == '\0';
}
