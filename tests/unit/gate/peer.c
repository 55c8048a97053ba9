/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The hub as a gate sees it, played by a process; and the browser's side. */
#include "base/file.h"
#include "base/own.h"
#include "base/text.h"
#include "gate/child.h"
#include "tests/unit/check.h"
#include "tests/unit/gate/world.h"
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

static void
play_put(struct peer *p, const struct hublink_request *r, int answer)
{
    struct hublink_reply reply = { .status = HUBLINK_STORED,
        .wait_s = p->wait_s,
        .epoch = p->first_epoch ? p->first_epoch : r->epoch };
    uint8_t out[HUBLINK_REPLY_BYTES];

    if (p->n_puts < MAX_PUTS) {
        memcpy(p->puts[p->n_puts].ticket, r->ticket, sizeof r->ticket);
        p->puts[p->n_puts].epoch = r->epoch;
        p->puts[p->n_puts].n = r->n_envelopes;
        memcpy(p->puts[p->n_puts++].e, r->envelopes.p, r->envelopes.n);
    }
    if (p->n_next > 0) {
        reply.status = p->next[0];
        memmove(p->next, p->next + 1, sizeof p->next - sizeof p->next[0]);
        p->n_next--;
    }
    hublink_reply_encode(&reply, out);
    (void)!write(answer, out, sizeof out);
}

static void
play_shelf(struct peer *p, const struct hublink_request *r, int answer)
{
    p->n_shelf_asks++;
    p->p = r->p;
    p->n = r->n;
    size_t n = p->n_slots * sizeof p->slots[0];
    if (fd_write_all(answer, (struct bytes){ p->slots[0].b, p->shelf_broken ? 100 : n }))
        _exit(4);
}

static void
play(struct peer *p, int socket)
{
    static uint8_t message[HUBLINK_MAX_BYTES];
    struct hublink_request r;
    size_t n = 0;
    OWN_FD answer = -1;

    if (fd_receive(socket, message, sizeof message, &n, &answer))
        _exit(0);
    if (hublink_decode((struct bytes){ message, n }, &r))
        _exit(3);
    if (r.kind == HUBLINK_PUT)
        play_put(p, &r, answer);
    else
        play_shelf(p, &r, answer);
}

void
peer_start(struct world *w)
{
    int commit[2], shelf[2];

    w->peer =
        mmap(NULL, sizeof *w->peer, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(w->peer != MAP_FAILED);
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, commit), 0);
    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, shelf), 0);
    w->peer_pid = fork();
    if (w->peer_pid == 0) {
        (void)close(commit[0]);
        (void)close(shelf[0]);
        (void)signal(SIGPIPE, SIG_IGN);
        for (;;) {
            struct pollfd in[2] = { { commit[1], POLLIN, 0 }, { shelf[1], POLLIN, 0 } };
            (void)poll(in, 2, -1);
            for (int i = 0; i < 2; i++)
                if (in[i].revents)
                    play(w->peer, in[i].fd);
        }
    }
    (void)close(commit[1]);
    (void)close(shelf[1]);
    w->conf.commit = commit[0];
    w->conf.shelf = shelf[0];
}

void
peer_stop(struct world *w)
{
    (void)close((int)w->conf.commit);
    (void)close((int)w->conf.shelf);
    (void)kill(w->peer_pid, SIGKILL);
    (void)waitpid(w->peer_pid, NULL, 0);
    (void)munmap(w->peer, sizeof *w->peer);
}

static struct got
parse(struct world *w, char *answer, size_t n)
{
    struct got g = { .head = answer, .body = "", .location = "" };
    char *end = memmem(answer, n, "\r\n\r\n", 4);
    uint64_t status = 0;

    if (!end || n < 12)
        return g;
    assert_int_equal(text_u64(arena_text_n(w->a, answer + 9, 3), 100, 599, &status), OK);
    g.status = (unsigned)status;
    end[2] = '\0';
    g.body = end + 4;
    g.n_body = n - (size_t)(g.body - answer);
    const char *at = strstr(answer, "\nLocation: ");
    if (at)
        g.location = arena_text_n(w->a, at + 11, strcspn(at + 11, "\r"));
    return g;
}

struct got
fetch_raw(struct world *w, const void *request, size_t n_request)
{
    char *answer = arena_alloc(w->a, MAX_ANSWER);
    int pair[2], status = 0;
    size_t n = 0;

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    pid_t pid = fork();
    if (pid == 0) {
        (void)close(pair[0]);
        gate_serve(&w->app, pair[1]);
        _exit(0);
    }
    (void)close(pair[1]);
    (void)signal(SIGPIPE, SIG_IGN);
    enum err gone = fd_write_all(pair[0], (struct bytes){ request, n_request });
    for (ssize_t k = 1; k > 0 && n<MAX_ANSWER - 1; n += k> 0 ? (size_t)k : 0)
        k = recv(pair[0], answer + n, MAX_ANSWER - 1 - n, 0);
    (void)gone; /* who is refused early may still have been writing */
    (void)close(pair[0]);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return parse(w, answer, n);
}

struct got
fetch(struct world *w, const char *method, const char *target, const char *body)
{
    const char *rq = body
                         ? arena_printf(w->a,
                               "%s %s HTTP/1.1\r\nHost: x\r\nContent-Type: "
                               "application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
                               method, target, strlen(body), body)
                         : arena_printf(w->a, "%s %s HTTP/1.1\r\nHost: x\r\n\r\n", method, target);

    return fetch_raw(w, rq, strlen(rq));
}

const char *
fields(struct world *w, ...)
{
    struct out o = out_in(w->a);
    va_list list;

    va_start(list, w);
    for (const char *name = va_arg(list, const char *); name; name = va_arg(list, const char *)) {
        if (o.n > 0)
            out_lit(&o, "&", 1);
        out_url_part(&o, name);
        out_lit(&o, "=", 1);
        out_url_part(&o, va_arg(list, const char *));
    }
    va_end(list);
    return out_text_of(&o);
}
