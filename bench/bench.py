#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Measure a hub on this machine and print what it costs: requests, answers, pages, bytes, memory.

usage: bench.py --build DIR [--seconds N]
The caps are lifted and a form may be sent at once (ticket_min = 0): otherwise the rate of the
configuration would be measured, not the program.  The client runs on the same cores; CPU per request
is taken from /proc and does not suffer from that.  Every message counted is a row in the store."""
import argparse
import json
import os
import pathlib
import platform
import shutil
import sqlite3
import statistics
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/lib"))
import desk  # noqa: E402
import network  # noqa: E402
import seeker  # noqa: E402
import traffic  # noqa: E402

CLIENTS = (1, 8, 32)
TEXT = "Мне пришла повестка, явка через три дня. Оружие не возьму по убеждениям. Что мне делать, куда писать? Номер {}."
TICK = os.sysconf("SC_CLK_TCK")


def say(text=""):
    print(text, flush=True)


def cpu_s(program):
    """CPU of all processes of a daemon and of their children that have ended."""
    total = 0
    for pid in program.pids():
        try:
            fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(x) for x in fields[11:15])
    return total / TICK


def memory_mb(program):
    """Resident memory of all processes, pages that several share counted once each (Pss)."""
    rss = pss = 0
    for pid in program.pids():
        try:
            for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith(("Rss:", "Pss:")):
                    kb = int(line.split()[1])
                    rss, pss = rss + (kb if line[0] == "R" else 0), pss + (kb if line[0] == "P" else 0)
        except OSError:
            continue
    return rss / 1024, pss / 1024


class Watch:
    """The most memory that was resident while a block ran."""

    def __init__(self, program):
        self.program, self.most, self.on = program, (0, 0), True

    def __enter__(self):
        self.thread = threading.Thread(target=self._look)
        self.thread.start()
        return self

    def _look(self):
        while self.on:
            self.most = max(self.most, memory_mb(self.program), key=lambda m: m[1])
            time.sleep(0.2)

    def __exit__(self, *_):
        self.on = False
        self.thread.join()


class Bench:
    def __init__(self, net, load, seconds):
        self.net, self.load, self.seconds = net, load, seconds
        self.peak = (0, 0)

    def measured(self, requests, clients, **more):
        before = cpu_s(self.net.hub)
        with Watch(self.net.hub) as watch:
            report = self.load.run(requests, clients, self.seconds, **more)
        time.sleep(0.3)
        report["cpu_ms"] = (cpu_s(self.net.hub) - before) * 1000 / max(1, report["answers"])
        self.peak = max(self.peak, watch.most, key=lambda m: m[1])
        return report

    def row(self, clients, r, extra=""):
        answers = " ".join(f"{n} x {code}" for code, n in r["status"].items())
        say(f"   {clients:>3} clients  {r['answers'] / r['seconds']:>8.0f}/s   p50 {r['p50_ms']:>7.2f} ms   "
            f"p99 {r['p99_ms']:>7.2f} ms   CPU {r['cpu_ms']:.3f} ms each   {answers}"
            f"{'  failed ' + str(r['failed']) if r['failed'] else ''}{extra}")

    def rows_stored(self):
        end = time.monotonic() + 20
        last = -1
        while time.monotonic() < end:
            with sqlite3.connect(f"file:{self.net.at('hub/store.db')}?mode=ro", uri=True) as db:
                table = next(r[0] for r in db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
                             if "envelope" in r[1])
                n = db.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
            if n == last:
                return n
            last = n
            time.sleep(1.5)
        return last

    def writing(self):
        """Desks stand elsewhere: here they would take the hub's cores."""
        for desk_program in self.net.desks:
            desk_program.stop()
        say("(a) One request without script, from POST to durable (answered 303 only when it is on the disk); desks stopped")
        best = 0
        for clients in CLIENTS:
            n = min(24000, 3000 * self.seconds) if clients > 1 else 800 * self.seconds
            tickets = self.load.tickets(n)
            posts = [traffic.post({"act": "send", "l": "ru", "tok": t, "text": TEXT.format(i)}) for i, t in enumerate(tickets)]
            before = self.rows_stored()
            r = self.measured(posts, clients, once=True)
            stored = self.rows_stored() - before
            good = r["status"].get("303", 0)
            self.row(clients, r, f"   rows in the store {stored} = answers given {good}: {'yes' if stored == good else 'NO'}")
            if stored != good:
                raise network.Trouble(f"{good} answers were given for {stored} rows")
            best = max(best, good / r["seconds"])
        say(f"    aim 2000/s: {'reached' if best >= 2000 else 'NOT reached'} ({best:.0f}/s)")
        say()

    def one_answer(self):
        """Somebody's answered question, before the store fills: the words and the page they lead to."""
        person = seeker.Seeker(self.net.hub_url)
        words = seeker.words_of(person.write("Для измерения: прошу ответить."))
        at = self.net.members(0)[0]
        member = desk.Member(self.net.desk_urls[0], timeout=120)
        member.login(at["name"], at["passphrase"])
        member.reply(member.find("прошу ответить"), "Ответ для измерения. " * 40)
        person.read_until(words, "Ответ для измерения")
        self.words, self.shown = " ".join(words), urlpath(person.read_page(words))

    def reading(self):
        say("(b) Opening answers: POST of the twelve words (303), then the page with the answer (every slot of the shelf tried)")
        form = traffic.post({"act": "read", "l": "ru", "words": self.words})
        for clients in CLIENTS:
            words = self.measured([form], clients)
            page = self.measured([traffic.get(self.shown)], clients)
            self.row(clients, words, "   words")
            self.row(clients, page, "   page")
            rates = [r["answers"] / r["seconds"] for r in (words, page)]
            say(f"                 both: {1 / sum(1 / max(r, 0.001) for r in rates):.0f} readings/s")
        say()

    def guidance(self):
        say("(c) A guidance page, a new connection each")
        for clients in CLIENTS:
            self.row(clients, self.measured([traffic.get("/ru/1")], clients))
        say()

    def pages(self):
        say("(d) Bytes of pages (uncompressed, with their style), one request each; the most of five languages")
        worst = {}
        for lang in ("ru", "uk", "be", "en", "de"):
            p = seeker.Seeker(self.net.hub_url, lang)
            for path, name in (("/", "language"), (f"/{lang}/", "start"), (f"/{lang}/b", "before you write"),
                               (f"/{lang}/r", "read"), *((f"/{lang}/{i}", "guide") for i in range(1, 7))):
                self.page(worst, name, lang, p.get(path))
            form = p.open_form()
            self.page(worst, "write", lang, form)
            words = p.write("Размер страницы", page=form)
            self.page(worst, "words", lang, words)
            self.page(worst, "answers", lang, p.read_page(seeker.words_of(words)))
        bad = False
        for name, (size, lang, limit, exact) in worst.items():
            good = size == limit if exact else size <= limit
            bad |= not good
            say(f"    {name:<18}{size:>7} B ({lang})   {'exactly' if exact else 'at most'} {limit}: {'yes' if good else 'NO'}")
        p = seeker.Seeker(self.net.hub_url)
        for path in ("/", "/ru/", "/ru/b", "/ru/w"):
            p.get(path)
        say(f"    from the first page to a typed message: {len(p.seen)} requests, {sum(s[4] for s in p.seen)} B; "
            f"by a link straight to the form 1 request, {p.seen[-1][4]} B")
        say()
        if bad:
            raise network.Trouble("a page is over its limit")

    def page(self, worst, name, lang, page):
        exact = name in ("words", "answers")
        limit = 16384 if exact else 30000 if name == "guide" else 14000
        inside = [t for t, a in page.read.tags if t in ("img", "link", "script", "iframe") or "src" in a]
        if name in ("write", "read") and inside == ["script"]:
            inside = []     # the kit, which a browser without script does not ask for
        if inside or b"@font-face" in page.body or b"url(" in page.body:
            raise network.Trouble(f"the page {name} asks for more than itself: {inside}")
        worst[name] = max(worst.get(name, (0,)), (len(page.body), lang, limit, exact))

    def memory(self, idle):
        say("(e) Memory of all processes of the hub together (Rss sums shared pages several times, Pss once)")
        say(f"    idle        Rss {idle[0]:>6.1f} MB   Pss {idle[1]:>6.1f} MB   ({len(self.net.hub.pids())} processes)")
        say(f"    under load  Rss {self.peak[0]:>6.1f} MB   Pss {self.peak[1]:>6.1f} MB   (the most seen)")
        say()


def urlpath(page):
    return page.url[page.url.index("/", 8):]


def fsync_s(folder):
    """How long one small write takes to be durable here."""
    times = []
    with open(folder / "fsync", "wb") as f:
        for _ in range(200):
            f.write(b"x" * 4096)
            f.flush()
            began = time.monotonic()
            os.fdatasync(f.fileno())
            times.append(time.monotonic() - began)
    return statistics.median(times)


def limits(folder):
    say("What limits it")
    say(f"    one durable write of 4 kB takes {fsync_s(folder) * 1000:.2f} ms here; one fdatasync serves all that wait together, so a single")
    say("    client sees it whole and many share it.  Beyond that it is CPU: a process of its own for every plaintext")
    say("    request (fork, exit), the seals (two key agreements in each of two layers), and for answers a trial of")
    say("    every slot of the shelf.  Guidance pages are limited by opening a connection for each, and by the client,")
    say(f"    which uses one of the {os.cpu_count()} cores itself.")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", default=str(ROOT / "build/plain"))
    parser.add_argument("--seconds", type=int, default=5)
    args = parser.parse_args()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="understory-bench-"))
    net = network.Network(folder, args.build, hub={"rate": "0", "disk": "0", "ticket_min": "0ms", "batch": "1s"})
    try:
        net.make().start()
        load = traffic.Load(str(net.build / "bench/load"), net.state["hub_port"])
        say(f"{platform.machine()}, {os.cpu_count()} cores, Linux {platform.release()}; caps lifted, ticket_min 0, batch 1 s, "
            f"{args.seconds} s a measurement, load average before: {os.getloadavg()[0]:.1f}")
        say(json.dumps({k: v for k, v in net.hub_conf.items()}))
        say()
        idle = memory_mb(net.hub)
        bench = Bench(net, load, args.seconds)
        bench.one_answer()
        bench.writing()
        bench.reading()
        bench.guidance()
        bench.pages()
        bench.memory(idle)
        limits(folder)
    except (network.Trouble, OSError, RuntimeError) as trouble:
        dead = net.dead() if net.hub else None
        sys.exit(f"dev bench: {trouble}" + (f"\n{dead.name} ended by itself:\n{dead.tail()}" if dead else ""))
    finally:
        if net.hub:
            net.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
