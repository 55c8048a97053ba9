/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/file.h"
#include "base/own.h"
#include "base/text.h"
#include "cli/cli.h"
#include "core/open/sign.h"
#include "core/wire/root.h"

enum { ROOT_FILE_MAX = 4 << 20, ROOT_TEXT_MAX = 64 * 1024 };

/* The hub of this id gets the new address, in a next version. */
static enum err
move_hub(struct root *r, const char *hex, const char *url)
{
    struct hub_id id;

    if (hex_decode(hex, id.b, sizeof id.b) || strlen(url) > WIRE_VALUE_MAX)
        return ERR_MALFORMED;
    for (size_t i = 0; i < r->n_hubs; i++) {
        if (!bytes_equal(
                (struct bytes){ r->hubs[i].id.b, ID_BYTES }, (struct bytes){ id.b, ID_BYTES }))
            continue;
        memcpy(r->hubs[i].address, url, strlen(url) + 1);
        r->version++;
        return OK;
    }
    return ERR_NOT_FOUND;
}

/* All versions there were, and the new one behind them. */
static enum err
append_version(const struct args *args, struct bytes old, const struct root *r, const char *editor,
    const struct sign_secret *key, struct bytes *out)
{
    static const char bar[] = "=====\n";
    const size_t cap = old.n + ROOT_TEXT_MAX + 4096;
    uint8_t *text = arena_alloc(args->a, ROOT_TEXT_MAX);
    uint8_t *whole = arena_alloc(args->a, cap);
    struct writer t = writer_of(text, text ? ROOT_TEXT_MAX : 0);
    struct writer w = writer_of(whole, whole ? cap : 0);
    enum err e = root_encode(r, &t);

    write_n(&w, old.p, old.n);
    write_n(&w, (const uint8_t *)bar, sizeof bar - 1);
    e = e ? e : note_sign((struct bytes){ text, t.n }, editor, key, &w);
    *out = (struct bytes){ whole, w.n };
    return e ? e : w.full ? ERR_TOO_LARGE : OK;
}

int
cmd_network_hub(const struct args *args)
{
    const char *folders[CLI_MAX_VALUES];
    const char *id = args_one(args, "id");
    const char *url = args_one(args, "url");
    struct root *r = arena_alloc(args->a, sizeof *r);
    OWN(sign_secret) key = sign_secret_new();
    struct network_id network;
    struct bytes old, whole;
    const char *editor;

    if (!r || !key)
        return cli_fail("out of memory", NULL);
    if (args_plain(args, folders) != 1 || !id || !url)
        return cli_usage("network hub wants a folder, --id and --url");
    const char *path = arena_printf(args->a, "%s/root", folders[0]);
    if (!path || file_read(path, ROOT_FILE_MAX, args->a, &old) || root_open(old, r, &network))
        return cli_fail("the root note cannot be read or does not verify", path);
    if (cli_read_editor(args, folders[0], key, &editor))
        return cli_fail("the editor's key cannot be read", folders[0]);
    if (move_hub(r, id, url))
        return cli_usage(
            "--id must be a hub of the root note, --url an address of at most 200 bytes");
    enum err e = append_version(args, old, r, editor, key, &whole);
    if (!e) /* whoever reads it must find it good: the threshold may want more editors */
        e = root_open(whole, r, &network);
    return e ? cli_fail("the root note could not be made", err_name(e))
             : cli_write(args, folders[0], "root", whole);
}
