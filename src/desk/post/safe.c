/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/safe.h"
#include "desk/dates/calendar.h"
#include "desk/forms/items.h"
#include "forms.gen.h"

/* The list of channels in forms counts from one. */
static bool
allows(const struct item *it, enum channel_kind channel)
{
    bool any = item_value(it, SAFE_REPLY_CHANNEL, 0) != NULL;

    return !any || item_has_choice(it, SAFE_REPLY_CHANNEL, (int64_t)channel + CHOICE_CHANNEL_HUB);
}

bool
safe_window_at(int64_t hours, const char *zone, int64_t now_s, struct safe_window *out)
{
    const struct zone *z = hours ? zone_find(zone) : NULL;
    int32_t from = (int32_t)(hours / HOURS_DAY);
    int32_t to = (int32_t)(hours % HOURS_DAY);
    enum zone_fit fit;
    int64_t today = 0;
    int32_t minute = 0;

    if (!z)
        return false;
    zone_to_local(z, now_s, &today, &minute);
    for (int64_t day = today - 1; day <= today + 2; day++) {
        struct safe_window w = { zone_to_utc(z, day, from, &fit),
            zone_to_utc(z, to < from ? day + 1 : day, to, &fit) };
        if (w.until_s > now_s && w.until_s > w.after_s) {
            *out = w;
            return true;
        }
    }
    return false;
}

enum err
safe_reply_of(struct db *p, int64_t case_id, enum channel_kind channel, struct arena *a,
    struct safe_reply *out)
{
    struct item *it = NULL;
    enum err e = item_newest(p, case_id, FORM_SAFE_REPLY, a, &it);
    struct safe_reply r = { .known = it != NULL, .verdict = SAFE_TO_WRITE };
    int64_t ok = it ? item_number(it, SAFE_REPLY_OK_TO_WRITE, YESNO_UNKNOWN) : YESNO_YES;

    if (e)
        return e;
    r.alias = item_text(it, SAFE_REPLY_ALIAS);
    r.hours = item_text(it, SAFE_REPLY_HOURS);
    r.code_phrase = item_text(it, SAFE_REPLY_CODE_PHRASE);
    const struct field_value *only = it ? item_value(it, SAFE_REPLY_ONLY, 0) : NULL;
    r.only = only ? only->n : 0;
    r.zone = only ? only->text : "";
    r.sender = item_text(it, SAFE_REPLY_SENDER);
    r.no_name = it && item_number(it, SAFE_REPLY_NO_NAME, YESNO_NO) == YESNO_YES;
    r.do_not = item_text(it, SAFE_REPLY_DO_NOT);
    r.unsure = ok == YESNO_UNKNOWN;
    if (ok == YESNO_NO)
        r.verdict = SAFE_NOT_AT_ALL;
    else if (it && !allows(it, channel))
        r.verdict = SAFE_OTHER_CHANNEL;
    *out = r;
    return OK;
}
