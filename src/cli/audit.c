/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The audit chain: verify it, hand its head on, keep the heads of others. */
#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/cli.h"
#include "core/wire/content.h"
#include "desk/audit/beside.h"
#include "desk/audit/heads.h"

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

static void
print_day(uint32_t day)
{
    struct date d = date_of_day(day);

    (void)printf("%04d-%02d-%02d", d.year, d.month, d.day);
}

/* The heads of this organisation in a file that was kept elsewhere. */
static enum err
read_heads(const struct args *args, const struct audit_beside *b, const char *path,
    struct audit_head *heads, size_t *n)
{
    struct bytes notes;
    size_t n_all = 0;
    enum err e = file_read(path, HEADS_FILE_MAX, args->a, &notes);

    e = e ? e : heads_read(notes, b->root, &b->network, heads, &n_all);
    for (size_t i = *n = 0; !e && i < n_all; i++)
        if (id_equal(heads[i].org.b, b->at.org.b))
            heads[(*n)++] = heads[i];
    return e ? e : *n ? OK : ERR_NOT_FOUND;
}

static enum err
verify(const struct args *args, const struct audit_beside *b, const char *folder,
    struct audit_check *c, const char **why)
{
    const char *path = args_one(args, "head");
    struct audit_head *heads = arena_alloc(args->a, HEADS_KEPT * sizeof *heads);
    struct audit_known *known = arena_alloc(args->a, HEADS_KEPT * sizeof *known);
    size_t n = 0;
    enum err e = heads && known ? OK : ERR_INTERNAL;

    if (!e && path && (e = read_heads(args, b, path, heads, &n)))
        *why = "this file holds no heads of this desk, or one that does not verify";
    for (size_t i = 0; !e && i < n; i++)
        known[i] = (struct audit_known){ heads[i].entries, heads[i].link, false };
    e = e ? e : audit_verify_known(&b->at, folder, known, n, c);
    for (size_t i = 0; !e && i < n; i++) {
        (void)printf("head of ");
        print_day(heads[i].day);
        (void)printf(
            ": %u entries, %s\n", heads[i].entries, known[i].fits ? "agrees" : "DOES NOT AGREE");
    }
    return e;
}

/* Needs no passphrase; the desk may run. */
int
cmd_audit_verify(const struct args *args)
{
    const char *folders[CLI_MAX_VALUES];
    char words[DB_WHY_BYTES] = "";
    const char *why = "";
    struct audit_beside b;
    struct audit_check c;

    if (args_plain(args, folders) != 1)
        return cli_usage("audit verify wants one folder, and perhaps --head FILE");
    enum err e = audit_beside_open(folders[0], &b, words);
    e = e ? e : verify(args, &b, folders[0], &c, &why);
    audit_beside_close(&b);
    if (e)
        return cli_fail("the audit chain cannot be checked", *why       ? why
                                                             : words[0] ? words
                                                                        : err_name(e));
    print_result(&c);
    return c.fault == AUDIT_WHOLE ? 0 : 1;
}

/* The newest signed head, to be carried to two other desks. */
int
cmd_audit_head(const struct args *args)
{
    const char *folders[CLI_MAX_VALUES];
    struct bytes note;

    if (args_plain(args, folders) != 1)
        return cli_usage("audit head wants one folder");
    enum err e = heads_newest(folders[0], args->a, &note);
    if (e)
        return cli_fail("there is no signed head yet; the desk signs one a day, when a member of "
                        "the office is there",
            err_name(e));
    (void)fwrite(note.p, 1, note.n, stdout);
    return 0;
}

/* Does it agree with what was kept of that organisation before? */
static enum err
check_kept(const struct audit_beside *b, const char *path, const struct args *args,
    const struct audit_head *h, struct audit_head *bad)
{
    struct audit_head *heads = arena_alloc(args->a, HEADS_KEPT * sizeof *heads);
    struct bytes notes;
    size_t n = 0;
    enum err e = heads ? file_read(path, HEADS_FILE_MAX, args->a, &notes) : ERR_INTERNAL;

    if (e == ERR_NOT_FOUND)
        return OK;
    e = e ? e : heads_read(notes, b->root, &b->network, heads, &n);
    for (size_t i = 0; !e && i < n; i++)
        if (!heads_agree(&heads[i], h)) {
            *bad = heads[i];
            e = ERR_CONFLICT;
        }
    return e;
}

static int
keep(const struct args *args, const struct audit_beside *b, const char *folder, struct bytes note)
{
    char hex[2 * ID_BYTES + 1];
    struct audit_head h;
    struct audit_head bad = { 0 };
    enum err e = audit_head_open(note, b->root, &b->network, &h);

    if (e)
        return cli_fail("this is no head of an organisation of the network", err_name(e));
    hex_encode((struct bytes){ h.org.b, ID_BYTES }, hex);
    const char *path = arena_printf(args->a, "%s/heads-%s", folder, hex);
    e = path ? check_kept(b, path, args, &h, &bad) : ERR_INTERNAL;
    if (e == ERR_CONFLICT) {
        (void)printf("of ");
        print_day(bad.day);
        (void)printf(": %u entries; of ", bad.entries);
        print_day(h.day);
        (void)printf(": %u entries\n", h.entries);
        return cli_fail("this head does not agree with one that was kept before: their chain was "
                        "put back or made anew. Keep both, and tell them by another way",
            NULL);
    }
    e = e ? e : heads_add(path, note);
    if (e)
        return cli_fail("the head cannot be kept", err_name(e));
    (void)printf("kept in %s\n", path);
    return 0;
}

/* Keep a head of another organisation. */
int
cmd_audit_keep(const struct args *args)
{
    const char *words[CLI_MAX_VALUES];
    const char *file = args_one(args, "head");
    char why[DB_WHY_BYTES] = "";
    struct audit_beside b;
    struct bytes note;

    if (args_plain(args, words) != 1 || !file)
        return cli_usage("audit keep wants the folder of your desk and --head FILE");
    enum err e = file_read(file, HEADS_FILE_MAX, args->a, &note);
    if (e)
        return cli_fail("this file cannot be read", err_name(e));
    e = audit_beside_open(words[0], &b, why);
    int code = e ? cli_fail("this is no folder of a desk", why[0] ? why : err_name(e))
                 : keep(args, &b, words[0], note);
    audit_beside_close(&b);
    return code;
}
