/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_ACCESS_TWO_PERSON_H
#define DESK_ACCESS_TWO_PERSON_H
/* What one member alone cannot do: one asks, another one with the right role confirms within an
   hour, and then it may be done once, within an hour more, by whoever asked.  All of it lives in
   memory only: a restart or the panic lock forgets it, and it has to be asked again.  What happened
   is the audit's to remember; the caller notes it there.

       two_person_ask(&app->pairs, &ask, now_s, &id);            the one
       two_person_confirm(&app->pairs, id, &other, roles, now);  the other
       two_person_use(&app->pairs, TWO_EXPORT, subject, &me, now_s)  OK exactly once */
#include "desk/access/roles.h"
#include "desk/keys/keys.h"

enum two_person_act {
    TWO_UNSET,
    TWO_EXPORT, /* MAY_EXPORT asks, MAY_RELEASE confirms; subject: what is exported */
    TWO_THAW,   /* MAY_STEER asks and confirms; subject: the case's stream */
    TWO_ERASE,  /* MAY_ERASE asks, MAY_RELEASE confirms; subject: the case's stream */
    N_TWO
};

enum { TWO_MAX = 64, TWO_WORDS_CAP = 200, TWO_HOUR_S = 3600 };

/* What is asked for, as the desk knows it: the words of the asker may say anything. */
struct two_about {
    enum two_about_kind {
        TWO_ABOUT_UNSET,
        TWO_ABOUT_CASE,
        TWO_ABOUT_TABLE,    /* every case of a vault */
        TWO_ABOUT_ORIGINAL, /* one file of a case */
    } kind;
    char vault[ROSTER_ROLE_MAX + 1]; /* the role of the vault she stands in */
    int64_t case_id, file_id;        /* record numbers; 0 none.  No name: who confirms may be one
                                        who cannot read the case */
    struct stream_id stream;         /* of that case, for the audit log; zeros: of none */
};

struct two_ask {
    enum two_person_act act;
    struct two_about about;
    uint8_t subject[ID_BYTES]; /* zeros: all of it, such as every case of a vault */
    struct member_id by;
    char by_name[MEMBER_NAME_MAX + 1];
    char words[TWO_WORDS_CAP]; /* why, for the one who confirms; "" none */
};

struct two_person {
    uint64_t last_id;
    struct two_entry {
        uint64_t id; /* 0: free */
        struct two_ask ask;
        int64_t until_s;
        bool confirmed;
        struct member_id second; /* who confirmed */
        char second_name[MEMBER_NAME_MAX + 1];
    } e[TWO_MAX];
};

/* Ask.  ERR_MALFORMED: no such act.  ERR_CONFLICT: she asked for the same already.  ERR_BUSY: too
   many wait.  Whether the asker's role allows it was decided by the route. */
MUST_USE enum err two_person_ask(
    struct two_person *t, const struct two_ask *ask, int64_t now_s, uint64_t *id);

/* Confirm as another member.  ERR_NOT_FOUND: none, or over.  ERR_FORBIDDEN: her own, or her roles
   do not confirm this.  ERR_CONFLICT: confirmed before. */
MUST_USE enum err two_person_confirm(struct two_person *t, uint64_t id, const struct member_id *by,
    const char *by_name, uint32_t roles, int64_t now_s);

/* Take it back, or refuse it: by the asker or by one who may confirm.  Errors as above. */
MUST_USE enum err two_person_drop(
    struct two_person *t, uint64_t id, const struct member_id *by, uint32_t roles, int64_t now_s);

/* May it be done now?  OK uses it up.  ERR_NOT_FOUND: nobody asked, or it is over.  ERR_FORBIDDEN:
   not confirmed yet.  *second (may be NULL, MEMBER_NAME_MAX + 1 bytes) gets the name of the other.
 */
MUST_USE enum err two_person_use(struct two_person *t, enum two_person_act act,
    const uint8_t subject[ID_BYTES], const struct member_id *by, int64_t now_s, char *second);

/* The i-th that is not over, oldest first; NULL past the last.  Borrowed until the next call that
   changes anything. */
const struct two_entry *two_person_at(struct two_person *t, int64_t now_s, size_t i);

/* One by its id; NULL: none, or over.  Borrowed likewise. */
const struct two_entry *two_person_find(struct two_person *t, uint64_t id, int64_t now_s);

/* Can a member with these roles confirm this act? */
bool two_person_may_confirm(enum two_person_act act, uint32_t roles);

/* Is it hers to see: asked by her, or still to be confirmed by one like her? */
bool two_person_concerns(const struct two_entry *e, const struct member_id *m, uint32_t roles);

/* She left, or has other roles: what she asked for or confirmed has to be asked again. */
void two_person_forget_member(struct two_person *t, const struct member_id *m);

/* Forget all, words included. */
void two_person_wipe(struct two_person *t);

#endif
