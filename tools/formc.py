#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""formc: compile the forms of the desk (content/forms, format: docs/forms.md) into C tables.

     formc.py --numbers FILE --header OUT.h --c OUT.c FORM...   for the build
     formc.py --numbers FILE --update FORM...                   write new numbers down

Numbers are stored in records, so they never change meaning: --numbers names the list of all that were ever
given out.  The build stops when a form disagrees with it, and says what to do."""
import argparse
import pathlib
import re
import sys

TYPES = {"text": 200, "long": 4000, "choice": 0, "choices": 0, "date": 0, "moment": 0, "hours": 0, "number": 0, "yesno": 0,
         "country": 0, "language": 0, "member": 0, "item": 0}
# What one value takes in a record at most, in bytes; a letter of a text takes two.
VALUE_BYTES = {"choice": 2, "choices": 2, "date": 5, "moment": 49, "hours": 45, "number": 8, "yesno": 1, "country": 2,
               "language": 3, "member": 64, "item": 16}
SEVERAL = ("country", "language", "member")
BODY_MAX, SEVERAL_MAX, NUMBER_MAX = 16000, 12, 999
CODE = re.compile(r"[a-z][a-z0-9_]*$")
WORD = re.compile(r'"(?:[^"\\]|\\.)*"|\S+')


class Bad(Exception):
    """What is wrong, and where."""


class Line:
    """One line of a form: its words, and what to say when one is wrong."""

    def __init__(self, path, number, text):
        self.path, self.number = path, number
        self.words = WORD.findall(text)

    def bad(self, message):
        return Bad(f"{self.path}:{self.number}: {message}")

    def quoted(self, at, what):
        if at >= len(self.words) or not self.words[at].startswith('"') or len(self.words[at]) < 3:
            raise self.bad(f"expected {what} in double quotes")
        return self.words[at][1:-1].replace('\\"', '"').replace("\\\\", "\\")

    def whole(self, at, what, least, most):
        word = self.words[at] if at < len(self.words) else ""
        if not re.fullmatch(r"-?\d{1,15}", word) or not least <= int(word) <= most:
            raise self.bad(f"expected {what}, a number from {least} to {most}")
        return int(word)

    def code(self, at, what):
        word = self.words[at] if at < len(self.words) else ""
        if not CODE.match(word):
            raise self.bad(f"expected {what}: small letters, digits and _")
        return word

    def end(self, at):
        if at < len(self.words):
            raise self.bad(f"nothing more may stand here: {self.words[at]}")


class Choice:
    def __init__(self, line, number, code, label):
        self.line, self.number, self.code, self.label, self.retired = line, number, code, label, False


class Field:
    def __init__(self, line, number, code, kind, label):
        self.line, self.number, self.code, self.kind, self.label = line, number, code, kind, label
        self.hint, self.secret, self.of, self.source = None, [], None, None
        self.required = self.several = self.exact = self.retired = False
        self.max, self.least, self.most = TYPES[kind], None, None
        self.choices = []


class Form:
    def __init__(self, line, number, code, title):
        self.line, self.number, self.code, self.title = line, number, code, title
        self.many, self.about, self.place, self.one, self.by, self.fields = None, None, None, False, [], []


class Reader:
    """All files, read into forms and lists of choices."""

    def __init__(self):
        self.forms, self.lists, self.form, self.field, self.list = [], {}, None, None, None

    def read(self, path):
        self.form = self.field = self.list = None
        for number, text in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            line = Line(path, number, text)
            if not line.words or line.words[0].startswith("#"):
                continue
            act = getattr(self, "on_" + line.words[0].replace("-", "_"), None)
            if not act:
                raise line.bad(f"unknown word: {line.words[0]}")
            act(line)

    def need(self, what, line):
        thing = getattr(self, what)
        if thing is None:
            raise line.bad(f"{line.words[0]} stands below a {what}")
        return thing

    def on_form(self, line):
        number, code = line.whole(1, "the form's number", 1, NUMBER_MAX), line.code(2, "the form's name")
        if line.path.stem != code:
            raise line.bad(f"the form {code} stands in a file of its own, {code}.form")
        for f in self.forms:
            if number == f.number:
                raise line.bad(f"number {number} belongs to the form {f.code}")
        self.form = Form(line, number, code, line.quoted(3, "a title"))
        self.forms.append(self.form)
        self.field = self.list = None
        line.end(4)

    def on_list(self, line):
        code = line.code(1, "the list's name")
        if code in self.lists:
            raise line.bad(f"the list {code} is there twice")
        self.form = self.field = None
        self.list = self.lists[code] = []
        line.end(2)

    def on_many(self, line):
        self.need("form", line).many = line.quoted(1, "the title of a list")
        line.end(2)

    def on_about(self, line):
        self.need("form", line).about = line.quoted(1, "a sentence")
        line.end(2)

    def on_in(self, line):
        if line.words[1:] not in (["case"], ["book"]):
            raise line.bad("a form is filled in a case or in the book: in case, in book")
        self.need("form", line).place = line.words[1]

    def on_one(self, line):
        self.need("form", line).one = True
        line.end(1)

    def on_by(self, line):
        self.need("form", line).by = [line.code(i, "a role") for i in range(1, len(line.words))]
        if not self.form.by:
            raise line.bad("expected a role")

    def on_field(self, line):
        form = self.need("form", line)
        number, code = line.whole(1, "the field's number", 1, NUMBER_MAX), line.code(2, "the field's name")
        kind = line.words[3] if len(line.words) > 3 else ""
        if kind not in TYPES:
            raise line.bad(f"unknown kind of field: {kind}; there are " + ", ".join(TYPES))
        for f in form.fields:
            if number == f.number or code == f.code:
                raise line.bad(f"the field {f.number} {f.code} is there already")
        self.field = Field(line, number, code, kind, line.quoted(4, "a label"))
        self.list = None
        form.fields.append(self.field)
        line.end(5)

    def on_choice(self, line):
        into = self.list if self.list is not None else self.need("field", line).choices
        number, code = line.whole(1, "the choice's number", 1, NUMBER_MAX), line.code(2, "the choice's name")
        for c in into:
            if number == c.number or code == c.code:
                raise line.bad(f"the choice {c.number} {c.code} is there already")
        into.append(Choice(line, number, code, line.quoted(3, "a label")))
        into[-1].retired = line.words[4:] == ["retired"]
        line.end(4 + into[-1].retired)

    def on_hint(self, line):
        self.need("field", line).hint = line.quoted(1, "a hint")
        line.end(2)

    def flag(self, line):
        setattr(self.need("field", line), line.words[0], True)
        line.end(1)

    on_required = on_several = on_exact = on_retired = flag

    def on_max(self, line):
        field = self.need("field", line)
        if field.kind not in ("text", "long"):
            raise line.bad("max is for text and long")
        field.max = line.whole(1, "how many letters", 1, 6000)
        line.end(2)

    def on_least(self, line):
        field = self.need("field", line)
        if field.kind != "number":
            raise line.bad(f"{line.words[0]} is for number")
        setattr(field, line.words[0], line.whole(1, "a bound", -10**15, 10**15))
        line.end(2)

    on_most = on_least

    def on_secret(self, line):
        self.need("field", line).secret = [line.code(i, "the role of a vault") for i in range(1, len(line.words))]
        if not self.field.secret:
            raise line.bad("secret names the vaults that show the field")

    def on_of(self, line):
        self.need("field", line).of = line.code(1, "a form")
        line.end(2)

    def on_from(self, line):
        self.need("field", line).source = line.code(1, "a list")
        line.end(2)


def check_field(f, reader):
    """What can be said only when all files are read."""
    bad = f.line.bad
    if f.source:
        if f.source not in reader.lists:
            raise bad(f"there is no list {f.source}")
        f.choices = reader.lists[f.source]
    if (f.kind in ("choice", "choices")) != bool(f.choices):
        raise bad(f"a field of kind {f.kind} has " + ("no choices" if f.choices else "at least one choice, or from"))
    if (f.kind == "item") != bool(f.of):
        raise bad("a field of kind item, and no other, says of which form: of FORM")
    if f.of and f.of not in [x.code for x in reader.forms]:
        raise bad(f"there is no form {f.of}")
    if f.several and f.kind not in SEVERAL:
        raise bad("several is for " + ", ".join(SEVERAL))
    if f.exact and f.kind != "date":
        raise bad("exact is for date")
    if f.retired and f.required:
        raise bad("what is retired is asked of nobody: take required away")


def field_bytes(f):
    if f.kind in ("text", "long"):
        return 4 + 2 * f.max
    times = len(f.choices) if f.kind == "choices" else SEVERAL_MAX if f.several else 1
    return 4 + times * (VALUE_BYTES[f.kind] + (f.kind == "member"))


def check_all(reader):
    for form in reader.forms:
        if not form.place or not form.fields:
            raise form.line.bad("a form says where it is filled (in case, in book) and has fields")
        for f in form.fields:
            check_field(f, reader)
        room = sum(field_bytes(f) for f in form.fields)
        if room > BODY_MAX:
            raise form.line.bad(f"too large: its fields may take {room} bytes together, a record holds {BODY_MAX}")


def all_numbers(reader):
    """name of a number -> code, and the line where it stands."""
    for name, choices in reader.lists.items():
        for c in choices:
            yield f"list {name} {c.number}", c.code, c.line
    for form in reader.forms:
        yield f"form {form.number}", form.code, form.line
        for f in form.fields:
            yield f"form {form.number} field {f.number}", f"{f.code} {f.kind}", f.line
            for c in f.choices if not f.source else ():
                yield f"form {form.number} field {f.number} choice {c.number}", c.code, c.line


def sort_key(name):
    return [(int(w), "") if w.isdigit() else (0, w) for w in name.split()]


def check_numbers(reader, path, update):
    known = {}
    for text in path.read_text(encoding="utf-8").split("\n") if path.exists() else ():
        if text and not text.startswith("#"):
            name, _, code = text.partition(": ")
            known[name] = code
    found = {name: (code, line) for name, code, line in all_numbers(reader)}
    for name, (code, line) in found.items():
        if known.get(name, code) != code:
            raise line.bad(f"{name} has been {known[name]!r} before: numbers never change meaning; take a new one")
        if name not in known and not update:
            raise line.bad(f"{name} is new: write it down with tools/formc.py --update")
    for name, code in known.items():
        if name not in found:
            raise Bad(f"{path}: {name} ({code}) is gone: records may hold it; keep it and mark it retired")
    if update:
        lines = [f"{name}: {found[name][0]}" for name in sorted(found, key=sort_key)]
        path.write_text("# Every number ever given out, kept by tools/formc.py --update.  Lines are never removed.\n" +
                        "\n".join(lines) + "\n", encoding="utf-8")


def c_text(s):
    return '"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"' if s else "NULL"


def write_header(path, reader):
    out = ['/* Made by tools/formc.py from content/forms. */', "#pragma once", "enum {"]
    out += [f"    FORM_{f.code.upper()} = {f.number}," for f in reader.forms] + ["};"]
    for form in reader.forms:
        name = form.code.upper()
        out += ["enum {"] + [f"    {name}_{f.code.upper()} = {f.number}," for f in form.fields] + ["};"]
        for f in form.fields:
            if f.choices and not f.source:
                head = f"{name}_{f.code.upper()}"
                out += ["enum {"] + [f"    {head}_{c.code.upper()} = {c.number}," for c in f.choices] + ["};"]
    for name, choices in reader.lists.items():
        out += ["enum {"] + [f"    CHOICE_{name.upper()}_{c.code.upper()} = {c.number}," for c in choices] + ["};"]
    path.write_text("\n".join(out) + "\n", encoding="utf-8")


def choice_rows(name, choices):
    yield f"static const struct form_choice {name}[] = {{"
    for c in choices:
        yield f"    {{ {c.number}, {str(c.retired).lower()}, {c_text(c.code)}, {c_text(c.label)} }},"
    yield "};"


def field_row(form, f, numbers):
    if f.source:
        table = f"list_{f.source}"
    else:
        table = f"choices_{form.number}_{f.number}" if f.choices else "NULL"
    least, most = (f.least if f.least is not None else -10**15), (f.most if f.most is not None else 10**15)
    flags = ", ".join(str(x).lower() for x in (f.required, f.several, f.exact, f.retired))
    return (f"    {{ {f.number}, FIELD_{f.kind.upper()}, {flags}, {f.max}, {numbers[f.of] if f.of else 0}, INT64_C({least}), "
            f"INT64_C({most}), {c_text(f.code)}, {c_text(f.label)}, {c_text(f.hint)}, "
            f"{c_text(' '.join(f.secret))}, {table}, {len(f.choices)} }},")


def write_tables(path, reader):
    numbers = {f.code: f.number for f in reader.forms}
    out = ['/* Made by tools/formc.py from content/forms. */', '#include "desk/forms/form_def.h"']
    used = {f.source for form in reader.forms for f in form.fields}
    for name, choices in reader.lists.items():
        if name in used:
            out += choice_rows("list_" + name, choices)
    forms = sorted(reader.forms, key=lambda f: f.number)
    for form in forms:
        for f in form.fields:
            if f.choices and not f.source:
                out += choice_rows(f"choices_{form.number}_{f.number}", f.choices)
        out += [f"static const struct form_field fields_{form.number}[] = {{"]
        out += [field_row(form, f, numbers) for f in form.fields] + ["};"]
    out += ["const struct form_def form_defs[] = {"]
    for f in forms:
        by = " | ".join("ROLE_" + r.upper() for r in f.by) or "0"
        out += [f"    {{ {f.number}, {str(f.place == 'book').lower()}, {str(f.one).lower()}, {by}, {c_text(f.code)}, "
                f"{c_text(f.title)}, {c_text(f.many or f.title)}, {c_text(f.about)}, fields_{f.number}, {len(f.fields)} }},"]
    out += ["};", "const size_t n_form_defs = sizeof form_defs / sizeof *form_defs;", ""]
    path.write_text("\n".join(out), encoding="utf-8")


def compile_forms(files, numbers, update=False):
    """A Reader with everything in it.  Raises Bad."""
    reader = Reader()
    for path in sorted(files):
        reader.read(path)
    check_all(reader)
    check_numbers(reader, numbers, update)
    return reader


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    content = pathlib.Path(__file__).resolve().parents[1] / "content/forms"
    p.add_argument("forms", nargs="*", type=pathlib.Path, default=sorted(content.glob("*.form")))
    p.add_argument("--numbers", type=pathlib.Path, default=content / "numbers.txt")
    p.add_argument("--update", action="store_true")
    p.add_argument("--header", type=pathlib.Path)
    p.add_argument("--c", type=pathlib.Path)
    a = p.parse_args()
    try:
        reader = compile_forms(a.forms, a.numbers, a.update)
    except Bad as bad:
        sys.exit(str(bad))
    if a.header:
        write_header(a.header, reader)
    if a.c:
        write_tables(a.c, reader)


if __name__ == "__main__":
    main()
