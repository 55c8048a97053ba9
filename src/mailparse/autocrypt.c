/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mailparse/autocrypt.h"
#include "postlink/letter.h"

enum { MIN_KEY = 50 };

/* Base64 with blanks anywhere (folded headers).  0: it is none, or longer than `cap`. */
static size_t
base64(const char *s, size_t n, uint8_t *to, size_t cap)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint32_t acc = 0;
    unsigned bits = 0;
    size_t k = 0;

    for (size_t i = 0; i < n && s[i] != '='; i++) {
        if (strchr(" \t\r\n", s[i]))
            continue;
        const char *d = s[i] ? strchr(digits, s[i]) : NULL;
        if (!d)
            return 0;
        acc = acc << 6 | (uint32_t)(d - digits);
        bits += 6;
        if (bits < 8)
            continue;
        bits -= 8;
        if (k == cap)
            return 0;
        to[k++] = (uint8_t)(acc >> bits);
    }
    return k;
}

struct attribute {
    const char *name, *value;
    size_t n_name, n_value;
};

/* "name=value;" from *p on; false at the end. */
static bool
next_attribute(const char **p, struct attribute *out)
{
    const char *s = *p + strspn(*p, " \t\r\n;");
    size_t n = strcspn(s, ";");
    size_t eq = strcspn(s, "=");

    if (*s == '\0' || eq >= n)
        return false;
    *out = (struct attribute){ s, s + eq + 1, eq, n - eq - 1 };
    *p = s + n;
    return true;
}

static bool
is_named(const struct attribute *t, const char *name)
{
    return t->n_name == strlen(name) && strncasecmp(t->name, name, t->n_name) == 0;
}

static bool
has_value(const struct attribute *t, const char *value)
{
    size_t n = t->n_value;

    while (n > 0 && strchr(" \t\r\n", t->value[n - 1]))
        n--;
    return n == strlen(value) && strncasecmp(t->value, value, n) == 0;
}

enum err
autocrypt_read(
    const char *header, const char *address, struct arena *a, struct bytes *key, bool *mutual)
{
    uint8_t *to = arena_alloc(a, LETTER_KEY_MAX);
    struct attribute t;
    bool ours = false;
    bool wants = false;
    size_t n = 0;

    if (!to)
        return ERR_INTERNAL;
    while (next_attribute(&header, &t)) {
        if (is_named(&t, "addr"))
            ours = has_value(&t, address);
        else if (is_named(&t, "prefer-encrypt"))
            wants = has_value(&t, "mutual");
        else if (is_named(&t, "keydata"))
            n = base64(t.value, t.n_value, to, LETTER_KEY_MAX);
        else if (t.name[0] != '_')
            return ERR_NOT_FOUND; /* a critical attribute of a later version */
    }
    if (!ours || n < MIN_KEY || !(to[0] & 0x80))
        return ERR_NOT_FOUND;
    *key = (struct bytes){ to, n };
    *mutual = wants;
    return OK;
}
