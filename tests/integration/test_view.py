#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Foreign files in the sealed-off room of understory-view: good ones become pixels, hostile ones do no harm.
usage: test_view.py BUILD_FOLDER [TEST...]"""
import os
import pathlib
import random
import socket
import struct
import subprocess
import sys
import tempfile
import time
import zlib

import hubkit

GOOD, DAMAGED, TOO_LARGE, REFUSED, NO_PAGE, TOO_SLOW, NO_SANDBOX, NO_TOOL = range(8)
UNKNOWN, PDF, JPEG, PNG, GIF, WEBP, TEXT, OFFICE, MEDIA, ARCHIVE, PICTURE, PROGRAM, EMPTY = range(13)
SIDE_MAX, PAGES_SHOWN, HEAD = 1754, 50, 24


class Sight:
    def __init__(self, raw):
        assert len(raw) >= HEAD, raw
        mark, self.status, self.kind, self.cut, self.page, self.n_pages, self.width, self.height, n = struct.unpack(
            ">4sBBHIIHHI", raw[:HEAD])
        self.body = raw[HEAD:]
        assert mark == b"USV1" and n == len(self.body)
        if self.status == GOOD and self.kind != TEXT:
            assert 1 <= self.width <= SIDE_MAX and 1 <= self.height <= SIDE_MAX
            assert n == 3 * self.width * self.height
        if self.status != GOOD:
            assert n == 0

    def pixel(self, x, y):
        at = 3 * (y * self.width + x)
        return tuple(self.body[at:at + 3])

    def near(self, x, y, colour, off=6):
        return all(abs(a - b) <= off for a, b in zip(self.pixel(x, y), colour))


def show(build, content, page=1, program="src/understory-view", seconds=60, **more):
    r = subprocess.run([build / program, "show", str(page)], input=content, capture_output=True, timeout=seconds, **more)
    assert r.returncode == 0, (r.returncode, r.stderr[-500:])
    return Sight(r.stdout)


def made(*argv, data=b""):
    return subprocess.run(argv, input=data, capture_output=True, check=True, timeout=60).stdout


def ppm(width=300, height=200, colour=(255, 0, 0)):
    return b"P6\n%d %d\n255\n" % (width, height) + bytes(colour) * (width * height)


def png(width, height, raw=None):
    """A PNG that says these measures; its pixels are zeros, or what `raw` compresses to."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    data = zlib.compress(raw) if raw is not None else zlib.compress(bytes((3 * width + 1) * height), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(
        b"IDAT", data) + chunk(b"IEND", b"")


def pdf(n_pages, content=lambda i: b"0 0 1 rg 0 0 595 421 re f", box=b"0 0 595 842", count=None, root=b""):
    kids = b" ".join(b"%d 0 R" % (3 + 2 * i) for i in range(n_pages))
    objects = [b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
               b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, n_pages if count is None else count)]
    for i in range(n_pages):
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents %d 0 R /Resources << >> >>" % (box, 4 + 2 * i))
        s = content(i)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(s), s))
    out, at = bytearray(b"%PDF-1.4\n"), []
    for k, o in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (k, o)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % a for a in at)
    return bytes(out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table))


def test_pictures_become_pixels(build):
    jpeg, as_png = made("pnmtojpeg", "-quality=95", data=ppm()), made("pnmtopng", data=ppm())
    gif = made("ppmtogif", data=ppm())
    with tempfile.NamedTemporaryFile(suffix=".png") as f:
        f.write(as_png)
        f.flush()
        webp = made("cwebp", "-quiet", "-lossless", f.name, "-o", "-")
    for kind, content in ((JPEG, jpeg), (PNG, as_png), (GIF, gif), (WEBP, webp)):
        s = show(build, content)
        assert (s.status, s.kind, s.page, s.n_pages, s.width, s.height) == (GOOD, kind, 1, 1, 300, 200), vars(s)
        assert s.near(0, 0, (255, 0, 0)) and s.near(299, 199, (255, 0, 0))
        assert show(build, content, page=2).status == NO_PAGE


def test_large_pictures_shrink(build):
    s = show(build, made("pnmtojpeg", data=ppm(4000, 3000, (0, 200, 0))))
    assert (s.status, s.width, s.height) == (GOOD, 1754, 1315) and s.near(900, 700, (0, 200, 0))
    s = show(build, made("pnmtopng", data=ppm(20000, 3, (9, 9, 9))))
    assert (s.width, s.height) == (1754, 1)


def test_see_through_is_white(build):
    pam = b"P7\nWIDTH 4\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE RGB_ALPHA\nENDHDR\n" + bytes([0, 0, 0, 0, 255, 0, 0, 255] * 2)
    s = show(build, made("pamtopng", data=pam))
    assert s.pixel(0, 0) == (255, 255, 255) and s.pixel(1, 0) == (255, 0, 0)


def exif(turn):
    tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0" + struct.pack("<H", turn) + b"\0\0\0\0\0\0"
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def test_photos_stand_upright(build):
    left = b"P6\n40 20\n255\n" + (bytes((255, 0, 0)) * 20 + bytes((0, 0, 255)) * 20) * 20  # red left, blue right
    plain = made("pnmtojpeg", "-quality=100", data=left)
    for turn, measure, red in ((1, (40, 20), (2, 10)), (3, (40, 20), (37, 10)), (6, (20, 40), (10, 2)), (8, (20, 40), (10, 37))):
        s = show(build, plain[:2] + exif(turn) + plain[2:])
        assert (s.width, s.height) == measure and s.near(*red, (254, 0, 0), 30), (turn, s.width, s.pixel(*red))


def test_pages_of_a_pdf(build):
    book = pdf(3, lambda i: b"%d 0 0 rg 0 0 595 842 re f" % (i == 1))
    for page, colour in ((1, (0, 0, 0)), (2, (255, 0, 0)), (3, (0, 0, 0))):
        s = show(build, book, page)
        assert (s.status, s.kind, s.page, s.n_pages) == (GOOD, PDF, page, 3), vars(s)
        assert s.height == SIDE_MAX and s.near(600, 900, colour)
    assert show(build, book, 4).status == NO_PAGE


def test_text_in_the_usual_alphabets(build):
    words = "Привет, «ответ» – до завтра. Ёлка"
    for how in ("utf-8", "utf-8-sig", "utf-16", "cp1251"):
        s = show(build, words.encode(how))
        assert (s.status, s.kind, s.body.decode()) == (GOOD, TEXT, words), how
    s = show(build, b"a\x1b[31mred\r\nb\x0cc")
    assert s.body == b"a[31mred\nb\nc"
    s = show(build, ("щ" * 300000).encode())
    assert s.cut == 1 and len(s.body) == 200000
    s = show(build, b"<html><script>alert(1)</script>")
    assert s.kind == TEXT and b"<script>" in s.body  # text: the page escapes it


def test_what_is_never_opened(build):
    office = b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml" + bytes(200)
    for kind, content in ((OFFICE, office), (OFFICE, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)), (OFFICE, b"{\\rtf1 }"),
                          (MEDIA, b"\0\0\0\x20ftypmp42" + bytes(99)), (MEDIA, b"OggS" + bytes(99)), (MEDIA, b"ID3" + bytes(99)),
                          (ARCHIVE, b"PK\x03\x04" + bytes(99)), (ARCHIVE, b"\x1f\x8b" + bytes(99)),
                          (PICTURE, b"\0\0\0\x20ftypheic" + bytes(99)), (PROGRAM, b"MZ" + bytes(99)),
                          (PROGRAM, b"\x7fELF" + bytes(99)), (UNKNOWN, bytes(range(256))), (EMPTY, b"")):
        s = show(build, content)
        assert (s.status, s.kind) == (REFUSED, kind), (content[:12], s.status, s.kind)


def test_bombs_are_refused(build):
    began = time.monotonic()
    assert show(build, png(50000, 50000, b"")).status in (TOO_LARGE, DAMAGED)
    assert show(build, png(0x7FFFFFFF, 0x7FFFFFFF, b"")).status in (TOO_LARGE, DAMAGED)
    assert show(build, png(100000, 100000, bytes(1 << 20))).status in (TOO_LARGE, DAMAGED)
    jpeg = bytearray(made("pnmtojpeg", data=ppm(16, 16)))
    at = jpeg.index(b"\xff\xc0") + 5
    jpeg[at:at + 4] = b"\xff\xdc\xff\xdc"  # 65,500 by 65,500
    assert show(build, bytes(jpeg)).status == TOO_LARGE
    gif = bytearray(made("ppmtogif", data=ppm(16, 16)))
    gif[6:10] = gif[gif.index(b",") + 5:gif.index(b",") + 9] = b"\xff\xff\xff\xff"
    assert show(build, bytes(gif)).status in (TOO_LARGE, DAMAGED)
    wide = show(build, pdf(1, box=b"0 0 2000000 1"))
    assert wide.status != GOOD or max(wide.width, wide.height) <= SIDE_MAX
    assert time.monotonic() - began < 90


def test_a_pdf_of_100000_pages(build):
    big = pdf(100000, lambda i: b"")
    s = show(build, big, 50)
    assert s.status == GOOD and s.n_pages == 100000 and s.page == 50
    assert show(build, big, 51).status == NO_PAGE
    s = show(build, pdf(2, count=2000000000))
    assert s.status == GOOD and s.n_pages <= 1000000 or s.status == DAMAGED


def test_broken_files(build):
    rng = random.Random(7)
    whole = [made("pnmtojpeg", data=ppm()), made("pnmtopng", data=ppm()), made("ppmtogif", data=ppm()), pdf(2)]
    for content in whole:
        for _ in range(6):
            broken = bytearray(content)
            for _ in range(rng.randrange(1, 30)):
                broken[rng.randrange(8, len(broken))] = rng.randrange(256)
            s = show(build, bytes(broken[:rng.randrange(9, len(broken))]))
            assert s.status in (GOOD, DAMAGED, TOO_LARGE, NO_PAGE, REFUSED), s.status


def test_pdf_with_scripts_and_a_password(build):
    s = show(build, pdf(1, root=b"/OpenAction << /S /Launch /F (/usr/bin/touch) >> /AA << /O << /S /JavaScript /JS (app.alert) >> >>"))
    assert s.status == GOOD and s.near(300, 1500, (0, 0, 255))
    locked = pdf(1).replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /O (" + b"x" * 32 + b") /U ("
                            + b"y" * 32 + b") /P -4 >> /ID [(a)(a)]")
    assert show(build, locked).status == DAMAGED


def thief(build, what):
    return show(build, b"%PDF-1.4 but it runs", what, "tests/integration/thief")


def test_a_tool_that_was_taken_over_can_do_nothing(build):
    """Only where nothing of the room is left off, as sanitizers need it: the plain build."""
    if "SANITIZED" in os.environ:
        return
    seen = []
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        s = thief(build, 1)
        listening.settimeout(0.2)
        try:
            seen.append(listening.accept())
        except TimeoutError:
            pass
    words = dict(line.split(": ", 1) for line in s.body.decode().splitlines())
    allowed = {"a file in /tmp"}
    worked = {k for k, v in words.items() if v == "WORKED"}
    assert len(words) == 17 and worked <= allowed and not seen, (worked - allowed, words)
    assert not pathlib.Path("/usr/stolen").exists() and not pathlib.Path("/tmp/kept").exists()


def test_a_tool_that_breaks_out_is_killed(build):
    if "SANITIZED" in os.environ:
        return
    for what in (2, 3, 4):
        assert thief(build, what).status == DAMAGED


def test_time_and_output_come_to_an_end(build):
    began = time.monotonic()
    assert thief(build, 6).status == TOO_SLOW and time.monotonic() - began < 20
    assert thief(build, 5).status in (TOO_SLOW, DAMAGED) and time.monotonic() - began < 60


def test_without_a_room_nothing_is_opened(build):
    """As a user from whom namespaces are withheld, and with a root that has no bwrap."""
    if os.getuid() != 0:
        return
    r = subprocess.run(["unshare", "--mount", "sh", "-c", "mount --bind /bin/false /usr/bin/bwrap && exec \"$@\"", "sh",
                        build / "src/understory-view", "show", "1"], input=pdf(1), capture_output=True, timeout=60)
    assert r.returncode == 0 and Sight(r.stdout).status == NO_SANDBOX, r.stderr[-300:]


def test_as_a_user_without_rights(build):
    if os.getuid() != 0:
        return
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / "understory-view"
        program.write_bytes((build / "src/understory-view").read_bytes())
        program.chmod(0o755)
        pathlib.Path(folder).chmod(0o755)
        s = show(pathlib.Path(folder), pdf(1), program="understory-view", user=65534, group=65534, extra_groups=[])
        assert s.status == GOOD, s.status


if __name__ == "__main__":
    sys.argv[1] = pathlib.Path(sys.argv[1])
    hubkit.run_tests(globals())
