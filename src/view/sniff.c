/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "view/sniff.h"
#include <string.h>

enum { PDF_MARK_WITHIN = 1024, EXIF_ORIENTATION = 0x0112 };

struct mark {
    enum sight_kind kind;
    size_t at;
    const char *bytes;
    size_t n;
};

#define AT(kind, at, text)                                                                         \
    {                                                                                              \
        (kind), (at), (text), sizeof(text) - 1                                                     \
    }

/* The first that fits decides. */
static const struct mark marks[] = {
    AT(SIGHT_JPEG, 0, "\xFF\xD8\xFF"),
    AT(SIGHT_PNG, 0, "\x89PNG\r\n\x1A\n"),
    AT(SIGHT_GIF, 0, "GIF87a"),
    AT(SIGHT_GIF, 0, "GIF89a"),
    AT(SIGHT_WEBP, 8, "WEBPVP8"),
    AT(SIGHT_OFFICE, 0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
    AT(SIGHT_OFFICE, 0, "{\\rtf"),
    AT(SIGHT_PICTURE, 4, "ftypheic"),
    AT(SIGHT_PICTURE, 4, "ftypheix"),
    AT(SIGHT_PICTURE, 4, "ftypmif1"),
    AT(SIGHT_PICTURE, 4, "ftypavif"),
    AT(SIGHT_PICTURE, 0, "II*\0"),
    AT(SIGHT_PICTURE, 0, "MM\0*"),
    AT(SIGHT_PICTURE, 0, "8BPS"),
    AT(SIGHT_MEDIA, 4, "ftyp"),
    AT(SIGHT_MEDIA, 0, "ID3"),
    AT(SIGHT_MEDIA, 0, "OggS"),
    AT(SIGHT_MEDIA, 0, "fLaC"),
    AT(SIGHT_MEDIA, 0, "\x1A\x45\xDF\xA3"),
    AT(SIGHT_MEDIA, 0, "#!AMR"),
    AT(SIGHT_MEDIA, 8, "WAVE"),
    AT(SIGHT_MEDIA, 8, "AVI "),
    AT(SIGHT_MEDIA, 0, "\xFF\xFB"),
    AT(SIGHT_MEDIA, 0, "\xFF\xF1"),
    AT(SIGHT_ARCHIVE, 0, "7z\xBC\xAF\x27\x1C"),
    AT(SIGHT_ARCHIVE, 0, "Rar!"),
    AT(SIGHT_ARCHIVE, 0, "\x1F\x8B"),
    AT(SIGHT_ARCHIVE, 0,
        "\xFD"
        "7zXZ"),
    AT(SIGHT_ARCHIVE, 257, "ustar"),
    AT(SIGHT_PROGRAM, 0, "MZ"),
    AT(SIGHT_PROGRAM, 0,
        "\x7F"
        "ELF"),
};

static bool
has_mark(struct bytes b, size_t at, const char *mark, size_t n)
{
    return b.n >= at + n &&
           bytes_equal((struct bytes){ b.p + at, n }, (struct bytes){ (const uint8_t *)mark, n });
}

static bool
holds(struct bytes b, const char *text)
{
    return memmem(b.p, b.n, text, strlen(text)) != NULL;
}

/* A zip: documents of office programs say so in the names within. */
static enum sight_kind
kind_of_zip(struct bytes b)
{
    static const char *const names[] = { "[Content_Types].xml", "word/", "xl/", "ppt/",
        "mimetypeapplication/vnd.oasis", "mimetypeapplication/epub" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (holds(b, names[i]))
            return SIGHT_OFFICE;
    return SIGHT_ARCHIVE;
}

bool
sniff_is_wide(struct bytes b)
{
    return has_mark(b, 0, "\xFF\xFE", 2) || has_mark(b, 0, "\xFE\xFF", 2);
}

/* No byte that writing has not; which alphabet it is shows later. */
static bool
is_text(struct bytes b)
{
    for (size_t i = 0; i < b.n; i++)
        if (b.p[i] < 0x20 && !strchr("\t\n\r\f\x1B", b.p[i]))
            return false;
    return b.n > 0 && !memchr(b.p, '\0', b.n);
}

enum sight_kind
sniff(struct bytes b)
{
    struct bytes start = { b.p, b.n < PDF_MARK_WITHIN ? b.n : PDF_MARK_WITHIN };

    if (b.n == 0)
        return SIGHT_EMPTY;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const struct mark *m = &marks[i];
        if (has_mark(b, m->at, m->bytes, m->n))
            return m->kind;
    }
    if (has_mark(b, 0, "PK\x03\x04", 4))
        return kind_of_zip(b);
    if (holds(start, "%PDF-"))
        return SIGHT_PDF;
    return sniff_is_wide(b) || is_text(b) ? SIGHT_TEXT : SIGHT_UNKNOWN;
}

/* ---- How a picture was held. */

struct tiff {
    struct bytes b;
    bool little;
};

static uint32_t
tiff_number(const struct tiff *t, size_t at, size_t n)
{
    uint32_t v = 0;

    for (size_t i = 0; i < n && at + n <= t->b.n; i++)
        v = v << 8 | t->b.p[t->little ? at + n - 1 - i : at + i];
    return v;
}

static int
turn_of_exif(struct bytes b)
{
    const struct tiff t = { b, b.n > 8 && b.p[0] == 'I' };
    size_t at = b.n > 8 ? tiff_number(&t, 4, 4) : b.n;

    if (at > b.n - (b.n < 2 ? b.n : 2))
        return 1;
    uint32_t n = tiff_number(&t, at, 2);
    for (uint32_t i = 0; i < n && i < 500; i++) {
        size_t entry = at + 2 + (size_t)12 * i;
        if (entry + 12 > b.n)
            return 1;
        uint32_t turn = tiff_number(&t, entry + 8, 2);
        if (tiff_number(&t, entry, 2) == EXIF_ORIENTATION)
            return turn >= 1 && turn <= 8 ? (int)turn : 1;
    }
    return 1;
}

int
sniff_turn(struct bytes head)
{
    struct reader r = reader_of(head);

    (void)read_u16(&r);
    while (!r.bad) {
        uint16_t mark = read_u16(&r);
        uint16_t n = read_u16(&r);
        if (r.bad || mark < 0xFFC0 || mark == 0xFFDA || n < 2)
            return 1;
        struct bytes b = read_n(&r, n - 2u);
        if (mark == 0xFFE1 && has_mark(b, 0, "Exif\0", 6))
            return turn_of_exif((struct bytes){ b.p + 6, b.n - 6 });
    }
    return 1;
}
