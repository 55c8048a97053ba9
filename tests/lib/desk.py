# SPDX-License-Identifier: AGPL-3.0-or-later
"""A member at a desk, by plain HTTP and without script."""
import re
import time
import web


class Refused(Exception):
    def __init__(self, page):
        super().__init__(f"{page.url} {page.status}: {page.visible()[:400]}")
        self.page = page


def thread_of(page):
    """What was said in a case: messages, answers, notes; without the lists around them."""
    return "\n".join(page.read.within("article"))


class Member(web.Client):
    def login(self, name, passphrase):
        page = self.get("/login")
        form = page.form(name=True, passphrase=True)
        page = self.submit(page, form, name=name, passphrase=passphrase)
        if page.has_form(passphrase=True):
            raise Refused(page)
        return page

    def cases(self, path="/"):
        """Case numbers listed on a page, in order."""
        out = []
        for link in self.get(path).read.links:
            m = re.fullmatch(r"/c/(\d+)(?:[?#].*)?", link)
            if m and int(m[1]) not in out:
                out.append(int(m[1]))
        return out

    def all_cases(self, which="open"):
        """All cases of a list, through all its pages."""
        found = []
        for page in range(1, 100):
            more = [n for n in self.cases(f"/?f={which}&p={page}") if n not in found]
            if not more:
                return found
            found += more
        return found

    def case(self, n):
        page = self.get(f"/c/{n}")
        if page.status != 200:
            raise Refused(page)
        return page

    def find(self, text, timeout=90):
        """The number of the waiting case in which this was said; waits for it to arrive."""
        end = time.monotonic() + timeout
        while True:
            found = self.having(text)
            if found:
                return found[0]
            if time.monotonic() > end:
                raise TimeoutError(f"no case with {text!r}")
            time.sleep(0.3)

    def having(self, text, path="/?f=open"):
        """The cases of a list in which this was said."""
        return [n for n in self.cases(path) if text in self.thread(n)]

    def thread(self, n):
        return thread_of(self.case(n))

    def act(self, n, what, **values):
        """Send one of the forms of a case."""
        page = self.case(n)
        page = self.submit(page, page.form_to(f"/c/{n}/{what}"), **values)
        if page.status != 200:
            raise Refused(page)
        return page

    def reply(self, n, text):
        return self.act(n, "reply", text=text)

    def note(self, n, text):
        return self.act(n, "note", text=text)

    def search(self, text):
        """The list of what was found; the words stay in the session, never in an address."""
        page = self.get("/")
        return self.submit(page, page.form_to("/search"), q=text)

    def lock(self):
        """Lock for everybody."""
        page = self.get("/")
        return self.submit(page, page.form_to("/lock"))
