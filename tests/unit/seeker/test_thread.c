/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Answers on sheets: nothing is lost or cut inside a character, and every sheet has its size. */
#include "base/own.h"
#include "base/text.h"
#include "seeker/pages.h"
#include "tests/unit/check.h"

static const char pass[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef";

static struct thread_view
view(enum lang l)
{
    return (struct thread_view){ .f = { .lang = l, .site = "Opora" },
        .ticket = TICKET_PLACE,
        .again = pass,
        .answer_hours = 21 };
}

/* Render all sheets, check their size, and put the texts together again. */
static void
check_sheets(struct thread_view *v, const struct answer *answers, size_t n, struct arena *a,
    size_t *n_sheets)
{
    const struct thread_plan *plan = thread_plan(v, answers, n, a);
    size_t answer = 0, at = 0;

    assert_non_null(plan);
    assert_int_equal(plan->first_of[0], 0);
    v->plan = plan;
    for (v->sheet = 0; v->sheet < plan->n_sheets; v->sheet++) {
        struct out o = out_in(a);
        v->newer = v->sheet > 0 ? pass : NULL;
        v->older = v->sheet + 1 < plan->n_sheets ? pass : NULL;
        page_thread(&o, v);
        assert_false(o.failed);
        if (o.n > PAGE_PRIVATE_BYTES)
            fail_msg("sheet %zu: %zu bytes", v->sheet, o.n);
        page_pad(&o, PAGE_PRIVATE_BYTES);
        assert_int_equal(o.n, PAGE_PRIVATE_BYTES);
    }
    for (size_t i = 0; i < plan->first_of[plan->n_sheets]; i++) {
        const struct answer_part *p = &plan->parts[i];
        assert_ptr_equal(p->answer, &answers[answer]);
        assert_int_equal(p->from, at);
        assert_int_equal(p->begins, at == 0);
        assert_true(
            utf8_is_valid((struct bytes){ (const uint8_t *)p->answer->text + p->from, p->n }));
        at += p->n;
        assert_int_equal(p->ends, at == strlen(p->answer->text));
        if (p->ends) {
            answer++;
            at = 0;
        }
    }
    assert_int_equal(answer, n);
    *n_sheets = plan->n_sheets;
}

static char *
repeated(struct arena *a, const char *piece, size_t n_bytes)
{
    size_t n = strlen(piece);
    char *to = arena_alloc(a, n_bytes + n + 1), *end = to;

    while ((size_t)(end - to) < n_bytes) {
        memcpy(end, piece, n);
        end += n;
    }
    return to;
}

static void
test_texts_of_every_kind(void **state)
{
    static const struct {
        const char *piece;
        size_t n_bytes, sheets;
    } rows[] = {
        { "", 0, 1 },
        { "a", 1, 1 },
        { "Привет. ", 3000, 1 },
        { "Привет, это длинный ответ без абзацев. ", 15000, 2 },
        { "щ", 15000, 2 },                /* no place to cut but between characters */
        { "\xF0\x9F\x8C\xB2", 15000, 2 }, /* four bytes each */
        { "\"", 15000, 8 },               /* each becomes five bytes */
        { "<&>'\"\n", 15000, 6 },
        { "строка\n", 60000, 6 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (enum lang l = LANG_RU; l < N_LANGS; l++) {
            OWN(arena) a = arena_new(64 << 20);
            const char *text = rows[i].n_bytes ? repeated(a, rows[i].piece, rows[i].n_bytes) : "";
            const struct answer answer = { "Sample <One>", text, 20779 };
            struct thread_view v = view(l);
            size_t n;
            check_sheets(&v, &answer, 1, a, &n);
            if (n < rows[i].sheets || n > rows[i].sheets + 2)
                fail_msg("row %zu: %zu sheets", i, n);
        }
}

static void
test_many_answers(void **state)
{
    OWN(arena) a = arena_new(256 << 20);
    struct answer *answers = arena_alloc(a, 256 * sizeof *answers);
    struct thread_view v = view(LANG_UK);
    size_t n;

    (void)state;
    for (size_t i = 0; i < 256; i++)
        answers[i] = (struct answer){ i % 2 ? "Перша" : "Друга", repeated(a, "слово ", i * 37),
            20779 - (int64_t)i };
    check_sheets(&v, answers, 256, a, &n);
    assert_true(n > 70 && n < 200);
    check_sheets(&v, answers, 0, a, &n);
    assert_int_equal(n, 1);
}

static void
test_cuts_where_a_reader_would(void **state)
{
    OWN(arena) a = arena_new(64 << 20);
    const struct answer answer = { "Org", repeated(a, "одно два три\n", 30000), 20779 };
    struct thread_view v = view(LANG_RU);
    const struct thread_plan *plan = thread_plan(&v, &answer, 1, a);

    (void)state;
    assert_non_null(plan);
    for (size_t i = 0; i + 1 < plan->first_of[plan->n_sheets]; i++)
        assert_int_equal(answer.text[plan->parts[i].from + plan->parts[i].n - 1], '\n');
}

static void
test_no_memory_is_no_plan(void **state)
{
    OWN(arena) full = arena_new(64 << 20);
    OWN(arena) small = arena_new(12000);
    const struct answer answer = { "Org", repeated(full, "слово ", 200000), 20779 };
    struct thread_view v = view(LANG_RU);

    (void)state;
    assert_null(thread_plan(&v, &answer, 1, small));
}

static void
test_padding(void **state)
{
    (void)state;
    for (size_t n = 0; n < 300; n += 7) {
        OWN(arena) a = arena_new(1 << 16);
        struct out o = out_in(a);
        for (size_t i = 0; i < n; i++)
            out_lit(&o, "x", 1);
        page_pad(&o, 100);
        assert_int_equal(o.n, (n + 99) / 100 * 100);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_texts_of_every_kind),
        cmocka_unit_test(test_many_answers),
        cmocka_unit_test(test_cuts_where_a_reader_would),
        cmocka_unit_test(test_no_memory_is_no_plan),
        cmocka_unit_test(test_padding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
