#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Attachments at a running desk, in its sandbox: added over HTTP, sealed on disk, seen as pixels, too large
ones refused.  usage: test_job_files.py BUILD"""
import pathlib
import re
import secrets
import subprocess
import sys
import time
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import desk  # noqa: E402
import network  # noqa: E402
import running  # noqa: E402
import tap  # noqa: E402
import web  # noqa: E402

CANARY = b"kanarek-in-a-file-7f3a"


def upload(client, case, csrf, name, content):
    mark = secrets.token_hex(12)
    body = (f'--{mark}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{csrf}\r\n--{mark}\r\nContent-Disposition: form-data; '
            f'name="file"; filename="{name}"\r\nContent-Type: image/jpeg\r\n\r\n').encode() + content + f"\r\n--{mark}--\r\n".encode()
    return client.request("POST", f"/c/{case}/file", body,
                          {"Content-Type": f"multipart/form-data; boundary={mark}", "Origin": client.base.rstrip("/")})


def pixels(png):
    """Width, height and first pixel of one of the desk's PNGs."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and png[24:26] == b"\x08\x02"
    n = int.from_bytes(png[33:37], "big")
    rows = zlib.decompress(png[41:41 + n])
    return int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big"), tuple(rows[1:4])


class Files(running.Running):
    def opened(self, member, link):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            page = member.get(link)
            self.assertEqual(200, page.status)
            if not page.header("Refresh"):
                return page
            time.sleep(0.2)
        self.fail("the file was not opened")

    def added(self, member, case, name, content):
        csrf = next(f.value for f in member.case(case).form_to(f"/c/{case}/note").fields if f.name == "csrf")
        page = upload(member, case, csrf, name, content)
        self.assertEqual(303, page.status, page.visible()[:300])
        return [m for m in member.case(case).read.links if m.startswith(f"/c/{case}/file/")][-1]

    def test_a_file_from_its_sender_to_pixels(self):
        self.person().write("Вот моя повестка datei0")
        member = self.member(0)
        case = member.find("datei0")
        jpeg = subprocess.run(["pnmtojpeg", "-quality=95"], input=b"P6\n2000 1000\n255\n" + bytes((250, 10, 10)) * 2000000,
                              capture_output=True, check=True).stdout
        link = self.added(member, case, "../../foto.jpg", jpeg + CANARY * 1000)
        page = self.opened(member, link)
        image = re.search(r'<img src="([^"]+)"', page.text).group(1)
        png = member.get(image)
        self.assertEqual((200, "image/png"), (png.status, png.header("Content-Type")))
        width, height, first = pixels(png.body)
        self.assertEqual((1754, 877), (width, height))
        self.assertTrue(abs(first[0] - 250) < 6 and first[1] < 20, first)
        self.assertNotIn(CANARY, png.body)
        self.assertIn("foto.jpg", page.visible())
        self.assertNotIn("..", page.visible())
        for f in pathlib.Path(self.net.folder).rglob("*"):
            if f.is_file() and "desk" in str(f):
                self.assertNotIn(CANARY, f.read_bytes(), f)

    def tool(self, *words, typed=""):
        done = subprocess.run([pathlib.Path(sys.argv[1]) / "src/understory", *map(str, words)], input=typed,
                              capture_output=True, text=True, timeout=120)
        self.assertEqual(0, done.returncode, done.stderr)
        return done.stdout

    def restored(self, halves):
        """A desk on an empty machine, made of the backup alone and a new configuration."""
        self.tool("restore", self.folder / "desk.backup", "--into", self.folder / "again", typed=halves)
        port = network.free_port()
        conf = self.folder / "again/desk.conf"
        network.write_conf(conf, {"folder": self.folder / "again", "listen": f"127.0.0.1:{port}", "poll": "1h",
                                  "origin": f"http://127.0.0.1:{port}",
                                  "sandbox": "off" if network.is_sanitized(pathlib.Path(sys.argv[1])) else "best-effort"})
        program = network.Program("The restored desk", [self.net.program("understory-desk"), str(conf)],
                                  self.net.at("log/again.log"), f"http://127.0.0.1:{port}/login")
        program.start()
        program.wait_ready()
        return program, f"http://127.0.0.1:{port}"

    def log_in(self, url, who):
        member = desk.Member(url, timeout=60)
        member.login(self.net.members(0)[who]["name"], self.net.members(0)[who]["passphrase"])
        return member

    def test_a_file_comes_back_from_a_backup(self):
        self.person().write("Повестка с печатью datei2")
        member, office = self.member(0), self.net.members(0)[0]
        case = member.find("datei2")
        ppm = b"P6\n800 400\n255\n" + bytes((10, 200, 10)) * 320000
        jpeg = subprocess.run(["pnmtojpeg"], input=ppm, capture_output=True, check=True).stdout + secrets.token_bytes(200000)
        link = self.added(member, case, "pechat.jpg", jpeg)
        made = self.tool("recovery", self.net.at("desk-1"), "--member", office["name"], typed=office["passphrase"] + "\n")
        halves = "".join(line + "\n" for line in made.splitlines() if len(line.strip()) == 43 and line.replace(" ", "").isdigit())
        self.tool("backup", self.net.at("desk-1"), "--to", self.folder / "desk.backup")
        self.assertRegex(self.tool("restore", "--drill", self.folder / "desk.backup", typed=halves), r"(?m)^files [1-9]")
        program, url = self.restored(halves)
        try:
            anna, alesia = self.log_in(url, 0), self.log_in(url, 2)
            self.assertEqual(case, anna.find("datei2"))
            page = self.opened(anna, link)
            png = anna.get(re.search(r'<img src="([^"]+)"', page.text).group(1))
            self.assertEqual((800, 400), pixels(png.body)[:2])
            warning = anna.get(link + "/original")
            anna.submit(warning, warning.form_to(link + "/ask"), why="суд")
            seen = alesia.get(link + "/original")
            ask = re.search(r'name="ask" value="(\d+)"', seen.text).group(1)
            alesia.submit(seen, seen.form_to(link + "/confirm"), button=("ask", ask))
            ready = anna.get(link + "/original")
            original = anna.submit(ready, ready.form_to(link + "/original"))
            self.assertEqual((200, "application/octet-stream"), (original.status, original.header("Content-Type")))
            self.assertEqual(jpeg, original.body)
        finally:
            self.assertEqual(0, program.stop())

    def test_what_is_too_large(self):
        self.person().write("Ещё один файл datei1")
        member = self.member(0)
        case = member.find("datei1")
        link = self.added(member, case, "big.bin", secrets.token_bytes((16 << 20) - 10))
        self.assertEqual(200, self.opened(member, link).status)
        csrf = next(f.value for f in member.case(case).form_to(f"/c/{case}/note").fields if f.name == "csrf")
        self.assertEqual(413, upload(member, case, csrf, "x.bin", bytes(17 << 20)).status)
        stranger = web.Client(self.net.desk_urls[0], timeout=60)
        self.assertEqual(413, upload(stranger, case, csrf, "x.bin", bytes(1 << 20)).status)
        self.assertEqual(200, member.get(f"/c/{case}").status)


if __name__ == "__main__":
    tap.main()
