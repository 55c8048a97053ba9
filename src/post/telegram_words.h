/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef POST_TELEGRAM_WORDS_H
#define POST_TELEGRAM_WORDS_H
/* What a person is told by the bot itself, before anybody has answered. */
#include "base/arena.h"
#include "text/lang.h"

/* One of our languages for the code that the messenger gives ("ru", "de-AT"), English for others;
   `code` gets it when it is ours, else "". */
enum lang telegram_lang(const char *said, char code[3]);

/* How safe this is, what happens now, and the safer way: the page of the hub, "" none. */
const char *telegram_greeting(struct arena *a, enum lang lang, const char *hub);

/* Why no files are taken. */
const char *telegram_refusal(struct arena *a, enum lang lang, const char *hub);

#endif
