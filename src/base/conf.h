/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_CONF_H
#define BASE_CONF_H
/* Configuration: lines `key = value`, comments from #, no sections, no secrets.  A program states
   its keys in one table; an unknown key is an error that names the nearest known one.  Times are
   given as 500ms, 10s, 5m, 24h, 30d; sizes as 64K, 16M, 4G; switches as yes or no. */
#include "base/arena.h"

enum conf_kind { CONF_UNSET, CONF_TEXT, CONF_NUMBER, CONF_TIME_MS, CONF_SIZE, CONF_SWITCH };

struct conf_key {
    const char *name;
    enum conf_kind kind;
    const char *usual; /* default, written as in the file; NULL: must be given */
    const char *about; /* one line for `config show` */
    size_t offset; /* into the program's struct: const char * for text, int64_t for the others */
};

/* Read `path` (may be NULL: defaults only) and then NAME=VALUE pairs in `extra` (as given on the
   command line, NULL at the end) into `to`.  On an error *why is one sentence with file and line;
   texts and *why live in `a`. */
MUST_USE enum err conf_read(const char *path, const char *const *extra, const struct conf_key *keys,
    size_t n_keys, struct arena *a, void *to, const char **why);

#endif
