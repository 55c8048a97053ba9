/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/file.h"
#include "base/own.h"
#include "base/text.h"
#include "cli/cli.h"
#include "core/open/sign.h"
#include "core/wire/root.h"

enum { ROOT_TEXT_MAX = 64 * 1024 };

static enum err
fill_hubs(const struct args *args, struct root *r)
{
    const char *urls[CLI_MAX_VALUES];
    size_t n = args_all(args, "hub", urls);

    if (n == 0 || n > ROOT_MAX_HUBS)
        return ERR_MALFORMED;
    for (r->n_hubs = 0; r->n_hubs < n; r->n_hubs++) {
        struct root_hub *h = &r->hubs[r->n_hubs];
        const char *url = urls[r->n_hubs];
        if (strlen(url) > WIRE_VALUE_MAX)
            return ERR_MALFORMED;
        random_fill(h->id.b, ID_BYTES);
        memcpy(h->address, url, strlen(url) + 1);
    }
    return OK;
}

/* ORGHEX:IDENTITYHEX */
static enum err
fill_orgs(const struct args *args, struct root *r)
{
    const char *words[CLI_MAX_VALUES];
    size_t n = args_all(args, "org", words);
    enum err e = n == 0 ? ERR_MALFORMED : OK;

    for (r->n_orgs = 0; !e && r->n_orgs < n; r->n_orgs++) {
        struct root_org *o = &r->orgs[r->n_orgs];
        const char *colon = strchr(words[r->n_orgs], ':');
        const char *org =
            colon ? arena_text_n(args->a, words[r->n_orgs], (size_t)(colon - words[r->n_orgs]))
                  : NULL;
        e = org ? hex_decode(org, o->id.b, ID_BYTES) : ERR_MALFORMED;
        e = e ? e : hex_decode(colon + 1, o->identity.b, KEY_BYTES);
    }
    return e;
}

static int
write_network(const struct args *args, const char *folder, const struct root *r,
    const struct sign_secret *key)
{
    uint8_t *text = arena_alloc(args->a, ROOT_TEXT_MAX);
    uint8_t *note = arena_alloc(args->a, ROOT_TEXT_MAX + 4096);
    struct writer w = writer_of(text, text ? ROOT_TEXT_MAX : 0);
    struct writer signed_w = writer_of(note, note ? ROOT_TEXT_MAX + 4096 : 0);
    uint8_t seed[KEY_BYTES];
    char line[2 * KEY_BYTES + 1];

    enum err e = root_encode(r, &w);
    e = e ? e : note_sign((struct bytes){ text, w.n }, r->editors[0].name, key, &signed_w);
    if (e || signed_w.full)
        return cli_fail("the root note could not be made", err_name(e));
    if (folder_make(folder) || cli_write(args, folder, "root", (struct bytes){ note, signed_w.n }))
        return cli_fail("the folder cannot be written", folder);
    sign_secret_seed(key, seed);
    hex_encode((struct bytes){ seed, sizeof seed }, line);
    const char *key_file = arena_printf(args->a, "%s %s\n", r->editors[0].name, line);
    secret_wipe(seed, sizeof seed);
    secret_wipe(line, sizeof line);
    if (!key_file || cli_write(args, folder, "editor.key", bytes_of(key_file)))
        return 1;
    struct network_id id = root_network_id((struct bytes){ text, w.n });
    char hex[2 * KEY_BYTES + 1];
    hex_encode((struct bytes){ id.b, KEY_BYTES }, hex);
    (void)printf("{\"network\":\"%s\",\"hubs\":[", hex);
    for (size_t i = 0; i < r->n_hubs; i++) {
        hex_encode((struct bytes){ r->hubs[i].id.b, ID_BYTES }, hex);
        (void)printf("%s{\"id\":\"%s\",\"url\":\"%s\"}", i ? "," : "", hex, r->hubs[i].address);
    }
    (void)puts("]}");
    return 0;
}

int
cmd_network_new(const struct args *args)
{
    const char *folders[CLI_MAX_VALUES];
    const char *editor = args_one(args, "editor");
    struct root *r = arena_alloc(args->a, sizeof *r);
    OWN(sign_secret) key = sign_secret_new();

    if (!r || !key)
        return cli_fail("out of memory", NULL);
    if (args_plain(args, folders) != 1 || !editor || !note_name_is_valid(editor))
        return cli_usage("network new wants a folder and --editor NAME");
    const char *path = arena_printf(args->a, "%s/root", folders[0]);
    if (path && access(path, F_OK) == 0)
        return cli_fail("there is a root note in this folder already", path);
    sign_secret_random(key);
    r->version = 1;
    r->threshold = 1;
    r->n_editors = 1;
    memcpy(r->editors[0].name, editor, strlen(editor) + 1);
    r->editors[0].key = sign_public_of(key);
    if (fill_hubs(args, r) || fill_orgs(args, r))
        return cli_usage(
            "--hub wants addresses, --org wants ORG:IDENTITY as `desk init` printed them");
    return write_network(args, folders[0], r, key);
}
