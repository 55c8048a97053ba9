/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/wire/message.h"
#include "base/text.h"
#include "core/wire/answers.h"
#include <sodium.h>
#include <string.h>

enum tag {
    TAG_TEXT = 0x01,
    TAG_CARD = 0x02,
    TAG_PSK = 0x03,
    TAG_CONSENT = 0x04,
    TAG_LANG = 0x05,
    TAG_BLOB = 0x06,
    TAG_SEQ = 0x07,
    TAG_PREVIOUS = 0x08,
    TAG_ORG = 0x0C,
    TAG_HOUR = 0x0D,
    TAG_PART = 0x0E,
    TAG_ANSWERS = 0x0F,
    TAG_FIRST_OPTIONAL = 0x80,
};

void
message_wipe(struct message *m)
{
    sodium_memzero(m, sizeof *m);
}

bool
psk_equal(const struct psk *a, const struct psk *b)
{
    return sodium_memcmp(a->b, b->b, sizeof a->b) == 0;
}

static bool
type_is_known(enum message_type type)
{
    return type >= MESSAGE_REQUEST && type <= MESSAGE_CONSENT && type != 4;
}

static uint32_t
fields_needed(enum message_type type)
{
    switch (type) {
    case MESSAGE_REQUEST: return HAS_TEXT | HAS_CARD | HAS_PSK;
    case MESSAGE_FOLLOW_UP: return HAS_TEXT | HAS_PSK;
    case MESSAGE_ANSWER: return HAS_TEXT | HAS_PSK | HAS_ORG;
    case MESSAGE_REFERRAL:
    case MESSAGE_REFERRAL_STATE:
    case MESSAGE_DESK_NOTE:
    case MESSAGE_SIGNATURE:
    case MESSAGE_DUMMY:
    case MESSAGE_NEW_WORDS:
    case MESSAGE_CONSENT:
    case MESSAGE_UNSET: return 0;
    }
    return 0;
}

static bool
lang_is_valid(const char lang[3])
{
    bool letters = lang[0] >= 'a' && lang[0] <= 'z' && lang[1] >= 'a' && lang[1] <= 'z';
    return letters && lang[2] == '\0';
}

static bool
part_is_valid(const struct message_part *p)
{
    return p->count >= 2 && p->count <= PART_MAX_COUNT && p->index < p->count;
}

static bool
blob_is_valid(const struct blob_ref *b)
{
    return b->name.n <= BLOB_NAME_MAX && utf8_is_valid(b->name);
}

/* What holds for every message, decoded or about to be encoded. */
static bool
message_is_valid(const struct message *m)
{
    uint32_t needed = fields_needed(m->type);
    bool good = type_is_known(m->type) && (m->has & needed) == needed;

    if (m->has & HAS_TEXT)
        good = good && m->text.n > 0 && utf8_is_valid(m->text);
    if (m->has & HAS_LANG)
        good = good && lang_is_valid(m->lang);
    if (m->has & HAS_PART)
        good = good && part_is_valid(&m->part);
    good = good && m->n_consents <= MESSAGE_MAX_CONSENTS && m->n_blobs <= MESSAGE_MAX_BLOBS;
    for (size_t i = 0; good && i < m->n_consents; i++)
        good = m->consents[i].n == MESSAGE_CONSENT_BYTES;
    for (size_t i = 0; good && i < m->n_blobs; i++)
        good = blob_is_valid(&m->blobs[i]);
    return good;
}

static enum err
blob_decode(struct bytes v, struct message *m)
{
    struct reader r = reader_of(v);
    struct blob_ref b;

    read_fixed(&r, b.id, sizeof b.id);
    read_fixed(&r, b.key, sizeof b.key);
    b.size_class = read_u8(&r);
    b.name = read_n(&r, r.left);
    if (!reader_end(&r) || m->n_blobs == MESSAGE_MAX_BLOBS)
        return ERR_MALFORMED;
    m->blobs[m->n_blobs++] = b;
    return OK;
}

static enum err
consent_decode(struct bytes v, struct message *m)
{
    if (m->n_consents == MESSAGE_MAX_CONSENTS)
        return ERR_MALFORMED;
    m->consents[m->n_consents++] = v;
    return OK;
}

static void
part_decode(struct reader *r, struct message_part *p)
{
    p->index = read_u8(r);
    p->count = read_u8(r);
    read_fixed(r, p->group, sizeof p->group);
}

/* The bit of a field that may stand once; 0 for the others and for unknown ones. */
static uint32_t
bit_of(enum tag tag)
{
    switch (tag) {
    case TAG_TEXT: return HAS_TEXT;
    case TAG_CARD: return HAS_CARD;
    case TAG_PSK: return HAS_PSK;
    case TAG_LANG: return HAS_LANG;
    case TAG_SEQ: return HAS_SEQ;
    case TAG_PREVIOUS: return HAS_PREVIOUS;
    case TAG_ORG: return HAS_ORG;
    case TAG_HOUR: return HAS_HOUR;
    case TAG_PART: return HAS_PART;
    case TAG_ANSWERS: return HAS_ANSWERS;
    case TAG_CONSENT:
    case TAG_BLOB:
    case TAG_FIRST_OPTIONAL: return 0;
    }
    return 0;
}

static enum err
single_decode(enum tag tag, struct bytes v, struct message *m)
{
    struct reader r = reader_of(v);

    switch (tag) {
    case TAG_TEXT: m->text = read_n(&r, v.n); break;
    case TAG_CARD:
        read_fixed(&r, m->card.pk.b, sizeof m->card.pk.b);
        m->card.shelf16 = read_u16(&r);
        break;
    case TAG_PSK: read_fixed(&r, m->psk.b, sizeof m->psk.b); break;
    case TAG_LANG: read_fixed(&r, (uint8_t *)m->lang, 2); break;
    case TAG_SEQ: m->seq = read_u32(&r); break;
    case TAG_PREVIOUS: read_fixed(&r, m->previous.b, sizeof m->previous.b); break;
    case TAG_ORG: read_fixed(&r, m->org.b, sizeof m->org.b); break;
    case TAG_HOUR: m->hour = read_u32(&r); break;
    case TAG_PART: part_decode(&r, &m->part); break;
    case TAG_ANSWERS: return answers_decode(v, &m->answers);
    case TAG_CONSENT:
    case TAG_BLOB:
    case TAG_FIRST_OPTIONAL: return ERR_MALFORMED;
    }
    return reader_end(&r) ? OK : ERR_MALFORMED;
}

static enum err
field_decode(uint8_t tag, struct bytes v, struct message *m)
{
    if (tag >= TAG_FIRST_OPTIONAL)
        return OK;
    if (tag == TAG_CONSENT)
        return consent_decode(v, m);
    if (tag == TAG_BLOB)
        return blob_decode(v, m);
    uint32_t bit = bit_of((enum tag)tag);
    if (bit == 0 || (m->has & bit))
        return ERR_MALFORMED;
    m->has |= bit;
    return single_decode((enum tag)tag, v, m);
}

enum err
message_decode(enum message_type type, struct bytes in, struct message *out)
{
    struct reader r = reader_of(in);
    struct message m = { .type = type };
    enum err e = OK;

    read_fixed(&r, m.nonce, sizeof m.nonce);
    while (!e && !r.bad && r.left > 0) {
        uint8_t tag = read_u8(&r);
        struct bytes v = read_n(&r, read_u16(&r));
        e = r.bad ? ERR_MALFORMED : field_decode(tag, v, &m);
    }
    if (!reader_end(&r) || !message_is_valid(&m))
        e = ERR_MALFORMED;
    if (!e)
        *out = m;
    message_wipe(&m);
    return e;
}

static void
head_encode(enum tag tag, size_t n, struct writer *w)
{
    write_u8(w, (uint8_t)tag);
    write_u16(w, (uint16_t)n);
}

static void
field_encode(enum tag tag, struct bytes v, struct writer *w)
{
    if (v.n > UINT16_MAX) {
        w->full = true;
        return;
    }
    head_encode(tag, v.n, w);
    write_bytes(w, v);
}

static void
number_encode(enum tag tag, uint32_t v, struct writer *w)
{
    head_encode(tag, 4, w);
    write_u32(w, v);
}

static void
lists_encode(const struct message *m, enum tag tag, struct writer *w)
{
    for (size_t i = 0; tag == TAG_CONSENT && i < m->n_consents; i++)
        field_encode(TAG_CONSENT, m->consents[i], w);
    for (size_t i = 0; tag == TAG_BLOB && i < m->n_blobs; i++) {
        const struct blob_ref *b = &m->blobs[i];
        head_encode(TAG_BLOB, sizeof b->id + sizeof b->key + 1 + b->name.n, w);
        write_n(w, b->id, sizeof b->id);
        write_n(w, b->key, sizeof b->key);
        write_u8(w, b->size_class);
        write_bytes(w, b->name);
    }
}

static void
person_encode(const struct message *m, struct writer *w)
{
    if (m->has & HAS_TEXT)
        field_encode(TAG_TEXT, m->text, w);
    if (m->has & HAS_CARD) {
        head_encode(TAG_CARD, sizeof m->card.pk.b + 2, w);
        write_n(w, m->card.pk.b, sizeof m->card.pk.b);
        write_u16(w, m->card.shelf16);
    }
    if (m->has & HAS_PSK)
        field_encode(TAG_PSK, (struct bytes){ m->psk.b, sizeof m->psk.b }, w);
    lists_encode(m, TAG_CONSENT, w);
    if (m->has & HAS_LANG)
        field_encode(TAG_LANG, (struct bytes){ (const uint8_t *)m->lang, 2 }, w);
    lists_encode(m, TAG_BLOB, w);
}

static void
order_encode(const struct message *m, struct writer *w)
{
    if (m->has & HAS_SEQ)
        number_encode(TAG_SEQ, m->seq, w);
    if (m->has & HAS_PREVIOUS)
        field_encode(TAG_PREVIOUS, (struct bytes){ m->previous.b, sizeof m->previous.b }, w);
    if (m->has & HAS_ORG)
        field_encode(TAG_ORG, (struct bytes){ m->org.b, sizeof m->org.b }, w);
    if (m->has & HAS_HOUR)
        number_encode(TAG_HOUR, m->hour, w);
    if (m->has & HAS_PART) {
        head_encode(TAG_PART, 2 + sizeof m->part.group, w);
        write_u8(w, m->part.index);
        write_u8(w, m->part.count);
        write_n(w, m->part.group, sizeof m->part.group);
    }
}

enum err
message_encode(const struct message *m, struct writer *w)
{
    uint8_t answers[ANSWERS_MAX_BYTES];
    struct writer aw = writer_of(answers, sizeof answers);

    if (!message_is_valid(m))
        return ERR_MALFORMED;
    if ((m->has & HAS_ANSWERS) && answers_encode(&m->answers, &aw))
        return ERR_MALFORMED;
    write_n(w, m->nonce, sizeof m->nonce);
    person_encode(m, w);
    order_encode(m, w);
    if (m->has & HAS_ANSWERS)
        field_encode(TAG_ANSWERS, (struct bytes){ answers, aw.n }, w);
    sodium_memzero(answers, sizeof answers);
    return w->full ? ERR_TOO_LARGE : OK;
}
