# SPDX-License-Identifier: AGPL-3.0-or-later
"""Real mail servers on loopback ports in a temporary folder: Dovecot for IMAP over TLS, OpenSMTPD for
SMTP over TLS that delivers into Dovecot's folders, and a certificate authority of our own."""
import base64
import email.message
import email.policy
import fcntl
import os
import pathlib
import pwd
import signal
import socket
import ssl
import subprocess
import threading
import time
import network

USER, PASSWORD = "help", "pass \"word\\"
ADDRESS = "help@desk.example.org"


def run(*words, **more):
    subprocess.run([str(w) for w in words], check=True, capture_output=True, timeout=60, **more)


def make_certificates(folder):
    """ca.pem, server.pem, server.key for localhost and 127.0.0.1."""
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=test authority",
        "-keyout", folder / "ca.key", "-out", folder / "ca.pem")
    run("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=localhost", "-keyout", folder / "server.key",
        "-out", folder / "server.csr")
    (folder / "ext").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    run("openssl", "x509", "-req", "-in", folder / "server.csr", "-CA", folder / "ca.pem", "-CAkey", folder / "ca.key",
        "-CAcreateserial", "-days", "30", "-extfile", folder / "ext", "-out", folder / "server.pem")
    os.chmod(folder / "server.key", 0o600)


def can_mount():
    """May this process have a view of the file system of its own?"""
    return subprocess.run(["unshare", "--mount", "--propagation", "private", "mount", "--bind", "/tmp", "/mnt"],
                          capture_output=True, timeout=10, check=False).returncode == 0


def wait_port(port, child, log, timeout=20):
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        if child.poll() is not None:
            raise RuntimeError(f"the server ended: {pathlib.Path(log).read_text(errors='replace')[-2000:]}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the server does not listen")


class Server:
    """One daemon in the foreground, with all its children in a session of their own."""

    def __init__(self, command, port, log):
        self.command, self.port, self.log, self.child = command, port, log, None

    def start(self):
        with open(self.log, "ab") as log:
            self.child = subprocess.Popen([str(c) for c in self.command], stdout=log, stderr=log,
                                          stdin=subprocess.DEVNULL, start_new_session=True)
        wait_port(self.port, self.child, self.log)

    def stop(self):
        if self.child and self.child.poll() is None:
            self.child.terminate()
            try:
                self.child.wait(10)
            except subprocess.TimeoutExpired:
                pass
            try:
                os.killpg(self.child.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.child.wait()
        self.child = None


class Front:
    """TLS and the password in front of OpenSMTPD, whose own TLS does not work with Debian 12's OpenSSL 3.
    It speaks until the password was right; everything after goes through as it is."""

    def __init__(self, port, behind, folder):
        self.port, self.behind = port, behind
        self.context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        self.context.load_cert_chain(folder / "server.pem", folder / "server.key")
        self.listener = None
        self.hellos, self.logins = [], []
        self.busy = None             # an answer to every MAIL FROM instead of passing it on

    def start(self):
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def stop(self):
        if self.listener:
            self.listener.shutdown(socket.SHUT_RDWR)
            self.listener.close()
            self.listener = None

    def _accept(self, listener):
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        try:
            with self.context.wrap_socket(client, server_side=True) as tls:
                tls.settimeout(30)
                self._talk(tls)
        except OSError:
            pass

    def _talk(self, tls):
        lines = tls.makefile("rb")
        tls.sendall(b"220 mail.example.org\r\n")
        good = False
        while not good:
            line = lines.readline().decode().strip()
            word = line.upper()
            if not line or word == "QUIT":
                return
            if word.startswith("EHLO"):
                self.hellos.append(line)
                tls.sendall(b"250-mail.example.org\r\n250 AUTH PLAIN LOGIN\r\n")
            elif word.startswith("AUTH PLAIN"):
                sent = line.split()[2] if len(line.split()) > 2 else None
                if sent is None:
                    tls.sendall(b"334 \r\n")
                    sent = lines.readline().decode().strip()
                good = base64.b64decode(sent).split(b"\0")[1:] == [USER.encode(), PASSWORD.encode()]
                self.logins.append(good)
                tls.sendall(b"235 ok\r\n" if good else b"535 no\r\n")
            else:
                tls.sendall(b"530 first the password\r\n")
        if self.busy:
            while True:
                line = lines.readline()
                if not line or line.upper().startswith(b"QUIT"):
                    return
                tls.sendall(self.busy)
        with socket.create_connection(("127.0.0.1", self.behind), 30) as server:
            answers = server.makefile("rb")
            answers.readline()
            server.sendall(b"EHLO front.example.org\r\n")
            while answers.readline()[3:4] == b"-":
                pass
            threading.Thread(target=self._back, args=(answers, tls), daemon=True).start()
            for line in lines:
                server.sendall(line)

    @staticmethod
    def _back(answers, tls):
        try:
            for line in answers:
                tls.sendall(line)
        except OSError:
            pass


class Mail:
    """Both servers, and the mailboxes as folders."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        os.chmod(self.folder, 0o755)
        make_certificates(self.folder)
        self.is_root = os.getuid() == 0
        self.owner = "nobody" if self.is_root else pwd.getpwuid(os.getuid()).pw_name
        self.imap_port, self.smtp_port, self.plain_port = (network.free_port() for _ in range(3))
        self.ca = self.folder / "ca.pem"
        self.boxes = self.folder / "boxes"
        for box in (USER, "ivan", "duty", "key", "junk"):
            for sub in ("new", "cur", "tmp"):
                (self.boxes / box / sub).mkdir(parents=True, exist_ok=True)
        if self.is_root:
            run("chown", "-R", "nobody:nogroup", self.boxes)
        self.imap = Server(["dovecot", "-F", "-c", self._dovecot()], self.imap_port, self.folder / "dovecot.log")
        self.smtp = Server(self._smtpd_command(), self.plain_port, self.folder / "smtpd.log")
        self.turn = None
        self.front = Front(self.smtp_port, self.plain_port, self.folder)

    def _dovecot(self):
        me = "root" if self.is_root else self.owner
        group = "nogroup" if self.is_root else ""
        (self.folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
        conf = self.folder / "dovecot.conf"
        conf.write_text(f"""
base_dir = {self.folder}/run
state_dir = {self.folder}/run
log_path = {self.folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{self.folder}/server.pem
ssl_key = <{self.folder}/server.key
auth_mechanisms = plain
first_valid_uid = 1
mail_location = maildir:{self.boxes}/%n:INDEX=MEMORY
default_internal_user = {"dovecot" if self.is_root else me}
default_internal_group = {"dovecot" if self.is_root else group or self.owner}
default_login_user = {"dovenull" if self.is_root else me}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {self.imap_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
passdb {{
  driver = passwd-file
  args = username_format=%n {self.folder}/users
}}
userdb {{
  driver = static
  args = uid={self.owner} gid={group or self.owner} home={self.boxes}/%n
}}
""")
        return conf

    def _smtpd(self):
        """Takes mail for everybody and puts it into the folders."""
        (self.folder / "virtual").write_text(f"@ {self.owner}\n")
        conf = self.folder / "smtpd.conf"
        conf.write_text(f"""
table everybody file:{self.folder}/virtual
listen on 127.0.0.1 port {self.plain_port} hostname mail.example.org
action "local" maildir "{self.boxes}/%{{rcpt.user}}" virtual <everybody>
match from any for domain {{ "example.org", "desk.example.org" }} action "local"
""")
        return conf

    def _smtpd_command(self):
        """OpenSMTPD has one socket and one queue for a whole machine: ours sees folders of its own there."""
        for name in ("own-run", "own-spool"):
            (self.folder / name).mkdir(exist_ok=True)
            os.chmod(self.folder / name, 0o755)
        return ["unshare", "--mount", "--propagation", "private", "sh", "-c",
                'mount --bind "$0" /run && mount --bind "$1" /var/spool && exec smtpd -d -f "$2"',
                self.folder / "own-run", self.folder / "own-spool", self._smtpd()]

    def start(self):
        self.imap.start()
        if self.is_root:
            if not can_mount():                  # then one after the other
                self.smtp.command = ["smtpd", "-d", "-f", self.folder / "smtpd.conf"]
                self.turn = open("/tmp/understory-test-smtpd.lock", "w", encoding="ascii")  # noqa: SIM115
                fcntl.flock(self.turn, fcntl.LOCK_EX)
            self.smtp.start()
            self.front.start()

    def stop(self):
        self.imap.stop()
        self.smtp.stop()
        self.front.stop()
        if self.turn:
            self.turn.close()

    def put(self, raw, box=USER):
        """A mail from outside arrives."""
        if isinstance(raw, email.message.Message):
            raw = raw.as_bytes(policy=email.policy.SMTP)
        name = f"{time.time_ns()}.test"
        path = self.boxes / box / "tmp" / name
        path.write_bytes(raw)
        if self.is_root:
            os.chown(path, pwd.getpwnam("nobody").pw_uid, -1)
        path.rename(self.boxes / box / "new" / name)

    def all(self, box=USER):
        """(flags, raw) of each mail in a box."""
        found = []
        for sub in ("new", "cur"):
            for f in sorted((self.boxes / box / sub).iterdir()):
                try:
                    found.append((f.name.rpartition(":2,")[2] if ":2," in f.name else "", f.read_bytes()))
                except FileNotFoundError:
                    return self.all(box)   # renamed just now: look again
        return found

    def unseen(self, box=USER):
        return [raw for flags, raw in self.all(box) if "S" not in flags]

    def wait_seen(self, n=0, timeout=40):
        """Until only n mails are left unread."""
        end = time.monotonic() + timeout
        while len(self.unseen()) > n:
            if time.monotonic() > end:
                raise TimeoutError(f"{len(self.unseen())} mails are unread")
            time.sleep(0.1)

    def wait_arrived(self, box, n=1, timeout=40):
        end = time.monotonic() + timeout
        while len(self.all(box)) < n:
            if time.monotonic() > end:
                raise TimeoutError(f"{len(self.all(box))} mails in {box}: {self.smtp.log.read_text()[-1500:]}")
            time.sleep(0.1)
        return [raw for _, raw in self.all(box)]
