#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Write the small corpora of the core's fuzz targets from the test vectors: make_corpus.py
Run it after the vectors changed; the files are committed."""
import json
import pathlib
import struct

HERE = pathlib.Path(__file__).resolve().parent
DATA = json.loads((HERE.parent / "vectors/vectors.json").read_text(encoding="utf-8"))


def raw(section, key):
    return bytes.fromhex(DATA[section][key])


def text(section, key):
    return DATA[section][key].encode()


def signed(key):
    """The text of a note without its signatures."""
    return text("notes", key).rpartition(b"\n\n")[0] + b"\n"


def padded(head, body, size):
    return head + body + b"\x80" + bytes(size - len(body) - 1)


def corpora():
    request, answer = raw("request", "message"), raw("answer", "message")
    yield "message", {"request": b"\x01" + request, "answer": b"\x03" + answer,
                      "optional": b"\x02" + request[:8] + b"\x80\x00\x01x" + request[8:]}
    yield "envelope", {"request": raw("request", "envelope"), "answer": raw("answer", "envelope"),
                       "inner": padded(bytes([1, 1, 2, 114, 117, 0, 0, 0]), request, 3988),
                       "drop": padded(bytes([3, 1, 0, 0, 0, 0, 0, 0]), answer, 4036)}
    yield "note", {"root": text("notes", "root_text"),
                   "two": text("notes", "card_text") + b"=====\n" + text("notes", "edition_text")}
    for name in ("root", "card", "roster", "edition"):
        yield name, {name: signed(f"{name}_text")}
    yield "desk_auth", {"value": text("auth", "value_text")}
    field = (lambda number, value: struct.pack(">HH", number, len(value)) + value)
    yield "item", {
        "person": b"\0\1" + field(1, "Саша".encode()) + field(2, b"\0\2") + field(3, b"RUUA") + field(4, b"\2ru\3sah") +
                  field(9, b"\0\1\0\4") + field(11, b"\1"),
        "duty": b"\0\x14" + field(1, b"\4Olga") + field(2, struct.pack(">q", 1795424400) + b"Europe/Berlin") +
                field(3, struct.pack(">q", 1795453200)) + field(4, b"\2ru") + field(5, b"\0\1"),
        "service": b"\0\5" + field(1, b"\0\1") + field(2, bytes(16)) + field(3, b"x") + field(6, b"\0\2") + field(99, b"later"),
        "consent": b"\0\3" + field(7, b"\0" + struct.pack(">i", 20779))}
    short = (lambda text: struct.pack(">H", len(text.encode())) + text.encode())
    yield "work", {"offer": short("Иван") + short("позвоню") + short("смена"),
                   "snooze": struct.pack(">q", 1795338780) + "паспорт".encode()}
    yield "words", {lang: text("words", f"{lang}_text") for lang in ("ru", "uk", "be", "en", "de", "digits")}
    yield "armor", {"request": text("request", "armor_text")}


if __name__ == "__main__":
    for target, files in corpora():
        folder = HERE / "corpus" / target
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
