/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Members from the command line: for the machine's owner when no browser is at hand. */
#include "base/clock.h"
#include "base/own.h"
#include "base/text.h"
#include "cli/cli.h"
#include "desk/access/invitations.h"
#include "desk/access/roles.h"
#include "desk/desk.h"

enum { MEMBERS_CAP = 128, DAY_CAP = 16 };

/* One line of standard input: the passphrase of --as. */
static char *
passphrase_read(void)
{
    char *to = guarded_alloc(PASSPHRASE_MAX);

    if (!to || !fgets(to, PASSPHRASE_MAX, stdin)) {
        guarded_free(to);
        return NULL;
    }
    to[strcspn(to, "\r\n")] = '\0';
    return to;
}

static enum err
keys_of(const struct args *args, const char *folder, struct db **out)
{
    char why[DB_WHY_BYTES] = "";
    const char *path = arena_printf(args->a, "%s/keys.db", folder);
    enum err e = path && access(path, F_OK) == 0 ? keys_open(path, out, why) : ERR_NOT_FOUND;

    if (e)
        (void)cli_fail(
            "there is no desk in this folder, or it cannot be read", why[0] ? why : err_name(e));
    return e;
}

static void
print_member(const struct args *args, struct db *keys, const struct org_id *org,
    const struct vault_row *vaults, size_t n_vaults, const struct member *m)
{
    struct factor *factors = arena_alloc(args->a, FACTORS_MAX * sizeof *factors);
    int64_t idle_s = 0;
    int64_t seen = 0;
    size_t n = 0;

    if (!factors || factor_list(keys, &m->id, factors, &n) ||
        habit_get(keys, &m->id, &idle_s, &seen))
        return;
    (void)printf("%s\t%s\t", m->name, m->roles ? roles_text(args->a, m->roles) : "not let in yet");
    const char *comma = "";
    for (size_t i = 0; i < n_vaults; i++) {
        struct wrap_about about = vault_wrap_about(org, &vaults[i], &m->id);
        struct wrap w;
        if (keys_wrap_get(keys, &about, &w))
            continue;
        (void)printf("%s%s", comma, vaults[i].role);
        comma = ",";
    }
    struct date d = date_of_day(seen);
    char day[DAY_CAP] = "never";
    if (seen > 0)
        (void)snprintf(day, sizeof day, "%04d-%02d-%02d", d.year, d.month, d.day);
    (void)printf("\t%s\t%zu\n", day, n);
}

static int
member_list(const struct args *args, const char *folder)
{
    struct member *all = arena_alloc(args->a, MEMBERS_CAP * sizeof *all);
    struct vault_row vaults[MAX_VAULTS];
    struct org_id org;
    OWN(db) keys = NULL;
    size_t n = 0;
    size_t n_vaults = 0;

    if (!all || keys_of(args, folder, &keys))
        return 1;
    enum err e = keys_fact_get(keys, "org", org.b, sizeof org.b);
    e = e ? e : keys_vault_list(keys, vaults, &n_vaults);
    e = e ? e : keys_member_list(keys, all, MEMBERS_CAP, &n);
    if (e)
        return cli_fail("keys.db cannot be read", db_why(keys));
    (void)puts("name\troles\tkeys\tlast here\tsecond factors");
    for (size_t i = 0; i < n; i++)
        print_member(args, keys, &org, vaults, n_vaults, &all[i]);
    return 0;
}

/* Is she of the office, and is this her passphrase? */
static enum err
check_office(struct db *keys, const char *as, const char *passphrase)
{
    OWN(box_secret) secret = box_secret_new();
    struct org_id org;
    struct member m;
    enum err e = secret ? keys_fact_get(keys, "org", org.b, sizeof org.b) : ERR_INTERNAL;

    e = e ? e : member_unlock(keys, &org, as, bytes_of(passphrase), &m, secret);
    return e ? e : role_may(m.roles, MAY_MANAGE) ? OK : ERR_FORBIDDEN;
}

/* Works while the desk runs: it adds one row and needs no open vault. */
static int
member_invite(const struct args *args, const char *folder, const char *name)
{
    const char *as = args_one(args, "as");
    const char *origin = args_one(args, "origin");
    const char *roles_word = args_one(args, "roles");
    char token[SESSION_TOKEN_CAP];
    uint64_t hours = 0;
    uint32_t roles = ROLE_COUNSELLOR;
    OWN(db) keys = NULL;

    if (!as || (roles_word && roles_read(roles_word, &roles)) ||
        args_number(args, "hours", 1, 168, 24, &hours))
        return cli_usage(
            "desk member invite FOLDER NAME --as MEMBER [--roles A+B] [--hours 1..168]");
    if (keys_of(args, folder, &keys))
        return 1;
    char *passphrase = passphrase_read();
    enum err e = passphrase ? check_office(keys, as, passphrase) : ERR_MALFORMED;
    guarded_free(passphrase);
    if (e)
        return cli_fail("name or passphrase are wrong, or this member is not of the office", NULL);
    e = db_begin(keys, TX_WRITE);
    e = e ? e
          : db_end(keys,
                invitation_new(keys, name, roles, as, clock_now_s(), (int64_t)hours * 3600, token));
    if (e)
        return cli_fail("the invitation could not be made; is the name taken?", err_name(e));
    (void)printf("%s/i/%s\n", origin ? origin : "", token);
    return 0;
}

/* The whole desk in this process, unlocked by a member; nobody else may have it. */
static int
with_desk(const struct args *args, const char *folder,
    int (*run)(const struct args *args, struct app *app, const struct session *s, const char *name),
    const char *name)
{
    struct app *app = arena_alloc(args->a, sizeof *app);
    const char *as = args_one(args, "as");
    const char *why = NULL;
    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;
    OWN_FD claim = -1;
    int code = 1;

    if (!app || !as)
        return cli_usage("--as MEMBER is wanted, and her passphrase on standard input");
    if (desk_claim(folder, &claim))
        return cli_fail("the desk is running, or there is none: stop it first", folder);
    app->conf = (struct desk_conf){
        .folder = folder, .origin = "http://127.0.0.1:8080", .idle_ms = 3600000
    };
    char *passphrase = passphrase_read();
    if (passphrase && desk_start(app, args->a, &why))
        code = cli_fail(why ? why : "the desk could not be started", NULL);
    else if (!passphrase || desk_unlock(app, as, passphrase, token, &s))
        code = cli_fail("name or passphrase are wrong", NULL);
    else if (!role_may(s->roles, MAY_MANAGE))
        code = cli_fail("only the office may do that", NULL);
    else
        code = run(args, app, s, name);
    guarded_free(passphrase);
    desk_stop(app);
    return code;
}

static enum err
find_member(struct app *app, const char *name, struct member *out)
{
    enum err e = keys_member_get(app->keys, name, out);

    return e ? e : roster_member_find(app->roster, &out->id) ? OK : ERR_NOT_FOUND;
}

static int
run_remove(const struct args *args, struct app *app, const struct session *s, const char *name)
{
    char which[ROSTER_ROLE_MAX + 1] = "";
    struct members_at at;
    struct member m;

    (void)args;
    if (find_member(app, name, &m))
        return cli_fail("there is no such member", name);
    desk_members(app, s, &at);
    enum err e = member_remove(&at, &m.id, which);
    if (e == ERR_BUSY)
        return cli_fail("this member of the office cannot open all that must get new keys; do it "
                        "in the browser while somebody who can is logged in",
            which);
    if (e == ERR_CONFLICT)
        return cli_fail("this is the last member who can open it", which);
    if (e)
        return cli_fail("the member could not be removed", err_name(e));
    e = db_begin(app->keys, TX_WRITE);
    e = e ? e : db_end(app->keys, access_sweep(app->keys, day_of(clock_now_s())));
    (void)puts("removed; if the card is new, pass it on to the network");
    return e ? cli_fail("what is left of her could not be erased", err_name(e)) : 0;
}

static int
run_role(const struct args *args, struct app *app, const struct session *s, const char *name)
{
    const char *word = args_one(args, "roles");
    struct members_at at;
    uint32_t roles = 0;
    size_t lacking = 0;
    struct member m;

    if (!word || roles_read(word, &roles))
        return cli_usage("--roles wants codes joined by +, such as counsellor+lead");
    if (find_member(app, name, &m))
        return cli_fail("there is no such member", name);
    desk_members(app, s, &at);
    enum err e = member_set_roles(&at, &m.id, roles, &lacking);
    if (e)
        return cli_fail("the roles could not be changed; this member of the office may lack a key "
                        "that must be made anew",
            err_name(e));
    (void)printf("changed; keys still lacking: %zu\n", lacking);
    return 0;
}

int
cmd_desk_member(const struct args *args)
{
    const char *words[CLI_MAX_VALUES];
    size_t n = args_plain(args, words);

    if (n == 2 && strcmp(words[0], "list") == 0)
        return member_list(args, words[1]);
    if (n == 3 && strcmp(words[0], "invite") == 0)
        return member_invite(args, words[1], words[2]);
    if (n == 3 && strcmp(words[0], "remove") == 0)
        return with_desk(args, words[1], run_remove, words[2]);
    return cli_usage("desk member wants: list FOLDER, invite FOLDER NAME, or remove FOLDER NAME");
}

int
cmd_desk_role(const struct args *args)
{
    const char *words[CLI_MAX_VALUES];

    if (args_plain(args, words) != 2)
        return cli_usage("desk role wants a folder and the name of a member");
    return with_desk(args, words[0], run_role, words[1]);
}
