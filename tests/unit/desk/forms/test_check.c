/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Forms without the desk around them: what may be typed into each kind of field, what is kept of
   it, and that a body has one encoding. */
#include "base/clock.h"
#include "base/own.h"
#include "core/triage/triage.h"
#include "desk/forms/check.h"
#include "forms.gen.h"
#include "tests/unit/check.h"
#include <stdio.h>

static const struct form_choice choices[] = { { 1, false, "one", "One" }, { 2, true, "two", "Two" },
    { 7, false, "seven", "Seven" } };

enum {
    F_TEXT = 1,
    F_LONG,
    F_CHOICE,
    F_CHOICES,
    F_DATE,
    F_EXACT,
    F_MOMENT,
    F_NUMBER,
    F_YESNO,
    F_COUNTRIES,
    F_LANGUAGE,
    F_MEMBER,
    F_ITEM,
    F_SECRET,
    F_HOURS,
    N_FIELDS = F_HOURS
};

#define BOUNDS -INT64_C(1000000000000000), INT64_C(1000000000000000)
static const struct form_field fields[N_FIELDS] = {
    { F_TEXT, FIELD_TEXT, true, false, false, false, 5, 0, BOUNDS, "t", "T", NULL, NULL, NULL, 0 },
    { F_LONG, FIELD_LONG, false, false, false, false, 9000, 0, BOUNDS, "l", "L", NULL, NULL, NULL,
        0 },
    { F_CHOICE, FIELD_CHOICE, false, false, false, false, 0, 0, BOUNDS, "c", "C", NULL, NULL,
        choices, 3 },
    { F_CHOICES, FIELD_CHOICES, false, false, false, false, 0, 0, BOUNDS, "s", "S", NULL, NULL,
        choices, 3 },
    { F_DATE, FIELD_DATE, false, false, false, false, 0, 0, BOUNDS, "d", "D", NULL, NULL, NULL, 0 },
    { F_EXACT, FIELD_DATE, false, false, true, false, 0, 0, BOUNDS, "e", "E", NULL, NULL, NULL, 0 },
    { F_MOMENT, FIELD_MOMENT, false, false, false, false, 0, 0, BOUNDS, "m", "M", NULL, NULL, NULL,
        0 },
    { F_NUMBER, FIELD_NUMBER, false, false, false, false, 0, 0, -5, 10, "n", "N", NULL, NULL, NULL,
        0 },
    { F_YESNO, FIELD_YESNO, false, false, false, false, 0, 0, BOUNDS, "y", "Y", NULL, NULL, NULL,
        0 },
    { F_COUNTRIES, FIELD_COUNTRY, false, true, false, false, 0, 0, BOUNDS, "k", "K", NULL, NULL,
        NULL, 0 },
    { F_LANGUAGE, FIELD_LANGUAGE, false, false, false, false, 0, 0, BOUNDS, "g", "G", NULL, NULL,
        NULL, 0 },
    { F_MEMBER, FIELD_MEMBER, false, false, false, false, 0, 0, BOUNDS, "p", "P", NULL, NULL, NULL,
        0 },
    { F_ITEM, FIELD_ITEM, false, false, false, false, 0, 99, BOUNDS, "i", "I", NULL, NULL, NULL,
        0 },
    { F_SECRET, FIELD_TEXT, true, false, false, false, 50, 0, BOUNDS, "x", "X", NULL, "lawyer case",
        NULL, 0 },
    { F_HOURS, FIELD_HOURS, false, false, false, false, 0, 0, BOUNDS, "h", "H", NULL, NULL, NULL,
        0 },
};
static const struct form_def def = { 98, false, false, 0, "all", "All", "All", NULL, fields,
    N_FIELDS };
static const struct form_def other_def = { 99, false, false, 0, "o", "O", "O", NULL, fields, 1 };

#define OTHER "00112233445566778899aabbccddeeff"
static const char *const members[] = { "Olga" };
static const struct item other = { .hex = OTHER, .def = &other_def };
static const struct item *const others[] = { &other };

static void
check(const char *typed, const struct item *old, const char *role, struct arena *a,
    struct item_checked *out)
{
    struct item_scope scope = { role, members, 1, others, 1, old };
    struct form f;

    assert_int_equal(form_parse(bytes_of(typed), a, &f), OK);
    assert_int_equal(item_check(&def, &f, &scope, a, out), OK);
}

/* What is typed into one field, and what becomes of it. */
static const struct {
    const char *typed;
    int field;
    enum item_problem problem;
    int64_t n, more;
    const char *text;
} rows[] = {
    { "f1=", F_TEXT, ITEM_NEEDED, 0, 0, NULL },
    { "f1=+%0A+", F_TEXT, ITEM_NEEDED, 0, 0, NULL },
    { "f1=+abc+", F_TEXT, ITEM_FINE, 0, 0, "abc" },
    { "f1=%D0%B0%D0%B1%D0%B2%D0%B3%D0%B4", F_TEXT, ITEM_FINE, 0, 0, "абвгд" },
    { "f1=abcdefg", F_TEXT, ITEM_TOO_LONG, 2, 0, NULL },
    { "f1=a%0Ab", F_TEXT, ITEM_ONE_LINE, 0, 0, NULL },
    { "f2=a%0D%0Ab", F_LONG, ITEM_FINE, 0, 0, "a\nb" },
    { "f3=1", F_CHOICE, ITEM_FINE, 1, 0, "" },
    { "f3=7", F_CHOICE, ITEM_FINE, 7, 0, "" },
    { "f3=2", F_CHOICE, ITEM_CHOICE, 0, 0, NULL }, /* retired */
    { "f3=3", F_CHOICE, ITEM_CHOICE, 0, 0, NULL },
    { "f3=one", F_CHOICE, ITEM_CHOICE, 0, 0, NULL },
    { "f3=1&f3=7", F_CHOICE, ITEM_TOO_MANY, 1, 0, NULL },
    { "f4=7&f4=1&f4=7", F_CHOICES, ITEM_FINE, 1, 0, "" },
    { "f5=22.11.2026", F_DATE, ITEM_FINE, 20779, DATE_EXACT, "" },
    { "f5=2026-11-22&f5a=1", F_DATE, ITEM_FINE, 20779, DATE_ABOUT, "" },
    { "f5=11.2026", F_DATE, ITEM_FINE, 20758, DATE_MONTH, "" },
    { "f5=2026-11", F_DATE, ITEM_FINE, 20758, DATE_MONTH, "" },
    { "f5=2026", F_DATE, ITEM_FINE, 20454, DATE_YEAR, "" },
    { "f5=1969-12-31", F_DATE, ITEM_DATE_FAR, 0, 0, NULL },
    { "f5=1969", F_DATE, ITEM_DATE_FAR, 0, 0, NULL },
    { "f5=1970-01-01", F_DATE, ITEM_FINE, 0, DATE_EXACT, "" },
    { "f5=29.02.2028", F_DATE, ITEM_FINE, 21243, DATE_EXACT, "" },
    { "f5=29.02.2027", F_DATE, ITEM_DATE, 0, 0, NULL },
    { "f5=31.4.2026", F_DATE, ITEM_DATE, 0, 0, NULL },
    { "f5=2026-13-01", F_DATE, ITEM_DATE, 0, 0, NULL },
    { "f5=00.00.2026", F_DATE, ITEM_DATE, 0, 0, NULL },
    { "f5=tomorrow", F_DATE, ITEM_DATE, 0, 0, NULL },
    { "f5=22.11.26", F_DATE, ITEM_DATE, 0, 0, NULL },
    { "f5=1.1.1899", F_DATE, ITEM_DATE_FAR, 0, 0, NULL },
    { "f5=1.1.2101", F_DATE, ITEM_DATE_FAR, 0, 0, NULL },
    { "f5=31.12.2100", F_DATE, ITEM_FINE, 47846, DATE_EXACT, "" },
    { "f6=2026-11-22&f6a=1", F_EXACT, ITEM_FINE, 20779, DATE_EXACT, "" },
    { "f6=11.2026", F_EXACT, ITEM_DATE_EXACT, 0, 0, NULL },
    { "f7=2026-11-22T09%3A30&f7z=Europe%2FBerlin", F_MOMENT, ITEM_FINE, 1795339800, 0,
        "Europe/Berlin" },
    { "f7=2026-11-22T09%3A30%3A15", F_MOMENT, ITEM_FINE, 1795339800, 0, "" },
    { "f7=22.11.2026+23%3A59", F_MOMENT, ITEM_FINE, 1795391940, 0, "" },
    { "f7=2026-11-22T24%3A00", F_MOMENT, ITEM_MOMENT, 0, 0, NULL },
    { "f7=2026-11-22", F_MOMENT, ITEM_MOMENT, 0, 0, NULL },
    { "f7=2026-11T09%3A30", F_MOMENT, ITEM_MOMENT, 0, 0, NULL },
    { "f7=2500-11-22T09%3A30", F_MOMENT, ITEM_DATE_FAR, 0, 0, NULL },
    { "f7=1969-12-31T23%3A59", F_MOMENT, ITEM_DATE_FAR, 0, 0, NULL },
    { "f7=2026-11-22T09%3A30&f7z=%3Cb%3E", F_MOMENT, ITEM_ZONE, 0, 0, NULL },
    { "f15=19%3A00&f15u=22%3A30&f15z=Europe%2FKyiv", F_HOURS, ITEM_FINE, 19 * 60 * 1440 + 1350, 0,
        "Europe/Kyiv" },
    { "f15=9%3A05&f15u=0%3A00&f15z=Europe%2FKyiv", F_HOURS, ITEM_FINE, 545 * 1440, 0,
        "Europe/Kyiv" },
    { "f15=19%3A00&f15u=19%3A00&f15z=Europe%2FKyiv", F_HOURS, ITEM_HOURS, 0, 0, NULL },
    { "f15=19%3A00&f15z=Europe%2FKyiv", F_HOURS, ITEM_HOURS, 0, 0, NULL },
    { "f15=24%3A00&f15u=1%3A00&f15z=Europe%2FKyiv", F_HOURS, ITEM_HOURS, 0, 0, NULL },
    { "f15=19%3A60&f15u=1%3A00&f15z=Europe%2FKyiv", F_HOURS, ITEM_HOURS, 0, 0, NULL },
    { "f15=19&f15u=1%3A00&f15z=Europe%2FKyiv", F_HOURS, ITEM_HOURS, 0, 0, NULL },
    { "f15=-1%3A00&f15u=1%3A00&f15z=Europe%2FKyiv", F_HOURS, ITEM_HOURS, 0, 0, NULL },
    { "f15=19%3A00&f15u=22%3A30", F_HOURS, ITEM_ZONE, 0, 0, NULL },
    { "f15=19%3A00&f15u=22%3A30&f15z=Europe%2FMordor", F_HOURS, ITEM_ZONE, 0, 0, NULL },
    { "f8=-5", F_NUMBER, ITEM_FINE, -5, 0, "" },
    { "f8=11", F_NUMBER, ITEM_NUMBER, 0, 0, NULL },
    { "f8=1.5", F_NUMBER, ITEM_NUMBER, 0, 0, NULL },
    { "f8=-", F_NUMBER, ITEM_NUMBER, 0, 0, NULL },
    { "f9=3", F_YESNO, ITEM_FINE, YESNO_UNKNOWN, 0, "" },
    { "f9=4", F_YESNO, ITEM_CHOICE, 0, 0, NULL },
    { "f10=RU&f10=&f10=UA&f10=RU", F_COUNTRIES, ITEM_FINE, 0, 0, "RU" },
    { "f10=ru", F_COUNTRIES, ITEM_COUNTRY, 0, 0, NULL },
    { "f11=sah", F_LANGUAGE, ITEM_FINE, 0, 0, "sah" },
    { "f11=Russian", F_LANGUAGE, ITEM_LANGUAGE, 0, 0, NULL },
    { "f12=Olga", F_MEMBER, ITEM_FINE, 0, 0, "Olga" },
    { "f12=Nobody", F_MEMBER, ITEM_MEMBER, 0, 0, NULL },
    { "f13=" OTHER, F_ITEM, ITEM_FINE, 0, 0, OTHER },
    { "f13=ffeeddccbbaa99887766554433221100", F_ITEM, ITEM_OTHER, 0, 0, NULL },
    { "f13=..%2F..", F_ITEM, ITEM_OTHER, 0, 0, NULL },
};

static void
test_each_kind_of_field(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        OWN(arena) a = arena_new(4 << 20);
        struct item_checked got;
        check(rows[i].typed, NULL, "intake", a, &got);
        const struct item it = { .def = &def, .v = got.v, .n = got.n };
        const struct field_value *v = item_value(&it, (uint32_t)rows[i].field, 0);
        if (got.problem[rows[i].field - 1] != rows[i].problem)
            fail_msg("%s: problem %d, wanted %d", rows[i].typed, got.problem[rows[i].field - 1],
                rows[i].problem);
        if (rows[i].problem == ITEM_TOO_LONG)
            assert_int_equal(got.problem_n[rows[i].field - 1], rows[i].n);
        if (rows[i].problem != ITEM_FINE)
            continue;
        if (!v || v->n != rows[i].n || v->more != rows[i].more || strcmp(v->text, rows[i].text))
            fail_msg("%s: %lld %lld %s", rows[i].typed, v ? (long long)v->n : -99,
                v ? (long long)v->more : -99, v ? v->text : "none");
    }
}

/* Several values: each once, choices by number; bodies decode to what was encoded. */
static void
test_body_round_trip(void **state)
{
    static const char typed[] =
        "f1=abc&f2=%D0%B4%0A&f3=1&f4=7&f4=1&f5=11.2026&f6=2026-11-22&f7=2026-11-22T09%3A30&f7z=Asia"
        "%2FTbilisi&f8=-5&f9=2&f10=UA&f10=RU&f11=ru&f12=Olga&f13=" OTHER
        "&f14=why&f15=23%3A00&f15u=1%3A30&f15z=Europe%2FMinsk";
    OWN(arena) a = arena_new(4 << 20);
    uint8_t room[ITEM_BODY_MAX];
    uint8_t again[ITEM_BODY_MAX];
    struct writer w = writer_of(room, sizeof room);
    struct writer w2 = writer_of(again, sizeof again);
    struct field_value *v = NULL;
    struct item_checked got;
    size_t n = 0;

    (void)state;
    check(typed, NULL, "case", a, &got);
    assert_int_equal(got.n_problems, 0);
    assert_int_equal(got.n, 17);
    assert_int_equal(item_body_encode(&def, got.v, got.n, &w), OK);
    assert_int_equal(item_body_decode(&def, (struct bytes){ room, w.n }, a, &v, &n), OK);
    assert_int_equal(n, got.n);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(v[i].field, got.v[i].field);
        assert_int_equal(v[i].n, got.v[i].n);
        assert_int_equal(v[i].more, got.v[i].more);
        assert_string_equal(v[i].text, got.v[i].text);
    }
    assert_int_equal(item_body_encode(&def, v, n, &w2), OK);
    assert_int_equal(w2.n, w.n);
    assert_memory_equal(room, again, w.n);
    for (size_t cut = 1; cut < w.n;
         cut++) { /* a part of it is another body or none, never a crash */
        enum err e = item_body_decode(&def, (struct bytes){ room, cut }, a, &v, &n);
        assert_true(e == OK || e == ERR_MALFORMED);
    }
}

static const struct {
    const char *what;
    uint8_t b[24];
    size_t n;
    enum err e;
} bodies[] = {
    { "nothing", { 0 }, 0, OK },
    { "a text", { 0, 1, 0, 1, 'a' }, 5, OK },
    { "a field of a later version", { 0, 99, 0, 1, 'a' }, 5, OK },
    { "field 0", { 0, 0, 0, 1, 'a' }, 5, ERR_MALFORMED },
    { "cut in the number", { 0 }, 1, ERR_MALFORMED },
    { "cut in the value", { 0, 1, 0, 2, 'a' }, 5, ERR_MALFORMED },
    { "no value", { 0, 1, 0, 0 }, 4, ERR_MALFORMED },
    { "blank", { 0, 1, 0, 1, ' ' }, 5, ERR_MALFORMED },
    { "not UTF-8", { 0, 1, 0, 1, 0xFF }, 5, ERR_MALFORMED },
    { "NUL", { 0, 1, 0, 2, 'a', 0 }, 6, ERR_MALFORMED },
    { "the same field twice", { 0, 1, 0, 1, 'a', 0, 1, 0, 1, 'b' }, 10, ERR_MALFORMED },
    { "fields falling", { 0, 2, 0, 1, 'a', 0, 1, 0, 1, 'b' }, 10, ERR_MALFORMED },
    { "choices falling", { 0, 4, 0, 4, 0, 7, 0, 1 }, 8, ERR_MALFORMED },
    { "a choice twice", { 0, 4, 0, 4, 0, 1, 0, 1 }, 8, ERR_MALFORMED },
    { "an unknown choice", { 0, 3, 0, 2, 0, 9 }, 6, ERR_MALFORMED },
    { "a retired choice", { 0, 3, 0, 2, 0, 2 }, 6, OK },
    { "half a choice", { 0, 3, 0, 1, 1 }, 5, ERR_MALFORMED },
    { "unknown precision", { 0, 5, 0, 5, 4, 0, 0, 0, 1 }, 9, ERR_MALFORMED },
    { "a month is its first day", { 0, 5, 0, 5, 2, 0, 0, 0, 1 }, 9, ERR_MALFORMED },
    { "the year 9000", { 0, 5, 0, 5, 0, 0, 0x30, 0, 0 }, 9, ERR_MALFORMED },
    { "countries twice", { 0, 10, 0, 4, 'R', 'U', 'R', 'U' }, 8, ERR_MALFORMED },
    { "half a country", { 0, 10, 0, 3, 'R', 'U', 'R' }, 7, ERR_MALFORMED },
    { "two languages where one may stand", { 0, 11, 0, 6, 2, 'r', 'u', 2, 'u', 'k' }, 10,
        ERR_MALFORMED },
    { "yesno 0", { 0, 9, 0, 1, 0 }, 5, ERR_MALFORMED },
};

static void
test_bodies(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        OWN(arena) a = arena_new(1 << 20);
        struct field_value *v = NULL;
        size_t n = 0;
        enum err e = item_body_decode(&def, (struct bytes){ bodies[i].b, bodies[i].n }, a, &v, &n);
        if (e != bodies[i].e)
            fail_msg("%s: %s", bodies[i].what, err_name(e));
    }
}

/* A field of another compartment is asked of nobody here, and stays as it was. */
static void
test_secret_fields(void **state)
{
    const struct field_value kept[] = { { F_TEXT, 0, 0, "old" }, { F_SECRET, 0, 0, "privileged" } };
    const struct item old = { .def = &def, .v = kept, .n = 2 };
    OWN(arena) a = arena_new(4 << 20);
    struct item_checked got;

    (void)state;
    check("f1=new&f14=stolen", NULL, "intake", a, &got);
    assert_int_equal(got.n_problems, 0);
    assert_int_equal(got.n, 1);
    check("f1=new&f14=stolen", &old, "intake", a, &got);
    assert_int_equal(got.n, 2);
    assert_string_equal(got.v[0].text, "new");
    assert_string_equal(got.v[1].text, "privileged");
    check("f1=new", NULL, "lawyer", a, &got);
    assert_int_equal(got.problem[F_SECRET - 1], ITEM_NEEDED);
    check("f1=new&f15=x", NULL, "law", a, &got); /* part of a name is not the name */
    assert_int_equal(got.n, 1);
}

/* What was chosen while it was offered, and who was there then, may stay. */
static void
test_what_is_old_may_stay(void **state)
{
    const struct field_value kept[] = { { F_TEXT, 0, 0, "old" }, { F_CHOICE, 2, 0, "" },
        { F_MEMBER, 0, 0, "Petr" } };
    const struct item old = { .def = &def, .v = kept, .n = 3 };
    OWN(arena) a = arena_new(4 << 20);
    struct item_checked got;

    (void)state;
    check("f1=a&f3=2&f12=Petr", &old, "intake", a, &got);
    assert_int_equal(got.n_problems, 0);
    check("f1=a&f3=2&f12=Petr", NULL, "intake", a, &got);
    assert_int_equal(got.n_problems, 2);
}

static void
test_more_than_a_record_holds(void **state)
{
    static char typed[40000] = "f1=a&f2=";
    OWN(arena) a = arena_new(4 << 20);
    struct item_checked got;

    (void)state;
    size_t at = strlen(typed);
    for (int i = 0; i < 8500; i++, at += 2)
        memcpy(typed + at, "\xD0\x94", 3);
    check(typed, NULL, "intake", a, &got);
    assert_int_equal(got.n_problems, 0);
    assert_true(got.too_much);
}

/* The compiled forms agree with what the rest of the desk counts on. */
static void
test_tables(void **state)
{
    (void)state;
    for (size_t i = 0; i < n_form_defs; i++) {
        assert_ptr_equal(form_def_of(form_defs[i].number), &form_defs[i]);
        assert_true(form_defs[i].n_fields <= FORM_FIELDS_MAX);
        if (i > 0)
            assert_true(form_defs[i].number > form_defs[i - 1].number);
    }
    assert_null(form_def_of(0));
    assert_int_equal(CHOICE_SITUATION_REGISTERED, SITUATION_REGISTERED);
    assert_int_equal(CHOICE_SITUATION_HELD_BY_COMMAND, SITUATION_HELD_BY_COMMAND);
    assert_int_equal(CHOICE_SITUATION_UNCLEAR, SITUATION_UNCLEAR);
    assert_int_equal(SITUATION_UNCLEAR + 1, TRIAGE_N_SITUATIONS);
    assert_true(form_may(form_def_of(FORM_DUTY), ROLE_DUTY_LEAD));
    assert_false(form_may(form_def_of(FORM_DUTY), ROLE_COUNSELLOR));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_kind_of_field),
        cmocka_unit_test(test_body_round_trip),
        cmocka_unit_test(test_bodies),
        cmocka_unit_test(test_secret_fields),
        cmocka_unit_test(test_what_is_old_may_stay),
        cmocka_unit_test(test_more_than_a_record_holds),
        cmocka_unit_test(test_tables),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
