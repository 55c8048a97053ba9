#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A demonstration network in ./var: one hub, two desks of two invented organisations, sample requests.

usage: demo.py --build DIR [--fresh] [--folder DIR]
HUB_PORT and DESK_PORT (the second desk has the next one) choose ports.  What is made stays in the
folder and is used again; --fresh makes it anew.  Ctrl-C stops everything.  Log-ins are written to
demo.json there: they open this demonstration and nothing else."""
import argparse
import fcntl
import json
import os
import pathlib
import shutil
import signal
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/lib"))
import network  # noqa: E402
import seeker  # noqa: E402

# Requests that wait at the desks from the start.  Invented; marked as samples in their own text.
SAMPLES = (
    ("ru", "(Пример, выдуман.) Пришла электронная повестка, явка через четыре дня. Мне 22, по убеждениям не могу "
           "взять в руки оружие. Можно ли ещё подать на АГС и что писать в заявлении?", {}),
    ("ru", "(Пример, выдуман.) Пишу за брата. Он отказался возвращаться, вторую неделю его держат в подвале и бьют. "
           "Завтра утром обещают увезти на штурм. Что делать?", {"danger": True}),
    ("be", "(Прыклад, выдуманы.) Я ў Польшчы, вайсковы білет застаўся дома, пашпарт дзейнічае яшчэ паўгода. "
           "Ці можна працягнуць дакументы, калі дома чакае позва?", {}),
    ("uk", "(Приклад, вигаданий.) Я віруючий, зброю брати не можу. ТЦК каже, що альтернативної служби зараз немає, "
           "і погрожує кримінальною справою. Куди звернутися?", {}),
    ("en", "(Sample, invented.) I left my unit and I am abroad now without a passport. The police here asked whether "
           "I am wanted at home. Can they send me back?", {}),
    ("de", "(Beispiel, erfunden.) Wir beraten einen jungen Mann, dessen Asylantrag abgelehnt wurde. Der Bescheid kam "
           "gestern, die Frist ist kurz. Wer kann etwas zur Lage im Land schreiben?", {}),
)


# Beside the counsellors of the test network: a lawyer, for the legal compartment and dates to confirm, and somebody
# charged with data protection, for the audit log and what takes two.  A reader of English finds a counsellor to be at either desk.
MORE = {"desk-1": ("Vera:ru:lawyer", "Daria:ru:data-protection", "Grace:en:counsellor"),
        "desk-2": ("Liese:de:lawyer", "Max:en:data-protection")}
ORGS = tuple(dict(org, members=org["members"] + MORE[org["folder"]]) for org in network.ORGS)
# Where the quick exit leads: an ordinary page in the reader's language.
EXITS = {f"exit_{lang}": f"https://{lang}.wikipedia.org/" for lang in ("ru", "uk", "be", "en", "de")}


def say(*words):
    print(*words, flush=True)


def port_of(name, usual):
    text = os.environ.get(name, "")
    if text and not (text.isdigit() and 0 < int(text) < 65535):
        raise network.Trouble(f"{name} must be a port number, from 1 to 65534; it is {text!r}.")
    return int(text or usual)


def choose(name, wanted, what):
    got = network.free_port(wanted)
    if got != wanted:
        say(f"Port {wanted} is taken; {what} listens on {got} instead.  {name} chooses another.")
    return got


def prepare(folder, build, fresh):
    """The network of this folder: an old one, or a new one."""
    if fresh and folder.exists():
        for entry in folder.iterdir():
            if entry.name in ("hub", "network", "log", "state.json", "demo.json") or entry.name.startswith("desk-"):
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    desk_port = port_of("DESK_PORT", 8081)
    net = network.Network(folder, build, desk_ports=(0, 0), hub=EXITS, edition=("--demonstration", "yes"), orgs=ORGS)
    is_new = not net.is_made()
    usual = 8080 if is_new else json.loads((folder / "state.json").read_text(encoding="utf-8"))["hub_port"]
    hub_port = choose("HUB_PORT", port_of("HUB_PORT", usual), "the hub")
    ports = [choose("DESK_PORT", desk_port + i, f"desk {i + 1}") for i in range(2)]
    net.want_ports = hub_port, ports
    if is_new:
        say("Making a demonstration network (keys, cards, the pages of five languages) ...")
        for old in ("network", "hub", "desk-1", "desk-2"):
            shutil.rmtree(folder / old, ignore_errors=True)
        net.make()
    else:
        net.load()
    return net, is_new


def plant(net):
    """Write the sample requests as anybody would: through the hub's form."""
    people = [(seeker.Seeker(net.hub_url, lang), text, answers) for lang, text, answers in SAMPLES]
    pages = [p.open_form() for p, _, _ in people]
    for (person, text, answers), page in zip(people, pages):
        values = {}
        if answers.get("danger"):
            form = page.form(act="send")
            values["danger"] = next(f.value for f in form.fields if f.name == "danger")     # now
        person.write(text, page=page, **values)


def write_demo(net):
    path = net.at("demo.json")
    path.write_text(json.dumps(net.demo(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    path.chmod(0o600)
    return path


def tell(net, path):
    say(f"\n  Write to us, read answers    {net.hub_url}/")
    for url, desk in zip(net.desk_urls, net.state["desks"]):
        say(f"  Desk: {desk['name']:<28} {url}/")
        for m in desk["members"]:
            say(f"      {m['name']:<8} {m['passphrase']}    ({net.lang_of(m['name'])}: {', '.join(m['roles'])})")
    say(f"\nThe log-ins open this demonstration and nothing else; they are in {path}.")
    say("A desk speaks the language of your browser until its member chooses one, on any page.")
    say("Everything runs fast here: a batch closes after 1 second and answers leave every 2 seconds.")
    say("In real use it is a minute and ten minutes.  A form must be 2 seconds old to be sent, here and there.")
    say("Ctrl-C stops everything.  What was written stays; `./dev run --fresh` starts anew.\n")


def watch(net):
    stopped = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.append(True))
    while not stopped:
        dead = net.dead()
        if dead:
            raise network.Trouble(f"{dead.name} ended by itself.  It said:\n{dead.tail()}")
        time.sleep(0.3)


def run(args):
    folder = pathlib.Path(args.folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise network.Trouble(f"A demonstration already runs from {folder}; stop it with Ctrl-C there.") from None
        net, is_new = prepare(folder, args.build, args.fresh)
        try:
            net.start()
            if is_new or not net.at("demo.json").exists():
                say("Writing the sample requests ...")
                plant(net)
            tell(net, write_demo(net))
            watch(net)
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            net.stop()
        say("Stopped.")


def main():
    parser = argparse.ArgumentParser(prog="./dev run", description=__doc__.splitlines()[0])
    parser.add_argument("--build", default=str(ROOT / "build/plain"))
    parser.add_argument("--folder", default=str(ROOT / "var"))
    parser.add_argument("--fresh", action="store_true")
    try:
        run(parser.parse_args())
    except network.Trouble as trouble:
        sys.exit(f"dev run: {trouble}")
    except KeyboardInterrupt:
        sys.exit(130)
    return 0


if __name__ == "__main__":
    sys.exit(main())
