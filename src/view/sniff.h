/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef VIEW_SNIFF_H
#define VIEW_SNIFF_H
/* What a file is, by how it begins. */
#include "viewlink/sight.h"

enum { SNIFF_BYTES = 64 * 1024 };

/* `head`: the first SNIFF_BYTES, or all of it. */
enum sight_kind sniff(struct bytes head);

/* Does it begin like text in UTF-16? */
bool sniff_is_wide(struct bytes head);

/* How the camera was held when it took this JPEG: 1 to 8 as in Exif, 1 when it does not say. */
int sniff_turn(struct bytes head);

#endif
