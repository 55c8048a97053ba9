/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seeker/kit.h"
#include "base/text.h"
#include "seeker/say.h"
#include "seeker/site_data.h"
#include "text/text.h"
#include <string.h>

struct kit_text {
    const char *key;
    const char *words; /* English, for text_get */
};

static const struct kit_text both[] = {
    { "problem", N_("There is a problem") },
    { "leave", N_("Done, leave") },
    { "send", N_("Send") },
    { "no_text", N_("Write at least one sentence about what happened") },
    { "long", N_("The text is too long. Shorten it, or send it in two messages.") },
    { "words_in_text", N_("The text holds twelve words. They are your key: take them out. Nobody "
                          "needs them but you.") },
    { "failed", N_("The message could not be kept just now. Nothing is lost: press \"Send\" in a "
                   "minute.") },
    { "closed", N_("Right now nobody here can receive a message. Copy your text and try again "
                   "tomorrow.") },
    { "sealing", N_("The message is being sealed and sent. Keep this page open.") },
};

static const struct kit_text writing[] = {
    { "level_write", N_("This page works with a script: your browser itself seals the message, and "
                        "the server gets only the sealed envelope. That protects you if the server "
                        "is seized or watched, but not if its owner has changed this page.") },
    { "no_kit", N_("Your browser could not seal the message, and nothing was sent. If you press "
                   "\"Send\" once more, it goes the ordinary way: then the server sees the text "
                   "for a moment.") },
    { "bad_date", N_("There is no such day. Write numbers, for example 25 11 2026") },
    { "confirm", N_("This organisation is banned or marked by the law in that country. Read the "
                    "warning and decide.") },
    { "confirm_tick", N_("I have read the warning. Send all the same.") },
    { "unsure", N_("The organisation that fits best is banned or marked by the law of some "
                   "country. Say in which country you are, or choose an organisation.") },
};

static const struct kit_text received[] = {
    { "title", N_("Received") },
    { "received", N_("Message received") },
    { "person", N_("A person will read your message ({1}).") },
    { "write_down", N_("Write down twelve words") },
    { "only_with", N_("Only with these words can the answer be read. They cannot be restored: we "
                      "do not keep them.") },
    { "by_hand", N_("Write them by hand on paper, in this order. Not a screenshot and not a note "
                    "in the phone: those are found first. Keep the paper apart from the phone.") },
    { "as_digits", N_("Show as digits") },
    { "digits_note", N_("These 40 digits stand for the same words. They look like phone numbers. "
                        "Write down either one.") },
    { "check_title", N_("Now check what you wrote") },
    { "check_why", N_("Copy three words from the paper. This may be skipped: the message is "
                      "already with us.") },
    { "word_n", N_("Word {1}") },
    { "check", N_("Check") },
    { "have_words", N_("You have the words") },
    { "right", N_("Words 3, 7 and 10 are right. Put the paper away.") },
    { "wrong1", N_("Word {1} is different. Look once more.") },
    { "wrong2", N_("Words {1} and {2} are different. Look once more.") },
    { "wrong3", N_("Words 3, 7 and 10 are different. Look once more.") },
    { "show_again", N_("Show the words once more") },
    { "next", N_("What next") },
    { "next1", N_("A person reads your message. Urgent ones are read first.") },
    { "next3", N_("On this site press \"Read answers\" and type the words. An answer is kept for "
                  "30 days.") },
    { "next4", N_("Lost the words? Then write anew: nobody can open the old answer without "
                  "them.") },
    { "next5", N_("Tell the words to nobody. Only this site may ask for them: here and under "
                  "\"Read answers\". Whoever asks in a call, a message or face to face is not one "
                  "of us.") },
};

static const struct kit_text reading[] = {
    { "level_read", N_("This page works with a script: your browser itself opens the answers, and "
                       "the server does not learn the words. That protects you if the server is "
                       "seized or watched, but not if its owner has changed this page.") },
    { "no_kit_read", N_("Your browser could not open the answers itself. If you press \"Show "
                        "answers\" once more, the server opens them: then it sees the words for a "
                        "moment.") },
    { "opening", N_("The answers are being opened. This may take a minute.") },
    { "empty", N_("Type in the twelve words") },
    { "count", N_("Twelve words are needed, or 40 digits. Count them once more.") },
    { "unknown", N_("Please check word {1}: it is not in the list") },
    { "check_words", N_("Please check the words: one is different, or the order is") },
    { "digits", N_("Please check the digits: there must be 40, in four groups of ten") },
    { "read_failed", N_("The answers could not be opened just now. Try again in a minute.") },
    { "answers", N_("Answers") },
    { "none", N_("There is no answer yet.") },
    { "tomorrow", N_("Urgent messages are read first. Look again tomorrow; the words stay the "
                     "same.") },
    { "expired", N_("Did you write more than 30 days ago? Then an answer may have been here and is "
                    "deleted by now: write again below.") },
    { "gap", N_("A part of the answers is missing here. Look again in an hour.") },
    { "again", N_("Write again") },
    { "what_else", N_("What else should we know?") },
    { "same_words", N_("Your twelve words stay the same.") },
    { "own_not_kept", N_("Your own messages are not kept here: whoever finds the words sees "
                         "answers only.") },
    { "empty_again", N_("Write at least one sentence") },
    { "whom", N_("Whom did you write to? Choose below, then press \"Send\".") },
    { "who_reads", N_("Who shall read it?") },
    { "known", N_("Somebody else may know the words?") },
    { "write_anew", N_("Write anew from the start page: you get new words. Say in the message that "
                       "the old ones are no longer safe. What is deleted, and when, stands on its "
                       "own page.") },
};

static void
line(struct out *o, const char *first, const char *second, const char *third)
{
    const char *const parts[] = { first, " ", second, " ", third, "\n" };

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        out_lit(o, parts[i], strlen(parts[i]));
}

static void
lines(struct out *o, enum lang lang, const struct kit_text *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        line(o, "text", list[i].key, text_get(lang, list[i].words));
}

void
kit_marks(struct out *o, const struct facts *site)
{
    char hex[2 * ID_BYTES + 1];

    for (size_t i = 0; i < site->n_marks; i++) {
        hex_encode((struct bytes){ site->marks[i].org.b, ID_BYTES }, hex);
        line(o, "marked", hex, site->marks[i].country);
    }
}

void
kit_texts(struct out *o, enum lang lang, const struct facts *site)
{
    lines(o, lang, both, sizeof both / sizeof *both);
    lines(o, lang, writing, sizeof writing / sizeof *writing);
    lines(o, lang, received, sizeof received / sizeof *received);
    lines(o, lang, reading, sizeof reading / sizeof *reading);
    line(o, "text", "hours", say_hours(o, lang, site_answer_hours(site)));
    line(o, "text", "return", say_return(o, lang, site_answer_hours(site)));
}
