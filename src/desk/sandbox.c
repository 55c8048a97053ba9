/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/sandbox.h"

enum err
sandbox_desk(
    const struct desk_conf *conf, struct guard_report *report, struct arena *life, const char **why)
{
    const struct guard_path paths[] = { { conf->folder, true }, { "/etc", false },
        { "/usr", false }, { "/lib", false }, { "/run/systemd/resolve", false },
        { "/dev/urandom", false } };
    const struct guard_rules rules = { paths, sizeof paths / sizeof *paths,
        GUARD_FILES | GUARD_STORE | GUARD_EVENTS | GUARD_SOCKETS | GUARD_ACCEPT | GUARD_CONNECT |
            GUARD_THREADS | GUARD_MEMFD };
    bool off = strcmp(conf->sandbox, "off") == 0;
    bool best = strcmp(conf->sandbox, "best-effort") == 0;
    char words[GUARD_WORDS_CAP];

    enum err e = guard_enter(off    ? GUARD_OFF
                             : best ? GUARD_BEST_EFFORT
                                    : GUARD_STRICT,
        &rules, report);
    if (e) {
        guard_words(report, words);
        *why = arena_printf(life,
            "This machine cannot give the sandbox that is required (%s); set `sandbox = "
            "best-effort` to run without",
            words);
    }
    return e;
}
