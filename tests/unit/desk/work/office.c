/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/desk/work/office.h"
#include "tests/unit/check.h"
#include <stdio.h>

struct fixture fx;
struct browser olga, ivan;
struct seeker_keys *seekers[3];

void
office_login(struct browser *b, int who)
{
    browser_new(b, &fx.app);
    browser_login(b, &fx.members[who], "");
    for (size_t i = 0; i < MAX_SESSIONS; i++)
        if (fx.app.sessions.s[i].used && strcmp(fx.app.sessions.s[i].name, "Ivan") == 0)
            fx.app.sessions.s[i].roles |= ROLE_DUTY_LEAD;
}

int
office_set_up(void **state)
{
    static const char *const texts[] = { "Мужа держат в подвале, завтра отправляют на штурм",
        "Хочу узнать про альтернативную службу", "Как оформить загранпаспорт" };
    struct pulled p;

    (void)state;
    fixture_new(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    for (int i = 0; i < 3; i++) {
        fixture_request(&fx, texts[i], BELL_RING_NONE, &seekers[i], &p);
        assert_int_equal(fixture_file(&fx, &p), 1);
    }
    office_login(&ivan, 1);
    office_login(&olga, 0);
    return 0;
}

int
office_tear_down(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        seeker_keys_drop(&seekers[i]);
    fixture_done(&fx);
    return 0;
}

struct casebook
office_book(void)
{
    struct casebook cb;

    desk_casebook(&fx.app, NULL, &cb);
    assert_non_null(cb.p);
    return cb;
}

void
read_work(int64_t id, struct arena *a, struct case_work *w)
{
    struct casebook cb = office_book();

    assert_int_equal(casebook_begin(&cb, TX_WRITE), OK);
    assert_int_equal(casebook_end(&cb, casebook_need(&cb, id)), OK);
    assert_int_equal(work_get(cb.p, id, a, w), OK);
}

void
stage_is(int64_t id, enum work_stage stage)
{
    OWN(arena) a = arena_new(4 << 20);
    struct case_work w;

    read_work(id, a, &w);
    assert_int_equal(w.stage, stage);
}

/* Send a form of a case from its page as it is. */
void
act(struct browser *b, const char *path, const char *fields)
{
    static char form[16 * 1024];
    char page[64];
    char lines[24];

    (void)snprintf(page, sizeof page, "/c/%d", path[3] - '0');
    browser_get(b, page);
    assert_int_equal(b->status, 200);
    browser_field(b, "/c/", "lines", lines, sizeof lines);
    (void)snprintf(form, sizeof form, "csrf={csrf}&lines=%s&%s", lines, fields);
    browser_post(b, path, form);
}
