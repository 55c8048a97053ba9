/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Preloaded into a program: its wall clock is off by CLOCK_OFF_S seconds;
   the steady clock is not. */
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long
off_s(void)
{
    const char *text = getenv("CLOCK_OFF_S");

    return text ? strtol(text, NULL, 10) : 0;
}

int
clock_gettime(clockid_t clock, struct timespec *out)
{
    int e = (int)syscall(SYS_clock_gettime, clock, out);

    if (e == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        out->tv_sec += off_s();
    return e;
}

time_t
time(time_t *out)
{
    struct timespec t = { 0, 0 };

    (void)clock_gettime(CLOCK_REALTIME, &t);
    if (out)
        *out = t.tv_sec;
    return t.tv_sec;
}

int
gettimeofday(struct timeval *restrict out, void *restrict zone)
{
    struct timespec t = { 0, 0 };

    (void)zone;
    (void)clock_gettime(CLOCK_REALTIME, &t);
    *out = (struct timeval){ t.tv_sec, t.tv_nsec / 1000 };
    return 0;
}
