/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Answers questions of check_zones.py, one a line: "ZONE UTC_SECONDS" gives the offset, "ZONE DAY
   MINUTE" the moment and how it fits, "names" the zones. */
#include "desk/dates/calendar.h"
#include <inttypes.h>

int
main(void)
{
    char line[128], name[64];

    while (fgets(line, sizeof line, stdin)) {
        int64_t a = 0;
        int minute = 0;
        enum zone_fit fit = ZONE_ONCE;
        int n = sscanf(line, "%63s %" SCNd64 " %d", name, &a, &minute);
        const struct zone *z = n > 1 ? zone_find(name) : NULL;
        if (n == 1)
            for (size_t i = 0; i < n_date_zones; i++)
                printf("%s%c", date_zones[i].name, i + 1 < n_date_zones ? ' ' : '\n');
        else if (n == 2 && z)
            printf("%" PRId64 "\n", zone_offset_s(z, a));
        else if (n == 3 && z) {
            int64_t at = zone_to_utc(z, a, minute, &fit);
            printf("%" PRId64 " %d\n", at, (int)fit);
        } else
            return 1;
    }
    return 0;
}
