/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_OWN_H
#define BASE_OWN_H
/* Scope ownership.  OWN(type) p = ...; drops p at the end of the scope by type_drop(&p), which
   takes NULL and half-built objects.  TAKE(p) hands the object on and leaves NULL behind.  This
   header is the one place with GNU extensions. */
#include <unistd.h>

#define OWN(type) __attribute__((cleanup(type##_drop))) struct type *
#define TAKE(p)                                                                                    \
    (__extension__({                                                                               \
        __typeof__(p) take_value_ = (p);                                                           \
        (p) = NULL;                                                                                \
        take_value_;                                                                               \
    }))

static inline void
fd_drop(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}
#define OWN_FD __attribute__((cleanup(fd_drop))) int

static inline int
fd_take(int *fd)
{
    int taken = *fd;
    *fd = -1;
    return taken;
}

#endif
