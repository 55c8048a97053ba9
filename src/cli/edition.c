/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "edition/edition.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/own.h"
#include "base/text.h"
#include "cli/cli.h"

enum { DROP_BITS = 4, SLOT_ENVELOPES = 4, DAYS = 30, CARDS_MAX = 8 << 20 };

struct building {
    const struct args *args;
    struct edition_source s;
    struct root *root;
    struct network_id network;
    struct sign_secret *key;
};

/* --site NAME for all languages, or --site ru=NAME en=NAME ... */
static void
read_names(struct building *b)
{
    const char *words[CLI_MAX_VALUES];
    size_t n = args_all(b->args, "site", words);

    for (enum lang l = LANG_RU; l < N_LANGS; l++)
        b->s.name[l] = "Understory";
    for (size_t i = 0; i < n; i++) {
        const char *equals = strchr(words[i], '=');
        const char *code =
            equals ? arena_text_n(b->args->a, words[i], (size_t)(equals - words[i])) : NULL;
        enum lang one = lang_of(code);
        for (enum lang l = LANG_RU; l < N_LANGS; l++)
            if (one == LANG_UNSET || one == l)
                b->s.name[l] = one == LANG_UNSET ? words[i] : equals + 1;
    }
}

static int
read_network(struct building *b, const char *folder)
{
    const char *root_path = arena_printf(b->args->a, "%s/root", folder);
    struct bytes root;

    if (!root_path || file_read(root_path, 4 << 20, b->args->a, &root))
        return cli_fail("the root note cannot be read", root_path);
    if (root_open(root, b->root, &b->network))
        return cli_fail("the root note does not verify", root_path);
    if (cli_read_editor(b->args, folder, b->key, &b->s.editor))
        return cli_fail("the editor's key cannot be read", folder);
    return 0;
}

static int
read_numbers(struct building *b)
{
    uint64_t version = 0;
    uint64_t bits = 0;
    uint64_t slot = 0;
    uint64_t days = 0;
    uint64_t hours = 0;

    if (args_number(b->args, "version", 1, UINT32_MAX, 1, &version) ||
        args_number(b->args, "drop-bits", 0, 16, DROP_BITS, &bits) ||
        args_number(
            b->args, "slot-envelopes", 1, EDITION_MAX_SLOT_ENVELOPES, SLOT_ENVELOPES, &slot) ||
        args_number(b->args, "days", 1, 30, DAYS, &days) ||
        args_number(b->args, "answer-hours", 0, 10000, 0, &hours))
        return cli_usage("a number is outside its limits");
    b->s.version = (uint32_t)version;
    b->s.drop_bits = (uint32_t)bits;
    b->s.slot_envelopes = (uint32_t)slot;
    b->s.days = (uint32_t)days;
    b->s.answer_hours = (int64_t)hours;
    b->s.now_s = clock_now_s();
    return 0;
}

int
cmd_edition_build(const struct args *args)
{
    OWN(sign_secret) key = sign_secret_new();
    struct building b = { .args = args, .key = key, .root = arena_alloc(args->a, sizeof *b.root) };
    const char *network = args_one(args, "network");
    const char *cards = args_one(args, "cards");
    const char *folder = args_one(args, "out");
    const char *demonstration = args_one(args, "demonstration");
    const char *kit = args_one(args, "kit");
    const char *why = NULL;

    b.s.content = args_one(args, "content");
    if (!b.s.content || !network || !cards || !folder)
        return cli_usage("edition build wants --content, --network, --cards and --out");
    if (!key || !b.root)
        return cli_fail("out of memory", NULL);
    read_names(&b);
    int code = read_numbers(&b);
    code = code ? code : read_network(&b, network);
    if (code)
        return code;
    if (file_read(cards, CARDS_MAX, args->a, &b.s.cards))
        return cli_fail("the cards cannot be read", cards);
    if (kit && file_read(kit, EDITION_PAGE_MAX, args->a, &b.s.kit))
        return cli_fail("the kit cannot be read", kit);
    b.s.demonstration = demonstration && strcmp(demonstration, "yes") == 0;
    b.s.root = b.root;
    b.s.network = &b.network;
    b.s.key = key;
    enum err e = edition_build(&b.s, folder, args->a, &why);
    return e ? cli_fail("the edition could not be built", why ? why : err_name(e)) : 0;
}
