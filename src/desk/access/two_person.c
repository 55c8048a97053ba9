/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/access/two_person.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"

static const int confirms[N_TWO] = {
    [TWO_EXPORT] = MAY_RELEASE, [TWO_THAW] = MAY_STEER, [TWO_ERASE] = MAY_RELEASE
};

bool
two_person_may_confirm(enum two_person_act act, uint32_t roles)
{
    return act > TWO_UNSET && act < N_TWO && role_may(roles, confirms[act]);
}

static void
forget(struct two_entry *e)
{
    secret_wipe(e, sizeof *e);
}

static void
expire(struct two_person *t, int64_t now_s)
{
    for (size_t i = 0; i < TWO_MAX; i++)
        if (t->e[i].id && now_s >= t->e[i].until_s)
            forget(&t->e[i]);
}

static struct two_entry *
by_id(struct two_person *t, uint64_t id)
{
    for (size_t i = 0; id && i < TWO_MAX; i++)
        if (t->e[i].id == id)
            return &t->e[i];
    return NULL;
}

static struct two_entry *
asked(struct two_person *t, enum two_person_act act, const uint8_t subject[ID_BYTES],
    const struct member_id *by)
{
    for (size_t i = 0; i < TWO_MAX; i++)
        if (t->e[i].id && t->e[i].ask.act == act && id_equal(t->e[i].ask.subject, subject) &&
            id_equal(t->e[i].ask.by.b, by->b))
            return &t->e[i];
    return NULL;
}

static struct two_entry *
free_entry(struct two_person *t)
{
    for (size_t i = 0; i < TWO_MAX; i++)
        if (!t->e[i].id)
            return &t->e[i];
    return NULL;
}

enum err
two_person_ask(struct two_person *t, const struct two_ask *ask, int64_t now_s, uint64_t *id)
{
    expire(t, now_s);
    if (ask->act <= TWO_UNSET || ask->act >= N_TWO)
        return ERR_MALFORMED;
    if (asked(t, ask->act, ask->subject, &ask->by))
        return ERR_CONFLICT;
    struct two_entry *e = free_entry(t);
    if (!e)
        return ERR_BUSY;
    *e = (struct two_entry){ .id = ++t->last_id, .ask = *ask, .until_s = now_s + TWO_HOUR_S };
    *id = e->id;
    return OK;
}

enum err
two_person_confirm(struct two_person *t, uint64_t id, const struct member_id *by,
    const char *by_name, uint32_t roles, int64_t now_s)
{
    expire(t, now_s);
    struct two_entry *e = by_id(t, id);

    if (!e)
        return ERR_NOT_FOUND;
    if (id_equal(e->ask.by.b, by->b) || !two_person_may_confirm(e->ask.act, roles))
        return ERR_FORBIDDEN;
    if (e->confirmed)
        return ERR_CONFLICT;
    e->confirmed = true;
    e->second = *by;
    e->until_s = now_s + TWO_HOUR_S;
    (void)snprintf(e->second_name, sizeof e->second_name, "%s", by_name);
    return OK;
}

enum err
two_person_drop(
    struct two_person *t, uint64_t id, const struct member_id *by, uint32_t roles, int64_t now_s)
{
    expire(t, now_s);
    struct two_entry *e = by_id(t, id);

    if (!e)
        return ERR_NOT_FOUND;
    if (!id_equal(e->ask.by.b, by->b) && !two_person_may_confirm(e->ask.act, roles))
        return ERR_FORBIDDEN;
    forget(e);
    return OK;
}

enum err
two_person_use(struct two_person *t, enum two_person_act act, const uint8_t subject[ID_BYTES],
    const struct member_id *by, int64_t now_s, char *second)
{
    expire(t, now_s);
    struct two_entry *e = asked(t, act, subject, by);

    if (!e)
        return ERR_NOT_FOUND;
    if (!e->confirmed)
        return ERR_FORBIDDEN;
    if (second)
        memcpy(second, e->second_name, sizeof e->second_name);
    forget(e);
    return OK;
}

const struct two_entry *
two_person_at(struct two_person *t, int64_t now_s, size_t i)
{
    const struct two_entry *found = NULL;
    uint64_t after = 0;

    expire(t, now_s);
    for (size_t k = 0; k <= i; k++) {
        found = NULL;
        for (size_t j = 0; j < TWO_MAX; j++)
            if (t->e[j].id > after && (!found || t->e[j].id < found->id))
                found = &t->e[j];
        if (!found)
            return NULL;
        after = found->id;
    }
    return found;
}

const struct two_entry *
two_person_find(struct two_person *t, uint64_t id, int64_t now_s)
{
    expire(t, now_s);
    return by_id(t, id);
}

bool
two_person_concerns(const struct two_entry *e, const struct member_id *m, uint32_t roles)
{
    return id_equal(e->ask.by.b, m->b) ||
           (!e->confirmed && two_person_may_confirm(e->ask.act, roles));
}

void
two_person_forget_member(struct two_person *t, const struct member_id *m)
{
    for (size_t i = 0; i < TWO_MAX; i++) {
        struct two_entry *e = &t->e[i];
        if (e->id && (id_equal(e->ask.by.b, m->b) || (e->confirmed && id_equal(e->second.b, m->b))))
            forget(e);
    }
}

void
two_person_wipe(struct two_person *t)
{
    uint64_t last_id = t->last_id;

    secret_wipe(t, sizeof *t);
    t->last_id = last_id; /* an old page can confirm nothing new */
}
