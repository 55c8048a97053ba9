/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* understory desk channel, understory desk duty: ways to people other than hubs, and who is woken.
   Secrets come on standard input and are never printed. */
#include "base/clock.h"
#include "base/own.h"
#include "base/text.h"
#include "cli/cli.h"
#include "desk/post/channels.h"
#include "desk/post/opener.h"
#include "desk/post/spawn.h"
#include "desk/post/tell_post.h"
#include "desk/setup/setup.h"
#include "net/trouble.h"
#include "postlink/pipe.h"

enum { TEST_MS = 90 * 1000 };

static int
open_keys(const struct args *args, const char *folder, struct db **out)
{
    char why[DB_WHY_BYTES] = "";
    const char *path = folder ? arena_printf(args->a, "%s/keys.db", folder) : NULL;

    if (!path || access(path, R_OK))
        return cli_usage("a folder of a desk is wanted, as `understory desk init` made it");
    return keys_open(path, out, why) ? cli_fail("keys.db cannot be opened", why) : 0;
}

static const char *
option(const struct args *args, const char *name, const char *otherwise)
{
    const char *value = args_one(args, name);

    return value ? value : otherwise;
}

static const char *
secret_line(const struct args *args)
{
    char *line = arena_alloc(args->a, CHANNEL_TEXT_MAX);

    if (!line || !fgets(line, CHANNEL_TEXT_MAX, stdin))
        return "";
    line[strcspn(line, "\r\n")] = '\0';
    return line;
}

static bool
has_scheme(const char *url, const char *secure, const char *plain)
{
    return strncmp(url, secure, strlen(secure)) == 0 ||
           (strncmp(url, plain, strlen(plain)) == 0 && net_is_local(url));
}

/* What is missing or not safe, NULL: nothing. */
static const char *
what_is_wrong(const struct channel_conf *c)
{
    const char *const *t = c->text;

    switch (c->kind) {
    case CHANNEL_MAIL:
        if (!has_scheme(t[CT_FETCH], "imaps://", "imap://"))
            return "--imap wants imaps://HOST:PORT";
        if (!has_scheme(t[CT_SEND], "smtps://", "smtp://") &&
            strncmp(t[CT_SEND], "smtp://", 7) != 0)
            return "--smtp wants smtps://HOST:PORT, or smtp://HOST:PORT with STARTTLS";
        return !*t[CT_USER] || !strchr(t[CT_ADDRESS], '@') ? "--user and --address are wanted"
                                                           : NULL;
    case CHANNEL_TELEGRAM:
        if (!has_scheme(t[CT_FETCH], "https://", "http://"))
            return "--api wants https://HOST";
        return strchr(t[CT_SECRET], ':') ? NULL
                                         : "the token of the bot is wanted on standard input";
    case CHANNEL_SIGNAL:
        return t[CT_FETCH][0] == '/' || net_is_local(t[CT_FETCH])
                   ? NULL
                   : "--rpc wants 127.0.0.1:PORT or the path of a socket: the line is not "
                     "encrypted";
    case CHANNEL_HUB:
    case CHANNEL_PHONE:
    case CHANNEL_IN_PERSON:
    case CHANNEL_PARTNER:
    case CHANNEL_PUSH:
    case N_CHANNEL_KINDS: break;
    }
    return "a channel is mail, telegram or signal";
}

static void
fill(const struct args *args, struct channel_conf *c)
{
    bool mail = c->kind == CHANNEL_MAIL;
    bool bot = c->kind == CHANNEL_TELEGRAM;
    uint64_t poll_s = 0;

    c->text[CT_NAME] = option(args, "name", "");
    c->text[CT_PROXY] = option(args, "proxy", "");
    c->text[CT_CA] = option(args, "ca", "");
    c->text[CT_USER] = option(args, mail ? "user" : "account", "");
    c->text[CT_FETCH] = option(args,
        mail  ? "imap"
        : bot ? "api"
              : "rpc",
        bot ? "https://api.telegram.org" : "");
    c->text[CT_SEND] = option(args, "smtp", "");
    c->text[CT_FOLDER] = option(args, "folder", "");
    c->text[CT_ADDRESS] = option(args, "address", "");
    c->text[CT_SHOWN] = option(args, "shown", "");
    c->text[CT_SUBJECT] = option(args, "subject", "");
    c->text[CT_HUB] = option(args, "hub", "");
    if (!args_number(args, "poll", 1, 3600, 0, &poll_s))
        c->poll_s = (int64_t)poll_s;
    if (mail || bot)
        c->text[CT_SECRET] = secret_line(args);
}

static uint8_t
free_slot(const struct channel_row *rows, size_t n)
{
    uint8_t slot = 1;

    for (size_t i = 0; i < n; i++)
        if (rows[i].slot >= slot)
            slot = (uint8_t)(rows[i].slot + 1);
    return slot;
}

/* Settings over, and the first word on how it is. */
static enum err
ask_health(struct post_pipe *p, uint8_t slot, const struct channel_conf *conf, struct frame *out)
{
    int64_t end_ms = clock_steady_ms() + TEST_MS;
    uint8_t room[CHANNEL_CONF_MAX];
    struct writer w = writer_of(room, sizeof room);

    channel_conf_encode(conf, &w);
    enum err e = post_pipe_put(
        p, &(struct frame){ .kind = FRAME_CONFIG, .channel = slot, .body = { room, w.n } });
    e = e ? e : post_pipe_put(p, &(struct frame){ .kind = FRAME_START });
    while (!e && clock_steady_ms() < end_ms) {
        e = post_pipe_wait(p, 500);
        if (!e && !post_pipe_next(p, out) && out->kind == FRAME_HEALTH)
            return OK;
    }
    return e ? e : ERR_BUSY;
}

/* Connect as the desk will, and say how that went. */
static int
try_it(const struct args *args, uint8_t slot, const struct channel_conf *conf)
{
    enum lang lang = cli_lang(args);
    OWN(post_pipe) p = NULL;
    struct channel_conf probing = *conf;
    struct frame f;
    int fd = -1;

    probing.probe = true;
    if (post_spawn("best-effort", 10000, &fd) || !(p = post_pipe_new(fd)))
        return cli_fail("understory-post beside this program cannot be started", NULL);
    if (ask_health(p, slot, &probing, &f))
        return cli_fail("no answer in time", NULL);
    (void)printf("%s%s%.*s\n", tell_post_why(lang, f.code), f.body.n ? ": " : "", (int)f.body.n,
        (const char *)f.body.p);
    const char *advice = tell_post_advice(lang, (enum post_why)f.code);
    if (*advice)
        (void)printf("%s\n", advice);
    return f.code == POST_GOOD ? 0 : 1;
}

/* Of whoever sits here: what was done. */
static void
say_done(const struct args *args, FILE *to, enum channel_done done, uint8_t slot)
{
    struct out o = out_in(args->a);

    (void)fprintf(to, "%s\n", tell_channel_done(&o, cli_lang(args), done, slot));
}

/* A mailbox gets a key for what is encrypted to us; it works without one, too. */
static enum err
put_with_key(const struct args *args, struct db *keys, struct channel_row *row)
{
    enum err e = OK;

    if (row->conf.kind == CHANNEL_MAIL && row->conf.key.n == 0)
        e = opener_make_key(keys, row->slot, row->conf.text[CT_ADDRESS], args->a, &row->conf.key);
    if (e == ERR_NOT_FOUND)
        (void)fputs("No OpenPGP key was made: gpg and bwrap are wanted for that.  Mails encrypted "
                    "to this address will be kept as they come.\n",
            stderr);
    return e && e != ERR_NOT_FOUND ? e : channels_put(keys, row);
}

static int
add(const struct args *args, const char *kind, struct db *keys)
{
    struct channel_row rows[CHANNEL_SLOTS];
    struct channel_row row;
    size_t n = 0;

    channel_conf_init(&row.conf);
    row.conf.kind = channel_of_word(kind);
    fill(args, &row.conf);
    const char *wrong = what_is_wrong(&row.conf);
    if (wrong)
        return cli_usage(wrong);
    if (channels_list(keys, args->a, rows, &n))
        return cli_fail("keys.db cannot be read", db_why(keys));
    row.slot = free_slot(rows, n);
    uint8_t twin = channels_twin(rows, n, &row);
    if (twin) {
        say_done(args, stderr, CHANNEL_IS_THERE, twin);
        return 1;
    }
    if (row.slot >= CHANNEL_SLOTS - 1)
        return cli_fail("there are too many channels", NULL);
    enum err e = db_begin(keys, TX_WRITE);
    e = e ? e : db_end(keys, put_with_key(args, keys, &row));
    if (e)
        return cli_fail("it could not be kept", db_why(keys));
    if (args_has(args, "untested") || !try_it(args, row.slot, &row.conf)) {
        say_done(args, stdout, CHANNEL_ADDED, row.slot);
        return 0;
    }
    say_done(args, stdout, CHANNEL_DOES_NOT_WORK, row.slot);
    return 1;
}

static int
list(const struct args *args, struct db *keys)
{
    struct channel_row rows[CHANNEL_SLOTS];
    size_t n = 0;

    if (channels_list(keys, args->a, rows, &n))
        return cli_fail("keys.db cannot be read", db_why(keys));
    for (size_t i = 0; i < n; i++) {
        const char *const *t = rows[i].conf.text;
        (void)printf("%d %s %s%s%s %s%s%s\n", rows[i].slot, channel_word(rows[i].conf.kind),
            t[CT_ADDRESS], *t[CT_NAME] ? " " : "", t[CT_NAME], t[CT_FETCH],
            *t[CT_PROXY] ? " through " : "", t[CT_PROXY]);
    }
    return 0;
}

static int
slot_wanted(const struct args *args, uint8_t *out)
{
    uint64_t slot = 0;

    if (args_number(args, "slot", 1, CHANNEL_SLOTS - 1, 0, &slot) || slot == 0)
        return cli_usage("--slot N is wanted; `understory desk channel list FOLDER` shows them");
    *out = (uint8_t)slot;
    return 0;
}

static int
drop(const struct args *args, struct db *keys)
{
    uint8_t slot = 0;
    int code = slot_wanted(args, &slot);

    if (code)
        return code;
    enum err e = db_begin(keys, TX_WRITE);
    if (!e) {
        e = channels_erase(keys, slot);
        e = e ? e : opener_erase_key(keys, slot);
        e = db_end(keys, e);
    }
    if (e)
        return cli_fail("there is no such channel", NULL);
    say_done(args, stdout, CHANNEL_REMOVED, slot);
    return 0;
}

static int
test(const struct args *args, struct db *keys)
{
    struct channel_conf conf;
    uint8_t slot = 0;
    int code = slot_wanted(args, &slot);

    if (code)
        return code;
    if (channels_get(keys, slot, args->a, &conf))
        return cli_fail("there is no such channel", NULL);
    return try_it(args, slot, &conf);
}

/* Only what is named changes; the number stays, and with it the way to people who wrote here. */
static int
change(const struct args *args, struct db *keys)
{
    static const struct {
        const char *option;
        enum channel_text text;
    } rows[] = { { "imap", CT_FETCH }, { "api", CT_FETCH }, { "rpc", CT_FETCH },
        { "smtp", CT_SEND }, { "user", CT_USER }, { "account", CT_USER }, { "address", CT_ADDRESS },
        { "name", CT_NAME }, { "shown", CT_SHOWN }, { "subject", CT_SUBJECT },
        { "folder", CT_FOLDER }, { "proxy", CT_PROXY }, { "ca", CT_CA }, { "hub", CT_HUB } };
    struct channel_row all[CHANNEL_SLOTS];
    struct channel_row row = { 0 };
    uint64_t poll_s = 0;
    size_t n = 0;
    int code = slot_wanted(args, &row.slot);

    if (code)
        return code;
    if (channels_get(keys, row.slot, args->a, &row.conf))
        return cli_fail("there is no such channel", NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        row.conf.text[rows[i].text] = args_has(args, rows[i].option)
                                          ? option(args, rows[i].option, "")
                                          : row.conf.text[rows[i].text];
    if (args_has(args, "password"))
        row.conf.text[CT_SECRET] = secret_line(args);
    if (args_has(args, "poll") && !args_number(args, "poll", 1, 3600, 0, &poll_s))
        row.conf.poll_s = (int64_t)poll_s;
    const char *wrong = what_is_wrong(&row.conf);
    if (wrong)
        return cli_usage(wrong);
    if (channels_list(keys, args->a, all, &n))
        return cli_fail("keys.db cannot be read", db_why(keys));
    uint8_t twin = channels_twin(all, n, &row);
    if (twin) {
        say_done(args, stderr, CHANNEL_IS_THERE, twin);
        return 1;
    }
    enum err e = db_begin(keys, TX_WRITE);
    e = e ? e : db_end(keys, channels_put(keys, &row));
    if (e)
        return cli_fail("it could not be kept", db_why(keys));
    say_done(args, stdout, CHANNEL_CHANGED, row.slot);
    return args_has(args, "untested") ? 0 : try_it(args, row.slot, &row.conf);
}

/* The public key of a mailbox, to be given to people; made when there is none. */
static int
show_key(const struct args *args, struct db *keys)
{
    struct channel_row row = { 0 };
    int code = slot_wanted(args, &row.slot);

    if (code)
        return code;
    if (channels_get(keys, row.slot, args->a, &row.conf) || row.conf.kind != CHANNEL_MAIL)
        return cli_fail("there is no such mailbox", NULL);
    if (row.conf.key.n == 0 || args_has(args, "new")) {
        row.conf.key = (struct bytes){ NULL, 0 };
        enum err e = db_begin(keys, TX_WRITE);
        e = e ? e : db_end(keys, put_with_key(args, keys, &row));
        if (e)
            return cli_fail("it could not be kept", db_why(keys));
    }
    const char *text = row.conf.key.n ? opener_armour(row.conf.key, args->a) : NULL;
    if (!text)
        return 1;
    (void)fputs(text, stdout);
    return 0;
}

int
cmd_desk_channel(const struct args *args)
{
    const char *plain[CLI_MAX_VALUES];
    size_t n = args_plain(args, plain);
    bool adds = n == 3 && strcmp(plain[0], "add") == 0;
    OWN(db) keys = NULL;

    if (!adds && n != 2)
        return cli_usage("desk channel wants add KIND FOLDER, or list, test, change, key or remove "
                         "and a FOLDER");
    int code = open_keys(args, plain[n - 1], &keys);
    if (code)
        return code;
    if (adds)
        return add(args, plain[1], keys);
    if (strcmp(plain[0], "list") == 0)
        return list(args, keys);
    if (strcmp(plain[0], "test") == 0)
        return test(args, keys);
    if (strcmp(plain[0], "key") == 0)
        return show_key(args, keys);
    if (strcmp(plain[0], "change") == 0)
        return change(args, keys);
    return strcmp(plain[0], "remove") == 0
               ? drop(args, keys)
               : cli_usage("desk channel knows add, list, test, change, key, remove");
}

/* ---- Who is woken. */

static const char *const ways[N_ALERT_WAYS] = { "", "command", "push", "mail", "telegram" };

static enum alert_way
way_of(const char *word)
{
    for (unsigned i = ALERT_COMMAND; word && i < N_ALERT_WAYS; i++)
        if (strcmp(ways[i], word) == 0)
            return (enum alert_way)i;
    return ALERT_UNSET;
}

static const char *
target_is_wrong(enum alert_way way, const char *to)
{
    switch (way) {
    case ALERT_COMMAND: return to[0] == '/' ? NULL : "--to wants the whole path of a command";
    case ALERT_PUSH:
        return has_scheme(to, "https://", "http://") ? NULL : "--to wants an https:// address";
    case ALERT_MAIL: return strchr(to, '@') ? NULL : "--to wants a mail address";
    case ALERT_TELEGRAM:
        return *to && to[strspn(to, "-0123456789")] == '\0'
                   ? NULL
                   : "--to wants the number of a chat: the bot answers /id with it";
    case ALERT_UNSET:
    case N_ALERT_WAYS: break;
    }
    return "--way is command, push, mail or telegram";
}

static int
duty_add(const struct args *args, struct db *keys)
{
    struct duty_row rows[DUTY_MAX];
    struct duty_row row = { .member = args_one(args, "member"),
        .lang = option(args, "lang", "en"),
        .way = way_of(args_one(args, "way")),
        .target = option(args, "to", "") };
    uint64_t place = 0;
    size_t n = 0;
    const char *wrong = target_is_wrong(row.way, row.target);

    if (!row.member || wrong || strlen(row.target) > DUTY_TEXT_MAX ||
        !utf8_is_valid(bytes_of(row.target)))
        return cli_usage(wrong ? wrong : "--member NAME is wanted");
    if (duty_list(keys, args->a, rows, &n))
        return cli_fail("keys.db cannot be read", db_why(keys));
    if (args_number(args, "place", 1, DUTY_MAX, n ? (uint64_t)rows[n - 1].place + 1 : 1, &place))
        return cli_usage("--place is a number from 1");
    row.place = (int64_t)place;
    enum err e = n < DUTY_MAX ? db_begin(keys, TX_WRITE) : ERR_TOO_LARGE;
    e = e ? e : db_end(keys, duty_put(keys, &row));
    return e ? cli_fail("it could not be kept", db_why(keys)) : 0;
}

static int
duty_show(const struct args *args, struct db *keys)
{
    struct duty_row rows[DUTY_MAX];
    size_t n = 0;

    if (duty_list(keys, args->a, rows, &n))
        return cli_fail("keys.db cannot be read", db_why(keys));
    for (size_t i = 0; i < n; i++)
        (void)printf("%lld place %lld %s by %s (%s)\n", (long long)rows[i].id,
            (long long)rows[i].place, rows[i].member, ways[rows[i].way], rows[i].lang);
    return 0;
}

static int
duty_drop(const struct args *args, struct db *keys)
{
    uint64_t id = 0;

    if (args_number(args, "id", 1, INT64_MAX, 0, &id) || id == 0)
        return cli_usage("--id N is wanted; `understory desk duty list FOLDER` shows them");
    enum err e = db_begin(keys, TX_WRITE);
    e = e ? e : db_end(keys, duty_erase(keys, (int64_t)id));
    return e ? cli_fail("there is no such line", NULL) : 0;
}

int
cmd_desk_duty(const struct args *args)
{
    const char *plain[CLI_MAX_VALUES];
    OWN(db) keys = NULL;

    if (args_plain(args, plain) != 2)
        return cli_usage("desk duty wants add, list or remove, and a FOLDER");
    int code = open_keys(args, plain[1], &keys);
    if (code)
        return code;
    if (strcmp(plain[0], "add") == 0)
        return duty_add(args, keys);
    if (strcmp(plain[0], "list") == 0)
        return duty_show(args, keys);
    return strcmp(plain[0], "remove") == 0 ? duty_drop(args, keys)
                                           : cli_usage("desk duty knows add, list, remove");
}
