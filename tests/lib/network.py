# SPDX-License-Identifier: AGPL-3.0-or-later
"""A whole network on one machine: a hub and two desks, made with the command line in one folder,
started and stopped as child processes.  The demonstration, the tests and the measurements share it."""
import ctypes
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
FAST = {"batch": "1s", "ticket_min": "2s"}
EDITOR = "editor.example.org"

# Two invented organisations.  Names of members are first names of nobody in particular.
# The invented network's own name: the site never bears the product's.
SITE = ("ru=Опушка", "uk=Узлісся", "be=Узлесак", "en=Woodside", "de=Waldrand")

ORGS = (
    {"folder": "desk-1",
     "members": ("Anna:ru:counsellor+lead+office", "Boris:ru:counsellor", "Alesia:be:counsellor+lead"),
     "profile": """name ru Тихая гавань · пример
name be Ціхая гавань · прыклад
name uk Тиха гавань · приклад
name en Quiet Harbour · sample
name de Stiller Hafen · Beispiel
about ru Юристы и психологи. Отвечаем на русском и белорусском.
about be Юрысты і псіхолагі. Адказваем па-руску і па-беларуску.
about uk Юристи та психологи. Відповідаємо російською та білоруською.
about en Lawyers and psychologists. We answer in Russian and Belarusian.
about de Anwältinnen und Psychologen. Wir antworten auf Russisch und Belarussisch.
languages ru be
countries RU BY KZ AM GE *
"""},
    {"folder": "desk-2",
     "members": ("Olena:uk:counsellor+lead+office", "Tom:en:counsellor", "Karla:de:counsellor+lead"),
     "profile": """name uk Відчинене вікно · приклад
name en Open Window · sample
name de Offenes Fenster · Beispiel
name ru Открытое окно · пример
name be Адчыненае акно · прыклад
about uk Радимо тим, хто відмовляється від війни. Українською, англійською, німецькою.
about en Advice for people who refuse war. In Ukrainian, English and German.
about de Rat für Menschen, die den Krieg verweigern. Auf Ukrainisch, Englisch, Deutsch.
about ru Советуем тем, кто отказывается от войны. На украинском, английском, немецком.
about be Раім тым, хто адмаўляецца ад вайны. Па-ўкраінску, па-англійску, па-нямецку.
languages uk en de
countries UA DE PL CZ GB *
"""},
)


class Trouble(Exception):
    """Something that a reader can act on, in one sentence."""


def free_port(wanted=0):
    """A port nobody listens on: the wanted one if it is free.  Others come from below the range in
    which the system gives ports to outgoing connections, so that none is taken before we use it."""
    for port in ([wanted] if wanted else []) + [random.randrange(20000, 32000) for _ in range(200)]:
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise Trouble("No port of this machine is free.")


def is_sanitized(build):
    try:
        options = json.loads((pathlib.Path(build) / "meson-info/intro-buildoptions.json").read_text())
    except OSError:
        return False
    return any(o["name"] == "b_sanitize" and o["value"] != "none" for o in options)


def die_with_parent():
    """In a child: end when the parent does, whatever ends it."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class Program:
    """One daemon: its command, its log, and how to see that it answers."""

    def __init__(self, name, command, log, ready_url):
        self.name, self.command, self.log, self.ready_url = name, command, pathlib.Path(log), ready_url
        self.child = None

    def start(self, env=None):
        with open(self.log, "ab") as log:
            self.child = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                          env={**os.environ, **env} if env else None, start_new_session=True,
                                          preexec_fn=die_with_parent)

    def wait_ready(self, timeout=30):
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if self.child.poll() is not None:
                raise Trouble(f"{self.name} ended with {self.child.returncode}.  It said:\n{self.tail()}")
            try:
                with urllib.request.urlopen(self.ready_url, timeout=5) as r:
                    if r.status == 200:
                        return
            except OSError:
                time.sleep(0.05)
        raise Trouble(f"{self.name} does not answer at {self.ready_url}.  It said:\n{self.tail()}")

    def tail(self, n=12):
        try:
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-n:])
        except OSError:
            return "(nothing)"

    def alive(self):
        return self.child is not None and self.child.poll() is None

    def stop(self, timeout=15):
        """Ask, wait, and only then kill; the exit code."""
        if self.child is None:
            return 0
        if self.alive():
            self.child.terminate()
            try:
                self.child.wait(timeout)
            except subprocess.TimeoutExpired:
                self.kill()
        code = self.child.wait()
        self.child = None
        return code

    def kill(self):
        """SIGKILL the daemon with all its processes, as a power cut would."""
        try:
            os.killpg(self.child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.child.wait()

    def pids(self):
        """All processes of this daemon: its session is its own."""
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    fields = (entry / "stat").read_text().rpartition(")")[2].split()
                except OSError:
                    continue
                if int(fields[3]) == self.child.pid and fields[0] != "Z":
                    found.append(int(entry.name))
        return sorted(found)


class Network:
    def __init__(self, folder, build, hub_port=0, desk_ports=(0, 0), hub=None, desk=None, edition=(), orgs=ORGS):
        self.folder, self.build = pathlib.Path(folder), pathlib.Path(build).resolve()
        self.hub_conf = {**FAST, **(hub or {})}
        self.desk_conf = {"poll": "1s", "slot": "2s", "edition": "10s", "demonstration": "yes", **(desk or {})}
        self.edition = edition
        self.orgs = orgs
        self.want_ports = hub_port, desk_ports
        self.state = None
        self.hub = None
        self.desks = []

    # ---- making

    def program(self, name):
        where = {"understory": "src/cli", "understory-hub": "src/hub", "understory-gate": "src/gate",
                 "understory-desk": "src/desk"}[name]
        for path in (self.build / "src" / name, self.build / where / name):
            if path.exists():
                return str(path)
        raise Trouble(f"The program {name} is not built in {self.build}; `./dev run` builds it.")

    def cli(self, *words, stdin=""):
        run = subprocess.run([self.program("understory"), *map(str, words)], input=stdin, capture_output=True,
                             text=True, timeout=300, check=False)
        if run.returncode:
            raise Trouble(f"`understory {' '.join(map(str, words[:2]))}` failed: {run.stderr.strip()}")
        return run.stdout

    def make(self):
        """Make everything anew in the folder."""
        hub_port, desk_ports = self.want_ports
        hub_port = hub_port or free_port()
        url = f"http://127.0.0.1:{hub_port}"
        self.folder.mkdir(parents=True, exist_ok=True)
        desks = [json.loads(self.cli("desk", "init", self.at(org["folder"]),
                                     *[x for m in org["members"] for x in ("--member", m)])) for org in self.orgs]
        network = json.loads(self.cli("network", "new", self.at("network"), "--editor", EDITOR, "--hub", url,
                                      *[x for d in desks for x in ("--org", f"{d['org']}:{d['identity']}")]))
        for org, desk in zip(self.orgs, desks):
            office = next(m for m in desk["members"] if "office" in m["roles"])
            profile = self.at(org["folder"]) / "profile"
            profile.write_text(org["profile"], encoding="utf-8")
            self.cli("desk", "join", self.at(org["folder"]), "--root", self.at("network/root"), "--profile", profile,
                     "--member", office["name"], stdin=office["passphrase"] + "\n")
        hub = self.at("hub")
        hub.mkdir(exist_ok=True)
        shutil.copy(self.at("network/root"), hub / "root")
        (hub / "cards").write_text(self.cli("cards", *[self.at(o["folder"]) for o in self.orgs]), encoding="utf-8")
        self.state = {"hub_id": network["hubs"][0]["id"], "hub_port": hub_port, "network": network["network"],
                      "desks": [{**d, "name": o["profile"].splitlines()[0].split(" ", 2)[2], "folder": o["folder"]}
                                for o, d in zip(self.orgs, desks)]}
        self._keep_state()
        self.make_edition(1)
        self._ports(desk_ports)
        return self

    def make_edition(self, version, content=ROOT / "content"):
        kit = self.build / "kit/kit.js"
        self.cli("edition", "build", "--content", content, *(["--kit", kit] if kit.exists() else []), "--network", self.at("network"), "--cards",
                 self.at("hub/cards"), "--out", self.at("hub/edition"), "--version", version,
                 "--site", *SITE, *self.edition)

    def load(self):
        """Use what an earlier make() left in the folder, with a fresh edition; the hub moves to the
        wanted port if it is another."""
        self.state = json.loads(self.at("state.json").read_text(encoding="utf-8"))
        port = self.want_ports[0] or self.state["hub_port"]
        if port != self.state["hub_port"]:
            self._move_hub(port)
        note = self.at("hub/edition/note").read_text(encoding="utf-8")
        self.make_edition(int(re.search(r"^version (\d+)$", note, re.M)[1]) + 1)
        self._ports(self.want_ports[1])
        return self

    def _move_hub(self, port):
        """A next version of the root note, for all that know the hub by it."""
        self.cli("network", "hub", self.at("network"), "--id", self.state["hub_id"], "--url", f"http://127.0.0.1:{port}")
        for folder in ["hub", *[org["folder"] for org in self.orgs]]:
            shutil.copy(self.at("network/root"), self.at(folder) / "root")
        self.state["hub_port"] = port
        self._keep_state()

    def _keep_state(self):
        path = self.at("state.json")
        path.write_text(json.dumps(self.state, ensure_ascii=False, indent=1), encoding="utf-8")
        path.chmod(0o600)

    def is_made(self):
        return self.at("state.json").exists() and self.at("hub/edition/note").exists()

    def at(self, path):
        return self.folder / path

    def _ports(self, wanted):
        ports = []
        for i in range(len(self.orgs)):
            port = free_port(wanted[i] if i < len(wanted) else 0)
            while port in ports or port == self.state["hub_port"]:
                port = free_port()
            ports.append(port)
        self.desk_ports = ports
        self.write_confs()
        self._programs()

    def write_confs(self):
        sanitized = is_sanitized(self.build)
        hub = {"folder": self.at("hub").resolve(), "listen": f"127.0.0.1:{self.state['hub_port']}",
               "hub": self.state["hub_id"], "sandbox": "off" if sanitized else "best-effort",
               "gate": self.program("understory-gate"), **self.hub_conf}
        write_conf(self.at("hub/hub.conf"), hub)
        for org, port in zip(self.orgs, self.desk_ports):
            desk = {"folder": self.at(org["folder"]).resolve(), "listen": f"127.0.0.1:{port}",
                    "origin": f"http://127.0.0.1:{port}", "sandbox": "off" if sanitized else "best-effort",
                    **self.desk_conf}
            write_conf(self.at(org["folder"]) / "desk.conf", desk)

    def _programs(self):
        self.at("log").mkdir(exist_ok=True)
        self.hub = Program("The hub", [self.program("understory-hub"), str(self.at("hub/hub.conf"))],
                           self.at("log/hub.log"), self.hub_url + "/")
        self.desks = [Program(f"The desk {org['folder']}",
                              [self.program("understory-desk"), str(self.at(org["folder"]) / "desk.conf")],
                              self.at(f"log/{org['folder']}.log"), url + "/login")
                      for org, url in zip(self.orgs, self.desk_urls)]

    # ---- running

    @property
    def hub_url(self):
        return f"http://127.0.0.1:{self.state['hub_port']}"

    @property
    def desk_urls(self):
        return [f"http://127.0.0.1:{port}" for port in self.desk_ports]

    def start(self):
        for program in [self.hub, *self.desks]:
            program.start()
            program.wait_ready()
        return self

    def stop(self):
        return [p.stop() for p in [*self.desks, self.hub]]

    def dead(self):
        return next((p for p in [self.hub, *self.desks] if p.child is not None and not p.alive()), None)

    def members(self, desk):
        return self.state["desks"][desk]["members"]

    def org(self, desk):
        return self.state["desks"][desk]["org"]

    def lang_of(self, name):
        """The language that was written down for a member."""
        return next((spec.split(":")[1] for org in self.orgs for spec in org["members"] if spec.split(":")[0] == name), "")

    def demo(self):
        """What var/demo.json holds."""
        return {"hubs": [{"url": self.hub_url}],
                "desks": [{"url": url, "org": d["name"], "members": [
                    {"name": m["name"], "passphrase": m["passphrase"], "roles": m["roles"],
                     "lang": self.lang_of(m["name"])} for m in d["members"]]}
                    for url, d in zip(self.desk_urls, self.state["desks"])]}

    def __enter__(self):
        return self if self.state else self.make()

    def __exit__(self, *_):
        self.stop()


def write_conf(path, values):
    path.write_text("".join(f"{k} = {v}\n" for k, v in values.items()), encoding="utf-8")
