/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/conf.h"
#include "base/own.h"
#include "tests/unit/check.h"

struct sample {
    const char *name;
    int64_t batch_ms, disk_bytes, count, open;
};

static const struct conf_key keys[] = {
    { "name", CONF_TEXT, NULL, "a name", offsetof(struct sample, name) },
    { "batch", CONF_TIME_MS, "60s", "how long a batch stays open",
        offsetof(struct sample, batch_ms) },
    { "disk", CONF_SIZE, "4G", "how much disk", offsetof(struct sample, disk_bytes) },
    { "count", CONF_NUMBER, "20", "how many", offsetof(struct sample, count) },
    { "open", CONF_SWITCH, "no", "open or not", offsetof(struct sample, open) },
};
enum { N_KEYS = sizeof keys / sizeof *keys };

static void
test_values(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    const char *extra[] = { "name = Opora", "batch=1500ms", "open=yes", NULL };
    struct sample s = { 0 };
    const char *why = NULL;

    (void)state;
    assert_int_equal(conf_read(NULL, extra, keys, N_KEYS, a, &s, &why), OK);
    assert_string_equal(s.name, "Opora");
    assert_int_equal(s.batch_ms, 1500);
    assert_true(s.disk_bytes == 4LL << 30);
    assert_int_equal(s.count, 20);
    assert_int_equal(s.open, 1);
}

static void
test_refusals_say_why(void **state)
{
    static const struct {
        const char *line, *why;
    } rows[] = {
        { "bach=1s", "command line:2: unknown key `bach`, the nearest is `batch`" },
        { "batch=fast", "command line:2: cannot read the value of `batch`, fast" },
        { "batch=10", "command line:2: cannot read the value of `batch`, 10" },
        { "count=99999999999999999999",
            "command line:2: cannot read the value of `count`, 99999999999999999999" },
        { "open=maybe", "command line:2: yes or no is wanted for `open`" },
        { "nothing", "command line:2: expected `key = value`, found `nothing`" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        OWN(arena) a = arena_new(1 << 20);
        const char *extra[] = { "name=x", rows[i].line, NULL };
        struct sample s = { 0 };
        const char *why = NULL;
        assert_int_equal(conf_read(NULL, extra, keys, N_KEYS, a, &s, &why), ERR_MALFORMED);
        assert_string_equal(why, rows[i].why);
    }
}

static void
test_a_missing_key_is_named(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct sample s = { 0 };
    const char *why = NULL;

    (void)state;
    assert_int_equal(conf_read(NULL, NULL, keys, N_KEYS, a, &s, &why), ERR_MALFORMED);
    assert_non_null(strstr(why, "missing key `name`"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_refusals_say_why),
        cmocka_unit_test(test_a_missing_key_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
