/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The roster: who is on duty when. */
#include "cases.gen.h"
#include "desk/dates/calendar.h"
#include "desk/work/work.h"
#include "forms.gen.h"

int64_t
work_moment_utc(int64_t local_s, const char *zone)
{
    const struct zone *z = *zone ? zone_find(zone) : NULL;
    int64_t day = day_of(local_s);
    enum zone_fit fit = ZONE_ONCE;

    return z ? zone_to_utc(z, day, (int32_t)((local_s - day * DAY_S) / 60), &fit) : local_s;
}

static int64_t
moment_utc(const struct item *it, uint32_t field)
{
    const struct field_value *v = item_value(it, field, 0);

    return v ? work_moment_utc(v->n, v->text) : 0;
}

/* Duty hours that are not over, whatever the clock of their place. */
static enum err
duty_ahead(struct db *p, int64_t now_s, struct arena *a, struct item ***out, size_t *n)
{
    struct item **to = arena_alloc(a, ITEMS_MAX * sizeof(void *));
    OWN(db_stmt) s = db_use(p, CASES_WORK_DUTY_AHEAD);
    struct item_id id;
    bool row = true;
    size_t k = 0;
    enum err e = to ? OK : ERR_INTERNAL;

    db_bind_i64(s, 1, FORM_DUTY);
    db_bind_i64(s, 2, DUTY_TO);
    db_bind_i64(s, 3, now_s - DAY_S);
    db_bind_i64(s, 4, ITEMS_MAX);
    while (!e && k < ITEMS_MAX && !(e = db_step(s, &row)) && row) {
        e = db_fixed(s, 0, id.b, ID_BYTES);
        e = e ? e : item_get(p, &id, a, &to[k]);
        k++;
    }
    if (e)
        return e;
    *out = to;
    *n = k;
    return OK;
}

enum err
work_on_duty(
    struct db *p, int64_t now_s, struct arena *a, const struct item **out, size_t cap, size_t *n)
{
    struct item **all = NULL;
    size_t n_all = 0;
    enum err e = duty_ahead(p, now_s, a, &all, &n_all);

    *n = 0;
    for (int64_t task = DUTY_TASK_DUTY_LEAD; !e && task <= DUTY_TASK_COVER; task++)
        for (size_t i = 0; i < n_all && *n < cap; i++)
            if (item_number(all[i], DUTY_TASK, 0) == task &&
                moment_utc(all[i], DUTY_FROM) <= now_s && moment_utc(all[i], DUTY_TO) > now_s)
                out[(*n)++] = all[i];
    return e;
}

enum err
work_duty_hours(struct db *p, int64_t now_s, struct arena *a, struct duty_hours **out, size_t *n)
{
    struct item **all = NULL;
    size_t n_all = 0;
    enum err e = duty_ahead(p, now_s, a, &all, &n_all);
    struct duty_hours *to = e ? NULL : arena_alloc(a, (n_all + 1) * sizeof *to);

    if (!to)
        return e ? e : ERR_INTERNAL;
    for (size_t i = 0; i < n_all; i++) {
        to[i] = (struct duty_hours){ .member = item_text(all[i], DUTY_MEMBER),
            .task = item_number(all[i], DUTY_TASK, 0),
            .from_s = moment_utc(all[i], DUTY_FROM),
            .to_s = moment_utc(all[i], DUTY_TO) };
        memcpy(to[i].item, all[i]->id.b, ID_BYTES);
    }
    *out = to;
    *n = n_all;
    return OK;
}

enum err
work_knows_item(struct db *p, const uint8_t item[ID_BYTES], bool *out)
{
    OWN(db_stmt) s = db_use(p, CASES_ITEM_GET);

    db_bind_bytes(s, 1, (struct bytes){ item, ID_BYTES });
    enum err e = db_one(s);
    *out = !e;
    return e == ERR_NOT_FOUND ? OK : e;
}
