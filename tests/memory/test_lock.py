#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a desk's memory keeps after it was locked: no message, note, answer, search or passphrase.
usage: test_lock.py BUILD"""
import os
import sys
import time
import unittest

from test_scan import scan
import running  # after test_scan, which sets the path
import spell
import tap


@unittest.skipUnless(os.geteuid() == 0, "the desk is not dumpable: only root can read its memory")
class Lock(running.Running):
    def test_nothing_said_stays(self):
        rng = spell.rng_of()
        said = [spell.random_text(rng, n) for n in (8, 40, 300)]
        self.person("ru").write("kanarek " + said[0])
        member = self.member(0)
        number = member.find("kanarek")
        member.note(number, said[1])
        member.reply(number, said[2])
        self.assertIn(f"/c/{number}", member.search(said[1].split()[0]).body.decode())
        pid = self.net.desks[0].child.pid
        needles = spell.needles(said + [self.net.members(0)[0]["passphrase"]])
        self.assertNotEqual([], scan(needles, [pid]), "the scan must find what is there")
        member.lock()
        time.sleep(2)
        self.assertEqual([], scan(needles, [pid]), "in a locked desk's memory")


if __name__ == "__main__":
    tap.main()
