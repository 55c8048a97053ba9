#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write five lists of made-up words (ru, uk, be, en, de) for tests of the word code: made_up_words.py FOLDER
Always the same; nothing a person should ever write down."""
import pathlib
import sys

LETTERS = {
    "ru": ("бвгджзклмнпрстфхцчшщ", "аеиоуыэюя"),
    "uk": ("бвгджзклмнпрстфхцчшщ", "аеіоуюяє"),
    "be": ("бвгджзклмнпрстфхцчш", "аеіоуыэюя"),
    "en": ("bcdfghjklmnpqrstvwxz", "aeiouy"),
    "de": ("bcdfghjklmnpqrstvwxz", "äeiouöü"),
}


def words_of(lang):
    hard, soft = LETTERS[lang]
    skip = {"ä": "a", "ö": "o", "ü": "u"}
    seen, out = set(), []
    for a in hard:
        for b in soft:
            for c in hard:
                for d in soft:
                    word = a + b + c + d + hard[(ord(a) + ord(d)) % len(hard)] + soft[0]
                    folded = "".join(skip.get(x, x) for x in word[:4])
                    if folded not in seen:
                        seen.add(folded)
                        out.append(word)
    step = len(out) // 2048
    return sorted(out[::step][:2048])


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for lang in LETTERS:
        (folder / f"{lang}.txt").write_text("\n".join(words_of(lang)) + "\n", encoding="utf-8")
