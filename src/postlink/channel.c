/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "postlink/channel.h"
#include "postlink/tags.h"

/* Stored: numbers never change meaning.  Texts follow from TAG_TEXTS on. */
enum {
    TAG_KIND = 1,
    TAG_POLL = 2,
    TAG_PROBE = 3,
    TAG_ORG = 4,
    TAG_PEOPLE = 5,
    TAG_KEY = 6,
    TAG_TEXTS = 16
};

static const char *const words[N_CHANNEL_KINDS] = { [CHANNEL_HUB] = "hub",
    [CHANNEL_MAIL] = "mail",
    [CHANNEL_TELEGRAM] = "telegram",
    [CHANNEL_SIGNAL] = "signal",
    [CHANNEL_PHONE] = "phone",
    [CHANNEL_IN_PERSON] = "in-person",
    [CHANNEL_PARTNER] = "partner",
    [CHANNEL_PUSH] = "push" };

const char *
channel_word(enum channel_kind k)
{
    return (unsigned)k < N_CHANNEL_KINDS ? words[k] : "";
}

enum channel_kind
channel_of_word(const char *word)
{
    for (unsigned i = 0; i < N_CHANNEL_KINDS; i++)
        if (strcmp(words[i], word) == 0)
            return (enum channel_kind)i;
    return CHANNEL_HUB;
}

void
channel_conf_init(struct channel_conf *c)
{
    *c = (struct channel_conf){ .kind = CHANNEL_HUB };
    for (size_t i = 0; i < N_CHANNEL_TEXTS; i++)
        c->text[i] = "";
}

static bool
is_zero(const uint8_t *p, size_t n)
{
    uint8_t all = 0;

    for (size_t i = 0; i < n; i++)
        all |= p[i];
    return all == 0;
}

size_t
channel_conf_size(const struct channel_conf *c)
{
    size_t n = 3 * 13 + 5 + ID_BYTES + 5 + KEY_BYTES + tag_size(c->key);

    for (size_t i = 0; i < N_CHANNEL_TEXTS; i++)
        n += tag_size(bytes_of(c->text[i]));
    return n;
}

void
channel_conf_encode(const struct channel_conf *c, struct writer *w)
{
    tag_write_u64(w, TAG_KIND, (uint64_t)c->kind);
    tag_write_u64(w, TAG_POLL, (uint64_t)c->poll_s);
    tag_write_u64(w, TAG_PROBE, c->probe);
    if (!is_zero(c->org.b, sizeof c->org.b))
        tag_write(w, TAG_ORG, (struct bytes){ c->org.b, sizeof c->org.b });
    if (!is_zero(c->people.b, sizeof c->people.b))
        tag_write(w, TAG_PEOPLE, (struct bytes){ c->people.b, sizeof c->people.b });
    tag_write(w, TAG_KEY, c->key);
    for (size_t i = 0; i < N_CHANNEL_TEXTS; i++)
        tag_write_text(w, (uint8_t)(TAG_TEXTS + i), c->text[i]);
}

static enum err
read_number(const struct tag *t, uint64_t max, uint64_t *out)
{
    enum err e = tag_u64(t, out);

    return !e && *out > max ? ERR_MALFORMED : e;
}

static enum err
read_fixed_value(const struct tag *t, uint8_t *to, size_t n)
{
    if (t->value.n != n || is_zero(t->value.p, n))
        return ERR_MALFORMED;
    memcpy(to, t->value.p, n);
    return OK;
}

static enum err
read_key(const struct tag *t, struct arena *a, struct channel_conf *c)
{
    uint8_t *to = t->value.n <= CHANNEL_KEY_MAX ? arena_alloc(a, t->value.n + 1) : NULL;

    if (!to)
        return t->value.n > CHANNEL_KEY_MAX ? ERR_MALFORMED : ERR_INTERNAL;
    memcpy(to, t->value.p, t->value.n);
    c->key = (struct bytes){ to, t->value.n };
    return OK;
}

static enum err
read_one(const struct tag *t, struct arena *a, struct channel_conf *c)
{
    uint64_t v = 0;
    enum err e = OK;

    switch (t->tag) {
    case TAG_KIND:
        e = read_number(t, N_CHANNEL_KINDS - 1, &v);
        c->kind = (enum channel_kind)v;
        return e;
    case TAG_POLL:
        e = read_number(t, 86400, &v);
        c->poll_s = (int64_t)v;
        return e;
    case TAG_PROBE: c->probe = true; return read_number(t, 1, &v);
    case TAG_ORG: return read_fixed_value(t, c->org.b, sizeof c->org.b);
    case TAG_PEOPLE: return read_fixed_value(t, c->people.b, sizeof c->people.b);
    case TAG_KEY: return read_key(t, a, c);
    default: break;
    }
    if (t->tag < TAG_TEXTS || t->tag >= TAG_TEXTS + N_CHANNEL_TEXTS)
        return ERR_MALFORMED;
    return tag_text(t, a, CHANNEL_TEXT_MAX, &c->text[t->tag - TAG_TEXTS]);
}

enum err
channel_conf_decode(struct bytes in, struct arena *a, struct channel_conf *out)
{
    struct channel_conf c;
    struct tags tags = tags_of(in);
    struct tag t;
    enum err e = in.n > CHANNEL_CONF_MAX ? ERR_MALFORMED : OK;

    channel_conf_init(&c);
    while (!e && tags_next(&tags, 0, &t))
        e = read_one(&t, a, &c);
    if (!e && (!tags_good(&tags) || c.kind == CHANNEL_HUB))
        e = ERR_MALFORMED;
    if (!e)
        *out = c;
    return e;
}
