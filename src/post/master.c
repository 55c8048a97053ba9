/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "post/master.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/own.h"
#include "core/wire/crypto.h"
#include "post/outbox.h"
#include "post/spawn.h"
#include "postlink/pipe.h"
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

enum { MAX_CHANNELS = 32, MAX_COMMANDS = 16, COMMAND_MS = 60 * 1000, GOOD_MS = 10 * 60 * 1000 };

struct child {
    enum channel_kind kind;
    struct bytes settings;  /* as the desk gave them */
    struct post_pipe *pipe; /* NULL: not running */
    pid_t pid;
    unsigned ends;             /* how often it ended lately */
    int64_t began_ms, next_ms; /* steady clock */
};

/* A command that is running. */
struct command {
    pid_t pid;
    uint64_t id;
    int64_t end_ms;
};

struct master {
    const struct master_conf *conf;
    struct arena *life;
    struct post_pipe *desk;
    struct child child[MAX_CHANNELS]; /* by number of the channel; CHANNEL_HUB: none */
    struct command command[MAX_COMMANDS];
    bool started, ended;
};

static void
tell_desk(struct master *m, const struct frame *f)
{
    if (post_pipe_put(m->desk, f))
        m->ended = true;
}

static void
child_gone(struct master *m, uint8_t at)
{
    struct child *c = &m->child[at];
    int64_t now = clock_steady_ms();

    post_pipe_drop(&c->pipe);
    if (c->pid)
        (void)kill(c->pid, SIGKILL);
    c->ends = now - c->began_ms > GOOD_MS ? 0 : c->ends + 1;
    int64_t wait_ms = retry_wait_ms(m->conf->retry_ms, c->ends);
    c->next_ms = now + wait_ms;
    tell_desk(m, &(struct frame){ .kind = FRAME_HEALTH,
                     .channel = at,
                     .code = POST_STOPPED,
                     .wait_s = wait_s_of(wait_ms) });
}

static void
start_child(struct master *m, uint8_t at)
{
    struct child *c = &m->child[at];
    int fd = -1;

    c->began_ms = clock_steady_ms();
    c->next_ms = c->began_ms + retry_wait_ms(m->conf->retry_ms, c->ends++);
    if (spawn_worker(c->kind, m->conf, &c->pid, &fd))
        return;
    c->pipe = post_pipe_new(fd);
    struct frame settings = { .kind = FRAME_CONFIG, .channel = at, .body = c->settings };
    struct frame start = { .kind = FRAME_START };
    if (!c->pipe || post_pipe_put(c->pipe, &settings) || post_pipe_put(c->pipe, &start))
        child_gone(m, at);
}

/* New settings for a worker that runs: it begins anew with them. */
static enum err
take_settings(struct master *m, const struct frame *f)
{
    OWN(arena) a = arena_new(1 << 20);
    struct channel_conf conf;
    uint8_t *copy = calloc(1, f->body.n);
    enum err e = copy && a ? channel_conf_decode(f->body, a, &conf) : ERR_INTERNAL;

    if (e || f->channel == 0 || f->channel >= MAX_CHANNELS) {
        free(copy);
        return e ? e : ERR_MALFORMED;
    }
    struct child *c = &m->child[f->channel];
    memcpy(copy, f->body.p, f->body.n);
    if (c->settings.p)
        secret_wipe((void *)(uintptr_t)c->settings.p, c->settings.n);
    free((void *)(uintptr_t)c->settings.p);
    c->settings = (struct bytes){ copy, f->body.n };
    c->kind = conf.kind;
    if (c->pipe) {
        child_gone(m, f->channel);
        c->next_ms = 0;
    }
    return OK;
}

static void
run_command(struct master *m, const struct frame *f)
{
    OWN(arena) a = arena_new(16384);
    char *path = a ? arena_text_n(a, f->body.p, f->body.n) : NULL;
    char *text = path ? strchr(path, '\n') : NULL;
    struct command *free_one = NULL;

    for (size_t i = 0; i < MAX_COMMANDS; i++)
        if (m->command[i].pid == 0)
            free_one = &m->command[i];
    if (text)
        *text++ = '\0';
    if (!text || !free_one || f->code != ALERT_COMMAND ||
        spawn_command(path, text, &free_one->pid)) {
        tell_desk(m, &(struct frame){ .kind = FRAME_FAILED, .id = f->id, .code = POST_SERVER });
        return;
    }
    free_one->id = f->id;
    free_one->end_ms = clock_steady_ms() + COMMAND_MS;
}

static void
command_ended(struct master *m, struct command *c, int status)
{
    bool good = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    struct frame f = {
        .kind = good ? FRAME_SENT : FRAME_FAILED, .id = c->id, .code = good ? 0 : POST_SERVER
    };

    tell_desk(m, &f);
    c->pid = 0;
}

/* Processes that ended: commands, workers, helpers of workers.  A command whose time is over is
   ended. */
static void
reap(struct master *m)
{
    int status = 0;

    for (size_t i = 0; i < MAX_COMMANDS; i++)
        if (m->command[i].pid && clock_steady_ms() > m->command[i].end_ms)
            (void)kill(m->command[i].pid, SIGKILL);
    for (pid_t pid = waitpid(-1, &status, WNOHANG); pid > 0; pid = waitpid(-1, &status, WNOHANG)) {
        for (size_t i = 0; i < MAX_COMMANDS; i++)
            if (m->command[i].pid == pid)
                command_ended(m, &m->command[i], status);
        for (size_t i = 1; i < MAX_CHANNELS; i++)
            if (m->child[i].pid == pid)
                m->child[i].pid = 0; /* its end of the socket tells the rest */
    }
}

/* To the worker of its channel; one that is not running has nothing to keep, and what it should
   send is told back as not sent. */
static void
pass_on(struct master *m, const struct frame *f)
{
    struct child *c = f->channel < MAX_CHANNELS ? &m->child[f->channel] : NULL;

    if (c && c->pipe && !post_pipe_put(c->pipe, f))
        return;
    if (f->kind == FRAME_SEND)
        tell_desk(m, &(struct frame){ .kind = FRAME_FAILED,
                         .channel = f->channel,
                         .id = f->id,
                         .source = f->source,
                         .code = POST_STOPPED,
                         .wait_s = wait_s_of(retry_wait_ms(m->conf->retry_ms, c ? c->ends : 0)) });
}

static void
from_desk(struct master *m, const struct frame *f)
{
    switch (f->kind) {
    case FRAME_CONFIG: m->ended = m->ended || take_settings(m, f); return;
    case FRAME_START: m->started = true; return;
    case FRAME_SEND:
    case FRAME_DROP:
    case FRAME_KEPT: pass_on(m, f); return;
    case FRAME_ALERT: run_command(m, f); return;
    case FRAME_UNSET:
    case FRAME_CAME:
    case FRAME_SENT:
    case FRAME_FAILED:
    case FRAME_DROPPED:
    case FRAME_HEALTH: break;
    }
    m->ended = true;
}

/* What a worker says goes to the desk under the worker's own number, whatever it claims. */
static enum err
from_child(struct master *m, uint8_t at)
{
    struct child *c = &m->child[at];
    struct frame f;
    enum err gone = post_pipe_move(c->pipe);
    enum err e = OK;

    while (!(e = post_pipe_next(c->pipe, &f))) {
        if (f.kind < FRAME_CAME)
            return ERR_MALFORMED;
        f.channel = at;
        tell_desk(m, &f);
    }
    return e == ERR_MALFORMED ? e : gone;
}

static void
listen_to_desk(struct master *m)
{
    struct frame f;
    enum err gone = post_pipe_move(m->desk);
    enum err e = OK;

    while (!m->ended && !(e = post_pipe_next(m->desk, &f)))
        from_desk(m, &f);
    if (gone || e == ERR_MALFORMED)
        m->ended = true;
}

static void
start_due(struct master *m)
{
    for (uint8_t i = 1; m->started && i < MAX_CHANNELS; i++)
        if (m->child[i].kind != CHANNEL_HUB && !m->child[i].pipe &&
            clock_steady_ms() >= m->child[i].next_ms)
            start_child(m, i);
}

static void
round_of(struct master *m)
{
    struct pollfd wait[MAX_CHANNELS] = { { post_pipe_fd(m->desk), post_pipe_events(m->desk), 0 } };
    uint8_t at[MAX_CHANNELS] = { 0 };
    nfds_t n = 1;

    for (unsigned i = 1; i < MAX_CHANNELS; i++) {
        if (!m->child[i].pipe)
            continue;
        at[n] = (uint8_t)i;
        wait[n++] = (struct pollfd){ post_pipe_fd(m->child[i].pipe),
            post_pipe_events(m->child[i].pipe), 0 };
    }
    (void)poll(wait, n, 500);
    if (wait[0].revents)
        listen_to_desk(m);
    for (nfds_t k = 1; k < n && !m->ended; k++)
        if (wait[k].revents && m->child[at[k]].pipe && from_child(m, at[k]))
            child_gone(m, at[k]);
    reap(m);
    start_due(m);
}

enum err
master_run(const struct master_conf *conf, struct arena *life)
{
    struct master *m = arena_alloc(life, sizeof *m);

    if (!m)
        return ERR_INTERNAL;
    m->conf = conf;
    m->life = life;
    m->desk = post_pipe_new(conf->control);
    if (!m->desk)
        return ERR_INTERNAL;
    while (!m->ended)
        round_of(m);
    for (unsigned i = 1; i < MAX_CHANNELS; i++)
        if (m->child[i].pipe) {
            if (m->child[i].pid)
                (void)kill(m->child[i].pid, SIGKILL);
            post_pipe_drop(&m->child[i].pipe);
        }
    post_pipe_drop(&m->desk);
    return OK;
}
