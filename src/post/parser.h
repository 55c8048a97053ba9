/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef POST_PARSER_H
#define POST_PARSER_H
/* The client's side of understory-mailparse. */
#include "postlink/letter.h"

/* From a raw mail to a letter, in `a`.  ERR_MALFORMED: the parser did not make it;
   ERR_INTERNAL: there is no parser any more. */
MUST_USE enum err parser_ask(int parser, struct bytes raw, struct arena *a, struct letter *out);

#endif
