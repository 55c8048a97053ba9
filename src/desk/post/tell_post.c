/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/tell_post.h"
#include "desk/pages/tell.h"
#include "text/text.h"

const char *
tell_channel(enum lang lang, enum channel_kind k)
{
    static const char *const names[N_CHANNEL_KINDS] = { [CHANNEL_HUB] = N_("twelve words"),
        [CHANNEL_MAIL] = N_("e-mail"),
        [CHANNEL_TELEGRAM] = N_("Telegram"),
        [CHANNEL_SIGNAL] = N_("Signal"),
        [CHANNEL_PHONE] = N_("phone"),
        [CHANNEL_IN_PERSON] = N_("in person"),
        [CHANNEL_PARTNER] = N_("partner"),
        [CHANNEL_PUSH] = N_("wake-up call") };

    return (unsigned)k < N_CHANNEL_KINDS ? text_get(lang, names[k]) : "";
}

const char *
tell_channel_level(enum lang lang, enum channel_kind k)
{
    switch (k) {
    case CHANNEL_HUB: return T("Safe: only the person can open it, and nobody knows who it is.");
    case CHANNEL_MAIL:
        return T("Weak: both mail providers and whoever opens the mailbox can read it, and anybody "
                 "can write under any address. Move to the twelve words if you can.");
    case CHANNEL_TELEGRAM:
        return T("Weak: the company can read it and knows the phone number. Documents are refused. "
                 "Move to the twelve words if you can.");
    case CHANNEL_SIGNAL:
        return T("Good against listeners; the phone number is known, and whoever takes the phone "
                 "reads everything. Let messages disappear.");
    case CHANNEL_PHONE:
        return T("Weak: calls can be listened to and leave traces at the operator.");
    case CHANNEL_IN_PERSON:
    case CHANNEL_PARTNER:
    case CHANNEL_PUSH:
    case N_CHANNEL_KINDS: break;
    }
    return "";
}

const char *
tell_post_why(enum lang lang, enum post_why why)
{
    static const char *const words[N_POST_WHYS] = { [POST_GOOD] = N_("works"),
        [POST_NOT_YET] = N_("not tried yet"),
        [POST_UNREACHABLE] = N_("the server cannot be reached"),
        [POST_UNTRUSTED] = N_("the server's certificate does not check: nothing was sent"),
        [POST_LOGIN] = N_("the server does not take the password or token"),
        [POST_BUSY] = N_("the server asks to wait"),
        [POST_SERVER] = N_("the server answers with an error"),
        [POST_REFUSED] = N_("the server refuses this message"),
        [POST_BLOCKED] = N_("the person does not take messages from us, or is gone"),
        [POST_TWICE] = N_("another program reads the same channel"),
        [POST_STOPPED] = N_("the program of the channel has stopped"),
        [POST_NO_KEY] = N_("it could not be encrypted, and is not sent open"),
        [POST_LATE] = N_("the safe hours of the person passed before it could leave"),
        [POST_FULL] = N_("more letters wait in this channel than it takes"),
        [POST_UNOPENED] = N_("the desk could not open it again: write it once more") };

    return (unsigned)why < N_POST_WHYS ? text_get(lang, words[why]) : "";
}

const char *
tell_post_advice(enum lang lang, enum post_why why)
{
    switch (why) {
    case POST_UNREACHABLE:
        return T("Check names and ports: 993 is usual after imaps://HOST, 465 after smtps://HOST, "
                 "587 after smtp://HOST with STARTTLS. Is this machine on the net? Over Tor: "
                 "--proxy socks5h://127.0.0.1:9050.");
    case POST_UNTRUSTED:
        return T("No password was sent. Use exactly the name that the provider gives: it must "
                 "stand in the certificate. An authority of your own: --ca FILE. If neither helps, "
                 "somebody may stand in between: do not go on.");
    case POST_LOGIN:
        return T("Check --user (often the whole address) and the password or token. Many providers "
                 "want a password of its own for programs, and IMAP to be switched on. To change "
                 "it: understory desk channel change FOLDER --slot N --password.");
    case POST_SERVER:
        return T("Is it a server of the right kind, and is there such a folder? Its own words "
                 "stand beside.");
    case POST_TWICE: return T("Stop the other program: only one may read it.");
    case POST_GOOD:
    case POST_NOT_YET:
    case POST_BUSY:
    case POST_REFUSED:
    case POST_BLOCKED:
    case POST_STOPPED:
    case POST_NO_KEY:
    case POST_UNOPENED:
    case POST_LATE:
    case POST_FULL:
    case N_POST_WHYS: break;
    }
    return "";
}

/* What was taken back: did it leave?  Nothing is claimed that the channel has not said. */
static const char *
tell_taken(struct out *o, enum lang lang, const struct thread_entry *t, int64_t now_s)
{
    const struct posting *p = &t->posting;
    bool too_early = t->note.after_s > p->at_s; /* for the hours in which it could leave */

    if (!t->has_posting)
        return T("Taken back.");
    if (p->state == POSTING_SENT)
        return TF("Taken back too late: the server took it {1}, and the person may have it.",
            tell_ago(o, lang, p->at_s, now_s));
    if (p->state == POSTING_MAYBE && !too_early)
        return T(
            "Taken back, but it may have left before: nobody knows whether the person got it.");
    return T("Taken back before it left: the person never got it.");
}

bool
tell_posting_is_hot(const struct thread_entry *t)
{
    if (!t->has_posting)
        return false;
    if (t->posting.state == POSTING_MAYBE)
        return t->note.after_s <= t->posting.at_s;
    return t->posting.state == POSTING_NEVER || (t->note.taken && t->posting.state == POSTING_SENT);
}

const char *
tell_channel_done(struct out *o, enum lang lang, enum channel_done done, uint8_t slot)
{
    char n[4];

    (void)snprintf(n, sizeof n, "%u", slot);
    switch (done) {
    case CHANNEL_ADDED:
        return TF("Channel {1} is set up; the desk uses it from its next start.", n);
    case CHANNEL_CHANGED:
        return TF("Channel {1} is changed; the desk uses it from its next start.", n);
    case CHANNEL_DOES_NOT_WORK:
        return TF("Channel {1} is set up all the same. Do not add it again. To mend it: understory "
                  "desk channel change FOLDER --slot {1} [--imap ...] [--password]. To take it "
                  "away: understory desk channel remove FOLDER --slot {1}.",
            n);
    case CHANNEL_IS_THERE:
        return TF("Nothing was set up or changed: channel {1} is this address, bot or number "
                  "already. To change it: understory desk channel change FOLDER --slot {1}.",
            n);
    case CHANNEL_REMOVED:
        return TF("Channel {1} is removed; the desk uses it until it is ended and started again. "
                  "Requests that came by it are answered by another channel of the same kind; "
                  "without one, and with a Telegram bot always, they cannot be answered. Answers "
                  "that have not left by then are not sent.",
            n);
    }
    return "";
}

const char *
tell_no_way(enum lang lang, const struct way_view *w)
{
    if (w && w->is_later)
        return T("A channel that an answer can go by is set up: end the desk and start it again, "
                 "then it can be sent. Notes can be written all the same.");
    return w && w->is_gone
               ? T("The channel that this came by is not set up any more, and no other one can "
                   "carry the answer. The person's address is known: set the channel up again "
                   "(understory desk channel add). Notes can be written all the same.")
               : T("The person left no way to answer. Notes can be written all the same.");
}

const char *
tell_posting(struct out *o, enum lang lang, const struct thread_entry *t, int64_t now_s)
{
    const struct posting *p = &t->posting;

    if (t->note.channel == CHANNEL_PHONE || t->note.channel == CHANNEL_IN_PERSON)
        return T("Said, and written down here.");
    if (t->note.taken)
        return tell_taken(o, lang, t, now_s);
    if (!t->has_posting)
        return T("Sent.");
    switch (p->state) {
    case POSTING_SENT: return TF("The server took it {1}.", tell_ago(o, lang, p->at_s, now_s));
    case POSTING_NEVER:
        return TF("Not sent, and it will not be: {1}.", tell_post_why(lang, p->why));
    case POSTING_TAKEN_BACK:
    case POSTING_MAYBE: return tell_taken(o, lang, t, now_s);
    case POSTING_WAITS:
    case N_POSTING_STATES: break;
    }
    if (t->note.after_s > now_s)
        return TF("It waits for the hours that are safe for the person, and leaves {1}.",
            tell_stamp(o, lang, t->note.after_s));
    return p->why == POST_NOT_YET
               ? T("On its way to the server.")
               : TF("Not sent yet: {1}. It is tried again by itself.", tell_post_why(lang, p->why));
}

const char *
tell_letter_flag(enum lang lang, uint32_t flags, size_t i)
{
    static const struct {
        uint32_t flag;
        const char *words;
    } rows[] = {
        { LETTER_UNREAD, N_("could not be read as a mail: the whole is a file") },
        { LETTER_CUT, N_("longer than shown: the whole is a file") },
        { LETTER_AUTOMATIC, N_("written by a machine") },
        { LETTER_FILE_REFUSED, N_("sent a file: it was refused, and the person was told why") },
        { LETTER_FILES_LEFT, N_("more files than fit: the rest lies where it came in") },
        { LETTER_ENCRYPTED, N_("encrypted") },
        { LETTER_OPENED, N_("came encrypted, and was opened here") },
        { LETTER_CLOSED, N_("encrypted to a key that this desk does not have, or damaged: it is "
                            "the file beside it") },
        { LETTER_FROM_HTML, N_("made from a web page") },
    };

    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        if (flags & rows[k].flag && i-- == 0)
            return text_get(lang, rows[k].words);
    return NULL;
}

const char *
tell_alert_way(enum lang lang, enum alert_way way)
{
    switch (way) {
    case ALERT_COMMAND: return T("a command of this machine");
    case ALERT_PUSH: return T("a push message");
    case ALERT_MAIL: return T("e-mail");
    case ALERT_TELEGRAM: return T("Telegram");
    case ALERT_UNSET:
    case N_ALERT_WAYS: break;
    }
    return "";
}

const char *
tell_print(struct out *o, const char *print)
{
    const char *text = strlen(print) < 16 ? "?"
                                          : arena_printf(o->a, "%.4s %.4s %.4s %.4s", print,
                                                print + 4, print + 8, print + 12);

    return text ? text : "?";
}
