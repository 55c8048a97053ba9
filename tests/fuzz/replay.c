/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Feed every file of the corpus folder, every prefix of it, and each with single bytes changed, to
   a fuzz target: the plain replay of the normal test run. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

enum { MAX_FILE = 1 << 16, MAX_STEPS = 512 };

/* A copy of exactly n bytes, so that reading one byte too far is caught. */
static void
feed(const uint8_t *p, size_t n)
{
    uint8_t *copy = calloc(n ? n : 1, 1);

    if (!copy)
        abort();
    memcpy(copy, p, n);
    (void)LLVMFuzzerTestOneInput(copy, n);
    free(copy);
}

static void
feed_variants(uint8_t *p, size_t n)
{
    size_t step = n / MAX_STEPS + 1;

    feed(p, n);
    for (size_t i = 0; i < n; i += step)
        feed(p, i);
    for (size_t i = 0; i < n; i += step) {
        uint8_t saved = p[i];
        p[i] = (uint8_t)(saved ^ 0xFF);
        feed(p, n);
        p[i] = (uint8_t)(saved + 1);
        feed(p, n);
        p[i] = saved;
    }
}

int
main(int argc, char **argv)
{
    static uint8_t buffer[MAX_FILE];
    int n_files = 0;
    DIR *folder = argc > 1 ? opendir(argv[1]) : NULL;

    feed(buffer, 0);
    for (struct dirent *d = folder ? readdir(folder) : NULL; d; d = readdir(folder)) {
        char path[4096];
        (void)snprintf(path, sizeof path, "%s/%s", argv[1], d->d_name);
        FILE *f = d->d_name[0] == '.' ? NULL : fopen(path, "rb");
        if (!f)
            continue;
        size_t n = fread(buffer, 1, sizeof buffer, f);
        (void)fclose(f);
        feed_variants(buffer, n);
        n_files++;
    }
    if (folder)
        (void)closedir(folder);
    printf("%d files of corpus\n", n_files);
    return n_files > 0 ? 0 : 1;
}
