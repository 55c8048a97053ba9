/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Every address of the desk.  TX_READ and TX_WRITE are on the casebook: the projection, and for
   writing the sealed records too.  Who: ANYONE, MEMBER (whoever is logged in), or an act that the
   table of roles allows. */
#include "desk/access/handlers.h"
#include "desk/access/roles.h"
#include "desk/audit/handlers.h"
#include "desk/cases/handlers.h"
#include "desk/dates/feed.h"
#include "desk/dates/handlers.h"
#include "desk/drafts/handlers.h"
#include "desk/files/handlers.h"
#include "desk/find/handlers.h"
#include "desk/forms/handlers.h"
#include "desk/keep/handlers.h"
#include "desk/post/handlers.h"
#include "desk/status/handlers.h"
#include "desk/today/handlers.h"
#include "desk/vaults/handlers.h"
#include "desk/work/handlers.h"

enum { SMALL_FORM_MAX = 16 * 1024 };

/* clang-format off */
const struct route desk_routes[] = {
    /*      path                who     database  body max        handler */
    { GET,  "/login",              ANYONE,     TX_NONE,  0,              get_login },
    { POST, "/login",              ANYONE,     TX_NONE,  LOGIN_FORM_MAX, post_login },
    { GET,  "/desk-{w}.css",       ANYONE,     TX_NONE,  0,              get_css },
    { GET,  "/desk-{w}.js",        ANYONE,     TX_NONE,  0,              get_js },
    { POST, "/quiet",              ANYONE,     TX_NONE,  SMALL_FORM_MAX, post_quiet },
    { GET,  "/new",                MAY_NOTE,   TX_READ,  0,              get_new },
    { POST, "/new",                MAY_NOTE,   TX_WRITE, CASE_FORM_MAX,  post_new },
    { POST, "/logout",             MEMBER,     TX_NONE,  SMALL_FORM_MAX, post_logout },
    { POST, "/lock",               MEMBER,     TX_NONE,  SMALL_FORM_MAX, post_lock },
    { POST, "/vault",              MEMBER,     TX_NONE,  SMALL_FORM_MAX, post_vault },
    { GET,  "/login/second",       ANYONE,     TX_NONE,  0,              get_second },
    { POST, "/login/second",       ANYONE,     TX_NONE,  SMALL_FORM_MAX, post_second },
    { POST, "/login/passkey",      ANYONE,     TX_NONE,  2 * SMALL_FORM_MAX, post_second_key },
    { POST, "/login/back",         ANYONE,     TX_NONE,  SMALL_FORM_MAX, post_second_back },
    { GET,  "/passkey-{w}.js",     ANYONE,     TX_NONE,  0,              get_passkey_js },
    { GET,  "/settings/app",       MEMBER,     TX_READ,  0,              get_settings_app },
    { POST, "/settings/app",       MEMBER,     TX_NONE,  SMALL_FORM_MAX, post_settings_app },
    { GET,  "/settings/passkey",   MEMBER,     TX_READ,  0,              get_settings_passkey },
    { POST, "/settings/passkey", MEMBER, TX_NONE, 2 * SMALL_FORM_MAX, post_settings_passkey },
    { GET,  "/settings/recovery",  MEMBER,     TX_READ,  0,              get_settings_recovery },
    { POST, "/settings/recovery",  MEMBER,     TX_NONE,  SMALL_FORM_MAX, post_settings_recovery },
    { GET,  "/settings/factor/{w}", MEMBER,     TX_READ,  0,              get_settings_factor },
    { POST, "/settings/factor/{w}", MEMBER,     TX_NONE,  SMALL_FORM_MAX, post_settings_factor },
    { GET,  "/settings/passphrase", MEMBER,     TX_READ,  0,              get_settings_passphrase },
    { POST, "/settings/passphrase", MEMBER, TX_NONE, SMALL_FORM_MAX, post_settings_passphrase },
    { POST, "/settings/session",   MEMBER,     TX_NONE,  SMALL_FORM_MAX, post_settings_session },
    { POST, "/settings/browsers",  MEMBER,     TX_NONE,  SMALL_FORM_MAX, post_settings_browsers },
    { GET,  "/audit",              MAY_AUDIT,  TX_NONE,  0,              get_audit },
    { POST, "/audit/check",        MAY_AUDIT,  TX_NONE,  SMALL_FORM_MAX, post_audit_check },
    { GET,  "/settings/travel",    MEMBER,     TX_READ,  0,              get_settings_travel },
    { GET,  "/settings/travel.txt", MEMBER,     TX_NONE,  0,              get_settings_travel_txt },
    { POST, "/settings/travel",    MEMBER,     TX_NONE,  CASE_FORM_MAX,  post_settings_travel },
    { POST, "/stay",               MEMBER,     TX_NONE,  SMALL_FORM_MAX, post_stay },
    { GET,  "/members",            MAY_SEE_MEMBERS, TX_READ,  0,              get_members },
    { GET,  "/members/invite",     MAY_MANAGE, TX_READ,  0,              get_members_invite },
    { POST, "/members/invite",     MAY_MANAGE, TX_NONE,  SMALL_FORM_MAX, post_members_invite },
    { POST, "/members/revoke",     MAY_MANAGE, TX_NONE,  SMALL_FORM_MAX, post_members_revoke },
    { GET,  "/members/admit/{w}",  MAY_MANAGE, TX_READ,  0,              get_members_admit },
    { POST, "/members/admit/{w}",  MAY_MANAGE, TX_NONE,  SMALL_FORM_MAX, post_members_admit },
    { GET,  "/members/{w}",        MAY_SEE_MEMBERS, TX_READ,  0,              get_member },
    { POST, "/members/{w}/roles",  MAY_MANAGE, TX_NONE,  SMALL_FORM_MAX, post_member_roles },
    { POST, "/members/{w}/give",   MAY_GRANT,  TX_NONE,  SMALL_FORM_MAX, post_member_give },
    { POST, "/members/{w}/remove", MAY_MANAGE, TX_NONE,  SMALL_FORM_MAX, post_member_remove },
    { GET,  "/i/{w}",              ANYONE,     TX_NONE,  0,              get_joining },
    { POST, "/i/{w}",              ANYONE,     TX_NONE,  SMALL_FORM_MAX, post_joining },
    { GET,  "/settings",           MEMBER,     TX_READ,  0,              get_settings },
    { POST, "/lang",               MEMBER,     TX_NONE,  SMALL_FORM_MAX, post_lang },
    { POST, "/settings",           MEMBER,     TX_NONE,  SMALL_FORM_MAX, post_settings },
    { GET,  "/today",              MEMBER,     TX_READ,  0,              get_today },
    { GET,  "/status",             MEMBER,     TX_READ,  0,              get_status },
    { GET,  "/",                   MEMBER,     TX_READ,  0,              get_inbox },
    { GET,  "/search",             MAY_READ,   TX_READ,  0,              get_search },
    { POST, "/search",             MAY_READ,   TX_NONE,  SMALL_FORM_MAX, post_search },
    { GET,  "/live.json",          MEMBER,     TX_READ,  0,              get_live },
    { GET,  "/c/{n}", MAY_READ, TX_WRITE, 0, get_case }, /* records it */
    { POST, "/c/{n}/reply",        MAY_WRITE,  TX_WRITE, CASE_FORM_MAX,  post_reply },
    { POST, "/c/{n}/spoken",   MAY_WRITE, TX_WRITE, CASE_FORM_MAX,  post_case_spoken },
    { POST, "/c/{n}/back",     MAY_WRITE, TX_WRITE, SMALL_FORM_MAX, post_case_back },
    { POST, "/c/{n}/key",      MAY_WRITE, TX_WRITE, SMALL_FORM_MAX, post_case_key },
    { POST, "/c/{n}/note",         MAY_NOTE,   TX_WRITE, CASE_FORM_MAX,  post_note },
    { POST, "/c/{n}/urgency",      MAY_STEER,  TX_WRITE, CASE_FORM_MAX,  post_urgency },
    { POST, "/c/{n}/close",        MAY_STEER,  TX_WRITE, CASE_FORM_MAX,  post_close },
    { POST, "/c/{n}/reopen",       MAY_STEER,  TX_WRITE, SMALL_FORM_MAX, post_reopen },
    { POST, "/c/{n}/share",        MAY_SHARE,  TX_WRITE, SMALL_FORM_MAX, post_share },
    { POST, "/c/{n}/assign",       MAY_STEER,  TX_WRITE, SMALL_FORM_MAX, post_assign },
    { POST, "/c/{n}/draft",        MAY_NOTE,   TX_WRITE, CASE_FORM_MAX,  post_draft },
    { GET,  "/keep",               MEMBER,     TX_READ,  0,              get_keep },
    { POST, "/keep/table",         MAY_EXPORT, TX_NONE,  SMALL_FORM_MAX, post_keep_table },
    { POST, "/keep/confirm", MEMBER, TX_NONE, SMALL_FORM_MAX, post_keep_confirm }, /* by its act */
    { POST, "/keep/drop",          MEMBER,     TX_NONE,  SMALL_FORM_MAX, post_keep_drop },
    { POST, "/keep/do",            MEMBER,     TX_NONE,  SMALL_FORM_MAX, post_keep_do },
    { POST, "/keep/look",          MAY_STEER,  TX_NONE,  SMALL_FORM_MAX, post_keep_look },
    { POST, "/keep/bring",         MAY_STEER,  TX_NONE,  SMALL_FORM_MAX, post_keep_bring },
    { GET,  "/c/{n}/keep",         MAY_READ,   TX_READ,  0,              get_case_keep },
    { POST, "/c/{n}/sheet",        MAY_SHARE,  TX_READ,  SMALL_FORM_MAX, post_case_sheet },
    { POST, "/c/{n}/hold",         MAY_ERASE,  TX_WRITE, SMALL_FORM_MAX, post_case_hold },
    { POST, "/c/{n}/export",       MAY_EXPORT, TX_READ,  SMALL_FORM_MAX, post_case_export },
    { POST, "/c/{n}/erase",        MAY_ERASE,  TX_READ,  SMALL_FORM_MAX, post_case_erase },
    { POST, "/c/{n}/discard",      MAY_NOTE,   TX_NONE,  SMALL_FORM_MAX, post_discard },
    { POST, "/c/{n}/file",         MAY_NOTE,   TX_WRITE, FILE_FORM_MAX,  post_file },
    { GET,  "/c/{n}/file/{w}", MAY_READ, TX_WRITE, 0, get_file }, /* records it, as below */
    { GET,  "/c/{n}/file/{w}/page/{n}", MAY_READ,   TX_WRITE, 0,              get_file_page },
    { GET,  "/c/{n}/file/{w}/original", MAY_READ,   TX_WRITE, 0,              get_original },
    { POST, "/c/{n}/file/{w}/original", MAY_EXPORT, TX_WRITE, SMALL_FORM_MAX, post_original },
    { POST, "/c/{n}/file/{w}/ask", MAY_EXPORT, TX_WRITE, SMALL_FORM_MAX, post_original_ask },
    { POST, "/c/{n}/file/{w}/confirm", MAY_RELEASE, TX_WRITE, SMALL_FORM_MAX, post_original_yes },
    { GET,  "/c/{n}/form/{n}",     MAY_READ,   TX_WRITE, 0,              get_case_form },
    { POST, "/c/{n}/form/{n}",     MAY_NOTE,   TX_WRITE, CASE_FORM_MAX,  post_case_form },
    { GET,  "/c/{n}/item/{w}",     MAY_READ,   TX_WRITE, 0,              get_case_item },
    { POST, "/c/{n}/item/{w}",     MAY_NOTE,   TX_WRITE, CASE_FORM_MAX,  post_case_item },
    { GET,  "/c/{n}/item/{w}/edit", MAY_READ,   TX_WRITE, 0,              get_case_item_edit },
    { POST, "/c/{n}/item/{w}/withdraw", MAY_NOTE, TX_WRITE, SMALL_FORM_MAX, post_case_item_end },
    { GET,  "/c/{n}/dates", MAY_READ, TX_WRITE, 0, get_case_dates }, /* records it */
    { GET,  "/c/{n}/dates/new",    MAY_NOTE,   TX_READ,  0,              get_date_new },
    { POST, "/c/{n}/dates/new",    MAY_NOTE,   TX_WRITE, SMALL_FORM_MAX, post_date_new },
    { GET,  "/dates",              MAY_READ,   TX_READ,  0,              get_dates },
    { GET,  "/dates/month",        MAY_READ,   TX_READ,  0,              get_month },
    { GET,  "/dates/{n}", MAY_READ, TX_WRITE, 0, get_date }, /* reads the case */
    { POST, "/dates/{n}/confirm",  MAY_CONFIRM_DATE, TX_WRITE, SMALL_FORM_MAX, post_date_confirm },
    { POST, "/dates/{n}/done",     MAY_NOTE,   TX_WRITE, SMALL_FORM_MAX, post_date_done },
    { POST, "/dates/{n}/reopen",   MAY_NOTE,   TX_WRITE, SMALL_FORM_MAX, post_date_reopen },
    { POST, "/dates/{n}/deputy",   MAY_NOTE,   TX_WRITE, SMALL_FORM_MAX, post_date_deputy },
    { POST, "/dates/{n}/withdraw", MAY_NOTE,   TX_WRITE, SMALL_FORM_MAX, post_date_withdraw },
    { POST, "/dates/feed",         MAY_READ,   TX_READ,  SMALL_FORM_MAX, post_feed },
    { POST, "/dates/feed/end",     MAY_READ,   TX_NONE,  SMALL_FORM_MAX, post_feed_end },
    { GET,  "/ics/{w}", ANYONE, TX_NONE, 0, get_ics }, /* by its address */
    { POST, "/c/{n}/label",        MAY_NOTE,   TX_WRITE, SMALL_FORM_MAX, post_label },
    { POST, "/c/{n}/watch",        MAY_READ,   TX_WRITE, SMALL_FORM_MAX, post_watch },
    { POST, "/c/{n}/snooze",       MAY_STEER,  TX_WRITE, SMALL_FORM_MAX, post_snooze },
    { POST, "/c/{n}/freeze",       MAY_STEER,  TX_WRITE, SMALL_FORM_MAX, post_freeze },
    { POST, "/c/{n}/thaw",         MAY_STEER,  TX_WRITE, SMALL_FORM_MAX, post_thaw },
    { POST, "/c/{n}/translate",    MAY_NOTE,   TX_WRITE, CASE_FORM_MAX,  post_translate },
    { POST, "/c/{n}/template",     MAY_WRITE,  TX_WRITE, CASE_FORM_MAX,  post_template },
    { GET,  "/c/{n}/merge/{n}", MAY_STEER, TX_WRITE, 0, get_merge }, /* reads both */
    { POST, "/c/{n}/merge/{n}",    MAY_STEER,  TX_WRITE, SMALL_FORM_MAX, post_merge },
    { POST, "/c/{n}/unmerge",      MAY_STEER,  TX_WRITE, SMALL_FORM_MAX, post_unmerge },
    { POST, "/c/{n}/link",         MAY_STEER,  TX_WRITE, SMALL_FORM_MAX, post_link },
    { POST, "/c/{n}/untrained",    MAY_APPROVE, TX_WRITE, SMALL_FORM_MAX, post_untrained },
    { GET,  "/c/{n}/handover",     MAY_SHARE,  TX_WRITE, 0,              get_case_handover },
    { POST, "/c/{n}/offer",        MAY_SHARE,  TX_WRITE, SMALL_FORM_MAX, post_offer },
    { GET,  "/handover",           MAY_SHARE,  TX_WRITE, 0,              get_handover },
    { POST, "/handover",           MAY_SHARE,  TX_WRITE, CASE_FORM_MAX,  post_handover },
    { GET,  "/views",              MAY_READ,   TX_READ,  0,              get_views },
    { GET,  "/view/{w}",           MAY_READ,   TX_READ,  0,              get_view },
    { GET,  "/label/{w}",          MAY_READ,   TX_READ,  0,              get_label },
    { GET,  "/book",               MAY_READ,   TX_READ,  0,              get_book },
    { GET,  "/book/{n}",           MAY_READ,   TX_READ,  0,              get_book_list },
    { GET,  "/book/{n}/new",       MAY_READ,   TX_READ,  0,              get_book_form },
    { POST, "/book/{n}",           MAY_KEEP_BOOKS, TX_WRITE, CASE_FORM_MAX,  post_book_form },
    { GET,  "/book/item/{w}",      MAY_READ,   TX_READ,  0,              get_book_item },
    { POST, "/book/item/{w}",      MAY_KEEP_BOOKS, TX_WRITE, CASE_FORM_MAX,  post_book_item },
    { GET,  "/book/item/{w}/edit", MAY_READ,   TX_READ,  0,              get_book_item_edit },
    { POST, "/book/item/{w}/withdraw", MAY_KEEP_BOOKS, TX_WRITE, SMALL_FORM_MAX, post_book_end },
};
/* clang-format on */

const size_t desk_n_routes = sizeof desk_routes / sizeof *desk_routes;
