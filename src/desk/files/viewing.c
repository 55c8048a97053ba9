/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/files/viewing.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/own.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include "viewlink/packet.h"
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>

enum { LINE = 3, STEP_MS = 8, ROWS_AT_ONCE = 32 };

/* ---- Starting. */

/* In the child: nothing of ours is left open but the line. */
static void
become(const char *path, int line)
{
    sigset_t none;

    if (line == LINE)
        (void)fcntl(line, F_SETFD, 0);
    else
        (void)dup2(line, LINE);
    (void)close_range(LINE + 1, ~0u, 0);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    (void)execl(path, "understory-view", "serve", (char *)NULL);
    _exit(127);
}

void
viewing_start(struct viewing *v, const char *program)
{
    char self[PATH_MAX] = { 0 };
    char path[PATH_MAX + 32];
    int ends[2];

    *v = (struct viewing){ .line = -1 };
    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0)
        return;
    (void)snprintf(path, sizeof path, "%s/understory-view", dirname(self));
    if (access(program ? program : path, X_OK) ||
        socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
        return;
    OWN_FD ours = ends[0];
    OWN_FD theirs = ends[1];
    pid_t pid = fork();
    if (pid == 0)
        become(program ? program : path, theirs);
    if (pid > 0 && !fcntl(ours, F_SETFL, O_NONBLOCK))
        v->line = fd_take(&ours);
}

/* ---- Places. */

static void
wipe(uint8_t *p, size_t n)
{
    if (p)
        secret_wipe(p, n);
    free(p);
}

static void
seen_free(struct seen *s)
{
    png_drop(&s->coding);
    wipe(s->raw, s->n_raw);
    wipe(s->png, s->n_png);
    wipe((uint8_t *)s->text, s->text ? strlen(s->text) : 0);
    *s = (struct seen){ 0 };
}

void
viewing_forget(struct viewing *v)
{
    for (size_t i = 0; i < SEEN_MAX; i++)
        seen_free(&v->seen[i]);
}

void
viewing_stop(struct viewing *v)
{
    viewing_forget(v);
    fd_drop(&v->line);
}

struct seen *
viewing_find(struct viewing *v, const struct content_id *blob, uint32_t page)
{
    for (size_t i = 0; i < SEEN_MAX; i++) {
        struct seen *s = &v->seen[i];
        if (s->job && s->page == page && id_equal(s->blob.b, blob->b)) {
            s->used_ms = clock_steady_ms();
            return s;
        }
    }
    return NULL;
}

/* A free place, else the one that was looked at longest ago. */
static struct seen *
find_place(struct viewing *v)
{
    struct seen *best = NULL;

    for (size_t i = 0; i < SEEN_MAX; i++) {
        struct seen *s = &v->seen[i];
        if (!s->job)
            return s;
        if (s->ready && (!best || s->used_ms < best->used_ms))
            best = s;
    }
    return best;
}

static void
say(struct seen *s, enum sight_status status)
{
    s->s = (struct sight){ .status = status };
    s->ready = true;
}

enum err
viewing_ask(struct viewing *v, const struct content_id *blob, uint32_t page, int file,
    int64_t now_ms, struct seen **out)
{
    struct seen *s = find_place(v);

    if (!s)
        return ERR_BUSY;
    seen_free(s);
    v->last_job = v->last_job + 1 ? v->last_job + 1 : 1;
    *s = (struct seen){ .job = v->last_job, .blob = *blob, .page = page, .used_ms = now_ms };
    *out = s;
    if (v->line < 0) {
        say(s, SIGHT_NO_SANDBOX);
        return OK;
    }
    enum err e = view_packet_send(v->line, &(struct view_packet){ s->job, page, file });
    if (e)
        seen_free(s);
    return e;
}

/* ---- What came back. */

/* The bytes of a descriptor that was given to us: copied, for the giver could still change it. */
static uint8_t *
read_sight(int fd, size_t *n)
{
    struct stat st;

    if (fstat(fd, &st) || st.st_size < SIGHT_HEAD_BYTES || st.st_size > SIGHT_MAX_BYTES)
        return NULL;
    uint8_t *b = malloc((size_t)st.st_size);
    *n = (size_t)st.st_size;
    if (b && !lseek(fd, 0, SEEK_SET) && !fd_read_exact(fd, b, *n))
        return b;
    free(b);
    return NULL;
}

/* Takes the raw bytes. */
static void
take_sight(struct seen *s, uint8_t *raw, size_t n)
{
    struct sight sight;

    s->raw = raw;
    s->n_raw = n;
    if (!raw || sight_decode((struct bytes){ raw, n }, &sight)) {
        say(s, SIGHT_DAMAGED);
        return;
    }
    s->s = sight;
    s->s.body = (struct bytes){ NULL, 0 };
    if (sight.status == SIGHT_GOOD && sight.kind == SIGHT_TEXT) {
        s->text = malloc(sight.body.n + 1);
        if (s->text) {
            memcpy(s->text, sight.body.p, sight.body.n);
            s->text[sight.body.n] = '\0';
        }
    } else if (sight.status == SIGHT_GOOD) {
        s->coding = png_new(sight.width, sight.height, sight.body.p);
        if (s->coding)
            return; /* ready when it is encoded */
        say(s, SIGHT_DAMAGED);
    }
    s->ready = true;
}

static void
take_packet(struct viewing *v, const struct view_packet *p)
{
    size_t n = 0;

    for (size_t i = 0; i < SEEN_MAX; i++) {
        struct seen *s = &v->seen[i];
        if (s->job != p->job || s->ready || s->raw)
            continue;
        uint8_t *raw = read_sight(p->fd, &n);
        take_sight(s, raw, n);
        if (s->ready) {
            wipe(s->raw, s->n_raw);
            s->raw = NULL;
        }
    }
}

static void
receive(struct viewing *v)
{
    struct view_packet p = { .fd = -1 };

    for (int i = 0; v->line >= 0 && i < SEEN_MAX; i++) {
        enum err e = view_packet_receive(v->line, &p);
        if (e == ERR_BUSY)
            return;
        if (e == ERR_NOT_FOUND || e == ERR_INTERNAL) {
            fd_drop(&v->line); /* the program ended: nothing is opened until the next start */
            for (size_t k = 0; k < SEEN_MAX; k++)
                if (v->seen[k].job && !v->seen[k].ready && !v->seen[k].raw)
                    say(&v->seen[k], SIGHT_NO_SANDBOX);
            return;
        }
        if (!e) {
            take_packet(v, &p);
            fd_drop(&p.fd);
        }
    }
}

/* Some rows more of one page. */
static void
encode(struct seen *s)
{
    bool done = false;

    if (png_rows(s->coding, ROWS_AT_ONCE, &done))
        say(s, SIGHT_DAMAGED);
    else if (done)
        s->png = png_take(s->coding, &s->n_png);
    else
        return;
    s->ready = true;
    png_drop(&s->coding);
    wipe(s->raw, s->n_raw);
    s->raw = NULL;
}

bool
viewing_is_busy(const struct viewing *v)
{
    for (size_t i = 0; i < SEEN_MAX; i++)
        if (v->seen[i].coding)
            return true;
    return false;
}

void
viewing_step(struct viewing *v, int64_t now_ms)
{
    int64_t until_ms = clock_steady_ms() + STEP_MS;

    receive(v);
    for (size_t i = 0; i < SEEN_MAX; i++) {
        struct seen *s = &v->seen[i];
        while (s->coding && clock_steady_ms() < until_ms)
            encode(s);
        if (s->job && !s->ready && !s->raw && now_ms - s->used_ms > SEEN_PATIENCE_MS)
            say(s, SIGHT_TOO_SLOW);
        if (s->job && s->ready && now_ms - s->used_ms > SEEN_KEPT_MS)
            seen_free(s);
    }
}
