/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/audit/audit.h"
#include "base/text.h"
#include "cli/cli.h"

static void
print_result(const struct audit_check *c)
{
    char head[2 * KEY_BYTES + 1];

    hex_encode((struct bytes){ c->head.b, KEY_BYTES }, head);
    (void)printf("entries %llu\nhead %s\n", (unsigned long long)c->n, head);
    if (c->fault == AUDIT_WHOLE)
        (void)puts("whole");
    else
        (void)printf("broken at %llu: %s\n", (unsigned long long)c->bad,
            c->fault == AUDIT_MISSING ? "it is not there" : "it is not what was written");
}

/* Needs no passphrase; the desk may run. */
int
cmd_audit_verify(const struct args *args)
{
    const char *folders[CLI_MAX_VALUES];
    char why[DB_WHY_BYTES] = "";
    OWN(db) keys = NULL;
    OWN(db) records = NULL;
    struct audit_place at = { 0 };
    struct audit_check c;

    if (args_plain(args, folders) != 1)
        return cli_usage("audit verify wants one folder");
    enum err e = keys_open(arena_printf(args->a, "%s/keys.db", folders[0]), &keys, why);
    e = e ? e : store_open(arena_printf(args->a, "%s/records.db", folders[0]), &records, why);
    at.keys = keys;
    at.records = records;
    e = e ? e : audit_verify(&at, folders[0], &c);
    if (e)
        return cli_fail("the audit chain cannot be read", why[0] ? why : err_name(e));
    print_result(&c);
    return c.fault == AUDIT_WHOLE ? 0 : 1;
}
