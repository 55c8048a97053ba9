/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_PAGES_ACCESS_H
#define DESK_PAGES_ACCESS_H
/* Pages of the way in and of what a member sets for herself. */
#include "desk/access/totp.h"
#include "desk/pages/pages.h"

/* What a page says on top after something was done or not done; it travels as ?s=N. */
enum access_says {
    SAYS_NOTHING,
    SAYS_KEPT,
    SAYS_FACTOR_ADDED,
    SAYS_FACTOR_GONE,
    SAYS_SESSION_ENDED,
    SAYS_BROWSERS_FORGOTTEN,
    SAYS_PASSPHRASE_NEW,
    SAYS_KEYS_BACK,
    SAYS_INVITATION_TAKEN_BACK,
    SAYS_ADMITTED,
    SAYS_ADMITTED_LACKS,
    SAYS_ROLES_SET,
    SAYS_KEY_GIVEN,
    SAYS_REMOVED,
    /* From here on something is wrong. */
    SAYS_CODE_WRONG,
    SAYS_CODE_USED,
    SAYS_PASSKEY_WRONG,
    SAYS_PASSKEY_COPY,
    SAYS_RECOVERY_WRONG,
    SAYS_PASSPHRASE_WRONG,
    SAYS_WORDS_WRONG,
    SAYS_TOO_MANY,
    SAYS_OLD_PAGE,
    SAYS_TRAVEL_ONLY,
    SAYS_TRAVEL_ALONE,
    SAYS_TRAVEL_NOTHING,
    SAYS_TRAVEL_FORGED,
    SAYS_TRAVEL_CHANGED,
    SAYS_NAME_TAKEN,
    SAYS_NAME_BAD,
    SAYS_NO_ROLE,
    SAYS_VAULT_CLOSED,
    SAYS_LAST_ONE,
    SAYS_ROLES_TOO_OFTEN,
    SAYS_NOT_YOURS_TO_GIVE,
    SAYS_JOINING_BUSY,
    SAYS_JOINING_ELSEWHERE,
    N_SAYS
};

const char *tell_says(enum lang lang, enum access_says s); /* "" for nothing */
bool says_is_wrong(enum access_says s);

struct factor_row {
    const char *id; /* hex */
    enum factor_kind kind;
    const char *label;
    int64_t added_day, used_day;
};

struct own_session_row {
    const char *handle;
    int64_t began_min, last_min; /* minutes ago */
    bool own;
};

struct settings_view {
    struct desk_frame f;
    enum access_says says;
    int64_t idle_min, idle_max_min; /* chosen, 0 as the desk; the desk's */
    const struct factor_row *factors;
    size_t n_factors;
    int64_t codes_left, n_browsers;
    const struct own_session_row *sessions;
    size_t n_sessions;
};

/* What the script of passkeys needs; base64url.  `ids` are joined by commas. */
struct passkey_form {
    const char *rp, *challenge, *user, *name, *ids;
};

struct second_view {
    struct desk_frame f;
    enum access_says says;
    int64_t wait_s; /* too many wrong tries; 0: go on */
    bool has_app, has_passkey;
    struct passkey_form passkey;
};

struct app_view {
    struct desk_frame f;
    enum access_says says;
    const struct qr *qr;
    const char *key, *label;
    int64_t wait_s;
};

struct passkey_view {
    struct desk_frame f;
    enum access_says says;
    int64_t wait_s;
    const char *elsewhere; /* where passkeys would work; NULL: here; "" nowhere as it is set up */
    struct passkey_form passkey;
};

struct recovery_view {
    struct desk_frame f;
    enum access_says says;
    int64_t wait_s, left;
    const char *const *codes; /* NULL: none to show */
};

struct passphrase_view {
    struct desk_frame f;
    enum access_says says;
    int64_t wait_s;
    const char *words; /* NULL: not made yet */
    unsigned ask[2];   /* from 0 */
};

struct factor_view {
    struct desk_frame f;
    enum access_says says;
    int64_t wait_s;
    struct factor_row row;
};

/* "Passkey". */
const char *tell_factor(enum lang lang, enum factor_kind k);

/* The pages. */
void page_desk_settings(struct out *o, const struct settings_view *v);
void page_desk_second(struct out *o, const struct second_view *v);
void page_desk_app(struct out *o, const struct app_view *v);
void page_desk_passkey(struct out *o, const struct passkey_view *v);
void page_desk_recovery(struct out *o, const struct recovery_view *v);
void page_desk_passphrase(struct out *o, const struct passphrase_view *v);
void page_desk_factor(struct out *o, const struct factor_view *v);

/* Parts; nobody else calls them. */
void page_desk_says(struct out *o, enum lang lang, enum access_says s);
void page_desk_wait(struct out *o, enum lang lang, int64_t wait_s);
void page_desk_qr(struct out *o, enum lang lang, const struct qr *q);
void page_desk_passkey_form(
    struct out *o, const struct desk_frame *f, const struct passkey_form *p, const char *action);
void page_desk_own_passphrase(struct out *o, enum lang lang);
void page_desk_six_words(struct out *o, enum lang lang, const char *words);
void page_desk_own(struct out *o, const struct settings_view *v);
void page_desk_factors(struct out *o, const struct settings_view *v);

/* Limits of idle time that a member may choose, in minutes, smallest first; 0 past the last. */
int64_t idle_choice_min(size_t i);

/* The i-th word of six, in `o`'s arena. */
const char *tell_word(struct out *o, const char *words, unsigned i);

#endif
