/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Telegram: the Bot API by long polling.  An update is confirmed to the server only when the desk
   has it on its disk: until then the server brings it again. */
#include "base/clock.h"
#include "base/own.h"
#include "base/text.h"
#include "net/fetch.h"
#include "post/json.h"
#include "post/telegram_words.h"
#include "post/worker.h"
#include <inttypes.h>

enum {
    POLL_S = 25,
    TIMEOUT_MS = 60 * 1000,
    ANSWER_MAX = 8 << 20,
    BATCH = 50,
    PART_UNITS = 4000,     /* of UTF-16, the server takes 4096 */
    MAX_KNOWN = 4096,      /* people who have been told how it is */
    AGAIN_S = 60,          /* the same refusal to the same person */
    EMPTY_PAUSE_MS = 1000, /* should the server not wait as it was asked to */
};

struct known {
    int64_t chat, refused_s;
};

struct telegram {
    struct fetcher *f;
    int64_t offset; /* the next update; 0: whatever the server has not been told of */
    struct known known[MAX_KNOWN];
    size_t n_known;
    char doing[64]; /* the letter of which some parts are sent, and how many */
    size_t parts_done;
};

static struct telegram *
state(struct worker *w)
{
    struct telegram *t = w->own ? w->own : arena_alloc(w->life, sizeof *t);

    if (t && !w->own) {
        const char *proxy = *w->conf.text[CT_PROXY] ? w->conf.text[CT_PROXY] : NULL;
        if (fetcher_new(proxy, &t->f))
            return NULL;
        w->own = t;
    }
    return t;
}

static bool
stop_waiting(void *closure)
{
    return worker_is_wanted(closure);
}

/* What an answer that is no success means. */
static enum post_why
read_error(struct worker *w, json_t *answer, long status)
{
    int64_t code = answer ? json_number_at(answer, "error_code") : status;
    int64_t wait = json_number_at(JSON_AT(answer, "parameters"), "retry_after");
    const char *words = json_text_at(answer, "description");
    size_t n = utf8_prefix(bytes_of(words), WORKER_WHY_BYTES - 1);

    (void)snprintf(w->why, sizeof w->why, "%.*s", (int)n, words);
    if (code == 429 && wait > 0)
        w->retry_s = wait < 3600 ? (uint32_t)wait : 3600;
    switch (code) {
    case 429: return POST_BUSY;
    case 401:
    case 404: return POST_LOGIN;
    case 403: return POST_BLOCKED;
    case 400: return POST_REFUSED;
    case 409: return POST_TWICE;
    default: return POST_SERVER;
    }
}

/* Call a method.  *result is the caller's; it is NULL when waiting was stopped. */
static enum post_why
call(struct worker *w, const char *method, json_t *params, bool wait, json_t **result)
{
    struct telegram *t = state(w);
    OWN(arena) a = arena_new(fetch_room(ANSWER_MAX) + (1 << 20));
    const char *base = w->conf.text[CT_FETCH];
    struct fetched got;

    *result = NULL;
    const char *body = t && a ? json_write(params, a) : NULL;
    const char *url =
        body ? arena_printf(a, "%s/bot%s/%s", base, w->conf.text[CT_SECRET], method) : NULL;
    if (!url || (strncmp(base, "https://", 8) != 0 && !net_is_local(base)))
        return POST_SERVER;
    struct fetch what = { .url = url,
        .post = bytes_of(body),
        .content_type = "application/json",
        .max_bytes = ANSWER_MAX,
        .timeout_ms = TIMEOUT_MS,
        .ca = *w->conf.text[CT_CA] ? w->conf.text[CT_CA] : NULL,
        .stop = wait ? stop_waiting : NULL,
        .closure = w };
    enum err e = fetch_run(t->f, &what, a, &got);
    if (e == ERR_CONFLICT)
        return POST_GOOD;
    if (e) {
        (void)snprintf(w->why, sizeof w->why, "%s", e == ERR_BUSY ? fetcher_why(t->f) : "");
        return e == ERR_BUSY ? why_of(fetcher_trouble(t->f)) : POST_SERVER;
    }
    OWN_JSON answer = json_read(got.body);
    if (!answer || !json_is_true(json_object_get(answer, "ok")))
        return read_error(w, answer, got.status);
    *result = json_incref(json_object_get(answer, "result"));
    return *result ? POST_GOOD : POST_SERVER;
}

/* One message of at most PART_UNITS. */
static enum post_why
say_part(struct worker *w, int64_t chat, const char *text, size_t n)
{
    OWN_JSON params = json_pack("{s:I, s:s%, s:b}", "chat_id", (json_int_t)chat, "text", text, n,
        "disable_web_page_preview", 1);
    OWN_JSON result = NULL;

    return params ? call(w, "sendMessage", params, false, &result) : POST_SERVER;
}

/* How many bytes make the next part: up to a line or word's end if one is near. */
static size_t
part_of(const char *text)
{
    size_t units = 0;
    size_t good = 0;
    size_t i = 0;

    for (; text[i] && units < PART_UNITS; i++) {
        unsigned char c = (unsigned char)text[i];
        units += (c & 0xC0) != 0x80 ? (c >= 0xF0 ? 2 : 1) : 0;
        if (c == '\n' || c == ' ')
            good = i + 1;
    }
    while (text[i] && ((unsigned char)text[i] & 0xC0) == 0x80)
        i++;
    return text[i] && good > i / 2 ? good : i;
}

static enum post_why
send_letter(struct worker *w, const struct letter *l)
{
    struct telegram *t = state(w);
    bool minus = l->address[0] == '-';
    uint64_t chat = 0;
    enum post_why why = POST_GOOD;
    size_t k = 0;

    if (!t || text_u64(l->address + minus, 1, INT64_MAX, &chat))
        return POST_REFUSED;
    if (!*l->message_id || strcmp(t->doing, l->message_id) != 0) {
        (void)snprintf(t->doing, sizeof t->doing, "%s", l->message_id);
        t->parts_done = 0;
    }
    for (const char *p = l->text; !why && *p; k++) {
        size_t n = part_of(p);
        if (k >= t->parts_done)
            why = say_part(w, minus ? -(int64_t)chat : (int64_t)chat, p, n);
        t->parts_done = !why && k >= t->parts_done ? k + 1 : t->parts_done;
        p += n;
    }
    return why;
}

/* The person's row; a new one when she was not met since the start. */
static struct known *
meet(struct telegram *t, int64_t chat, bool *first)
{
    for (size_t i = 0; i < t->n_known && i < MAX_KNOWN; i++)
        if (t->known[i].chat == chat) {
            *first = false;
            return &t->known[i];
        }
    struct known *k = &t->known[t->n_known++ % MAX_KNOWN];
    *k = (struct known){ .chat = chat };
    *first = true;
    return k;
}

/* To the person, in her language; that it fails is no reason to fetch her message again. */
static void
tell_person(struct worker *w, int64_t chat, const char *text)
{
    if (text && *text)
        (void)say_part(w, chat, text, strlen(text));
}

static bool
has_file(json_t *message)
{
    static const char *const kinds[] = { "document", "photo", "video", "voice", "audio",
        "video_note", "animation", "sticker", "contact", "location", "venue", "poll", "story" };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (json_object_get(message, kinds[i]))
            return true;
    return false;
}

static const char *
name_of(struct arena *a, json_t *from)
{
    const char *user = json_text_at(from, "username");
    const char *name = arena_printf(a, "%.200s %.200s%s%.60s", json_text_at(from, "first_name"),
        json_text_at(from, "last_name"), *user ? " @" : "", user);
    size_t n = name ? utf8_prefix(bytes_of(name), 400) : 0;

    while (n > 0 && name[n - 1] == ' ')
        n--;
    return name && utf8_is_valid((struct bytes){ (const uint8_t *)name, n })
               ? arena_text_n(a, name, n)
               : "";
}

/* A message of a person to the desk.  ERR_BUSY: it could not keep it. */
static enum err
hand_over(struct worker *w, json_t *message, int64_t update, const char *text, bool file,
    const char *lang)
{
    OWN(arena) a = arena_new(1 << 20);
    struct letter *l = a ? arena_alloc(a, sizeof *l) : NULL;
    json_t *chat = json_object_get(message, "chat");
    const char *token = w->conf.text[CT_SECRET];
    char address[24];

    if (!l)
        return ERR_BUSY;
    (void)snprintf(address, sizeof address, "%" PRId64, json_number_at(chat, "id"));
    const char *source = arena_printf(a, "%.*s:%" PRId64, (int)strcspn(token, ":"), token, update);
    struct content_id id = worker_source(w, bytes_of(source ? source : ""));
    l->address = address;
    l->name = name_of(a, json_object_get(message, "from"));
    l->text = text;
    l->lang = lang;
    l->sent_s = json_number_at(message, "date") > 0 ? json_number_at(message, "date") : 0;
    l->flags = file ? LETTER_FILE_REFUSED : 0;
    return source ? worker_came(w, &id, l) : ERR_BUSY;
}

static enum err
take_message(struct worker *w, struct telegram *t, json_t *message, int64_t update)
{
    json_t *from = json_object_get(message, "from");
    int64_t chat = json_number_at(json_object_get(message, "chat"), "id");
    const char *kind = json_text_at(json_object_get(message, "chat"), "type");
    const char *text = json_text_at(message, json_object_get(message, "text") ? "text" : "caption");
    bool file = has_file(message);
    bool first = false;
    char code[3] = "";
    enum lang lang = telegram_lang(json_text_at(from, "language_code"), code);

    if (strcmp(kind, "private") != 0 || json_is_true(json_object_get(from, "is_bot")) || chat == 0)
        return OK;
    OWN(arena) a = arena_new(65536);
    struct known *who = meet(t, chat, &first);
    if (!a)
        return ERR_BUSY;
    if (strcmp(text, "/id") == 0) {
        tell_person(w, chat, arena_printf(a, "%" PRId64, chat));
        return OK;
    }
    bool start = strncmp(text, "/start", 6) == 0;
    if (!start && (*text || file)) {
        enum err e = hand_over(w, message, update, text, file, code);
        if (e)
            return ERR_BUSY;
    }
    if (start || first)
        tell_person(w, chat, telegram_greeting(a, lang, w->conf.text[CT_HUB]));
    if (file && clock_now_s() - who->refused_s >= AGAIN_S) {
        who->refused_s = clock_now_s();
        tell_person(w, chat, telegram_refusal(a, lang, w->conf.text[CT_HUB]));
    }
    return OK;
}

static enum post_why
fetch(struct worker *w)
{
    struct telegram *t = state(w);
    int64_t began_ms = clock_steady_ms();
    w->waits = true;
    int wait_s = w->failures ? 0 : POLL_S; /* after a failure: does it work again? */
    OWN_JSON params = json_pack(
        "{s:i, s:i, s:[s]}", "timeout", wait_s, "limit", BATCH, "allowed_updates", "message");
    OWN_JSON updates = NULL;
    json_t *one = NULL;
    size_t i = 0;
    enum err e = OK;

    if (!t || !params ||
        (t->offset && json_object_set_new(params, "offset", json_integer(t->offset))))
        return POST_SERVER;
    enum post_why why = call(w, "getUpdates", params, true, &updates);
    if (why || !updates)
        return why;
    json_array_foreach(updates, i, one)
    {
        int64_t id = json_number_at(one, "update_id");
        e = take_message(w, t, json_object_get(one, "message"), id);
        if (e || w->ended)
            break;
        t->offset = id + 1;
    }
    if (json_array_size(updates) == 0 && wait_s > 0 &&
        clock_steady_ms() - began_ms < EMPTY_PAUSE_MS)
        worker_listen(w, EMPTY_PAUSE_MS);
    if (!e)
        return POST_GOOD;
    (void)snprintf(w->why, sizeof w->why, "the desk did not keep it");
    return POST_BUSY;
}

static enum post_why
probe(struct worker *w)
{
    OWN_JSON params = json_object();
    OWN_JSON result = NULL;

    return params ? call(w, "getMe", params, false, &result) : POST_SERVER;
}

const struct role role_telegram = { .fetch = fetch, .send = send_letter, .probe = probe };
