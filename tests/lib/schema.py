# SPDX-License-Identifier: AGPL-3.0-or-later
"""As much of JSON Schema draft 7 as our own schemas use; anything else in a schema is an error."""
import re

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
KNOWN = {"$schema", "$comment", "title", "definitions", "$ref", "type", "required", "additionalProperties",
         "properties", "items", "const", "enum", "pattern", "minimum", "maximum"}


def is_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def problems(schema, value, at="$", top=None):
    """Sentences on what does not fit; none: it fits."""
    top = top or schema
    assert not set(schema) - KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        return problems(top["definitions"][schema["$ref"].rsplit("/", 1)[1]], value, at, top)
    out = []
    wanted = schema.get("type", [])
    wanted = [wanted] if isinstance(wanted, str) else wanted
    if wanted and not any(is_type(value, t) for t in wanted):
        return [f"{at}: not {wanted}"]
    if "const" in schema and value != schema["const"]:
        out.append(f"{at}: not {schema['const']!r}")
    if "enum" in schema and value not in schema["enum"]:
        out.append(f"{at}: {value!r} is none of the list")
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        out.append(f"{at}: {value!r} does not match")
    if isinstance(value, int):
        if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            out.append(f"{at}: {value} is out of bounds")
    if isinstance(value, dict):
        own = schema.get("properties", {})
        out += [f"{at}.{name}: missing" for name in schema.get("required", []) if name not in value]
        if schema.get("additionalProperties") is False:
            out += [f"{at}.{name}: not known" for name in value if name not in own]
        for name, part in own.items():
            if name in value:
                out += problems(part, value[name], f"{at}.{name}", top)
    if isinstance(value, list) and "items" in schema:
        for i, part in enumerate(value):
            out += problems(schema["items"], part, f"{at}[{i}]", top)
    return out
