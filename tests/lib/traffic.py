# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many requests at once: prepared as bytes, sent by the program bench/load."""
import json
import os
import subprocess
import tempfile
import urllib.parse


def get(path, host="127.0.0.1"):
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()


def post(fields, host="127.0.0.1"):
    body = urllib.parse.urlencode(fields).encode()
    return (f"POST / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


class Load:
    def __init__(self, program, port):
        self.program, self.port = program, port

    def run(self, requests, clients, seconds, once=False, find=None):
        """The report of one run, with `found` when something was to be found in the answers."""
        with tempfile.NamedTemporaryFile(delete=False) as f:
            for r in requests:
                f.write(str(len(r)).encode() + b"\n" + r)
        command = [self.program, str(self.port), str(clients), str(seconds), f.name]
        command += ["--once"] if once else []
        command += ["--find", find[0], str(find[1])] if find else []
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=True)
        finally:
            os.unlink(f.name)
        report = json.loads(done.stderr.splitlines()[-1])
        report["found"] = done.stdout.split()
        return report

    def tickets(self, n, lang="ru"):
        """So many tickets from so many forms."""
        got = self.run([get(f"/{lang}/w")] * n, 16, 120, once=True, find=('name="tok" value="', 48))["found"]
        if len(got) < n:
            raise RuntimeError(f"{len(got)} tickets of {n}")
        return got
