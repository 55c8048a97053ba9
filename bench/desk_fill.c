/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Make a desk with many invented cases, for ./dev bench desk.
   usage: desk-fill FOLDER CASES
   Prints one line of JSON: the member's name and passphrase, how many cases, records and texts
   there are, what one record cost.  Each case has five records, two of them texts of about 400
   bytes; one in fifty waits, one in twenty is open and answered, the others are closed. */
#include "base/clock.h"
#include "base/text.h"
#include "core/open/sign.h"
#include "core/wire/crypto.h"
#include "core/wire/message.h"
#include "desk/desk.h"
#include "desk/setup/setup.h"
#include <inttypes.h>

enum { PER_TRANSACTION = 200, TEXT_BYTES = 400, NOTE_BYTES_MAX = 65536, SPREAD_DAYS = 700 };

static const char *const words[] = { "повестка", "военкомат", "прошу", "помощь", "мобилизация",
    "часть", "командир", "адвокат", "граница", "суд", "служба", "жена", "сын", "брат", "завтра",
    "неделя", "срок", "альтернативная", "отказ", "рапорт", "госпиталь", "комиссия", "документы",
    "паспорт", "розыск", "дело", "следователь", "заявление", "ответ", "письмо", "телефон", "город",
    "деревня", "мать", "отец", "страх", "угроза", "приказ", "контракт", "отпуск", "побег", "дом",
    "Казахстан", "Армения", "Грузия", "Германия", "виза", "билет", "деньги", "работа" };

/* Numbers that are the same at every run. */
static uint32_t
next_number(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

static size_t
write_text(uint64_t *state, int64_t i, char *to, size_t cap)
{
    size_t n = (size_t)snprintf(to, cap, "Дело %" PRId64 ". ", i);

    while (n < TEXT_BYTES) {
        const char *w = words[next_number(state) % (sizeof words / sizeof *words)];
        n += (size_t)snprintf(to + n, cap - n, "%s ", w);
    }
    return n;
}

static enum err
fill_root(const struct org_id *org, const struct sign_public *identity, struct arena *a,
    struct bytes *out)
{
    OWN(sign_secret) editor = sign_secret_new();
    struct root *r = arena_alloc(a, sizeof *r);
    uint8_t *text = arena_alloc(a, NOTE_BYTES_MAX);
    uint8_t *note = arena_alloc(a, NOTE_BYTES_MAX);
    struct writer w = writer_of(text, NOTE_BYTES_MAX);
    struct writer signed_w = writer_of(note, NOTE_BYTES_MAX);

    if (!editor || !r || !text || !note)
        return ERR_INTERNAL;
    sign_secret_random(editor);
    r->version = r->threshold = 1;
    r->n_editors = r->n_hubs = r->n_orgs = 1;
    (void)snprintf(r->editors[0].name, sizeof r->editors[0].name, "editor-1");
    r->editors[0].key = sign_public_of(editor);
    memset(r->hubs[0].id.b, 7, ID_BYTES);
    (void)snprintf(r->hubs[0].address, sizeof r->hubs[0].address, "http://127.0.0.1:1");
    r->orgs[0] = (struct root_org){ *org, *identity };
    enum err e = root_encode(r, &w);
    e = e ? e : note_sign((struct bytes){ text, w.n }, "editor-1", editor, &signed_w);
    *out = (struct bytes){ note, signed_w.n };
    return e;
}

static enum err
make_desk(const char *folder, struct setup_member *m, struct arena *a)
{
    char why[DB_WHY_BYTES];
    const char *why_join = NULL;
    struct card *profile = arena_alloc(a, sizeof *profile);
    struct org_id org;
    struct sign_public identity;
    struct bytes root;

    if (!profile)
        return ERR_INTERNAL;
    profile->n_names = profile->n_langs = profile->n_countries = 1;
    (void)snprintf(profile->names[0].lang, 3, "ru");
    (void)snprintf(profile->names[0].text, sizeof profile->names[0].text, "Тропа");
    (void)snprintf(profile->langs[0], 3, "ru");
    (void)snprintf(profile->countries[0], 3, "*");
    enum err e = setup_init(folder, m, 1, clock_now_s(), &org, &identity, why);
    e = e ? e : fill_root(&org, &identity, a, &root);
    return e ? e
             : setup_join(folder, root, profile, m->name, bytes_of(m->passphrase), clock_now_s(),
                   &why_join, a);
}

struct filling {
    struct casebook b;
    uint64_t state;
    int64_t now_s;
    int64_t n_records, n_texts;
};

static enum err
act(struct filling *f, const struct stream_id *stream, struct record r, int64_t at_s)
{
    r.at_s = at_s;
    if (r.kind != RECORD_MESSAGE) {
        memset(r.by.b, 1, sizeof r.by.b);
        r.by_name = "Anna";
    }
    f->n_records++;
    return case_act(&f->b, stream, &r);
}

static enum err
add_message(struct filling *f, const struct stream_id *stream, const struct psk *psk,
    enum message_type type, int64_t i, int64_t at_s)
{
    char text[2 * TEXT_BYTES];
    uint8_t body[4 * TEXT_BYTES];
    struct writer w = writer_of(body, sizeof body);
    struct message m = {
        .type = type, .has = HAS_TEXT | HAS_PSK | HAS_CARD | HAS_LANG, .psk = *psk, .lang = "ru"
    };

    m.text = (struct bytes){ (uint8_t *)text, write_text(&f->state, i, text, sizeof text) };
    random_fill(m.card.pk.b, sizeof m.card.pk.b);
    enum err e = message_encode(&m, &w);
    struct record r = { .kind = RECORD_MESSAGE, .number = type, .body = { body, w.n } };
    random_fill(r.content.b, sizeof r.content.b);
    r.rating = (struct rating){ .urgency = (uint8_t)(1 + next_number(&f->state) % 4),
        .lang = 1,
        .situation = 2,
        .country = "KZ",
        .reasons = { 1, 2 },
        .date_day = INT32_MIN };
    f->n_texts++;
    return e ? e : act(f, stream, r, at_s);
}

static enum err
add_answer(struct filling *f, const struct stream_id *stream, int64_t i, int64_t at_s)
{
    char text[2 * TEXT_BYTES];
    size_t n = write_text(&f->state, i, text, sizeof text);
    struct record r = { .kind = RECORD_ANSWER, .number = 1, .body = { (uint8_t *)text, n } };

    f->n_texts++;
    return act(f, stream, r, at_s);
}

/* Five records: asked, read, answered, and then what the kind of case wants. */
static enum err
add_case(struct filling *f, int64_t i, int64_t n)
{
    int64_t at_s = f->now_s - (n - i) * SPREAD_DAYS * DAY_S / n - 7200;
    bool waits = i % 50 == 0;
    bool open = waits || i % 20 == 1;
    struct stream_id stream;
    struct psk psk;

    random_fill(psk.b, sizeof psk.b);
    enum err e = stream_new(&f->b.at, &stream);
    e = e ? e : add_message(f, &stream, &psk, MESSAGE_REQUEST, i, at_s);
    e = e ? e : act(f, &stream, (struct record){ .kind = RECORD_OPENED }, at_s + 60);
    if (!e && waits) {
        struct record urgency = { .kind = RECORD_URGENCY, .number = 2, .body = bytes_of("срок") };
        e = act(f, &stream, urgency, at_s + 90);
    } else if (!e) {
        e = add_answer(f, &stream, i, at_s + 900);
    }
    struct record note = { .kind = RECORD_NOTE, .body = bytes_of("перезвонить вечером") };
    e = e ? e : act(f, &stream, note, at_s + 1000);
    if (e)
        return e;
    if (waits)
        return add_message(f, &stream, &psk, MESSAGE_FOLLOW_UP, i, at_s + 2000);
    struct record closed = { .kind = RECORD_CLOSED, .number = 1 }; /* the goal was reached */
    struct record assigned = { .kind = RECORD_ASSIGNED, .body = bytes_of("Anna") };
    return act(f, &stream, open ? assigned : closed, at_s + 3000);
}

static enum err
add_some(struct filling *f, int64_t from, int64_t to, int64_t n)
{
    enum err e = db_begin(f->b.at.keys, TX_WRITE);

    e = e ? e : casebook_begin(&f->b, TX_WRITE);
    if (e)
        return e;
    for (int64_t i = from; !e && i < to; i++)
        e = add_case(f, i, n);
    return casebook_end(&f->b, db_end(f->b.at.keys, e));
}

static enum err
fill(struct app *app, int64_t n, struct filling *f)
{
    enum err e = OK;

    f->now_s = clock_now_s();
    f->state = 1;
    desk_casebook(app, NULL, &f->b);
    f->b.at.keys_begun = true;
    f->b.vaults = NULL; /* nobody else has a vault open */
    for (int64_t i = 0; !e && i < n; i += PER_TRANSACTION)
        e = add_some(f, i, i + PER_TRANSACTION < n ? i + PER_TRANSACTION : n, n);
    return e;
}

int
main(int argc, char **argv)
{
    OWN(arena) a = arena_new(64 << 20);
    struct app *app = a ? arena_alloc(a, sizeof *app) : NULL;
    struct setup_member m = {
        .name = "Anna", .lang = "ru", .roles = ROLE_COUNSELLOR | ROLE_DUTY_LEAD | ROLE_OFFICE
    };
    char token[SESSION_TOKEN_CAP];
    struct session *s = NULL;
    struct filling f = { 0 };
    const char *why = "";
    uint64_t n = 0;

    if (!app || argc != 3 || text_u64(argv[2], 1, 10000000, &n) || crypto_start())
        return 2;
    app->conf = (struct desk_conf){
        .folder = argv[1], .proxy = "", .sandbox = "off", .idle_ms = INT64_MAX / 2
    };
    enum err e = make_desk(argv[1], &m, a);
    e = e ? e : desk_start(app, a, &why);
    e = e ? e : desk_unlock(app, m.name, m.passphrase, token, &s);
    int64_t from_ms = clock_steady_ms();
    e = e ? e : fill(app, (int64_t)n, &f);
    int64_t took_ms = clock_steady_ms() - from_ms;
    if (e) {
        (void)fprintf(stderr, "desk-fill: %s %s\n", err_name(e), why);
        return 1;
    }
    (void)printf("{\"name\":\"%s\",\"passphrase\":\"%s\",\"cases\":%s,\"records\":%" PRId64
                 ",\"texts\":%" PRId64 ",\"record_us\":%.1f}\n",
        m.name, m.passphrase, argv[2], f.n_records, f.n_texts,
        f.n_records ? (double)took_ms * 1000 / (double)f.n_records : 0.0);
    vaults_close_all(&app->vaults);
    db_drop(&app->records);
    db_drop(&app->keys);
    return 0;
}
