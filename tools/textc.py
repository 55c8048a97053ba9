#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""textc: the texts of pages and programs in five languages.

Collects every text marked in src/**/*.{html,c,h} (T, TC, TF, TN, N_: see src/text/text.h) and every quoted
one in content/forms/*.form, reads the translations in po/LANG.po and po/desk/LANG.po, and

  textc.py [ROOT] --out OUT.c --depfile DEP   writes the C table the programs carry
  textc.py [ROOT] --check [STAMP]             lists every text that is missing, fuzzy, empty, unused, left in
                                            English or has other {places} than the English one; fails if any
  textc.py [ROOT] --update                    adds new texts to the PO files with an empty msgstr, sets
                                            those no longer used aside as #~ comments, and prints what
                                            it did in each file
"""
import argparse
import os
import pathlib
import re
import sys

LANGS = ("ru", "uk", "be", "en", "de")
FORMS = {"ru": 3, "uk": 3, "be": 3, "de": 2}
PLURAL_RULE = {
    3: "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    2: "nplurals=2; plural=(n != 1);"}
TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:[^"\\\n]|\\.)*"|\w+|\S', re.S)
PAGE_CODE = re.compile(r"\{\{(.*?)\}\}|^\s*%(?![%#])(.*)$", re.M)
FORM_TEXT = re.compile(r'"(?:[^"\\]|\\.)+"')
PLACE = re.compile(r"\{\w+\}")
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def unquote(literal):
    return re.sub(r"\\(.)", lambda m: ESCAPES[m[1]], literal[1:-1])


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def strings_at(tokens, i):
    """The literal that starts at token i ("a" "b" is "ab"), and the token after it."""
    text = None
    while i < len(tokens) and tokens[i].startswith('"'):
        text = (text or "") + unquote(tokens[i])
        i += 1
    return text, i


def marked_in(code):
    """(context, msgid, plural) of every marked text in C code."""
    tokens = [t for t in TOKEN.findall(code) if not t.startswith(("/*", "//"))]
    for i, t in enumerate(tokens):
        if t not in ("T", "TC", "TF", "TN", "N_") or tokens[i + 1:i + 2] != ["("]:
            continue
        first, at = strings_at(tokens, i + 2)
        if first is None:
            continue
        second = strings_at(tokens, at + 1)[0] if t in ("TC", "TN") and tokens[at] == "," else None
        if t in ("TC", "TN") and second is None:
            sys.exit(f"{t}({quote(first)}, ...) needs a second literal")
        yield (first, second, None) if t == "TC" else (None, first, second)


class Sources:
    """All marked texts: key -> [plural or None, first place, used outside desk and cli]."""

    def __init__(self, root):
        self.texts, self.files = {}, []
        for top, folders, names in os.walk(root / "src", followlinks=True):
            folders.sort()
            self.files.append(pathlib.Path(top))
            self.files += [pathlib.Path(top) / n for n in sorted(names) if n.endswith((".c", ".h", ".html"))]
        for f in self.files:
            if f.is_file():
                self.scan(root, f)
        for f in sorted((root / "content/forms").glob("*.form")):
            self.scan_form(root, f)
            self.files.append(f)
        if (root / "content/forms").is_dir():
            self.files.append(root / "content/forms")

    def scan_form(self, root, f):
        """Whatever stands in quotes: titles, labels, hints, choices."""
        for line in f.read_text(encoding="utf-8").splitlines():
            for literal in FORM_TEXT.findall(line) if not line.lstrip().startswith("#") else ():
                self.texts.setdefault((None, unquote(literal)), [None, str(f.relative_to(root)), False])

    def scan(self, root, f):
        code = f.read_text(encoding="utf-8")
        place = str(f.relative_to(root))
        if f.suffix == ".html":
            code = "\n".join(m[1] or m[2] or "" for m in PAGE_CODE.finditer(code))
        for context, msgid, plural in marked_in(code):
            known = self.texts.setdefault((context, msgid), [plural, place, False])
            known[0] = known[0] or plural
            known[2] |= not place.startswith(("src/desk/", "src/cli/"))


class Entry:
    def __init__(self):
        self.context = self.plural = None
        self.msgid, self.texts, self.comments = None, {}, []
        self.fuzzy = self.obsolete = False

    def key(self):
        return (self.context, self.msgid)

    def write(self, mark=""):
        lines = list(self.comments)
        if self.context is not None:
            lines.append(f"{mark}msgctxt {quote(self.context)}")
        lines.append(f"{mark}msgid {quote(self.msgid)}")
        if self.plural is not None:
            lines.append(f"{mark}msgid_plural {quote(self.plural)}")
        for n in sorted(self.texts):
            name = f"msgstr[{n}]" if self.plural is not None else "msgstr"
            parts = self.texts[n].split("\n") if self.msgid == "" else None
            if parts:       # the header, a line each
                lines.append('msgstr ""')
                lines += [quote(p + "\n") for p in parts if p]
            else:
                lines.append(f"{mark}{name} {quote(self.texts[n])}")
        return "\n".join(lines) + "\n"


def read_po(path):
    """The entries of a PO file, in order."""
    entries, e, field = [], Entry(), None

    def end():
        nonlocal e
        if e.msgid is not None:
            entries.append(e)
        e = Entry()

    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.exists() else (), 1):
        if line.startswith("#~"):
            line, old = line[2:].strip(), True
        else:
            old = False
        if not line.strip():
            end()
        elif line.startswith("#"):
            e.fuzzy |= line.startswith("#,") and "fuzzy" in line
            e.comments.append(line)
        else:
            m = re.match(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[(\d)\])?)\s+)?(".*")$', line.strip())
            if not m:
                sys.exit(f"{path}:{n}: not a PO line: {line}")
            e.obsolete |= old
            field = (m[1].split("[")[0], int(m[2] or 0)) if m[1] else field
            store(e, field, unquote(m[3]))
    end()
    return entries


def store(e, field, text):
    name, form = field
    if name == "msgstr":
        e.texts[form] = e.texts.get(form, "") + text
    else:
        attribute = {"msgctxt": "context", "msgid": "msgid", "msgid_plural": "plural"}[name]
        setattr(e, attribute, (getattr(e, attribute) or "") + text)


def po_paths(root, lang):
    return {False: root / "po" / f"{lang}.po", True: root / "po" / "desk" / f"{lang}.po"}


def read_lang(root, lang):
    """Both PO files of a language: key -> entry, and the keys given twice."""
    found, twice = {}, []
    for path in po_paths(root, lang).values():
        for e in read_po(path):
            if e.obsolete or not e.msgid:
                continue
            if e.key() in found:
                twice.append(e)
            found[e.key()] = e
    return found, twice


def places(text):
    return sorted(set(PLACE.findall(text)))


def wrong_with(lang, e, plural):
    wanted = FORMS[lang] if plural is not None else 1
    texts = [e.texts.get(n, "") for n in range(wanted)]
    if e.fuzzy:
        return "fuzzy"
    if (e.plural is None) != (plural is None):
        return "plural here and singular there"
    if not all(texts):
        return "empty"
    english = plural if plural is not None else e.msgid
    for n, text in enumerate(texts):
        if places(text) != places(english) and not (wanted == 2 and n == 0 and not places(text)):
            return f"other places {places(text)} than {places(english)}"
        if text == english and " " in text.strip() and lang != "de":
            return "left in English"
    return None


def problems_of(root, sources):
    for lang in FORMS:
        found, twice = read_lang(root, lang)
        for e in twice:
            yield f"{lang}: twice: {quote(e.msgid)}"
        for key, (plural, place, _) in sources.texts.items():
            bad = wrong_with(lang, found[key], plural) if key in found else "missing"
            if bad:
                yield f"{lang}: {bad}: {quote(key[1])} ({place})"
        for key in found:
            if key not in sources.texts:
                yield f"{lang}: used nowhere: {quote(key[1])}"


def key_bytes(key):
    return ((key[0] + "\4" if key[0] is not None else "") + key[1]).encode()


def c_literal(data):
    text = data.decode().replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + text.replace("\4", '\\004""') + '\\0"'


def write_table(root, sources, out):
    found = {lang: read_lang(root, lang)[0] for lang in FORMS}
    blob, offset, rows = ['"\\0"'], 1, []
    for key in sorted(sources.texts, key=key_bytes):
        plural = sources.texts[key][0]
        offsets = []
        for texts in [[key_bytes(key).decode()]] + [usable(found, lang, key, plural) for lang in LANGS]:
            offsets.append(offset if texts else 0)
            for text in texts:
                blob.append(c_literal(text.encode()))
                offset += len(text.encode()) + 1
        rows.append("    { %d, { 0, %s } }," % (offsets[0], ", ".join(map(str, offsets[1:]))))
    lines = ["/* Made by tools/textc.py from po/ and the sources. */", '#include "text/catalogue.h"', "",
             "const char catalogue_blob[] =", *("    " + b for b in blob), "    ;", "",
             "const struct catalogue_entry catalogue[] = {", *(rows or ["    { 0, { 0 } },"]), "};", "",
             f"const size_t n_catalogue = {len(rows)};", ""]
    out.write_text("\n".join(lines), encoding="utf-8")


def usable(found, lang, key, plural):
    """The texts to compile for a language; none if a person has still to write them."""
    e = found.get(lang, {}).get(key)
    if not e or wrong_with(lang, e, plural):
        return []
    return [e.texts[n] for n in sorted(e.texts)]


def new_file(lang):
    e = Entry()
    e.msgid, e.comments = "", ["# SPDX-License-Identifier: AGPL-3.0-or-later"]
    e.texts[0] = ("Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nMIME-Version: 1.0\n"
                  f"Language: {lang}\nPlural-Forms: {PLURAL_RULE[FORMS[lang]]}\n")
    return e


def update(root, sources):
    for lang in FORMS:
        paths = po_paths(root, lang)
        files = {at_desk: read_po(path) or [new_file(lang)] for at_desk, path in paths.items()}
        for key, (plural, place, shared) in sources.texts.items():
            place_text(files[not shared], files[shared], key, plural, place, FORMS[lang])
        for at_desk, path in paths.items():
            before = {e.key(): e.obsolete for e in read_po(path) if e.msgid}
            for e in files[at_desk]:
                e.obsolete = bool(e.msgid) and e.key() not in sources.texts
            tell(path.relative_to(root), before, files[at_desk])
            path.parent.mkdir(parents=True, exist_ok=True)
            text = "\n".join(e.write("#~ " if e.obsolete else "") for e in files[at_desk])
            scratch = path.with_suffix(".new")
            scratch.write_text(text, encoding="utf-8")
            os.replace(scratch, path)


def tell(path, before, entries):
    """Print what an update changed in one file."""
    now = {e.key(): e.obsolete for e in entries if e.msgid}
    changed = [("new" if not any(e.texts.values()) else "moved here", e) for e in entries
               if e.msgid and e.key() not in before]
    changed += [("set aside" if e.obsolete else "used again", e) for e in entries
                if e.msgid and e.key() in before and e.obsolete != before[e.key()]]
    gone = [key for key in before if key not in now]
    empty = sum(1 for e in entries if e.msgid and not e.obsolete and not all(e.texts.values()))
    for what, e in changed:
        print(f"{path}: {what}: {quote(e.msgid)}")
    for _, msgid in gone:
        print(f"{path}: moved away: {quote(msgid)}")
    print(f"{path}: {len(changed) + len(gone)} changed, {empty} to translate")


def place_text(home, other, key, plural, place, n_forms):
    """Have one entry for `key`, in `home`: kept, brought over from the other file, or new and empty."""
    moved = [e for e in other if e.msgid and e.key() == key]
    other[:] = [e for e in other if e not in moved]
    here = [e for e in home if e.msgid and e.key() == key]
    if here:
        return
    if not moved:
        e = Entry()
        e.context, e.msgid, e.plural = *key, plural
        e.comments = [f"#: {place}"]
        e.texts = {n: "" for n in range(n_forms if plural is not None else 1)}
        moved = [e]
    home.append(moved[0])


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("root", type=pathlib.Path, nargs="?", default=pathlib.Path(__file__).resolve().parents[1])
    p.add_argument("--out", type=pathlib.Path)
    p.add_argument("--depfile", type=pathlib.Path)
    p.add_argument("--check", nargs="?", const="")
    p.add_argument("--update", action="store_true")
    a = p.parse_args()
    sources = Sources(a.root)
    if a.update:
        update(a.root, sources)
    if a.out:
        write_table(a.root, sources, a.out)
    if a.depfile:
        inputs = sources.files + [f for lang in FORMS for f in po_paths(a.root, lang).values() if f.exists()]
        a.depfile.write_text(f"{a.out}: {' '.join(str(f).replace(' ', chr(92) + ' ') for f in inputs)}\n")
    if a.check is not None:
        found = list(problems_of(a.root, sources))
        good = f"{len(sources.texts)} texts, every one translated"
        stamp = pathlib.Path(a.check) if a.check else None
        if found or not (stamp and stamp.exists() and stamp.read_text(encoding="ascii") == good):
            print("\n".join(found) or good)     # in a build only when something changed
        if found:
            sys.exit(1)
        if stamp:
            stamp.write_text(good, encoding="ascii")


if __name__ == "__main__":
    main()
