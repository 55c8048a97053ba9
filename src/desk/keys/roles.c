/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/keys/roles.h"
#include <string.h>

/* Those who help the person who asks read intake; the others see what is shared with them. */
const struct role desk_roles[] = {
    { ROLE_COUNSELLOR, "counsellor", "intake" },
    { ROLE_DUTY_LEAD, "lead", "intake" },
    { ROLE_OFFICE, "office", "office" },
    { ROLE_LAWYER, "lawyer", "legal" },
    { ROLE_PSYCHOLOGIST, "psychologist", "intake" },
    { ROLE_PEER, "peer", "intake" },
    { ROLE_MEDICAL, "medical", NULL },
    { ROLE_SAFEGUARDING, "safeguarding", "intake" },
    { ROLE_VETTING, "vetting", NULL },
    { ROLE_DOCUMENTER, "documenter", "documentation" },
    { ROLE_CUSTODIAN, "custodian", "documentation" },
    { ROLE_CAMPAIGNER, "campaigner", NULL },
    { ROLE_ADVOCACY, "advocacy", NULL },
    { ROLE_CONTACT_POINT, "coordinator", NULL },
    { ROLE_SHELTER, "shelter", NULL },
    { ROLE_FINANCE, "finance", NULL },
    { ROLE_APPROVER, "approver", NULL },
    { ROLE_EDITOR, "editor", NULL },
    { ROLE_LEGAL_REVIEWER, "legal-reviewer", NULL },
    { ROLE_TRANSLATOR, "translator", NULL },
    { ROLE_STATISTICS, "statistics", NULL },
    { ROLE_DATA_PROTECTION, "data-protection", "audit" },
    { ROLE_SECURITY, "security", NULL },
};

const size_t desk_n_roles = sizeof desk_roles / sizeof *desk_roles;

uint32_t
role_of(const char *code)
{
    for (size_t i = 0; i < desk_n_roles; i++)
        if (strcmp(desk_roles[i].code, code) == 0)
            return desk_roles[i].bit;
    return 0;
}

bool
roles_need(uint32_t roles, const char *vault)
{
    for (size_t i = 0; i < desk_n_roles; i++)
        if (desk_roles[i].bit & roles && desk_roles[i].vault &&
            strcmp(desk_roles[i].vault, vault) == 0)
            return true;
    return false;
}
