/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/card.h"
#include "base/clock.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "core/wire/lines.h"
#include <stdio.h>
#include <string.h>

void
org_signer_name(const struct org_id *org, char out[ORG_SIGNER_CAP])
{
    char hex[9];

    hex_encode((struct bytes){ org->b, 4 }, hex);
    (void)snprintf(out, ORG_SIGNER_CAP, "org-%s", hex);
}

enum err
org_note_verify(const struct note *n, const struct org_id *org, const struct network_id *stated,
    const struct root *root, const struct network_id *network)
{
    const struct root_org *listed = root_org_find(root, org);
    char name[ORG_SIGNER_CAP];

    if (!listed || !bytes_equal((struct bytes){ network->b, KEY_BYTES },
                       (struct bytes){ stated->b, KEY_BYTES }))
        return ERR_FORBIDDEN;
    org_signer_name(org, name);
    return note_verify(n, name, &listed->identity) ? ERR_FORGED : OK;
}

static size_t
texts_read(struct lines *l, const char *keyword, struct lang_text to[CARD_MAX_TEXTS])
{
    size_t n = 0;

    while (lines_is(l, keyword)) {
        if (n == CARD_MAX_TEXTS) {
            l->bad = true;
            break;
        }
        line_copy(l, line_word(l), to[n].lang, sizeof to[n].lang);
        line_copy(l, line_rest(l), to[n].text, sizeof to[n].text);
        n++;
    }
    return n;
}

static size_t
codes_read(struct lines *l, const char *keyword, char to[][3], size_t max)
{
    size_t n = 0;

    lines_need(l, keyword);
    while (line_more(l)) {
        if (n == max) {
            l->bad = true;
            break;
        }
        line_copy(l, line_word(l), to[n], 3);
        n++;
    }
    return n;
}

static void
doors_read(struct lines *l, struct card *c)
{
    for (uint32_t i = 0; i < CARD_DOORS && !l->bad; i++) {
        lines_need(l, "door");
        uint32_t week = line_u32(l, 0, UINT32_MAX - CARD_DOORS);
        line_hex(l, c->doors[i].b, KEY_BYTES);
        if (i == 0)
            c->first_week = week;
        l->bad |= week != c->first_week + i;
    }
}

static bool
texts_are_valid(const struct lang_text *t, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!line_lang_is_valid(t[i].lang) || !line_text_is_valid(t[i].text))
            return false;
        for (size_t k = 0; k < i; k++)
            if (strcmp(t[i].lang, t[k].lang) == 0)
                return false;
    }
    return true;
}

static bool
country_is_valid(const char *c)
{
    bool letters = c[0] >= 'A' && c[0] <= 'Z' && c[1] >= 'A' && c[1] <= 'Z' && c[2] == '\0';
    return letters || strcmp(c, "*") == 0;
}

static bool
card_is_valid(const struct card *c)
{
    if (c->version == 0 || c->n_names == 0 || c->n_langs == 0 || c->n_countries == 0)
        return false;
    if (c->n_names > CARD_MAX_TEXTS || c->n_abouts > CARD_MAX_TEXTS ||
        c->n_langs > CARD_MAX_LANGS || c->n_countries > CARD_MAX_COUNTRIES ||
        c->first_week > UINT32_MAX - CARD_DOORS)
        return false;
    for (size_t i = 0; i < c->n_langs; i++)
        if (!line_lang_is_valid(c->langs[i]))
            return false;
    for (size_t i = 0; i < c->n_countries; i++)
        if (!country_is_valid(c->countries[i]))
            return false;
    return texts_are_valid(c->names, c->n_names) && texts_are_valid(c->abouts, c->n_abouts);
}

static void
keys_read(struct lines *l, struct card *c)
{
    lines_need(l, "auth");
    line_hex(l, c->auth.b, KEY_BYTES);
    lines_need(l, "referral");
    line_hex(l, c->referral.b, KEY_BYTES);
    lines_need(l, "people");
    c->people_epoch = line_u32(l, 1, UINT32_MAX);
    line_hex(l, c->people.b, KEY_BYTES);
    doors_read(l, c);
}

enum err
card_decode(struct bytes text, struct card *out)
{
    struct card c = { 0 };
    struct lines l;

    if (text.n > CARD_TEXT_MAX)
        return ERR_TOO_LARGE;
    lines_of(text, &l);
    lines_need(&l, "understory/card/1");
    lines_need(&l, "network");
    line_hex(&l, c.network.b, KEY_BYTES);
    lines_need(&l, "org");
    line_hex(&l, c.org.b, ID_BYTES);
    lines_need(&l, "version");
    c.version = line_u32(&l, 1, UINT32_MAX);
    lines_need(&l, "issued");
    c.issued_day = line_u32(&l, 0, UINT32_MAX);
    c.n_names = texts_read(&l, "name", c.names);
    c.n_abouts = texts_read(&l, "about", c.abouts);
    c.n_langs = codes_read(&l, "languages", c.langs, CARD_MAX_LANGS);
    c.n_countries = codes_read(&l, "countries", c.countries, CARD_MAX_COUNTRIES);
    keys_read(&l, &c);
    if (!lines_end(&l) || !card_is_valid(&c))
        return ERR_MALFORMED;
    *out = c;
    return OK;
}

static void
hex_line(struct writer *w, const char *keyword, const uint8_t *b, size_t n)
{
    line_put(w, keyword);
    line_put_hex(w, b, n);
    line_put_end(w);
}

static void
u32_line(struct writer *w, const char *keyword, uint32_t v)
{
    line_put(w, keyword);
    line_put_u32(w, v);
    line_put_end(w);
}

static void
texts_write(struct writer *w, const char *keyword, const struct lang_text *t, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        line_put(w, keyword);
        line_put_word(w, t[i].lang);
        line_put_word(w, t[i].text);
        line_put_end(w);
    }
}

static void
codes_write(struct writer *w, const char *keyword, const char codes[][3], size_t n)
{
    line_put(w, keyword);
    for (size_t i = 0; i < n; i++)
        line_put_word(w, codes[i]);
    line_put_end(w);
}

enum err
card_encode(const struct card *c, struct writer *w)
{
    if (!card_is_valid(c))
        return ERR_MALFORMED;
    line_put(w, "understory/card/1\n");
    hex_line(w, "network", c->network.b, KEY_BYTES);
    hex_line(w, "org", c->org.b, ID_BYTES);
    u32_line(w, "version", c->version);
    u32_line(w, "issued", c->issued_day);
    texts_write(w, "name", c->names, c->n_names);
    texts_write(w, "about", c->abouts, c->n_abouts);
    codes_write(w, "languages", c->langs, c->n_langs);
    codes_write(w, "countries", c->countries, c->n_countries);
    hex_line(w, "auth", c->auth.b, KEY_BYTES);
    hex_line(w, "referral", c->referral.b, KEY_BYTES);
    line_put(w, "people");
    line_put_u32(w, c->people_epoch);
    line_put_hex(w, c->people.b, KEY_BYTES);
    line_put_end(w);
    for (uint32_t i = 0; i < CARD_DOORS; i++) {
        line_put(w, "door");
        line_put_u32(w, c->first_week + i);
        line_put_hex(w, c->doors[i].b, KEY_BYTES);
        line_put_end(w);
    }
    return w->full ? ERR_TOO_LARGE : OK;
}

enum err
card_open(
    struct bytes note, const struct root *root, const struct network_id *network, struct card *out)
{
    struct note n;
    struct card c;

    if (note_parse(note, &n))
        return ERR_MALFORMED;
    enum err e = card_decode(n.text, &c);
    e = e ? e : org_note_verify(&n, &c.org, &c.network, root, network);
    if (!e)
        *out = c;
    return e;
}

enum err
card_text_digest(struct bytes note, struct digest *out)
{
    struct note n;

    if (note_parse(note, &n))
        return ERR_MALFORMED;
    *out = digest_sha256(n.text);
    return OK;
}

enum err
card_door(const struct card *c, int64_t now_s, uint32_t *week, struct box_public *out)
{
    int64_t now = week_of(now_s);
    int64_t i = now > (int64_t)c->first_week ? now - (int64_t)c->first_week : 0;

    if (i >= CARD_DOORS)
        return ERR_EXPIRED;
    *week = c->first_week + (uint32_t)i;
    *out = c->doors[i];
    return OK;
}

static const char *
text_in(const struct lang_text *t, size_t n, const char *lang)
{
    const char *best = n > 0 ? t[0].text : "";

    for (size_t i = 0; i < n; i++) {
        if (strcmp(t[i].lang, lang) == 0)
            return t[i].text;
        if (strcmp(t[i].lang, "en") == 0)
            best = t[i].text;
    }
    return best;
}

const char *
card_name(const struct card *c, const char *lang)
{
    return text_in(c->names, c->n_names, lang);
}

const char *
card_about(const struct card *c, const char *lang)
{
    return text_in(c->abouts, c->n_abouts, lang);
}

bool
card_has_lang(const struct card *c, const char *lang)
{
    for (size_t i = 0; i < c->n_langs; i++)
        if (strcmp(c->langs[i], lang) == 0)
            return true;
    return false;
}

bool
card_has_country(const struct card *c, const char *country)
{
    for (size_t i = 0; country[0] && i < c->n_countries; i++)
        if (strcmp(c->countries[i], country) == 0 || strcmp(c->countries[i], "*") == 0)
            return true;
    return false;
}
