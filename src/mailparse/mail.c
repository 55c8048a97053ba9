/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mailparse/mail.h"
#include "base/own.h"
#include "base/text.h"
#include "mailparse/autocrypt.h"
#include "mailparse/clean.h"
#include "mailparse/parts.h"

void
mail_parser_start(struct charsets *held)
{
    static const char sample[] =
        "From: =?utf-8?q?A?= <a@example.org>\nSubject: =?koi8-r?q?=F4?=\n"
        "Date: Mon, 2 Nov 2026 10:00:00 +0000\nContent-Type: text/plain\n\nA\n";
    struct letter l;

    charsets_load(held);
    g_mime_init();
    /* What the library makes at first use is made now. */
    OWN(arena) a = arena_new(MAIL_ARENA_BYTES);
    if (a)
        (void)!mail_parse(bytes_of(sample), a, &l);
}

static const char *
header(GMimeMessage *m, const char *name)
{
    return g_mime_object_get_header(GMIME_OBJECT(m), name);
}

/* The first mailbox of a list, also inside a group. */
static InternetAddressMailbox *
first_mailbox(InternetAddressList *list, unsigned depth)
{
    int n = list ? internet_address_list_length(list) : 0;

    for (int i = 0; i < n && i < 20 && depth < 5; i++) {
        InternetAddress *one = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_MAILBOX(one))
            return INTERNET_ADDRESS_MAILBOX(one);
        if (INTERNET_ADDRESS_IS_GROUP(one)) {
            InternetAddressMailbox *in = first_mailbox(
                internet_address_group_get_members(INTERNET_ADDRESS_GROUP(one)), depth + 1);
            if (in)
                return in;
        }
    }
    return NULL;
}

/* An address that we could answer to: one @, nothing that a mail server could misread. */
static const char *
usable_address(struct arena *a, InternetAddressMailbox *box)
{
    const char *text = box ? internet_address_mailbox_get_addr(box) : NULL;
    const char *at = text ? strchr(text, '@') : NULL;

    if (!at || at == text || !at[1] || strchr(at + 1, '@') || strlen(text) > LETTER_ADDRESS_MAX ||
        !utf8_is_valid(bytes_of(text)))
        return "";
    for (const char *p = text; *p; p++)
        if ((unsigned char)*p <= ' ' || *p == 0x7F || strchr("<>(),;:\\\"[]", *p))
            return "";
    return arena_text(a, text);
}

static enum err
read_people(GMimeMessage *m, struct arena *a, struct letter *l)
{
    InternetAddressMailbox *from = first_mailbox(g_mime_message_get_from(m), 0);
    InternetAddressMailbox *reply = first_mailbox(g_mime_message_get_reply_to(m), 0);
    const char *to = usable_address(a, reply);

    l->address = to && *to ? to : usable_address(a, from);
    l->name = clean_line(
        a, from ? internet_address_get_name(INTERNET_ADDRESS(from)) : NULL, LETTER_LINE_MAX / 2);
    return l->address && l->name ? OK : ERR_INTERNAL;
}

static bool
starts_with(const char *value, const char *word)
{
    return value && g_ascii_strncasecmp(value + strspn(value, " \t"), word, strlen(word)) == 0;
}

/* RFC 3834, and what programs did before it. */
static bool
is_automatic(GMimeMessage *m)
{
    const char *automatic = header(m, "Auto-Submitted");
    const char *precedence = header(m, "Precedence");
    const char *path = header(m, "Return-Path");

    return (automatic && !starts_with(automatic, "no")) || starts_with(precedence, "bulk") ||
           starts_with(precedence, "junk") || starts_with(precedence, "auto_reply") ||
           header(m, "X-Autoreply") || starts_with(path, "<>");
}

static enum err
read_headers(GMimeMessage *m, struct arena *a, struct letter *l)
{
    const char *autocrypt = header(m, "Autocrypt");
    const char *from = usable_address(a, first_mailbox(g_mime_message_get_from(m), 0));
    GDateTime *date = g_mime_message_get_date(m);
    bool mutual = false;

    l->subject = clean_line(a, g_mime_message_get_subject(m), LETTER_LINE_MAX / 2);
    l->message_id = clean_ids(a, header(m, "Message-Id"), LETTER_LINE_MAX / 4);
    l->references = clean_ids(a, header(m, "References"), LETTER_REFERENCES_MAX - 300);
    if (l->references && !*l->references)
        l->references = clean_ids(a, header(m, "In-Reply-To"), LETTER_LINE_MAX / 4);
    l->sent_s = date && g_date_time_to_unix(date) > 0 ? g_date_time_to_unix(date) : 0;
    if (is_automatic(m))
        l->flags |= LETTER_AUTOMATIC;
    bool redirected = !from || g_ascii_strcasecmp(from, l->address) != 0; /* by Reply-To */
    if (autocrypt && *l->address && !redirected && strlen(autocrypt) < 4 * LETTER_KEY_MAX &&
        !autocrypt_read(autocrypt, l->address, a, &l->key, &mutual) && mutual)
        l->flags |= LETTER_WANTS_PGP;
    return l->subject && l->message_id && l->references ? OK : ERR_INTERNAL;
}

/* A text beyond what is shown comes as a file too. */
static enum err
set_text(struct arena *a, struct gathering *g)
{
    const char *text = g->text.n > 0 ? out_text_of(&g->text) : "";
    struct letter *l = g->l;

    if (!text)
        return ERR_INTERNAL;
    size_t n = utf8_prefix(bytes_of(text), LETTER_TEXT_MAX);
    l->text = arena_text_n(a, text, n);
    if (text[n]) {
        l->flags |= LETTER_CUT;
        if (l->n_files == LETTER_MAX_FILES)
            l->n_files--;
        l->files[l->n_files++] =
            (struct letter_file){ "message.txt", "text/plain", bytes_of(text) };
    }
    if (strncmp(text, "-----BEGIN PGP MESSAGE-----", 27) == 0)
        l->flags |= LETTER_ENCRYPTED;
    return l->text ? OK : ERR_INTERNAL;
}

static enum err
read_mail(GMimeMessage *m, struct arena *a, struct letter *out)
{
    struct letter *l = arena_alloc(a, sizeof *l);
    struct gathering g = { .a = a, .l = l, .text = out_in(a) };
    enum err e = l ? OK : ERR_INTERNAL;

    if (!e)
        l->lang = "";
    e = e ? e : read_people(m, a, l);
    e = e ? e : read_headers(m, a, l);
    e = e ? e : parts_gather(&g, g_mime_message_get_mime_part(m));
    e = e ? e : set_text(a, &g);
    if (!e && letter_size(l) > LETTER_MAX_BYTES)
        e = ERR_TOO_LARGE;
    if (!e)
        *out = *l;
    return e;
}

enum err
mail_parse(struct bytes raw, struct arena *a, struct letter *out)
{
    if (raw.n > MAIL_RAW_MAX)
        return ERR_TOO_LARGE;
    GMimeStream *in = g_mime_stream_mem_new_with_buffer((const char *)raw.p, raw.n);
    GMimeParser *parser = g_mime_parser_new_with_stream(in);
    GMimeMessage *m = g_mime_parser_construct_message(parser, NULL);
    enum err e = m ? read_mail(m, a, out) : ERR_MALFORMED;

    if (m)
        g_object_unref(m);
    g_object_unref(parser);
    g_object_unref(in);
    return e;
}
