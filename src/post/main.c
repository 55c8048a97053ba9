/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* understory-post: the channels of a desk to the outside but for the hubs: e-mail, messengers, and
   what wakes those on duty.  The desk starts it; it starts itself again for each channel.
   Arguments are NAME=VALUE: role, control, parser, pgp, sandbox, retry. */
#include "base/clock.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/own.h"
#include "core/wire/crypto.h"
#include "guard/guard.h"
#include "post/master.h"
#include "post/worker.h"
#include <signal.h>

enum { RETRY_MIN_MS = 100 };

struct post_conf {
    const char *role, *sandbox;
    int64_t control, parser, pgp, retry;
};

#define KEY(field, kind, usual, about)                                                             \
    {                                                                                              \
#field, kind, usual, about, offsetof(struct post_conf, field)                              \
    }

static const struct conf_key keys[] = {
    KEY(role, CONF_TEXT, "master", "master, or the kind of a channel"),
    KEY(sandbox, CONF_TEXT, "strict", "strict, best-effort or off"),
    KEY(control, CONF_NUMBER, "3", "descriptor of the socket to the desk"),
    KEY(parser, CONF_NUMBER, "0", "descriptor of the socket to the parser of mails, 0 none"),
    KEY(retry, CONF_TIME_MS, "10s", "the first wait before what failed is tried again"),
    KEY(pgp, CONF_NUMBER, "0", "descriptor of the socket to the helper that encrypts, 0 none"),
};

static const struct role *
role_of(const char *word)
{
    switch (channel_of_word(word)) {
    case CHANNEL_MAIL: return &role_mail;
    case CHANNEL_PUSH: return &role_push;
    case CHANNEL_TELEGRAM: return &role_telegram;
    case CHANNEL_SIGNAL: return &role_signal;
    case CHANNEL_HUB:
    case CHANNEL_PHONE:
    case CHANNEL_IN_PERSON:
    case CHANNEL_PARTNER:
    case N_CHANNEL_KINDS: break;
    }
    return NULL;
}

/* Certificates, names of hosts, connections; nothing of the desk's folder. */
static enum err
sandbox_worker(const struct worker *w, const char *mode, struct guard_report *report)
{
    const struct guard_path paths[] = { { "/etc", false }, { "/usr", false }, { "/lib", false },
        { "/run/systemd/resolve", false }, { "/dev/urandom", false },
        { w->conf.text[CT_CA], false } };
    const struct guard_rules rules = { paths,
        sizeof paths / sizeof *paths - (*w->conf.text[CT_CA] == '\0'),
        GUARD_FILES | GUARD_EVENTS | GUARD_SOCKETS | GUARD_CONNECT | GUARD_THREADS };

    return guard_enter(guard_mode_of(mode), &rules, report);
}

static int
work(const struct post_conf *conf, const struct role *role, struct arena *life)
{
    struct worker *w = arena_alloc(life, sizeof *w);
    struct guard_report report;

    if (!w || guard_start(&report))
        return 1;
    w->role = role;
    w->life = life;
    w->parser = conf->parser ? (int)conf->parser : -1;
    w->pgp = conf->pgp ? (int)conf->pgp : -1;
    w->first_wait_ms = conf->retry;
    w->scratch = arena_alloc(life, sizeof *w->scratch);
    channel_conf_init(&w->conf);
    w->pipe = post_pipe_new((int)conf->control);
    if (!w->pipe || !w->scratch)
        return 1;
    for (int64_t end = clock_steady_ms() + 10000; !w->started && !w->ended;)
        if (clock_steady_ms() < end)
            worker_listen(w, 1000);
        else
            w->ended = true;
    if (w->ended || !w->has_conf)
        return 1;
    if (sandbox_worker(w, conf->sandbox, &report)) {
        log_event("post-sandbox", ERR_INTERNAL, w->channel, NULL);
        return 1;
    }
    worker_run(w);
    post_pipe_drop(&w->pipe);
    return 0;
}

int
main(int argc, char **argv)
{
    OWN(arena) life = arena_new(16 << 20);
    struct post_conf conf;
    const char *why = NULL;
    struct guard_report report;

    (void)signal(SIGPIPE, SIG_IGN);
    if (argc < 2 || !life || crypto_start() ||
        conf_read(NULL, (const char *const *)argv + 1, keys, sizeof keys / sizeof *keys, life,
            &conf, &why) ||
        conf.retry < RETRY_MIN_MS)
        return 2;
    if (strcmp(conf.role, "master") == 0) {
        struct master_conf m = { (int)conf.control, conf.sandbox, conf.retry };
        return guard_start(&report) || master_run(&m, life) ? 1 : 0;
    }
    const struct role *role = role_of(conf.role);
    return role && guard_mode_of(conf.sandbox) != GUARD_UNSET ? work(&conf, role, life) : 2;
}
