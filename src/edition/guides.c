/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages made of Markdown: guides, safety, about; the list of guides, the questions that lead to
   them, and what search over them needs. */
#include "base/text.h"
#include "edition/making.h"
#include "edition/tree.h"
#include "letters/letters.h"
#include "seeker/find.h"
#include "text/text.h"
#include <string.h>

enum { MAX_GUIDES = QUESTION_FIRST };

/* One page in all languages. */
struct texts {
    const char *name; /* its address: "7", "s" */
    struct article in[N_LANGS];
    int64_t newest_day; /* of its languages */
};

struct guides {
    struct texts *of[MAX_GUIDES]; /* by number; NULL: there is none */
    bool has[MAX_GUIDES];
};

/* ---- Reading. */

/* The same page in every language, or in none: NULL. */
static struct texts *
read_texts(struct making *m, const char *before, const char *after, const char *name)
{
    struct texts *t = arena_alloc(m->a, sizeof *t);

    if (!t || !name)
        m->e = ERR_INTERNAL;
    for (enum lang l = LANG_RU; !m->e && l < N_LANGS; l++) {
        const char *path =
            arena_printf(m->a, "%s/%s%s%s.md", m->s->content, before, lang_code(l), after);
        enum err e = article_read(path, l, m->a, &t->in[l], m->why);
        if (e == ERR_NOT_FOUND && l == LANG_RU)
            return NULL;
        m->e = e == ERR_NOT_FOUND ? ERR_MALFORMED : e;
        if (!e && t->in[l].reviewed_day > t->newest_day)
            t->newest_day = t->in[l].reviewed_day;
    }
    if (m->e)
        return NULL;
    t->name = name;
    return t;
}

static void
read_guides(struct making *m, struct guides *g)
{
    for (size_t n = 1; !m->e && n < MAX_GUIDES; n++) {
        const char *after = arena_printf(m->a, "/%zu", n);
        g->of[n] = read_texts(m, "guides/", after ? after : "", arena_printf(m->a, "%zu", n));
        g->has[n] = g->of[n];
    }
    for (size_t i = 0; !m->e && i < m->situations->n; i++) {
        int64_t to = m->situations->cards[LANG_RU][i].guide;
        if (to > 0 && (to >= MAX_GUIDES || !g->has[to]))
            making_fail(
                m, ERR_MALFORMED, "situations.txt", "a card leads to a guide that does not exist");
    }
}

/* ---- A page. */

/* Do two lists of words, blank between, share one? */
static bool
share_a_word(const char *a, const char *b)
{
    for (const char *p = a; p && b && *p;) {
        size_t n = strcspn(p, " ");
        for (const char *q = b; *q;) {
            size_t k = strcspn(q, " ");
            if (n > 0 && n == k && strncmp(p, q, n) == 0)
                return true;
            q += k + (q[k] == ' ');
        }
        p += n + (p[n] == ' ');
    }
    return false;
}

/* Is it about a situation for which a card of people in danger stands? */
static bool
is_urgent(const struct making *m, const struct article *p)
{
    for (size_t i = 0; i < m->situations->n; i++)
        if (m->situations->cards[LANG_RU][i].urgent &&
            share_a_word(p->situations, m->situations->codes[i]))
            return true;
    return false;
}

static bool
is_sample(const struct article *p)
{
    return strncmp(p->reviewer, "sample:", 7) == 0;
}

/* The guides that the front matter says go further. */
static void
fill_more(struct making *m, const struct guides *g, const struct article *p, struct guide_view *v)
{
    struct index_row *rows = arena_alloc(m->a, MAX_GUIDES * sizeof *rows);
    const char *rest = p->leads;

    while (rows && rest && *rest && !m->e) {
        size_t n = strcspn(rest, " ");
        const char *number = arena_text_n(m->a, rest, n);
        uint64_t to;
        if (!number || text_u64(number, 1, MAX_GUIDES - 1, &to) || !g->has[to] ||
            v->n_more == MAX_GUIDES)
            making_fail(m, ERR_MALFORMED, p->path, "`leads` names a guide that does not exist");
        else
            rows[v->n_more++] = (struct index_row){ number, g->of[to]->in[p->lang].heading };
        rest += n + (rest[n] == ' ');
    }
    v->more = rows;
}

/* The letters that the front matter names. */
static void
fill_letters(struct making *m, const struct article *p, struct guide_view *v)
{
    struct index_row *rows = arena_alloc(m->a, LETTERS_MAX * sizeof *rows);
    const char *rest = p->letters;

    while (rows && rest && *rest && !m->e) {
        size_t n = strcspn(rest, " ");
        const char *number = arena_text_n(m->a, rest, n);
        uint64_t page = 0;
        bool bad = !number || text_u64(number, 1, LETTER_LAST_PAGE, &page) || !m->letters;
        const struct letter *d = bad ? NULL : letters_at(m->letters, (int64_t)page);
        if (!d || v->n_letters == LETTERS_MAX)
            making_fail(m, ERR_MALFORMED, p->path, "`letters` names a letter that does not exist");
        else
            rows[v->n_letters++] = (struct index_row){ number, d->title[p->lang] };
        rest += n + (rest[n] == ' ');
    }
    v->letters = rows;
}

static struct guide_view
view_of(struct making *m, const struct texts *t, enum lang l)
{
    const struct article *p = &t->in[l];
    int64_t term = p->due_day - p->reviewed_day;
    struct guide_view v = { .f = making_frame(m, l, t->name),
        .title = p->title,
        .heading = p->heading,
        .reviewer = is_sample(p) ? NULL : p->reviewer,
        .reviewed = text_date(m->a, l, p->reviewed_day),
        .due = text_date(m->a, l, p->due_day),
        .stale = m->day > p->due_day,
        .withdrawn = m->day > p->due_day + term,
        .translation_old = p->reviewed_day < t->newest_day,
        .sources = p->sources,
        .n_sources = p->n_sources,
        .ask = true };

    if (is_urgent(m, p))
        v.crisis = site_crisis(m->site, l, NULL, m->day, m->a, &v.n_crisis);
    return v;
}

static void
add_texts(struct making *m, const struct guides *g, const struct texts *t, size_t number)
{
    for (enum lang l = LANG_RU; !m->e && l < N_LANGS; l++) {
        const struct article *p = &t->in[l];
        struct guide_view v = view_of(m, t, l);
        struct out o = out_in(m->a);

        fill_more(m, g, p, &v);
        fill_letters(m, p, &v);
        if (number >= GUIDE_COUNTRY_FIRST && p->countries)
            v.orgs = site_orgs_for(m->site, l, p->countries, m->a, &v.n_orgs);
        if (!m->e)
            m->e = article_html(p, m->figures, m->a, &v.body, m->why);
        if (m->e)
            return;
        page_guide(&o, &v);
        making_add_page(m, l, t->name, &o, PAGE_GUIDE_MAX);
    }
}

/* ---- The list, and search. */

static size_t
rows_of(const struct guides *g, enum lang l, size_t from, size_t to, struct index_row *rows)
{
    size_t n = 0;

    for (size_t i = from; i < to; i++)
        if (g->has[i])
            rows[n++] = (struct index_row){ g->of[i]->name, g->of[i]->in[l].heading };
    return n;
}

static void
add_index(struct making *m, const struct guides *g, enum lang l)
{
    struct index_row *rows = arena_alloc(m->a, 2 * MAX_GUIDES * sizeof *rows);
    struct index_view v = { .f = making_frame(m, l, "i"),
        .rows = rows,
        .first_question = m->first_question,
        .letters = m->letters != NULL };
    struct out o = out_in(m->a);

    if (!rows) {
        m->e = ERR_INTERNAL;
        return;
    }
    v.n_rows = rows_of(g, l, 1, GUIDE_COUNTRY_FIRST, rows);
    v.countries = rows + v.n_rows;
    v.n_countries = rows_of(g, l, GUIDE_COUNTRY_FIRST, MAX_GUIDES, rows + v.n_rows);
    page_index(&o, &v);
    making_add_page(m, l, "i", &o, PAGE_PUBLIC_MAX);
}

/* A guide that is withdrawn is not found. */
static void
add_search(struct making *m, const struct guides *g, enum lang l)
{
    struct out o = out_in(m->a);

    for (size_t i = 1; !m->e && i < MAX_GUIDES; i++) {
        struct html body;
        if (!g->has[i] || view_of(m, g->of[i], l).withdrawn)
            continue;
        const struct article *p = &g->of[i]->in[l];
        const struct index_row row = { g->of[i]->name, p->heading };
        m->e = article_html(p, m->figures, m->a, &body, m->why);
        const char *line = m->e ? NULL : find_line(m->a, &row, body);
        if (line)
            out_lit(&o, line, strlen(line));
        else if (!m->e)
            m->e = ERR_INTERNAL;
    }
    making_add(m, arena_printf(m->a, FIND_PAGE, lang_code(l)),
        (struct bytes){ (const uint8_t *)o.buf, o.n });
    if (o.failed)
        making_fail(m, ERR_INTERNAL, "search", "out of memory");
}

/* ---- The questions. */

static void
add_question(struct making *m, const struct tree *t, size_t i, enum lang l)
{
    const struct tree_question *q = &t->list[i];
    const char *name = arena_printf(m->a, "%zu", QUESTION_FIRST + i);
    struct question_view v = { .f = making_frame(m, l, name),
        .ask = q->ask[l],
        .ways = q->ways[l],
        .n_ways = q->n_ways,
        .unsure = q->unsure,
        .back = i == 0 ? "" : arena_printf(m->a, "%zu", QUESTION_FIRST + q->parent) };
    struct out o = out_in(m->a);

    if (!name || !v.back) {
        m->e = ERR_INTERNAL;
        return;
    }
    page_question(&o, &v);
    making_add_page(m, l, name, &o, PAGE_PUBLIC_MAX);
}

static void
add_questions(struct making *m, const struct guides *g)
{
    const struct tree *t = NULL;

    if (!m->e)
        m->e = tree_read(m->s->content, g->has, m->a, &t, m->why);
    if (m->e)
        return;
    if (t->n > 0)
        m->first_question = arena_printf(m->a, "%d", QUESTION_FIRST);
    for (size_t i = 0; i < t->n; i++)
        for (enum lang l = LANG_RU; !m->e && l < N_LANGS; l++)
            add_question(m, t, i, l);
}

void
making_add_guides(struct making *m)
{
    struct guides *g = arena_alloc(m->a, sizeof *g);
    struct texts *safety = NULL, *about = NULL;

    if (!g) {
        m->e = ERR_INTERNAL;
        return;
    }
    read_guides(m, g);
    if (!m->e)
        safety = read_texts(m, "safety/", "", "s");
    if (!m->e)
        about = read_texts(m, "about/", "", "a");
    if (!safety || !about)
        making_fail(m, ERR_MALFORMED, m->s->content, "safety/ru.md and about/ru.md are needed");
    for (size_t n = 1; !m->e && n < MAX_GUIDES; n++)
        if (g->has[n])
            add_texts(m, g, g->of[n], n);
    if (!m->e)
        add_texts(m, g, safety, 0);
    if (!m->e)
        add_texts(m, g, about, 0);
    add_questions(m, g);
    for (enum lang l = LANG_RU; !m->e && l < N_LANGS; l++) {
        add_index(m, g, l);
        add_search(m, g, l);
    }
}
