/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/clock.h"
#include "base/file.h"
#include "base/own.h"
#include "base/text.h"
#include "cli/cli.h"
#include "desk/setup/setup.h"

static uint32_t
roles_of(char *text)
{
    uint32_t roles = 0;

    for (char *next; text; text = next) {
        next = strchr(text, '+');
        if (next)
            *next++ = '\0';
        uint32_t bit = role_of(text);
        if (!bit)
            return 0;
        roles |= bit;
    }
    return roles;
}

/* NAME:LANG:ROLES */
static enum err
member_of(const struct args *args, const char *word, struct setup_member *out)
{
    char *name = arena_text(args->a, word);
    char *lang = name ? strchr(name, ':') : NULL;
    char *roles = lang ? strchr(lang + 1, ':') : NULL;

    if (!roles)
        return ERR_MALFORMED;
    *lang++ = '\0';
    *roles++ = '\0';
    *out = (struct setup_member){ .name = name, .lang = lang, .roles = roles_of(roles) };
    bool plain = !strpbrk(name, "\"\\\n") && name[0] && utf8_is_valid(bytes_of(name));
    return plain && out->roles && strlen(lang) == 2 ? OK : ERR_MALFORMED;
}

static void
print_result(const struct setup_member *members, size_t n, const struct org_id *org,
    const struct sign_public *identity)
{
    char org_hex[2 * ID_BYTES + 1];
    char identity_hex[2 * KEY_BYTES + 1];

    hex_encode((struct bytes){ org->b, ID_BYTES }, org_hex);
    hex_encode((struct bytes){ identity->b, KEY_BYTES }, identity_hex);
    (void)printf("{\"org\":\"%s\",\"identity\":\"%s\",\"members\":[", org_hex, identity_hex);
    for (size_t i = 0; i < n; i++) {
        uint32_t roles = members[i].roles;
        (void)printf("%s{\"name\":\"%s\",\"passphrase\":\"%s\",\"roles\":[", i ? "," : "",
            members[i].name, members[i].passphrase);
        const char *comma = "";
        for (size_t k = 0; k < desk_n_roles; k++) {
            if (!(roles & desk_roles[k].bit))
                continue;
            (void)printf("%s\"%s\"", comma, desk_roles[k].code);
            comma = ",";
        }
        (void)printf("]}");
    }
    (void)puts("]}");
}

int
cmd_desk_init(const struct args *args)
{
    const char *folders[CLI_MAX_VALUES];
    const char *words[CLI_MAX_VALUES];
    struct setup_member members[SETUP_MAX_MEMBERS] = { 0 };
    size_t n = args_all(args, "member", words);
    char why[DB_WHY_BYTES];
    struct org_id org;
    struct sign_public identity;

    if (args_plain(args, folders) != 1 || n == 0 || n > SETUP_MAX_MEMBERS)
        return cli_usage("desk init wants one folder and 1 to 16 members");
    for (size_t i = 0; i < n; i++)
        if (member_of(args, words[i], &members[i]))
            return cli_usage("a member is NAME:LANG:ROLES, such as Olga:ru:counsellor+office");
    enum err e = setup_init(folders[0], members, n, clock_now_s(), &org, &identity, why);
    if (!e)
        print_result(members, n, &org, &identity);
    for (size_t i = 0; i < n; i++)
        secret_wipe(members[i].passphrase, sizeof members[i].passphrase);
    return e ? cli_fail("the desk could not be set up", why) : 0;
}

static enum err
add_text(struct lang_text to[CARD_MAX_TEXTS], size_t *n, const char *rest)
{
    if (*n == CARD_MAX_TEXTS || strlen(rest) < 4 || rest[2] != ' ' ||
        strlen(rest + 3) > WIRE_VALUE_MAX)
        return ERR_MALFORMED;
    memcpy(to[*n].lang, rest, 2);
    memcpy(to[*n].text, rest + 3, strlen(rest + 3) + 1);
    (*n)++;
    return OK;
}

static enum err
add_codes(char to[][3], size_t cap, size_t *n, const char *rest)
{
    while (*rest) {
        size_t len = strcspn(rest, " ");
        if (*n == cap || len > 2 || len == 0)
            return ERR_MALFORMED;
        memcpy(to[*n], rest, len);
        to[(*n)++][len] = '\0';
        rest += len + (rest[len] == ' ');
    }
    return OK;
}

static enum err
profile_line(struct card *c, const char *line)
{
    if (strncmp(line, "name ", 5) == 0)
        return add_text(c->names, &c->n_names, line + 5);
    if (strncmp(line, "about ", 6) == 0)
        return add_text(c->abouts, &c->n_abouts, line + 6);
    if (strncmp(line, "languages ", 10) == 0)
        return add_codes(c->langs, CARD_MAX_LANGS, &c->n_langs, line + 10);
    if (strncmp(line, "countries ", 10) == 0)
        return add_codes(c->countries, CARD_MAX_COUNTRIES, &c->n_countries, line + 10);
    return *line == '\0' || *line == '#' ? OK : ERR_MALFORMED;
}

/* Lines `name LANG TEXT`, `about LANG TEXT`, `languages ..`, `countries ..`. */
static enum err
read_profile(const struct args *args, const char *path, struct card *out)
{
    struct bytes text;
    enum err e = file_read(path, 65536, args->a, &text);
    char *next = e ? NULL : arena_text_n(args->a, text.p, text.n);

    while (!e && next && *next) {
        char *line = next;
        next = line + strcspn(line, "\n");
        if (*next)
            *next++ = '\0';
        e = profile_line(out, line);
    }
    return e;
}

/* The passphrase: one line of standard input. */
static enum err
read_passphrase(char *to, size_t cap)
{
    if (!fgets(to, (int)cap, stdin))
        return ERR_MALFORMED;
    to[strcspn(to, "\r\n")] = '\0';
    return to[0] ? OK : ERR_MALFORMED;
}

int
cmd_desk_join(const struct args *args)
{
    const char *folders[CLI_MAX_VALUES];
    const char *root_path = args_one(args, "root");
    const char *profile_path = args_one(args, "profile");
    const char *member = args_one(args, "member");
    struct card *profile = arena_alloc(args->a, sizeof *profile);
    char *passphrase = guarded_alloc(PASSPHRASE_MAX);
    const char *why = NULL;
    struct bytes root;

    if (args_plain(args, folders) != 1 || !root_path || !profile_path || !member || !profile ||
        !passphrase)
        return cli_usage("desk join wants a folder, --root, --profile and --member");
    if (file_read(root_path, 4 << 20, args->a, &root))
        return cli_fail("the root note cannot be read", root_path);
    if (read_profile(args, profile_path, profile))
        return cli_fail(
            "the profile cannot be read, or a line is none of name, about, languages, countries",
            profile_path);
    if (read_passphrase(passphrase, PASSPHRASE_MAX))
        return cli_usage("the member's passphrase is wanted on standard input");
    enum err e = setup_join(
        folders[0], root, profile, member, bytes_of(passphrase), clock_now_s(), &why, args->a);
    guarded_free(passphrase);
    return e ? cli_fail("the desk could not join", why ? why : err_name(e)) : 0;
}

int
cmd_cards(const struct args *args)
{
    const char *folders[CLI_MAX_VALUES];
    size_t n = args_plain(args, folders);

    if (n == 0)
        return cli_usage("cards wants desk folders");
    for (size_t i = 0; i < n; i++) {
        const char *path = arena_printf(args->a, "%s/card", folders[i]);
        struct bytes card;
        if (!path || file_read(path, 65536, args->a, &card))
            return cli_fail("there is no card; run `understory desk join` first", path);
        if (fwrite(card.p, 1, card.n, stdout) != card.n || puts("=====") < 0)
            return cli_fail("cannot write", NULL);
    }
    return 0;
}
