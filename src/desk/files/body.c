/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "core/wire/crypto.h"
#include "desk/files/files.h"

enum { BODY_VERSION = 1 };

enum err
file_body_encode(const struct file_body *f, struct writer *w)
{
    size_t n_name = strlen(f->name);
    size_t n_type = strlen(f->type);

    if (n_name == 0 || n_name > FILE_NAME_MAX || n_type > FILE_TYPE_MAX || f->size > FILE_BYTES_MAX)
        return ERR_MALFORMED;
    write_u8(w, BODY_VERSION);
    write_u64(w, f->size);
    write_n(w, f->blob.b, sizeof f->blob.b);
    write_n(w, f->key.b, sizeof f->key.b);
    write_n(w, f->sha256.b, sizeof f->sha256.b);
    write_u8(w, (uint8_t)n_name);
    write_bytes(w, bytes_of(f->name));
    write_u8(w, (uint8_t)n_type);
    write_bytes(w, bytes_of(f->type));
    return w->full ? ERR_TOO_LARGE : OK;
}

/* A text of the body: UTF-8 without NUL. */
static const char *
text_of(struct reader *r, size_t max, struct arena *a)
{
    size_t n = read_u8(r);
    struct bytes b = read_n(r, n);

    if (r->bad || n > max || !utf8_is_valid(b) || (n && memchr(b.p, '\0', n)))
        return NULL;
    return arena_text_n(a, b.p, b.n);
}

enum err
file_body_decode(struct bytes in, struct arena *a, struct file_body *out)
{
    struct reader r = reader_of(in);
    struct file_body f = { 0 };
    uint8_t version = read_u8(&r);

    f.size = read_u64(&r);
    read_fixed(&r, f.blob.b, sizeof f.blob.b);
    read_fixed(&r, f.key.b, sizeof f.key.b);
    read_fixed(&r, f.sha256.b, sizeof f.sha256.b);
    f.name = text_of(&r, FILE_NAME_MAX, a);
    f.type = text_of(&r, FILE_TYPE_MAX, a);
    bool good = version == BODY_VERSION && f.size <= FILE_BYTES_MAX && f.name && *f.name &&
                f.type && reader_end(&r);
    if (good)
        *out = f;
    secret_wipe(&f.key, sizeof f.key);
    return good ? OK : ERR_MALFORMED;
}

/* ---- Names. */

/* Code points that hide what a name is: control characters, and those that turn the direction of
   writing or take no room. */
static bool
is_hidden(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x00AD || c == 0x061C ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
           (c >= 0xE0000 && c <= 0xE007F);
}

/* The code point at s, which is valid UTF-8, and its length. */
static uint32_t
code_point(const char *s, size_t *n)
{
    const uint8_t *p = (const uint8_t *)s;

    *n = p[0] < 0x80 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    uint32_t c = *n == 1 ? p[0] : p[0] & (0x7Fu >> *n);
    for (size_t i = 1; i < *n; i++)
        c = c << 6 | (p[i] & 0x3Fu);
    return c;
}

const char *
file_name_clean(const char *name, struct arena *a)
{
    const char *from = utf8_is_valid(bytes_of(name)) ? name : "";
    char *to = arena_alloc(a, strlen(from) + 1);
    size_t n = 0;
    size_t k = 0;

    for (const char *p = from; *p; p++)
        if (*p == '/' || *p == '\\')
            from = p + 1;
    for (; to && *from; from += k) {
        uint32_t c = code_point(from, &k);
        if (is_hidden(c) || (n == 0 && (c == '.' || c == ' ')))
            continue;
        memcpy(to + n, from, k);
        n += k;
    }
    if (!to || n == 0)
        return "file";
    size_t cut = utf8_prefix((struct bytes){ (const uint8_t *)to, n }, FILE_NAME_MAX);
    to[cut] = '\0';
    return to;
}
