# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stand-ins on loopback: the Bot API as its documentation describes it (updates that are confirmed by
offset, long polling, errors, limits), a topic that takes pushes, and the JSON-RPC lines of signal-cli."""
import http.server
import json
import socket
import socketserver
import threading
import time

TOKEN = "123456:AAE-test_token"


class BotServer(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Bot)
        self.lock = threading.Condition()
        self.updates, self.next_id = [], 1000
        self.sent, self.pushed = [], []
        self.fail = []               # (method, status, body) used up one after the other
        self.confirmed = 0
        self.polls = 0
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        """Who asked has gone: a long poll was given up."""

    def put(self, chat, text=None, lang="ru", kind="private", **more):
        """Somebody writes to the bot."""
        with self.lock:
            self.next_id += 1
            message = {"message_id": self.next_id, "date": int(time.time()), "chat": {"id": chat, "type": kind},
                       "from": {"id": chat, "is_bot": False, "first_name": "Имя", "language_code": lang}, **more}
            if text is not None:
                message["text"] = text
            self.updates.append({"update_id": self.next_id, "message": message})
            self.lock.notify_all()
            return self.next_id

    def waiting(self):
        with self.lock:
            return [u["update_id"] for u in self.updates]

    def to(self, chat):
        with self.lock:
            return [m["text"] for m in self.sent if m["chat_id"] == chat]


class Bot(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def error(self, code, words, **parameters):
        body = {"ok": False, "error_code": code, "description": words}
        if parameters:
            body["parameters"] = parameters
        self.reply(code, body)

    def do_POST(self):
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        server = self.server
        if self.path.startswith("/topic/"):
            with server.lock:
                server.pushed.append((self.path, raw.decode(), dict(self.headers)))
            return self.reply(200, {"id": "x"})
        parts = self.path.strip("/").split("/")
        if len(parts) != 2 or parts[0] != "bot" + TOKEN:
            return self.error(401, "Unauthorized")
        method, params = parts[1], json.loads(raw or b"{}")
        with server.lock:
            for i, (name, status, body) in enumerate(server.fail):
                if name == method:
                    del server.fail[i]
                    return self.reply(status, body)
        return {"getMe": self.get_me, "getUpdates": self.get_updates, "sendMessage": self.send_message}.get(
            method, lambda _: self.error(404, "Not Found"))(params)

    def get_me(self, _):
        self.reply(200, {"ok": True, "result": {"id": 123456, "is_bot": True, "first_name": "help"}})

    def get_updates(self, params):
        server, end = self.server, time.monotonic() + min(params.get("timeout", 0), 50)
        with server.lock:
            server.polls += 1
            if "offset" in params:
                server.updates = [u for u in server.updates if u["update_id"] >= params["offset"]]
                server.confirmed = max(server.confirmed, params["offset"] - 1)
            while not server.updates and time.monotonic() < end:
                server.lock.wait(min(0.5, max(0.01, end - time.monotonic())))
            found = server.updates[:params.get("limit", 100)]
        self.reply(200, {"ok": True, "result": found})

    def send_message(self, params):
        text = params.get("text", "")
        if not text:
            return self.error(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > 4096:
            return self.error(400, "Bad Request: message is too long")
        if not isinstance(params.get("chat_id"), int):
            return self.error(400, "Bad Request: chat not found")
        if params["chat_id"] == 666:
            return self.error(403, "Forbidden: bot was blocked by the user")
        with self.server.lock:
            self.server.sent.append(params)
            self.server.lock.notify_all()
        self.reply(200, {"ok": True, "result": {"message_id": 1, "chat": {"id": params["chat_id"]}, "date": 0}})


class SignalServer(socketserver.ThreadingTCPServer):
    """One object a line, as `signal-cli daemon --tcp --receive-mode=manual` speaks."""
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), SignalLine)
        self.lock = threading.Lock()
        self.lines, self.sent, self.calls = [], [], []
        self.results = {}            # number -> type of the result
        self.held = []               # messages that wait because nobody has subscribed
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def put(self, number, text, name="", **data):
        stamp = int(time.time() * 1000)
        envelope = {"source": number, "sourceNumber": number, "sourceUuid": "u-" + number, "sourceName": name,
                    "timestamp": stamp, "dataMessage": {"timestamp": stamp, "message": text, **data}}
        with self.lock:
            self.held.append(envelope)
        self.flush()

    def flush(self):
        with self.lock:
            if not self.lines:
                return
            for envelope in self.held:
                self.lines[-1].say({"jsonrpc": "2.0", "method": "receive",
                                    "params": {"subscription": 0, "result": {"envelope": envelope}}})
            self.held = []

    def stop(self):
        with self.lock:
            for line in self.lines:
                try:
                    line.connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
        self.shutdown()
        self.server_close()


class SignalLine(socketserver.StreamRequestHandler):
    def say(self, what):
        self.wfile.write(json.dumps(what, ensure_ascii=False).encode() + b"\n")
        self.wfile.flush()

    def handle(self):
        server = self.server
        try:
            for raw in self.rfile:
                call = json.loads(raw)
                params = call.get("params", {})
                with server.lock:
                    server.calls.append((call["method"], params))
                if call["method"] == "subscribeReceive":
                    self.say({"jsonrpc": "2.0", "id": call["id"], "result": 0})
                    with server.lock:
                        server.lines.append(self)
                    server.flush()
                elif call["method"] == "send":
                    self.send(server, call, params)
                else:
                    self.say({"jsonrpc": "2.0", "id": call["id"], "error": {"code": -32601, "message": "no such"}})
        except OSError:
            pass
        finally:
            with server.lock:
                if self in server.lines:
                    server.lines.remove(self)

    def send(self, server, call, params):
        number = params["recipient"][0]
        result = server.results.get(number, "SUCCESS")
        if result == "RATE":
            self.say({"jsonrpc": "2.0", "id": call["id"], "error": {"code": -5, "message": "Rate limited"}})
            return
        if result == "SUCCESS":
            with server.lock:
                server.sent.append((number, params["message"]))
        self.say({"jsonrpc": "2.0", "id": call["id"],
                  "result": {"timestamp": 1, "results": [{"recipientAddress": {"number": number}, "type": result}]}})
