/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SEEKER_KIT_H
#define SEEKER_KIT_H
/* What the program that seals in the reader's browser shows: lines of docs/formats/kit.md.  It has
   no words of its own, so that all texts of seekers are translated in one place. */
#include "base/out.h"
#include "seeker/site.h"

/* Lines `marked ORG COUNTRY`: where the law marks an organisation. */
void kit_marks(struct out *o, const struct facts *site);

/* Lines `text KEY TEXT`. */
void kit_texts(struct out *o, enum lang lang, const struct facts *site);

#endif
