/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "post/telegram_words.h"
#include "text/text.h"
#include <string.h>

enum lang
telegram_lang(const char *said, char code[3])
{
    char two[3] = { said[0], said[0] ? said[1] : '\0', '\0' };
    enum lang lang = lang_of(two);

    memcpy(code, lang == LANG_UNSET ? "" : two, lang == LANG_UNSET ? 1 : 3);
    return lang == LANG_UNSET ? LANG_EN : lang;
}

/* The paragraph about the safer way, or nothing. */
static const char *
safer(struct arena *a, enum lang lang, const char *hub)
{
    const char *values[] = { hub, NULL };

    if (!*hub)
        return "";
    return text_fill(a,
        T("Safer than here: ask on this page. You get twelve words, and with them you read the "
          "answer; nobody can tell from them who you are.\n{1}"),
        values);
}

const char *
telegram_greeting(struct arena *a, enum lang lang, const char *hub)
{
    const char *way = safer(a, lang, hub);

    return arena_printf(a, "%s\n\n%s%s%s",
        T("A person will read what you write here and answer you. This chat can be read by the "
          "messenger's company and by whoever takes your phone. Write no names, addresses or "
          "places, and send no documents."),
        T("If somebody is in danger now, write that first."), *way ? "\n\n" : "", way);
}

const char *
telegram_refusal(struct arena *a, enum lang lang, const char *hub)
{
    const char *way = safer(a, lang, hub);

    return arena_printf(a, "%s%s%s",
        T("Files, photos and places are not taken here, to protect you: the messenger's company "
          "could see them. Nobody here has opened it. Write in words what it says."),
        *way ? "\n\n" : "", way);
}
