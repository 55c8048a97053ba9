#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""lint: the house rules that no compiler checks.  Prints one line a problem.
usage: lint.py ROOT"""
import pathlib
import re
import sys

MAX_FILE, MAX_FUNCTION, MAX_COLUMNS = 500, 60, 100
SOURCES = ("src", "tools", "tests", "bench", "kit", "po")
SQL = re.compile(r'"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE TABLE|DROP)\b')
STATIC_DATA = re.compile(r"^\s*static\s+(?!const\b|inline\b|_Thread_local\b|enum err\b)[\w\s\*]+(\[[^\]]*\])*\s*(=|;)")
DECLARATION = re.compile(r"^(?!static|typedef|extern|#|struct \w+ \{|enum|union|\}|/\*|\s)[\w\s\*]+\b(\w+)\(.*")
HANDLER = re.compile(r"^((?:get|post|put)_\w+)\(struct req \*", re.M)
FORBIDDEN_PAGE = re.compile(r"<svg|<math|@font-face|\sstyle=\"|http://|<script(?! src=)")


def files_of(root, *suffixes):
    for folder in SOURCES:
        for f in sorted((root / folder).rglob("*")):
            if f.suffix in suffixes and "node_modules" not in f.parts:
                yield f


def check_header_line(root):
    for f in files_of(root, ".c", ".h", ".py", ".js", ".mjs", ".html", ".sql", ".css", ".build"):
        head = f.read_text(encoding="utf-8")[:300]
        if "SPDX-License-Identifier: AGPL-3.0-or-later" not in head:
            yield f"{f}:1: no SPDX line"


def check_text(root):
    """What starts with #! can be run, and no line of ours ends in a blank."""
    found = (f for folder in (*SOURCES, "content", "docs", "packaging") for f in (root / folder).rglob("*"))
    for f in sorted(found):
        if not f.is_file() or "corpus" in f.parts:
            continue
        content = f.read_bytes()
        if content.startswith(b"#!") and not f.stat().st_mode & 0o100:
            yield f"{f}:1: starts with #! and cannot be run"
        if b"\0" in content:
            continue
        for n, line in enumerate(content.split(b"\n"), 1):
            if line.endswith((b" ", b"\t", b"\r")):
                yield f"{f}:{n}: a blank at the end of the line"


def check_sizes(root):
    for f in files_of(root, ".c", ".h", ".py", ".js", ".mjs", ".html"):
        lines = f.read_text(encoding="utf-8").splitlines()
        if len(lines) > MAX_FILE:
            yield f"{f}:1: {len(lines)} lines (at most {MAX_FILE})"
        for n, line in enumerate(lines, 1):
            if f.suffix in (".c", ".h") and len(line) > MAX_COLUMNS:
                yield f"{f}:{n}: {len(line)} columns"


def check_functions(root):
    for f in files_of(root, ".c"):
        start = None
        for n, line in enumerate(f.read_text(encoding="utf-8").splitlines(), 1):
            if line == "{":
                start = n
            elif line.startswith("}") and start:
                if n - start > MAX_FUNCTION and "tests" not in f.parts:
                    yield f"{f}:{start}: a function of {n - start} lines (at most {MAX_FUNCTION})"
                start = None


def check_c_text(root):
    for f in files_of(root, ".c"):
        if "src" not in f.relative_to(root).parts[:1]:
            continue
        depth = 0
        for n, line in enumerate(f.read_text(encoding="utf-8").splitlines(), 1):
            if SQL.search(line) and "/sql/" not in str(f):
                yield f"{f}:{n}: SQL belongs into a .sql file"
            if depth == 0 and f.name != "main.c" and STATIC_DATA.match(line) and "(" not in line:
                yield f"{f}:{n}: mutable static data"
            depth += line.count("{") - line.count("}")
            if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line):
                yield f"{f}:{n}: leftover marker"


def check_contracts(root):
    """Every function in a header stands under a comment, or directly below another one that does."""
    for f in files_of(root, ".h"):
        if "src" not in f.relative_to(root).parts[:1]:
            continue
        text = f.read_text(encoding="utf-8")
        if "/*" not in text.split("#define", 1)[-1]:
            yield f"{f}:1: a header's comment is its contract, and there is none"
        covered = False
        for n, line in enumerate(text.splitlines(), 1):
            if "/*" in line or "*/" in line or line.startswith("   "):
                covered = True
            elif not line.strip():
                covered = False
            elif DECLARATION.match(line) and not covered:
                yield f"{f}:{n}: a function without a comment"


def check_handlers(root):
    tables = "".join(f.read_text(encoding="utf-8") for f in (root / "src").rglob("*routes.c"))
    for f in files_of(root, ".c"):
        if f.name.endswith("routes.c") or "src" not in f.relative_to(root).parts[:1]:
            continue
        for m in HANDLER.finditer(f.read_text(encoding="utf-8")):
            if m[1] not in tables:
                yield f"{f}: {m[1]} stands in no route table"


def check_pages(root):
    for f in files_of(root, ".html"):
        for n, line in enumerate(f.read_text(encoding="utf-8").splitlines(), 1):
            if FORBIDDEN_PAGE.search(line):
                yield f"{f}:{n}: not in our pages: {line.strip()[:60]}"


def check_docs(root):
    """Paths named in the docs exist, so that the tour cannot rot."""
    for f in [root / "README.md", *sorted((root / "docs").rglob("*.md"))]:
        if not f.exists():
            yield f"{f}: missing"
            continue
        for n, line in enumerate(f.read_text(encoding="utf-8").splitlines(), 1):
            for path in re.findall(r"`((?:src|tools|tests|docs|content|po|bench|kit|packaging)/[\w./-]+)`", line):
                if not (root / path).exists():
                    yield f"{f}:{n}: {path} does not exist"


CHECKS = (check_header_line, check_text, check_sizes, check_functions, check_c_text, check_contracts,
          check_handlers, check_pages, check_docs)

if __name__ == "__main__":
    where = pathlib.Path(sys.argv[1])
    found = [problem for check in CHECKS for problem in check(where)]
    print("\n".join(found) or "the house rules hold")
    sys.exit(bool(found))
