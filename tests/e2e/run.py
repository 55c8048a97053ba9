#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Start a network in a temporary folder and run one browser test against it.
usage: run.py BUILD TEST.mjs [folder for results]
The test gets the network's addresses and log-ins in UNDERSTORY_NETWORK and prints TAP."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "lib"))
import network  # noqa: E402


def main():
    build, script = sys.argv[1:3]
    folder = pathlib.Path(tempfile.mkdtemp(prefix="understory-e2e-"))
    try:
        net = network.Network(folder / "net", build, hub={"rate": "0"}, desk={"idle": "60m"}).make()
        try:
            net.start()
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


if __name__ == "__main__":
    sys.exit(main())
