/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "edition/kit.h"
#include "base/text.h"
#include "core/open/words.h"
#include "core/wire/content.h"
#include <string.h>

enum { NAME_BYTES = 4 }; /* of the hash, in the program's path */

enum err
kit_script_of(struct bytes program, struct arena *a, struct kit_script *out)
{
    struct digest d = digest_sha256(program);
    char hex[2 * NAME_BYTES + 1], b64[B64_CAP(sizeof d.b) + 1];

    hex_encode((struct bytes){ d.b, NAME_BYTES }, hex);
    b64_encode((struct bytes){ d.b, sizeof d.b }, b64);
    for (char *c = b64; *c; c++) /* browsers want the other alphabet, with padding */
        *c = *c == '-' ? '+' : *c == '_' ? '/' : *c;
    *out = (struct kit_script){ .page = arena_printf(a, "js/%s", hex),
        .src = arena_printf(a, "/js/%s", hex),
        .integrity = arena_printf(a, "sha256-%s=", b64) };
    return out->page && out->src && out->integrity ? OK : ERR_INTERNAL;
}

static void
line(struct out *o, const char *text)
{
    if (!text) {
        o->failed = true;
        return;
    }
    out_lit(o, text, strlen(text));
    out_lit(o, "\n", 1);
}

void
kit_page(struct out *o, const struct facts *site, const struct network_id *network,
    uint32_t drop_bits, enum lang lang)
{
    char hex[2 * KEY_BYTES + 1];

    hex_encode((struct bytes){ network->b, sizeof network->b }, hex);
    line(o, "understory/kit/1");
    line(o, arena_printf(o->a, "network %s", hex));
    line(o, arena_printf(o->a, "drop-bits %u", drop_bits));
    kit_marks(o, site);
    kit_texts(o, lang, site);
    for (unsigned i = 0; i < WORDS_LIST; i++)
        line(o, arena_printf(o->a, "word %s", words_at(words_lang_of(lang_code(lang)), i)));
}
