/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CLI_CLI_H
#define CLI_CLI_H
/* The command line: one function for each subcommand, all in the table of main.c.  Results go to
   standard output, talk to standard error.  Exit codes: 0 ok, 1 failed, 2 usage. */
#include "base/arena.h"
#include "core/open/secrets.h"
#include "text/lang.h"

enum { CLI_MAX_VALUES = 64 };

/* Words after the subcommand: at most one without a dash in front, and --name VALUE [VALUE ...]. */
struct args {
    struct arena *a;
    int n;
    char **v;
};

struct command {
    const char *group, *verb; /* verb "" for a command of one word */
    const char *usage;        /* behind the name */
    const char *about;
    int (*run)(const struct args *args);
};

/* The first value of an option, or NULL. */
const char *args_one(const struct args *args, const char *name);
/* All its values (up to the next option); how many. */
size_t args_all(const struct args *args, const char *name, const char *to[CLI_MAX_VALUES]);
/* Is the option there, with a value or without? */
bool args_has(const struct args *args, const char *name);
/* Words before the first option; how many. */
size_t args_plain(const struct args *args, const char *to[CLI_MAX_VALUES]);
/* A number of an option, or `usual` when it is not there; ERR_MALFORMED outside [min, max]. */
MUST_USE enum err args_number(const struct args *args, const char *name, uint64_t min, uint64_t max,
    uint64_t usual, uint64_t *out);

/* Print one sentence to standard error and give the exit code. */
int cli_fail(const char *sentence, const char *detail);
int cli_usage(const char *sentence);

/* The language of whoever sits here: --lang, or what the shell says. */
enum lang cli_lang(const struct args *args);

/* Write to a file in a folder; the error is said. */
int cli_write(const struct args *args, const char *folder, const char *name, struct bytes content);

/* The editor's name and key as `network new` left them in its folder: "NAME SEEDHEX". */
MUST_USE enum err cli_read_editor(
    const struct args *args, const char *folder, struct sign_secret *key, const char **name);

/* The subcommands of the table in main.c, in its words. */
int cmd_desk_init(const struct args *args);
int cmd_desk_join(const struct args *args);
int cmd_desk_channel(const struct args *args);
int cmd_desk_duty(const struct args *args);
int cmd_desk_member(const struct args *args);
int cmd_desk_role(const struct args *args);
int cmd_desk_onion(const struct args *args);
int cmd_network_new(const struct args *args);
int cmd_network_hub(const struct args *args);
int cmd_cards(const struct args *args);
int cmd_edition_build(const struct args *args);
int cmd_audit_verify(const struct args *args);
int cmd_audit_head(const struct args *args);
int cmd_audit_keep(const struct args *args);
int cmd_recovery(const struct args *args);
int cmd_import(const struct args *args);
int cmd_backup(const struct args *args);
int cmd_restore(const struct args *args);
int cmd_daemon_hub(const struct args *args);
int cmd_daemon_desk(const struct args *args);

#endif
