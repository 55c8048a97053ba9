#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the gate's children ask of the kernel, by strace inside the real sandbox: no file is opened, no
process is started, and a text leaves by the connection on which it came, or not at all.
usage: GATE_PROGRAM=... test_gate_traces.py UNDERSTORY_HUB"""
import os
import pathlib
import re
import shutil
import time

import hubkit
from gatekit import Browser, answer, deposit, digits_on, psk_of, seed_of, words_on
from hubkit import Hub, Place
from test_gate_letters import LetterNetwork, Writer

CALLS = "openat,open,creat,socket,connect,fork,vfork,clone,clone3,execve,read,recvfrom,recvmsg," \
        "write,writev,pwrite64,sendto,sendmsg,sendfile"
LETTER = "Выдра просит бумагу wydra"
SENT, REFUSED = "Слон пишет один раз kanarek", "Волк пишет с ошибкой zimorodok"
REPLY = "Ответ лисы lastochka"


class Trace:
    """The calls of each process, in order: (name, first argument, arguments)."""

    def __init__(self, path):
        self.calls, unfinished = {}, {}
        for line in path.read_text(errors="replace").splitlines():
            pid, rest = line.split(" ", 1)
            rest = rest.strip()
            if "<unfinished ...>" in rest:
                unfinished[pid] = rest.replace("<unfinished ...>", "")
                continue
            resumed = re.match(r"<\.\.\. \w+ resumed>(.*)", rest)
            if resumed:
                rest = unfinished.pop(pid, "") + resumed[1]
            found = re.match(r"(\w+)\((.*)", rest)
            if found:
                self.calls.setdefault(int(pid), []).append((found[1], found[2].split(",")[0].rstrip(") "), found[2]))

    def bytes_of(self, args):
        return bytes.fromhex("".join(re.findall(r"\\x([0-9a-f]{2})", args)))


def wrapped(folder, log):
    """A program that starts the gate under strace with the descriptors it was given."""
    script = pathlib.Path(folder) / "traced-gate"
    script.write_text(f'#!/bin/sh\nexec {shutil.which("strace")} -f -qq -xx -s 70000 -e trace={CALLS} -o {log} '
                      f'{os.environ["GATE_PROGRAM"]} "$@"\n')
    script.chmod(0o755)
    return script


def do_the_job(hub, network):
    person, org = Browser(hub), network.orgs[0]
    page = person.write(SENT)[1]
    words = words_on(page)
    assert person.post(act="send", text=REFUSED, tok=hub.ticket(), d="99")[0] == 422
    assert Writer(hub, "board").finish(LETTER).done
    card, root = seed_of(digits_on(page), network)
    deposit(hub, card, answer(network, org, card, psk_of(root, org), REPLY, 1, 497000))
    assert hubkit.wait_until(lambda: REPLY in person.read(words)[1])
    return words


def came_and_went(trace, pid, needle):
    """Descriptors by which a text came into a process, and by which it left; texts in forms are
    percent-encoded, on pages they are not."""
    came, went = set(), set()
    for name, fd, args in trace.calls[pid]:
        data = trace.bytes_of(args)
        if needle in data:
            (came if name in ("read", "recvfrom", "recvmsg") else went).add((name, fd))
    return came, went


def test_calls(program):
    if not shutil.which("strace"):
        print("# SKIP strace is missing")
        return
    with Place() as folder:
        log = folder / "calls"
        network = LetterNetwork()
        network.write(folder)
        conf = (folder / "hub.conf").read_text().replace(os.environ["GATE_PROGRAM"], str(wrapped(folder, log)))
        (folder / "hub.conf").write_text(conf)
        hub = Hub(program, folder, network).start()
        try:
            words = do_the_job(hub, network)
        finally:
            hub.stop()
        time.sleep(0.5)
        trace = Trace(log)
    parent = min(trace.calls)  # strace lists it first; children have later numbers, or wrapped ones
    parent = next((p for p, calls in trace.calls.items() if any(c[0] == "execve" for c in calls)), parent)
    children = [p for p in trace.calls if p != parent]
    assert len(children) >= 6, len(children)
    for name, _, args in trace.calls[parent]:
        assert name not in ("openat", "open", "creat") or not re.search("O_WRONLY|O_RDWR|O_CREAT", args), args
        assert "kanarek" not in args and b"kanarek" not in trace.bytes_of(args)
    alive = {"refused": 0, "reply": 0, "words": 0, "letter": 0}
    for pid in children:
        strange = {c[0] for c in trace.calls[pid]} & {"openat", "open", "creat", "socket", "connect", "fork", "vfork",
                                                       "clone", "clone3", "execve"}
        assert not strange, [(c[0], trace.bytes_of(c[2])) for c in trace.calls[pid] if c[0] in strange]
        for word, what in ((SENT.split()[-1], None), (REFUSED.split()[-1], "refused"), (REPLY.split()[-1], "reply"), (LETTER.split()[-1], "letter"),
                           (words[5], "words")):
            came, went = came_and_went(trace, pid, word.encode())
            assert what or not went, "the text of a message that was taken leaves nowhere"
            assert len({fd for _, fd in went}) <= 1
            if went:
                alive[what] += 1
                assert {n for n, _ in went} <= {"sendto", "sendmsg", "writev", "write"}
                on = {fd for n, fd in [c[:2] for c in trace.calls[pid]] if n == "recvfrom"}
                assert {fd for _, fd in went} <= on, (went, on)
    assert all(alive.values()), f"the trace shows nothing: {alive}"


if __name__ == "__main__":
    hubkit.run_tests(globals())
