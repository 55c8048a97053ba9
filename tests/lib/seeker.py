# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody who writes to the hub and reads the answers, by plain HTTP and without script."""
import time
import web

TICKET_S = 2.1


class NotStored(Exception):
    """The hub did not take a message; the page says why."""

    def __init__(self, page):
        super().__init__(f"{page.status} {page.visible()[:400]}")
        self.page = page


def words_of(page):
    """The twelve words on a page, in order."""
    out, last = [], None
    for stack, data in page.read.texts:
        inside = [e for e in stack if e[0] == "li"]
        lists = [e for e in stack if e[0] == "ol" and "words" in (e[1].get("class") or "").split()]
        if not inside or not lists or not data.strip():
            continue
        if inside[-1] is last:
            out[-1] += data.strip()
        else:
            out.append(data.strip())
            last = inside[-1]
    return out[:12]


def digits_of(page):
    return " ".join("".join(page.read.within("p", "num")[:1]).split())


def answers_of(page):
    """The texts of the answers shown, newest first."""
    return [t.strip("\n") for t in page.read.within("p", "said")]


class Seeker(web.Client):
    def __init__(self, hub_url, lang="ru"):
        super().__init__(hub_url)
        self.lang = lang
        self.opened = 0.0

    def open_form(self):
        page = self.get(f"/{self.lang}/w")
        self.opened = time.monotonic()
        return page

    def wait_ticket(self):
        time.sleep(max(0.0, self.opened + TICKET_S - time.monotonic()))

    def send(self, page, **values):
        """Send a filled form; press on when it came too early or the hub is busy."""
        page = self.submit(page, page.form(act="send"), **values)
        return self.carry(page)

    def carry(self, page, tries=20):
        for _ in range(tries):
            if not page.has_form(act="carry"):
                break
            time.sleep(1)
            page = self.submit(page, page.form(act="carry"))
        return page

    def write(self, text, page=None, **values):
        """Write a message; the page with the words.  Raises NotStored otherwise."""
        page = page or self.open_form()
        self.wait_ticket()
        page = self.send(page, text=text, **values)
        if page.status != 200 or len(words_of(page)) != 12:
            raise NotStored(page)
        return page

    def check(self, page, words):
        return self.submit(page, page.form(act="check"), w3=words[2], w7=words[6], w10=words[9])

    def read_page(self, words):
        page = self.get(f"/{self.lang}/r")
        return self.submit(page, page.form(act="read"), words=words if isinstance(words, str) else " ".join(words))

    def read(self, words):
        """All answers, newest first, through every sheet."""
        page = self.read_page(words)
        found = answers_of(page)
        sheets = 1
        while True:
            near = [link for link in page.read.links if link.startswith("/t/")]
            if len(near) < (1 if sheets == 1 else 2):   # newer and older; on the last sheet only newer
                return found
            page = self.get(near[-1])
            found += answers_of(page)
            sheets += 1

    def read_until(self, words, want, timeout=90):
        """Ask again until an answer holds this text; the thread page."""
        end = time.monotonic() + timeout
        while True:
            page = self.read_page(words)
            if any(want in answer for answer in answers_of(page)):
                return page
            if time.monotonic() > end:
                raise TimeoutError(f"no answer with {want!r}: {page.status} {page.visible()[:400]}")
            time.sleep(0.5)

    def again(self, thread, text):
        """Write on from a thread page."""
        self.opened = time.monotonic()
        self.wait_ticket()
        page = self.submit(thread, thread.form(act="send"), text=text)
        page = self.carry(page)
        if page.status != 200:
            raise NotStored(page)
        return page
