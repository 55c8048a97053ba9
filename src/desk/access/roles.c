/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/access/roles.h"
#include <string.h>

/* Sets of roles that recur.  CASEWORK leads cases; CONTENT also reads what keys
   open to it: intake, or what was shared with the member alone. */
enum {
    CASEWORK = ROLE_COUNSELLOR | ROLE_DUTY_LEAD | ROLE_LAWYER | ROLE_PSYCHOLOGIST |
               ROLE_SAFEGUARDING | ROLE_CONTACT_POINT,
    CARE = CASEWORK | ROLE_PEER | ROLE_MEDICAL | ROLE_SHELTER,
    CONTENT = CARE | ROLE_VETTING | ROLE_DOCUMENTER | ROLE_CUSTODIAN | ROLE_TRANSLATOR |
              ROLE_FINANCE | ROLE_APPROVER | ROLE_ADVOCACY,
};

static const uint32_t table[MAY_END - MAY_READ] = {
    [0] = CONTENT, /* MAY_READ */
    [MAY_WRITE - MAY_READ] = CARE,
    [MAY_NOTE - MAY_READ] = CONTENT,
    [MAY_STEER - MAY_READ] = CASEWORK,
    [MAY_SHARE - MAY_READ] = CASEWORK,
    [MAY_CONFIRM_DATE - MAY_READ] = ROLE_LAWYER,
    [MAY_APPROVE - MAY_READ] = ROLE_DUTY_LEAD | ROLE_APPROVER,
    [MAY_KEEP_BOOKS - MAY_READ] =
        ROLE_DUTY_LEAD | ROLE_CONTACT_POINT | ROLE_LAWYER | ROLE_EDITOR | ROLE_LEGAL_REVIEWER,
    [MAY_ERASE - MAY_READ] = ROLE_DUTY_LEAD | ROLE_DATA_PROTECTION,
    [MAY_EXPORT - MAY_READ] =
        ROLE_DUTY_LEAD | ROLE_LAWYER | ROLE_DOCUMENTER | ROLE_CUSTODIAN | ROLE_DATA_PROTECTION,
    [MAY_RELEASE - MAY_READ] = ROLE_DUTY_LEAD | ROLE_DATA_PROTECTION | ROLE_SECURITY,
    [MAY_COUNT - MAY_READ] = ROLE_DUTY_LEAD | ROLE_STATISTICS | ROLE_DATA_PROTECTION,
    [MAY_AUDIT - MAY_READ] = ROLE_DATA_PROTECTION | ROLE_SECURITY,
    [MAY_SEE_MEMBERS - MAY_READ] =
        ROLE_OFFICE | ROLE_DUTY_LEAD | ROLE_DATA_PROTECTION | ROLE_SECURITY,
    [MAY_MANAGE - MAY_READ] = ROLE_OFFICE,
    [MAY_GRANT - MAY_READ] = ROLE_OFFICE | ROLE_DUTY_LEAD,
    [MAY_CONFIGURE - MAY_READ] = ROLE_OFFICE,
};

uint32_t
roles_that_may(int act)
{
    return act >= MAY_READ && act < MAY_END ? table[act - MAY_READ] : 0;
}

bool
role_may(uint32_t roles, int act)
{
    return (roles & roles_that_may(act)) != 0;
}

enum err
roles_read(const char *text, uint32_t *out)
{
    uint32_t roles = 0;

    for (const char *at = text;; at++) {
        char code[32];
        size_t n = strcspn(at, "+");
        (void)snprintf(code, sizeof code, "%.*s", (int)(n < sizeof code ? n : 0), at);
        uint32_t bit = role_of(code);
        if (!bit)
            return ERR_MALFORMED;
        roles |= bit;
        at += n;
        if (*at == '\0')
            break;
    }
    *out = roles;
    return OK;
}

const char *
roles_text(struct arena *a, uint32_t roles)
{
    const char *text = arena_text(a, "");

    for (size_t i = 0; text && i < desk_n_roles; i++)
        if (roles & desk_roles[i].bit)
            text = arena_printf(a, "%s%s%s", text, *text ? "+" : "", desk_roles[i].code);
    return text;
}
