#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stands in for understory-gate in tests of the hub alone: it speaks both links, and takes sealed
envelopes where the true gate would seal.

    POST /?epoch=N&ticket=T   envelopes in the body -> "WORD WAIT EPOCH"
    GET /t/P/N                the shelf over the link
    anything else of the gate's -> 204"""
import array
import base64
import os
import socket
import struct
import sys
import threading
import urllib.parse

WORDS = ["stored", "early", "expired", "forged", "busy", "full", "spent", "failed"]
ARGS = dict(a.split("=", 1) for a in sys.argv[1:])
COMMIT, SHELF = (socket.socket(fileno=int(ARGS[n])) for n in ("commit", "shelf"))
KEY = os.read(int(ARGS["key"]), 64)


def send_with_fd(link, message, fd):
    link.sendmsg([message], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [fd]))])


def put(query, body):
    ticket = base64.urlsafe_b64decode(query["ticket"][0])
    mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with mine, theirs:
        head = b"\1" + ticket + struct.pack(">IB", int(query["epoch"][0]), len(body) // 4096)
        send_with_fd(COMMIT, head + body, theirs.fileno())
        theirs.close()
        answer = mine.recv(64)
    if len(answer) != 9:
        return "503 x", b""
    status, wait, epoch = struct.unpack(">BII", answer)
    return "200 OK", f"{WORDS[status]} {wait} {epoch}".encode()


def shelf(p, n):
    mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    with mine, theirs:
        send_with_fd(SHELF, struct.pack(">BBH", 2, p, n), theirs.fileno())
        theirs.close()
        out = b""
        while got := mine.recv(1 << 20):
            out += got
    return "200 OK", out


def answer(method, target, body):
    path, _, query = target.partition("?")
    if method == "POST" and path == "/":
        return put(urllib.parse.parse_qs(query), body)
    if path.startswith("/t/") and path.count("/") == 3:
        return shelf(*(int(x) for x in path.split("/")[2:]))
    return "204 No Content", b""


def serve(connection):
    with connection:
        connection.setblocking(True)
        connection.settimeout(30)
        data = b""
        while b"\r\n\r\n" not in data:
            data += connection.recv(65536)
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        method, target, _ = lines[0].split(" ")
        length = next((int(l.split(":")[1]) for l in lines if l.lower().startswith("content-length:")), 0)
        while len(body) < length:
            got = connection.recv(65536)
            if not got:
                return
            body += got
        status, out = answer(method, target, body)
        connection.sendall(f"HTTP/1.1 {status}\r\nContent-Length: {len(out)}\r\nConnection: close\r\n"
                           f"X-Gate: yes\r\n\r\n".encode() + (b"" if method == "HEAD" else out))


def serve_quietly(connection):
    try:
        serve(connection)
    except OSError:
        pass


def main():
    assert len(KEY) == 32 and os.path.isdir(ARGS["folder"]) and len(ARGS["hub"]) == 32 and len(ARGS["network"]) == 64
    control = socket.socket(fileno=int(ARGS["control"]))
    control.send(b"r")
    while True:
        message, fds, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        threading.Thread(target=serve_quietly, args=(socket.socket(fileno=fds[0]),), daemon=True).start()


main()
