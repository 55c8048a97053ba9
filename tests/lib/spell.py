# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every spelling under which a text may lie about in memory or on a disk, cut into pieces, so that a
fragment is found as well as the whole."""
import base64
import html
import random
import urllib.parse

PIECE = 16
ALPHABETS = ("абвгдежзиклмнопрстуфхцчшыэюя", "абвгґдежзиіїйклмнопрстуфхцчшю", "abcdefghijklmnopqrstuvwxyz")


def random_text(rng, n_words=12):
    """Words that no program, list or page holds by chance."""
    letters = rng.choice(ALPHABETS)
    words = ["".join(rng.choice(letters) for _ in range(rng.randint(5, 11))) for _ in range(n_words)]
    return " ".join(words) + rng.choice(["?", ".", " & <ещё>", ' "так"'])


def spellings(text):
    """Pairs of a name and bytes."""
    for case, t in (("", text), ("lower-", text.lower()), ("upper-", text.upper())):
        plain = t.encode()
        yield case + "utf8", plain
        yield case + "utf16le", t.encode("utf-16-le")
        yield case + "utf16be", t.encode("utf-16-be")
        yield case + "percent", urllib.parse.quote(t).encode()
        yield case + "percent-lower", urllib.parse.quote(t).lower().encode()
        yield case + "form", urllib.parse.quote_plus(t).encode()
        yield case + "html", html.escape(t).encode()
        yield case + "entities", "".join(f"&#{ord(c)};" for c in t).encode()
        for skip in range(3):
            whole = plain[skip:]
            yield f"{case}base64-{skip}", base64.b64encode(whole[:len(whole) // 3 * 3])


def needles(texts, n_bytes=PIECE):
    """Lines for the scanner: every piece of every spelling, once.  Words of the public lists want
    pieces longer than a word: each word alone stands in the program."""
    seen = {}
    for i, text in enumerate(texts):
        for name, spelled in spellings(text):
            for at in range(0, max(1, len(spelled) - n_bytes + 1), n_bytes):
                piece = spelled[at:at + n_bytes]
                if len(piece) >= 8:
                    seen.setdefault(piece, f"text-{i}-{name}-{at}")
    return "".join(f"{name} {piece.hex()}\n" for piece, name in seen.items())


def rng_of(seed=None):
    """A generator whose seed is printed, so that a failure can be seen again."""
    seed = seed if seed is not None else random.SystemRandom().randrange(1 << 32)
    print(f"# seed {seed}", flush=True)
    return random.Random(seed)
