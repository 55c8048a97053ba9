/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CORE_WIRE_NOTE_H
#define CORE_WIRE_NOTE_H
/* Signed notes as C2SP defines them: a text of lines, an empty line, and signature lines
   "- NAME BASE64" with an em dash.  Anybody can check ours with ordinary note tools.
   Several notes in one file are parted by lines "=====". */
#include "core/wire/keys.h"

enum {
    NOTE_MAX_BYTES = 1 << 20,
    NOTE_MAX_SIGS = 16,
    NOTE_NAME_MAX = 64,
    NOTE_VKEY_CAP = NOTE_NAME_MAX + 64,
    NOTE_LINE_CAP = NOTE_NAME_MAX + 128, /* one signature line with its line feed and NUL */
};

struct note_sig {
    char name[NOTE_NAME_MAX + 1];
    uint8_t key_hash[4];
    uint8_t sig[SIGNATURE_BYTES];
};

struct note {
    struct bytes text; /* what is signed, with its last line feed; borrowed */
    size_t n_sigs;     /* Ed25519-sized ones; others are passed over, as the format asks */
    struct note_sig sigs[NOTE_MAX_SIGS];
};

/* Take a note apart; nothing is verified.  ERR_MALFORMED, ERR_TOO_LARGE. */
MUST_USE enum err note_parse(struct bytes in, struct note *out);

/* Is there a good signature by this key under this name? ERR_NOT_FOUND: none by that name and key;
   ERR_FORGED: there is one and it is false. */
MUST_USE enum err note_verify(
    const struct note *n, const char *name, const struct sign_public *key);

/* The 4 bytes that stand before each signature: SHA-256(name, 0A, 01, key), cut. */
void note_key_hash(const char *name, const struct sign_public *key, uint8_t out[4]);

/* A name may stand in a signature line: 1 to 64 bytes of visible ASCII without '+'. */
bool note_name_is_valid(const char *name);

/* One signature line, ending in line feed and NUL. */
void note_line(const struct note_sig *s, char out[NOTE_LINE_CAP]);

/* The key in the spelling of note tools: name+hash+base64. */
void note_vkey(const char *name, const struct sign_public *key, char out[NOTE_VKEY_CAP]);

/* Cut the next note off a file of several; false at the end.  *one is without its "=====" line. */
bool notes_next(struct bytes *rest, struct bytes *one);

#endif
