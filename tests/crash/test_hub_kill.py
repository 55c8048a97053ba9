#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Kill the hub's committer, its master or all of it with SIGKILL at random moments while seekers and
desks send.  At the end everything that was acknowledged is there, exactly once.
usage: test_hub_kill.py UNDERSTORY_HUB [SEED]"""
import contextlib
import os
import pathlib
import random
import signal
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "integration"))
from hubkit import Hub, Network, Place, envelope, wait_until  # noqa: E402

ROUNDS, SENDERS = 25, 6


class Traffic:
    """Threads that send until told to stop, and remember what was acknowledged."""

    def __init__(self, hub):
        self.hub, self.stop = hub, threading.Event()
        self.sent, self.acknowledged, self.lock = set(), set(), threading.Lock()
        self.ticket = None

    def send_one(self, number):
        e = [envelope() for _ in range(1 + number % 3)]
        with self.lock:
            self.sent.update(e)
        try:
            if number % 2:
                ok = self.hub.signed("PUT", f"/d/4/{number % 16}", b"".join(e))[0] == 204
            else:
                ok = self.hub.put(e, self.hub.ticket())[0] == "stored"
        except Exception:  # no connection, or cut in the middle: not acknowledged
            ok = False
            time.sleep(0.01)
        if ok:
            with self.lock:
                self.acknowledged.update(e)

    def run(self, first):
        number = first
        while not self.stop.is_set():
            self.send_one(number)
            number += SENDERS

    def start(self):
        self.threads = [threading.Thread(target=self.run, args=(i,), daemon=True) for i in range(SENDERS)]
        for t in self.threads:
            t.start()

    def end(self):
        self.stop.set()
        for t in self.threads:
            t.join(60)


def harm(hub, rng):
    who = rng.choice(["committer", "master", "all"])
    children = hub.children()
    if who == "committer":
        os.kill(children[0], signal.SIGKILL)
    if who == "all":
        for pid in children:
            with contextlib.suppress(ProcessLookupError):  # the master is already stopping the rest
                os.kill(pid, signal.SIGKILL)
    if who != "committer":
        hub.process.kill()
    hub.process.wait(40)
    return who


def stored(hub):
    """Every envelope on lane and shelves, as a list."""
    junk_free = [row[2] for row in hub.lane()[2]]
    for n in range(16):
        junk_free += hub.shelf(4, n)
    return junk_free


def main(program, seed):
    rng = random.Random(seed)
    print(f"# seed {seed}")
    with Place() as folder:
        network = Network()
        network.write(folder, batch="150ms")
        hub = Hub(program, folder, network)
        sent, acknowledged, killed = set(), set(), []
        for _ in range(ROUNDS):
            hub.start()
            traffic = Traffic(hub)
            traffic.start()
            time.sleep(rng.uniform(0.05, 0.6))
            killed.append(harm(hub, rng))
            traffic.end()
            sent |= traffic.sent
            acknowledged |= traffic.acknowledged
        hub.start()
        found = []

        def all_there():
            found[:] = [e for e in stored(hub) if e in sent]
            return acknowledged <= set(found)
        all_there_now = wait_until(all_there, 10)
        code = hub.stop()
        lost, twice = len(acknowledged - set(found)), len(found) - len(set(found))
        print(f"# {ROUNDS} kills ({', '.join(f'{w} {killed.count(w)}' for w in sorted(set(killed)))}), {len(sent)} sent, "
              f"{len(acknowledged)} acknowledged, {len(found)} found, {lost} lost, {twice} twice")
        good = all_there_now and twice == 0 and code == 0 and len(acknowledged) > ROUNDS
        print(f"1..1\n{'ok' if good else 'not ok'} 1 - nothing acknowledged is lost and nothing is there twice")
        return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 30)))
