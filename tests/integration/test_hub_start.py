#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Starting a hub: what is refused says in one sentence what to do; what runs is held in its sandbox.
usage: test_hub_start.py UNDERSTORY_HUB [TEST...]"""
import hashlib
import os
import pathlib
import re
import secrets
import socket
import subprocess

import nacl.signing

import hubkit
from hubkit import Hub, Network, Place


def check(program, folder, *extra, flag="--check"):
    r = subprocess.run([program, flag, str(folder / "hub.conf"), *extra] if flag else
                       [program, str(folder / "hub.conf"), *extra], capture_output=True, text=True, timeout=60)
    return r.returncode, r.stdout, r.stderr


def test_check_says_what_there_is(program):
    with Place() as folder:
        Network().write(folder)
        before = sorted(p.name for p in folder.iterdir())
        code, out, err = check(program, folder)
        assert code == 0 and "all signatures are good" in out and "2 organisations" in out and err == "", (out, err)
        assert "expired" not in out
        assert sorted(p.name for p in folder.iterdir()) == before  # changes nothing
        n = Network()
        n.write(folder)
        cards = [(o, *n.card(o)) for o in n.orgs]
        (folder / "cards").write_bytes(b"".join(c[2] + b"=====\n" for c in cards))
        (folder / "edition/note").write_bytes(n.edition([(c[0], c[1]) for c in cards], expires_in=-3))
        code, out, _ = check(program, folder)
        assert code == 0 and "expired 3 days ago" in out


def spoil(folder, n):
    """(name, how to spoil the files, words of the refusal)"""
    stranger = nacl.signing.SigningKey.generate()
    cards = [(o, *n.card(o)) for o in n.orgs]
    listed = [(c[0], c[1]) for c in cards]
    page = folder / "edition/pages" / hashlib.sha256(n.pages["ru/3"]).hexdigest()

    def write(path, data):
        return lambda: (folder / path).write_bytes(data)

    def replace(path, old, new):
        return lambda: (folder / path).write_bytes((folder / path).read_bytes().replace(old, new))

    def with_cards(second, edition=None):
        def run():
            (folder / "cards").write_bytes(cards[0][2] + b"=====\n" + second + b"=====\n")
            (folder / "edition/note").write_bytes(edition or n.edition(listed))
        return run
    outsider = Network.new_org()
    newer = n.card(n.orgs[1])
    return [
        ("no root", lambda: (folder / "root").unlink(), "root: is not there"),
        ("root signed by a stranger", write("root", hubkit.note(n.root_text, [("example.org/editor", stranger)])), "root: a signature does not check"),
        ("root changed", replace("root", b"threshold 1", b"threshold 2"), "root: "),
        ("root is no note", write("root", b"hello\n"), "root: is not a root note"),
        ("edition signed by a stranger", write("edition/note", n.edition(listed, signer=stranger)), "edition/note: the editors' signatures do not check"),
        ("edition changed", replace("edition/note", b"drop-bits 4", b"drop-bits 5"), "edition/note: the editors' signatures do not check"),
        ("edition of another network", write("edition/note", Network().edition([])), "edition/note: "),
        ("page changed", lambda: page.write_bytes(page.read_bytes().replace(b"guide", b"other")), "this page is not the one that was signed"),
        ("page missing", page.unlink, "is not there"),
        ("page cut", lambda: page.write_bytes(page.read_bytes()[:-1]), "this page is not the one that was signed"),
        ("card signed by a stranger", with_cards(n.card(n.orgs[1], signer=stranger)[1]), "cards: a signature does not check"),
        ("card of an outsider", with_cards(n.card(outsider)[1]), "does not list"),
        ("card changed", with_cards(cards[1][2].replace(b"Nobody", b"Somebody")), "cards: a signature does not check"),
        ("another card of the same version", with_cards(newer[1]), "is not the card that the edition names"),
        ("no card", write("cards", b"hello\n=====\n"), "cards: holds something that is no card"),
        ("huge root", write("root", b"x" * (5 << 20)), "root: is larger than"),
    ]


def test_spoilt_files_are_refused_with_a_sentence(program):
    with Place() as folder:
        n = Network()
        for i in range(len(spoil(folder, n))):
            n.write(folder)
            name, act, words = spoil(folder, n)[i]
            act()
            for flag in ("--check", None):
                code, out, err = check(program, folder, flag=flag)
                assert code == 1 and "event=files-refused" in err and words in err, (name, err)
                assert len(err.strip().splitlines()) == 1, (name, err)
            assert not (folder / "store.db").exists()


def test_settings_are_refused_with_a_sentence(program):
    with Place() as folder:
        n = Network()
        for line, words in (
                ("bach = 1s", "the nearest is `batch`"), ("workers = 0", "workers: from 1 to 64"),
                ("sandbox = maybe", "sandbox: strict, best-effort or off"), ("exit = http://example.org/", "exit:"),
                ("hub = 12", "hub: 32 hex digits"), ("batch = 5", "cannot read the value"),
                ("ticket_max = 48h", "ticket_max"), ("rate = 5\nburst = 3", "burst at least 16")):
            n.write(folder)
            with open(folder / "hub.conf", "a") as f:
                f.write(line + "\n")
            code, _, err = check(program, folder)
            assert code == 1 and "event=configuration-refused" in err and words in err, (line, err)
        n.write(folder, hub=secrets.token_hex(16))
        code, _, err = check(program, folder)
        assert code == 1 and "does not list this hub" in err


def test_starts_that_cannot_be(program):
    with Place() as folder:
        n = Network()
        n.write(folder, gate="/nowhere/understory-gate")
        code, _, err = check(program, folder, flag=None)
        assert code == 1 and "gate" in err
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            n.write(folder, listen=f"127.0.0.1:{taken.getsockname()[1]}")
            code, _, err = check(program, folder, flag=None)
            assert code == 1 and "something listens there already" in err
        n.write(folder, listen="nonsense")
        code, _, err = check(program, folder, flag=None)
        assert code == 1 and "ADDRESS:PORT" in err
        n.write(folder, listen="systemd")
        code, _, err = check(program, folder, flag=None)
        assert code == 1 and "socket unit" in err
        n.write(folder)
        (folder / "store.db").write_bytes(b"not a database, but long enough to be taken for one by its size" * 20)
        code, _, err = check(program, folder, flag=None)
        assert code == 1 and "committer" in err


def test_one_hub_at_a_time(program):
    with Place() as folder:
        n = Network()
        n.write(folder)
        hub = Hub(program, folder, n).start()
        code, _, err = check(program, folder, flag=None)
        assert code == 1 and "held by another hub" in err
        assert hub.ask("GET", "/")[0] == 200
        assert hub.stop() == 0


def test_unix_socket(program):
    with Place() as folder:
        n = Network()
        n.write(folder, listen=f"unix:{folder}/s")
        process = subprocess.Popen([program, str(folder / "hub.conf")], stderr=subprocess.PIPE, text=True)
        try:
            assert any("event=listening" in line for line in process.stderr)
            assert oct((folder / "s").stat().st_mode)[-3:] == "660"
            with socket.socket(socket.AF_UNIX) as s:
                s.connect(f"{folder}/s")
                s.sendall(b"GET /ru/3 HTTP/1.1\r\nHost: a\r\n\r\n")
                assert s.recv(100).startswith(b"HTTP/1.1 200")
        finally:
            process.terminate()
            process.wait(30)


def test_every_process_is_held(program):
    if os.environ.get("HUB_SANDBOX") == "off":
        return  # a build with sanitizers
    with Place() as folder:
        n = Network()
        n.write(folder)
        hub = Hub(program, folder, n).start()
        pids = [hub.process.pid, *hub.children()[:-1]]  # the gate holds itself, and here is a stand-in
        assert len(pids) == 6
        for pid in pids:
            status = pathlib.Path(f"/proc/{pid}/status").read_text()
            assert re.search(r"^NoNewPrivs:\t1$", status, re.M) and re.search(r"^Seccomp:\t2$", status, re.M), pid
            limits = pathlib.Path(f"/proc/{pid}/limits").read_text()
            assert re.search(r"^Max core file size\s+0\s+0", limits, re.M)
            maps = pathlib.Path(f"/proc/{pid}/maps").read_text()
            assert not re.search(r" rwx", maps)
        # the store and the log are nobody else's
        for name in ("store.db", "open.log", "store.db-wal", "store.db-shm"):
            assert oct((folder / name).stat().st_mode)[-3:] == "600", name
        assert hub.stop() == 0
        assert not (folder / "store.db-wal").exists()


if __name__ == "__main__":
    hubkit.run_tests(globals())
