#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Start a network in a temporary folder and run one browser test against it.
usage: run.py BUILD TEST.mjs [folder for results]
The test gets the network's addresses and log-ins in UNDERSTORY_NETWORK and prints TAP.  The test of the
desk alone has one desk with the roles it needs, and requests that wait there from the start."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "lib"))
import network  # noqa: E402
import seeker  # noqa: E402

DESK = ({"folder": "desk-1",
         "members": ("Olena:en:counsellor+lead+office", "Tom:en:counsellor+lawyer", "Karla:ru:counsellor+lead"),
         "profile": network.ORGS[1]["profile"].replace("languages uk en de", "languages uk en de ru be")},)
WAITING = [f"I have been called up and I will not carry a weapon. What can I do? This is {name}."
           for name in ("off-one", "off-two", "off-three", "on-one", "on-two", "on-three")]


def plant(net):
    """Requests for the desk, written at the hub as anybody would."""
    people = [seeker.Seeker(net.hub_url, "en") for _ in WAITING]
    pages = [p.open_form() for p in people]
    for person, page, text in zip(people, pages, WAITING):
        person.write(text, page=page)


# What a team brings along from the programs it used before.
BROUGHT = {
    "result.json": json.dumps({"name": "Hare", "type": "personal_chat", "id": 700, "messages": [
        {"id": 1, "type": "message", "date_unixtime": "1793527201", "from": "Hare", "from_id": "user700",
         "text": "A letter came from the office. This is off-telegram."},
        {"id": 2, "type": "message", "date_unixtime": "1793527202", "from": "Olena", "from_id": "user9", "text": "Send us its date."}]}),
    "report.txt": "Report: 7\nDate: Sunday 22 November 2026 09:12 (UTC)\n\n What happened\n  They call me to the unit. off-globaleaks\n",
    "cases.csv": "No;Date;Story;Remark\n1;2026-11-02 10:00;They were at my mother's. off-table;blue\n",
}


def bring(net, folder):
    for name, content in BROUGHT.items():
        (folder / name).write_text(content, encoding="utf-8")
        net.cli("import", net.at("desk-1"), folder / name)


def main():
    build, script = sys.argv[1:3]
    folder = pathlib.Path(tempfile.mkdtemp(prefix="understory-e2e-"))
    try:
        is_desk = script == "desk.mjs"
        net = network.Network(folder / "net", build, hub={"rate": "0"}, desk={"idle": "60m"},
                              orgs=DESK if is_desk else network.ORGS).make()
        try:
            net.start()
            if is_desk:
                plant(net)
                bring(net, folder)
            info = {"hub": net.hub_url, "desks": net.demo()["desks"], "out": sys.argv[3] if len(sys.argv) > 3 else ""}
            env = {**os.environ, "UNDERSTORY_NETWORK": json.dumps(info), "UNDERSTORY_TMP": str(folder)}
            code = subprocess.run(["node", str(HERE / script)], env=env, check=False).returncode
            dead = net.dead()
            if dead:
                print(f"# {dead.name} ended by itself:\n# " + dead.tail().replace("\n", "\n# "))
                code = code or 1
        finally:
            stopped = net.stop()
        if any(stopped):
            print(f"# exit codes at the end: {stopped}")
            code = code or 1
        return code
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def stop(*_):
    """Once: what follows is tidying up, which nothing shall cut short."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, stop)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped.")
