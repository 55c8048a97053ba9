#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""cssc: make the style sheets of the pages out of one CSS file.

Each sheet is for the pages named with it and holds only rules whose classes and elements occur in them,
minified, with short names for the custom properties.  Beside the sheet stands its hash, for the
Content-Security-Policy.  `struct style` is what {{ }} inside <style> takes; only this tool makes one.

usage: cssc.py CSS OUT.c OUT.h NAME=PAGE.html[,PAGE.html...][+tag,tag...]...
       (+tag: elements that come from Markdown and stand in no page)"""
import base64
import hashlib
import pathlib
import re
import sys

ALWAYS = {"html", "body", "main", "a", "p"}


def strip(css):
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", css, flags=re.S)).strip()


def blocks(css):
    """(head, body) of each top-level rule."""
    at = 0
    while at < len(css):
        start = css.find("{", at)
        if start < 0:
            if css[at:].strip():
                sys.exit(f"cssc: text without a rule: {css[at:]!r}")
            return
        depth, end = 1, start + 1
        while depth and end < len(css):
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        if depth:
            sys.exit(f"cssc: a rule is not closed: {css[at:start]!r}")
        yield css[at:start].strip(), css[start + 1:end - 1].strip()
        at = end


class Pages:
    """What occurs in the pages a sheet is for."""

    def __init__(self, paths, more_tags):
        text = "".join(pathlib.Path(p).read_text(encoding="utf-8") for p in paths)
        self.tags = ALWAYS | set(more_tags) | {t.lower() for t in re.findall(r"<([a-zA-Z][a-zA-Z0-9]*)", text)}
        classes = re.findall(r'\bclass="((?:[^"{]|\{\{.*?\}\})*)"', text)
        self.classes = {w for c in classes for w in re.findall(r"[\w-]+", c)}
        self.ids = set(re.findall(r'\bid="([\w-]+)"', text))

    def has(self, selector):
        plain = re.sub(r"\[[^\]]*\]|::?(?:not|has)\([^()]*(?:\([^()]*\))?\)|::?[\w-]+", "", selector)
        tags = re.findall(r"(?:^|[\s>+~])([a-z][a-z0-9]*)", plain)
        return (set(re.findall(r"\.([\w-]+)", plain)) <= self.classes and set(tags) <= self.tags
                and set(re.findall(r"#([\w-]+)", selector)) <= self.ids)


def declarations(body):
    return [d.strip() for d in body.split(";") if d.strip()]


def tight(text):
    text = re.sub(r"\s*([{};:,>])\s*", r"\1", text)
    return re.sub(r"\b0\.(\d)", r".\1", text)


def tight_selector(s):
    return re.sub(r"\s*([>,])\s*", r"\1", s)


def rules_for(css, pages):
    """The rules that can apply, as (head, declarations) or (head, inner rules)."""
    for head, body in blocks(css):
        if head.startswith("@page"):
            yield head, declarations(body)
        elif head.startswith("@"):
            inner = list(rules_for(body, pages))
            if any(h != ":root" for h, _ in inner) or "print" not in head and inner:
                yield head, inner
        else:
            kept = [s.strip() for s in split_selectors(head) if pages.has(s.strip())]
            if kept:
                yield ",".join(kept), declarations(body)


def without_unused_pages(rules):
    """Leave out `@page NAME` where no kept rule says `page: NAME`."""
    named = {d.partition(":")[2].strip() for d in texts_of(rules) if d.startswith("page:")}
    kept = []
    for head, content in rules:
        if is_nested(content):
            content = without_named(content, named)
        kept.append((head, content))
    return without_named(kept, named)


def without_named(rules, named):
    return [(h, c) for h, c in rules if not h.startswith("@page ") or h.split()[1] in named]


def split_selectors(head):
    return re.split(r",(?![^(]*\))", head)


def is_nested(content):
    return content and isinstance(content[0], tuple)


def texts_of(rules):
    for head, content in rules:
        if is_nested(content):
            yield from texts_of(content)
        else:
            yield from content


def used_variables(rules):
    """Custom properties that a kept declaration needs, directly or through another."""
    defined = {}
    needed, plain = set(), []
    for d in texts_of(rules):
        name, _, value = d.partition(":")
        if name.startswith("--"):
            defined.setdefault(name.strip(), []).append(value)
        else:
            plain.append(value)
    todo = plain
    while todo:
        found = set(re.findall(r"var\((--[\w-]+)\)", " ".join(todo))) - needed
        unknown = found - set(defined)
        if unknown:
            sys.exit(f"cssc: used but nowhere set: {sorted(unknown)}")
        needed |= found
        todo = [v for name in found for v in defined[name]]
    return needed


def short_names(needed):
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [a for a in letters] + [a + b for a in letters for b in letters]
    return dict(zip(sorted(needed), ("--" + n for n in names)))


def render(rules, names):
    out = []
    for head, content in rules:
        if is_nested(content):
            inner = render(content, names)
            if inner:
                out.append(re.sub(r"\s*([:,])\s*", r"\1", head.replace("@media (", "@media(")) + "{" + inner + "}")
            continue
        kept = []
        for d in content:
            name = d.partition(":")[0].strip()
            if not name.startswith("--") or name in names:
                kept.append(tight(re.sub(r"--[\w-]+", lambda m: names.get(m[0], m[0]), d)))
        if kept:
            out.append(tight_selector(head) + "{" + ";".join(kept) + "}")
    return "".join(out)


def sheet(css, spec):
    name, _, pages = spec.partition("=")
    files, _, tags = pages.partition("+")
    rules = without_unused_pages(list(rules_for(css, Pages(files.split(","), tags.split(",") if tags else ()))))
    text = render(rules, short_names(used_variables(rules)))
    return name, text, base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def main():
    css_path, c_path, h_path, *specs = sys.argv[1:]
    css = strip(pathlib.Path(css_path).read_text(encoding="utf-8"))
    sheets = [sheet(css, s) for s in specs]
    with open(h_path, "w", encoding="utf-8") as h:
        h.write("/* Made by tools/cssc.py. */\n#ifndef STYLE_GEN_H\n#define STYLE_GEN_H\n#include \"base/out.h\"\n\n"
                "struct style {\n    const char *css;\n    size_t n;\n};\n\n"
                "static inline void\nout_style(struct out *o, struct style s)\n{\n    out_lit(o, s.css, s.n);\n}\n\n")
        for name, text, _ in sheets:
            h.write(f"extern const struct style style_{name};\n")
        h.write("\n/* For the header: style-src and these. */\n#define STYLE_SOURCES \\\n    \""
                + " ".join(f"'sha256-{digest}'" for _, _, digest in sheets) + "\"\n\n#endif\n")
    with open(c_path, "w", encoding="utf-8") as c:
        c.write('/* Made by tools/cssc.py. */\n#include "style.gen.h"\n')
        for name, text, _ in sheets:
            literal = text.replace("\\", "\\\\").replace('"', '\\"')
            c.write(f'\nconst struct style style_{name} = {{\n    "{literal}",\n    {len(text.encode())},\n}};\n')


if __name__ == "__main__":
    main()
