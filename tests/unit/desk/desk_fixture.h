/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_UNIT_DESK_DESK_FIXTURE_H
#define TESTS_UNIT_DESK_DESK_FIXTURE_H
/* A whole organisation in a folder under /tmp:
   set up, joined to a network of one editor, started. */
#include "core/open/seeker_keys.h"
#include "core/seal/envelope_seal.h"
#include "desk/desk.h"
#include "desk/intake/intake.h"
#include "desk/setup/setup.h"

struct fixture {
    struct arena *a;
    struct sign_secret *editor;
    char folder[64];
    /* 0 Olga: counsellor; 1 Ivan: counsellor and office; and in a team: 2 Vera: lawyer;
       3 Pavel: lawyer and counsellor; 4 Dina: data protection */
    struct setup_member members[5];
    struct app app;
};

/* Set up and start. */
void fixture_new(struct fixture *f);
/* The same with all five members. */
void fixture_new_team(struct fixture *f);
/* Unlock as one of them. */
struct session *fixture_unlock(struct fixture *f, const char *name);
void fixture_done(struct fixture *f);
/* Stop and start again from the files. */
void fixture_restart(struct fixture *f);

/* A request of a new seeker, as the gate seals it.  *keys is the caller's. */
void fixture_request(struct fixture *f, const char *text, enum bell bell, struct seeker_keys **keys,
    struct pulled *out);
/* The same with answers to the form's questions. */
void fixture_request_with(struct fixture *f, const char *text, const struct answers *answers,
    struct seeker_keys **keys, struct pulled *out);
/* A further message of the same seeker. */
void fixture_follow_up(
    struct fixture *f, const char *text, const struct seeker_keys *keys, struct pulled *out);
/* File it as after a pull; gives the number of boxes filed. */
int fixture_file(struct fixture *f, const struct pulled *p);
/* The number of the waiting case with this subject. */
int64_t fixture_case(struct db *p, const char *subject);
/* Does search find this case? */
bool fixture_finds(struct db *p, const char *typed, int64_t id);
/* Rounds of the loop until no box waits. */
void fixture_settle(struct app *app);
/* Rounds of the loop until every record of every open vault is read. */
void fixture_read(struct app *app);
/* A note of the network's editor: the edition of this version, as a hub shows it. */
struct bytes fixture_edition(struct fixture *f, uint32_t version);

/* How often this stands in the audit log, by this member.  The office reads it. */
size_t fixture_noted(struct fixture *fx, enum audit_act act, const char *who);

#endif
