/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* understory desk onion: what Tor needs so that members reach the desk from elsewhere.  Only those
   who hold a key of client authorization can see that the address exists (Tor's rend-spec-v3). */
#include "base/file.h"
#include "base/text.h"
#include "cli/cli.h"
#include "core/open/secrets.h"
#include <stdio.h>
#include <unistd.h>

/* A name of a file; members' own names stay out of Tor's folder. */
static enum err
write_client(const struct args *args, const char *folder, size_t i, const char *member)
{
    OWN(box_secret) secret = box_secret_new();
    char public32[B32_CAP(KEY_BYTES)];
    char secret32[B32_CAP(KEY_BYTES)];

    if (!secret)
        return ERR_INTERNAL;
    box_secret_random(secret);
    struct box_public public = box_public_of(secret);
    b32_encode((struct bytes){ public.b, KEY_BYTES }, public32);
    b32_encode((struct bytes){ secret->b, KEY_BYTES }, secret32);
    const char *path = arena_printf(args->a, "%s/authorized_clients/%zu.auth", folder, i + 1);
    const char *line = arena_printf(args->a, "descriptor:x25519:%s\n", public32);
    enum err e = path && line ? file_replace(path, bytes_of(line)) : ERR_INTERNAL;
    if (!e)
        (void)printf("%s%s: %s", i ? "\n" : "", member, secret32);
    secret_wipe(secret32, sizeof secret32);
    return e;
}

/* host:port of the desk, both sensible. */
static bool
is_listen(const char *s)
{
    const char *colon = s ? strrchr(s, ':') : NULL;
    uint64_t port = 0;

    return colon && colon > s && !text_u64(colon + 1, 1, 65535, &port) &&
           s[strcspn(s, " \t\r\n\"")] == '\0';
}

static int
finish(const struct args *args, const char *folder, const char *listen)
{
    const char *torrc = arena_printf(args->a,
        "HiddenServiceDir %s\n"
        "HiddenServicePort 80 %s\n"
        "HiddenServicePoWDefensesEnabled 1\n",
        folder, listen);

    if (!torrc || cli_write(args, folder, "torrc.part", bytes_of(torrc)))
        return 1;
    (void)fprintf(stderr,
        "1. Add the lines of %s/torrc.part to Tor's configuration and start Tor again; the folder\n"
        "   must belong to the user Tor runs as.\n"
        "2. %s/hostname holds the address.  Start the desk with origin=http://THAT-ADDRESS.\n"
        "3. Give each member her key above by hand.  Tor Browser asks for it at the first visit.\n",
        folder, folder);
    return 0;
}

int
cmd_desk_onion(const struct args *args)
{
    const char *plain[CLI_MAX_VALUES];
    const char *members[CLI_MAX_VALUES];
    const char *listen = args_one(args, "listen");
    size_t n = args_all(args, "member", members);

    if (args_plain(args, plain) != 1 || plain[0][0] != '/' || n == 0 || !is_listen(listen))
        return cli_usage(
            "desk onion wants a folder (its whole path), --listen HOST:PORT of the desk "
            "and --member NAME...");
    const char *folder = arena_printf(args->a, "%s/onion", plain[0]);
    const char *clients = arena_printf(args->a, "%s/authorized_clients", folder ? folder : "");
    if (!folder || !clients || folder_make(clients))
        return cli_fail("the folder cannot be made", plain[0]);
    if (access(arena_printf(args->a, "%s/1.auth", clients), F_OK) == 0)
        return cli_fail("there are keys already; take the folder away to make new ones", folder);
    for (size_t i = 0; i < n; i++)
        if (write_client(args, folder, i, members[i]))
            return cli_fail("a key could not be written", clients);
    (void)printf("\n");
    return finish(args, folder, listen);
}
