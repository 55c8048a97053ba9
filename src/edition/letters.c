/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "edition/letters.h"
#include "base/file.h"
#include "base/out.h"
#include "edition/making.h"
#include "seeker/letter_pages.h"
#include "text/text.h"
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 256 << 10 };

static int
is_letter(const struct dirent *d)
{
    const char *dot = strrchr(d->d_name, '.');

    return dot && strcmp(dot, ".letter") == 0 && strcmp(d->d_name, "shared.letter") != 0;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static enum err
add_file(const char *content, const char *name, struct out *o, const char **why)
{
    const char *path = arena_printf(o->a, "%s/letters/%s", content, name);
    struct bytes b;
    enum err e = path ? file_read(path, FILE_MAX, o->a, &b) : ERR_INTERNAL;

    if (e) {
        *why = arena_printf(o->a, "letters/%s: cannot be read", name);
        return e;
    }
    out_lit(o, (const char *)b.p, b.n);
    out_lit(o, "\n", 1);
    return OK;
}

static enum err
read_definitions(const char *content, struct arena *a, struct bytes *out, const char **why)
{
    const char *folder = arena_printf(a, "%s/letters", content);
    struct out o = out_in(a);
    struct dirent **list = NULL;
    int n = folder ? scandir(folder, &list, is_letter, by_name) : -1;

    if (n < 0)
        return ERR_NOT_FOUND;
    enum err e = add_file(content, "shared.letter", &o, why);
    for (int i = 0; i < n; i++) {
        if (!e)
            e = add_file(content, list[i]->d_name, &o, why);
        free(list[i]);
    }
    free(list);
    if (!e && o.failed)
        e = ERR_INTERNAL;
    *out = (struct bytes){ (const uint8_t *)o.buf, o.n };
    return e == ERR_NOT_FOUND ? ERR_MALFORMED : e;
}

enum err
letters_files_read(
    const char *content, struct arena *a, struct letters_files *out, const char **why)
{
    const struct {
        const char *name;
        struct bytes *to;
    } tables[] = { { "letters/law.csv", &out->law }, { "letters/authorities.csv", &out->offices },
        { "letters/channels.csv", &out->channels }, { "letters/competence.csv", &out->competence },
        { "deadlines/rules.csv", &out->clocks } };
    enum err e = read_definitions(content, a, &out->letters, why);

    for (size_t i = 0; !e && i < sizeof tables / sizeof *tables; i++) {
        const char *path = arena_printf(a, "%s/%s", content, tables[i].name);
        e = path ? file_read(path, FILE_MAX, a, tables[i].to) : ERR_INTERNAL;
        if (e) {
            *why = arena_printf(a, "%s: cannot be read", tables[i].name);
            e = e == ERR_NOT_FOUND ? ERR_MALFORMED : e;
        }
    }
    return e;
}

static void
add_page(struct making *m, const struct letter *d, enum lang l)
{
    const char *name = arena_printf(m->a, "%lld", (long long)d->page);
    struct letter_view v = { .f = making_frame(m, l, name),
        .id = d->id,
        .title = d->title[l],
        .about = d->about[l],
        .reviewer = strncmp(d->reviewer, "sample:", 7) == 0 ? NULL : d->reviewer,
        .reviewed = text_date(m->a, l, d->reviewed_day),
        .due = text_date(m->a, l, d->due_day),
        .stale = m->day > d->due_day,
        .withdrawn = m->day > 2 * d->due_day - d->reviewed_day };
    struct out o = out_in(m->a);

    page_letter(&o, &v);
    making_add_page(m, l, name, &o, PAGE_PUBLIC_MAX);
}

static void
add_list(struct making *m, const struct letters *all, enum lang l)
{
    struct letter_row *rows = arena_alloc(m->a, (all->n + 1) * sizeof *rows);
    struct letters_view v = { making_frame(m, l, "l"), rows, 0 };
    struct out o = out_in(m->a);

    if (!rows) {
        making_fail(m, ERR_INTERNAL, LETTERS_PAGE, "out of memory");
        return;
    }
    for (; v.n_rows < all->n; v.n_rows++)
        rows[v.n_rows] =
            (struct letter_row){ all->list[v.n_rows]->page, all->list[v.n_rows]->title[l] };
    page_letters(&o, &v);
    making_add_page(m, l, "l", &o, PAGE_PUBLIC_MAX);
}

static void
add_data(struct making *m, const struct letters_files *files)
{
    making_add(m, LETTERS_PAGE, files->letters);
    making_add(m, LETTERS_LAW, files->law);
    making_add(m, LETTERS_OFFICES, files->offices);
    making_add(m, LETTERS_CHANNELS, files->channels);
    making_add(m, LETTERS_COMPETENCE, files->competence);
    making_add(m, LETTERS_CLOCKS, files->clocks);
}

void
making_add_letters(struct making *m)
{
    struct letters_files files = { .letters = { NULL, 0 } };
    const struct letters *all = NULL;
    enum err e = letters_files_read(m->s->content, m->a, &files, m->why);

    if (e == ERR_NOT_FOUND)
        return;
    if (!e)
        e = letters_read(&files, m->a, &all, m->why);
    if (!e)
        e = letters_check_day(all, m->day, m->a, m->why);
    if (e) {
        m->e = e;
        return;
    }
    m->letters = all;
    add_data(m, &files);
    for (enum lang l = LANG_RU; !m->e && l < N_LANGS; l++) {
        add_list(m, all, l);
        for (size_t i = 0; i < all->n; i++)
            add_page(m, all->list[i], l);
    }
}
