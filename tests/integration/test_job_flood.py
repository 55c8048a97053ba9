#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody throws as many envelopes into one batch as the hub takes at once.  What a person writes after
that must reach its desk all the same.
usage: test_job_flood.py BUILD"""
import base64
import concurrent.futures
import pathlib
import secrets
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import running  # noqa: E402
import seeker  # noqa: E402
import tap  # noqa: E402

N_ENVELOPES, IN_ONE, THREADS = 1600, 4, 8
HEAD = b"\1\1\0\0"


class Flood(running.Running):
    hub = {"batch": "6s"}

    def waiting_page(self):
        """Sent too early, a message comes back as sealed envelopes, which the page carries."""
        person = self.person()
        page = person.open_form()
        return person.submit(page, page.form(act="send"), text="Слишком рано")

    def throw(self, carry):
        person = self.person()
        page = person.open_form()
        token = next(f.value for f in page.form(act="send").fields if f.name == "tok")
        person.wait_ticket()
        junk = b"".join(HEAD + secrets.token_bytes(4096 - len(HEAD)) for _ in range(IN_ONE))
        text = base64.urlsafe_b64encode(junk).decode().rstrip("=")
        return person.submit(carry, carry.form(act="carry"), tok=token, env=text).url

    def test_a_batch_as_large_as_it_gets(self):
        carry = self.waiting_page()
        with concurrent.futures.ThreadPoolExecutor(THREADS * 20) as pool:
            stored = list(pool.map(self.throw, [carry] * (N_ENVELOPES // IN_ONE)))
        self.assertGreater(sum("/w/" in url for url in stored), len(stored) * 9 // 10)
        self.person().write("После потопа kanarek", page=None)
        member = self.member(0)
        self.assertGreater(member.find("kanarek", timeout=60), 0)


if __name__ == "__main__":
    tap.main()
