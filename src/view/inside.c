/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Inside the room.  The tools are started first, as children with less rights yet; then this
   process gives up what it does not need to read what they write. */
#include "base/file.h"
#include "base/own.h"
#include "base/text.h"
#include "guard/guard.h"
#include "view/pnm.h"
#include "view/sniff.h"
#include "view/tools.h"
#include "view/view.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

enum { INFO_MAX = 16 * 1024, TEXT_ROOM = 2 * SIGHT_TEXT_MAX };

struct inside {
    pid_t count, page;
    int count_from, page_from;
    uint32_t wanted;
    enum sight_kind kind;
    int turn;
    int out;
};

enum err
view_say(int out, enum sight_status status, enum sight_kind kind)
{
    const struct sight s = { .status = status, .kind = kind };
    uint8_t head[SIGHT_HEAD_BYTES];

    sight_head(&s, head);
    return fd_write_all(out, (struct bytes){ head, sizeof head });
}

static size_t
read_all(int fd, uint8_t *to, size_t cap)
{
    size_t n = 0;

    while (n < cap) {
        ssize_t k = read(fd, to + n, cap - n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            break;
        n += (size_t)k;
    }
    return n;
}

/* Why a tool gave nothing. */
static enum sight_status
status_of_tool(pid_t pid)
{
    int status = 0;

    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (WIFEXITED(status) && WEXITSTATUS(status) == TOOL_MISSING)
        return SIGHT_NO_TOOL;
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU ? SIGHT_TOO_SLOW : SIGHT_DAMAGED;
}

/* What pdfinfo says; 0: nothing sensible. */
static uint32_t
count_pages(int from)
{
    char info[INFO_MAX + 1];
    size_t n = read_all(from, (uint8_t *)info, INFO_MAX);

    info[n] = '\0';
    for (const char *p = info; p; p = strchr(p, '\n')) {
        p += *p == '\n';
        if (strncmp(p, "Pages:", 6) == 0) {
            uint32_t v = 0;
            for (p += 6 + strspn(p + 6, " "); *p >= '0' && *p <= '9' && v < SIGHT_PAGES_MAX; p++)
                v = 10 * v + (uint32_t)(*p - '0');
            return v < SIGHT_PAGES_MAX ? v : SIGHT_PAGES_MAX;
        }
    }
    return 0;
}

static enum err
give(const struct inside *x, struct sight *s)
{
    uint8_t head[SIGHT_HEAD_BYTES];

    s->kind = x->kind;
    sight_head(s, head);
    enum err e = fd_write_all(x->out, (struct bytes){ head, sizeof head });
    return e ? e : fd_write_all(x->out, s->body);
}

static enum err
give_picture(const struct inside *x, uint32_t n_pages)
{
    struct image i = { 0 };
    enum err e = pnm_read(x->page_from, &i);

    if (e == ERR_TOO_LARGE)
        return view_say(x->out, SIGHT_TOO_LARGE, x->kind);
    e = e ? e : image_turn(&i, x->turn);
    if (e)
        return view_say(x->out, status_of_tool(x->page), x->kind);
    struct sight s = { .page = x->wanted,
        .n_pages = n_pages,
        .width = (uint16_t)i.width,
        .height = (uint16_t)i.height,
        .body = { i.rgb, (size_t)3 * i.width * i.height } };
    e = give(x, &s);
    image_done(&i);
    return e;
}

/* Line ends as one byte; other control characters go. */
static size_t
clean_text(uint8_t *p, size_t n)
{
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        uint8_t c = p[i];
        if (c == '\r' && i + 1 < n && p[i + 1] == '\n')
            continue;
        if (c == '\r' || c == '\f')
            c = '\n';
        if ((c >= 0x20 && c != 0x7F) || c == '\n' || c == '\t')
            p[k++] = c;
    }
    return k;
}

static enum err
give_text(const struct inside *x)
{
    uint8_t *text = malloc(TEXT_ROOM);
    size_t n = text ? read_all(x->page_from, text, TEXT_ROOM) : 0;
    size_t kept = clean_text(text, n);
    struct sight s = { .page = 1, .n_pages = 1 };

    if (!text)
        return ERR_INTERNAL;
    s.body = (struct bytes){ text, utf8_prefix((struct bytes){ text, kept }, SIGHT_TEXT_MAX) };
    s.cut = s.body.n < kept;
    enum err e = utf8_is_valid(s.body) ? give(x, &s) : view_say(x->out, SIGHT_DAMAGED, x->kind);
    free(text);
    return e;
}

static enum err
give_pdf(const struct inside *x)
{
    uint32_t n = count_pages(x->count_from);

    if (n == 0)
        return view_say(x->out, status_of_tool(x->count), x->kind);
    if (x->wanted > n || x->wanted > SIGHT_PAGES_SHOWN)
        return view_say(x->out, SIGHT_NO_PAGE, x->kind);
    return give_picture(x, n);
}

static enum err
give_any(const struct inside *x)
{
    if (x->kind == SIGHT_PDF)
        return give_pdf(x);
    if (x->kind != SIGHT_TEXT && !sight_kind_is_picture(x->kind))
        return view_say(x->out, SIGHT_REFUSED, x->kind);
    if (x->wanted != 1)
        return view_say(x->out, SIGHT_NO_PAGE, x->kind);
    return x->kind == SIGHT_TEXT ? give_text(x) : give_picture(x, 1);
}

/* Letters for documents that bring none of their own. */
static enum err
write_fonts(void)
{
    static const char words[] = "<?xml version=\"1.0\"?><fontconfig><dir>/usr/share/fonts</dir>"
                                "<cachedir>/tmp</cachedir></fontconfig>";
    OWN_FD fd = open(ROOM_FONTS, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0444);

    return fd < 0 ? ERR_INTERNAL : fd_write_all(fd, bytes_of(words));
}

enum err
view_inside(uint32_t page, int out)
{
    struct inside x = { .wanted = page, .out = out };
    uint8_t *head = malloc(SNIFF_BYTES);
    size_t n = 0;
    enum err e = head ? write_fonts() : ERR_INTERNAL;

    e = e ? e : tool_start(TOOL_COUNT, page, &x.count, &x.count_from);
    e = e ? e : tool_start(TOOL_PAGE, page, &x.page, &x.page_from);
    e = e ? e : room_narrow(GUARD_FILES | GUARD_FORK);
    e = e ? e : room_head(head, SNIFF_BYTES, &n);
    if (!e) {
        x.kind = sniff((struct bytes){ head, n });
        x.turn = x.kind == SIGHT_JPEG ? sniff_turn((struct bytes){ head, n }) : 1;
        e = give_any(&x);
    }
    free(head);
    return e;
}
