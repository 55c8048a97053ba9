/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/file.h"
#include "base/own.h"
#include "tests/unit/check.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static void
test_replace_and_read(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    char folder[] = "/tmp/test_file_XXXXXX";
    struct bytes b = { 0 };
    struct stat st;

    (void)state;
    assert_non_null(mkdtemp(folder));
    const char *deep = arena_printf(a, "%s/a/b", folder);
    const char *path = arena_printf(a, "%s/note", deep);
    assert_int_equal(folder_make(deep), OK);
    assert_int_equal(folder_make(deep), OK);
    assert_int_equal(file_read(path, 100, a, &b), ERR_NOT_FOUND);
    assert_int_equal(file_replace(path, bytes_of("first")), OK);
    assert_int_equal(file_replace(path, bytes_of("second one")), OK);
    assert_int_equal(file_read(path, 100, a, &b), OK);
    assert_true(bytes_equal(b, bytes_of("second one")));
    assert_int_equal(file_read(path, 9, a, &b), ERR_TOO_LARGE);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(file_read(deep, 100, a, &b), ERR_INTERNAL);
    assert_int_equal(file_replace("/nowhere/at/all", bytes_of("x")), ERR_INTERNAL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_replace_and_read) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
