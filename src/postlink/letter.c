/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "postlink/letter.h"
#include "postlink/tags.h"

/* Stored: numbers never change meaning. */
enum letter_tag {
    TAG_ADDRESS = 1,
    TAG_NAME = 2,
    TAG_SUBJECT = 3,
    TAG_TEXT = 4,
    TAG_LANG = 5,
    TAG_MESSAGE_ID = 6,
    TAG_REFERENCES = 7,
    TAG_KEY = 8,
    TAG_FLAGS = 9,
    TAG_SENT = 10,
    TAG_FILE = 11, /* may repeat: name length(2) name, type length(2) type, content */
    TAG_SENDER = 12,
    TAG_HOURS = 13,
    TAG_ZONE = 14,
    TAG_AFTER = 15,
    TAG_UNTIL = 16,
};

enum { FILE_NAME_MAX = 255, FILE_TYPE_MAX = 100 };

static const char *
or_empty(const char *text)
{
    return text ? text : "";
}

static size_t
text_size(const char *text)
{
    return tag_size(bytes_of(or_empty(text)));
}

static size_t
file_size(const struct letter_file *f)
{
    return 4 + strlen(or_empty(f->name)) + strlen(or_empty(f->type)) + f->content.n;
}

size_t
letter_size(const struct letter *l)
{
    size_t n = text_size(l->address) + text_size(l->name) + text_size(l->subject) +
               text_size(l->text) + text_size(l->lang) + text_size(l->message_id) +
               text_size(l->references) + tag_size(l->key);

    n += l->flags ? 13 : 0;
    n += text_size(l->sender) + text_size(l->zone);
    n += l->hours ? 13 : 0;
    n += l->after_s ? 13 : 0;
    n += l->until_s ? 13 : 0;
    n += l->sent_s ? 13 : 0;
    for (size_t i = 0; i < l->n_files; i++)
        n += 5 + file_size(&l->files[i]);
    return n;
}

static void
write_file(const struct letter_file *f, struct writer *w)
{
    struct bytes name = bytes_of(or_empty(f->name));
    struct bytes type = bytes_of(or_empty(f->type));

    if (name.n > FILE_NAME_MAX || type.n > FILE_TYPE_MAX || f->content.n > LETTER_MAX_BYTES) {
        w->full = true;
        return;
    }
    write_u8(w, TAG_FILE);
    write_u32(w, (uint32_t)file_size(f));
    write_u16(w, (uint16_t)name.n);
    write_bytes(w, name);
    write_u16(w, (uint16_t)type.n);
    write_bytes(w, type);
    write_bytes(w, f->content);
}

void
letter_encode(const struct letter *l, struct writer *w)
{
    tag_write_text(w, TAG_ADDRESS, l->address);
    tag_write_text(w, TAG_NAME, l->name);
    tag_write_text(w, TAG_SUBJECT, l->subject);
    tag_write_text(w, TAG_TEXT, l->text);
    tag_write_text(w, TAG_LANG, l->lang);
    tag_write_text(w, TAG_MESSAGE_ID, l->message_id);
    tag_write_text(w, TAG_REFERENCES, l->references);
    tag_write(w, TAG_KEY, l->key);
    tag_write_u64(w, TAG_FLAGS, l->flags);
    tag_write_u64(w, TAG_SENT, (uint64_t)l->sent_s);
    for (size_t i = 0; i < l->n_files; i++)
        write_file(&l->files[i], w);
    tag_write_text(w, TAG_SENDER, l->sender);
    tag_write_u64(w, TAG_HOURS, (uint64_t)l->hours);
    tag_write_text(w, TAG_ZONE, l->zone);
    tag_write_u64(w, TAG_AFTER, (uint64_t)l->after_s);
    tag_write_u64(w, TAG_UNTIL, (uint64_t)l->until_s);
}

static enum err
read_file(const struct tag *t, struct arena *a, struct letter *l)
{
    struct reader r = reader_of(t->value);
    struct bytes name = read_n(&r, read_u16(&r));
    struct bytes type = read_n(&r, read_u16(&r));
    struct bytes content = read_n(&r, r.left);

    if (r.bad || l->n_files == LETTER_MAX_FILES || name.n > FILE_NAME_MAX || type.n > FILE_TYPE_MAX)
        return ERR_MALFORMED;
    struct letter_file f = { .name = "", .type = "", .content = content };
    enum err e = tag_text(&(struct tag){ 0, name }, a, FILE_NAME_MAX, &f.name);
    e = e ? e : tag_text(&(struct tag){ 0, type }, a, FILE_TYPE_MAX, &f.type);
    if (!e)
        l->files[l->n_files++] = f;
    return e;
}

static enum err
read_flags(const struct tag *t, struct letter *l)
{
    uint64_t v = 0;
    enum err e = tag_u64(t, &v);

    if (!e && v > LETTER_FLAGS_ALL)
        return ERR_MALFORMED;
    l->flags = (uint32_t)v;
    return e;
}

static enum err
read_number(const struct tag *t, int64_t *out)
{
    uint64_t v = 0;
    enum err e = tag_u64(t, &v);

    if (!e && v > INT64_MAX)
        return ERR_MALFORMED;
    *out = (int64_t)v;
    return e;
}

static enum err
read_one(const struct tag *t, struct arena *a, struct letter *l)
{
    switch (t->tag) {
    case TAG_ADDRESS: return tag_text(t, a, LETTER_ADDRESS_MAX, &l->address);
    case TAG_NAME: return tag_text(t, a, LETTER_LINE_MAX, &l->name);
    case TAG_SUBJECT: return tag_text(t, a, LETTER_LINE_MAX, &l->subject);
    case TAG_TEXT: return tag_text(t, a, LETTER_TEXT_MAX, &l->text);
    case TAG_LANG: return tag_text(t, a, 2, &l->lang);
    case TAG_MESSAGE_ID: return tag_text(t, a, LETTER_LINE_MAX, &l->message_id);
    case TAG_REFERENCES: return tag_text(t, a, LETTER_REFERENCES_MAX, &l->references);
    case TAG_KEY: l->key = t->value; return t->value.n <= LETTER_KEY_MAX ? OK : ERR_MALFORMED;
    case TAG_FLAGS: return read_flags(t, l);
    case TAG_SENT: return read_number(t, &l->sent_s);
    case TAG_FILE: return read_file(t, a, l);
    case TAG_SENDER: return tag_text(t, a, LETTER_LINE_MAX, &l->sender);
    case TAG_HOURS: return read_number(t, &l->hours);
    case TAG_ZONE: return tag_text(t, a, LETTER_ZONE_MAX, &l->zone);
    case TAG_AFTER: return read_number(t, &l->after_s);
    case TAG_UNTIL: return read_number(t, &l->until_s);
    default: return ERR_MALFORMED;
    }
}

enum err
letter_decode(struct bytes in, struct arena *a, struct letter *out)
{
    struct letter *l = arena_alloc(a, sizeof *l);
    struct tags tags = tags_of(in);
    struct tag t;
    enum err e = OK;

    if (!l)
        return ERR_INTERNAL;
    if (in.n > LETTER_MAX_BYTES)
        return ERR_MALFORMED;
    l->address = l->name = l->subject = l->text = l->lang = l->message_id = l->references = "";
    l->sender = l->zone = "";
    while (!e && tags_next(&tags, TAG_FILE, &t))
        e = read_one(&t, a, l);
    if (!e && !tags_good(&tags))
        e = ERR_MALFORMED;
    if (!e)
        *out = *l;
    return e;
}
