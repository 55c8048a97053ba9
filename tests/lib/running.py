# SPDX-License-Identifier: AGPL-3.0-or-later
"""A test case with a whole network running around it."""
import pathlib
import shutil
import sys
import tempfile
import unittest
import desk
import network
import seeker

LANGS = ("ru", "uk", "be", "en", "de")


class Running(unittest.TestCase):
    """Subclasses set hub and desk to change configurations.  The build is the first argument."""
    hub, desk = {"rate": "0"}, {"idle": "60m"}

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="understory-test-"))
        cls.net = network.Network(cls.folder, sys.argv[1], hub=cls.hub, desk=cls.desk)
        try:
            cls.net.make().start()
        except Exception:
            cls.tearDownClass()
            raise

    @classmethod
    def tearDownClass(cls):
        try:
            if cls.net.hub:
                dead = cls.net.dead()
                codes = cls.net.stop()
                if dead or any(codes):
                    print(f"# exit codes {codes}")
                    for log in sorted(cls.net.at("log").iterdir()):
                        print(f"# {log.name}:\n# " + "\n# ".join(log.read_text(errors="replace").splitlines()[-15:]))
                    raise AssertionError("a daemon did not end well")
        finally:
            shutil.rmtree(cls.folder, ignore_errors=True)

    def person(self, lang="ru"):
        return seeker.Seeker(self.net.hub_url, lang)

    def member(self, n=0, who=0):
        m = desk.Member(self.net.desk_urls[n], timeout=60)
        at = self.net.members(n)[who]
        m.login(at["name"], at["passphrase"])
        return m

    def desk_of(self, lang):
        """Which desk reads a language, as its card says."""
        return 0 if lang in ("ru", "be") else 1
