/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * scan NEEDLES PLACE...: look for many byte strings in the memory of processes and in files.
 *
 * NEEDLES holds lines of "name hex"; every needle has at least 8 bytes.  A PLACE is a process
 * number or a path of a file.  Prints "place where offset name" for every hit (at most 200), then
 * "scanned N bytes in M places".  Exit code 0 without hits, 1 with, 2 when a place cannot be read:
 * what was not looked at must not count as clean.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    WINDOW = 8,
    TABLE_BITS = 20,
    CHUNK = 4 << 20,
    MAX_NEEDLE = 4096,
    MAX_HITS = 200,
    LINE_CAP = 3 * MAX_NEEDLE
};

struct needle {
    char name[64];
    size_t n;
    int next; /* with the same first bytes, in the table */
    uint8_t b[];
};

struct scan {
    struct needle **needles;
    size_t n_needles;
    int *table;
    uint8_t *filter; /* one bit for each hash: most windows end here */
    uint64_t n_bytes;
    size_t n_hits, n_places;
    uint8_t *room;
};

static uint32_t
hash_of(const uint8_t *p)
{
    uint64_t v;

    memcpy(&v, p, WINDOW);
    return (uint32_t)((v * UINT64_C(0x9E3779B97F4A7C15)) >> (64 - TABLE_BITS));
}

static void
add_needle(struct scan *s, const char *name, const char *hex)
{
    size_t n = strlen(hex) / 2;
    struct needle *d = calloc(1, sizeof *d + n);
    unsigned byte;

    if (!d || n < WINDOW || n > MAX_NEEDLE)
        exit(2);
    (void)snprintf(d->name, sizeof d->name, "%s", name);
    for (d->n = 0; d->n < n && sscanf(hex + 2 * d->n, "%2x", &byte) == 1; d->n++)
        d->b[d->n] = (uint8_t)byte;
    s->needles = reallocarray(s->needles, s->n_needles + 1, sizeof(struct needle *));
    uint32_t h = hash_of(d->b);
    d->next = s->table[h];
    s->table[h] = (int)s->n_needles + 1;
    s->filter[h / 8] = (uint8_t)(s->filter[h / 8] | 1u << h % 8);
    s->needles[s->n_needles++] = d;
}

static void
read_needles(struct scan *s, const char *path)
{
    static char line[LINE_CAP];
    FILE *f = fopen(path, "r");

    if (!f)
        exit(2);
    while (fgets(line, sizeof line, f)) {
        char *hex = strchr(line, ' ');
        if (!hex)
            exit(2);
        *hex++ = '\0';
        hex[strcspn(hex, "\n")] = '\0';
        add_needle(s, line, hex);
    }
    (void)fclose(f);
}

static void
look(struct scan *s, const uint8_t *p, size_t n, const char *place, const char *where,
    uint64_t offset)
{
    for (size_t i = 0; i + WINDOW <= n; i++) {
        uint32_t h = hash_of(p + i);
        if (!(s->filter[h / 8] >> h % 8 & 1))
            continue;
        for (int at = s->table[h]; at > 0; at = s->needles[at - 1]->next) {
            const struct needle *d = s->needles[at - 1];
            if (i + d->n > n || memcmp(p + i, d->b, d->n) != 0)
                continue;
            if (s->n_hits++ < MAX_HITS)
                (void)printf(
                    "%s %s 0x%llx %s\n", place, where, (unsigned long long)(offset + i), d->name);
        }
    }
}

/* A stretch of a file, in pieces that overlap by a needle. */
static bool
look_through(
    struct scan *s, int fd, uint64_t from, uint64_t to, const char *place, const char *where)
{
    while (from < to) {
        size_t want = to - from < CHUNK ? (size_t)(to - from) : CHUNK;
        ssize_t n = pread(fd, s->room, want, (off_t)from);
        if (n <= 0)
            return n == 0;
        look(s, s->room, (size_t)n, place, where, from);
        s->n_bytes += (uint64_t)n;
        from += (size_t)n > MAX_NEEDLE && (size_t)n == CHUNK ? (size_t)n - MAX_NEEDLE : (size_t)n;
    }
    return true;
}

static bool
is_number(const char *s)
{
    return *s && s[strspn(s, "0123456789")] == '\0';
}

static bool
scan_process(struct scan *s, const char *pid)
{
    char path[64], line[512];
    unsigned long long from, to;
    char rights[8], name[256];

    (void)snprintf(path, sizeof path, "/proc/%s/mem", pid);
    int fd = open(path, O_RDONLY);
    (void)snprintf(path, sizeof path, "/proc/%s/maps", pid);
    FILE *maps = fopen(path, "r");
    if (fd < 0 || !maps)
        return false;
    size_t n_read = 0;
    while (fgets(line, sizeof line, maps)) {
        name[0] = '\0';
        if (sscanf(line, "%llx-%llx %7s %*s %*s %*s %255s", &from, &to, rights, name) < 3 ||
            strncmp(name, "[v", 2) == 0)
            continue;
        /* guard pages and what is mapped without rights cannot be read by the process either */
        if (look_through(s, fd, from, to, pid, name[0] ? name : "anonymous"))
            n_read++;
        else if (rights[0] == 'r' && errno != EIO && errno != EFAULT)
            return false;
    }
    (void)fclose(maps);
    (void)close(fd);
    return n_read > 3;
}

static bool
scan_file(struct scan *s, const char *path)
{
    int fd = open(path, O_RDONLY);
    off_t size = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);
    bool good = size >= 0 && look_through(s, fd, 0, (uint64_t)size, path, "file");

    (void)close(fd);
    return good;
}

int
main(int argc, char **argv)
{
    static struct scan s;

    s.table = calloc(1u << TABLE_BITS, sizeof *s.table);
    s.filter = calloc(1, (1u << TABLE_BITS) / 8);
    s.room = malloc(CHUNK);
    if (argc < 3 || !s.table || !s.filter || !s.room)
        return 2;
    read_needles(&s, argv[1]);
    for (int i = 2; i < argc; i++, s.n_places++) {
        if (is_number(argv[i]) ? scan_process(&s, argv[i]) : scan_file(&s, argv[i]))
            continue;
        (void)fprintf(stderr, "cannot read %s\n", argv[i]);
        return 2;
    }
    (void)printf("scanned %llu bytes in %zu places for %zu needles: %zu hits\n",
        (unsigned long long)s.n_bytes, s.n_places, s.n_needles, s.n_hits);
    return s.n_hits > 0;
}
