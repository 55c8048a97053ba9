/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "edition/tree.h"
#include "base/text.h"
#include "seeker/keyed.h"
#include <string.h>

enum { NO_PARENT = TREE_MAX_QUESTIONS };

struct reading {
    struct tree *tree;
    const bool *has_guide;
    struct arena *a;
    const char *path;
    const char **why;
};

static const char *
take_way(struct tree_question *q, const char *to)
{
    if (q->n_ways == TREE_MAX_WAYS)
        return "more ways than a small screen holds";
    for (enum lang l = LANG_RU; l < N_LANGS; l++)
        q->ways[l][q->n_ways].to = to;
    q->n_ways++;
    return NULL;
}

static const char *
take(void *context, const struct keyed *k)
{
    struct tree *t = ((struct reading *)context)->tree;
    struct tree_question *q = t->n > 0 ? &t->list[t->n - 1] : NULL;
    uint64_t number;

    if (strcmp(k->key, "question") == 0) {
        if (t->n == TREE_MAX_QUESTIONS)
            return "too many questions";
        if (text_u64(k->value, QUESTION_FIRST + t->n, QUESTION_FIRST + t->n, &number))
            return "questions are numbered from 101 without a gap";
        t->n++;
        return NULL;
    }
    if (!q)
        return "the first line is not `question 101`";
    if (k->lang && strcmp(k->key, "ask") == 0)
        q->ask[k->lang] = k->value;
    else if (k->lang && strcmp(k->key, "way") == 0 && q->n_ways > 0)
        q->ways[k->lang][q->n_ways - 1].label = k->value;
    else if (strcmp(k->key, "to") == 0)
        return take_way(q, k->value);
    else if (strcmp(k->key, "unsure") == 0)
        q->unsure = k->value;
    else
        return "not `key value` of a question";
    return NULL;
}

static enum err
wrong(const struct reading *r, size_t i, const char *what)
{
    *r->why = arena_printf(r->a, "%s: question %zu %s", r->path, QUESTION_FIRST + i, what);
    return ERR_MALFORMED;
}

static bool
speaks_all(const struct tree_question *q)
{
    for (enum lang l = LANG_RU; l < N_LANGS; l++) {
        if (!q->ask[l])
            return false;
        for (size_t i = 0; i < q->n_ways; i++)
            if (!q->ways[l][i].label)
                return false;
    }
    return true;
}

/* Follow one way of question i: mark where it leads. */
static enum err
follow(const struct reading *r, size_t i, const char *to)
{
    struct tree *t = r->tree;
    uint64_t n;

    if (strcmp(to, "b") == 0 || strcmp(to, "a") == 0)
        return OK;
    if (!text_u64(to, 1, QUESTION_FIRST - 1, &n) && r->has_guide[n])
        return OK;
    if (text_u64(to, QUESTION_FIRST + 1, QUESTION_FIRST + t->n - 1, &n))
        return wrong(r, i, "leads to what is neither a later question, a guide, a nor b");
    struct tree_question *child = &t->list[n - QUESTION_FIRST];
    if (child->parent != NO_PARENT && child->parent != i)
        return wrong(
            r, (size_t)n - QUESTION_FIRST, "is reached from two: \"back\" would have to guess");
    if ((size_t)n - QUESTION_FIRST <= i)
        return wrong(r, i, "leads backwards");
    child->parent = i;
    child->steps = t->list[i].steps + 1;
    return OK;
}

static enum err
check(const struct reading *r)
{
    struct tree *t = r->tree;

    for (size_t i = 0; i < t->n; i++)
        t->list[i].parent = NO_PARENT;
    t->list[0].parent = 0;
    for (size_t i = 0; i < t->n; i++) {
        const struct tree_question *q = &t->list[i];
        enum err e = OK;
        if (!speaks_all(q) || q->n_ways == 0 || !q->unsure)
            return wrong(r, i, "lacks a text in a language, its ways, or `unsure`");
        if (q->parent == NO_PARENT)
            return wrong(r, i, "is reached from nowhere");
        if (q->steps + 1 > TREE_MAX_STEPS)
            return wrong(r, i, "is too many steps from the first one");
        for (size_t w = 0; !e && w < q->n_ways; w++)
            e = follow(r, i, q->ways[LANG_RU][w].to);
        if (!e)
            e = follow(r, i, q->unsure);
        if (e)
            return e;
    }
    return OK;
}

enum err
tree_read(const char *content, const bool has_guide[static QUESTION_FIRST], struct arena *a,
    const struct tree **out, const char **why)
{
    struct reading r = { .tree = arena_alloc(a, sizeof *r.tree),
        .has_guide = has_guide,
        .a = a,
        .path = arena_printf(a, "%s/tree.txt", content),
        .why = why };
    enum err e = r.tree ? keyed_read(r.path, a, take, &r, why) : ERR_INTERNAL;

    if (e && e != ERR_NOT_FOUND)
        return e;
    if (!e && r.tree->n > 0)
        e = check(&r);
    if (e && e != ERR_NOT_FOUND)
        return e;
    *out = r.tree;
    return OK;
}
