/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guard/guard.h"
#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static bool
is_listed(const char *path, const char *const *libraries)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;

    for (; *libraries; libraries++)
        if (strncmp(name, *libraries, strlen(*libraries)) == 0)
            return true;
    return false;
}

static int
leave_out(struct dl_phdr_info *object, size_t size, void *libraries)
{
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

    (void)size;
    if (!is_listed(object->dlpi_name, libraries))
        return 0;
    for (size_t i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *h = &object->dlpi_phdr[i];
        uintptr_t from = object->dlpi_addr + h->p_vaddr, to = from + h->p_memsz;
        from &= ~(page - 1);
        if (h->p_type == PT_LOAD) /* failing costs speed only */
            (void)madvise((void *)from, to - from, MADV_DONTFORK);
    }
    return 0;
}

void
guard_leave_out(const char *const *libraries)
{
    (void)dl_iterate_phdr(leave_out, (void *)(uintptr_t)libraries);
}
