#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""SIGKILL of hub and desk at 25 random moments of the job; after each the dead one is started again.
What was acknowledged is there, once: requests, notes, answers.  What was not acknowledged may be there
once or not at all.  usage: test_kill.py BUILD [seed]"""
import http.client
import os
import pathlib
import signal
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import desk  # noqa: E402
import running  # noqa: E402
import seeker  # noqa: E402
import spell  # noqa: E402
import tap  # noqa: E402

N_KILLS = 25
GONE = (OSError, http.client.HTTPException, seeker.NotStored, desk.Refused, TimeoutError, LookupError, ValueError)


class Ledger:
    """What was tried, and what was acknowledged."""

    def __init__(self):
        self.n = 0
        self.requests = {}      # token -> (desk, words or None)
        self.answers = {}       # token -> (request's token, acknowledged)
        self.notes = {}         # token -> (request's token, acknowledged)

    def token(self, kind):
        self.n += 1
        return f"{kind}{self.n:04d}x"


class Actor(threading.Thread):
    """One person and one counsellor who go on with the job until they are told to stop."""

    def __init__(self, test, ledger, n, cases):
        super().__init__(daemon=True)
        self.test, self.ledger, self.n, self.cases = test, ledger, n, cases
        self.member = None
        self.stopped = False
        self.broken = None

    def run(self):
        while not self.stopped:
            try:
                self.step()
            except GONE:
                self.member = None
                time.sleep(0.3)
            except Exception as why:        # a mistake of the test itself must not look like calm
                self.broken = why
                return

    def step(self):
        token = self.ledger.token("q")
        self.ledger.requests[token] = (self.n, None)
        person = self.test.person("ru" if self.n == 0 else "en")
        page = person.write(f"Question {token} of a person", org=self.test.net.org(self.n))
        words = seeker.words_of(page)
        self.ledger.requests[token] = (self.n, words)
        if self.member is None:
            self.member = self.test.member(self.n)
        number = self.member.find(token, timeout=8)
        self.cases[token] = number
        self.say("note", "n", self.ledger.notes, token, number)
        self.say("reply", "a", self.ledger.answers, token, number)
        person.read(words)

    def say(self, what, kind, book, token, number):
        mine = self.ledger.token(kind)
        book[mine] = (token, False)
        self.member.act(number, what, text=f"Words {mine} of a counsellor")
        book[mine] = (token, True)


class Kill(running.Running):
    hub, desk = {"rate": "0", "ticket_min": "0ms"}, {"idle": "60m"}

    @classmethod
    def setUpClass(cls):
        seeker.TICKET_S = 0
        super().setUpClass()

    def kill(self, rng):
        """Kill one process of the hub, or all of it, or a desk; bring it back."""
        program = rng.choice([self.net.hub, self.net.hub, *self.net.desks])
        if program is self.net.hub and rng.random() < 0.5:
            victim = rng.choice(program.pids())
            os.kill(victim, signal.SIGKILL)
            try:
                program.child.wait(20)      # a hub without one of its processes stops as a whole
            except Exception:
                program.kill()
        else:
            program.kill()
        program.start()
        program.wait_ready(60)
        return program.name

    def test_kills(self):
        rng = spell.rng_of(int(sys.argv[2]) if len(sys.argv) > 2 else None)
        ledger = Ledger()
        self.cases = [{}, {}]
        actors = [Actor(self, ledger, n, self.cases[n]) for n in range(2)]
        for actor in actors:
            actor.start()
        killed = {}
        for _ in range(N_KILLS):
            time.sleep(rng.uniform(0.05, 2.0))
            name = self.kill(rng)
            killed[name] = killed.get(name, 0) + 1
        time.sleep(3)
        for actor in actors:
            actor.stopped = True
        for actor in actors:
            actor.join(120)
            self.assertFalse(actor.is_alive())
            if actor.broken:
                raise actor.broken
        acked = sum(words is not None for _, words in ledger.requests.values())
        print(f"# killed {killed}; requests {acked} of {len(ledger.requests)} acknowledged, answers "
              f"{sum(a for _, a in ledger.answers.values())} of {len(ledger.answers)}", flush=True)
        self.assertGreater(acked, 10)
        self.judge(ledger)

    def threads(self, n):
        """All cases of a desk, what was said in each."""
        member = self.member(n)
        return {number: member.thread(number) for number in member.all_cases()}

    def judge(self, ledger):
        end = time.monotonic() + 60
        while True:
            threads = [self.threads(n) for n in range(2)]
            wrong = self.wrong(ledger, threads)
            if not wrong or time.monotonic() > end:
                break
            time.sleep(2)
        self.assertEqual([], wrong[:20], f"{len(wrong)} in all")

    def wrong(self, ledger, threads):
        said = []
        for token, (n, words) in ledger.requests.items():
            times = [sum(t.count(token) for t in threads[m].values()) for m in range(2)]
            if times[1 - n] or times[n] > 1 or (words and times[n] != 1):
                said.append(f"request {token} ({'' if words else 'not '}acknowledged) stands {times} times")
        for what, book in (("note", ledger.notes), ("answer", ledger.answers)):
            for token, (_, good) in book.items():
                times = sum(t.count(token) for side in threads for t in side.values())
                if times > 1 or (good and times != 1):
                    said.append(f"{what} {token} ({'' if good else 'not '}acknowledged) stands {times} times at the desk")
        return said or self.unread(ledger, threads)

    def unread(self, ledger, threads):
        """Every answer that the desk holds is shown to its person, once."""
        said = []
        for token, (request, good) in ledger.answers.items():
            at_desk = any(token in t for side in threads for t in side.values())
            words = ledger.requests[request][1]
            shown = sum(text.count(token) for text in self.person().read(words))
            if shown != int(at_desk):
                said.append(f"answer {token} ({'' if good else 'not '}acknowledged) is shown {shown} times")
        return said


if __name__ == "__main__":
    tap.main()
