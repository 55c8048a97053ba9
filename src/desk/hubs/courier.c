/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/hubs/courier.h"
#include "base/own.h"
#include <pthread.h>
#include <sys/eventfd.h>

enum { QUEUE = 128 };

/* Jobs in the order they came. */
struct queue {
    struct courier_job *job[QUEUE];
    size_t first, n;
};

struct courier {
    pthread_t thread;
    bool has_thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct queue todo, done;
    bool stop;
    int event_fd;
    long timeout_ms;
    struct fetcher *fetcher;
};

static bool
queue_put(struct queue *q, struct courier_job *j)
{
    if (q->n == QUEUE)
        return false;
    q->job[(q->first + q->n++) % QUEUE] = j;
    return true;
}

static struct courier_job *
queue_get(struct queue *q)
{
    if (q->n == 0)
        return NULL;
    struct courier_job *j = q->job[q->first];
    q->first = (q->first + 1) % QUEUE;
    q->n--;
    return j;
}

struct courier_job *
courier_job_new(enum courier_kind kind, size_t hub, size_t arena_bytes)
{
    OWN(courier_job) j = calloc(1, sizeof *j);

    if (!j)
        return NULL;
    j->kind = kind;
    j->hub = hub;
    j->arena = arena_new(arena_bytes);
    return j->arena ? TAKE(j) : NULL;
}

void
courier_job_drop(struct courier_job **j)
{
    if (!*j)
        return;
    arena_drop(&(*j)->arena);
    free(*j);
    *j = NULL;
}

static void
run_job(struct courier *c, struct courier_job *j)
{
    struct fetch what = { .url = j->url,
        .authorization = j->authorization[0] ? j->authorization : NULL,
        .put = j->put,
        .max_bytes = j->max_bytes,
        .timeout_ms = c->timeout_ms };

    j->err = fetch_run(c->fetcher, &what, j->arena, &j->answer);
    if (j->err)
        (void)snprintf(j->why, sizeof j->why, "%s", fetcher_why(c->fetcher));
}

static void
announce(struct courier *c, struct courier_job *j)
{
    (void)pthread_mutex_lock(&c->lock);
    bool put = queue_put(&c->done, j);
    (void)pthread_mutex_unlock(&c->lock);
    if (!put)
        courier_job_drop(&j); /* cannot be: no more jobs are under way than fit */
    (void)!eventfd_write(c->event_fd, 1);
}

static void *
courier_main(void *closure)
{
    struct courier *c = closure;

    for (;;) {
        (void)pthread_mutex_lock(&c->lock);
        while (!c->stop && c->todo.n == 0)
            (void)pthread_cond_wait(&c->wake, &c->lock);
        struct courier_job *j = c->stop ? NULL : queue_get(&c->todo);
        (void)pthread_mutex_unlock(&c->lock);
        if (!j)
            return NULL;
        run_job(c, j);
        announce(c, j);
    }
}

enum err
courier_new(const char *proxy, long timeout_ms, struct courier **out)
{
    OWN(courier) c = calloc(1, sizeof *c);

    if (!c)
        return ERR_INTERNAL;
    c->timeout_ms = timeout_ms;
    c->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (c->event_fd < 0 || pthread_mutex_init(&c->lock, NULL) || pthread_cond_init(&c->wake, NULL))
        return ERR_INTERNAL;
    enum err e = fetcher_new(proxy && proxy[0] ? proxy : NULL, &c->fetcher);
    if (e)
        return e;
    if (pthread_create(&c->thread, NULL, courier_main, c))
        return ERR_INTERNAL;
    c->has_thread = true;
    *out = TAKE(c);
    return OK;
}

static void
drop_jobs(struct queue *q)
{
    for (struct courier_job *j = queue_get(q); j; j = queue_get(q))
        courier_job_drop(&j);
}

void
courier_drop(struct courier **out)
{
    struct courier *c = *out;

    if (!c)
        return;
    if (c->has_thread) {
        (void)pthread_mutex_lock(&c->lock);
        c->stop = true;
        (void)pthread_cond_signal(&c->wake);
        (void)pthread_mutex_unlock(&c->lock);
        (void)pthread_join(c->thread, NULL);
    }
    drop_jobs(&c->todo);
    drop_jobs(&c->done);
    fetcher_drop(&c->fetcher);
    fd_drop(&c->event_fd);
    free(c);
    *out = NULL;
}

void
courier_give(struct courier *c, struct courier_job *j)
{
    (void)pthread_mutex_lock(&c->lock);
    bool put = queue_put(&c->todo, j);
    (void)pthread_cond_signal(&c->wake);
    (void)pthread_mutex_unlock(&c->lock);
    if (!put) {
        j->err = ERR_BUSY;
        announce(c, j);
    }
}

struct courier_job *
courier_take(struct courier *c)
{
    eventfd_t n = 0;

    (void)!eventfd_read(c->event_fd, &n);
    (void)pthread_mutex_lock(&c->lock);
    struct courier_job *j = queue_get(&c->done);
    (void)pthread_mutex_unlock(&c->lock);
    return j;
}

int
courier_fd(const struct courier *c)
{
    return c->event_fd;
}
