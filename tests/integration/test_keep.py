#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Backup, drill and restore by the command line while desks run; paper and a chat brought along over HTTP.
usage: test_keep.py BUILD"""
import json
import pathlib
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "lib"))
import running  # noqa: E402
import tap  # noqa: E402


class Keep(running.Running):
    def tool(self, *words, typed=""):
        return subprocess.run([pathlib.Path(sys.argv[1]) / "src/understory", *map(str, words)], input=typed,
                              capture_output=True, text=True, timeout=120)

    def halves(self, printed):
        """The forty digits of each half."""
        lines = [line.strip() for line in printed.splitlines()]
        return "\n".join(line for line in lines if line.replace(" ", "").isdigit() and len(line) == 43) + "\n"

    def test_backup_and_drill(self):
        at, who = self.net.at("desk-1"), self.net.members(0)[0]
        backup = self.folder / "desk.backup"
        refused = self.tool("backup", at, "--to", backup)
        self.assertEqual((1, False), (refused.returncode, backup.exists()))
        self.assertIn("understory recovery", refused.stderr)
        made = self.tool("recovery", at, "--member", who["name"], "--lang", "ru", typed=who["passphrase"] + "\n")
        self.assertEqual(0, made.returncode, made.stderr)
        halves = self.halves(made.stdout)
        self.person("ru").write("Мне пришла повестка, копия должна это вернуть.")
        member = self.member(0)
        member.find("копия должна это вернуть")
        self.assertEqual(0, self.tool("backup", at, "--to", backup).returncode)
        drill = self.tool("restore", "--drill", backup, typed=halves)
        self.assertEqual(0, drill.returncode, drill.stderr)
        self.assertIn("everything that has a key opens", drill.stdout)
        self.assertRegex(drill.stdout, r"(?m)^cases [1-9]")
        self.assertRegex(drill.stdout, r"(?m)^age 0 hours$")
        swapped = "\n".join(reversed(halves.split())) + "\n"
        self.assertEqual(1, self.tool("restore", "--drill", backup, typed=swapped).returncode)
        into = self.folder / "again"
        self.assertEqual(0, self.tool("restore", backup, "--into", into, typed=halves).returncode)
        self.assertEqual(1, self.tool("restore", backup, "--into", into, typed=halves).returncode, "never over a desk")

    def test_heads_of_the_log(self):
        """Signed by a running desk, kept by another one, and given back."""
        ours, theirs = self.net.at("desk-1"), self.net.at("desk-2")
        self.member(0).get("/today")
        head = self.folder / "our.head"
        for _ in range(40):
            said = self.tool("audit", "head", ours)
            if said.returncode == 0:
                break
            time.sleep(0.5)
        self.assertEqual(0, said.returncode, said.stderr)
        head.write_text(said.stdout)
        for _ in range(2):
            kept = self.tool("audit", "keep", theirs, "--head", head)
            self.assertEqual(0, kept.returncode, kept.stderr)
        back = kept.stdout.split("kept in ")[1].strip()
        verified = self.tool("audit", "verify", ours, "--head", back)
        self.assertEqual(0, verified.returncode, verified.stdout + verified.stderr)
        self.assertRegex(verified.stdout, r"(?m)^head of \d{4}-\d\d-\d\d: \d+ entries, agrees$")
        self.assertRegex(verified.stdout, r"(?m)^whole$")
        head.write_text(said.stdout.replace("\nlink ", "\nlink 0"))
        self.assertEqual(1, self.tool("audit", "keep", theirs, "--head", head).returncode)
        self.assertEqual(1, self.tool("audit", "verify", theirs, "--head", back).returncode, "of another desk")

    def test_paper_and_chat(self):
        member = self.member(0)
        self.person("ru").write("Мне пришла повестка, лист нужен коллеге.")
        number = member.find("лист нужен коллеге")
        page = member.get(f"/c/{number}/keep")
        reply = member.submit(page, page.form_to(f"/c/{number}/sheet"))
        self.assertEqual((200, "application/pdf"), (reply.status, reply.header("Content-Type")))
        self.assertTrue(reply.body.startswith(b"%PDF-"))
        chat = {"name": "Заяц", "type": "personal_chat", "id": 700, "messages": [
            {"id": 1, "type": "message", "date_unixtime": "1793527201", "from": "З", "from_id": "user700",
             "text": "Привезённое обращение"}]}
        path = self.folder / "result.json"
        path.write_text(json.dumps(chat), encoding="utf-8")
        self.assertEqual(0, self.tool("import", self.net.at("desk-1"), path).returncode)
        page = member.get("/keep")
        look = member.submit(page, page.form_to("/keep/look"))
        self.assertIn("Заяц", look.text)
        member.submit(look, look.form_to("/keep/bring"))
        self.assertTrue(member.having("Привезённое обращение"))
        self.assertIn("Файлов нет", member.get("/keep").text)


if __name__ == "__main__":
    tap.main()
