/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whole sentences of the desk's pages: what went wrong and what to do, what was done,
   how things are. */
#include "base/clock.h"
#include "desk/forms/form_def.h"
#include "desk/keep/retention.h"
#include "desk/pages/tell.h"

static const char *const problem_words[N_PROBLEMS] = {
    [PROBLEM_LOGIN] = N_("Name and passphrase do not fit together. Check both and try again."),
    [PROBLEM_LOGIN_FULL] =
        N_("Too many sessions are open at this desk. Lock one of them and try again."),
    [PROBLEM_LOCKED] = N_("The desk was locked meanwhile. What you typed is kept on this page: "
                          "unlock, and it is there again."),
    [PROBLEM_EMPTY] = N_("There is no text yet."),
    [PROBLEM_FASTER] =
        N_("Something was added here while you wrote: the person wrote again, or a colleague was "
           "faster. Read it, then decide and press again. Your text is kept."),
    [PROBLEM_NO_CARD] = N_("The person left no way to answer."),
    [PROBLEM_NO_WAY] =
        N_("There is no way to send this: the channel is not set up any more, or only "
           "from the desk's next start, or no address is known. Your text is "
           "kept."),
    [PROBLEM_UNSAFE] = N_("Not sent: the form \"Safe contact\" says that this person must not be "
                          "written to. Your text is kept. Change the form first, if that is not "
                          "true any more."),
    [PROBLEM_UNSAFE_WAY] = N_("Not sent: the form \"Safe contact\" does not name this way among "
                              "those that are safe for this person. Your text is kept."),
    [PROBLEM_MANY_WAIT] = N_("Too many answers of this request, or of yours, have not left yet. "
                             "Take some back, or wait until they have left."),
    [PROBLEM_HAS_LEFT] = N_("It is too late to take the answer back: it has left."),
    [PROBLEM_FROZEN] =
        N_("This request is frozen: nothing is sent, closed or merged until two members "
           "have thawed it."),
    [PROBLEM_NOT_FROZEN] = N_("It is not frozen."),
    [PROBLEM_SECOND] = N_("This takes a second member: somebody else has to do it."),
    [PROBLEM_NOT_SAFE] =
        N_("The form about safe contact says that we may not write to this person. "
           "Nothing was sent."),
    [PROBLEM_UNTRAINED] = N_("Urgent requests are led by members who were trained for it. The "
                             "organisation's book says who was."),
    [PROBLEM_UNTRAINED_FIRST] =
        N_("Nothing was sent. With this answer you would lead an urgent request without having "
           "been trained for it. Ask somebody who was; or, if it cannot wait, say below why you "
           "answer all the same: the duty lead sees it."),
    [PROBLEM_LINKED] = N_("These two are linked already, are one and the same, or one of them has "
                          "too many links."),
    [PROBLEM_LINK_NONE] = N_("There is no such request here, or no such link."),
    [PROBLEM_LINK_WHY] = N_("Say in a few words what connects the two."),
    [PROBLEM_OFFERED] = N_("It is offered to somebody. First it must be taken over, or the offer "
                           "taken back."),
    [PROBLEM_NOT_OFFERED] = N_("It is not offered to you any more."),
    [PROBLEM_MERGED] = N_("These two cannot become one matter: one of them already belongs to "
                          "another."),
    [PROBLEM_SNOOZE_PAST] = N_("Choose a day that is still to come."),
    [PROBLEM_SNOOZE_WAITS] = N_("Somebody waits for an answer here. Answer first, or put it off no "
                                "longer than the answer is due."),
    [PROBLEM_CLOSING_FORM] =
        N_("Before it is closed, fill in the form \"Closure\": what came of it, and "
           "how long it is kept."),
    [PROBLEM_CLOSING_GOAL] =
        N_("A goal of the plan is still open. Look at it and say what came of it."),
    [PROBLEM_CLOSING_DATE] = N_("A date is still open. Mark it done or withdraw it."),
    [PROBLEM_TEMPLATE_FIRST] =
        N_("In an emergency a human answers or decides first. Then texts are "
           "offered."),
    [PROBLEM_TEMPLATE_STALE] = N_("The day by which this text had to be read again is past."),
    [PROBLEM_LABELS] = N_("At most 16 labels of 40 letters each."),
    [PROBLEM_WORDS] = N_("That is too much text for this field. Write a note for the rest."),
    [PROBLEM_NOTHING_TO_APPROVE] = N_("There is nothing to approve yet."),
    [PROBLEM_CLOSED] = N_("The request has been closed meanwhile. Open it again to go on."),
    [PROBLEM_OPEN] = N_("The request is open already."),
    [PROBLEM_WHY] = N_("To let somebody wait longer, write why."),
    [PROBLEM_NO_FILE] = N_("Choose a file first; it must not be empty."),
    [PROBLEM_WHY_ORIGINAL] = N_("Write why the original is needed."),
    [PROBLEM_NOT_CONFIRMED] =
        N_("Another member with that right must confirm first, within an hour. Ask "
           "again if it was longer ago."),
    [PROBLEM_CHOICE] = N_("Choose one of the possibilities."),
    [PROBLEM_OLD_FORM] = N_("This page was from before the desk was locked. Your text is kept: "
                            "press once more."),
    [PROBLEM_STALE] = N_("This page was from before the desk was locked. Nothing was done. Open it "
                         "anew."),
    [PROBLEM_NOT_KEPT] = N_("It could not be kept: the disk or the database refused. Your text is "
                            "still here: try again, and look at the state of the desk."),
    [PROBLEM_NO_CASES] = N_("Your account has no key to the requests. Ask the office of your "
                            "organisation for one."),
    [PROBLEM_NO_PAGE] = N_("The address leads nowhere. Begin at the list of requests."),
    [PROBLEM_NO_CASE] = N_("There is no request with this number at this desk."),
    [PROBLEM_METHOD] = N_("This address cannot be used in this way. Go back to the list and try "
                          "again."),
    [PROBLEM_BAD_REQUEST] = N_("What arrived was damaged or not text in UTF-8. Nothing was done. "
                               "Go back and try again."),
    [PROBLEM_TOO_MUCH] = N_("That was far too much text for one form. Nothing was done. Go back: "
                            "your browser still has the text; cut it into parts."),
    [PROBLEM_ORIGIN] = N_("This was sent from another site and not from a page of the desk. "
                          "Nothing was done. If it was you, open the desk again and repeat it."),
    [PROBLEM_ADDRESS] = N_("The desk is not known under this address. Open it under this one:"),
    [PROBLEM_OFFICE] = N_("Only the office of your organisation may do that."),
    [PROBLEM_ROLE] = N_("Your role at this desk does not include that. If it should, the office of "
                        "your organisation can change it."),
    [PROBLEM_BUSY] = N_("The desk is busy just now. Nothing was done. Go back and try again in a "
                        "moment."),
    [PROBLEM_INTERNAL] = N_("Something broke inside the desk. Nothing was done. Go back and try "
                            "again; if it happens again, look at the state of the desk."),
};

const char *
tell_problem(struct out *o, enum lang lang, enum desk_problem p, int64_t n)
{
    if (p == PROBLEM_LOGIN_WAIT)
        return TN("Too many attempts. Try again in {n} second; the name stays in the field.",
            "Too many attempts. Try again in {n} seconds; the name stays in the field.", n);
    if (p == PROBLEM_TOO_LONG)
        return TN("The text is {n} character too long. Shorten it, or send it in two parts.",
            "The text is {n} characters too long. Shorten it, or send it in two parts.", n);
    return (unsigned)p < N_PROBLEMS && problem_words[p] ? text_get(lang, problem_words[p]) : "";
}

const char *
tell_problem_title(enum lang lang, enum desk_problem p)
{
    static const char *const titles[N_PROBLEMS] = {
        [PROBLEM_NO_PAGE] = N_("No such page"),
        [PROBLEM_NO_CASE] = N_("No such request"),
        [PROBLEM_NO_CASES] = N_("No key to the requests"),
        [PROBLEM_METHOD] = N_("Not done"),
        [PROBLEM_ORIGIN] = N_("Not done"),
        [PROBLEM_ADDRESS] = N_("Not done"),
        [PROBLEM_STALE] = N_("Not done"),
        [PROBLEM_OFFICE] = N_("Not done"),
        [PROBLEM_ROLE] = N_("Not done"),
        [PROBLEM_BAD_REQUEST] = N_("This could not be read"),
        [PROBLEM_TOO_MUCH] = N_("This could not be read"),
        [PROBLEM_BUSY] = N_("Busy just now"),
    };
    bool named = (unsigned)p < N_PROBLEMS && titles[p];

    return named ? text_get(lang, titles[p]) : T("Something went wrong");
}

const char *
tell_done(enum lang lang, enum case_done d)
{
    switch (d) {
    case DONE_REPLY: return T("The answer is sealed. It leaves with the next slot.");
    case DONE_POSTED: return T("The answer is on its way. Below it you see when it has left.");
    case DONE_BACK: return T("It was not sent. What it said stands in the field of the answer.");
    case DONE_NEW: return T("The request is written down. Check its urgency.");
    case DONE_NOTE: return T("The note is kept.");
    case DONE_URGENCY: return T("The urgency is decided.");
    case DONE_CLOSE: return T("The request is closed.");
    case DONE_REOPEN: return T("The request is open again.");
    case DONE_ASSIGN: return T("Who leads is set.");
    case DONE_SHARE: return T("They can read this case now.");
    case DONE_UNSHARE: return T("They read nothing that comes from now on.");
    case DONE_FILE: return T("The file is sealed and kept.");
    case DONE_DRAFT: return T("The draft is kept. Only you can send it.");
    case DONE_NEXT: return T("The answer to the one before is sealed. This one waits next.");
    case DONE_WORK: return T("It is done.");
    case DONE_NOTHING:
    case N_DONE: break;
    }
    return "";
}

static const char *
tell_filled(struct out *o, enum lang lang, const struct case_entry *e)
{
    const struct form_def *d = form_def_of(e->number);

    return d ? TF("{1} filled in: {2}", e->who, text_get(lang, d->title)) : "";
}

/* "@Name": one member; else a vault by its role. */
static const char *
tell_shared(enum lang lang, struct out *o, const struct case_entry *e)
{
    const char *to = *e->body == '@' ? e->body + 1 : tell_vault(lang, e->body);

    return e->number ? TF("{1} let others read this case: {2}", e->who, to)
                     : TF("{1} took this case back from: {2}", e->who, to);
}

static const char *
tell_retention(enum lang lang, const struct case_entry *e)
{
    switch (e->number) {
    case RETENTION_HOLD: return T("held: it must not be erased");
    case RETENTION_RELEASE: return T("the hold ended");
    case RETENTION_WORDS:
        return T(
            "The words of all messages before this line were erased for ever. What is known of "
            "the request stays.");
    case RETENTION_BROUGHT: return T("brought along from another program");
    default: return "";
    }
}

const char *
tell_event(struct out *o, enum lang lang, const struct case_entry *e)
{
    switch (e->kind) {
    case RECORD_URGENCY: return TF("{1} decided: U{2}", e->who, tell_number(o, e->number));
    case RECORD_CLOSED:
        return TF(
            "{1} closed the request: {2}", e->who, tell_close(lang, (enum close_reason)e->number));
    case RECORD_REOPENED: return TF("{1} opened the request again", e->who);
    case RECORD_ASSIGNED:
        return *e->body ? TF("{1} set who leads: {2}", e->who, e->body)
                        : TF("{1} set: nobody leads", e->who);
    case RECORD_DATE_ACT: return tell_date_act(o, lang, e);
    case RECORD_ITEM: return tell_filled(o, lang, e);
    case RECORD_FILE:
        return TF("{1} took the original of a file out, confirmed by another", e->who);
    case RECORD_TRANSLATION:
    case RECORD_LABEL:
    case RECORD_SNOOZE:
    case RECORD_WATCH:
    case RECORD_HANDOVER:
    case RECORD_MERGE:
    case RECORD_LINK:
    case RECORD_UNTRAINED:
    case RECORD_FREEZE: return tell_work_event(o, lang, e);
    case RECORD_SHARE: return tell_shared(lang, o, e);
    case RECORD_RETENTION: return tell_retention(lang, e);
    case RECORD_TAKEN_BACK: return TF("{1} took an answer back", e->who);
    case RECORD_PGP_KEY: return TF("{1} accepted another key for encrypted e-mail", e->who);
    case RECORD_UNSET:
    case RECORD_MESSAGE:
    case RECORD_ANSWER:
    case RECORD_NOTE:
    case RECORD_OPENED:
    case RECORD_CONTACT:
    case RECORD_SENT:
    case RECORD_BOOK:
    case RECORD_KIND_END: break;
    }
    return "";
}

static const char *
bell_words(enum lang lang, uint8_t bell)
{
    if (bell == BELL_RING_DANGER)
        return T("At least one says: danger now.");
    return bell == BELL_RING_DATE ? T("At least one names a near date.") : "";
}

const char *
tell_waiting(struct out *o, enum lang lang, const struct waiting *w, int64_t now_s)
{
    const char *count = TN("{n} new request waits.", "{n} new requests wait.", w->n);
    const char *oldest = TF("The oldest came {1}.", tell_ago(o, lang, w->oldest_s, now_s));

    return tell_text(arena_printf(
        o->a, "%s %s%s%s", count, bell_words(lang, w->bell), w->bell ? " " : "", oldest));
}

const char *
tell_room(struct out *o, enum lang lang, int64_t bytes)
{
    return text_number(o->a, lang, bytes / 100 * 100);
}

const char *
tell_empty(struct out *o, enum lang lang, const struct list_view *l)
{
    if (l->search)
        return TF(
            "Nothing holds \"{1}\". Try the beginning of a word: other endings are then found too.",
            tell_text(l->query));
    if (l->page > 1)
        return T("The list is not so long.");
    switch (l->list) {
    case LIST_WAITING: return T("Nobody waits for an answer.");
    case LIST_OPEN: return T("No request is open.");
    case LIST_MINE: return T("You lead no open request.");
    case LIST_CLOSED: return T("No request has been closed yet.");
    case LIST_SNOOZED: return T("Nothing is put off.");
    case LIST_LATE: return T("Nobody waits beyond their time.");
    case LIST_WATCHED: return T("You watch no request.");
    case N_LISTS: break;
    }
    return "";
}

const char *
tell_likeness(struct out *o, enum lang lang, const struct case_like *like)
{
    const struct triage_likeness *w = &like->why;
    const char *words = w->word_percent > 0
                            ? TF("{1} % of the words are the same", tell_number(o, w->word_percent))
                            : "";
    const char *parts[] = { w->says_written_before ? T("says to have written before") : "",
        w->same_date ? T("same date") : "", w->same_situation ? T("same situation") : "",
        w->both_group ? T("both for several people") : "", words };
    const char *all = "";

    for (size_t i = 0; i < sizeof parts / sizeof *parts && all; i++)
        if (*parts[i])
            all = arena_printf(o->a, "%s%s%s", all, *all ? ", " : "", parts[i]);
    return tell_text(all);
}

/* How far the desk's clock is from the hub's, and which way. */
static const char *
clock_words(struct out *o, enum lang lang, int64_t off_s)
{
    const char *span = tell_span(o, lang, off_s);

    return off_s > 0 ? TF("The desk's clock is {1} slow: set it, or hubs refuse the desk", span)
                     : TF("The desk's clock is {1} fast: set it, or hubs refuse the desk", span);
}

const char *
tell_hub(struct out *o, enum lang lang, const struct hub *h, int64_t now_s)
{
    switch (h->health) {
    case HUB_NOT_YET: return T("not asked yet");
    case HUB_GOOD:
        if (h->clock_off_s > 120 || h->clock_off_s < -120)
            return clock_words(o, lang, h->clock_off_s);
        return T("reachable");
    case HUB_DOWN:
        return h->last_pull_s
                   ? TF("not reachable; fetched last {1}", tell_ago(o, lang, h->last_pull_s, now_s))
                   : T("not reachable");
    case HUB_REFUSES: return T("refuses this desk: its card may be missing there");
    case HUB_CLOCK: return clock_words(o, lang, h->clock_off_s);
    case HUB_BAD_EDITION: return T("shows an edition that does not verify: nothing is sent there");
    }
    return "";
}

const char *
tell_lack(enum lang lang, const struct guard_report *r, size_t i)
{
    const struct {
        bool here;
        const char *words;
    } rows[] = {
        { r->not_dumpable, N_("Other programs may look into the desk's memory.") },
        { r->no_core, N_("A crash may write the desk's memory to the disk.") },
        { r->no_new_privileges, N_("The desk may gain privileges.") },
        { r->files_guarded, r->landlock_abi > 0
                                ? N_("Files outside the desk's folder are not guarded.")
                                : N_("Files outside the desk's folder are not guarded: the kernel "
                                     "has no Landlock.") },
        { r->calls_guarded, N_("System calls are not guarded.") },
        { r->memory_locks, N_("Keys cannot be locked into memory: raise the memlock limit.") },
        { r->no_swap,
            N_("Swap is on: memory may be written to the disk. Switch it off or encrypt it.") },
    };

    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        if (rows[k].here)
            continue;
        if (i-- == 0)
            return text_get(lang, rows[k].words);
    }
    return NULL;
}
