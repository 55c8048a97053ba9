/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "edition/making.h"
#include "text/text.h"
#include <stdlib.h>
#include <string.h>

enum { MAX_PAGES = 2000, MAX_FILE = 1 << 20, MAX_KIT_PAGE = 1 << 16 };

void
making_fail(struct making *m, enum err e, const char *path, const char *what)
{
    if (m->e)
        return;
    m->e = e;
    *m->why = arena_printf(m->a, "%s: %s", path, what);
}

void
making_add(struct making *m, const char *path, struct bytes content)
{
    if (m->e)
        return;
    if (!path || m->pages->n == MAX_PAGES) {
        making_fail(m, ERR_TOO_LARGE, "edition", "too many pages");
        return;
    }
    m->pages->list[m->pages->n++] = (struct made_page){ path, content };
}

void
making_add_page(struct making *m, enum lang l, const char *name, struct out *o, size_t limit)
{
    const char *path = l ? arena_printf(m->a, "%s/%s", lang_code(l), name) : name;

    if (o->failed)
        making_fail(m, ERR_INTERNAL, path, "out of memory");
    else if (o->n > limit)
        making_fail(m, ERR_TOO_LARGE, path,
            arena_printf(
                m->a, "%zu bytes, and at most %zu are allowed: shorten the text", o->n, limit));
    making_add(m, path, (struct bytes){ (const uint8_t *)o->buf, o->n });
}

struct frame
making_frame(const struct making *m, enum lang l, const char *page)
{
    return site_frame(m->site, l, page, m->s->version);
}

/* A form that the kit fills with life, if there is one. */
static struct frame
frame_with_kit(const struct making *m, enum lang l, const char *page)
{
    struct frame f = making_frame(m, l, page);

    f.kit = m->kit.src;
    f.kit_integrity = m->kit.integrity;
    return f;
}

static void
add_start(struct making *m, enum lang l)
{
    struct start_view v = { making_frame(m, l, ""), m->situations->cards[l], m->situations->n,
        m->first_question };
    struct out o = out_in(m->a);

    page_start(&o, &v);
    making_add_page(m, l, "index", &o, PAGE_PUBLIC_MAX);
}

/* The form shows as many organisations as fit; "choose for me" knows them all. */
static void
add_form(struct making *m, enum lang l)
{
    struct write_view v = { .f = frame_with_kit(m, l, "w"), .ticket = TICKET_PLACE };
    struct out o;

    site_fill_form(m->site, NULL, m->day, m->a, &v);
    do {
        o = out_in(m->a);
        page_write(&o, &v);
    } while (!o.failed && o.n > PAGE_PUBLIC_MAX && v.n_orgs-- > 0);
    making_add_page(m, l, "w", &o, PAGE_PUBLIC_MAX);
}

static void
add_errors(struct making *m, enum lang l)
{
    for (enum error_kind k = 0; k < N_ERRORS; k++) {
        struct error_view v = { making_frame(m, l, ""), k };
        struct out o = out_in(m->a);
        page_error(&o, &v);
        making_add_page(m, l, arena_printf(m->a, "e%s", error_code(k)), &o, PAGE_PUBLIC_MAX);
    }
}

static void
add_fixed(struct making *m, enum lang l)
{
    static const struct {
        const char *name;
        void (*page)(struct out *o, const struct frame *f);
    } rows[] = { { "b", page_before }, { "d", page_deleted }, { "k", page_card },
        { "z", page_leave } };
    struct read_view read = { .f = frame_with_kit(m, l, "r") };
    struct out o = out_in(m->a);

    page_read(&o, &read);
    making_add_page(m, l, "r", &o, PAGE_PUBLIC_MAX);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct frame f = making_frame(m, l, rows[i].name);
        o = out_in(m->a);
        rows[i].page(&o, &f);
        making_add_page(m, l, rows[i].name, &o, PAGE_PUBLIC_MAX);
    }
}

static struct bytes
content_file(struct making *m, const char *name, bool needed)
{
    const char *path = arena_printf(m->a, "%s/%s", m->s->content, name);
    struct bytes b = { NULL, 0 };
    enum err e = path ? file_read(path, MAX_FILE, m->a, &b) : ERR_INTERNAL;

    if (e && (needed || e != ERR_NOT_FOUND))
        making_fail(m, e == ERR_NOT_FOUND ? ERR_MALFORMED : e, path, "cannot be read");
    return b;
}

/* The network's own facts, as data/site says them. */
static struct bytes
site_facts(struct making *m)
{
    static const char demonstration[] = "demonstration yes\n";
    struct out o = out_in(m->a);

    for (enum lang l = LANG_RU; l < N_LANGS; l++) {
        const char *line =
            m->s->name[l] ? arena_printf(m->a, "name %s %s\n", lang_code(l), m->s->name[l]) : "";
        if (!line || strchr(line, '\n') != strrchr(line, '\n'))
            making_fail(m, ERR_MALFORMED, SITE_PAGE, "the network's name is one line");
        else
            out_lit(&o, line, strlen(line));
    }
    if (m->s->answer_hours > 0) {
        const char *line = arena_printf(m->a, "answer-hours %lld\n", (long long)m->s->answer_hours);
        out_lit(&o, line ? line : "", line ? strlen(line) : 0);
    }
    if (m->s->demonstration)
        out_lit(&o, demonstration, sizeof demonstration - 1);
    if (!out_text_of(&o))
        making_fail(m, ERR_INTERNAL, SITE_PAGE, "out of memory");
    return (struct bytes){ (const uint8_t *)o.buf, o.n };
}

static void
add_facts(struct making *m, const struct card *cards, size_t n_cards)
{
    struct site_files files = { .site = site_facts(m),
        .countries = content_file(m, "countries.csv", true),
        .crisis = content_file(m, "crisis.csv", true),
        .designations = m->s->designations };

    if (files.designations.n == 0)
        files.designations = content_file(m, "designations.csv", false);
    if (!m->e)
        m->e = site_read(&files, cards, n_cards, m->a, &m->site, m->why);
    making_add(m, SITE_PAGE, files.site);
    making_add(m, SITE_COUNTRIES, files.countries);
    making_add(m, SITE_CRISIS, files.crisis);
    making_add(m, SITE_DESIGNATIONS, files.designations);
}

/* The program, and what it has to know and say in each language. */
static void
add_kit(struct making *m)
{
    if (m->e || m->s->kit.n == 0)
        return;
    if (kit_script_of(m->s->kit, m->a, &m->kit))
        making_fail(m, ERR_INTERNAL, "kit", "out of memory");
    making_add(m, m->kit.page, m->s->kit);
    for (enum lang l = LANG_RU; l < N_LANGS; l++) {
        struct out o = out_in(m->a);
        kit_page(&o, m->site, m->s->network, m->s->drop_bits, l);
        const char *path = arena_printf(m->a, "kit/%s", lang_code(l));
        making_add_page(m, LANG_UNSET, path, &o, MAX_KIT_PAGE);
    }
}

static void
add_language_page(struct making *m)
{
    struct frame f = making_frame(m, LANG_RU, NULL);
    struct out o = out_in(m->a);

    page_language(&o, &f);
    making_add_page(m, LANG_UNSET, "index", &o, PAGE_PUBLIC_MAX);
}

static int
by_path(const void *a, const void *b)
{
    return strcmp(((const struct made_page *)a)->path, ((const struct made_page *)b)->path);
}

enum err
edition_pages(const struct edition_source *s, const struct card *cards, size_t n_cards,
    struct arena *a, struct made_pages *out, const char **why)
{
    struct making m = { .s = s, .a = a, .why = why, .day = day_of(s->now_s), .pages = out };

    *why = "out of memory";
    *out = (struct made_pages){ arena_alloc(a, MAX_PAGES * sizeof *out->list), 0 };
    if (!out->list)
        return ERR_INTERNAL;
    add_facts(&m, cards, n_cards);
    add_kit(&m);
    if (!m.e)
        m.e = figures_read(s->content, a, &m.figures, why);
    if (!m.e)
        m.e = situations_read(s->content, a, &m.situations, why);
    if (!m.e)
        making_add_letters(&m);
    if (!m.e)
        making_add_guides(&m);
    if (!m.e)
        add_language_page(&m);
    for (enum lang l = LANG_RU; !m.e && l < N_LANGS; l++) {
        add_start(&m, l);
        add_form(&m, l);
        add_fixed(&m, l);
        add_errors(&m, l);
    }
    qsort(out->list, out->n, sizeof *out->list, by_path);
    return m.e;
}
