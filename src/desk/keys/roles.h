/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DESK_KEYS_ROLES_H
#define DESK_KEYS_ROLES_H
/* What a member may do, and which vaults that work needs.  A role opens nothing by itself: reading
   is having the vault's key.  The bits are stored: they never change meaning. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum role_bits {
    ROLE_COUNSELLOR = 1 << 0,
    ROLE_DUTY_LEAD = 1 << 1,
    ROLE_OFFICE = 1 << 2, /* administrator: the organisation's keys and members, never a case */
    ROLE_LAWYER = 1 << 3,
    ROLE_PSYCHOLOGIST = 1 << 4,
    ROLE_PEER = 1 << 5,
    ROLE_MEDICAL = 1 << 6,
    ROLE_SAFEGUARDING = 1 << 7,
    ROLE_VETTING = 1 << 8,
    ROLE_DOCUMENTER = 1 << 9,
    ROLE_CUSTODIAN = 1 << 10, /* of evidence */
    ROLE_CAMPAIGNER = 1 << 11,
    ROLE_ADVOCACY = 1 << 12,
    ROLE_CONTACT_POINT = 1 << 13,
    ROLE_SHELTER = 1 << 14,
    ROLE_FINANCE = 1 << 15,
    ROLE_APPROVER = 1 << 16,
    ROLE_EDITOR = 1 << 17,         /* of published content */
    ROLE_LEGAL_REVIEWER = 1 << 18, /* of published content */
    ROLE_TRANSLATOR = 1 << 19,
    ROLE_STATISTICS = 1 << 20,
    ROLE_DATA_PROTECTION = 1 << 21, /* reads the audit log, never a case */
    ROLE_SECURITY = 1 << 22,
};

struct role {
    uint32_t bit;
    const char *code;  /* on the command line and in forms: "counsellor" */
    const char *vault; /* role of the vault that its work needs; NULL: her own key alone */
};

/* All roles, in the order of their bits. */
extern const struct role desk_roles[];
extern const size_t desk_n_roles;

/* The bit of a code; 0: no such role. */
uint32_t role_of(const char *code);

/* Do these roles need this vault? */
bool roles_need(uint32_t roles, const char *vault);

#endif
