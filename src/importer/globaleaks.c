/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A report of GlobaLeaks: the text that its export holds, or the report as JSON. */
#include "base/text.h"
#include "importer/writing.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { TEXT_CAP = 256 * 1024, DASHES = 40, DEPTH_MAX = 8 };

struct building {
    char *text;
    size_t n;
};

static void
add(struct building *b, const char *s)
{
    int k = snprintf(b->text + b->n, TEXT_CAP - b->n, "%s", s);

    b->n += k > 0 && b->n + (size_t)k < TEXT_CAP ? (size_t)k : 0;
}

static void add_fields(struct building *b, json_t *fields, json_t *answers, int depth);

/* One answer: a value, the label of a chosen option, or answers to the fields below. */
static void
add_answer(struct building *b, json_t *field, json_t *answer, int depth)
{
    const char *value = json_str(answer, "value");
    json_t *option = NULL;
    size_t i = 0;

    json_array_foreach(json_object_get(field, "options"), i, option)
    {
        const char *id = json_str(option, "id");
        bool chosen = *id && (strcmp(id, value) == 0 || json_is_true(json_object_get(answer, id)) ||
                                 strcasecmp(json_str(answer, id), "true") == 0);
        if (chosen) {
            add(b, json_str(option, "label"));
            add(b, "\n");
            value = "";
        }
    }
    if (*value) {
        add(b, value);
        add(b, "\n");
    }
    if (depth < DEPTH_MAX)
        add_fields(b, json_object_get(field, "children"), answer, depth + 1);
}

static void
add_fields(struct building *b, json_t *fields, json_t *answers, int depth)
{
    json_t *field = NULL;
    size_t i = 0;

    json_array_foreach(fields, i, field)
    {
        json_t *given = json_object_get(answers, json_str(field, "id"));
        json_t *one = NULL;
        size_t k = 0;
        if (!json_is_array(given))
            continue;
        add(b, json_str(field, "label"));
        add(b, "\n");
        json_array_foreach(given, k, one) add_answer(b, field, one, depth);
        add(b, "\n");
    }
}

static void
add_questionnaires(struct building *b, json_t *all)
{
    json_t *q = NULL;
    size_t i = 0;

    json_array_foreach(all, i, q)
    {
        json_t *step = NULL;
        size_t k = 0;
        json_array_foreach(json_object_get(q, "steps"), k, step)
            add_fields(b, json_object_get(step, "children"), json_object_get(q, "answers"), 0);
    }
}

static int64_t
moment(json_t *o)
{
    json_t *v = json_object_get(o, "creation_date");
    char digits[32];

    if (json_is_integer(v)) {
        (void)snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
        return time_of(digits);
    }
    return time_of(json_str(o, "creation_date"));
}

static void
comments(struct writing *x, json_t *report, const char *list)
{
    json_t *c = NULL;
    size_t i = 0;

    json_array_foreach(json_object_get(report, list), i, c)
    {
        char ref[160];
        const char *type = json_str(c, "type");
        const char *author = json_str(c, "author_id");
        bool hers = *type ? strcmp(type, "whistleblower") == 0 : !*author;
        (void)snprintf(
            ref, sizeof ref, "globaleaks:%.60s:%.60s", json_str(report, "id"), json_str(c, "id"));
        if (!*json_str(c, "content")) {
            write_trouble(x, DOC_TROUBLE_NO_TEXT, (uint32_t)i + 1, json_str(c, "id"));
            continue;
        }
        write_entry(x, &(struct entry_in){ .kind = hers ? KIND_CONTACT : KIND_SENT,
                           .number = VIA_PARTNER,
                           .at_s = moment(c),
                           .ref = ref,
                           .who = hers      ? ""
                                  : *author ? author
                                            : "GlobaLeaks",
                           .text = json_str(c, "content"),
                           .place = (uint32_t)i + 1 });
    }
}

static void
report(struct writing *x, json_t *r)
{
    char ref[160];
    char title[200];
    json_t *file = NULL;
    size_t i = 0;
    struct building b = { calloc(1, TEXT_CAP), 0 };

    (void)snprintf(ref, sizeof ref, "globaleaks:%.60s", json_str(r, "id"));
    (void)snprintf(title, sizeof title, "GlobaLeaks %lld %.150s",
        (long long)json_int(r, "progressive"), json_str(r, "label"));
    if (b.text && write_case(x, ref, title, "", "")) {
        add_questionnaires(&b, json_object_get(r, "questionnaires"));
        write_entry(x, &(struct entry_in){ .kind = KIND_CONTACT,
                           .number = VIA_PARTNER,
                           .at_s = moment(r),
                           .ref = ref,
                           .text = b.n ? b.text : title });
        comments(x, r, "comments");
        comments(x, r, "messages");
        json_array_foreach(json_object_get(r, "wbfiles"), i, file)
            write_trouble(x, DOC_TROUBLE_FILE, (uint32_t)i + 1, json_str(file, "name"));
    }
    free(b.text);
}

bool
read_globaleaks(struct writing *x, json_t *root)
{
    json_t *all = json_is_array(root) ? root : json_object_get(root, "reports");
    json_t *r = NULL;
    size_t i = 0;

    if (json_is_array(json_object_get(root, "questionnaires"))) {
        report(x, root);
        return true;
    }
    if (!json_is_array(json_object_get(json_array_get(all, 0), "questionnaires")))
        return false;
    json_array_foreach(all, i, r) report(x, r);
    return true;
}

/* ---- report.txt: the report, then comments, each below a line of dashes: who, when, an empty
   line, what. */

static bool
is_dashes(const char *line, size_t n)
{
    while (n > 0 && (*line == ' ' || *line == '\t')) {
        line++;
        n--;
    }
    while (n > 0 && (line[n - 1] == '\r' || line[n - 1] == ' '))
        n--;
    return n == DASHES && strspn(line, "-") >= DASHES;
}

/* Line ends as ours, without what stands in front of every line and without empty lines at the
   end. */
static void
tidy(char *text)
{
    char *to = text;
    bool start = true;

    for (const char *s = text; *s; s++) {
        if (*s == '\r' || (start && (*s == ' ' || *s == '\t')))
            continue;
        start = *s == '\n';
        *to++ = *s;
    }
    while (to > text && to[-1] == '\n')
        to--;
    *to = '\0';
}

static int64_t
time_in(const char *text, size_t n)
{
    int64_t s = 0;
    char line[200];

    for (size_t at = 0; at < n && !s;) {
        size_t len = strcspn(text + at, "\n");
        const char *colon = memchr(text + at, ':', len);
        (void)snprintf(line, sizeof line, "%.*s", (int)len, text + at);
        s = time_of(line);
        if (!s && colon)
            s = time_of(line + (colon - text - (ptrdiff_t)at) + 1);
        at += len + 1;
    }
    return s;
}

static void
block(struct writing *x, char *text, const char *ref, unsigned i)
{
    char its[DOC_SHORT_MAX];
    bool ours = false;

    tidy(text);
    const char *gap = strstr(text, "\n\n");
    size_t head = gap ? (size_t)(gap - text) : 0;
    for (size_t at = 0; at < head; at++)
        ours = ours || strncasecmp(text + at, "recipient", 9) == 0 ||
               strncasecmp(text + at, "receiver", 8) == 0;
    (void)snprintf(its, sizeof its, "%.200s:%u", ref, i);
    const char *body = i > 0 && gap ? gap + 2 : text;
    if (!*body)
        return;
    write_entry(x, &(struct entry_in){ .kind = i > 0 && ours ? KIND_SENT : KIND_CONTACT,
                       .number = VIA_PARTNER,
                       .at_s = time_in(text, i > 0 ? head : strlen(text)),
                       .ref = its,
                       .who = i > 0 && ours ? "GlobaLeaks" : "",
                       .text = body,
                       .place = i + 1 });
}

/* What tells the report again: its first lines. */
static uint64_t
sum_of(struct bytes text)
{
    uint64_t h = 14695981039346656037u;

    for (size_t i = 0; i < text.n && i < 2000; i++)
        h = (h ^ text.p[i]) * 1099511628211u;
    return h;
}

bool
read_report(struct writing *x, struct bytes text)
{
    char *all = calloc(1, text.n + 1);
    char ref[64];
    unsigned n = 0;

    if (!all || !utf8_is_valid(text)) {
        free(all);
        return false;
    }
    memcpy(all, text.p, text.n);
    (void)snprintf(ref, sizeof ref, "globaleaks:%016llx", (unsigned long long)sum_of(text));
    if (write_case(x, ref, "GlobaLeaks", "", ""))
        for (char *at = all; *at;) {
            char *end = at;
            while (*end && !is_dashes(end, strcspn(end, "\n")))
                end += strcspn(end, "\n") + (end[strcspn(end, "\n")] == '\n');
            char *next = *end ? end + strcspn(end, "\n") : end;
            *end = '\0';
            block(x, at, ref, n++);
            at = next + (next != end && *next == '\n');
        }
    free(all);
    return true;
}
