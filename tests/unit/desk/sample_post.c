/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/forms/form_def.h"
#include "tests/unit/desk/sample.h"
#include <stdio.h>

enum { HOUR = 3600 };

static const char *
said(const char *hostile, const char *text)
{
    return hostile ? hostile : text;
}

const struct post *
sample_post_state(struct out *o, bool trouble, const char *hostile)
{
    struct post *p = arena_alloc(o->a, sizeof *p);

    p->n = 3;
    p->ch[0] = (struct post_channel){ .slot = 1,
        .kind = CHANNEL_MAIL,
        .name = said(hostile, "help@"),
        .address = "help@example.org",
        .since_s = 1795338780 - 5 * HOUR };
    p->ch[1] = (struct post_channel){
        .slot = 2, .kind = CHANNEL_TELEGRAM, .name = "", .address = "", .since_s = 1795338780 - HOUR
    };
    p->ch[2] = (struct post_channel){ .slot = 3,
        .kind = CHANNEL_SIGNAL,
        .name = "",
        .address = "",
        .why = POST_NOT_YET,
        .since_s = 1795338780 - 60 };
    if (trouble) {
        p->ch[0].why = POST_LOGIN;
        (void)snprintf(p->ch[0].words, sizeof p->ch[0].words, "%s",
            said(hostile, "NO [AUTHENTICATIONFAILED] Authentication failed."));
        p->n_waiting = 2;
        p->n_failed = 1;
        p->alert_failed = true;
    }
    return p;
}

static struct thread_entry
entry(int64_t id, enum record_kind kind, const char *who, const char *body, uint32_t flags)
{
    return (struct thread_entry){ .e = { id, kind, 1795338780 - 3 * HOUR + id, who, 1, body,
                                      { { 0 } } },
        .note = { CHANNEL_MAIL, flags, "ivan@example.org" } };
}

void
sample_case_mail(struct out *o, struct case_view *v, const char *hostile)
{
    struct way_view *w = arena_alloc(o->a, sizeof *w);
    struct thread_entry *t = arena_alloc(o->a, 5 * sizeof *t);
    const struct post *p = sample_post_state(o, true, hostile);
    const char *text = said(hostile, "Повестка\n\nДобрый день. Мне вручили повестку на завтра.");

    t[0] = entry(61, RECORD_CONTACT, "", text, LETTER_FROM_HTML);
    t[0].note.address = said(hostile, "ivan@example.org");
    t[1] = entry(62, RECORD_SENT, said(hostile, "Ольга"), said(hostile, "Не ходите одни."), 0);
    t[1].has_posting = true;
    t[1].posting = (struct posting){
        .state = POSTING_SENT, .why = POST_GOOD, .at_s = 1795338780 - HOUR, .slot = 1
    };
    t[2] = entry(63, RECORD_CONTACT, "", "Out of office", LETTER_AUTOMATIC);
    t[3] = entry(64, RECORD_SENT, "Ольга", "Вы получили?", 0);
    t[3].has_posting = true;
    t[3].posting = (struct posting){
        .state = POSTING_WAITS, .why = POST_NOT_YET, .at_s = 1795338780 - 60, .slot = 1
    };
    t[3].note.after_s = 1795338780 + HOUR;
    t[4] = entry(65, RECORD_CONTACT, said(hostile, "Иван"), "Звонила мать.", 0);
    t[4].note = (struct contact_note){ .channel = CHANNEL_PHONE,
        .address = said(hostile, "мать, вечером") };
    v->entries = t;
    v->n_entries = 5;
    v->has_card = false;
    *w = (struct way_view){ .c = { .channel = CHANNEL_MAIL,
                                .slot = 1,
                                .name = "",
                                .subject = "",
                                .address = said(hostile, "ivan@example.org"),
                                .message_id = "",
                                .references = "" },
        .is_way = true,
        .encrypts = true,
        .new_key = "00112233445566778899aabbccddeeff",
        .key_print = "0123456789ABCDEF0123456789ABCDEF01234567",
        .new_print = "89ABCDEF0123456789ABCDEF0123456789ABCDEF",
        .safe = { .known = true,
            .unsure = true,
            .alias = "",
            .hours = "",
            .code_phrase = "",
            .do_not = "",
            .sender = "",
            .only = hours_of(19 * 60, 22 * 60),
            .zone = "Europe/Minsk" },
        .held_s = 1795338780 + HOUR,
        .greeting = said(hostile, "Саша,"),
        .channel = &p->ch[0] };
    v->way = w;
}

void
sample_new(struct out *o, enum sample s, const struct desk_frame *f, const char *hostile)
{
    struct new_view v = { .f = *f, .text = "", .reach = "", .channel = "4", .said_lang = "" };

    v.f.place = PLACE_NEW;
    if (s == SAMPLE_NEW_WRONG) {
        v.problem = PROBLEM_TOO_LONG;
        v.problem_n = 12;
        v.text = said(hostile, "Позвонил, сына увезли ночью.");
        v.reach = said(hostile, "Мария, после шести");
        v.channel = "5";
        v.said_lang = "uk";
    }
    page_desk_new(o, &v);
}
