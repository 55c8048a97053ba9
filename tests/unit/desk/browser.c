/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/desk/browser.h"
#include "base/file.h"
#include "base/own.h"
#include "http/server.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/desk_fixture.h"
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { ROUNDS = 20000, REQUEST_CAP = 1 << 20 };

void
browser_new(struct browser *b, struct app *app)
{
    memset(b, 0, sizeof *b);
    b->app = app;
}

/* Both ends in one thread: write what goes, let the server work, read what comes. */
static size_t
exchange(struct server *s, int fd, const char *request, size_t n_request, char *answer, size_t cap)
{
    size_t sent = 0;
    size_t n = 0;

    for (int i = 0; i < ROUNDS; i++) {
        struct pollfd ready[2] = { { server_fd(s), POLLIN, 0 },
            { fd, (short)(POLLIN | (sent < n_request ? POLLOUT : 0)), 0 } };
        assert_true(poll(ready, 2, 20) >= 0);
        if (sent < n_request && ready[1].revents & POLLOUT) {
            ssize_t k = send(fd, request + sent, n_request - sent, MSG_DONTWAIT | MSG_NOSIGNAL);
            sent += k > 0 ? (size_t)k : 0;
        }
        server_run(s);
        ssize_t k = recv(fd, answer + n, cap - n - 1, MSG_DONTWAIT);
        if (k == 0)
            break;
        n += k > 0 ? (size_t)k : 0;
    }
    answer[n] = '\0';
    return n;
}

/* The session's cookie and the one of the browser, each in its place. */
static void
take_cookies(struct browser *b)
{
    static const char header[] = "\r\nSet-Cookie: ";
    const char *end = strstr(b->answer, "\r\n\r\n");

    for (const char *at = strstr(b->answer, header); at && end && at < end;
         at = strstr(at + 1, header)) {
        const char *cookie = at + sizeof header - 1;
        int n = (int)strcspn(cookie, ";\r");
        bool known = strncmp(cookie, "__Host-known-", 13) == 0;
        if (known)
            (void)snprintf(b->known, sizeof b->known, "%.*s", n, cookie);
        else
            (void)snprintf(b->cookie, sizeof b->cookie, "%.*s", n, cookie);
    }
}

static void
take_answer(struct browser *b)
{
    const char *body = strstr(b->answer, "\r\n\r\n");
    const char *csrf = strstr(b->answer, "name=\"csrf\" value=\"");

    b->body = body ? body + 4 : "";
    b->status = strlen(b->answer) > 12 ? (unsigned)strtoul(b->answer + 9, NULL, 10) : 0;
    take_cookies(b);
    if (csrf)
        (void)snprintf(b->csrf, sizeof b->csrf, "%.*s", (int)strcspn(csrf + 19, "\""), csrf + 19);
}

void
browser_send(struct browser *b, const char *method, const char *path, struct bytes body)
{
    const struct site site = desk_site(b->app);
    OWN(server) s = NULL;
    char *request = malloc(REQUEST_CAP);
    int pair[2];

    assert_non_null(request);
    int n = snprintf(request, REQUEST_CAP,
        "%s %s HTTP/1.1\r\n%sConnection: close\r\nCookie: other=1; %s; %s\r\nContent-Length: "
        "%zu\r\n%s\r\n",
        method, path, b->more && strstr(b->more, "Host: ") ? "" : "Host: 127.0.0.1:8080\r\n",
        b->cookie, b->known, body.n, b->more ? b->more : "");
    if (body.n > 0)
        memcpy(request + n, body.p, body.n);
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(server_new(&site, (struct server_conf){ -1, 60, 10, 32768 }, &s), OK);
    assert_int_equal(server_give(s, pair[1]), OK);
    (void)exchange(s, pair[0], request, (size_t)n + body.n, b->answer, sizeof b->answer);
    (void)close(pair[0]);
    free(request);
    take_answer(b);
}

void
browser_get(struct browser *b, const char *path)
{
    browser_send(b, "GET", path, (struct bytes){ NULL, 0 });
}

void
browser_post(struct browser *b, const char *path, const char *fields)
{
    static const char place[] = "{csrf}";
    const char *at = strstr(fields, place);
    char *body = malloc(REQUEST_CAP);

    assert_non_null(body);
    if (at)
        (void)snprintf(body, REQUEST_CAP, "%.*s%s%s", (int)(at - fields), fields, b->csrf,
            at + sizeof place - 1);
    else
        (void)snprintf(body, REQUEST_CAP, "%s", fields);
    browser_send(b, "POST", path, bytes_of(body));
    free(body);
}

void
browser_header(const struct browser *b, const char *name, char *to, size_t cap)
{
    char wanted[64];
    const char *end = strstr(b->answer, "\r\n\r\n");

    (void)snprintf(wanted, sizeof wanted, "\r\n%s: ", name);
    const char *at = strstr(b->answer, wanted);
    *to = '\0';
    if (at && end && at < end)
        (void)snprintf(
            to, cap, "%.*s", (int)strcspn(at + strlen(wanted), "\r"), at + strlen(wanted));
}

bool
browser_has(const struct browser *b, const char *text)
{
    return strstr(b->body, text) != NULL;
}

void
browser_field(const struct browser *b, const char *after, const char *name, char *to, size_t cap)
{
    char wanted[80];
    const char *from = strstr(b->body, after);

    (void)snprintf(wanted, sizeof wanted, "name=\"%s\" value=\"", name);
    const char *at = from ? strstr(from, wanted) : NULL;
    assert_non_null(at);
    (void)snprintf(to, cap, "%.*s", (int)strcspn(at + strlen(wanted), "\""), at + strlen(wanted));
}

void
browser_path(const char *row, char *to, size_t cap)
{
    size_t n = 0;

    for (const char *c = row; *c && n + 3 < cap; c++) {
        if (*c != '{') {
            to[n++] = *c;
            continue;
        }
        n += (size_t)snprintf(to + n, cap - n, "%s", c[1] == 'n' ? "1" : "aa");
        c += 2;
    }
    to[n] = '\0';
}

void
browser_login(struct browser *with, const struct setup_member *who, const char *more)
{
    char form[4096];

    (void)snprintf(form, sizeof form, "name=%s&passphrase=%s%s", who->name, who->passphrase, more);
    for (char *c = form; *c; c++)
        *c = *c == ' ' ? '+' : *c;
    browser_post(with, "/login", form);
    assert_int_equal(with->status, 303);
    fixture_settle(with->app);
}

void
browser_goes_to(const struct browser *with, const char *where)
{
    char to[400];

    assert_int_equal(with->status, 303);
    browser_header(with, "Location", to, sizeof to);
    assert_string_equal(to, where);
}

void
browser_shows(const struct browser *with, unsigned status, const char *text)
{
    if (with->status != status || !browser_has(with, text))
        fail_msg("%u, wanted %u and \"%s\" in: %.3000s", with->status, status, text, with->answer);
}
