/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef POST_PARSER_H
#define POST_PARSER_H
/* The client's side of understory-mailparse. */
#include "postlink/letter.h"

/* From a raw mail to a letter, in `a`.  ERR_MALFORMED: the parser did not make it;
   ERR_INTERNAL: there is no parser any more. */
MUST_USE enum err parser_ask(int parser, struct bytes raw, struct arena *a, struct letter *out);

/* The same for understory-pgp: encrypt to a key, in `a` ending in NUL.  ERR_MALFORMED: it could not
   be done; ERR_INTERNAL: the helper is gone. */
MUST_USE enum err pgp_ask(
    int pgp, struct bytes key, struct bytes text, struct arena *a, const char **out);

#endif
