/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* result.json of Telegram Desktop: one chat, or the list of all. */
#include "importer/writing.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_CAP = 128 * 1024 };

/* A text is a string, or pieces: strings and objects with a text. */
static void
text_of(json_t *t, char *to)
{
    size_t n = 0;
    size_t i = 0;
    json_t *piece = NULL;

    (void)snprintf(to, TEXT_CAP, "%s", json_is_string(t) ? json_string_value(t) : "");
    json_array_foreach(t, i, piece)
    {
        const char *s = json_is_string(piece) ? json_string_value(piece) : json_str(piece, "text");
        int k = snprintf(to + n, TEXT_CAP - n, "%s", s);
        n += k > 0 ? (size_t)k : 0;
        if (n >= TEXT_CAP)
            break;
    }
}

static const char *
file_of(json_t *m)
{
    const char *file = json_str(m, "file");

    return *file ? file : json_str(m, "photo");
}

static void
message(struct writing *x, json_t *m, int64_t chat, char *text)
{
    char ref[64];
    char person[40];
    int64_t id = json_int(m, "id");
    int64_t at_s = json_int(m, "date_unixtime");

    if (strcmp(json_str(m, "type"), "message") != 0) {
        write_trouble(x, DOC_TROUBLE_KIND, (uint32_t)id, json_str(m, "action"));
        return;
    }
    text_of(json_object_get(m, "text"), text);
    if (*file_of(m))
        write_trouble(x, DOC_TROUBLE_FILE, (uint32_t)id, file_of(m));
    if (!*text) {
        if (!*file_of(m))
            write_trouble(x, DOC_TROUBLE_NO_TEXT, (uint32_t)id, "");
        return;
    }
    (void)snprintf(ref, sizeof ref, "telegram:%" PRId64 ":%" PRId64, chat, id);
    (void)snprintf(person, sizeof person, "user%" PRId64, chat);
    bool hers = strcmp(json_str(m, "from_id"), person) == 0;
    write_entry(x, &(struct entry_in){ .kind = hers ? KIND_CONTACT : KIND_SENT,
                       .number = VIA_TELEGRAM,
                       .at_s = at_s ? at_s : time_of(json_str(m, "date")),
                       .ref = ref,
                       .who = hers ? "" : json_str(m, "from"),
                       .text = text,
                       .place = (uint32_t)id });
}

static void
chat(struct writing *x, json_t *c)
{
    char text[TEXT_CAP];
    char ref[64];
    int64_t id = json_int(c, "id");
    json_t *all = json_object_get(c, "messages");
    json_t *m = NULL;
    size_t i = 0;

    if (strcmp(json_str(c, "type"), "personal_chat") != 0) {
        write_trouble(x, DOC_TROUBLE_GROUP, 0, json_str(c, "name"));
        return;
    }
    (void)snprintf(ref, sizeof ref, "telegram:%" PRId64, id);
    if (json_array_size(all) == 0 || !write_case(x, ref, json_str(c, "name"), "", ""))
        return;
    json_array_foreach(all, i, m) message(x, m, id, text);
}

bool
read_telegram(struct writing *x, json_t *root)
{
    json_t *list = json_object_get(json_object_get(root, "chats"), "list");
    json_t *c = NULL;
    size_t i = 0;

    if (json_is_array(json_object_get(root, "messages")) && *json_str(root, "type")) {
        chat(x, root);
        return true;
    }
    if (!json_is_array(list))
        return false;
    json_array_foreach(list, i, c) chat(x, c);
    return true;
}
