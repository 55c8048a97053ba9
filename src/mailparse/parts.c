/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mailparse/parts.h"
#include "mailparse/clean.h"
#include "mailparse/html.h"
#include "mailparse/mail.h"

enum { MAX_DEPTH = 20, MAX_PARTS = 300, FILES_MAX_BYTES = 24 << 20 };

static enum err walk(struct gathering *g, GMimeObject *part, unsigned depth);

/* The content of a part, decoded. */
static enum err
content_of(struct gathering *g, GMimePart *part, struct bytes *out)
{
    GMimeDataWrapper *w = g_mime_part_get_content(part);
    GMimeStream *to = g_mime_stream_mem_new();
    enum err e = OK;

    *out = (struct bytes){ NULL, 0 };
    if (w && g_mime_data_wrapper_write_to_stream(w, to) >= 0) {
        GByteArray *b = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(to));
        uint8_t *copy = arena_alloc(g->a, (size_t)b->len + 1);
        if (!copy)
            e = ERR_INTERNAL;
        else if (b->len)
            memcpy(copy, b->data, b->len);
        if (copy)
            *out = (struct bytes){ copy, b->len };
    }
    g_object_unref(to);
    return e;
}

/* A file more, unless there are too many. */
static enum err
add_file(struct gathering *g, const char *name, const char *type, struct bytes content)
{
    struct letter *l = g->l;

    if (!name || !type)
        return ERR_INTERNAL;
    if (l->n_files == LETTER_MAX_FILES || g->file_bytes + content.n > FILES_MAX_BYTES) {
        l->flags |= LETTER_FILES_LEFT;
        return OK;
    }
    g->file_bytes += content.n;
    l->files[l->n_files++] = (struct letter_file){ name, type, content };
    return OK;
}

static enum err
part_to_file(struct gathering *g, GMimePart *part)
{
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));
    struct bytes content;
    enum err e = content_of(g, part, &content);

    return e ? e
             : add_file(g, clean_file_name(g->a, g_mime_part_get_filename(part)),
                   clean_type(g->a, g_mime_content_type_get_media_type(type),
                       g_mime_content_type_get_media_subtype(type)),
                   content);
}

static enum err
part_to_text(struct gathering *g, GMimePart *part, bool html)
{
    const char *charset = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
    struct bytes raw;
    enum err e = content_of(g, part, &raw);
    const char *text = e ? NULL : clean_text(g->a, raw, charset);

    text = text && html ? html_to_text(g->a, text) : text;
    if (!text)
        return e ? e : ERR_INTERNAL;
    if (html)
        g->l->flags |= LETTER_FROM_HTML;
    if (g->text.n > 0 && *text)
        out_lit(&g->text, "\n\n", 2);
    out_lit(&g->text, text, strlen(text));
    return g->text.failed ? ERR_INTERNAL : OK;
}

static bool
is_type(GMimeObject *part, const char *type, const char *subtype)
{
    return g_mime_content_type_is_type(g_mime_object_get_content_type(part), type, subtype);
}

static bool
is_attached(GMimePart *part)
{
    const char *d = g_mime_object_get_disposition(GMIME_OBJECT(part));

    return (d && g_ascii_strcasecmp(d, "attachment") == 0) || g_mime_part_get_filename(part);
}

static enum err
leaf(struct gathering *g, GMimePart *part)
{
    GMimeObject *o = GMIME_OBJECT(part);
    bool html = is_type(o, "text", "html");

    if (!is_attached(part) && (html || is_type(o, "text", "plain")))
        return part_to_text(g, part, html);
    if (is_type(o, "application", "pgp-signature") || is_type(o, "application", "pgp-encrypted"))
        return OK;
    return part_to_file(g, part);
}

/* Of several forms of the same the plain one is read, else the last one that is text. */
static enum err
alternative(struct gathering *g, GMimeMultipart *m, unsigned depth)
{
    int n = g_mime_multipart_get_count(m);
    int best = n - 1;

    for (int i = 0; i < n && i < MAX_PARTS; i++) {
        GMimeObject *o = g_mime_multipart_get_part(m, i);
        if (o && is_type(o, "text", "plain"))
            best = i;
        if (o && is_type(o, "text", "plain"))
            break;
        if (o && (is_type(o, "text", "html") || is_type(o, "multipart", "*")))
            best = i;
    }
    enum err e = n > 0 ? walk(g, g_mime_multipart_get_part(m, best), depth + 1) : OK;
    for (int i = 0; !e && i < n && i < MAX_PARTS; i++) { /* an invitation is no form of the text */
        GMimeObject *o = g_mime_multipart_get_part(m, i);
        if (i != best && o && GMIME_IS_PART(o) && !is_type(o, "text", "html") &&
            !is_type(o, "text", "plain"))
            e = walk(g, o, depth + 1);
    }
    return e;
}

static enum err
multipart(struct gathering *g, GMimeMultipart *m, unsigned depth)
{
    enum err e = OK;

    if (is_type(GMIME_OBJECT(m), "multipart", "alternative"))
        return alternative(g, m, depth);
    if (is_type(GMIME_OBJECT(m), "multipart", "report"))
        g->l->flags |= LETTER_AUTOMATIC;
    if (is_type(GMIME_OBJECT(m), "multipart", "encrypted"))
        g->l->flags |= LETTER_ENCRYPTED;
    int n = g_mime_multipart_get_count(m);
    for (int i = 0; !e && i < n && i < MAX_PARTS; i++)
        e = walk(g, g_mime_multipart_get_part(m, i), depth + 1);
    return e;
}

/* A mail within the mail stays whole: it is somebody else's words. */
static enum err
inner_mail(struct gathering *g, GMimeMessagePart *part)
{
    GMimeMessage *m = g_mime_message_part_get_message(part);
    char *s = m ? g_mime_object_to_string(GMIME_OBJECT(m), NULL) : NULL;
    size_t n = s ? strlen(s) : 0;
    const char *copy = arena_text_n(g->a, s ? s : "", n);

    g_free(s);
    return copy ? add_file(g, "message.eml", "message/rfc822",
                      (struct bytes){ (const uint8_t *)copy, n })
                : ERR_INTERNAL;
}

static enum err
walk(struct gathering *g, GMimeObject *part, unsigned depth)
{
    if (!part)
        return OK;
    if (depth > MAX_DEPTH || ++g->n_parts > MAX_PARTS) {
        g->l->flags |= LETTER_FILES_LEFT;
        return OK;
    }
    if (GMIME_IS_MULTIPART(part))
        return multipart(g, GMIME_MULTIPART(part), depth);
    if (GMIME_IS_MESSAGE_PART(part))
        return inner_mail(g, GMIME_MESSAGE_PART(part));
    return GMIME_IS_PART(part) ? leaf(g, GMIME_PART(part)) : OK;
}

enum err
parts_gather(struct gathering *g, GMimeObject *root)
{
    return walk(g, root, 0);
}
