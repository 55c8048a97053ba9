/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_PAGES_PROBLEM_H
#define DESK_PAGES_PROBLEM_H
/* Why something was not done, finer than an error code: each is one sentence to a member. */

enum desk_problem {
    PROBLEM_NONE,
    /* Logging in */
    PROBLEM_LOGIN,      /* name or passphrase */
    PROBLEM_LOGIN_WAIT, /* too many failures; n: seconds until it is worth trying */
    PROBLEM_LOGIN_FULL, /* too many sessions */
    PROBLEM_LOCKED,     /* the session is over; what was typed is carried on */
    /* Forms of a case */
    PROBLEM_EMPTY,         /* no text */
    PROBLEM_TOO_LONG,      /* n: characters over */
    PROBLEM_FASTER,        /* the case changed while it was being written */
    PROBLEM_NO_CARD,       /* the person left no way to answer */
    PROBLEM_NO_WAY,        /* the channel cannot carry an answer, or is not set up any more */
    PROBLEM_UNSAFE,        /* the person must not be written to */
    PROBLEM_UNSAFE_WAY,    /* not by this channel */
    PROBLEM_CLOSED,        /* closed meanwhile */
    PROBLEM_OPEN,          /* open already */
    PROBLEM_WHY,           /* lowering an urgency needs words */
    PROBLEM_NO_FILE,       /* none was chosen, or an empty one */
    PROBLEM_WHY_ORIGINAL,  /* words are needed */
    PROBLEM_NOT_CONFIRMED, /* another member must confirm first */
    PROBLEM_CHOICE,        /* nothing, or nothing sensible, was chosen */
    PROBLEM_OLD_FORM,      /* a form of an earlier session */
    PROBLEM_STALE,         /* the same on a page without text */
    PROBLEM_NOT_KEPT,      /* disk or database: try again */
    /* Casework */
    PROBLEM_FROZEN,
    PROBLEM_NOT_FROZEN,
    PROBLEM_SECOND,          /* it takes another member */
    PROBLEM_NOT_SAFE,        /* nobody may write to this person */
    PROBLEM_UNTRAINED,       /* not trained for urgent requests */
    PROBLEM_UNTRAINED_FIRST, /* ... and would lead by answering first */
    PROBLEM_LINKED,
    PROBLEM_LINK_NONE,
    PROBLEM_LINK_WHY,
    PROBLEM_OFFERED, /* a hand-over waits */
    PROBLEM_NOT_OFFERED,
    PROBLEM_MERGED, /* these two cannot become one, or are none */
    PROBLEM_SNOOZE_PAST,
    PROBLEM_SNOOZE_WAITS, /* somebody waits */
    PROBLEM_CLOSING_FORM,
    PROBLEM_CLOSING_GOAL,
    PROBLEM_CLOSING_DATE,
    PROBLEM_TEMPLATE_FIRST,
    PROBLEM_TEMPLATE_STALE,
    PROBLEM_LABELS,
    PROBLEM_WORDS, /* too many */
    PROBLEM_NOTHING_TO_APPROVE,
    /* Pages */
    PROBLEM_NO_CASES, /* no key to the requests */
    PROBLEM_NO_PAGE,
    PROBLEM_NO_CASE,
    PROBLEM_METHOD,
    PROBLEM_BAD_REQUEST, /* not UTF-8, cut, more than a form holds */
    PROBLEM_TOO_MUCH,    /* over the limit of the whole form */
    PROBLEM_ORIGIN,      /* sent from another site */
    PROBLEM_ADDRESS,     /* opened under another address than the configured one */
    PROBLEM_OFFICE,      /* for the organisation's office only */
    PROBLEM_ROLE,        /* the member's roles do not include it */
    PROBLEM_BUSY,
    PROBLEM_INTERNAL,
    PROBLEM_MANY_WAIT, /* answers of a request, or of a member, that have not left */
    PROBLEM_HAS_LEFT,  /* an answer that was to be taken back */
    N_PROBLEMS,
};

/* What was done, said on the page that follows. */
enum case_done {
    DONE_NOTHING,
    DONE_REPLY,
    DONE_POSTED, /* by another channel */
    DONE_BACK,   /* an answer was taken back */
    DONE_NEW,    /* a request was written down */
    DONE_NOTE,
    DONE_URGENCY,
    DONE_CLOSE,
    DONE_REOPEN,
    DONE_ASSIGN,
    DONE_SHARE,
    DONE_UNSHARE,
    DONE_FILE,
    DONE_DRAFT,
    DONE_WORK,
    DONE_NEXT, /* an answer to another case; this one is the next */
    N_DONE
};

#endif
