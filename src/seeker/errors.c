/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Error pages: one sentence, what to do, never whose fault. */
#include "seeker/say.h"
#include "text/text.h"

static const struct {
    int status;
    const char *code, *title, *words;
} errors[N_ERRORS] = {
    [ERROR_400] = { 400, "400", N_("This did not arrive whole"),
        N_("The connection may have broken off. Go back and try again.") },
    [ERROR_404] = { 404, "404", N_("There is no such page"),
        N_("If you were looking for help, begin here.") },
    [ERROR_405] = { 405, "405", N_("This page cannot do that"),
        N_("If you were looking for help, begin here.") },
    [ERROR_410] = { 410, "410", N_("This page is closed"),
        N_("Pages with words and answers close by themselves after a while. If you saw \"Message "
           "received\", it is "
           "with us. Open the answers with your twelve words; without them, write anew.") },
    [ERROR_413] = { 413, "413", N_("That was too much at once"),
        N_("Go back, shorten the text and send it again, or send it in two messages.") },
    [ERROR_422] = { 422, "422", N_("The form could not be read"),
        N_("Go back, check what you typed, and send it again.") },
    [ERROR_429] = { 429, "429", N_("Too many attempts"),
        N_("Wait a minute, go back and try again.") },
    [ERROR_500] = { 500, "500", N_("Something broke at our end"),
        N_("If you did not see \"Message received\", go back and send it again. Sending twice does "
           "no harm.") },
    [ERROR_503] = { 503, "503", N_("Very many people are here now"),
        N_("Try again in a few minutes. If you did not see \"Message received\", go back and send "
           "it again.") },
};

const char *
error_code(enum error_kind k)
{
    return (unsigned)k < N_ERRORS ? errors[k].code : NULL;
}

int
error_status(enum error_kind k)
{
    return (unsigned)k < N_ERRORS ? errors[k].status : 500;
}

const char *
say_error_title(enum lang lang, enum error_kind k)
{
    return text_get(lang, errors[(unsigned)k < N_ERRORS ? k : ERROR_500].title);
}

const char *
say_error(enum lang lang, enum error_kind k)
{
    return text_get(lang, errors[(unsigned)k < N_ERRORS ? k : ERROR_500].words);
}
