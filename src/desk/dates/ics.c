/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/dates/ics.h"
#include "base/clock.h"
#include "base/text.h"
#include "text/text.h"
#include <inttypes.h>

enum { LINE_BYTES = 75, EVENT_S = 3600 };

static void
put(struct out *o, const char *s)
{
    out_lit(o, s, strlen(s));
}

const char *
ics_text(struct arena *a, const char *text)
{
    char *to = arena_alloc(a, 2 * strlen(text) + 1), *p = to;

    if (!to)
        return "";
    for (const char *s = text; *s; s++) {
        if (*s == '\\' || *s == ';' || *s == ',') {
            *p++ = '\\';
            *p++ = *s;
        } else if (*s == '\n') {
            *p++ = '\\';
            *p++ = 'n';
        } else if ((unsigned char)*s >= 0x20 && *s != 0x7f) {
            *p++ = *s;
        }
    }
    *p = '\0';
    return to;
}

/* A line goes on after CRLF and a blank, which counts; never within a character. */
void
ics_line(struct out *o, const char *name, const char *value)
{
    const char *whole = arena_printf(o->a, "%s:%s", name, value);
    size_t room = LINE_BYTES;

    if (!whole) {
        o->failed = true;
        return;
    }
    while (strlen(whole) > room) {
        size_t n = utf8_prefix(bytes_of(whole), room);
        out_lit(o, whole, n);
        put(o, "\r\n ");
        whole += n;
        room = LINE_BYTES - 1;
    }
    put(o, whole);
    put(o, "\r\n");
}

static const char *
utc(struct arena *a, int64_t at_s)
{
    struct date d = date_of_day(day_of(at_s));
    int64_t s = at_s - day_of(at_s) * DAY_S;
    const char *text = arena_printf(a, "%04d%02d%02dT%02d%02d%02dZ", d.year, d.month, d.day,
        (int)(s / 3600), (int)(s % 3600 / 60), (int)(s % 60));

    return text ? text : "";
}

static void
write_alarm(struct out *o, const char *ahead, const char *title)
{
    ics_line(o, "BEGIN", "VALARM");
    ics_line(o, "ACTION", "DISPLAY");
    ics_line(o, "DESCRIPTION", title);
    ics_line(o, "TRIGGER;RELATED=END", ahead);
    ics_line(o, "END", "VALARM");
}

static void
write_event(struct out *o, enum lang lang, const struct ics_event *e)
{
    static const char *const ahead[] = { "-P7D", "-P3D", "-P1D", "-PT3H" };
    char uid[2 * ICS_UID_BYTES + 1];
    const char *number = arena_printf(o->a, "%" PRId64, e->number);
    const char *sequence = arena_printf(o->a, "%" PRIu32, e->sequence);
    const char *title = ics_text(o->a, TF("Deadline {1}", number ? number : ""));

    hex_encode((struct bytes){ e->uid, ICS_UID_BYTES }, uid);
    ics_line(o, "BEGIN", "VEVENT");
    ics_line(o, "UID", uid);
    ics_line(o, "DTSTAMP", utc(o->a, e->changed_s));
    ics_line(o, "LAST-MODIFIED", utc(o->a, e->changed_s));
    ics_line(o, "SEQUENCE", sequence ? sequence : "0");
    ics_line(o, "DTSTART", utc(o->a, e->until_s - EVENT_S));
    ics_line(o, "DTEND", utc(o->a, e->until_s));
    ics_line(o, "SUMMARY", title);
    ics_line(o, "CLASS", "PRIVATE");
    ics_line(o, "TRANSP", "TRANSPARENT");
    for (size_t i = 0; i < sizeof ahead / sizeof *ahead; i++)
        write_alarm(o, ahead[i], title);
    ics_line(o, "END", "VEVENT");
}

void
ics_write(struct out *o, const struct ics_feed *f)
{
    enum lang lang = f->lang;

    ics_line(o, "BEGIN", "VCALENDAR");
    ics_line(o, "VERSION", "2.0");
    ics_line(o, "PRODID", "-//Understory//Desk//EN");
    ics_line(o, "CALSCALE", "GREGORIAN");
    ics_line(o, "METHOD", "PUBLISH");
    ics_line(o, "X-WR-CALNAME", ics_text(o->a, T("Deadlines")));
    ics_line(o, "REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    for (size_t i = 0; i < f->n; i++)
        write_event(o, lang, &f->events[i]);
    ics_line(o, "END", "VCALENDAR");
}
