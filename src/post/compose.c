/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "post/compose.h"
#include "base/clock.h"
#include "base/text.h"
#include <stdarg.h>

enum { WORD_BYTES = 45, LINE_BYTES = 57 };

static void
put(struct out *o, const char *s)
{
    out_lit(o, s, strlen(s));
}

static void
base64(struct out *o, const uint8_t *p, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < n; i += 3) {
        size_t k = n - i < 3 ? n - i : 3;
        uint32_t v =
            (uint32_t)p[i] << 16 | (k > 1 ? (uint32_t)p[i + 1] << 8 : 0) | (k > 2 ? p[i + 2] : 0);
        char four[4] = { digits[v >> 18], digits[v >> 12 & 63], k > 1 ? digits[v >> 6 & 63] : '=',
            k > 2 ? digits[v & 63] : '=' };
        out_lit(o, four, 4);
    }
}

/* RFC 2047; plain when it is printable ASCII and short. */
static void
encoded(struct out *o, const char *text)
{
    bool plain = strlen(text) < 60;

    for (const char *p = text; *p; p++)
        plain = plain && *p >= ' ' && *p < 0x7F && *p != '"' && *p != '\\' && *p != '=';
    if (plain) {
        put(o, text);
        return;
    }
    struct bytes left = bytes_of(text);
    for (const char *gap = ""; left.n > 0; gap = "\r\n ") {
        size_t n = utf8_prefix(left, WORD_BYTES);
        n = n ? n : left.n;
        put(o, gap);
        put(o, "=?utf-8?B?");
        base64(o, left.p, n);
        put(o, "?=");
        left = (struct bytes){ left.p + n, left.n - n };
    }
}

/* No address that could become a second line or a second address. */
static bool
is_address(const char *s)
{
    const char *at = strchr(s, '@');
    bool good = at && at != s && at[1] && !strchr(at + 1, '@') && strlen(s) <= LETTER_ADDRESS_MAX;

    for (; good && *s; s++)
        good = (unsigned char)*s > ' ' && *s != 0x7F && !strchr("<>(),;:\\\"[]", *s);
    return good;
}

static void
put_date(struct out *o, int64_t now_s)
{
    static const char days[7][4] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
    static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug",
        "Sep", "Oct", "Nov", "Dec" };
    int64_t day = day_of(now_s);
    struct date d = date_of_day(day);
    int64_t s = now_s - day * DAY_S;
    char line[64];

    (void)snprintf(line, sizeof line, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[day % 7],
        (int)d.day, months[d.month - 1], (int)d.year, (int)(s / 3600), (int)(s / 60 % 60),
        (int)(s % 60));
    put(o, line);
}

/* "<a>\r\n <b>": each on its own line, no line grows too long. */
static void
put_ids(struct out *o, const char *name, const char *ids, const char *last)
{
    const char *gap = " ";

    if (!*ids && !*last)
        return;
    put(o, name);
    for (const char *p = ids; *p; p += strspn(p, " ")) {
        size_t n = strcspn(p, " ");
        put(o, gap);
        put(o, "<");
        out_lit(o, p, n);
        put(o, ">");
        gap = "\r\n ";
        p += n;
    }
    if (*last) {
        put(o, gap);
        put(o, "<");
        put(o, last);
        put(o, ">");
    }
    put(o, "\r\n");
}

static void
put_people(struct out *o, const struct channel_conf *c, const struct letter *l)
{
    const char *shown = l->flags & LETTER_NO_NAME ? "" : c->text[CT_SHOWN];

    if (l->sender && *l->sender)
        shown = l->sender;
    put(o, "From: ");
    if (*shown) {
        encoded(o, shown);
        put(o, " ");
    }
    put(o, "<");
    put(o, c->text[CT_ADDRESS]);
    put(o, ">\r\nTo: <");
    put(o, l->address);
    put(o, ">\r\n");
}

/* The id of ours that the desk made, at our own domain; what it answers is in `references`, the
   last of which is the mail itself. */
static void
put_thread(struct out *o, const struct channel_conf *c, const struct letter *l)
{
    const char *last = strrchr(l->references, ' ');

    last = last ? last + 1 : l->references;
    put(o, "Message-ID: <");
    put(o, l->message_id);
    put(o, strchr(c->text[CT_ADDRESS], '@'));
    put(o, ">\r\n");
    put_ids(o, "In-Reply-To:", "", last);
    put_ids(o, "References:", l->references, "");
}

/* Our key for whoever wants to answer encrypted (Autocrypt Level 1). */
static void
put_key(struct out *o, const struct channel_conf *c)
{
    if (c->key.n == 0)
        return;
    put(o, "Autocrypt: addr=");
    put(o, c->text[CT_ADDRESS]);
    put(o, "; prefer-encrypt=mutual; keydata=");
    for (size_t i = 0; i < c->key.n; i += LINE_BYTES) {
        put(o, "\r\n ");
        base64(o, c->key.p + i, c->key.n - i < LINE_BYTES ? c->key.n - i : LINE_BYTES);
    }
    put(o, "\r\n");
}

/* The text with CR LF, in base64: no letter is bent on the way, no line too long. */
static enum err
put_text(struct out *o, const char *text)
{
    struct out crlf = out_in(o->a);

    for (const char *p = text; *p;) {
        size_t n = strcspn(p, "\n");
        out_lit(&crlf, p, n);
        out_lit(&crlf, "\r\n", 2);
        p += n + (p[n] == '\n');
    }
    if (crlf.failed)
        return ERR_INTERNAL;
    for (size_t i = 0; i < crlf.n; i += LINE_BYTES) {
        base64(o, (const uint8_t *)crlf.buf + i, crlf.n - i < LINE_BYTES ? crlf.n - i : LINE_BYTES);
        put(o, "\r\n");
    }
    return OK;
}

/* RFC 3156. */
static void
put_encrypted(struct out *o, const char *armour, const char *boundary)
{
    put(o, "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\";\r\n "
           "boundary=\"");
    put(o, boundary);
    put(o, "\"\r\n\r\n--");
    put(o, boundary);
    put(o, "\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--");
    put(o, boundary);
    put(o, "\r\nContent-Type: application/octet-stream; name=\"encrypted.asc\"\r\n\r\n");
    for (const char *p = armour; *p;) {
        size_t n = strcspn(p, "\r\n");
        out_lit(o, p, n);
        put(o, "\r\n");
        p += n;
        p += p[0] == '\r' && p[1] == '\n' ? 2 : *p != '\0';
    }
    put(o, "\r\n--");
    put(o, boundary);
    put(o, "--\r\n");
}

enum err
mail_inner(const struct letter *l, struct arena *a, struct bytes *out)
{
    struct out o = out_in(a);

    put(&o, "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    enum err e = put_text(&o, l->text);
    if (e || o.failed)
        return ERR_INTERNAL;
    *out = (struct bytes){ (const uint8_t *)o.buf, o.n };
    return OK;
}

enum err
mail_compose(const struct channel_conf *c, const struct letter *l, const char *encrypted,
    int64_t now_s, struct arena *a, struct bytes *out)
{
    struct out o = out_in(a);
    enum err e = OK;

    if (!is_address(c->text[CT_ADDRESS]) || !is_address(l->address) || !*l->message_id)
        return ERR_MALFORMED;
    put_date(&o, now_s);
    put_people(&o, c, l);
    put_thread(&o, c, l);
    put_key(&o, c);
    put(&o, "Subject: ");
    encoded(&o, encrypted ? "..." : l->subject);
    put(&o, "\r\nMIME-Version: 1.0\r\n");
    if (encrypted) {
        put_encrypted(&o, encrypted, l->message_id);
    } else {
        put(&o,
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        e = put_text(&o, l->text);
    }
    if (e || o.failed)
        return ERR_INTERNAL;
    *out = (struct bytes){ (const uint8_t *)o.buf, o.n };
    return OK;
}
