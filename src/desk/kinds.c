/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which subject applies which kind of record.  A kind without a row is refused. */
#include "desk/cases/applying.h"
#include "desk/dates/acts.h"
#include "desk/files/files.h"
#include "desk/keep/retention.h"
#include "desk/post/contact.h"
#include "desk/vaults/sharing.h"
#include "desk/work/apply.h"
#include "desk/work/relations.h"

static const struct {
    apply_fn apply;
    bool begins; /* a stream may begin with it */
} kinds[RECORD_KIND_END] = {
    [RECORD_MESSAGE] = { case_apply_message, true },
    [RECORD_ANSWER] = { case_apply_answer, false },
    [RECORD_NOTE] = { case_apply_note, false },
    [RECORD_URGENCY] = { case_apply_urgency, false },
    [RECORD_CLOSED] = { case_apply_closed, false },
    [RECORD_REOPENED] = { case_apply_reopened, false },
    [RECORD_ASSIGNED] = { case_apply_assigned, false },
    [RECORD_OPENED] = { case_apply_opened, false },
    [RECORD_CONTACT] = { contact_apply, true },
    [RECORD_SENT] = { contact_apply_sent, false },
    [RECORD_ITEM] = { date_form_apply, false },
    [RECORD_FILE] = { file_apply, false },
    [RECORD_DATE_ACT] = { date_act_apply, false },
    [RECORD_RETENTION] = { retention_apply, false },
    [RECORD_SHARE] = { sharing_apply, false },
    [RECORD_LABEL] = { work_apply_label, false },
    [RECORD_SNOOZE] = { work_apply_snooze, false },
    [RECORD_WATCH] = { work_apply_watch, false },
    [RECORD_HANDOVER] = { work_apply_handover, false },
    [RECORD_MERGE] = { work_apply_merge, false },
    [RECORD_FREEZE] = { work_apply_freeze, false },
    [RECORD_TRANSLATION] = { work_apply_translation, false },
    [RECORD_TAKEN_BACK] = { contact_apply_taken_back, false },
    [RECORD_PGP_KEY] = { contact_apply_key, false },
    [RECORD_LINK] = { link_apply, false },
    [RECORD_UNTRAINED] = { untrained_apply, false },
    [RECORD_BOOK] = { case_apply_book, true },
};

apply_fn
kind_apply(enum record_kind kind)
{
    return kind > RECORD_UNSET && kind < RECORD_KIND_END ? kinds[kind].apply : NULL;
}

bool
kind_begins(enum record_kind kind)
{
    return kind > RECORD_UNSET && kind < RECORD_KIND_END && kinds[kind].begins;
}
