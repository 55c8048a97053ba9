# SPDX-License-Identifier: AGPL-3.0-or-later
"""Firefox by its own Marionette protocol: JSON arrays with a length in front, over TCP.  No driver."""
import json
import pathlib
import shutil
import socket
import subprocess
import time

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"

# What Tor Browser sets at its level "Safest", as far as an ordinary Firefox knows it.
SAFEST = {
    "javascript.enabled": False,
    "svg.disabled": True,
    "mathml.disabled": True,
    "gfx.downloadable_fonts.enabled": False,
    "gfx.font_rendering.graphite.enabled": False,
    "gfx.font_rendering.opentype_svg.enabled": False,
    "privacy.resistFingerprinting": True,
    "browser.privatebrowsing.autostart": True,
    "network.cookie.cookieBehavior": 1,
    "media.webaudio.enabled": False,
    "webgl.disabled": True,
}
QUIET = {
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "app.update.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.aboutwelcome.enabled": False,
    "extensions.update.enabled": False,
    "services.settings.server": "data:,",
    "network.proxy.type": 1,             # every address but loopback goes to a port nobody listens on
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
}


class Failed(Exception):
    pass


class Firefox:
    def __init__(self, folder, prefs=None, timeout=60):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        lines = {**QUIET, **SAFEST, **(prefs or {}), "marionette.port": port}
        (self.folder / "user.js").write_text(
            "".join(f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in lines.items()), encoding="utf-8")
        self.log = open(self.folder / "firefox.log", "wb")
        self.child = subprocess.Popen(
            [shutil.which("firefox-esr") or "firefox", "--headless", "--no-remote", "--marionette", "--profile",
             str(self.folder), "--width", "500", "--height", "900"], stdout=self.log, stderr=self.log,
            env={"HOME": str(self.folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"})
        self.n = 0
        self.socket = self._connect(port, timeout)
        self.left = b""
        self._message()
        self.call("WebDriver:NewSession", capabilities={"alwaysMatch": {"acceptInsecureCerts": False}})

    def _connect(self, port, timeout):
        end = time.monotonic() + timeout
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), timeout=timeout)
            except OSError:
                if time.monotonic() > end or self.child.poll() is not None:
                    self.close()
                    raise Failed("Firefox does not open its Marionette port") from None
                time.sleep(0.1)

    def _message(self):
        while b":" not in self.left:
            self.left += self._some()
        length, _, rest = self.left.partition(b":")
        while len(rest) < int(length):
            rest += self._some()
        self.left = rest[int(length):]
        return json.loads(rest[:int(length)])

    def _some(self):
        got = self.socket.recv(65536)
        if not got:
            raise Failed("Firefox closed the connection")
        return got

    def call(self, command, **values):
        self.n += 1
        text = json.dumps([0, self.n, command, values]).encode()
        self.socket.sendall(str(len(text)).encode() + b":" + text)
        _, _, error, result = self._message()
        if error:
            raise Failed(f"{command}: {error['error']}: {error['message']}")
        return result

    def open(self, url):
        self.call("WebDriver:Navigate", url=url)

    def find(self, css):
        return self.call("WebDriver:FindElement", using="css selector", value=css)["value"][ELEMENT]

    def find_all(self, css):
        return [e[ELEMENT] for e in self.call("WebDriver:FindElements", using="css selector", value=css)]

    def type(self, css, text):
        self.call("WebDriver:ElementSendKeys", id=self.find(css), text=text)

    def click(self, css):
        self.call("WebDriver:ElementClick", id=self.find(css))

    def texts(self, css):
        return [self.call("WebDriver:GetElementText", id=e)["value"] for e in self.find_all(css)]

    @property
    def url(self):
        return self.call("WebDriver:GetCurrentURL")["value"]

    @property
    def source(self):
        return self.call("WebDriver:GetPageSource")["value"]

    @property
    def cookies(self):
        return self.call("WebDriver:GetCookies")

    def wait(self, test, what, timeout=20):
        end = time.monotonic() + timeout
        while not test():
            if time.monotonic() > end:
                raise Failed(f"{what} did not come; the address is {self.url}")
            time.sleep(0.1)

    def quit(self):
        try:
            self.call("Marionette:Quit", flags=["eForceQuit"])
            self.child.wait(10)
        except (Failed, OSError, subprocess.TimeoutExpired):
            pass
        self.close()

    def close(self):
        if self.child.poll() is None:
            self.child.kill()
        self.child.wait()
        self.log.close()
