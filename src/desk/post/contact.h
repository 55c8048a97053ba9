/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_POST_CONTACT_H
#define DESK_POST_CONTACT_H
/* Messages by other channels than hubs: the kinds RECORD_CONTACT and RECORD_SENT, and the way to
   the person that follows from them. */
#include "core/wire/keys.h"
#include "desk/cases/applying.h"
#include "desk/cases/rules.h"
#include "postlink/channel.h"
#include "postlink/letter.h"

enum {
    CONTACT_TEXT_MAX = 12000, /* of one record; a longer letter becomes several */
    CONTACT_ANSWER_MAX = 14000,
    NEW_TEXT_MAX = 12000,     /* written down by hand */
    CONTACT_WAIT_CASE = 20,   /* answers of a case that may wait to leave */
    CONTACT_WAIT_MEMBER = 60, /* ... of a member: nobody fills a channel alone */
    CONTACT_SLOTS = 32
};

/* The body of both kinds: version(1) slot(1) part(1) parts(1), then a letter without the contents
   of files.  See docs/formats/contact.md. */
struct contact_body {
    uint8_t slot;          /* which of our channels; 0: none (phone, in person) */
    uint8_t part, n_parts; /* from 0; of how many */
    struct letter l;
};
MUST_USE enum err contact_body_encode(const struct contact_body *c, struct writer *w);
MUST_USE enum err contact_body_decode(struct bytes in, struct arena *a, struct contact_body *out);

/* How a person can be reached: the way she wrote last. */
struct contact {
    enum channel_kind channel;
    uint8_t slot;
    const char *address, *name, *subject, *message_id, *references;
    struct bytes pgp; /* answers are encrypted to it; the first that came, or that was accepted */
    struct bytes new_pgp; /* another one came: not used until a member accepts it; empty none */
    bool wants_pgp;
    int64_t last_s;
};

/* ERR_NOT_FOUND: she wrote by hub only. */
MUST_USE enum err contact_of_case(
    struct db *p, int64_t case_id, struct arena *a, struct contact *out);

/* The channel of a case for lists: CHANNEL_HUB when it came by hub. */
MUST_USE enum err contact_channel(struct db *p, int64_t case_id, enum channel_kind *out);

/* What is special about an entry: flags of enum letter_flags, channel and address. */
struct contact_note {
    enum channel_kind channel;
    uint32_t flags;
    const char *address;
    int64_t after_s; /* an answer that had to wait for the person's hours: when they began; 0 */
    bool taken;      /* it was taken back before it left */
};
MUST_USE enum err contact_note_get(
    struct db *p, int64_t entry_id, struct arena *a, struct contact_note *out);

/* A letter that came: into the open case of its sender, or a new one.  Inside the caller's
   transactions.  *id is the case. */
struct contact_came {
    enum channel_kind channel;
    uint8_t slot;
    struct content_id source;
    int64_t arrived_s;
    const struct actor *by; /* who wrote it down; NULL: the person herself */
};
MUST_USE enum err contact_receive(
    const struct casebook *b, const struct contact_came *came, const struct letter *l, int64_t *id);

/* Answer on the way she wrote last.  The record, and a sealed row that the channel sends from;
   *posting is its content.  ERR_MALFORMED: no text; ERR_TOO_LARGE; ERR_CONFLICT: closed, or there
   is no way; ERR_FORBIDDEN: it is not safe to write to her (see post/safe.h); ERR_BUSY: too many
   wait already. */
MUST_USE enum err contact_answer(
    const struct casebook *b, int64_t id, const char *text, const struct actor *by);

/* May one more answer of this case and by this member wait to leave? */
MUST_USE enum err contact_has_room(
    const struct casebook *b, int64_t id, const struct actor *by, bool *out);

/* An answer that has not left yet is not sent any more; *text is what it said.  ERR_CONFLICT: it
   has left; ERR_NOT_FOUND. */
struct post;
MUST_USE enum err contact_take_back(const struct casebook *b, struct post *p, int64_t id,
    const struct content_id *answer, const struct actor *by, struct arena *a, const char **text);
/* All of a case that wait, for hours or for a server: what is known of how the person may be
   reached has changed. */
MUST_USE enum err contact_take_back_all(
    const struct casebook *b, struct post *p, int64_t id, const struct actor *by);

/* Somebody spoke with a person who came by phone or in person: that is the answer.  Errors as
   contact_answer(), but nothing is sent. */
MUST_USE enum err contact_spoken(
    const struct casebook *b, int64_t id, const char *text, const struct actor *by);
bool contact_by_voice(enum channel_kind k);

/* A member has compared the new key with the person: from now on answers are encrypted to it.
   ERR_CONFLICT: it is not the one that waits (any more); ERR_NOT_FOUND. */
MUST_USE enum err contact_accept_key(
    const struct casebook *b, int64_t id, const struct content_id *key, const struct actor *by);

/* The kinds. */
enum err contact_apply(struct applying *x);
enum err contact_apply_sent(struct applying *x);
enum err contact_apply_key(struct applying *x);
enum err contact_apply_taken_back(struct applying *x);

#endif
