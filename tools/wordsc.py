#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""wordsc: compile the five word lists to C tables.
usage: wordsc.py OUT.c FOLDER

A table holds the words in list order and, for each, the first four letters as they look after the
folding of src/core/open/words_fold.c, sorted, so that a typed word is found by them alone."""
import pathlib
import sys
import unicodedata

COUNT, PREFIX = 2048, 4
FOLDS = {
    "ru": str.maketrans("ё", "е"),
    "uk": str.maketrans("иїґ", "ііг"),
    "be": str.maketrans("иїёўґ", "ііеуг"),
    "en": {},
    "de": str.maketrans("äöü", "aou"),
}


def read_list(folder, lang):
    path = folder / f"{lang}.txt"
    if not path.is_file():
        sys.exit(f"wordsc: {path} is missing: put the list of {COUNT} words there, one a line")
    words = path.read_text(encoding="utf-8").splitlines()
    if len(words) != COUNT:
        sys.exit(f"wordsc: {path} has {len(words)} lines, it must have {COUNT}")
    for n, word in enumerate(words, 1):
        if len(word) < PREFIX or unicodedata.normalize("NFC", word) != word or not word.isalpha():
            sys.exit(f"wordsc: {path}:{n}: {word!r} is no word of at least {PREFIX} letters in NFC")
    return words


def key_of(lang, word):
    key = 0
    for letter in word.translate(FOLDS[lang])[:PREFIX]:
        key = key << 16 | ord(letter)
    return key


def keys_of(lang, words):
    keys = sorted((key_of(lang, word), n) for n, word in enumerate(words))
    for (a, n), (b, m) in zip(keys, keys[1:]):
        if a == b:
            sys.exit(f"wordsc: {lang}: {words[n]} and {words[m]} begin with the same {PREFIX} letters")
    return keys


def table(lang, words):
    yield f"static const char *const words_{lang}[WORDS_LIST] = {{"
    for i in range(0, COUNT, 8):
        yield "    " + " ".join(f'"{word}",' for word in words[i:i + 8])
    yield "};"
    yield f"static const struct words_key keys_{lang}[WORDS_LIST] = {{"
    keys = keys_of(lang, words)
    for i in range(0, COUNT, 4):
        yield "    " + " ".join(f"{{ 0x{key:016x}, {n} }}," for key, n in keys[i:i + 4])
    yield "};"


def main(out, folder):
    lists = {lang: read_list(pathlib.Path(folder), lang) for lang in FOLDS}
    lines = ["/* Made by tools/wordsc.py; do not edit. */", '#include "core/open/words_table.h"']
    for lang, words in lists.items():
        lines += table(lang, words)
    lines.append("const struct words_table words_tables[WORDS_N_LANGS] = {")
    lines += [f"    [WORDS_{lang.upper()}] = {{ words_{lang}, keys_{lang} }}," for lang in lists]
    lines.append("};")
    pathlib.Path(out).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
