/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/seeker/sample.h"
#include "base/clock.h"
#include "base/file.h"
#include <string.h>

enum { TODAY = 20779 }; /* 22 November 2026 */

static const struct {
    const char *name;
    size_t limit;
    bool exactly;
} samples[N_SAMPLES] = {
    [SAMPLE_LANGUAGE] = { "language", PAGE_PUBLIC_MAX, false },
    [SAMPLE_START] = { "start", PAGE_PUBLIC_MAX, false },
    [SAMPLE_GUIDE] = { "guide", PAGE_GUIDE_MAX, false },
    [SAMPLE_GUIDE_STALE] = { "guide-stale", PAGE_GUIDE_MAX, false },
    [SAMPLE_QUESTION] = { "question", PAGE_PUBLIC_MAX, false },
    [SAMPLE_INDEX] = { "all-pages", PAGE_PUBLIC_MAX, false },
    [SAMPLE_FOUND] = { "found", PAGE_PUBLIC_MAX, false },
    [SAMPLE_FOUND_NONE] = { "found-none", PAGE_PUBLIC_MAX, false },
    [SAMPLE_BEFORE] = { "before", PAGE_PUBLIC_MAX, false },
    [SAMPLE_WRITE] = { "write", PAGE_PUBLIC_MAX, false },
    [SAMPLE_WRITE_WRONG] = { "write-wrong", PAGE_PRIVATE_BYTES, false },
    [SAMPLE_WRITE_AGAIN] = { "write-again", PAGE_PRIVATE_BYTES, false },
    [SAMPLE_BUSY] = { "busy", 2 * PAGE_PRIVATE_BYTES, false },
    [SAMPLE_EARLY] = { "early", 2 * PAGE_PRIVATE_BYTES, false },
    [SAMPLE_WORDS] = { "words", PAGE_PRIVATE_BYTES, true },
    [SAMPLE_WORDS_DANGER] = { "words-danger", PAGE_PRIVATE_BYTES, true },
    [SAMPLE_WORDS_WRONG] = { "words-wrong", PAGE_PRIVATE_BYTES, true },
    [SAMPLE_WORDS_RIGHT] = { "words-right", PAGE_PRIVATE_BYTES, true },
    [SAMPLE_WORDS_AGAIN] = { "words-again", PAGE_PRIVATE_BYTES, true },
    [SAMPLE_READ] = { "read", PAGE_PUBLIC_MAX, false },
    [SAMPLE_READ_WRONG] = { "read-wrong", PAGE_PUBLIC_MAX, false },
    [SAMPLE_THREAD] = { "thread", PAGE_PRIVATE_BYTES, true },
    [SAMPLE_THREAD_NONE] = { "thread-none", PAGE_PRIVATE_BYTES, true },
    [SAMPLE_THREAD_EMPTY] = { "thread-empty", PAGE_PRIVATE_BYTES, true },
    [SAMPLE_THREAD_LAST] = { "thread-last", PAGE_PRIVATE_BYTES, true },
    [SAMPLE_DELETED] = { "deleted", PAGE_PUBLIC_MAX, false },
    [SAMPLE_CARD] = { "card", PAGE_PUBLIC_MAX, false },
    [SAMPLE_LEAVE] = { "leave", PAGE_PUBLIC_MAX, false },
    [SAMPLE_ERROR_404] = { "e404", PAGE_PUBLIC_MAX, false },
    [SAMPLE_ERROR_410] = { "e410", PAGE_PUBLIC_MAX, false },
    [SAMPLE_ERROR_503] = { "e503", PAGE_PUBLIC_MAX, false },
    [SAMPLE_ERROR_IN_ALL] = { "e410-all", PAGE_PUBLIC_MAX, false },
};

static const char pass[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                           "AAAAAAAAAAAAAAAAAAAAAAAAA"
                           "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

const char *
sample_name(enum sample s)
{
    return samples[s].name;
}

size_t
sample_limit(enum sample s, bool *exactly)
{
    *exactly = samples[s].exactly;
    return samples[s].limit;
}

static const char *
or_hostile(const char *hostile, const char *text)
{
    return hostile ? hostile : text;
}

static struct frame
frame_of(enum lang lang, const struct facts *site, const char *page, const char *hostile)
{
    struct frame f = site_frame(site, lang, page, page ? 12 : 0);

    f.site = or_hostile(hostile, f.site);
    return f;
}

static void
start(struct out *o, enum lang l, const struct facts *site, const char *h)
{
    const struct start_card cards[] = {
        { or_hostile(h, "Мне опасно прямо сейчас"),
            or_hostile(h, "Угрозы, побои, рана, мысли о смерти"), 1, true },
        { or_hostile(h, "Человека держат силой"),
            or_hostile(h, "В части, в яме, в подвале, под охраной"), 1, true },
        { or_hostile(h, "Пришла повестка, или её ждут"),
            or_hostile(h, "Бумажная или электронная, комиссия, альтернативная служба"), 2, false },
        { or_hostile(h, "Заставляют подписать контракт или воевать"),
            or_hostile(h, "Срочная служба, мобилизация, контракт, отказ"), 3, false },
        { or_hostile(h, "Я вне части, или грозит уголовное дело"),
            or_hostile(h, "Самовольный уход, следствие, суд"), 4, false },
        { or_hostile(h, "Я за границей"),
            or_hostile(h, "Документы, убежище, высылка, выдача, розыск"), 5, false },
        { or_hostile(h, "Беда у близкого человека"),
            or_hostile(h, "Как помочь и не навредить, как искать"), 6, false },
        { or_hostile(h, "Другое, или не знаю"),
            or_hostile(h, "Напишите своими словами: человек разберётся"), 0, false },
    };
    struct start_view v = { frame_of(l, site, "", h), cards, sizeof cards / sizeof *cards,
        or_hostile(h, "101") };

    page_start(o, &v);
}

static void
guide(struct out *o, enum lang l, const struct facts *site, const char *h, bool stale)
{
    static const char body[] =
        "<h2>Сделайте сейчас</h2><ul><li>Позвоните "
        "<strong>112</strong>.</li></ul><blockquote><p>Образец.</p></blockquote>";
    const struct source_row sources[] = { { or_hostile(h, "2026-11"), or_hostile(h, "ООН"),
                                              or_hostile(h, "https://example.org/a") },
        { "2026", or_hostile(h, "Кодекс"), NULL } };
    struct guide_view v = { .f = frame_of(l, site, "1", h),
        .title = or_hostile(h, "1"),
        .heading = or_hostile(h, "Опасно"),
        .body = { body, sizeof body - 1 },
        .reviewer = or_hostile(h, "юрист"),
        .reviewed = or_hostile(h, "1.10.2026"),
        .due = or_hostile(h, "1.1.2027"),
        .stale = stale,
        .translation_old = stale,
        .sources = sources,
        .n_sources = 2,
        .ask = true };

    const struct index_row more[] = { { "7", or_hostile(h, "Повестка") } };

    v.more = more;
    v.n_more = 1;
    v.orgs = site_orgs(site, l, o->a, &v.n_orgs);
    v.crisis = site_crisis(site, l, "*", TODAY, o->a, &v.n_crisis);
    page_guide(o, &v);
}

static void
question(struct out *o, enum lang l, const struct facts *site, const char *h)
{
    const struct way_row ways[] = { { or_hostile(h, "Да"), "102" }, { or_hostile(h, "Нет"), "7" } };
    struct question_view v = { .f = frame_of(l, site, "101", h),
        .ask = or_hostile(h, "Кому-то прямо сейчас грозит опасность?"),
        .ways = ways,
        .n_ways = 2,
        .unsure = "b",
        .back = "" };

    page_question(o, &v);
}

static void
all_pages(struct out *o, enum sample s, enum lang l, const struct facts *site, const char *h)
{
    const struct index_row rows[] = { { "1", or_hostile(h, "Опасно прямо сейчас") },
        { "7", or_hostile(h, "Повестка") }, { "61", or_hostile(h, "Страна") } };
    struct index_view v = { .f = frame_of(l, site, s == SAMPLE_INDEX ? "i" : NULL, h),
        .rows = rows,
        .countries = rows + 2,
        .n_rows = 2,
        .n_countries = 1,
        .first_question = "101",
        .searched = s != SAMPLE_INDEX,
        .found = rows,
        .n_found = s == SAMPLE_FOUND };

    page_index(o, &v);
}

static const char *
long_text(struct arena *a, size_t n)
{
    static const char words[] = "Здравствуйте. Срок задержания без решения суда считают часами. Мы "
                                "связались с адвокатом, он будет у вас "
                                "до вечера.\nНе подписывайте ничего без него & берегите себя.\n\n";
    char *to = arena_alloc(a, n + 1);

    for (size_t i = 0; to && i < n; i++)
        to[i] = words[i % (sizeof words - 1)];
    while (to && n > 0 && ((unsigned char)to[n - 1] & 0xC0) == 0x80)
        to[--n] = '\0';
    if (to && n > 0)
        to[n - 1] = '\0';
    return to;
}

/* As an edition with a kit has it. */
static void
add_kit(struct frame *f)
{
    f->kit = SAMPLE_KIT;
    f->kit_integrity = SAMPLE_KIT_HASH;
}

static void
form(struct out *o, enum lang l, const struct facts *site, const char *h, bool wrong)
{
    static const struct write_problem problems[] = { { WRITE_NO_TEXT, 0 }, { WRITE_BAD_DATE, 0 },
        { WRITE_CONFIRM, 0 }, { WRITE_TICKET_OLD, 0 } };
    struct write_view v = { .f = frame_of(l, site, wrong ? NULL : "w", h), .ticket = TICKET_PLACE };

    site_fill_form(site, wrong ? "RU" : NULL, TODAY, o->a, &v);
    if (!wrong)
        add_kit(&v.f);
    if (wrong) {
        v.problems = problems;
        v.n_problems = 4;
        v.typed = (struct write_typed){ h, "relative", "AM", or_hostile(h, "31"),
            or_hostile(h, "2"), or_hostile(h, "2027"), "hearing", "soon", "no",
            v.n_orgs > 0 ? v.orgs[0].hex : NULL };
        v.ticket = or_hostile(h, TICKET_PLACE);
    }
    page_write(o, &v);
}

/* A further message with a mistake in it. */
static void
form_again(struct out *o, enum lang l, const struct facts *site, const char *h)
{
    static const struct write_problem problems[] = { { WRITE_WORDS_IN_TEXT, 0 },
        { WRITE_WHOM, 0 } };
    struct write_view v = { .f = frame_of(l, site, NULL, h),
        .ticket = or_hostile(h, TICKET_PLACE),
        .again = or_hostile(h, pass),
        .thread = or_hostile(h, pass),
        .typed = { .text = or_hostile(h, "берег лампа") },
        .problems = problems,
        .n_problems = 2 };

    site_fill_form(site, NULL, TODAY, o->a, &v);
    page_write(o, &v);
}

static void
waiting(struct out *o, enum lang l, const struct facts *site, const char *h, bool early)
{
    char *env = arena_alloc(o->a, 5463);
    struct busy_view v = { .f = frame_of(l, site, NULL, h),
        .ticket = TICKET_PLACE,
        .pass = pass,
        .place = 14,
        .wait_s = 240,
        .early = early };

    memset(env, 'A', 5462);
    v.envelopes = or_hostile(h, env);
    v.crisis = site_crisis(site, l, "AM", TODAY, o->a, &v.n_crisis);
    page_busy(o, &v);
}

static void
words(struct out *o, enum sample s, enum lang l, const struct facts *site, const char *h)
{
    static const char *const list[] = { "берег", "лампа", "переплёт", "олово", "гусли", "тропа",
        "карандаш", "ветка", "зерно", "пчела", "рубин", "чашка" };
    struct words_view v = { .f = frame_of(l, site, NULL, h),
        .pass = or_hostile(h, pass),
        .digits = { or_hostile(h, "4815162342"), "0719335518", "7260447105", "3318770264" },
        .again = s == SAMPLE_WORDS_AGAIN,
        .danger = s == SAMPLE_WORDS_DANGER,
        .org = or_hostile(h, "Образец Один"),
        .answer_hours = s == SAMPLE_WORDS ? 9 : 0,
        .address = or_hostile(h, "http://example.org"),
        .wrong7 = s == SAMPLE_WORDS_WRONG };

    for (size_t i = 0; i < 12; i++)
        v.words[i] = or_hostile(h, list[i]);
    v.stage = s == SAMPLE_WORDS_WRONG   ? WORDS_WRONG
              : s == SAMPLE_WORDS_RIGHT ? WORDS_RIGHT
                                        : WORDS_FIRST;
    v.crisis = site_crisis(site, l, "RU", TODAY, o->a, &v.n_crisis);
    page_words(o, &v);
}

static void
thread(struct out *o, enum sample s, enum lang l, const struct facts *site, const char *h)
{
    struct thread_view v = { .f = frame_of(l, site, NULL, h),
        .ticket = TICKET_PLACE,
        .again = or_hostile(h, pass),
        .empty = s == SAMPLE_THREAD_EMPTY,
        .answer_hours = 9 };
    const struct answer answers[] = {
        { or_hostile(h, "Образец Один"), or_hostile(h, long_text(o->a, 700)), TODAY },
        { or_hostile(h, "Образец Два"), or_hostile(h, long_text(o->a, 14000)), TODAY - 2 },
        { or_hostile(h, "Образец Один"), or_hostile(h, "Мы читаем. Ответим сегодня."), TODAY - 3 },
    };

    v.crisis = site_crisis(site, l, NULL, TODAY, o->a, &v.n_crisis);
    v.plan = thread_plan(&v, answers, s == SAMPLE_THREAD_NONE ? 0 : 3, o->a);
    if (!v.plan) {
        o->failed = true;
        return;
    }
    v.sheet = s == SAMPLE_THREAD_LAST ? v.plan->n_sheets - 1 : 0;
    v.older = v.sheet + 1 < v.plan->n_sheets ? pass : NULL;
    v.newer = v.sheet > 0 ? pass : NULL;
    page_thread(o, &v);
}

static void
error(struct out *o, enum error_kind k, enum lang l, const struct facts *site, const char *h)
{
    struct error_view v = { frame_of(l, site, "", h), k };

    page_error(o, &v);
}

static void
error_in_all(struct out *o, const struct facts *site, const char *h)
{
    struct error_view v = { frame_of(LANG_RU, site, "", h), ERROR_410 };

    page_error_in_all(o, &v);
}

static void
fixed(struct out *o, enum sample s, enum lang l, const struct facts *site, const char *h)
{
    struct frame f = frame_of(l, site,
        s == SAMPLE_BEFORE    ? "b"
        : s == SAMPLE_DELETED ? "d"
        : s == SAMPLE_CARD    ? "k"
                              : "z",
        h);

    if (s == SAMPLE_BEFORE)
        page_before(o, &f);
    else if (s == SAMPLE_DELETED)
        page_deleted(o, &f);
    else if (s == SAMPLE_CARD)
        page_card(o, &f);
    else if (s == SAMPLE_LEAVE)
        page_leave(o, &f);
    else
        page_language(o, &f);
}

static void
reading(struct out *o, enum lang l, const struct facts *site, const char *h, bool wrong)
{
    struct read_view v = { frame_of(l, site, wrong ? NULL : "r", h), wrong ? READ_UNKNOWN : READ_OK,
        7, wrong ? or_hostile(h, "берег лампа север") : NULL };

    if (!wrong)
        add_kit(&v.f);
    page_read(o, &v);
}

void
sample_page(struct out *o, enum sample s, enum lang l, const struct facts *site, const char *h)
{
    switch (s) {
    case SAMPLE_START: start(o, l, site, h); break;
    case SAMPLE_GUIDE:
    case SAMPLE_GUIDE_STALE: guide(o, l, site, h, s == SAMPLE_GUIDE_STALE); break;
    case SAMPLE_QUESTION: question(o, l, site, h); break;
    case SAMPLE_INDEX:
    case SAMPLE_FOUND:
    case SAMPLE_FOUND_NONE: all_pages(o, s, l, site, h); break;
    case SAMPLE_WRITE:
    case SAMPLE_WRITE_WRONG: form(o, l, site, h, s == SAMPLE_WRITE_WRONG); break;
    case SAMPLE_WRITE_AGAIN: form_again(o, l, site, h); break;
    case SAMPLE_BUSY:
    case SAMPLE_EARLY: waiting(o, l, site, h, s == SAMPLE_EARLY); break;
    case SAMPLE_WORDS:
    case SAMPLE_WORDS_DANGER:
    case SAMPLE_WORDS_WRONG:
    case SAMPLE_WORDS_RIGHT:
    case SAMPLE_WORDS_AGAIN: words(o, s, l, site, h); break;
    case SAMPLE_READ:
    case SAMPLE_READ_WRONG: reading(o, l, site, h, s == SAMPLE_READ_WRONG); break;
    case SAMPLE_THREAD:
    case SAMPLE_THREAD_NONE:
    case SAMPLE_THREAD_EMPTY:
    case SAMPLE_THREAD_LAST: thread(o, s, l, site, h); break;
    case SAMPLE_ERROR_404: error(o, ERROR_404, l, site, h); break;
    case SAMPLE_ERROR_410: error(o, ERROR_410, l, site, h); break;
    case SAMPLE_ERROR_503: error(o, ERROR_503, l, site, h); break;
    case SAMPLE_ERROR_IN_ALL: error_in_all(o, site, h); break;
    case SAMPLE_LANGUAGE:
    case SAMPLE_BEFORE:
    case SAMPLE_DELETED:
    case SAMPLE_CARD:
    case SAMPLE_LEAVE:
    case N_SAMPLES: fixed(o, s, l, site, h); break;
    }
    if (samples[s].exactly)
        page_pad(o, PAGE_PRIVATE_BYTES);
}

static struct bytes
content_file(struct arena *a, const char *content, const char *name)
{
    struct bytes b = { NULL, 0 };

    if (file_read(arena_printf(a, "%s/%s", content, name), 1 << 20, a, &b))
        return (struct bytes){ NULL, 0 };
    return b;
}

static void
make_card(struct card *c, uint8_t id, const char *name, const char *about)
{
    memset(c, 0, sizeof *c);
    c->org.b[0] = id;
    c->n_names = c->n_abouts = 1;
    memcpy(c->names[0].lang, "ru", 3);
    memcpy(c->abouts[0].lang, "ru", 3);
    memcpy(c->names[0].text, name, strlen(name) + 1);
    memcpy(c->abouts[0].text, about, strlen(about) + 1);
    c->n_langs = 3;
    memcpy(c->langs, (const char[3][3]){ "ru", "uk", "en" }, 9);
    c->n_countries = 3;
    memcpy(c->countries, (const char[3][3]){ "RU", "AM", "*" }, 9);
}

const struct facts *
sample_site(struct arena *a, const char *content)
{
    static const char facts[] = "name ru Опора\nname uk Опора\nname be Апора\nname en Opora\nname "
                                "de Opora\nanswer-hours 9\ndemonstration yes\n";
    static const char marks[] =
        "org,country,kind,since,source,verified_on\n"
        "02000000000000000000000000000000,RU,undesirable,2026-03-01,invented,2026-11-22\n";
    struct site_files files = { bytes_of(facts), content_file(a, content, "countries.csv"),
        content_file(a, content, "crisis.csv"), bytes_of(marks) };
    struct card *cards = arena_alloc(a, 2 * sizeof *cards);
    const struct facts *site = NULL;
    const char *why = "";

    make_card(
        &cards[0], 1, "Образец Один", "Юристы и психологи для тех, кто отказывается воевать.");
    make_card(&cards[1], 2, "Образец Два",
        "Помощь за границей: документы, убежище, жильё на первое время.");
    return site_read(&files, cards, 2, a, &site, &why) ? NULL : site;
}
