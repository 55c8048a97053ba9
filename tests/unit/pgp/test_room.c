/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What GnuPG in its room takes for encrypted to us: messages made by a GnuPG of somebody else. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/own.h"
#include "pgp/room.h"
#include "tests/unit/check.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ARENA_BYTES = 128 << 20, FILE_MAX = 4 << 20 };

struct place {
    char dir[64];
    struct arena *a;
    struct bytes public, secret;
};

/* The other side: GnuPG with a key of its own, and ours in the file p. */
#define GPG                                                                                        \
    "gpg --homedir . --batch --quiet --no-tty --pinentry-mode loopback --passphrase '' "           \
    "--trust-model always --no-autostart "
#define WITH_AGENT                                                                                 \
    "gpg --homedir . --batch --quiet --no-tty --pinentry-mode loopback "                           \
    "--passphrase '' --trust-model always "

static void
write_file(const struct place *p, const char *name, struct bytes b)
{
    char path[128];

    (void)snprintf(path, sizeof path, "%s/%s", p->dir, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(b.p, 1, b.n, f), b.n);
    assert_int_equal(fclose(f), 0);
}

static struct bytes
read_file(const struct place *p, const char *name)
{
    char path[128];
    uint8_t *to = arena_alloc(p->a, FILE_MAX);

    (void)snprintf(path, sizeof path, "%s/%s", p->dir, name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_non_null(to);
    size_t n = fread(to, 1, FILE_MAX, f);
    assert_int_equal(fclose(f), 0);
    return (struct bytes){ to, n };
}

static void
shell(const struct place *p, const char *command)
{
    char line[1200];

    (void)snprintf(line, sizeof line, "cd %s && %s", p->dir, command);
    assert_int_equal(system(line), 0);
}

static int
set_up(void **state)
{
    static struct place p;
    struct bytes both;
    const struct bytes none = { NULL, 0 };

    (void)snprintf(p.dir, sizeof p.dir, "/tmp/understory-pgp-XXXXXX");
    if (!mkdtemp(p.dir) || !(p.a = arena_new(ARENA_BYTES)))
        return -1;
    if (pgp_do(PGP_MAKE, none, bytes_of("us@example.org\n"), p.a, &both))
        return -1;
    struct reader r = reader_of(both);
    p.public = read_n(&r, read_u32(&r));
    p.secret = read_n(&r, r.left);
    write_file(&p, "p", p.public);
    write_file(&p, "m", bytes_of("they come tomorrow\n"));
    shell(&p, WITH_AGENT "--quick-gen-key '<them@example.org>' future-default default never");
    *state = &p;
    return 0;
}

static int
tear_down(void **state)
{
    struct place *p = *state;

    shell(p, "gpgconf --homedir . --kill all; rm -rf \"$PWD\"");
    arena_drop(&p->a);
    return 0;
}

static enum err
open_file(const struct place *p, const char *name, struct bytes *out)
{
    return pgp_do(PGP_DECRYPT, p->secret, read_file(p, name), p->a, out);
}

/* `command` makes the file x.asc out of m; does it count as encrypted to us? */
struct made {
    const char *command;
    enum err e;
};

static void
test_what_counts_as_encrypted(void **state)
{
    static const struct made list[] = {
        { GPG "-a -f p -o x.asc --encrypt m", OK },
        { WITH_AGENT "-a -f p -o x.asc --sign --encrypt m", OK }, /* as most programs do */
        { GPG "-a -f p --cipher-algo AES -z 0 -o x.asc --encrypt m", OK },
        { GPG "-a -o x.asc --store m", ERR_MALFORMED },
        { WITH_AGENT "-a -o x.asc --sign m", ERR_MALFORMED },
        { WITH_AGENT "-a --clearsign -o x.asc m", ERR_MALFORMED },
        { GPG "-a -f p --rfc2440 --disable-mdc -o x.asc --encrypt m 2>/dev/null", ERR_MALFORMED },
        { "gpg --homedir . --batch --quiet --no-tty --pinentry-mode loopback --passphrase ab "
          "-a -o x.asc --symmetric m",
            ERR_MALFORMED },
        /* Open words before an encrypted message are no part of it. */
        { GPG "-o a.bin --store m && " GPG "-f p -o b.bin --encrypt m && cat a.bin b.bin | "
              "gpg --homedir . --batch --quiet --enarmor -o x.asc",
            ERR_MALFORMED },
    };
    struct place *p = *state;

    for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
        struct bytes out = { NULL, 0 };
        shell(p, "rm -f x.asc a.bin b.bin");
        shell(p, list[i].command);
        print_message("# %zu\n", i);
        assert_int_equal(open_file(p, "x.asc", &out), list[i].e);
        if (!list[i].e)
            assert_memory_equal(out.p, "they come tomorrow\n", 19);
    }
}

/* What is sent small and becomes large costs nobody the time to read it. */
static void
test_a_bomb(void **state)
{
    struct place *p = *state;
    struct bytes out = { NULL, 0 };

    shell(p, "rm -f x.asc; head -c 12000000 /dev/zero | tr '\\0' '\\n' >big && " GPG
             "-a -f p --compress-algo zlib -z 9 -o x.asc --encrypt big");
    int64_t before = clock_steady_ms();
    assert_int_equal(open_file(p, "x.asc", &out), ERR_MALFORMED);
    assert_true(clock_steady_ms() - before < PGP_WALL_MS + 500);
    shell(p, "rm -f x.asc; head -c 1500000 /dev/urandom | base64 >big && " GPG
             "-a -f p -o x.asc --encrypt big");
    assert_int_equal(open_file(p, "x.asc", &out), OK); /* a photo, as mails hold it */
    assert_true(out.n > 2000000);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_counts_as_encrypted),
        cmocka_unit_test(test_a_bomb),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
