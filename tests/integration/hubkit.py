# SPDX-License-Identifier: AGPL-3.0-or-later
"""A tiny network made by other code than ours (PyNaCl, hashlib): root note, card, edition; and a real
hub that serves it.  For the tests of this folder."""
import base64
import hashlib
import http.client
import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import nacl.signing

HERE = pathlib.Path(__file__).resolve().parent
DAY = 86400
TICKET_PLACE = "TICKET-TICKET-TICKET-TICKET-TICKET-TICKET-TICKET-"[:48]
STYLE = "body{margin:0}"


def blake2b(data):
    return hashlib.blake2b(data, digest_size=32).digest()


def content_id(data):
    return blake2b(data)[:16]


def b64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def note(text, signers):
    """A C2SP signed note."""
    out = text + "\n"
    for name, key in signers:
        pk = bytes(key.verify_key)
        key_hash = hashlib.sha256(name.encode() + b"\n\x01" + pk).digest()[:4]
        sig = base64.b64encode(key_hash + key.sign(text.encode()).signature).decode()
        out += f"\u2014 {name} {sig}\n"
    return out.encode()


def page(lang, body):
    return (f"<!doctype html><html lang={lang}><head><title>x</title><style>{STYLE}</style></head>"
            f"<body>{body}</body></html>").encode()


class Network:
    """One editor, two organisations, one hub."""

    def __init__(self):
        self.editor = nacl.signing.SigningKey.generate()
        self.hub_id = secrets.token_bytes(16)
        self.orgs = [self.new_org() for _ in range(2)]
        self.root_text = "understory/root/1\nversion 1\n"
        self.root_text += f"editor example.org/editor {bytes(self.editor.verify_key).hex()}\nthreshold 1\n"
        self.root_text += f"hub {self.hub_id.hex()} http://127.0.0.1:8080\n"
        for org in self.orgs:
            self.root_text += f"org {org['id'].hex()} {bytes(org['identity'].verify_key).hex()}\n"
        self.network_id = blake2b(self.root_text.encode())
        self.pages = {"index": page("en", "<p>five languages</p>")}
        for lang in ("ru", "en"):
            self.pages[f"{lang}/index"] = page(lang, "<h1>start</h1>")
            self.pages[f"{lang}/3"] = page(lang, "<h1>guide</h1>")
            self.pages[f"{lang}/w"] = page(lang, f'<form method=post action="/"><input type=hidden '
                                           f'name=tok value="{TICKET_PLACE}"></form>')
            for code in ("400", "404", "405", "413", "500", "503"):
                self.pages[f"{lang}/e{code}"] = page(lang, f"<h1>error {code} {lang}</h1>")

    @staticmethod
    def new_org():
        return {"id": secrets.token_bytes(16), "identity": nacl.signing.SigningKey.generate(),
                "auth": nacl.signing.SigningKey.generate()}

    def card(self, org, signer=None):
        week = int(time.time()) // (7 * DAY)
        keys = [secrets.token_bytes(31) + b"\x01" for _ in range(28)]
        t = f"understory/card/1\nnetwork {self.network_id.hex()}\norg {org['id'].hex()}\nversion 1\n"
        t += f"issued {int(time.time()) // DAY}\nname en Example\nabout en Nobody\nlanguages en ru\ncountries *\n"
        t += f"auth {bytes(org['auth'].verify_key).hex()}\nreferral {keys[26].hex()}\npeople 1 {keys[27].hex()}\n"
        t += "".join(f"door {week + i} {keys[i].hex()}\n" for i in range(26))
        return t, note(t, [("org-" + org["id"].hex()[:8], signer or org["identity"])])

    def edition(self, cards, signer=None, expires_in=30):
        t = f"understory/edition/1\nnetwork {self.network_id.hex()}\nversion 1\nroot 1\n"
        t += f"expires {int(time.time()) // DAY + expires_in}\ndrop-bits 4\nslot-envelopes 4\n"
        for path in sorted(self.pages):
            body = self.pages[path]
            t += f"page {path} {len(body)} {hashlib.sha256(body).hexdigest()}\n"
        for org, text in sorted(cards, key=lambda c: c[0]["id"]):
            t += f"card {org['id'].hex()} 1 {hashlib.sha256(text.encode()).hexdigest()}\n"
        return note(t, [("example.org/editor", signer or self.editor)])

    def write(self, folder, **settings):
        folder = pathlib.Path(folder)
        (folder / "edition/pages").mkdir(parents=True, exist_ok=True)
        (folder / "root").write_bytes(note(self.root_text, [("example.org/editor", self.editor)]))
        cards = [(org, *self.card(org)) for org in self.orgs]
        (folder / "cards").write_bytes(b"".join(c[2] + b"=====\n" for c in cards))
        (folder / "edition/note").write_bytes(self.edition([(c[0], c[1]) for c in cards]))
        for body in self.pages.values():
            (folder / "edition/pages" / hashlib.sha256(body).hexdigest()).write_bytes(body)
        usual = {"hub": self.hub_id.hex(), "listen": "127.0.0.1:0", "batch": "300ms", "ticket_min": "0s",
                 "gate": str(HERE / "fake_gate.py"), "sandbox": os.environ.get("HUB_SANDBOX", "strict"),
                 "rate": "0", "disk_free": "0", "exit_ru": "https://example.org/ru"}
        usual.update(settings)
        (folder / "hub.conf").write_text("".join(f"{k} = {v}\n" for k, v in usual.items()))

    def sign(self, org, method, target, body=b"", ts=None, nonce=None, key=None):
        """The value of the Authorization header."""
        auth = key or org["auth"]
        ts = int(time.time()) if ts is None else ts
        nonce = b64url(nonce or secrets.token_bytes(16))
        text = "\n".join(["desk1", method, target, self.hub_id.hex(), str(ts), nonce, blake2b(body).hex()])
        sig = b64url(auth.sign(text.encode()).signature)
        return f"Desk {content_id(bytes(org['auth'].verify_key)).hex()}:{ts}:{nonce}:{sig}"


def envelope(number=None):
    """Right head, noise after it; with a number it can be found again."""
    noise = secrets.token_bytes(4092)
    return b"\x01\x01\0\0" + (noise if number is None else noise[:40] + number.to_bytes(8, "big") + noise[48:])


class Hub:
    """A running understory-hub.  Its log is kept, its port is read from it."""

    def __init__(self, program, folder, network, *extra):
        self.program, self.folder, self.network, self.extra = program, pathlib.Path(folder), network, extra
        self.process, self.port, self.log = None, 0, []

    def start(self, wait_s=60):
        self.process = subprocess.Popen([self.program, str(self.folder / "hub.conf"), *self.extra],
                                        stderr=subprocess.PIPE, text=True)
        self.port = 0
        self.reader = threading.Thread(target=self.read_log, args=(self.process,), daemon=True)
        self.reader.start()
        end = time.time() + wait_s
        while not self.port and time.time() < end and self.process.poll() is None:
            time.sleep(0.01)
        if not self.port:
            self.kill()
            raise AssertionError("the hub did not start:\n" + "".join(self.log[-20:]))
        return self

    def read_log(self, process):
        for line in process.stderr:
            self.log.append(line)
            found = re.match(r"event=listening err=ok n=(\d+)", line)
            if found:
                self.port = int(found[1])

    def children(self):
        """pid of each child by the order of their start: committer, shelf, desk, workers, gate."""
        out = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True)
        return sorted(int(p) for p in out.stdout.split())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(40)
        self.reader.join(5)
        return code

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(10)

    def ask(self, method, target, body=None, headers=None, timeout=30):
        """(status, headers, body) over a connection of its own."""
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            c.request(method, target, body, headers or {})
            r = c.getresponse()
            return r.status, {k.lower(): v for k, v in r.getheaders()}, r.read()
        finally:
            c.close()

    def raw(self, data, timeout=15, finish=False):
        """Send bytes, return everything that comes back until the end."""
        s = socket.create_connection(("127.0.0.1", self.port), timeout=timeout)
        try:
            s.sendall(data)
            if finish:
                s.shutdown(socket.SHUT_WR)
            out = b""
            while True:
                got = s.recv(65536)
                if not got:
                    return out
                out += got
        except ConnectionResetError:
            return out
        finally:
            s.close()

    def ticket(self):
        return re.search(rb'name=tok value="([\w-]{48})"', self.ask("GET", "/ru/w")[2])[1].decode()

    def put(self, envelopes, ticket=None, epoch=1):
        """Through the stand-in for the gate: (status word of the link, wait, epoch)."""
        target = f"/?epoch={epoch}&ticket={ticket or self.ticket()}"
        status, _, body = self.ask("POST", target, b"".join(envelopes))
        if status != 200:
            return ("broken", 0, 0)
        word, wait, first = body.decode().split()
        return word, int(wait), int(first)

    def signed(self, method, target, body=b"", org=0, **kw):
        value = self.network.sign(self.network.orgs[org], method, target, body, **kw)
        return self.ask(method, target, body or None, {"Authorization": value})

    def lane(self, after=0):
        """All rows after a batch: (store id, last batch, [(batch, expiry day, envelope)])."""
        rows = []
        while True:
            status, _, b = self.signed("GET", f"/l/0?after={after}")
            if status == 503:  # signed in the second of the start
                time.sleep(0.2)
                continue
            assert status == 200, status
            assert b[:4] == b"USL1"
            last, more, n = int.from_bytes(b[20:28], "big"), b[28], int.from_bytes(b[29:33], "big")
            assert len(b) == 33 + n * 4108
            for i in range(n):
                row = b[33 + i * 4108:33 + (i + 1) * 4108]
                rows.append((int.from_bytes(row[:8], "big"), int.from_bytes(row[8:12], "big"), row[12:]))
            if not more:
                return b[4:20], last, rows
            after = last

    def shelf(self, p, n):
        status, _, b = self.ask("GET", f"/d/{p}/{n}")
        assert status == 200, status
        return [b[i:i + 4096] for i in range(0, len(b), 4096)]


class Place:
    """with Place() as folder: a folder that goes away."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="test-hub-")
        return pathlib.Path(self.folder)

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)


def wait_until(what, seconds=20):
    end = time.time() + seconds
    while time.time() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


def run_tests(namespace):
    """Run every test_ function (given the hub's program), print TAP."""
    program = sys.argv[1]
    chosen = sys.argv[2:]
    tests = [(n, f) for n, f in namespace.items() if n.startswith("test_") and (not chosen or n in chosen)]
    print(f"1..{len(tests)}")
    failures = 0
    for i, (name, test) in enumerate(tests, 1):
        try:
            test(program)
            print(f"ok {i} - {name}", flush=True)
        except Exception as e:  # an assertion, or a hub that does not answer
            failures += 1
            import traceback
            print(f"not ok {i} - {name}\n# {e!r}", flush=True)
            for line in traceback.format_exc().splitlines():
                print("# " + line)
    sys.exit(failures > 0)
