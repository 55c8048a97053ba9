/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Exports of this program: docs/formats/export.md. */
#include "base/text.h"
#include "importer/writing.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VERSION = 1, BODY_CAP = 4 * DOC_TEXT_MAX };

/* The word of a kind, the number of its record when it is brought along, 0 when not. */
static const struct {
    const char *word;
    uint8_t kind;
} kinds[] = { { "message", KIND_CONTACT }, { "contact", KIND_CONTACT }, { "answer", KIND_SENT },
    { "sent", KIND_SENT }, { "note", KIND_NOTE }, { "urgency", 4 }, { "closed", 5 },
    { "reopened", 6 }, { "assigned", 7 }, { "form", 9 }, { "label", 10 }, { "handover", 13 },
    { "date", 19 }, { "retention", 22 } };

static const char *const channels[] = { "hub", "mail", "telegram", "signal", "phone", "in-person",
    "partner" };

static uint8_t
kind_of(const char *word)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].word, word) == 0)
            return kinds[i].kind;
    return 0;
}

static uint32_t
number_of(json_t *e, uint8_t kind)
{
    const char *channel = json_str(e, "channel");
    int64_t n = json_int(e, "number");

    if (kind != KIND_CONTACT && kind != KIND_SENT)
        return n > 0 && n <= UINT32_MAX ? (uint32_t)n : 0;
    for (uint32_t i = 0; i < sizeof channels / sizeof *channels; i++)
        if (strcmp(channels[i], channel) == 0)
            return i;
    return VIA_PARTNER;
}

static void
entry(struct writing *x, json_t *e, uint32_t place, uint8_t *room)
{
    char ref[80] = "";
    const char *body = json_str(e, "body");
    uint8_t kind = kind_of(json_str(e, "kind"));
    size_t n = 0;

    if (kind == 0) {
        write_trouble(x, DOC_TROUBLE_KIND, place, json_str(e, "kind"));
        return;
    }
    if (*json_str(e, "id"))
        (void)snprintf(ref, sizeof ref, "hex:%.32s", json_str(e, "id"));
    if (b64_decode(body, strlen(body), room, BODY_CAP, &n))
        n = 0;
    write_entry(x, &(struct entry_in){ .kind = kind,
                       .number = number_of(e, kind),
                       .at_s = time_of(json_str(e, "at")),
                       .ref = ref,
                       .who = json_str(e, "by"),
                       .text = json_str(e, "text"),
                       .body = { room, n },
                       .place = place });
}

static void
one(struct writing *x, json_t *root, uint8_t *room)
{
    json_t *c = json_object_get(root, "case");
    json_t *e = NULL;
    char ref[80];
    size_t i = 0;

    if (json_int(root, "version") != VERSION) {
        write_trouble(x, DOC_TROUBLE_VERSION, 0, "");
        return;
    }
    (void)snprintf(ref, sizeof ref, "understory:%.32s", json_str(c, "key"));
    if (write_case(x, ref, json_str(c, "subject"), json_str(c, "language"), json_str(c, "country")))
        json_array_foreach(json_object_get(root, "entries"), i, e)
            entry(x, e, (uint32_t)i + 1, room);
}

bool
read_own(struct writing *x, json_t *root)
{
    uint8_t *room = calloc(1, BODY_CAP);
    bool ours = room && strcmp(json_str(root, "format"), "understory-case") == 0;

    if (ours)
        one(x, root, room);
    free(room);
    return ours;
}
