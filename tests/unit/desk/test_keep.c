/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How long cases are kept, what leaves the desk and what comes: the rules, and the pages over
   HTTP. */
#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "desk/keep/bring.h"
#include "desk/keep/export.h"
#include "desk/keep/import_files.h"
#include "desk/keep/retention.h"
#include "importer/importer.h"
#include "joblink/job.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

static struct fixture fx;
static struct browser olga, ivan;
static struct seeker_keys *seeker;
static struct arena *mem;

/* Roles of the running sessions: keys stay as they were set up. */
static void
promote(void)
{
    for (size_t i = 0; i < MAX_SESSIONS; i++)
        if (fx.app.sessions.s[i].used)
            fx.app.sessions.s[i].roles |= ROLE_DUTY_LEAD | ROLE_LAWYER;
}

static void
enter(void)
{
    fx.app.conf.origin = "http://127.0.0.1:8080";
    fx.app.conf.keep_months = 24;
    browser_login(&olga, &fx.members[0], "");
    browser_login(&ivan, &fx.members[1], "");
    fixture_settle(&fx.app);
    fixture_read(&fx.app);
    promote();
}

static int
set_up(void **state)
{
    struct pulled p;

    (void)state;
    fixture_new(&fx);
    mem = arena_new(256 << 20);
    fixture_request(&fx, "Меня увезут завтра\nв часть \"А\"", BELL_RING_DANGER, &seeker, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    browser_new(&olga, &fx.app);
    browser_new(&ivan, &fx.app);
    enter();
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    seeker_keys_drop(&seeker);
    arena_drop(&mem);
    fixture_done(&fx);
    return 0;
}

static struct casebook
book(void)
{
    struct casebook b;

    desk_casebook(&fx.app, NULL, &b);
    return b;
}

static struct actor
actor(void)
{
    return (struct actor){ .name = "Olga", .now_s = clock_now_s() };
}

static int64_t
n_cases(void)
{
    struct casebook b = book();
    struct case_counts c = { 0 };

    assert_int_equal(case_count(b.p, "", clock_now_s(), &c), OK);
    return c.waiting + c.answered + c.closed;
}

static const char *export(int64_t id)
{
    struct casebook b = book();
    struct out o = out_in(mem);

    assert_int_equal(export_case(&b, id, "Тропа", 1795338780, &o), OK);
    return out_text_of(&o);
}

/* The first of a list with one case. */
static struct case_row *
only(enum case_list list)
{
    const struct case_ask ask = { .list = list, .mine = "" };
    struct casebook b = book();
    struct case_row *rows = NULL;
    bool more = false;
    size_t n = 0;

    assert_int_equal(case_list(b.p, &ask, mem, &rows, &n, &more), OK);
    assert_int_equal(n, 1);
    return rows;
}

/* As the program beside the desk reads it. */
static struct bytes
read_doc(const char *text)
{
    size_t n = strlen(text);
    uint8_t *question = arena_alloc(mem, n + 4);
    OWN_FD fd = memfd_create("doc", MFD_CLOEXEC);

    memcpy(question + 4, text, n);
    assert_int_equal(import_work((struct bytes){ question, n + 4 }, fd), OK);
    size_t size = (size_t)lseek(fd, 0, SEEK_CUR);
    uint8_t *doc = arena_alloc(mem, size);
    assert_int_equal(pread(fd, doc, size, 0), size);
    return (struct bytes){ doc, size };
}

static void
bring_text(const char *text, bool really, struct brought *out)
{
    struct casebook b = book();
    struct actor by = actor();

    assert_int_equal(bring(&b, read_doc(text), really, &by, mem, out), OK);
}

static void
test_export_holds_all_but_keys(void **state)
{
    struct casebook b = book();
    struct actor by = actor();
    struct case_full c;
    char hex[2 * KEY_BYTES + 1];
    char b64[B64_CAP(KEY_BYTES)];

    (void)state;
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, case_note(&b, 1, "Позвонить сестре \t<b>\x01", &by)), OK);
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, case_answer(&b, 1, "Не выходите из дома.", &by)), OK);
    const char *json = export(1);
    assert_non_null(strstr(json, "\"format\": \"understory-case\""));
    assert_non_null(strstr(json, "Меня увезут завтра\\nв часть \\\"А\\\""));
    assert_non_null(strstr(json, "Позвонить сестре \\u0009<b>\\u0001"));
    assert_non_null(strstr(json, "Не выходите из дома."));
    assert_int_equal(case_get(b.p, 1, mem, &c), OK);
    hex_encode((struct bytes){ c.psk.b, KEY_BYTES }, hex);
    b64_encode((struct bytes){ c.psk.b, KEY_BYTES }, b64);
    assert_null(strstr(json, hex));
    assert_null(strstr(json, b64));
    hex_encode((struct bytes){ c.card.pk.b, KEY_BYTES }, hex);
    b64_encode((struct bytes){ c.card.pk.b, KEY_BYTES }, b64);
    assert_null(strstr(json, hex));
    assert_null(strstr(json, b64));
    case_wipe(&c);
    /* The schema is checked by another program: tests/integration/test_export.py. */
    const char *to = getenv("KEEP_EXPORT");
    if (to)
        assert_int_equal(file_replace(to, bytes_of(json)), OK);
}

static void
test_table_names_nobody(void **state)
{
    struct casebook b = book();
    struct out o = out_in(mem);
    size_t n = 0;

    (void)state;
    assert_int_equal(export_list(&b, &o, &n), OK);
    assert_int_equal(n, 1);
    const char *csv = out_text_of(&o);
    assert_true(strncmp(csv, "month,language,", 15) == 0);
    assert_non_null(strstr(csv, ",ru,"));
    assert_null(strstr(csv, "увезут"));
    assert_null(strstr(csv, "Olga"));
}

/* Export, erase, bring in again: the same case, without keys. */
static void
test_round_trip(void **state)
{
    struct casebook b = book();
    struct actor by = actor();
    struct case_row *rows = NULL;
    struct entries before, after;
    struct brought got;
    struct case_full c;

    (void)state;
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(
        casebook_end(&b, case_close(&b, 1, CLOSE_GOAL_REACHED, "Освобождён", &by)), OK);
    const char *json = export(1);
    assert_int_equal(case_entries(b.p, &(struct entries_ask){ .id = 1 }, mem, &before), OK);
    bring_text(json, true, &got);
    assert_int_equal(got.n_cases, 1);
    assert_int_equal(got.n_fresh_entries, 0); /* it is here */
    assert_int_equal(retention_erase(&b, &fx.app.post, 1, clock_now_s()), OK);
    assert_int_equal(n_cases(), 0);
    bring_text(json, false, &got);
    assert_int_equal(got.n_fresh, 1);
    assert_int_equal(n_cases(), 0); /* only looked */
    bring_text(json, true, &got);
    assert_int_equal(got.n_refused, 0);
    assert_int_equal(n_cases(), 1);
    rows = only(LIST_CLOSED);
    assert_string_equal(rows[0].lang, "ru");
    assert_string_equal(rows[0].subject, "Меня увезут завтра");
    assert_int_equal(case_entries(b.p, &(struct entries_ask){ .id = rows[0].id }, mem, &after), OK);
    assert_int_equal(after.n, before.n + 1); /* and that it was brought along */
    for (size_t i = 0; i < before.n; i++) {
        assert_string_equal(after.e[i].body, before.e[i].body);
        assert_int_equal(after.e[i].at_s, before.e[i].at_s);
        assert_string_equal(after.e[i].who, before.e[i].who);
    }
    assert_int_equal(case_get(b.p, rows[0].id, mem, &c), OK);
    assert_false(c.has_card);
    bring_text(json, true, &got);
    assert_int_equal(got.n_fresh_entries, 0);
    assert_int_equal(n_cases(), 1);
}

#define CHAT_HEAD "{\"name\":\"Заяц\",\"type\":\"personal_chat\",\"id\":700,\"messages\":["
#define CHAT(n, who, text)                                                                         \
    "{\"id\":" #n ",\"type\":\"message\",\"date_unixtime\":\"179352720" #n                         \
    "\",\"from\":\"Ольга\","                                                                  \
    "\"from_id\":\"" who "\",\"text\":\"" text "\"}"

static void
test_twice_adds_nothing(void **state)
{
    struct case_row *rows = NULL;
    struct brought got;
    int64_t before = n_cases();

    (void)state;
    bring_text(CHAT_HEAD CHAT(1, "user9", "Пишите нам") "," CHAT(2, "user700", "Повестка") "]}",
        true, &got);
    assert_int_equal(got.source, DOC_TELEGRAM);
    assert_int_equal(got.n_fresh, 1);
    assert_int_equal(n_cases(), before + 1);
    bring_text(CHAT_HEAD CHAT(1, "user9", "Пишите нам") "," CHAT(2, "user700", "Повестка") "]}",
        true, &got);
    assert_int_equal(got.n_fresh_entries, 0);
    /* A later export of the same chat: only what was said since. */
    bring_text(CHAT_HEAD CHAT(2, "user700", "Повестка") "," CHAT(3, "user700", "Что делать?") "]}",
        true, &got);
    assert_int_equal(got.n_fresh, 0);
    assert_int_equal(got.n_fresh_entries, 1);
    assert_int_equal(n_cases(), before + 1);
    rows = only(LIST_WAITING);
    assert_int_equal(rows[0].waiting_s, 1793527202); /* in its own time */
    fixture_restart(&fx);
    enter();
    assert_int_equal(n_cases(), before + 1);
    assert_int_equal(fx.app.n_broken, 0);
}

static void
test_lies_of_the_program(void **state)
{
    static const uint8_t bad[][8] = { { 9 }, { 1, 2 }, { 1, 1, 0, 0, 0, 0, 0, 0 } };
    struct casebook b = book();
    struct actor by = actor();
    struct brought got;
    uint8_t room[256];
    int64_t before = n_cases();

    (void)state;
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(
            bring(&b, (struct bytes){ bad[i], i ? 8 : 1 }, true, &by, mem, &got), ERR_MALFORMED);
    /* An entry before any case, and a kind that the desk keeps to itself. */
    const struct doc_item lies[] = { { .tag = DOC_TAG_ENTRY, .kind = RECORD_CONTACT },
        { .tag = DOC_TAG_ENTRY, .kind = RECORD_SHARE } };
    for (size_t i = 0; i < 2; i++) {
        struct writer w = writer_of(room, sizeof room);
        write_u8(&w, DOC_CSV);
        if (i == 1)
            doc_put(&w, &(struct doc_item){ .tag = DOC_TAG_CASE, .a = bytes_of("x") });
        doc_put(&w, &lies[i]);
        assert_int_equal(
            bring(&b, (struct bytes){ room, w.n }, true, &by, mem, &got), ERR_MALFORMED);
    }
    assert_int_equal(n_cases(), before);
}

static void
test_clock_and_hold(void **state)
{
    struct casebook b = book();
    struct actor by = actor();
    struct kept_case *list = NULL;
    size_t n = 0;
    struct case_row *rows = NULL;
    int64_t later = clock_now_s() + 25 * (int64_t)KEEP_MONTH_S;

    (void)state;
    rows = only(LIST_CLOSED);
    int64_t id = rows[0].id;
    assert_int_equal(retention_due(b.p, 24, clock_now_s(), mem, &list, &n), OK);
    assert_int_equal(n, 0);
    assert_int_equal(retention_due(b.p, 24, later, mem, &list, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(list[0].id, id);
    assert_int_equal(hold_set(&b, id, true, "  ", &by), ERR_MALFORMED);
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, hold_set(&b, id, true, "Иск в суде", &by)), OK);
    assert_int_equal(hold_set(&b, id, true, "again", &by), ERR_CONFLICT);
    assert_int_equal(retention_due(b.p, 24, later, mem, &list, &n), OK);
    assert_int_equal(n, 0);
    assert_int_equal(retention_erase(&b, &fx.app.post, id, later), ERR_CONFLICT);
    assert_int_equal(retention_held(b.p, mem, &list, &n), OK);
    assert_int_equal(n, 1);
    assert_string_equal(list[0].why, "Иск в суде");
    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, hold_set(&b, id, false, "Суд окончен", &by)), OK);
    assert_int_equal(retention_due(b.p, 24, later, mem, &list, &n), OK);
    assert_int_equal(n, 1);
}

static void
pair_field(struct browser *b, const char *form, char *to, size_t cap)
{
    char id[32];

    browser_get(b, "/keep");
    browser_field(b, form, "id", id, sizeof id);
    (void)snprintf(to, cap, "csrf={csrf}&id=%s", id);
}

static void
test_export_needs_two(void **state)
{
    char form[96];
    char type[64];

    (void)state;
    browser_get(&olga, "/keep");
    browser_shows(&olga, 200, "Хранение");
    browser_post(&olga, "/keep/table", "csrf={csrf}");
    browser_goes_to(&olga, "/keep?m=1");
    pair_field(&olga, "/keep/drop", form, sizeof form);
    browser_post(&olga, "/keep/confirm", form); /* her own */
    browser_goes_to(&olga, "/keep?m=10");
    browser_post(&olga, "/keep/do", form); /* not confirmed */
    browser_goes_to(&olga, "/keep?m=10");
    pair_field(&ivan, "/keep/confirm", form, sizeof form);
    browser_post(&ivan, "/keep/confirm", form);
    browser_goes_to(&ivan, "/keep?m=2");
    browser_post(&ivan, "/keep/do", form); /* not his */
    browser_goes_to(&ivan, "/keep?m=9");
    pair_field(&olga, "/keep/do", form, sizeof form);
    browser_post(&olga, "/keep/do", form);
    assert_int_equal(olga.status, 200);
    browser_header(&olga, "Content-Type", type, sizeof type);
    assert_string_equal(type, "text/csv; charset=utf-8");
    assert_true(browser_has(&olga, "month,language"));
    browser_get(&olga, "/keep");
    browser_post(&olga, "/keep/do", form); /* only once */
    browser_goes_to(&olga, "/keep?m=9");
}

static bool
file_holds(const char *name, const uint8_t *what, size_t n)
{
    OWN(arena) a = arena_new(64 << 20);
    const char *path = arena_printf(a, "%s/%s", fx.folder, name);
    struct bytes b = { NULL, 0 };
    enum err e = file_read(path, 32 << 20, a, &b);

    assert_true(e == OK || e == ERR_NOT_FOUND);
    return !e && b.n >= n && memmem(b.p, b.n, what, n) != NULL;
}

/* T10: after it the wraps of the stream are in no file of keys.db, its records in none of
   records.db. */
static void
test_erase_needs_two_and_is_for_ever(void **state)
{
    struct casebook b = book();
    struct case_row *rows = NULL;
    struct stream_id stream;
    char form[96], path[64];
    int64_t erased = 0;

    (void)state;
    rows = only(LIST_CLOSED);
    assert_int_equal(casebook_stream(&b, rows[0].id, &stream), OK);
    assert_true(file_holds("keys.db", stream.b, ID_BYTES));
    assert_int_equal(db_fold(fx.app.records), OK);
    assert_true(file_holds("records.db", stream.b, ID_BYTES));
    (void)snprintf(path, sizeof path, "/c/%lld/keep", (long long)rows[0].id);
    browser_get(&olga, path);
    browser_shows(&olga, 200, "Стереть навсегда");
    (void)snprintf(path, sizeof path, "/c/%lld/erase", (long long)rows[0].id);
    browser_post(&olga, path, "csrf={csrf}&why=old");
    assert_int_equal(olga.status, 303);
    pair_field(&ivan, "/keep/confirm", form, sizeof form);
    browser_post(&ivan, "/keep/confirm", form);
    browser_goes_to(&ivan, "/keep?m=2");
    pair_field(&olga, "/keep/do", form, sizeof form);
    browser_post(&olga, "/keep/do", form);
    browser_goes_to(&olga, "/keep?m=4");
    assert_false(file_holds("keys.db", stream.b, ID_BYTES));
    assert_false(file_holds("keys.db-journal", stream.b, ID_BYTES));
    assert_int_equal(db_fold(fx.app.records), OK);
    assert_false(file_holds("records.db", stream.b, ID_BYTES));
    assert_int_equal(retention_erased(fx.app.records, &erased), OK);
    assert_int_equal(erased, 2); /* and the one of the round trip */
    (void)snprintf(path, sizeof path, "/c/%lld", (long long)rows[0].id);
    browser_get(&olga, path);
    assert_int_equal(olga.status, 404);
}

static void
test_roles(void **state)
{
    static const char *const acts[] = { "/keep/table", "/c/1/erase", "/c/1/hold", "/c/1/export" };

    (void)state;
    for (size_t i = 0; i < MAX_SESSIONS; i++)
        fx.app.sessions.s[i].roles = ROLE_COUNSELLOR;
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        browser_get(&olga, "/keep");
        browser_post(&olga, acts[i], "csrf={csrf}&on=1&why=x");
        assert_int_equal(olga.status, 403);
    }
    promote();
}

/* Without the programs, or with a file that is gone, a sentence; never an empty page. */
static void
test_file_pages(void **state)
{
    const char *path = arena_printf(mem, "%s/чат 1.json", fx.folder);
    const char *names[IMPORT_FILES_MAX];
    size_t n = 0;

    (void)state;
    assert_int_equal(file_replace(path, bytes_of(CHAT_HEAD "]}")), OK);
    assert_int_equal(import_put(fx.folder, path, mem), OK);
    assert_int_equal(import_put(fx.folder, path, mem), ERR_CONFLICT);
    assert_int_equal(import_list(fx.folder, mem, names, &n), OK);
    assert_int_equal(n, 1);
    assert_true(import_name_is_valid(names[0]));
    assert_false(import_name_is_valid("../keys.db"));
    assert_false(import_name_is_valid(".hidden"));
    browser_get(&olga, "/keep");
    browser_shows(&olga, 200, names[0]);
    browser_post(&olga, "/keep/look", arena_printf(mem, "csrf={csrf}&file=%s", names[0]));
    browser_goes_to(&olga, "/keep?m=15");
    browser_get(&olga, "/keep?m=15");
    browser_post(&olga, "/keep/look", "csrf={csrf}&file=..%2Fkeys.db");
    browser_goes_to(&olga, "/keep?m=13");
    import_remove(fx.folder, names[0]);
    assert_int_equal(import_list(fx.folder, mem, names, &n), OK);
    assert_int_equal(n, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_export_holds_all_but_keys),
        cmocka_unit_test(test_table_names_nobody),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_twice_adds_nothing),
        cmocka_unit_test(test_lies_of_the_program),
        cmocka_unit_test(test_clock_and_hold),
        cmocka_unit_test(test_export_needs_two),
        cmocka_unit_test(test_erase_needs_two_and_is_for_ever),
        cmocka_unit_test(test_roles),
        cmocka_unit_test(test_file_pages),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
