#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The programs that read foreign files and draw paper: formats, hostile files, the sandbox.
usage: test_import.py BUILD-FOLDER"""
import io
import json
import os
import pathlib
import struct
import subprocess
import sys
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lib"))
import tap  # noqa: E402

CASE = unittest.TestCase()
SANDBOX = os.environ.get("HUB_SANDBOX", "strict")
UNKNOWN, OWN, TELEGRAM, GLOBALEAKS, CSV = range(5)
NOTE, CONTACT, SENT = 3, 16, 17
NO_TIME, NO_TEXT, FILE, KIND, GROUP, COLUMNS, MANY, FORMAT, JSON, UTF8, LINE, ZIP, TABLE, VERSION = range(1, 15)


class Doc:
    def __init__(self, raw):
        self.source, self.cases, self.troubles, self.columns = raw[0], [], [], []
        at = 1
        while at < len(raw):
            tag, kind, at_s, number = struct.unpack_from(">BBQI", raw, at)
            at += 14
            texts = []
            for _ in range(4):
                n = struct.unpack_from(">I", raw, at)[0]
                texts.append(raw[at + 4:at + 4 + n])
                at += 4 + n
            a, b, c = (t.decode() for t in texts[:3])
            if tag == 1:
                self.cases.append({"ref": a, "title": b, "lang": c, "country": texts[3].decode(), "entries": []})
            elif tag == 2:
                self.cases[-1]["entries"].append((kind, at_s, number, a, b, c, texts[3]))
            elif tag == 3:
                self.troubles.append((kind, number, a))
            else:
                self.columns.append((a, number))

    def kinds(self):
        return [t[0] for t in self.troubles]


def run(program, question):
    done = subprocess.run([BUILD / "src" / program, SANDBOX], input=question, capture_output=True, timeout=60)
    return done.returncode, done.stdout


def read(content, mapping=""):
    m = mapping.encode()
    code, out = run("understory-import", struct.pack(">I", len(m)) + m + content)
    CASE.assertTrue(code == 0, f"read, exit {code}")
    return Doc(out)


def js(value):
    return json.dumps(value, ensure_ascii=False).encode()


def chat(messages, **more):
    return {"name": "Заяц", "type": "personal_chat", "id": 700, "messages": messages, **more}


def message(i, sender, text, **more):
    return {"id": i, "type": "message", "date": "2026-11-01T10:00:00", "date_unixtime": str(1793527200 + i),
            "from": "Ольга", "from_id": sender, "text": text, **more}


def test_telegram():
    pieces = ["см. ", {"type": "link", "text": "https://example.org"}, " — там"]
    doc = read(js(chat([message(1, "user700", "Пришла повестка"), message(2, "user9", pieces),
                        message(3, "user700", "", photo="photos/1.jpg"),
                        {"id": 4, "type": "service", "action": "phone_call"}])))
    CASE.assertEqual(doc.source, TELEGRAM, "source")
    CASE.assertEqual(len(doc.cases), 1, "one case")
    first, second = doc.cases[0]["entries"]
    CASE.assertEqual(first[:6], (CONTACT, 1793527201, 2, "telegram:700:1", "", "Пришла повестка"), "her message")
    CASE.assertEqual(second[:6], (SENT, 1793527202, 2, "telegram:700:2", "Ольга", "см. https://example.org — там"), "our answer")
    CASE.assertEqual(doc.kinds(), [FILE, KIND], "what is left out is said")
    both = read(js({"chats": {"list": [chat([message(1, "user700", "а")]),
                                       {"name": "Группа", "type": "private_group", "id": 5, "messages": []}]}}))
    CASE.assertEqual((len(both.cases), both.kinds()), (1, [GROUP]), "a list of chats")


REPORT = """Report: 7
Date: Sunday 22 November 2026 09:12 (UTC)

 What happened
  Меня вызывают в часть
{0}
   Author: Recipient
   Date: Monday 23 November 2026 10:00 (UTC)

   Где вы сейчас?

{0}
   Author: Whistleblower
   Date: Monday 23 November 2026 11:30 (UTC)

   Дома.
""".format("   " + "-" * 40)


def test_globaleaks_without_comments():
    doc = read(REPORT.split("   ---")[0].encode())
    CASE.assertEqual((GLOBALEAKS, 1, 1), (doc.source, len(doc.cases), len(doc.cases[0]["entries"])), "nobody answered yet")
    CASE.assertEqual(read(b"No,Date (UTC)\n1,2026-11-01 10:00 (UTC)\n").source, CSV, "a table with the same word")


def test_globaleaks():
    for name, content in (("text", REPORT.replace("\n", "\r\n").encode()), ("zip", None)):
        if content is None:
            box = io.BytesIO()
            with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as z:
                z.writestr("files/photo.jpg", b"x" * 5000)
                z.writestr("report.txt", REPORT)
            content = box.getvalue()
        doc = read(content)
        got = [(e[0], e[1], e[5].splitlines()[-1]) for e in doc.cases[0]["entries"]]
        CASE.assertEqual(got, [(CONTACT, 1795338720, "Меня вызывают в часть"), (SENT, 1795428000, "Где вы сейчас?"),
                        (CONTACT, 1795433400, "Дома.")], name)
    report = {"id": "abc", "progressive": 3, "label": "Г.", "creation_date": 1795338720000, "wbfiles": [{"name": "a.pdf"}],
              "questionnaires": [{"steps": [{"children": [
                  {"id": "f1", "label": "Что случилось?", "type": "textarea"},
                  {"id": "f2", "label": "Где?", "type": "selectbox", "options": [{"id": "o1", "label": "Дома"}]}]}],
                  "answers": {"f1": [{"value": "Повестка"}], "f2": [{"value": "o1"}]}}],
              "comments": [{"id": "c1", "creation_date": "2026-11-23T10:00:00Z", "content": "Держитесь", "author_id": "r1"}]}
    doc = read(js(report))
    first, second = doc.cases[0]["entries"]
    CASE.assertTrue("Что случилось?\nПовестка" in first[5] and "Где?\nДома" in first[5], "answers with their questions")
    CASE.assertEqual((second[0], second[1], second[5]), (SENT, 1795428000, "Держитесь"), "a comment")
    CASE.assertEqual(doc.kinds(), [FILE], "files are said")


def test_csv():
    text = "id;date;text;who\n7;2026-11-01 10:00;\"Сказал: \"\"нет\"\"\nи ушёл\";\n7;02.11.2026;Ответ;Ольга\n8;;Без даты;\n"
    doc = read(text.encode())
    CASE.assertEqual(doc.source, CSV, "source")
    CASE.assertEqual([c["ref"] for c in doc.cases], ["csv:7", "csv:8"], "two cases")
    a, b = doc.cases[0]["entries"]
    CASE.assertEqual((a[0], a[1], a[5]), (CONTACT, 1793527200, "Сказал: \"нет\"\nи ушёл"), "quotes and line breaks")
    CASE.assertEqual((b[0], b[1], b[4]), (SENT, 1793577600, "Ольга"), "a colleague's row")
    CASE.assertEqual(doc.kinds(), [NO_TIME], "a row without a time")
    CASE.assertEqual(doc.columns, [("id", 1), ("date", 3), ("text", 2), ("who", 4)], "guessed columns")
    odd = "A,B\n1,Здравствуйте\n".encode()
    CASE.assertEqual(read(odd).kinds(), [TABLE], "unknown headings are asked for")
    CASE.assertEqual(len(read(odd, "0=1 1=2").cases), 1, "and given by the mapping")


def test_hostile():
    line = b'id,text\n1,"' + b"x" * (10 << 20) + b'"\n'
    CASE.assertEqual(read(line).kinds(), [LINE], "a line of 10 MB")
    CASE.assertEqual(read(b"id,text\n1,\xff\xfe\n").troubles, [(UTF8, 2, "")], "bytes that are no UTF-8")
    CASE.assertEqual(read(b"[" * 200000).kinds(), [JSON], "nested without end")
    CASE.assertEqual(read(b'{"a":').kinds(), [JSON], "JSON that ends too soon")
    CASE.assertEqual(read(js(chat([message(1, "user700", "ы")]))[:-3] + b"\xff\xff}").kinds(), [JSON], "bad UTF-8 in JSON")
    CASE.assertEqual(read(b"{}").kinds(), [FORMAT], "JSON of somebody else")
    CASE.assertEqual(read(b"PK\x03\x04" + b"\0" * 100).kinds(), [ZIP], "no archive")
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("report.txt", b"0" * (200 << 20))
    CASE.assertEqual(read(box.getvalue()).kinds(), [ZIP], "an archive that unpacks to 200 MB")
    many = "id,text\n" + "".join(f"{i},t\n" for i in range(700))
    doc = read(many.encode())
    CASE.assertEqual((len(doc.cases), doc.kinds().count(MANY)), (500, 1), "more cases than are taken at once")
    long = read(js(chat([message(1, "user700", "ж" * 20000)])))
    CASE.assertEqual([len(e[5]) for e in long.cases[0]["entries"]], [5950, 5950, 5950, 2150], "a long text becomes several")
    CASE.assertEqual(len({e[3] for e in long.cases[0]["entries"]}), 4, "each is told again")
    CASE.assertEqual(run("understory-import", b"\0")[0], 1, "no question")


def item(kind, a, b=""):
    a, b = a.encode(), b.encode()
    return bytes([kind]) + struct.pack(">I", len(a)) + a + struct.pack(">I", len(b)) + b


def test_paper():
    sheet = item(7, "Тропа") + item(1, "Лист передачи") + b"".join(
        item(5, "22 ноября", "Сына увезли ночью. " * 40) for _ in range(30)) + item(5, "x", "Ї" * 4000)
    code, pdf = run("understory-paper", sheet)
    CASE.assertTrue(code == 0 and pdf.startswith(b"%PDF-"), "a PDF")
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    CASE.assertTrue("Лист передачи" in text and text.count("Сына увезли ночью.") > 900, "everything is in it, in Cyrillic")
    CASE.assertEqual(run("understory-paper", b"\1\0\0\0")[0], 1, "half a sheet is refused")
    CASE.assertEqual(run("understory-paper", item(5, "a", "b")[:-1] + b"\xff")[0], 1, "what is no UTF-8 is refused")
    serve = subprocess.Popen([BUILD / "src/understory-paper", SANDBOX, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    sizes = []
    for question in (sheet, b"\xff" * 40, sheet):
        serve.stdin.write(struct.pack(">I", len(question)) + question)
        serve.stdin.flush()
        n = struct.unpack(">I", serve.stdout.read(4))[0]
        serve.stdout.read(n)
        sizes.append(n > 1000)
    serve.stdin.close()
    CASE.assertEqual(sizes, [True, False, True], "a bad sheet ends with itself")
    CASE.assertEqual(serve.wait(timeout=10), 0, "and it ends when the desk does")


class Programs(unittest.TestCase):
    """One method for each test function above."""


def adopt():
    for name, function in list(globals().items()):
        if name.startswith("test_"):
            setattr(Programs, name, lambda _self, f=function: f())


adopt()

if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv[1])
    tap.main()
