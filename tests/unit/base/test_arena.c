/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/arena.h"
#include "base/own.h"
#include "tests/unit/check.h"

static void
test_limit_holds(void **state)
{
    OWN(arena) a = arena_new(100);

    (void)state;
    assert_non_null(arena_alloc(a, 50));
    assert_null(arena_alloc(a, 100));
    assert_non_null(arena_alloc(a, 30));
    assert_null(arena_alloc(a, 30));
    arena_clear(a);
    assert_non_null(arena_alloc(a, 100));
}

static void
test_memory_is_zeroed_and_aligned(void **state)
{
    OWN(arena) a = arena_new(1 << 20);

    (void)state;
    for (size_t n = 1; n < 40000; n = n * 3 + 1) {
        unsigned char *p = arena_alloc(a, n);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xFF, n);
    }
}

static void
test_texts_are_copies(void **state)
{
    OWN(arena) a = arena_new(1000);
    char source[] = "abc";

    (void)state;
    char *copy = arena_text(a, source);
    source[0] = 'x';
    assert_string_equal(copy, "abc");
    assert_string_equal(arena_printf(a, "%s-%d", copy, 7), "abc-7");
    assert_string_equal(arena_text_n(a, "abcdef", 2), "ab");
}

static void
test_what_is_given_back_comes_again(void **state)
{
    OWN(arena) a = arena_new(1000);

    (void)state;
    char *first = arena_alloc(a, 900);
    memset(first, 'x', 100);
    assert_null(arena_alloc(a, 200));
    arena_give_back(a, 800);
    char *second = arena_alloc(a, 200);
    assert_true(second >= first + 100 && second < first + 116);
    assert_int_equal(second[0], 0);
    assert_null(arena_alloc(a, 800));
}

static void
test_lent_room_comes_first_and_is_wiped(void **state)
{
    static _Alignas(max_align_t) unsigned char room[4096];
    struct arena *a = arena_new_in(room, sizeof room, 100000);

    (void)state;
    unsigned char *first = arena_alloc(a, 3000), *second = arena_alloc(a, 3000);
    assert_true(first > room && first + 3000 <= room + sizeof room);
    assert_true(second < room || second >= room + sizeof room);
    memset(first, 0xFF, 3000);
    arena_clear(a);
    assert_int_equal(first[0], 0);
    assert_ptr_equal(arena_alloc(a, 3000), first);
    memset(first, 0xFF, 3000);
    arena_drop(&a);
    for (size_t i = 0; i < sizeof room; i++)
        assert_int_equal(room[i], 0);
    a = arena_new_in(room, 8, 1000); /* too small to be of use */
    assert_non_null(arena_alloc(a, 100));
    arena_drop(&a);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limit_holds),
        cmocka_unit_test(test_memory_is_zeroed_and_aligned),
        cmocka_unit_test(test_texts_are_copies),
        cmocka_unit_test(test_what_is_given_back_comes_again),
        cmocka_unit_test(test_lent_room_comes_first_and_is_wiped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
