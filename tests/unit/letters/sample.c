/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/letters/sample.h"
#include "edition/letters.h"
#include "tests/unit/check.h"

const struct letters *
sample_letters(struct arena *a)
{
    struct letters_files files;
    const struct letters *l = NULL;
    const char *why = NULL;

    assert_int_equal(letters_files_read(CONTENT, a, &files, &why), OK);
    enum err e = letters_read(&files, a, &l, &why);
    if (e)
        print_message("%s\n", why);
    assert_int_equal(e, OK);
    return l;
}

enum err
letters_of(const char *definitions, struct arena *a, const struct letters **out, const char **why)
{
    struct letters_files files;

    assert_int_equal(letters_files_read(CONTENT, a, &files, why), OK);
    files.letters = bytes_of(definitions);
    return letters_read(&files, a, out, why);
}

const char *
in_all(const char *key, const char *text, struct arena *a)
{
    const char *all = "";

    for (enum lang l = LANG_RU; l < N_LANGS; l++)
        all = arena_printf(a, "%s%s.%s %s\n", all, lang_code(l), key, text);
    return all;
}

const char *
definition_with(const char *more, struct arena *a)
{
    return arena_printf(a,
        "letter x\npage 301\ntopic search\nplace RU\npaper ru\nreviewer sample: x\n"
        "reviewed_on 2026-11-22\nreview_due 2027-02-20\n%s%s"
        "question q\nkind text\n%s"
        "question c\nkind choice\n%soption a\n%soption b\n%s"
        "head h\n%stitle t\n%spara p\n%sidentifies i\n%sproof r\n%swarn w\n%s%s",
        in_all("title", "Title", a), in_all("about", "About", a), in_all("ask", "What?", a),
        in_all("ask", "Which?", a), in_all("label", "A", a), in_all("label", "B", a),
        in_all("text", "To {to}", a), in_all("text", "Title", a), in_all("text", "I say {q}.", a),
        in_all("text", "Name", a), in_all("text", "Copy", a), in_all("text", "Think", a), more);
}

void
answer(const struct letter *d, struct letter_answers *to, const char *id, const char *typed)
{
    size_t at = letter_question_at(d, id);

    assert_true(at < d->n_questions);
    to->typed[at] = typed;
}
