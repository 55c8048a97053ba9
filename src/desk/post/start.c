/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Starting understory-post beside the desk, and leaving it. */
#include "base/clock.h"
#include "desk/post/ring.h"
#include "desk/post/spawn.h"

enum { ARENA_BYTES = 1 << 20 };

static enum err
fill_channels(struct post *p, const struct post_place *at, struct arena *life, bool *wanted)
{
    OWN(arena) a = arena_new(ARENA_BYTES);
    struct channel_row *rows = a ? arena_alloc(a, CHANNEL_SLOTS * sizeof *rows) : NULL;
    struct duty_row *duty = a ? arena_alloc(a, DUTY_MAX * sizeof *duty) : NULL;
    size_t n_duty = 0;
    size_t n = 0;
    enum err e = rows && duty ? channels_list(at->keys, a, rows, &n) : ERR_INTERNAL;

    e = e ? e : duty_list(at->keys, a, duty, &n_duty);
    for (size_t i = 0; !e && i < n; i++) {
        struct post_channel *c = &p->ch[p->n++];
        const struct channel_conf *conf = &rows[i].conf;
        *c = (struct post_channel){ .slot = rows[i].slot,
            .kind = conf->kind,
            .name = arena_text(life, conf->text[CT_NAME]),
            .address = arena_text(life, conf->text[CT_ADDRESS]),
            .why = POST_NOT_YET,
            .since_s = clock_now_s() };
        if (!c->name || !c->address)
            e = ERR_INTERNAL;
    }
    *wanted = n > 0 || n_duty > 0;
    return e;
}

enum err
post_start(struct post *p, const struct post_place *at, const struct post_start *how,
    struct arena *life, const char **why)
{
    const struct vault *v = vaults_by_role(at->vaults, "intake");
    int fd = -1;
    p->opener = (struct opener){ .pgp.fd = -1, .parse.fd = -1 };
    enum err e = fill_channels(p, at, life, &p->wanted);

    if (!e && !p->wanted)
        return OK;
    if (e || !v) {
        *why = "The settings of the channels in keys.db cannot be read";
        return e ? e : ERR_NOT_FOUND;
    }
    p->people = v->row.public;
    for (size_t i = 0; i < p->n; i++)
        if (p->ch[i].kind == CHANNEL_MAIL && p->opener.pgp.fd < 0)
            opener_start(&p->opener, how->sandbox);
    p->rings_apart_ms = how->ring_ms;
    e = post_spawn(how->sandbox, how->retry_ms, &fd);
    p->pipe = e ? NULL : post_pipe_new(fd);
    if (p->pipe)
        e = ring_settings(p, at);
    if (p->pipe && !e)
        e = post_pipe_put(p->pipe, &(struct frame){ .kind = FRAME_START });
    if (!p->pipe || e) {
        *why = "The program understory-post beside this one cannot be started";
        return e ? e : ERR_INTERNAL;
    }
    return OK;
}

void
post_stop(struct post *p)
{
    post_pipe_drop(&p->pipe);
    opener_stop(&p->opener);
}
