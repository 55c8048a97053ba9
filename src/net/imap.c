/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/imap.h"
#include "base/clock.h"
#include "base/own.h"
#include "base/text.h"
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

enum {
    LINE_MAX_BYTES = 256 * 1024,
    LITERAL_MAX = 64 << 20,
    COMMAND_CAP = 1200,
    IDLE_SLICE_MS = 200,
    FETCH_TIMES = 30 /* a large mail by a slow way takes longer than other answers */
};

struct imap {
    struct stream *s;
    unsigned tag;
    int64_t within_ms; /* a command is answered, all of it, or the server does not answer */
    bool can_idle;
    char why[IMAP_WHY_BYTES]; /* the server's last words on a failure */
};

/* One response line, after which a literal may follow. */
struct answer {
    struct bytes line;
    bool has_literal;
    size_t n_literal;
};

void
imap_drop(struct imap **i)
{
    if (!*i)
        return;
    if ((*i)->s)
        (void)!stream_send((*i)->s, bytes_of("z LOGOUT\r\n"));
    stream_drop(&(*i)->s);
    free(*i);
    *i = NULL;
}

static enum err
command(struct imap *i, const char *text)
{
    char line[COMMAND_CAP];
    int n = snprintf(line, sizeof line, "a%u %s\r\n", ++i->tag, text);

    if (n < 0 || (size_t)n >= sizeof line)
        return ERR_TOO_LARGE;
    stream_all_within(i->s, i->within_ms);
    enum err e = stream_send(i->s, (struct bytes){ (uint8_t *)line, (size_t)n });
    explicit_bzero(line, sizeof line);
    return e;
}

/* "{1234}" at the end of a line announces that many bytes. */
static bool
announces(struct bytes line, size_t *n)
{
    size_t at = line.n;
    size_t value = 0;
    size_t scale = 1;

    if (at < 3 || line.p[at - 1] != '}')
        return false;
    at -= line.p[at - 2] == '+' ? 2 : 1;
    for (; at > 0 && isdigit(line.p[at - 1]) && scale < 1000000000; at--, scale *= 10)
        value += (size_t)(line.p[at - 1] - '0') * scale;
    if (at == 0 || line.p[at - 1] != '{' || scale == 1)
        return false;
    *n = value;
    return true;
}

static enum err
next_answer(struct imap *i, struct answer *out)
{
    enum err e = stream_line(i->s, LINE_MAX_BYTES, &out->line);

    out->n_literal = 0;
    out->has_literal = !e && announces(out->line, &out->n_literal);
    if (!e && out->n_literal > LITERAL_MAX)
        return ERR_MALFORMED;
    return e == ERR_TOO_LARGE ? ERR_MALFORMED : e;
}

static bool
starts(struct bytes line, const char *with)
{
    size_t n = strlen(with);

    return line.n >= n && strncasecmp((const char *)line.p, with, n) == 0;
}

/* Remember what the server said, printable and short: it is shown to whoever looks after it. */
static void
remember(struct imap *i, struct bytes line)
{
    size_t k = 0;

    for (size_t at = 0; at < line.n && k + 1 < sizeof i->why; at++)
        if (line.p[at] >= ' ' && line.p[at] < 0x7F)
            i->why[k++] = (char)line.p[at];
    i->why[k] = '\0';
}

/* Is it the end of the running command?  *e: how it ended. */
static bool
is_end(struct imap *i, struct bytes line, enum err *e)
{
    char tag[16];
    int n = snprintf(tag, sizeof tag, "a%u ", i->tag);

    if (starts(line, "* BYE")) {
        remember(i, line);
        *e = ERR_BUSY;
        return true;
    }
    if (!starts(line, tag))
        return false;
    struct bytes rest = { line.p + n, line.n - (size_t)n };
    *e = starts(rest, "OK") ? OK : ERR_FORBIDDEN;
    if (*e)
        remember(i, rest);
    return true;
}

static enum err
skip(struct imap *i, size_t n)
{
    uint8_t drop[4096];
    enum err e = OK;

    while (!e && n > 0) {
        size_t k = n < sizeof drop ? n : sizeof drop;
        e = stream_exact(i->s, drop, k);
        n -= k;
    }
    return e;
}

/* Run a command whose answers do not matter.  ERR_FORBIDDEN: the server says no. */
static enum err
run(struct imap *i, const char *text)
{
    enum err e = command(i, text);
    enum err end = OK;
    struct answer a;

    while (!e) {
        e = next_answer(i, &a);
        if (!e && is_end(i, a.line, &end))
            return end;
        if (!e && a.has_literal)
            e = skip(i, a.n_literal);
    }
    return e;
}

/* A quoted string; false when it cannot be one. */
static bool
quote(const char *text, char *to, size_t cap)
{
    size_t k = 0;

    to[k++] = '"';
    for (; *text && k + 4 < cap; text++) {
        if ((unsigned char)*text < ' ' || (unsigned char)*text == 0x7F)
            return false;
        if (*text == '"' || *text == '\\')
            to[k++] = '\\';
        to[k++] = *text;
    }
    to[k++] = '"';
    to[k] = '\0';
    return *text == '\0';
}

static enum err
log_in(struct imap *i, const struct imap_account *a)
{
    char user[400];
    char password[400];
    char line[COMMAND_CAP];

    if (!quote(a->user, user, sizeof user) || !quote(a->password, password, sizeof password))
        return ERR_FORBIDDEN;
    (void)snprintf(line, sizeof line, "LOGIN %s %s", user, password);
    enum err e = run(i, line);
    explicit_bzero(password, sizeof password);
    explicit_bzero(line, sizeof line);
    return e;
}

/* IDLE is one of the words of the answer. */
static bool
names_idle(struct bytes line)
{
    static const char word[] = " IDLE";
    const uint8_t *p = memmem(line.p, line.n, word, sizeof word - 1);
    size_t end = p ? (size_t)(p - line.p) + sizeof word - 1 : 0;

    return p && (end == line.n || line.p[end] == ' ' || line.p[end] == ']');
}

static enum err
ask_abilities(struct imap *i)
{
    enum err e = command(i, "CAPABILITY");
    enum err end = OK;
    struct answer a;

    while (!e) {
        e = next_answer(i, &a);
        if (!e && is_end(i, a.line, &end))
            return end == ERR_FORBIDDEN ? OK : end;
        if (!e && starts(a.line, "* CAPABILITY"))
            i->can_idle = names_idle(a.line);
        if (!e && a.has_literal)
            e = skip(i, a.n_literal);
    }
    return e;
}

static enum err
select_folder(struct imap *i, const char *folder)
{
    char name[400];
    char line[COMMAND_CAP];

    if (!quote(*folder ? folder : "INBOX", name, sizeof name))
        return ERR_MALFORMED;
    (void)snprintf(line, sizeof line, "Select %s", name);
    return run(i, line);
}

enum err
imap_open(const struct imap_account *a, struct imap **out, enum net_trouble *trouble,
    char why[static IMAP_WHY_BYTES])
{
    OWN(imap) i = calloc(1, sizeof *i);
    struct answer hello;

    if (!i)
        return ERR_INTERNAL;
    enum err e = stream_open(&a->to, &i->s, trouble, why, IMAP_WHY_BYTES);
    if (e)
        return e;
    *trouble = NET_SERVER;
    i->within_ms = a->to.timeout_ms;
    stream_all_within(i->s, i->within_ms);
    e = next_answer(i, &hello);
    if (!e && !starts(hello.line, "* OK") && !starts(hello.line, "* PREAUTH"))
        e = ERR_MALFORMED;
    if (!e) {
        *trouble = NET_LOGIN;
        e = log_in(i, a);
    }
    if (!e) {
        *trouble = NET_SERVER;
        e = select_folder(i, a->folder);
        e = e ? e : ask_abilities(i);
    }
    (void)snprintf(why, IMAP_WHY_BYTES, "%s", i->why);
    if (e == ERR_BUSY)
        *trouble = NET_UNREACHABLE;
    if (e)
        return ERR_BUSY;
    *trouble = NET_FINE;
    *out = TAKE(i);
    return OK;
}

static void
take_numbers(struct bytes line, uint32_t uids[IMAP_MAX_NEW], size_t *n)
{
    uint64_t value = 0;
    bool digits = false;

    for (size_t at = 8; at <= line.n && *n < IMAP_MAX_NEW; at++) {
        if (at < line.n && isdigit(line.p[at]) && value <= UINT32_MAX) {
            value = value * 10 + (uint64_t)(line.p[at] - '0');
            digits = true;
        } else if (digits) {
            if (value > 0 && value <= UINT32_MAX)
                uids[(*n)++] = (uint32_t)value;
            value = 0;
            digits = false;
        }
    }
}

enum err
imap_new_mails(struct imap *i, uint32_t uids[IMAP_MAX_NEW], size_t *n)
{
    enum err e = command(i, "UID SEARCH UNSEEN UNDELETED");
    enum err end = OK;
    struct answer a;

    *n = 0;
    while (!e) {
        e = next_answer(i, &a);
        if (!e && is_end(i, a.line, &end))
            return end == ERR_FORBIDDEN ? ERR_MALFORMED : end;
        if (!e && starts(a.line, "* SEARCH"))
            take_numbers(a.line, uids, n);
        if (!e && a.has_literal)
            e = skip(i, a.n_literal);
    }
    return e;
}

/* Does "* n FETCH (..." carry the body?  Other clients' flags are told unasked. */
static bool
has_body(struct bytes line)
{
    return starts(line, "* ") && memmem(line.p, line.n, "BODY[", 5) != NULL;
}

enum err
imap_fetch(struct imap *i, uint32_t uid, size_t max, struct arena *a, struct bytes *out, bool *cut)
{
    char text[80];
    struct answer x;
    enum err end = OK;
    bool found = false;

    (void)snprintf(text, sizeof text, "UID FETCH %" PRIu32 " (BODY.PEEK[]<0.%zu>)", uid, max + 1);
    enum err e = command(i, text);
    stream_all_within(i->s, FETCH_TIMES * i->within_ms);
    while (!e) {
        e = next_answer(i, &x);
        if (!e && is_end(i, x.line, &end))
            break;
        if (!e && x.has_literal && !found && has_body(x.line) && x.n_literal <= max + 1) {
            uint8_t *p = arena_alloc(a, x.n_literal + 1);
            e = p ? stream_exact(i->s, p, x.n_literal) : ERR_INTERNAL;
            *cut = x.n_literal > max;
            *out = (struct bytes){ p, *cut ? max : x.n_literal };
            found = !e;
        } else if (!e && x.has_literal) {
            e = skip(i, x.n_literal);
        }
    }
    if (e || end)
        return e ? e : end == ERR_FORBIDDEN ? ERR_MALFORMED : end;
    return found ? OK : ERR_NOT_FOUND;
}

enum err
imap_mark_seen(struct imap *i, uint32_t uid)
{
    char text[80];

    (void)snprintf(text, sizeof text, "UID STORE %" PRIu32 " +FLAGS.SILENT (\\Seen)", uid);
    enum err e = run(i, text);
    return e == ERR_FORBIDDEN ? ERR_MALFORMED : e;
}

bool
imap_can_idle(const struct imap *i)
{
    return i->can_idle;
}

/* Until "+": the server listens.  ERR_FORBIDDEN: it refused. */
static enum err
begin_idle(struct imap *i)
{
    enum err e = command(i, "IDLE");
    enum err end = OK;
    struct answer a;

    while (!e) {
        e = next_answer(i, &a);
        if (!e && is_end(i, a.line, &end))
            return end ? end : ERR_MALFORMED;
        if (!e && starts(a.line, "+"))
            return OK;
        if (!e && a.has_literal)
            e = skip(i, a.n_literal);
    }
    return e;
}

static enum err
end_idle(struct imap *i)
{
    enum err e = stream_send(i->s, bytes_of("DONE\r\n"));
    enum err end = OK;
    struct answer a;

    stream_all_within(i->s, i->within_ms);
    while (!e) {
        e = next_answer(i, &a);
        if (!e && is_end(i, a.line, &end))
            return end == ERR_FORBIDDEN ? ERR_MALFORMED : end;
        if (!e && a.has_literal)
            e = skip(i, a.n_literal);
    }
    return e;
}

static bool
holds(struct bytes line, const char *word)
{
    return line.n > 0 && line.p && memmem(line.p, line.n, word, strlen(word)) != NULL;
}

static bool
tells_of_mail(struct bytes line)
{
    return starts(line, "* ") && (holds(line, "EXISTS") || holds(line, "RECENT"));
}

enum err
imap_idle(struct imap *i, int64_t wait_ms, bool (*stop)(void *closure), void *closure)
{
    int64_t end_ms = clock_steady_ms() + wait_ms;
    enum err e = begin_idle(i);
    struct bytes line;
    enum err bye = OK;
    bool told = false;

    if (e)
        return e;
    stream_all_within(i->s, 0); /* the waiting has an end of its own */
    while (!e && !told && !stop(closure) && clock_steady_ms() < end_ms) {
        e = stream_poll_line(i->s, LINE_MAX_BYTES, IDLE_SLICE_MS, &line);
        if (!e && starts(line, "* BYE") && is_end(i, line, &bye))
            return bye;
        told = !e && tells_of_mail(line);
        e = e == ERR_NOT_FOUND ? OK : e;
    }
    return e ? e : end_idle(i);
}

enum err
imap_noop(struct imap *i)
{
    enum err e = run(i, "NOOP");

    return e == ERR_FORBIDDEN ? ERR_MALFORMED : e;
}
