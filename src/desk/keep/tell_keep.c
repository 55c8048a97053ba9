/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words of the pages of keeping. */
#include "desk/keep/keep_pages.h"
#include "desk/pages/members.h"

const char *
tell_keep(enum lang lang, enum keep_say say)
{
    switch (say) {
    case KEEP_SAY_ASKED: return T("Asked. Another member has to confirm it within an hour.");
    case KEEP_SAY_CONFIRMED: return T("Confirmed. Whoever asked can do it now.");
    case KEEP_SAY_DROPPED: return T("Taken back.");
    case KEEP_SAY_ERASED:
        return T("Erased for ever here. It is gone from the backup when the next one is made.");
    case KEEP_SAY_HELD: return T("Held: it will not be erased.");
    case KEEP_SAY_RELEASED: return T("The hold is over.");
    case KEEP_SAY_BROUGHT: return T("The requests are here now, and the file was removed.");
    case KEEP_SAY_ASKED_BEFORE: return T("You asked for this already.");
    case KEEP_SAY_OVER: return T("Nobody asked for this, or the hour is over. Ask again.");
    case KEEP_SAY_NOT_YOU: return T("This needs another member, or another role.");
    case KEEP_SAY_IS_HELD: return T("It is held: end the hold first.");
    case KEEP_SAY_WHY: return T("Write a word why.");
    case KEEP_SAY_NOT_READ: return T("This file could not be read.");
    case KEEP_SAY_READING: return T("The desk is still opening records. Try again in a minute.");
    case KEEP_SAY_NO_PROGRAM:
        return T("A program that belongs to this desk does not run. Tell whoever looks after the "
                 "machine.");
    case KEEP_SAY_FULL: return T("It is more than can be done at once.");
    case KEEP_SAY_SLOWLY:
        return T("Much was done for you just now, and others want their turn. Try again in a "
                 "minute.");
    case KEEP_SAY_NOTHING:
    case N_KEEP_SAYS: break;
    }
    return "";
}

const char *
tell_two(enum lang lang, enum two_person_act act)
{
    switch (act) {
    case TWO_EXPORT: return T("Export");
    case TWO_THAW: return T("Thaw a frozen request");
    case TWO_ERASE: return T("Erase for ever");
    case TWO_UNSET:
    case N_TWO: break;
    }
    return "";
}

static const char *
what_about(struct out *o, enum lang lang, const struct two_about *a)
{
    switch (a->kind) {
    case TWO_ABOUT_CASE: return TF("request № {1}", tell_number(o, a->case_id));
    case TWO_ABOUT_TABLE: return T("all requests, as a table");
    case TWO_ABOUT_ORIGINAL:
        return TF("the original of file {1} of request № {2}", tell_number(o, a->file_id),
            tell_number(o, a->case_id));
    case TWO_ABOUT_UNSET: break;
    }
    return "";
}

const char *
tell_two_about(struct out *o, enum lang lang, const struct two_about *a)
{
    const char *what = what_about(o, lang, a);

    return *a->vault
               ? tell_text(arena_printf(o->a, "%s · %s", what, tell_compartment(lang, a->vault)))
               : what;
}

const char *
tell_source(enum lang lang, enum doc_source s)
{
    switch (s) {
    case DOC_OWN: return T("an export of a desk like this");
    case DOC_TELEGRAM: return T("a chat export of Telegram");
    case DOC_GLOBALEAKS: return T("a report of GlobaLeaks");
    case DOC_CSV: return T("a table");
    case DOC_UNKNOWN:
    case N_DOC_SOURCES: break;
    }
    return T("not known");
}

static const char *
trouble_words(enum lang lang, enum doc_trouble what)
{
    switch (what) {
    case DOC_TROUBLE_NO_TIME:
        return T("no time that can be read; that of the entry before is taken");
    case DOC_TROUBLE_NO_TEXT: return T("nothing in it; left out");
    case DOC_TROUBLE_FILE: return T("a file; files are not brought along");
    case DOC_TROUBLE_KIND: return T("an entry of a kind that is not brought along");
    case DOC_TROUBLE_GROUP: return T("a conversation of several people; left out");
    case DOC_TROUBLE_COLUMNS: return T("fewer columns than the headings");
    case DOC_TROUBLE_MANY: return T("there is more than is taken at once; split the file");
    case DOC_TROUBLE_FORMAT: return T("none of the formats that are known here");
    case DOC_TROUBLE_JSON: return T("no JSON, or cut");
    case DOC_TROUBLE_UTF8: return T("not UTF-8; save the file in this encoding");
    case DOC_TROUBLE_LINE: return T("a line without end");
    case DOC_TROUBLE_ZIP: return T("no report in the archive, or it is damaged or encrypted");
    case DOC_TROUBLE_TABLE: return T("say which columns hold the request and the text");
    case DOC_TROUBLE_VERSION: return T("a newer version of this program made it");
    case DOC_TROUBLE_UNSET:
    case N_DOC_TROUBLES: break;
    }
    return "";
}

const char *
tell_doc_trouble(struct out *o, enum lang lang, const struct bring_trouble *t)
{
    const char *words = trouble_words(lang, t->what);

    if (t->place > 0)
        words = tell_text(arena_printf(o->a, "%u: %s", t->place, words));
    return *t->piece ? tell_text(arena_printf(o->a, "%s (%s)", words, t->piece)) : words;
}

const char *
tell_column(enum lang lang, enum doc_column c)
{
    switch (c) {
    case COLUMN_CASE: return T("the request (its number or name)");
    case COLUMN_TEXT: return T("the text");
    case COLUMN_TIME: return T("when");
    case COLUMN_WHO: return T("who wrote (empty: the person)");
    case COLUMN_TITLE: return T("what the person is called");
    case COLUMN_LANG: return T("language (two letters)");
    case COLUMN_COUNTRY: return T("country (two letters)");
    case COLUMN_ADDRESS:
    case COLUMN_NOTHING:
    case N_COLUMNS: break;
    }
    return T("nothing");
}

const char *
tell_column_name(struct out *o, size_t i)
{
    return tell_text(arena_printf(o->a, "c%zu", i));
}
