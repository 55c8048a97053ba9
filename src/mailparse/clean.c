/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mailparse/clean.h"
#include "base/text.h"
#include <ctype.h>
#include <errno.h>
#include <iconv.h>

enum { CHARSET_MAX = 40, GROWTH = 4, NAME_MAX_BYTES = 200 };

/* Those that people's programs write; whatever else is guessed. */
static const char *const charsets[] = { "UTF-8", "WINDOWS-1251", "KOI8-R", "KOI8-U", "ISO-8859-5",
    "IBM866", "MACCYRILLIC", "ISO-8859-1", "ISO-8859-2", "ISO-8859-9", "ISO-8859-15",
    "WINDOWS-1250", "WINDOWS-1252", "WINDOWS-1254", "WINDOWS-1257", "UTF-16", "UTF-16LE",
    "UTF-16BE", "UTF-32", "UTF-7", "US-ASCII", "GB18030", "GBK", "BIG5", "EUC-JP", "SHIFT_JIS",
    "ISO-2022-JP", "EUC-KR", "GEORGIAN-PS", "ARMSCII-8", "PT154", "KOI8-T" };

/* U+FFFD in UTF-8: stands for what no letter could be made of. */
static const char not_readable[3] = { '\xEF', '\xBF', '\xBD' };

void
charsets_load(struct charsets *out)
{
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
        out->held[i] = (void *)iconv_open("UTF-8", charsets[i]);
}

static const char *
known_charset(const char *name)
{
    static const struct {
        const char *as, *is;
    } aliases[] = { { "CP1251", "WINDOWS-1251" }, { "WIN-1251", "WINDOWS-1251" },
        { "X-CP1251", "WINDOWS-1251" }, { "CP1252", "WINDOWS-1252" }, { "UTF8", "UTF-8" },
        { "KOI8R", "KOI8-R" }, { "CP866", "IBM866" }, { "LATIN1", "ISO-8859-1" },
        { "ASCII", "US-ASCII" }, { "X-MAC-CYRILLIC", "MACCYRILLIC" }, { "GB2312", "GBK" } };

    for (size_t i = 0; name && i < sizeof charsets / sizeof *charsets; i++)
        if (strcasecmp(name, charsets[i]) == 0)
            return charsets[i];
    for (size_t i = 0; name && i < sizeof aliases / sizeof *aliases; i++)
        if (strcasecmp(name, aliases[i].as) == 0)
            return aliases[i].is;
    return NULL;
}

/* Nothing was said: most who write to us without saying it use Windows in Cyrillic. */
static const char *
guessed_charset(struct bytes raw)
{
    size_t high = 0;
    size_t letters = 0; /* at the places of Cyrillic letters in windows-1251 */

    for (size_t i = 0; i < raw.n; i++) {
        high += raw.p[i] >= 0x80;
        letters += raw.p[i] >= 0xC0;
    }
    return letters * 10 >= high * 8 && letters * 4 >= raw.n ? "WINDOWS-1251" : "WINDOWS-1252";
}

/* All that converts, with U+FFFD for what does not.  NULL: no memory, or the set is not loaded. */
static char *
convert(struct arena *a, struct bytes raw, const char *charset, size_t *n)
{
    iconv_t cd = iconv_open("UTF-8", charset);
    size_t cap = raw.n * GROWTH + 16;
    char *to = cd == (iconv_t)-1 ? NULL : arena_alloc(a, cap);
    char *in = (char *)(uintptr_t)raw.p;
    size_t left = raw.n;
    char *out = to;
    size_t room = cap;

    while (to && left > 0 && iconv(cd, &in, &left, &out, &room) == (size_t)-1) {
        if (errno == E2BIG || room < 3)
            break;
        memcpy(out, not_readable, sizeof not_readable);
        out += 3;
        room -= 3;
        in++;
        left--;
    }
    if (cd != (iconv_t)-1)
        (void)iconv_close(cd);
    *n = to ? (size_t)(out - to) : 0;
    return to;
}

/* The code point at p and its length; 0 for a byte that begins none. */
static uint32_t
code_at(const uint8_t *p, size_t n, size_t *len)
{
    size_t want = p[0] < 0x80 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;

    *len = 1;
    if (want > n || !utf8_is_valid((struct bytes){ p, want }))
        return 0;
    *len = want;
    if (want == 1)
        return p[0];
    uint32_t c = p[0] & (0xFFu >> (want + 1));
    for (size_t i = 1; i < want; i++)
        c = c << 6 | (p[i] & 0x3F);
    return c;
}

static bool
turns_direction(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
           c == 0x200F || c == 0x061C;
}

/* Leave out what no text needs. */
static const char *
filter(struct arena *a, const char *from, size_t n, bool one_line)
{
    const uint8_t *p = (const uint8_t *)from;
    char *to = arena_alloc(a, n * 3 + 1);
    size_t k = 0;
    size_t len = 1;

    for (size_t i = 0; to && i < n; i += len) {
        uint32_t c = code_at(p + i, n - i, &len);
        if (c == '\r' && i + 1 < n && p[i + 1] == '\n')
            continue;
        if (c == '\r')
            c = '\n';
        bool line = c == '\n' || c == '\t' || c == 0x2028 || c == 0x2029 || c == 0x85;
        if (line && (one_line || c == '\n' || c == '\t')) {
            to[k++] = one_line ? ' ' : (char)c;
        } else if (p[i] >= 0x80 && c == 0) {
            memcpy(to + k, not_readable, sizeof not_readable);
            k += 3;
        } else if (c >= 0x20 && c != 0x7F && (c < 0x80 || c > 0x9F) && c != 0xFEFF &&
                   !(one_line && turns_direction(c))) {
            memcpy(to + k, p + i, len);
            k += len;
        }
    }
    return to;
}

/* Without its NULs, which mean nothing but in the wide sets. */
static struct bytes
without_nul(struct arena *a, struct bytes raw)
{
    uint8_t *to = raw.n && memchr(raw.p, 0, raw.n) ? arena_alloc(a, raw.n) : NULL;
    size_t n = 0;

    for (size_t i = 0; to && i < raw.n; i++)
        if (raw.p[i])
            to[n++] = raw.p[i];
    return to ? (struct bytes){ to, n } : raw;
}

const char *
clean_text(struct arena *a, struct bytes raw, const char *charset)
{
    const char *set = known_charset(charset);
    bool wide = set && strncmp(set, "UTF-", 4) == 0 && strcmp(set, "UTF-8") != 0;

    raw = wide ? raw : without_nul(a, raw);
    size_t n = raw.n;

    if (!wide &&
        utf8_is_valid(raw)) /* it is, whatever was said; ASCII with escapes needs its set */
        set = set && strncmp(set, "ISO-2022", 8) == 0 ? set : NULL;
    else if (!set || strcmp(set, "UTF-8") == 0 || strcmp(set, "US-ASCII") == 0)
        set = guessed_charset(raw);
    const char *text = (const char *)raw.p;
    if (set) {
        text = convert(a, raw, set, &n);
        if (!text) {
            text = (const char *)raw.p;
            n = raw.n;
        }
    }
    return filter(a, text ? text : "", n, false);
}

const char *
clean_line(struct arena *a, const char *text, size_t max)
{
    const char *line = text ? filter(a, text, strlen(text), true) : "";

    if (!line)
        return NULL;
    line += strspn(line, " ");
    size_t n = utf8_prefix(bytes_of(line), max);
    while (n > 0 && line[n - 1] == ' ')
        n--;
    return arena_text_n(a, line, n);
}

const char *
clean_file_name(struct arena *a, const char *name)
{
    const char *line = clean_line(a, name, NAME_MAX_BYTES);
    const char *last = line;

    for (const char *p = line; p && *p; p++)
        if (*p == '/' || *p == '\\' || *p == ':')
            last = p + 1;
    return last && strspn(last, ". ") != strlen(last) ? last : line ? "" : NULL;
}

const char *
clean_type(struct arena *a, const char *type, const char *subtype)
{
    char *whole = type && subtype ? arena_printf(a, "%.30s/%.48s", type, subtype) : NULL;
    const char *strange = "application/octet-stream";

    for (char *p = whole; p && *p; p++) {
        *p = (char)tolower((unsigned char)*p);
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789+-._/", *p))
            return strange;
    }
    return whole ? whole : strange;
}

const char *
clean_ids(struct arena *a, const char *header, size_t max)
{
    char *to = arena_alloc(a, (header ? strlen(header) : 0) + 2);
    size_t k = 0;

    for (const char *p = header; to && p && *p; p++) {
        if (*p != '<')
            continue;
        size_t n = strcspn(p + 1, "<>");
        bool good = p[1 + n] == '>' && n > 0 && n < 250;
        for (size_t i = 0; good && i < n; i++)
            good = p[1 + i] > ' ' && p[1 + i] < 0x7F;
        if (!good)
            continue;
        if (k)
            to[k++] = ' ';
        memcpy(to + k, p + 1, n);
        k += n;
        p += n;
    }
    if (!to)
        return NULL;
    while (strlen(to) > max) /* the oldest go */
        to += strcspn(to, " ") + (strchr(to, ' ') != NULL);
    return to;
}
