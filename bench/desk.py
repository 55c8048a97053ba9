#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Measure a desk with many cases and print what it takes: unlock, reading, pages, memory.

usage: desk.py --build DIR [--sizes 1000,10000,100000] [--members 50] [--seconds N]
Invented cases, five records each, two of them texts of about 400 bytes of Cyrillic.  Times are those of
a client on the same machine, through HTTP; `unlock` includes the passphrase (Argon2id, 256 MiB)."""
import argparse
import http.client
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests/lib"))
import network  # noqa: E402

ROUNDS = 200
THINK_S = 1.0
SEARCHES = ("адвокат граница", "розыск паспорт", "мать контракт", "повестка", "виза билет деньги", "\"дело 1234\"",
            "Казахстан -дом", "работа is:open", "country:kz", "нетакогослова")


def ms(values, part=0.95):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] * 1000


class Browser:
    """One member: a connection that stays, a cookie, the token of her forms."""

    def __init__(self, port):
        self.port, self.link, self.cookie, self.csrf = port, None, "", ""

    def ask(self, method, path, **form):
        self.link = self.link or http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        head = {"Cookie": self.cookie} if self.cookie else {}
        body = None
        if method == "POST":
            head |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"}
            body = urllib.parse.urlencode({"csrf": self.csrf, **form})
        try:
            begun = time.monotonic()
            self.link.request(method, path, body, head)
            answer = self.link.getresponse()
        except http.client.RemoteDisconnected:  # it was idle for too long: once more, on a new one
            self.link.close()
            begun = time.monotonic()
            self.link.request(method, path, body, head)
            answer = self.link.getresponse()
        text = answer.read().decode()
        took = time.monotonic() - begun
        if answer.headers.get("Set-Cookie"):
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]
        if answer.status not in (200, 303):
            raise RuntimeError(f"{method} {path}: {answer.status}\n{text[:2000]}")
        if answer.will_close:
            self.link = None
        return took, text

    def login(self, facts):
        took, _ = self.ask("POST", "/login", name=facts["name"], passphrase=facts["passphrase"])
        page_s, text = self.ask("GET", "/")
        self.csrf = re.search(r'name="csrf" value="([^"]+)"', text)[1]
        return took, page_s, text

    def lines(self, n):
        return re.search(r'name="lines" value="(\d+)"', self.ask("GET", f"/c/{n}")[1])[1]


def memory_mb(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024, int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def cpu_s(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def case_ids(text):
    return [int(n) for n in re.findall(r'href="/c/(\d+)', text)]


def alone(browser, ids):
    """p95 of each page for one member."""
    out = {"inbox": [], "today": [], "open list": [], "case": [], "search": [], "append": []}
    for i in range(ROUNDS):
        out["inbox"].append(browser.ask("GET", "/")[0])
        out["today"].append(browser.ask("GET", "/today")[0])
        out["open list"].append(browser.ask("GET", "/?f=open")[0])
        out["case"].append(browser.ask("GET", f"/c/{random.choice(ids)}")[0])
    for i in range(ROUNDS):
        browser.ask("POST", "/search", q=random.choice(SEARCHES))
        out["search"].append(browser.ask("GET", "/search")[0])
    for i in range(ROUNDS):
        n = random.choice(ids)
        out["append"].append(browser.ask("POST", f"/c/{n}/note", text="записка", lines=browser.lines(n))[0])
    return {k: ms(v) for k, v in out.items()}


def together(port, facts, ids, members, seconds):
    """p95 of each page while many work at once, each a page a second."""
    browsers = [Browser(port) for _ in range(members)]
    for b in browsers:
        b.login(facts)
        b.ask("POST", "/search", q=random.choice(SEARCHES))
    out = {"inbox": [], "today": [], "open list": [], "case": [], "search": [], "append": []}
    end = time.monotonic() + seconds
    lock = threading.Lock()

    def work(b):
        mine = random.Random()
        time.sleep(mine.random() * THINK_S)
        while time.monotonic() < end:
            n = mine.choice(ids)
            what = mine.choice(("inbox", "today", "open list", "case", "case", "case", "case", "search", "append"))
            if what == "append":
                took = b.ask("POST", f"/c/{n}/note", text="записка", lines=b.lines(n))[0]
            else:
                took = b.ask("GET", {"inbox": "/", "today": "/today", "open list": "/?f=open", "search": "/search",
                                      "case": f"/c/{n}"}[what])[0]
            with lock:
                out[what].append(took)
            time.sleep(THINK_S)

    threads = [threading.Thread(target=work, args=(b,)) for b in browsers]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return {k: ms(v) for k, v in out.items() if v}, sum(len(v) for v in out.values()) / seconds


def measure(build, folder, cases, members, seconds):
    facts = json.loads(subprocess.run([build / "bench/desk-fill", folder, str(cases)], check=True,
                                      capture_output=True, text=True).stdout)
    port = network.free_port()
    conf = folder / "desk.conf"
    network.write_conf(conf, {"folder": folder, "listen": f"127.0.0.1:{port}", "origin": f"http://127.0.0.1:{port}",
                              "sandbox": "best-effort", "poll": "1h", "keep_message_days": 0})
    desk = network.Program("The desk", [str(build / "src/understory-desk"), str(conf)], folder / "desk.log",
                           f"http://127.0.0.1:{port}/login")
    desk.start()
    row = {"cases": cases, "records": facts["records"], "disk MB": sum(f.stat().st_size for f in folder.iterdir()) / 1e6}
    try:
        desk.wait_ready()
        first = Browser(port)
        begun, before_s = time.monotonic(), cpu_s(desk.child.pid)
        took, page_s, text = first.login(facts)
        row["unlock s"], row["to inbox s"] = took, took + page_s
        ids = case_ids(text)
        left, worst = 1, 0
        while left:
            took, live = first.ask("GET", "/live.json")
            left, worst = json.loads(live)["to_read"], max(worst, took)
            time.sleep(0.05)
        row["all read s"], row["wait while reading ms"] = time.monotonic() - begun, worst * 1000
        row["all read, CPU s"] = cpu_s(desk.child.pid) - before_s
        row["memory MB"], row["peak MB"] = memory_mb(desk.child.pid)
        ids += [n for p in range(2, 8) for n in case_ids(first.ask("GET", f"/?f=open&p={p}")[1])]
        ids += [n for p in range(1, 20) for n in case_ids(first.ask("GET", f"/?f=closed&p={p}")[1])]
        ids = sorted(set(ids))
        open_ids = [n for n in ids if f"/c/{n}/note" in first.ask("GET", f"/c/{n}")[1]][:300]
        row |= {f"{k} ms": v for k, v in alone(first, open_ids).items()}
        if members:
            crowd, row["pages/s"] = together(port, facts, open_ids, members, seconds)
            row |= {f"{members}x {k} ms": v for k, v in crowd.items()}
        row["memory at the end MB"], _ = memory_mb(desk.child.pid)
    finally:
        desk.stop()
        (folder / "desk.log").exists() and sys.stderr.write((folder / "desk.log").read_text()[-2000:])
    return row


def main():
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--build", type=pathlib.Path, required=True)
    args.add_argument("--sizes", default="1000,10000,100000")
    args.add_argument("--members", type=int, default=50)
    args.add_argument("--seconds", type=float, default=15)
    a = args.parse_args()
    rows = []
    for cases in map(int, a.sizes.split(",")):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="understory-bench-"))
        shutil.rmtree(folder)
        try:
            rows.append(measure(a.build.resolve(), folder, cases, a.members, a.seconds))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        print(f"measured {cases} cases", file=sys.stderr, flush=True)
    names = list(dict.fromkeys(k for row in rows for k in row))
    for name in names:
        print(f"{name:28}" + "".join(f"{row.get(name, 0):>12.{0 if name in ('cases', 'records') else 1 if 's' != name[-2:].strip() else 2}f}"
                                     for row in rows))


if __name__ == "__main__":
    main()
