/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Names of roles and compartments. */
#include "desk/pages/members.h"
#include "desk/pages/tell.h"

static const struct {
    uint32_t bit;
    const char *name;
} names[] = {
    { ROLE_COUNSELLOR, N_("counsellor") },
    { ROLE_DUTY_LEAD, N_("duty lead") },
    { ROLE_OFFICE, N_("office: members and keys, no requests") },
    { ROLE_LAWYER, N_("lawyer") },
    { ROLE_PSYCHOLOGIST, N_("psychologist") },
    { ROLE_PEER, N_("peer supporter") },
    { ROLE_MEDICAL, N_("medical adviser") },
    { ROLE_SAFEGUARDING, N_("safeguarding lead") },
    { ROLE_VETTING, N_("vetting officer") },
    { ROLE_DOCUMENTER, N_("documenter") },
    { ROLE_CUSTODIAN, N_("evidence custodian") },
    { ROLE_CAMPAIGNER, N_("campaigner") },
    { ROLE_ADVOCACY, N_("advocacy officer") },
    { ROLE_CONTACT_POINT, N_("coordinator of a contact point") },
    { ROLE_SHELTER, N_("shelter coordinator") },
    { ROLE_FINANCE, N_("finance officer") },
    { ROLE_APPROVER, N_("approver") },
    { ROLE_EDITOR, N_("content editor") },
    { ROLE_LEGAL_REVIEWER, N_("legal reviewer") },
    { ROLE_TRANSLATOR, N_("translator") },
    { ROLE_STATISTICS, N_("statistics officer") },
    { ROLE_DATA_PROTECTION, N_("data protection officer") },
    { ROLE_SECURITY, N_("security officer") },
};

const char *
tell_role(enum lang lang, uint32_t bit)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].bit == bit)
            return text_get(lang, names[i].name);
    return "";
}

const char *
tell_roles(struct out *o, enum lang lang, uint32_t roles)
{
    const char *all = "";

    for (size_t i = 0; i < sizeof names / sizeof *names && all; i++)
        if (roles & names[i].bit)
            all =
                arena_printf(o->a, "%s%s%s", all, *all ? ", " : "", text_get(lang, names[i].name));
    return tell_text(all);
}

const char *
tell_compartment(enum lang lang, const char *role)
{
    if (strcmp(role, "office") == 0)
        return T("Office");
    if (strcmp(role, "audit") == 0)
        return T("Audit");
    return tell_vault(lang, role);
}
