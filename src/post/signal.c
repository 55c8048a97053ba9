/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Signal, through the JSON-RPC interface of signal-cli: one object a line over TCP or a local
   socket.  It is asked to fetch only while we listen (subscribeReceive), so that messages wait at
   Signal's servers while the desk is down. */
#include "base/clock.h"
#include "base/own.h"
#include "base/text.h"
#include "net/stream.h"
#include "post/json.h"
#include "post/worker.h"
#include <inttypes.h>

enum {
    TIMEOUT_MS = 30 * 1000,
    LINE_MAX = 4 << 20,
    LISTEN_MS = 25 * 1000,
    SLICE_MS = 500,
    ERROR_IO = -3,
    ERROR_RATE = -5,
    RATE_WAIT_S = 15 * 60,
};

struct signal_line {
    struct stream *s;
    uint64_t n_asked;
};

static void
hang_up(struct signal_line *t)
{
    stream_drop(&t->s);
}

/* A request with our account in it; the text of the answer's id goes to `id`. */
static enum err
ask(struct worker *w, struct signal_line *t, const char *method, json_t *params, char id[24])
{
    OWN(arena) a = arena_new(1 << 20);
    const char *account = w->conf.text[CT_USER];

    (void)snprintf(id, 24, "%" PRIu64, ++t->n_asked);
    if (*account && json_object_set_new(params, "account", json_string(account)))
        return ERR_INTERNAL;
    OWN_JSON call = json_pack(
        "{s:s, s:s, s:s, s:O}", "jsonrpc", "2.0", "id", id, "method", method, "params", params);
    const char *text = a && call ? json_write(call, a) : NULL;
    const char *line = text ? arena_printf(a, "%s\n", text) : NULL;
    return line ? stream_send(t->s, bytes_of(line)) : ERR_INTERNAL;
}

static enum err
hand_over(struct worker *w, json_t *envelope)
{
    OWN(arena) a = arena_new(1 << 20);
    json_t *data = json_object_get(envelope, "dataMessage");
    const char *number = json_text_at(envelope, "sourceNumber");
    const char *uuid = json_text_at(envelope, "sourceUuid");
    const char *from = *number ? number : *uuid ? uuid : json_text_at(envelope, "source");
    struct letter *l = a ? arena_alloc(a, sizeof *l) : NULL;
    const char *text = json_text_at(data, "message");
    bool files = json_array_size(json_object_get(data, "attachments")) > 0;

    if (!data || json_object_get(data, "groupInfo") || (!*text && !files) || !*from)
        return OK; /* a receipt, somebody types, a group */
    const char *source =
        a ? arena_printf(a, "%s:%" PRId64 ":%s", from, json_number_at(data, "timestamp"), text)
          : NULL;
    if (!l || !source || strlen(from) > LETTER_ADDRESS_MAX)
        return ERR_BUSY;
    struct content_id id = worker_source(w, bytes_of(source));
    size_t n = utf8_prefix(bytes_of(json_text_at(envelope, "sourceName")), 400);
    size_t n_text = utf8_prefix(bytes_of(text), LETTER_TEXT_MAX);
    l->address = from;
    l->name = arena_text_n(a, json_text_at(envelope, "sourceName"), n);
    l->text = arena_text_n(a, text, n_text);
    l->sent_s = json_number_at(data, "timestamp") / 1000;
    l->sent_s = l->sent_s > 0 ? l->sent_s : 0;
    l->flags = (files ? LETTER_FILES_LEFT : 0) | (text[n_text] ? LETTER_CUT : 0);
    return worker_came(w, &id, l);
}

/* One line from signal-cli: a message, or the answer to `id` (then *answer is the caller's). */
static enum err
take_line(struct worker *w, struct bytes line, const char *id, json_t **answer)
{
    OWN_JSON j = json_read(line);
    json_t *params = json_object_get(j, "params");
    json_t *envelope = JSON_AT(params, "result", "envelope");

    if (!j)
        return ERR_MALFORMED;
    if (id && strcmp(json_text_at(j, "id"), id) == 0) {
        *answer = json_incref(j);
        return OK;
    }
    if (strcmp(json_text_at(j, "method"), "receive") != 0)
        return OK;
    return hand_over(w, envelope ? envelope : json_object_get(params, "envelope"));
}

/* Wait for an answer; messages that come before it are taken too. */
static enum err
wait_answer(struct worker *w, struct signal_line *t, const char *id, json_t **answer)
{
    int64_t end_ms = clock_steady_ms() + TIMEOUT_MS;
    struct bytes line;
    enum err e = OK;

    while (!e && !*answer) {
        e = clock_steady_ms() < end_ms ? stream_line(t->s, LINE_MAX, &line) : ERR_BUSY;
        e = e ? e : take_line(w, line, id, answer);
    }
    return e;
}

static enum post_why
connect_line(struct worker *w, struct signal_line **out)
{
    struct signal_line *t = w->own ? w->own : arena_alloc(w->life, sizeof *t);
    struct stream_to to = { w->conf.text[CT_FETCH], false, w->conf.text[CT_PROXY], "", TIMEOUT_MS };
    enum net_trouble trouble = NET_UNREACHABLE;
    OWN_JSON params = json_object();
    OWN_JSON answer = NULL;
    char id[24];

    w->own = t;
    *out = t;
    if (!t || !params || (to.host_port[0] != '/' && !net_is_local(to.host_port)))
        return POST_SERVER;
    if (t->s)
        return POST_GOOD;
    if (stream_open(&to, &t->s, &trouble, w->why, sizeof w->why))
        return why_of(trouble);
    enum err e = ask(w, t, "subscribeReceive", params, id);
    e = e ? e : wait_answer(w, t, id, &answer);
    /* A daemon that receives by itself knows no subscriptions: messages come all the same. */
    if (!e)
        return POST_GOOD;
    hang_up(t);
    return POST_UNREACHABLE;
}

static enum post_why
fetch(struct worker *w)
{
    struct signal_line *t = NULL;
    enum post_why why = connect_line(w, &t);
    w->waits = true;
    int64_t end_ms = clock_steady_ms() + LISTEN_MS;
    struct bytes line;
    enum err e = OK;

    while (!why && !e && clock_steady_ms() < end_ms && !worker_is_wanted(w)) {
        e = stream_poll_line(t->s, LINE_MAX, SLICE_MS, &line);
        e = e == ERR_NOT_FOUND ? OK : e ? e : take_line(w, line, NULL, NULL);
    }
    if (why || !e)
        return why;
    hang_up(t);
    return e == ERR_BUSY ? POST_UNREACHABLE : POST_SERVER;
}

/* What "send" gave back. */
static enum post_why
read_result(struct worker *w, json_t *answer)
{
    json_t *error = json_object_get(answer, "error");
    json_t *first = json_array_get(JSON_AT(answer, "result", "results"), 0);
    const char *type = json_text_at(first, "type");
    int64_t code = json_number_at(error, "code");
    const char *words = json_text_at(error, "message");
    size_t n = utf8_prefix(bytes_of(words), WORKER_WHY_BYTES - 1);

    (void)snprintf(w->why, sizeof w->why, "%.*s", (int)n, words);
    if (code == ERROR_RATE)
        w->retry_s = RATE_WAIT_S;
    if (error)
        return code == ERROR_RATE || code == ERROR_IO ? POST_BUSY : POST_REFUSED;
    if (!*type || strcmp(type, "SUCCESS") == 0)
        return POST_GOOD;
    if (strcmp(type, "UNREGISTERED_FAILURE") == 0)
        return POST_BLOCKED;
    return strcmp(type, "NETWORK_FAILURE") == 0 ? POST_UNREACHABLE : POST_REFUSED;
}

static enum post_why
send_letter(struct worker *w, const struct letter *l)
{
    struct signal_line *t = NULL;
    OWN_JSON params = json_pack("{s:[s], s:s}", "recipient", l->address, "message", l->text);
    OWN_JSON answer = NULL;
    enum post_why why = connect_line(w, &t);
    char id[24];

    if (why || !params)
        return why ? why : POST_SERVER;
    enum err e = ask(w, t, "send", params, id);
    e = e ? e : wait_answer(w, t, id, &answer);
    if (e) {
        hang_up(t);
        return POST_UNREACHABLE;
    }
    return read_result(w, answer);
}

static enum post_why
probe(struct worker *w)
{
    struct signal_line *t = NULL;

    return connect_line(w, &t);
}

const struct role role_signal = { .fetch = fetch, .send = send_letter, .probe = probe };
