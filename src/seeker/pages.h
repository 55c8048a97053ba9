/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEEKER_PAGES_H
#define SEEKER_PAGES_H
/*
 * What the seeker sees.  A page takes one view and writes into `o`; it reads no file, no clock and
 * no database.  Texts in views are UTF-8, unescaped and borrowed for the call; NULL is "there is
 * none".  Views are filled by src/edition (pages that are the same for all) and by the gate (pages
 * with something private in them); seeker/site.h fills the rows about countries, organisations and
 * crisis lines.  The values of form fields are in seeker/choices.h.
 *
 * Paths: an edition calls its pages as the address without the leading slash, and a folder `index`:
 *   index                language                  LANG/1 ..   guides
 *   LANG/index           what happened?            LANG/s      safety
 *   LANG/b               before you write          LANG/a      who we are
 *   LANG/w               write                     LANG/d      what is deleted, how to ask for it
 *   LANG/r               read answers              LANG/k      card for twelve words, to print
 *   LANG/z               leaving                   LANG/101 .. questions of the tree
 *   LANG/i               all guides, search        LANG/e404   errors: e400 e404 e405 e410 e413
 *                                                              e422 e429 e500 e503
 */
#include "base/out.h"
#include "text/lang.h"

enum {
    PAGE_PUBLIC_MAX = 14000, /* every page but a guide, with its style sheet inside */
    PAGE_GUIDE_MAX = 30000,
    PAGE_PRIVATE_BYTES = 16384, /* words and thread: always exactly this */
    TICKET_CHARS = 48,
    GUIDE_COUNTRY_FIRST = 61, /* guides from this number on are about countries */
    QUESTION_FIRST = 101,     /* the first question of the tree; guides have numbers below */
};

/* Stands in the edition's forms for the ticket, which the hub writes over it. */
#define TICKET_PLACE "TICKET-TICKET-TICKET-TICKET-TICKET-TICKET-TICKET"

/* In every view: what stands around the page's own text. */
struct frame {
    enum lang lang;
    const char *site;   /* the network's name */
    const char *page;   /* "w", "3", "" for the start: the row of languages leads to the same page;
                            NULL: no such row, because leaving would lose what is on the page */
    bool no_exit;       /* without the bar that closes the page quickly */
    bool demonstration; /* say that nobody reads here */
    int64_t edition;    /* its number, in the foot of public pages; 0: none */
    const char *kit;    /* address of the program that seals in the browser; NULL: none */
    const char *kit_integrity; /* "sha256-...": nothing else is run */
};

/* A line to call.  Texts are in the language of the page. */
struct crisis_row {
    const char *name, *number; /* digits, blanks and a leading + */
    const char *note; /* hours and languages, such as "24/7 · Русский"; may be NULL */
};

struct country_row {
    const char *code; /* RU */
    const char *name;
};

/* An organisation one can write to. */
struct org_row {
    const char *hex; /* its id, 32 digits: the value of the field */
    const char *name, *about, *languages, *countries;
    const char *const *warnings; /* where it is legally designated: whole sentences */
    size_t n_warnings;
};

struct start_card {
    const char *label, *small; /* what happened; examples */
    int64_t guide;             /* number of the page it leads to; 0: before you write */
    bool urgent;
};

struct start_view {
    struct frame f;
    const struct start_card *cards;
    size_t n_cards;
    const char *first_question; /* of the tree; NULL: there is none */
};

struct source_row {
    const char *when, *title, *link; /* link: https address or NULL */
};

/* A page written in Markdown: guide, safety, about. */
struct guide_view {
    struct frame f;
    const char *title; /* neutral: it stays in the browser's history */
    const char *heading;
    struct html body;
    const char *reviewer;       /* who checked it; NULL: nobody has, it is a sample */
    const char *reviewed, *due; /* dates in words */
    bool stale;                 /* past `due`: a banner */
    bool withdrawn;             /* past twice that: the body is not shown */
    bool translation_old;       /* older than the text it translates */
    const struct source_row *sources;
    size_t n_sources;
    const struct crisis_row *crisis;
    size_t n_crisis;
    const struct index_row *more; /* guides that go further into it */
    size_t n_more;
    const struct index_row *letters; /* to an authority, that fit */
    size_t n_letters;
    const struct org_row *orgs; /* who works for people in the country the page is about */
    size_t n_orgs;
    bool ask; /* end with the way to write to us */
};

/* A guide in a list. */
struct index_row {
    const char *number, *heading;
};

/* One way on from a question: the number of a question or guide, "b" or "a". */
struct way_row {
    const char *label, *to;
};

/* A question of the tree (edition/tree.h). */
struct question_view {
    struct frame f;
    const char *ask;
    const struct way_row *ways;
    size_t n_ways;
    const char *unsure; /* where "I am not sure" leads */
    const char *back;   /* the question before; "" for the start */
};

/* All guides, and what was found.  POST / with act=find, l, q. */
struct index_view {
    struct frame f;
    const struct index_row *rows, *countries;
    size_t n_rows, n_countries;
    const char *first_question; /* of the tree; NULL: there is none */
    bool letters;               /* there is a list of letters */
    bool searched;
    const struct index_row *found;
    size_t n_found;
};

enum write_problem_kind {
    WRITE_NO_TEXT,
    WRITE_TOO_LONG,      /* n: characters over the limit */
    WRITE_WORDS_IN_TEXT, /* the text holds twelve words: they are a key, not for anyone's eyes */
    WRITE_BAD_DATE,
    WRITE_TICKET_OLD, /* form older than a day, or the server started anew: press Send again */
    WRITE_BAD_TEXT,   /* not UTF-8 */
    WRITE_NO_ORG,     /* the organisation chosen is no longer there */
    WRITE_CONFIRM,    /* the organisation chosen is designated in that country: n is unused */
    WRITE_FAILED,     /* could not be stored (disk, internal): nothing is lost, send again */
    WRITE_CLOSED,     /* no organisation has keys for this week: nobody can be written to */
    WRITE_WHOM,       /* a further message, and it is not known to whom the first one went */
    N_WRITE_PROBLEMS,
};

struct write_problem {
    enum write_problem_kind kind;
    int64_t n;
};

/* Exactly what came from the form; NULL or "" where nothing was answered. */
struct write_typed {
    const char *text, *who, *country, *day, *month, *year, *what, *danger, *safe, *org;
};

/* The form, empty or with what was typed.  POST / with act=send and the fields
   l tok text danger d m y what who country safe org confirm again. */
struct write_view {
    struct frame f;
    const char *ticket; /* TICKET_PLACE in an edition */
    const char *again;  /* pass of a thread: a further message; NULL: a first one */
    const char *thread; /* with `again`: pass that leads back to the answers; NULL: too old */
    struct write_typed typed;
    const struct write_problem *problems;
    size_t n_problems;
    const struct org_row *orgs;
    size_t n_orgs;
    const struct country_row *countries;
    size_t n_countries;
    const struct crisis_row *crisis;
    size_t n_crisis;
};

/* Sealed and waiting: the page carries the envelopes.  POST / with act=carry, l, tok, st, env. */
struct busy_view {
    struct frame f;
    const char *ticket, *pass;
    const char *envelopes; /* base64url, as the gate wants them back */
    int64_t place;         /* in the queue; 0: not known */
    int64_t wait_s;        /* until it is worth trying again */
    bool early;            /* sent within the first seconds: nothing is wrong, only press */
    const struct crisis_row *crisis;
    size_t n_crisis;
};

enum words_stage { WORDS_FIRST, WORDS_RIGHT, WORDS_WRONG };

/* Received, and the twelve words.  POST / with act=check, l, st, w3, w7, w10. */
struct words_view {
    struct frame f;
    const char *pass;
    const char *words[12];
    const char *digits[4]; /* ten digits each, as printed by the encoder */
    enum words_stage stage;
    bool wrong3, wrong7, wrong10;
    bool again;           /* a further message in a thread: the words are the old ones */
    bool danger;          /* the writer is in danger: crisis lines come first */
    const char *org;      /* whom it went to; NULL: not said */
    int64_t answer_hours; /* measured over the last 30 days; 0: not known */
    const char *address;  /* this server, to write above the words; may be NULL */
    const struct crisis_row *crisis;
    size_t n_crisis;
};

enum read_problem {
    READ_OK,
    READ_EMPTY,
    READ_COUNT,   /* n words instead of 12 */
    READ_UNKNOWN, /* word n is in no list */
    READ_CHECK,   /* all words are known, the check bits differ */
    READ_DIGITS,  /* digits, but not 40, or a group that cannot be */
    READ_FAILED,  /* shelf could not be read: try again */
};

/* POST / with act=read, l, words. */
struct read_view {
    struct frame f;
    enum read_problem problem;
    int64_t n;
    const char *typed;
};

/* One answer, newest first. */
struct answer {
    const char *org;
    const char *text;
    int64_t day; /* days since 1970 on which it was written */
};

/* A piece of an answer that fits on a sheet. */
struct answer_part {
    const struct answer *answer;
    size_t from, n; /* bytes of its text */
    bool begins, ends;
};

/* Which parts stand on which sheet. */
struct thread_plan {
    struct answer_part *parts;
    size_t *first_of; /* sheet i holds parts first_of[i] .. first_of[i + 1] - 1 */
    size_t n_sheets;  /* at least 1 */
};

/* The answers.  POST / with act=send, l, tok, again, text writes on. */
struct thread_view {
    struct frame f;
    const char *ticket, *again; /* of the form at the end */
    const struct thread_plan *plan;
    bool empty;                /* a further message was sent without a word */
    size_t sheet;              /* from 0 */
    const char *older, *newer; /* passes of the neighbours; NULL at the ends */
    int64_t answer_hours;
    const struct crisis_row *crisis;
    size_t n_crisis;
};

enum error_kind {
    ERROR_400,
    ERROR_404,
    ERROR_405,
    ERROR_410,
    ERROR_413,
    ERROR_422,
    ERROR_429,
    ERROR_500,
    ERROR_503,
    N_ERRORS
};

struct error_view {
    struct frame f;
    enum error_kind kind;
};

/* Public pages, made once for an edition. */
void page_language(struct out *o, const struct frame *f);
void page_start(struct out *o, const struct start_view *v);
void page_guide(struct out *o, const struct guide_view *v);
void page_question(struct out *o, const struct question_view *v);
void page_before(struct out *o, const struct frame *f);
void page_deleted(struct out *o, const struct frame *f);
void page_card(struct out *o, const struct frame *f);
void page_leave(struct out *o, const struct frame *f);
void page_error(struct out *o, const struct error_view *v);
/* The same for a reader whose language is not known: in all of them. */
void page_error_in_all(struct out *o, const struct error_view *v);

/* The forms: in an edition empty, from the gate with what was typed and what is wrong.  What a
   search found is shown without the question: nobody reads it off the screen or the history. */
void page_index(struct out *o, const struct index_view *v);
void page_write(struct out *o, const struct write_view *v);
void page_read(struct out *o, const struct read_view *v);

/* Private pages.  After each call page_pad(o, PAGE_PRIVATE_BYTES). */
void page_busy(struct out *o, const struct busy_view *v);
void page_words(struct out *o, const struct words_view *v);
void page_thread(struct out *o, const struct thread_view *v);

/* Lay the answers out on sheets that stay within PAGE_PRIVATE_BYTES, in the language and with the
   longest foot that `v` can have (v->again must be set, v->plan is not looked at).  Texts are cut
   between characters, at a line's or word's end where there is one.  NULL: the arena is full. */
const struct thread_plan *thread_plan(
    const struct thread_view *v, const struct answer *answers, size_t n_answers, struct arena *a);

/* Fill with blanks after the page's end up to the next multiple of `unit_bytes`. */
void page_pad(struct out *o, size_t unit_bytes);

/* Word of an error for its page: "404".  0 if there is none such. */
const char *error_code(enum error_kind k);
int error_status(enum error_kind k);

#endif
