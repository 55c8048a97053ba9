/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/unit/desk/sample.h"
#include "assets.gen.h"
#include "core/wire/envelope.h"
#include <stdio.h>
#include <string.h>

enum { HOUR = 3600, DAY = 86400 };

static const int64_t now = 1795338780; /* 22 November 2026, 10:33 UTC */

static const char *const names[N_SAMPLES] = {
    [SAMPLE_LOGIN] = "login",
    [SAMPLE_LOGIN_WRONG] = "login-wrong",
    [SAMPLE_LOGIN_CARRIES] = "login-carries",
    [SAMPLE_INBOX] = "inbox",
    [SAMPLE_INBOX_EMPTY] = "inbox-empty",
    [SAMPLE_CASE] = "case",
    [SAMPLE_CASE_DONE] = "case-done",
    [SAMPLE_CASE_CONFLICT] = "case-conflict",
    [SAMPLE_CASE_URGENCY] = "case-urgency",
    [SAMPLE_CASE_CLOSED] = "case-closed",
    [SAMPLE_SEARCH] = "search",
    [SAMPLE_SEARCH_NONE] = "search-none",
    [SAMPLE_STATUS] = "status",
    [SAMPLE_STATUS_TROUBLE] = "status-trouble",
    [SAMPLE_SETTINGS] = "settings",
    [SAMPLE_PROBLEM] = "problem",
    [SAMPLE_KEEP] = "keep",
    [SAMPLE_KEEP_EMPTY] = "keep-empty",
    [SAMPLE_KEEP_CASE] = "keep-case",
    [SAMPLE_KEEP_HELD] = "keep-held",
    [SAMPLE_BRING] = "bring",
    [SAMPLE_FORM] = "form",
    [SAMPLE_FORM_WRONG] = "form-wrong",
    [SAMPLE_FORM_LOCKED] = "form-locked",
    [SAMPLE_ITEM] = "item",
    [SAMPLE_ITEM_WITHDRAWN] = "item-withdrawn",
    [SAMPLE_BOOK] = "book",
    [SAMPLE_BOOK_LIST] = "book-list",
    [SAMPLE_HANDOVER] = "handover",
    [SAMPLE_MERGE] = "merge",
    [SAMPLE_VIEWS] = "views",
    [SAMPLE_CASE_FROZEN] = "case-frozen",
    [SAMPLE_TODAY] = "today",
    [SAMPLE_TODAY_DONE] = "today-done",
    [SAMPLE_CASE_MAIL] = "case-mail",
    [SAMPLE_NEW] = "new",
    [SAMPLE_NEW_WRONG] = "new-wrong",
    [SAMPLE_SECOND] = "second",
    [SAMPLE_APP] = "app",
    [SAMPLE_PASSKEY] = "passkey",
    [SAMPLE_PASSKEY_ELSEWHERE] = "passkey-elsewhere",
    [SAMPLE_RECOVERY] = "recovery",
    [SAMPLE_PASSPHRASE] = "passphrase",
    [SAMPLE_FACTOR] = "factor",
    [SAMPLE_MEMBERS] = "members",
    [SAMPLE_MEMBER] = "member",
    [SAMPLE_INVITE] = "invite",
    [SAMPLE_JOINING] = "joining",
    [SAMPLE_TRAVEL] = "travel",
    [SAMPLE_DATES] = "dates",
    [SAMPLE_MONTH] = "month",
    [SAMPLE_DATE_NEW] = "date-new",
    [SAMPLE_DATE_WRONG] = "date-wrong",
    [SAMPLE_DATE] = "date",
    [SAMPLE_CASE_DATES] = "case-dates",
    [SAMPLE_FILE] = "file",
    [SAMPLE_FILE_WAITS] = "file-waits",
    [SAMPLE_FILE_TEXT] = "file-text",
    [SAMPLE_FILE_REFUSED] = "file-refused",
    [SAMPLE_ORIGINAL] = "original",
    [SAMPLE_ORIGINAL_CONFIRMED] = "original-confirmed",
    [SAMPLE_AUDIT] = "audit",
    [SAMPLE_AUDIT_BROKEN] = "audit-broken",
};

const char *
sample_name(enum sample s)
{
    return names[s];
}

static const char *
or_hostile(const char *hostile, const char *text)
{
    return hostile ? hostile : text;
}

static struct desk_frame
frame(enum lang lang, enum desk_place place, const char *hostile)
{
    return (struct desk_frame){ .lang = lang,
        .css = asset_desk_css.path,
        .js = asset_desk_js.path,
        .org = or_hostile(hostile, "Тропа"),
        .member = or_hostile(hostile, "Ольга"),
        .csrf = "csrf-token",
        .here = "/today",
        .asked = "",
        .member_id = "0123456789abcdef0123456789abcdef",
        .place = place,
        .counts = { .waiting = 6,
            .mine = 2,
            .answered = 9,
            .closed = 31,
            .unread = 3,
            .late = 1,
            .u1 = 1 },
        .has_cases = true,
        .has_keys = true,
        .now_s = now };
}

struct row_facts {
    int64_t id;
    const char *subject, *lang, *country;
    enum triage_situation situation;
    enum triage_reason first, second;
    int urgency;
    int64_t waits_s, due_in_s, unread;
    const char *assignee;
    enum triage_date_kind day_kind;
    int64_t day;
    uint64_t flags;
};

static const struct row_facts facts[] = {
    { 41, "Мужа держат в подвале второй день, телефон забрали, завтра отправляют на штурм", "ru",
        "RU", SITUATION_HELD_BY_COMMAND, REASON_HELD, REASON_SENT_TO_ASSAULT, 1, 3 * HOUR,
        -2 * HOUR, 1, "", DATE_TRANSFER_THREAT, 20780,
        UINT64_C(1) << FLAG_TORTURE_ALLEGED | UINT64_C(1) << FLAG_DOCUMENTS_CONFISCATED },
    { 39, "Прийшла повістка на 25 листопада, маю відстрочку за навчанням", "uk", "UA",
        SITUATION_SUMMONED, REASON_DATE_10_DAYS, REASON_NONE, 2, 2 * HOUR + 20 * 60, 40 * 60, 1,
        "Ольга", DATE_SUMMONS_APPEARANCE, 20782, 0 },
    { 37, "Я за границей, паспорт заканчивается, консульство не продлевает без военного билета",
        "ru", "GE", SITUATION_ABROAD_NO_DOCUMENTS, REASON_WANTED_ABROAD, REASON_SERIOUS_NEED, 2,
        26 * HOUR, -23 * HOUR, 0, "Ольга", DATE_DOCUMENT_EXPIRY, 20801,
        UINT64_C(1) << FLAG_DOCUMENT_EXPIRING | UINT64_C(1) << FLAG_DUPLICATE_CANDIDATE },
    { 36, "Брата вызвали ў ваенкамат, ён хоча альтэрнатыўную службу", "be", "BY",
        SITUATION_ALT_SERVICE, REASON_DATE_31_DAYS, REASON_NONE, 3, 5 * HOUR, 19 * HOUR, 1, "",
        DATE_OTHER, 0, UINT64_C(1) << FLAG_CONSCIENCE_GROUNDS },
    { 33, "Mein Bruder hat in Deutschland Asyl beantragt, der Bescheid ist da", "de", "DE",
        SITUATION_ASYLUM_SEEKER, REASON_APPEAL_DATE_UNKNOWN, REASON_NONE, 2, 50 * 60, 2 * HOUR, 0,
        "Иван", DATE_APPEAL, 20789, 0 },
    { 30, "Какие вообще есть способы не служить, если учишься?", "ru", "", SITUATION_UNCLEAR,
        REASON_GENERAL_QUESTION, REASON_NONE, 4, 2 * DAY, DAY, 0, "", DATE_OTHER, 0, 0 },
};

enum { N_ROWS = sizeof facts / sizeof *facts };

static struct case_row
row_of(const struct row_facts *f, const char *hostile)
{
    return (struct case_row){ .id = f->id,
        .subject = or_hostile(hostile, f->subject),
        .lang = f->lang,
        .country = f->country,
        .decided_by = "",
        .state = "open",
        .assignee = f->assignee,
        .situation = f->situation,
        .reasons = { f->first, f->second },
        .proposed = f->urgency,
        .urgency = f->urgency,
        .waiting_s = now - f->waits_s,
        .due_s = now + f->due_in_s,
        .last_s = now - f->waits_s,
        .unread = f->unread,
        .day_kind = f->day_kind,
        .day = f->day,
        .day_binding = f->day != 20801,
        .flags = f->flags,
        .who = WHO_RELATIVE,
        .safe = REPLY_UNSAFE };
}

static struct list_view
list(struct out *o, enum case_list which, int64_t current, const char *hostile)
{
    struct case_row *rows = arena_alloc(o->a, N_ROWS * sizeof *rows);

    for (size_t i = 0; i < N_ROWS; i++)
        rows[i] = row_of(&facts[i], hostile);
    return (struct list_view){ .list = which,
        .rows = rows,
        .n = N_ROWS,
        .page = 1,
        .more = true,
        .current = current,
        .now_s = now };
}

static const char message[] =
    "Здравствуйте.\n\nМужа держат в подвале второй день вместе с другими отказниками, телефон "
    "забрали. Мне сказал "
    "его сослуживец. Говорят, завтра отправят на штурм без оружия. Он ещё летом писал рапорт об "
    "отказе, его "
    "порвали.\n\nЧто мне делать? Куда писать? Можно ли звонить в прокуратуру, не станет ли хуже?";
static const char answer[] = "Здравствуйте. Хорошо, что вы написали.\n\nСегодня: позвоните "
                             "дежурному военной прокуратуры и назовите только "
                             "имя и часть. Мы готовим жалобу и через час пришлём текст сюда.";

static const struct thread_entry thread[] = {
    { .e = { 41, RECORD_MESSAGE, 1795338780 - 3 * HOUR, "", 1, message, { { 0 } } } },
    { .e = { 42, RECORD_ASSIGNED, 1795338780 - 2 * HOUR, "Иван", 0, "Ольга", { { 0 } } } },
    { .e = { 43, RECORD_NOTE, 1795338780 - 2 * HOUR + 300, "Иван", 0,
          "Звонил дежурному адвокату, она готова с 12:00.\nПроверить: эта часть уже была в № 30.",
          { { 0 } } } },
    { .e = { 44, RECORD_ANSWER, 1795338780 - 5000, "Ольга", 1, answer, { { 0 } } },
        .delivered = true },
    { .e = { 45, RECORD_URGENCY, 1795338780 - 4000, "Ольга", 1, "Подтвердил второй источник.",
          { { 0 } } } },
    { .e = { 46, RECORD_MESSAGE, 1795338780 - 1500, "", 2,
          "Спасибо. Прокуратура приняла, номер дали.", { { 0 } } },
        .fresh = true },
    { .e = { 47, RECORD_ANSWER, 1795338780 - 60, "Ольга", 2,
          "Отлично. Запишите номер и имя дежурного.", { { 0 } } } },
};

static const struct case_like similar[] = {
    { 30, "Какие вообще есть способы не служить",
        { .likely = true,
            .same_situation = true,
            .says_written_before = true,
            .word_percent = 62 } },
};
static const char *const members[] = { "Иван", "Ольга", "Тамара" };

static struct case_view
case_of(struct out *o, enum lang lang, const char *hostile)
{
    return (struct case_view){ .f = frame(lang, PLACE_WAITING, hostile),
        .list = list(o, LIST_WAITING, 41, hostile),
        .row = row_of(&facts[0], hostile),
        .opened_s = now - 3 * HOUR,
        .lines = 7,
        .has_card = true,
        .entries = thread,
        .n_entries = sizeof thread / sizeof *thread,
        .similar = similar,
        .n_similar = 1,
        .members = members,
        .n_members = 3 };
}

static void
case_page(struct out *o, enum sample s, enum lang lang, const char *hostile)
{
    struct case_view v = case_of(o, lang, hostile);

    v.readers = sample_readers(o, hostile, &v.n_readers);
    if (s == SAMPLE_CASE_DONE)
        v.done = DONE_REPLY;
    if (s == SAMPLE_CASE_MAIL)
        sample_case_mail(o, &v, hostile);
    if (s == SAMPLE_CASE || s == SAMPLE_CASE_DONE || s == SAMPLE_CASE_MAIL ||
        s == SAMPLE_CASE_FROZEN) {
        v.forms = sample_items(o, hostile);
        v.work = sample_work_part(o, &v, s == SAMPLE_CASE_FROZEN, hostile);
    }
    if (s == SAMPLE_CASE_CONFLICT) {
        v.problem = PROBLEM_FASTER;
        v.typed = (struct case_typed){ FORM_REPLY, 41, 5,
            or_hostile(hostile, "Напишите, какой номер дали."), "", "" };
    }
    if (s == SAMPLE_CASE_URGENCY) {
        v.problem = PROBLEM_WHY;
        v.typed = (struct case_typed){ FORM_URGENCY, 41, 7, "", "3", "" };
        v.older = 50;
        v.has_older = true;
        v.row.decided_by = "Ольга";
    }
    if (s == SAMPLE_CASE_CLOSED) {
        v.row.state = "closed";
        v.row.waiting_s = v.row.due_s = 0;
        v.f.place = PLACE_CLOSED;
        v.list.list = LIST_CLOSED;
    }
    page_desk_case(o, &v);
}

static void
list_page(struct out *o, enum sample s, enum lang lang, const char *hostile)
{
    struct inbox_view v = { .f = frame(lang, PLACE_WAITING, hostile),
        .list = list(o, LIST_WAITING, 0, hostile) };

    v.f.demonstration = s == SAMPLE_INBOX;
    v.opening = s == SAMPLE_INBOX ? 37 : 0;
    if (s == SAMPLE_INBOX_EMPTY) {
        v.list.n = 0;
        v.list.more = false;
        v.list.hubs_silent = true;
        v.f.trouble = true;
        v.f.counts = (struct case_counts){ .answered = 3 };
    }
    if (s == SAMPLE_SEARCH || s == SAMPLE_SEARCH_NONE) {
        v.list.n = s == SAMPLE_SEARCH ? 2 : 0;
        sample_search(o, &v, hostile);
        return;
    }
    page_desk_inbox(o, &v);
}

static void
login_page(struct out *o, enum sample s, enum lang lang, const char *hostile)
{
    struct login_view v = { .f = frame(lang, PLACE_NONE, hostile),
        .name = "",
        .to = "",
        .waiting = { 3, BELL_RING_DANGER, now - 5 * HOUR } };

    v.f.member = NULL;
    v.f.self = "/login";
    if (s == SAMPLE_LOGIN_WRONG) {
        v.problem = PROBLEM_LOGIN_WAIT;
        v.problem_n = 8;
        v.name = or_hostile(hostile, "Ольга");
        v.alerts = (struct alert_state){ .n = 1, .n_dates = 1, .n_pausable = 1 };
        v.calling = CALLING_ON;
    }
    if (s == SAMPLE_LOGIN_CARRIES) {
        v.problem = PROBLEM_LOCKED;
        v.typed = (struct case_typed){ FORM_REPLY, 41, 7, or_hostile(hostile, answer), "", "01ab" };
        v.waiting = (struct waiting){ 0 };
        v.f.self = NULL;
    }
    page_desk_login(o, &v);
}

static void
forms_page(struct out *o, enum sample s, enum lang lang, const char *hostile)
{
    struct desk_frame f = frame(lang, PLACE_NONE, hostile);

    if (s == SAMPLE_HANDOVER || s == SAMPLE_MERGE || s == SAMPLE_VIEWS)
        sample_work(o, s, &f, hostile);
    else
        sample_forms(o, s, &f, hostile);
}

static void
access_page(struct out *o, enum sample s, enum lang lang, const char *hostile)
{
    struct desk_frame f = frame(lang, PLACE_SETTINGS, hostile);

    if (s >= SAMPLE_MEMBERS && s <= SAMPLE_TRAVEL)
        sample_members(o, s, &f, hostile);
    else
        sample_access(o, s, &f, hostile);
}

static void
audit_page(struct out *o, enum sample s, enum lang lang, const char *hostile)
{
    struct desk_frame f = frame(lang, PLACE_AUDIT, hostile);

    f.vaults = sample_vaults(o, &f.n_vaults);
    sample_audit(o, s, &f, hostile);
}

static void
dates_page(struct out *o, enum sample s, enum lang lang, const char *hostile)
{
    struct desk_frame f = frame(lang, PLACE_DATES, hostile);

    sample_dates(o, s, &f, hostile);
}

static void
files_page(struct out *o, enum sample s, enum lang lang, const char *hostile)
{
    struct desk_frame f = frame(lang, PLACE_NONE, hostile);

    sample_files(o, s, &f, hostile);
}

static void
keep_page(struct out *o, enum sample s, enum lang lang, const char *hostile)
{
    struct desk_frame f = frame(lang, PLACE_KEEP, hostile);

    sample_keep(o, s, &f, hostile);
}

static void
other_page(struct out *o, enum sample s, enum lang lang, const char *hostile)
{
    struct desk_frame today = frame(lang, PLACE_TODAY, hostile);

    if (s == SAMPLE_TODAY || s == SAMPLE_TODAY_DONE) {
        sample_today(o, s, &today, hostile);
    } else if (s == SAMPLE_NEW || s == SAMPLE_NEW_WRONG) {
        sample_new(o, s, &today, hostile);
    } else {
        struct problem_view v = { .f = frame(lang, PLACE_NONE, hostile),
            .status = 403,
            .problem = PROBLEM_ADDRESS,
            .words = or_hostile(hostile, "http://127.0.0.1:8080") };
        v.f.member = NULL;
        page_desk_problem(o, &v);
    }
}

void
sample_page(struct out *o, enum sample s, enum lang lang, const char *hostile)
{
    struct desk_frame status = frame(lang, PLACE_STATUS, hostile);

    switch (s) {
    case SAMPLE_LOGIN:
    case SAMPLE_LOGIN_WRONG:
    case SAMPLE_LOGIN_CARRIES: login_page(o, s, lang, hostile); return;
    case SAMPLE_INBOX:
    case SAMPLE_INBOX_EMPTY:
    case SAMPLE_SEARCH:
    case SAMPLE_SEARCH_NONE: list_page(o, s, lang, hostile); return;
    case SAMPLE_CASE:
    case SAMPLE_CASE_DONE:
    case SAMPLE_CASE_CONFLICT:
    case SAMPLE_CASE_MAIL:
    case SAMPLE_CASE_URGENCY:
    case SAMPLE_CASE_FROZEN:
    case SAMPLE_CASE_CLOSED: case_page(o, s, lang, hostile); return;
    case SAMPLE_AUDIT:
    case SAMPLE_AUDIT_BROKEN: audit_page(o, s, lang, hostile); return;
    case SAMPLE_STATUS:
    case SAMPLE_STATUS_TROUBLE: sample_status(o, s, &status, hostile); return;
    case SAMPLE_SETTINGS:
    case SAMPLE_SECOND:
    case SAMPLE_APP:
    case SAMPLE_PASSKEY:
    case SAMPLE_PASSKEY_ELSEWHERE:
    case SAMPLE_RECOVERY:
    case SAMPLE_PASSPHRASE:
    case SAMPLE_FACTOR:
    case SAMPLE_MEMBERS:
    case SAMPLE_MEMBER:
    case SAMPLE_INVITE:
    case SAMPLE_JOINING:
    case SAMPLE_TRAVEL: access_page(o, s, lang, hostile); return;
    case SAMPLE_FORM:
    case SAMPLE_FORM_WRONG:
    case SAMPLE_FORM_LOCKED:
    case SAMPLE_ITEM:
    case SAMPLE_ITEM_WITHDRAWN:
    case SAMPLE_BOOK:
    case SAMPLE_HANDOVER:
    case SAMPLE_MERGE:
    case SAMPLE_VIEWS:
    case SAMPLE_BOOK_LIST: forms_page(o, s, lang, hostile); return;
    case SAMPLE_DATES:
    case SAMPLE_MONTH:
    case SAMPLE_DATE_NEW:
    case SAMPLE_DATE_WRONG:
    case SAMPLE_DATE:
    case SAMPLE_CASE_DATES: dates_page(o, s, lang, hostile); return;
    case SAMPLE_FILE:
    case SAMPLE_FILE_WAITS:
    case SAMPLE_FILE_TEXT:
    case SAMPLE_FILE_REFUSED:
    case SAMPLE_ORIGINAL:
    case SAMPLE_ORIGINAL_CONFIRMED: files_page(o, s, lang, hostile); return;
    case SAMPLE_KEEP:
    case SAMPLE_KEEP_EMPTY:
    case SAMPLE_KEEP_CASE:
    case SAMPLE_KEEP_HELD:
    case SAMPLE_BRING: keep_page(o, s, lang, hostile); return;
    case SAMPLE_TODAY:
    case SAMPLE_TODAY_DONE:
    case SAMPLE_NEW:
    case SAMPLE_NEW_WRONG:
    case SAMPLE_PROBLEM:
    case N_SAMPLES: other_page(o, s, lang, hostile); return;
    }
}
