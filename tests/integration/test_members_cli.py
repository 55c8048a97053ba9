#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Members from the command line, on a desk that stands still and on one that runs.  Prints TAP.
usage: test_members_cli.py BUILD"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import network  # noqa: E402

COUNT = 0


def tap(good, name, why=""):
    global COUNT
    COUNT += 1
    print(f"{'ok' if good else 'not ok'} {COUNT} {name}" + ("" if good else "\n# " + str(why).replace("\n", "\n# ")))
    return good


def main():
    build = sys.argv[1]
    folder = pathlib.Path(tempfile.mkdtemp(prefix="understory-cli-"))
    program = pathlib.Path(build) / "src/understory"
    good = True

    def run(*words, stdin=""):
        return subprocess.run([program, *map(str, words)], input=stdin, capture_output=True, text=True, timeout=120,
                              check=False)

    try:
        net = network.Network(folder, build, orgs=network.ORGS[:1]).make()
        desk = net.at(network.ORGS[0]["folder"])
        members = {m["name"]: m["passphrase"] + "\n" for m in net.members(0)}
        names = list(members)
        office, other = names[0], names[1]
        r = run("desk", "member", "list", desk)
        good &= tap(r.returncode == 0 and all(n in r.stdout for n in names), "list names everybody", r.stdout + r.stderr)
        r = run("desk", "member", "invite", desk, "Nadia", "--as", office, "--roles", "lawyer+peer", "--hours", "2",
                stdin=members[office])
        link = r.stdout.strip()
        good &= tap(r.returncode == 0 and link.startswith("/i/") and len(link) == 46, "the office invites", r.stdout + r.stderr)
        r = run("desk", "member", "invite", desk, "Nadia", "--as", office, stdin=members[office])
        good &= tap(r.returncode == 1, "a name is invited once", r.stdout)
        r = run("desk", "member", "invite", desk, "Vera", "--as", other, stdin=members[other])
        good &= tap(r.returncode == 1 and "office" in r.stderr, "others invite nobody", r.stderr)
        r = run("desk", "member", "invite", desk, "Vera", "--as", office, stdin="wrong\n")
        good &= tap(r.returncode == 1, "a wrong passphrase invites nobody", r.stderr)
        r = run("desk", "member", "invite", desk, "Vera", "--as", office, "--hours", "169", stdin=members[office])
        good &= tap(r.returncode == 2, "seven days at most", r.stderr)
        r = run("desk", "role", desk, other, "--roles", "counsellor+lead", "--as", office, stdin=members[office])
        good &= tap(r.returncode == 0, "a role is changed", r.stdout + r.stderr)
        r = run("desk", "member", "list", desk)
        row = next(line for line in r.stdout.splitlines() if line.startswith(other))
        good &= tap("counsellor+lead" in row and "intake" in row, "and the list says so", row)
        r = run("desk", "role", desk, other, "--roles", "king", "--as", office, stdin=members[office])
        good &= tap(r.returncode == 2, "no such role", r.stderr)
        net.start()
        try:
            r = run("desk", "member", "remove", desk, other, "--as", office, stdin=members[office])
            good &= tap(r.returncode == 1 and "running" in r.stderr, "a running desk is left alone", r.stderr)
            r = run("desk", "member", "list", desk)
            good &= tap(r.returncode == 0, "it can be looked at", r.stderr)
        finally:
            net.stop()
        r = run("desk", "member", "remove", desk, other, "--as", office, stdin=members[office])
        good &= tap(r.returncode == 0, "a member is removed", r.stdout + r.stderr)
        r = run("desk", "member", "list", desk)
        good &= tap(not any(line.startswith(other + "\t") for line in r.stdout.splitlines()), "and is gone", r.stdout)
        r = run("desk", "member", "remove", desk, office, "--as", office, stdin=members[office])
        good &= tap(r.returncode == 1, "nobody removes herself", r.stdout)
        net.start()
        dead = net.dead()
        net.stop()
        good &= tap(not dead, "the desk starts with the new roster", dead.tail() if dead else "")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"1..{COUNT}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
