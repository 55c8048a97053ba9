/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/text.h"
#include "desk/files/file_pages.h"
#include <inttypes.h>

const char *
tell_file_kind(enum lang lang, enum sight_kind k)
{
    static const char *const names[N_SIGHT_KINDS] = {
        [SIGHT_UNKNOWN] = N_("not known"),
        [SIGHT_PDF] = N_("PDF document"),
        [SIGHT_JPEG] = N_("picture (JPEG)"),
        [SIGHT_PNG] = N_("picture (PNG)"),
        [SIGHT_GIF] = N_("picture (GIF)"),
        [SIGHT_WEBP] = N_("picture (WebP)"),
        [SIGHT_TEXT] = N_("plain text"),
        [SIGHT_OFFICE] = N_("document of an office program"),
        [SIGHT_MEDIA] = N_("sound or film"),
        [SIGHT_ARCHIVE] = N_("archive with other files in it"),
        [SIGHT_PICTURE] = N_("picture of a rarer kind"),
        [SIGHT_PROGRAM] = N_("program"),
        [SIGHT_EMPTY] = N_("empty file"),
    };

    return (unsigned)k < N_SIGHT_KINDS ? text_get(lang, names[k]) : "";
}

static const char *
why_refused(enum lang lang, enum sight_kind k)
{
    switch (k) {
    case SIGHT_OFFICE:
        return T("Documents of office programs are not opened here: they can carry programs. Ask "
                 "the person for a PDF, a photo or plain text.");
    case SIGHT_MEDIA:
        return T("Sound and film are never played here. Ask the person to write down what matters "
                 "in it.");
    case SIGHT_ARCHIVE:
        return T("Archives are not unpacked here. Ask the person to send the files one by one.");
    case SIGHT_PICTURE:
        return T("Pictures of this kind cannot be opened here. Ask the person for a JPEG or PNG: "
                 "a screenshot is one.");
    case SIGHT_PROGRAM: return T("This is a program. It is never started here.");
    case SIGHT_EMPTY: return T("There is nothing in this file.");
    default: return T("What this is cannot be told from its content, so it is not opened.");
    }
}

const char *
tell_file_why(struct out *o, enum lang lang, const struct sight *s)
{
    switch (s->status) {
    case SIGHT_REFUSED: return why_refused(lang, s->kind);
    case SIGHT_TOO_LARGE:
        return T("The picture has more pixels than are opened here. Ask the person for a smaller "
                 "one.");
    case SIGHT_NO_PAGE:
        return TF("There is no such page here. At most the first {1} pages are shown.",
            tell_number(o, SIGHT_PAGES_SHOWN));
    case SIGHT_TOO_SLOW:
        return T("It took too long to open and was stopped. Some files are made so on purpose.");
    case SIGHT_NO_SANDBOX:
        return T("This machine cannot seal off the program that opens files, so nothing is opened. "
                 "Whoever runs the desk can mend that: the page on files in the handbook says "
                 "how.");
    case SIGHT_NO_TOOL:
        return T("The program that opens this kind of file is not installed on the desk's "
                 "machine.");
    default:
        return T("It could not be opened: it is damaged, protected by a password, or made to do "
                 "harm.");
    }
}

const char *
tell_file_size(struct out *o, enum lang lang, uint64_t size)
{
    const uint64_t kilo = 1024;
    const uint64_t tenths = size * 10 / (kilo * kilo);

    if (size < kilo)
        return TF("{1} bytes", tell_number(o, (int64_t)size));
    if (tenths < 10)
        return TF("{1} kB", tell_number(o, (int64_t)(size / kilo)));
    const char *mega = arena_printf(
        o->a, "%" PRIu64 "%c%" PRIu64, tenths / 10, lang == LANG_EN ? '.' : ',', tenths % 10);
    return TF("{1} MB", tell_text(mega));
}

const char *
tell_file_url(struct out *o, int64_t case_id, const struct content_id *blob, const char *more)
{
    return tell_text(
        arena_printf(o->a, "/c/%" PRId64 "/file/%s%s", case_id, tell_id(o, blob->b), more));
}

const char *
tell_file_digest(struct out *o, const struct digest *d)
{
    char hex[2 * KEY_BYTES + 1];
    const char *text = "";

    hex_encode((struct bytes){ d->b, KEY_BYTES }, hex);
    for (size_t i = 0; i < sizeof hex - 1; i += 8)
        text = tell_text(arena_printf(o->a, "%s%s%.8s", text, i ? " " : "", hex + i));
    return text;
}
