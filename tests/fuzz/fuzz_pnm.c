/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A picture as the tools of the room give it. */
#include "view/pnm.h"
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    int fd = memfd_create("pnm", MFD_CLOEXEC);
    struct image im = { 0 };

    if (fd < 0 || write(fd, p, n) != (ssize_t)n || lseek(fd, 0, SEEK_SET))
        abort();
    if (!pnm_read(fd, &im)) {
        uint8_t sum = 0;
        for (size_t i = 0; i < (size_t)im.width * im.height * 3; i++)
            sum = (uint8_t)(sum + im.rgb[i]); /* every byte is there */
        if (im.width == 0 || im.height == 0 || (sum == 1 && n == 0))
            abort();
    }
    image_done(&im);
    (void)close(fd);
    return 0;
}
