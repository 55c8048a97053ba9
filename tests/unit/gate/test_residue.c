/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is left of a plaintext in a child's memory just before it ends: nothing.  The child serves a
   connection as the real one does and then searches its own memory; what it searches for reaches it
   masked, so that the search itself leaves no copy.  Builds with ASan keep freed memory on purpose
   and are not searched. */
#include "base/file.h"
#include "base/own.h"
#include "base/text.h"
#include "core/open/words.h"
#include "gate/child.h"
#include "tests/unit/check.h"
#include "tests/unit/gate/world.h"
#include <fcntl.h>
#include <malloc.h>
#include <sys/socket.h>
#include <sys/wait.h>

enum { MASK = 0x5A, SPELLING_MAX = 256, SPELLINGS = 4, CHUNK = 1 << 16 };

struct spelling {
    size_t n;
    uint8_t masked[SPELLING_MAX];
};

static uint8_t chunk[CHUNK + SPELLING_MAX];

static size_t
hits_in(const uint8_t *p, size_t n, const struct spelling *s)
{
    size_t hits = 0;

    for (size_t i = 0; s->n > 0 && i + s->n <= n; i++) {
        size_t k = 0;
        while (k < s->n && (uint8_t)(p[i + k] ^ MASK) == s->masked[k])
            k++;
        hits += k == s->n;
    }
    return hits;
}

static size_t
hits_between(int mem, uint64_t from, uint64_t to, const struct spelling *s)
{
    const uint64_t own = (uint64_t)(uintptr_t)chunk;
    size_t hits = 0;

    for (uint64_t at = from; at < to; at += CHUNK) {
        size_t want = to - at < sizeof chunk ? (size_t)(to - at) : sizeof chunk;
        ssize_t got = pread(mem, chunk, want, (off_t)at);
        if (got <= 0 || (at < own + sizeof chunk && own < at + want))
            continue;
        for (size_t i = 0; i < SPELLINGS; i++)
            hits += hits_in(chunk, (size_t)got, &s[i]);
    }
    explicit_bzero(chunk, sizeof chunk);
    return hits;
}

static uint64_t
hex_number(const char **at)
{
    uint64_t v = 0;

    for (; **at && strchr("0123456789abcdef", **at); (*at)++)
        v = v << 4 | (uint64_t)(**at <= '9' ? **at - '0' : **at - 'a' + 10);
    return v;
}

/* Everything this process may write. */
static size_t
hits_in_memory(const struct spelling *s)
{
    OWN_FD mem = open("/proc/self/mem", O_RDONLY);
    OWN_FD maps = open("/proc/self/maps", O_RDONLY);
    static char text[1 << 16];
    size_t n = 0, hits = 0;

    for (ssize_t k = 1; k > 0; n += k > 0 ? (size_t)k : 0)
        k = read(maps, text + n, sizeof text - 1 - n);
    for (const char *line = text; *line; line = strchr(line, '\n') + 1) {
        const char *at = line;
        uint64_t from = hex_number(&at), to;
        at++;
        to = hex_number(&at);
        if (at[1] == 'r' && at[2] == 'w' && at[4] == 'p')
            hits += hits_between(mem, from, to, s);
    }
    return hits;
}

static void
careless(int connection)
{
    char *kept = calloc(1, 1 << 16);

    (void)!read(connection, kept, 1 << 16);
    (void)!write(connection, "x", 1);
    (void)close(connection);
}

/* Serve, then search for what the pipe says.  The exit code is the number of hits. */
static _Noreturn void
served_and_searched(struct world *w, int connection, int told, bool with_care)
{
    struct spelling s[SPELLINGS];

    (void)mallopt(M_PERTURB, 0xA5);
    if (with_care)
        gate_serve(&w->app, connection);
    else
        careless(connection);
    if (fd_read_exact(told, (uint8_t *)s, sizeof s))
        _exit(255);
    size_t hits = hits_in_memory(s);
    _exit(hits > 200 ? 200 : (int)hits);
}

static void
put_masked(struct spelling *s, const void *from, size_t n)
{
    assert_true(n <= SPELLING_MAX);
    s->n = n;
    for (size_t i = 0; i < n; i++)
        s->masked[i] = ((const uint8_t *)from)[i] ^ MASK;
}

/* UTF-8, percent-encoded, and code units of 16 and 32 bits of an ASCII part. */
static void
spell(struct world *w, const char *secret, struct spelling s[SPELLINGS])
{
    struct out o = out_in(w->a);
    uint16_t wide16[SPELLING_MAX / 2] = { 0 };
    uint32_t wide32[SPELLING_MAX / 4] = { 0 };
    size_t n = 0;

    memset(s, 0, SPELLINGS * sizeof *s);
    put_masked(&s[0], secret, strlen(secret));
    out_url_part(&o, secret);
    if (o.n <= SPELLING_MAX && o.n != strlen(secret))
        put_masked(&s[1], o.buf, o.n);
    for (; (uint8_t)secret[n] < 0x80 && secret[n] && n < SPELLING_MAX / 4; n++)
        wide32[n] = wide16[n] = (uint8_t)secret[n];
    if (n >= 8) {
        put_masked(&s[2], wide16, n * 2);
        put_masked(&s[3], wide32, n * 4);
    }
}

/* The hits for `secret` after a request that holds it.  `make` builds the request in this process,
   after the fork. */
static int
hits_after(struct world *w, bool with_care, const char *(*make)(struct world *, const char *),
    const char *(*secret_of)(struct world *))
{
    int pair[2], told[2], status = 0;
    struct spelling s[SPELLINGS];
    char answer[4096];
    size_t n = 0;

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(pipe(told), 0);
    pid_t pid = fork();
    if (pid == 0) {
        (void)close(pair[0]);
        served_and_searched(w, pair[1], told[0], with_care);
    }
    (void)close(pair[1]);
    const char *secret = secret_of(w);
    const char *request = make(w, secret);
    assert_int_equal(fd_write_all(pair[0], bytes_of(request)), OK);
    for (ssize_t k = 1; k > 0; n += k > 0 ? (size_t)k : 0)
        k = recv(pair[0], answer, sizeof answer, 0);
    assert_true(n > 0);
    spell(w, secret, s);
    assert_int_equal(fd_write_all(told[1], (struct bytes){ (const uint8_t *)s, sizeof s }), OK);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    (void)close(pair[0]);
    (void)close(told[0]);
    (void)close(told[1]);
    return WEXITSTATUS(status);
}

static const char *
post(struct world *w, const char *body)
{
    return arena_printf(w->a,
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: %zu\r\n\r\n%s",
        strlen(body), body);
}

static const char *
letters(struct world *w)
{
    uint8_t raw[24];
    char *s = arena_alloc(w->a, 64);

    random_fill(raw, sizeof raw);
    for (size_t i = 0; i < sizeof raw; i++)
        s[i] = (char)('a' + raw[i] % 26);
    memcpy(s + sizeof raw, " яблоко", 14);
    return s;
}

static const char *
new_words(struct world *w)
{
    struct seed seed;
    struct words words;
    struct out o = out_in(w->a);

    seed_random(&seed);
    assert_int_equal(words_encode(&seed, WORDS_EN, &words), OK);
    for (int i = 0; i < WORDS_COUNT; i++) {
        out_lit(&o, words.word[i], strlen(words.word[i]));
        out_lit(&o, i < WORDS_COUNT - 1 ? " " : "", i < WORDS_COUNT - 1);
    }
    return out_text_of(&o);
}

static const char *
sends(struct world *w, const char *secret)
{
    const char *text = arena_printf(w->a, "Повестка: %s. Помогите.", secret);

    return post(
        w, fields(w, "act", "send", "l", "ru", "tok", ticket_of(w, 60), "text", text, NULL));
}

static const char *
sends_badly(struct world *w, const char *secret)
{
    return post(w, fields(w, "act", "send", "l", "ru", "d", "77", "text", secret, NULL));
}

static const char *
reads(struct world *w, const char *secret)
{
    return post(w, fields(w, "act", "read", "l", "en", "words", secret, NULL));
}

static const char *
writes_a_letter(struct world *w, const char *secret)
{
    return post(w, fields(w, "act", "letter", "l", "ru", "f", "x", "at", "why", "go", "next",
                       "a-name", secret, "v", secret, NULL));
}

static const char *
writes_a_letter_badly(struct world *w, const char *secret)
{
    return post(w, fields(w, "act", "letter", "l", "de", "f", "x", "at", "day", "go", "next", "d",
                       "99", "a-why", secret, NULL));
}

static void
test_nothing_is_left(void **state)
{
    static const struct {
        const char *(*make)(struct world *, const char *);
        const char *(*secret_of)(struct world *);
    } rows[] = { { sends, letters }, { sends_badly, letters }, { reads, new_words },
        { writes_a_letter, letters }, { writes_a_letter_badly, letters } };

    (void)state;
    struct world *w = world_new();
    assert_true(hits_after(w, false, sends, letters) > 0); /* the search finds what is there */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int round = 0; round < 5; round++)
            assert_int_equal(hits_after(w, true, rows[i].make, rows[i].secret_of), 0);
    world_drop(&w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
