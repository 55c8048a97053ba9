/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "post/json.h"
#include <stdlib.h>

json_t *
json_at(json_t *j, const char *const *names)
{
    for (; j && *names; names++)
        j = json_object_get(j, *names);
    return j;
}

const char *
json_text_at(json_t *j, const char *name)
{
    const char *text = json_string_value(json_object_get(j, name));

    return text ? text : "";
}

int64_t
json_number_at(json_t *j, const char *name)
{
    return (int64_t)json_integer_value(json_object_get(j, name));
}

json_t *
json_read(struct bytes b)
{
    return json_loadb((const char *)b.p, b.n, 0, NULL);
}

const char *
json_write(json_t *j, struct arena *a)
{
    char *text = json_dumps(j, JSON_COMPACT | JSON_ENCODE_ANY);
    const char *copy = text ? arena_text(a, text) : NULL;

    free(text);
    return copy;
}
