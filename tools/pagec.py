#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""pagec: turn *.html pages into C functions.  A page is HTML; nothing else to learn but:

     %% page_name(args)      starts a page: becomes  void page_name(struct out *o, args)
     % if/else/for/}/page_x  one line of C control flow, a `const` name for an expression,
                             or a call of another page
     %# words                a comment
     {{ expr }}              the value, escaped for the place it stands in
     name?="{{ cond }}"      the attribute `name`, there only if cond holds (selected, checked, ...)

The compiler follows the HTML, knows where each {{ }} stands and picks the escape itself.  Every place
not known to be safe (scripts, styles, comments, tag names, unquoted values, attributes not on the
list below) is a build error.  There is no way to ask for an unescaped value: only a `struct html` is
copied as it is.

usage: pagec.py OUT.c PAGE.html..."""
import re
import sys

URL_ATTRS = {"href", "src", "action", "formaction"}
TEXT_ATTRS = set("class id name value for type title alt lang dir role datetime placeholder min max "
                 "step rows cols colspan rowspan scope autocomplete maxlength download content "
                 "hreflang accesskey form inputmode translate tabindex label integrity".split())
CONTROL = re.compile(r"^(\}?\s*(if|else if|for|while)\s*\(.*\)\s*\{|\}\s*else\s*\{|\}|page_\w+\(o(,.*)?\);"
                     r"|const [\w ]+\**\s*\w+ = .*;)$")
PART = re.compile(r'([\w-]+)\?="\{\{(.*?)\}\}"|\{\{(.*?)\}\}')


class Where:
    """Where in the HTML the next byte stands."""

    def __init__(self):
        self.state, self.tag, self.attr, self.value = "text", "", "", ""

    def feed(self, text, die):
        for c in text:
            getattr(self, "in_" + self.state)(c, die)

    def in_text(self, c, die):
        if c == "<":
            self.state, self.tag = "tag", ""

    def in_tag(self, c, die):
        if c == ">":
            self.close()
        elif c.isspace():
            self.state, self.attr = "attrs", ""
        else:
            self.tag += c.lower()
            if self.tag == "!--":
                self.state = "comment"

    def in_attrs(self, c, die):
        if c == ">":
            self.close()
        elif c == "=":
            self.state = "equals"
        elif c.isspace() or c == "/":
            self.attr = ""
        else:
            self.attr += c.lower()

    def in_equals(self, c, die):
        if c != '"':
            die("attribute values are written in double quotes")
        self.state, self.value = "attribute value", ""

    def in_value(self, c):
        if c == '"':
            self.state, self.attr = "attrs", ""
        else:
            self.value += c

    def in_comment(self, c, die):
        self.value = (self.value + c)[-3:]
        if self.value == "-->":
            self.state = "text"

    def in_raw(self, c, die):
        self.value = (self.value + c.lower())[-len(self.tag) - 3:]
        if self.value == f"</{self.tag}>":
            self.state = "text"

    def close(self):
        raw = self.tag in ("script", "style", "svg", "math")
        self.state, self.value = ("raw" if raw else "text"), ""

    def escape(self, die):
        if self.state == "text":
            return "out_text"
        if self.state == "attribute value":
            if self.attr in URL_ATTRS:
                return "out_url_part" if self.value else "out_url"
            if self.attr in TEXT_ATTRS or self.attr.startswith("aria-"):
                return "out_attr"
            die(f"no value may stand in {self.attr}= (pagec lists the attributes that may hold one)")
        if self.state == "raw" and self.tag == "style" and not self.value:
            return "out_style"      # takes a struct style only: the compiled style sheet
        die("no value may stand here (" + self.state + ")")


setattr(Where, "in_attribute value", lambda self, c, die: self.in_value(c))


def c_text(s):
    return '"' + s.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


class Compiler:
    def __init__(self, path, write):
        self.path, self.write, self.where, self.line_number = path, write, Where(), 0
        self.is_open = False

    def die(self, message):
        sys.exit(f"{self.path}:{self.line_number}: {message}")

    def mark(self):
        self.write(f'#line {self.line_number} "{self.path}"\n')

    def run(self):
        with open(self.path, encoding="utf-8") as f:
            for line in f.read().split("\n"):
                self.line_number += 1
                self.line(line)
        if self.where.state != "text":
            self.die("ends inside " + self.where.state)
        if self.is_open:
            self.write("}\n")

    def line(self, line):
        text = line.strip()
        if text.startswith("%#") or (not self.is_open and text.startswith("<!--")):
            return
        if text.startswith("%%"):
            self.start(text)
        elif not self.is_open:
            if text:
                self.write(line + "\n")          # the #includes at the top
        elif text.startswith("%"):
            self.control(text[1:].strip())
        elif text:
            self.markup(text + "\n")

    def start(self, text):
        m = re.match(r"%%\s*(page_\w+)\((.*)\)\s*$", text) or self.die("expected: %% page_name(args)")
        if self.where.state != "text":
            self.die("the page above ends inside " + self.where.state)
        if self.is_open:
            self.write("}\n")
        args = ", " + m[2] if m[2].strip() else ""
        self.write("\n")
        self.mark()
        self.write(f"void\n{m[1]}(struct out *o{args})\n{{\n")
        self.is_open = True

    def control(self, statement):
        if not CONTROL.match(statement):
            self.die("only if, else, for, while, }, const names and page calls: " + statement)
        if self.where.state != "text":
            self.die("control flow must stand between tags")
        self.mark()
        self.write(statement + "\n")

    def literal(self, s, cut=0):
        """Text of the page; without its last `cut` characters, which come with what follows."""
        self.where.feed(s, self.die)
        s = s[:len(s) - cut]
        if s:
            self.write(f"out_lit(o, {c_text(s)}, {len(s.encode())});\n")

    def markup(self, text):
        at = 0
        for m in PART.finditer(text):
            before = text[at:m.start()]
            self.literal(before, cut=1 if m[1] and before.endswith(" ") else 0)
            at = m.end()
            self.mark()
            if m[1]:
                if self.where.state != "attrs":
                    self.die(f"{m[1]}?= stands among attributes")
                name = (" " if before.endswith(" ") else "") + m[1]
                self.write(f"if ({m[2].strip()}) out_lit(o, {c_text(name)}, {len(name)});\n")
            else:
                self.write(f"{self.where.escape(self.die)}(o, {m[3].strip()});\n")
                self.where.value += "x" if self.where.state == "attribute value" else ""
        self.literal(text[at:])


if __name__ == "__main__":
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        for page in sys.argv[2:]:
            Compiler(page, out.write).run()
