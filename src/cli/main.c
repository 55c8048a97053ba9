/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* understory: set-up, keys, editions; starts the daemons. */
#include "base/own.h"
#include "cli/cli.h"
#include "core/wire/crypto.h"

static const struct command commands[] = {
    { "network", "new", "FOLDER --editor NAME --hub URL... --org ORG:IDENTITY...",
        "make a root note and the editor's key", cmd_network_new },
    { "network", "hub", "FOLDER --id HUB --url URL",
        "give a hub a new address: a next version of the root note", cmd_network_hub },
    { "desk", "init", "FOLDER --member NAME:LANG:ROLES...",
        "make the keys of an organisation; roles are counsellor, lead, office, joined by +",
        cmd_desk_init },
    { "desk", "join", "FOLDER --root FILE --profile FILE --member NAME",
        "sign card and roster; the passphrase comes on standard input", cmd_desk_join },
    { "desk", "channel",
        "...\n"
        "    add mail FOLDER --imap imaps://HOST:993 --smtp smtps://HOST:465 --user U --address A\n"
        "        [--name N] [--shown NAME] [--subject S] [--folder INBOX] [--ca FILE] [--poll 30]\n"
        "    add telegram FOLDER [--hub https://HUB/]\n"
        "    add signal FOLDER --rpc 127.0.0.1:7583 [--account +49...]\n"
        "    change FOLDER --slot N [--password] [what add knows]\n"
        "    list FOLDER | test|key|remove FOLDER --slot N | key FOLDER --slot N --new\n"
        "    with add and change: [--proxy socks5h://127.0.0.1:9050] [--untested] [--lang L]",
        "ways to people other than hubs (docs/channels.md); passwords come on standard input",
        cmd_desk_channel },
    { "desk", "duty",
        "add FOLDER --member NAME --way command|push|mail|telegram --to TARGET [--place N] [--lang "
        "L] "
        "| list|remove FOLDER [--id N]",
        "who is woken when somebody is in danger", cmd_desk_duty },
    { "desk", "onion", "FOLDER --listen HOST:PORT --member NAME...",
        "write what Tor needs so that members, and nobody else, reach the desk by an onion "
        "address; "
        "prints a key for each",
        cmd_desk_onion },
    { "audit", "verify", "DESK-FOLDER [--head FILE]",
        "compute the audit chain anew, also against heads that were kept elsewhere: whole, or the "
        "first number that is not right",
        cmd_audit_verify },
    { "audit", "head", "DESK-FOLDER",
        "print the newest signed head of the chain: give it to two other desks", cmd_audit_head },
    { "audit", "keep", "DESK-FOLDER --head FILE",
        "keep the head of another organisation's chain, if it agrees with those of before",
        cmd_audit_keep },
    { "cards", "", "DESK-FOLDER...", "print the cards of desks as a hub wants them", cmd_cards },
    { "edition", "build",
        "--content DIR --network FOLDER --cards FILE --out DIR --version N [--drop-bits P] "
        "[--slot-envelopes C]"
        " [--days N] [--site NAME] [--answer-hours N] [--demonstration yes] [--kit FILE]",
        "build and sign the pages of a hub", cmd_edition_build },
    { "recovery", "", "DESK-FOLDER --member NAME [--lang ru|uk|be|en|de]",
        "make the recovery key and print its two halves; the passphrase comes on standard input",
        cmd_recovery },
    { "backup", "", "DESK-FOLDER --to FILE",
        "put a whole desk into one file, sealed to the recovery key; the desk may run",
        cmd_backup },
    { "restore", "", "FILE --into FOLDER [--new-passphrase NAME] | --drill FILE [--scratch FOLDER]",
        "make a desk of a backup, or only try whether everything opens; the halves come on "
        "standard "
        "input, one a line",
        cmd_restore },
    { "import", "", "DESK-FOLDER FILE",
        "put a file of GlobaLeaks, Telegram or a table where the desk can bring its cases in",
        cmd_import },
    { "hub", "", "CONF [key=value...]", "run a hub in the foreground", cmd_daemon_hub },
    { "desk", "member",
        "list FOLDER | invite FOLDER NAME --as MEMBER [--roles A+B] [--hours N] | remove FOLDER "
        "NAME "
        "--as MEMBER",
        "members; a passphrase comes on standard input; remove wants the desk stopped",
        cmd_desk_member },
    { "desk", "role", "FOLDER NAME --roles A+B --as MEMBER",
        "change the roles of a member while the desk is stopped", cmd_desk_role },
    { "desk", "", "CONF [key=value...]", "run a desk in the foreground", cmd_daemon_desk },
};

static void
show(const struct command *c)
{
    (void)printf("  understory %s%s%s %s\n      %s\n", c->group, c->verb[0] ? " " : "", c->verb,
        c->usage, c->about);
}

static int
help(void)
{
    (void)puts("understory: help for people who refuse to fight, on their own machines\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        show(&commands[i]);
    return 0;
}

static bool
wants_help(int argc, char **argv)
{
    for (int i = 2; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0)
            return true;
    return false;
}

int
main(int argc, char **argv)
{
    OWN(arena) a = arena_new(256 << 20);

    if (!a || crypto_start())
        return cli_fail("out of memory", NULL);
    if (argc < 2 || strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0)
        return help();
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        const struct command *c = &commands[i];
        int words = c->verb[0] ? 3 : 2;
        if (argc < words || strcmp(argv[1], c->group) != 0 ||
            (words == 3 && strcmp(argv[2], c->verb) != 0))
            continue;
        if (wants_help(argc, argv)) {
            show(c);
            return 0;
        }
        return c->run(&(struct args){ a, argc - words, argv + words });
    }
    return cli_usage("there is no such command");
}
