/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_STORE_RECORD_H
#define DESK_STORE_RECORD_H
/* One immutable fact about a case.  All kinds share one encoding; what number, body and content
   mean stands beside each kind.  Sealed under its stream's key in records.db; see
   docs/formats/desk-record.md.  Kinds are stored: numbers never change meaning. */
#include "base/arena.h"
#include "core/wire/keys.h"

enum record_kind {
    RECORD_UNSET = 0,
    RECORD_MESSAGE =
        1, /* from the person.  number: message type; body: inner message; content: envelope;
                            rating: what the rules proposed when it came */
    RECORD_ANSWER =
        2, /* to the person.  number: seq; body: text; content: id of the (last) envelope */
    RECORD_NOTE = 3,     /* for colleagues.  body: text */
    RECORD_URGENCY = 4,  /* a person decided.  number: 1..4; body: why */
    RECORD_CLOSED = 5,   /* number: enum close_reason; body: words */
    RECORD_REOPENED = 6, /* by a person, or by a new message of the seeker */
    RECORD_ASSIGNED = 7, /* body: name of the member who leads, "" nobody */
    RECORD_OPENED = 8,   /* somebody has read what is new */
    RECORD_ITEM = 9,   /* a filled form.  number: form; content: the item's id; body: its fields.  A
                        later one with the same id replaces it; empty body: withdrawn */
    RECORD_LABEL = 10, /* number: 1 on, 0 off; body: the label */
    RECORD_SNOOZE = 11,      /* number: 0 off, else until what; body: its value */
    RECORD_WATCH = 12,       /* number: 1 on, 0 off; body: name of the member */
    RECORD_HANDOVER = 13,    /* body: the packet */
    RECORD_MERGE = 14,       /* number: 1 the other came in here, 2 this went into it, 0 undone;
                             content: the other stream */
    RECORD_FREEZE = 15,      /* number: 1 frozen, 2 a member asks to thaw, 3 thawed */
    RECORD_CONTACT = 16,     /* from the person by another channel.  number: channel; body: fields;
                             content: of its source */
    RECORD_SENT = 17,        /* to the person by another channel.  number: channel; body: fields */
    RECORD_FILE = 18,        /* an attachment: see desk/files/files.h.  content: its blob */
    RECORD_DATE_ACT = 19,    /* number: what was done with a date; content: its item */
    RECORD_TRANSLATION = 20, /* of an entry.  number: 0; content: the entry's record; body: text */
    RECORD_SHARE = 21,       /* number: 1 on, 0 off; content: the vault or member */
    RECORD_RETENTION = 22,   /* number: what was decided about keeping */
    RECORD_BOOK = 23,        /* the first of a stream that is no case.  number: which book */
    RECORD_PGP_KEY = 24,     /* a member accepted another key of the person.  number: channel; body:
                                address; content: of the key */
    RECORD_TAKEN_BACK = 25,  /* an answer by another channel that did not leave.  number: channel;
                                content: of the answer */
    RECORD_LINK = 26,        /* number: 1 on, 0 off; content: the other stream; body: why */
    RECORD_UNTRAINED = 27,   /* number: 1 she leads without training, body: why; 0 it was seen */
    RECORD_KIND_END
};

enum { RECORD_PLAIN_MAX = 20 * 1024, RECORD_NAME_MAX = 64 };

/* What the first triage proposed, kept as it was: rules may change later. */
struct rating {
    uint8_t urgency; /* 1..4; 0: none */
    uint8_t lang, situation, bell;
    char country[3];
    uint64_t flags;
    uint8_t reasons[4];
    uint8_t date_kind;
    int32_t date_day; /* INT32_MIN: no date */
    uint8_t date_binding;
};

struct record {
    enum record_kind kind;
    int64_t at_s;
    struct member_id by; /* zeros: the person, or the desk itself */
    const char *by_name; /* as it was then; "" */
    uint32_t number;
    struct content_id content;
    struct bytes body;
    struct rating rating; /* RECORD_MESSAGE and RECORD_CONTACT only */
};

/* ERR_MALFORMED for what decode would refuse; `w` latches when too short. */
MUST_USE enum err record_encode(const struct record *r, struct writer *w);

/* *out borrows the body from `in`; the name is in `a`.
   The kind stands outside, bound to the seal. */
MUST_USE enum err record_decode(
    enum record_kind kind, struct bytes in, struct arena *a, struct record *out);

#endif
