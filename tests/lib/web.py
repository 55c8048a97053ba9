# SPDX-License-Identifier: AGPL-3.0-or-later
"""A browser without script, in a few lines: pages, forms, cookies, redirects.  It speaks HTTP through
the standard library only and counts what it asks for, so that tests can say what a visit costs."""
import html.parser
import http.client
import urllib.parse

VOID = {"input", "meta", "link", "br", "hr", "img"}


class Field:
    def __init__(self, name, kind, value, checked=False):
        self.name, self.kind, self.value, self.checked = name, kind, value, checked


class Form:
    def __init__(self, attrs):
        self.action = attrs.get("action") or ""
        self.method = (attrs.get("method") or "get").lower()
        self.id = attrs.get("id")
        self.fields = []

    def names(self):
        return [f.name for f in self.fields]

    def filled(self, values, button=None):
        """What a browser would send: what stands in the form, with `values` typed over it."""
        out = []
        for f in self.fields:
            if f.kind == "submit":
                if button and (f.name, f.value) == tuple(button):
                    out.append((f.name, f.value))
            elif f.name in values:
                if (f.name not in [name for name, _ in out]) and values[f.name] is not None:
                    out.append((f.name, values[f.name]))
            elif f.kind not in ("radio", "checkbox") or f.checked:
                out.append((f.name, f.value))
        unknown = set(values) - set(self.names())
        if unknown:
            raise KeyError(f"the form {self.action} has no field {sorted(unknown)}: {self.names()}")
        return out


class Reader(html.parser.HTMLParser):
    """Collects forms, links, text and the texts of elements by class."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.forms, self.links, self.ids, self.tags = [], [], [], []
        self.texts = []          # (tag path, text)
        self.stack = []          # (tag, attrs)
        self.form = self.area = self.select = self.option = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        if attrs.get("id"):
            self.ids.append(attrs["id"])
        if tag not in VOID:
            self.stack.append((tag, attrs))
        handler = getattr(self, "on_" + tag, None)
        if handler:
            handler(attrs)

    def on_form(self, attrs):
        self.form = Form(attrs)
        self.forms.append(self.form)

    def on_a(self, attrs):
        self.links.append(attrs.get("href") or "")

    def add(self, name, kind, value, checked=False):
        if self.form is not None and name:
            self.form.fields.append(Field(name, kind, value, checked))

    def on_input(self, attrs):
        self.add(attrs.get("name"), attrs.get("type") or "text", attrs.get("value", "") or "", "checked" in attrs)

    def on_button(self, attrs):
        self.add(attrs.get("name"), "submit", attrs.get("value", "") or "")

    def on_textarea(self, attrs):
        self.area = [attrs.get("name"), ""]

    def on_select(self, attrs):
        self.select = [attrs.get("name"), None, None]

    def on_option(self, attrs):
        self.end_option()
        if self.select is not None:
            self.option = [attrs.get("value"), "selected" in attrs, ""]

    def end_option(self):
        """The value of an option is its text, if it has no other."""
        if self.option is None or self.select is None:
            return
        value, selected, text = self.option
        value = " ".join(text.split()) if value is None else value
        self.option = None
        if self.select[1] is None:
            self.select[1] = value
        if selected:
            self.select[2] = value

    def handle_endtag(self, tag):
        if tag in ("option", "select"):
            self.end_option()
        if tag == "form":
            self.form = None
        elif tag == "textarea" and self.area:
            text = self.area[1]
            self.add(self.area[0], "textarea", text[1:] if text.startswith("\n") else text)
            self.area = None
        elif tag == "select" and self.select:
            self.add(self.select[0], "select", self.select[2] if self.select[2] is not None else self.select[1] or "")
            self.select = None
        while self.stack:
            open_tag, _ = self.stack.pop()
            if open_tag == tag:
                break

    def handle_data(self, data):
        if self.area is not None:
            self.area[1] += data
        if self.option is not None:
            self.option[2] += data
        if not (self.stack and self.stack[-1][0] == "style"):
            self.texts.append((list(self.stack), data))

    def within(self, tag, css_class=None, **attrs):
        """The texts of every element with this tag (and class, and attributes), in order."""
        out, last = [], None
        for stack, data in self.texts:
            for entry in stack:
                name, has = entry
                if name != tag or (css_class and css_class not in (has.get("class") or "").split()):
                    continue
                if any(has.get(k) != v for k, v in attrs.items()):
                    continue
                if entry is not last:
                    out.append("")
                    last = entry
                out[-1] += data
                break
        return out


class Page:
    def __init__(self, url, status, headers, body):
        self.url, self.status, self.headers, self.body = url, status, headers, body
        self._read = None

    @property
    def text(self):
        return self.body.decode("utf-8")

    @property
    def read(self):
        if self._read is None:
            self._read = Reader()
            self._read.feed(self.text)
            self._read.close()
        return self._read

    def header(self, name):
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)

    def form(self, **want):
        """The first form that has fields of these names, with these values unless they are True."""
        for form in self.read.forms:
            if all(any(f.name == k and v in (True, f.value) for f in form.fields) for k, v in want.items()):
                return form
        raise LookupError(f"{self.url} ({self.status}) has no form with {want}: "
                          f"{[(f.action, f.names()) for f in self.read.forms]}\n{self.visible()[:600]}")

    def has_form(self, **want):
        try:
            return bool(self.form(**want))
        except LookupError:
            return False

    def form_to(self, action):
        """The first form whose action is, or ends in, this."""
        for form in self.read.forms:
            if form.action.split("?")[0].endswith(action):
                return form
        raise LookupError(f"{self.url} ({self.status}) has no form to {action}: "
                          f"{[f.action for f in self.read.forms]}\n{self.visible()[:600]}")

    def visible(self):
        return " ".join(" ".join(data.split()) for _, data in self.read.texts if data.strip())


class Client:
    """One browser at one site.  Every request is a new connection, as without keep-alive."""

    def __init__(self, base, timeout=30):
        self.base, self.timeout = base.rstrip("/"), timeout
        at = urllib.parse.urlsplit(base)
        self.host, self.port = at.hostname, at.port or 80
        self.cookies = {}
        self.headers = {}
        self.seen = []           # (method, path, status, bytes sent, bytes got)

    def request(self, method, path, body=None, headers=None):
        """One request, no redirect followed; what stands behind # stays here, as in a browser."""
        path = path.partition("#")[0]
        send = {"Host": f"{self.host}:{self.port}", **self.headers, **(headers or {})}
        if self.cookies:
            send["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        conn = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
        try:
            conn.request(method, path, body=body, headers=send)
            r = conn.getresponse()
            page = Page(self.base + path, r.status, r.getheaders(), r.read())
        finally:
            conn.close()
        self.seen.append((method, path, page.status, len(body or b""), len(page.body)))
        for name, value in page.headers:
            if name.lower() == "set-cookie":
                self._keep(value)
        return page

    def _keep(self, value):
        pair, *flags = [part.strip() for part in value.split(";")]
        name, _, content = pair.partition("=")
        if content == "" or any(f.lower() == "max-age=0" for f in flags):
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = content

    def follow(self, page):
        for _ in range(5):
            where = page.header("Location")
            if page.status not in (301, 302, 303, 307) or not where:
                return page
            if "://" in where and not where.startswith(self.base):
                return page
            page = self.request("GET", where[len(self.base):] if "://" in where else where)
        raise RuntimeError("redirected in a circle: " + page.url)

    def get(self, path):
        return self.follow(self.request("GET", path))

    def post(self, path, fields, headers=None):
        body = fields if isinstance(fields, bytes) else urllib.parse.urlencode(fields).encode()
        more = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.base, **(headers or {})}
        return self.follow(self.request("POST", path, body, more))

    def submit(self, page, form, button=None, **values):
        """Fill a form of this page and send it as a browser would."""
        here = urllib.parse.urlsplit(page.url)
        action = form.action or here.path + ("?" + here.query if here.query else "")
        if not action.startswith("/"):
            action = urllib.parse.urljoin(here.path, action)
        fields = form.filled(values, button)
        if form.method == "get":
            return self.get(action.split("?")[0] + "?" + urllib.parse.urlencode(fields))
        return self.post(action, fields)
