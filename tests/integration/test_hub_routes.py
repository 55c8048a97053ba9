#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The real hub on a port chosen by the kernel, every route of it, and what people send wrongly.
usage: test_hub_routes.py UNDERSTORY_HUB [TEST...]"""
import base64
import contextlib
import hashlib
import os
import re
import signal
import socket
import time

import nacl.signing

import hubkit
from hubkit import Hub, Network, Place, envelope, wait_until


@contextlib.contextmanager
def running(program, **settings):
    with Place() as folder:
        network = Network()
        network.write(folder, **settings)
        hub = Hub(program, folder, network).start()
        try:
            yield hub
        finally:
            if hub.process.poll() is None:
                code = hub.stop()
                assert code == 0, (code, hub.log[-10:])


def test_pages_and_headers(program):
    with running(program) as hub:
        for target, wanted in (("/", b"five languages"), ("/ru/", b"start"), ("/en/", b"start"), ("/ru/3", b"guide")):
            status, headers, body = hub.ask("GET", target)
            assert (status, wanted in body) == (200, True), (target, status)
            style = base64.b64encode(hashlib.sha256(hubkit.STYLE.encode()).digest()).decode()
            assert headers["content-security-policy"] == (f"default-src 'none'; style-src 'sha256-{style}'; "
                   "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
            assert headers["content-type"] == "text/html; charset=utf-8"
            assert headers["cache-control"] == "no-store" and headers["referrer-policy"] == "no-referrer"
            assert headers["x-content-type-options"] == "nosniff" and "camera=()" in headers["permissions-policy"]
            assert headers["connection"] == "close"
            assert "server" not in headers and "set-cookie" not in headers
        status, headers, body = hub.ask("HEAD", "/ru/")
        assert status == 200 and body == b"" and int(headers["content-length"]) > 100


def test_every_form_has_a_ticket_of_its_own(program):
    with running(program) as hub:
        tickets = {hub.ticket() for _ in range(20)}
        assert len(tickets) == 20
        whole = hub.network.pages["ru/w"]
        got = hub.ask("GET", "/ru/w")[2]
        assert len(got) == len(whole)
        assert re.sub(rb'value="[\w-]{48}"', b"", got) == re.sub(rb'value="[\w-]{48}"', b"", whole)


def test_files_for_programs(program):
    with running(program) as hub:
        for target, file in (("/root", "root"), ("/cards", "cards"), ("/edition", "edition/note")):
            status, headers, body = hub.ask("GET", target)
            assert status == 200 and body == (hub.folder / file).read_bytes(), target
            assert headers["cache-control"] == "public, max-age=300"
        body = hub.network.pages["ru/w"]
        digest = hashlib.sha256(body).hexdigest()
        assert hub.ask("GET", f"/edition/{digest}")[2] == body
        assert hub.ask("GET", f"/edition/{'0' * 64}")[0] == 404
        assert hub.ask("GET", f"/edition/{digest[:-1]}")[0] == 404


def test_quick_exit(program):
    with running(program) as hub:
        for target, to in (("/x", "https://www.yr.no/"), ("/x/ru", "https://example.org/ru"),
                           ("/x/de", "https://www.yr.no/"), ("/x/zz", "https://www.yr.no/")):
            status, headers, body = hub.ask("GET", target)
            assert (status, headers["location"], body) == (303, to, b""), target
            assert headers["clear-site-data"] == '"*"' and headers["cache-control"] == "no-store"


def test_errors_are_pages_in_the_readers_language(program):
    with running(program) as hub:
        for method, target, status, words in (
                ("GET", "/ru/nothing", 404, b"error 404 ru"), ("GET", "/en/99/3", 404, b"error 404 en"),
                ("GET", "/nothing", 404, b"five languages"), ("GET", "/be/1", 404, b"five languages"),
                ("DELETE", "/ru/", 405, b"error 405 ru"), ("PATCH", "/", 405, b"five languages"),
                ("GET", "/ru/%ff%fe", 400, b""), ("GET", "/ru/a%00b", 400, b""), ("GET", "/%C3%28/", 400, b""),
                ("GET", "/../../etc/passwd", 404, b""), ("GET", "/ru/..%2f..%2fetc", 404, b""),
                ("GET", "/d/17/0", 404, b""), ("GET", "/d/4/16", 404, b""), ("GET", "/d/4/x", 404, b""),
                ("GET", "/d/99999999999/0", 404, b""), ("GET", "/" + "a" * 3000, 404, b"")):
            got, headers, body = hub.ask(method, target)
            assert got == status and words in body, (method, target, got, body[:80])
            assert headers["cache-control"] == "no-store"
            if status == 405:
                assert headers["allow"] == "GET, HEAD"


def test_what_is_no_request_of_ours(program):
    with running(program, header_wait="1s") as hub:
        for data, wanted in (
                (b"\x16\x03\x01\x02\x00", b"HTTP/1.1 400"), (b"get / HTTP/1.1\r\n\r\n", b"HTTP/1.1 400"),
                (b"GET http://example.org/ HTTP/1.1\r\n\r\n", b"HTTP/1.1 400"), (b"\r\nPOST / HTTP/1.1\r\n\r\n", b"HTTP/1.1 400"),
                (b"ABCDEFGHIJKLMNOP / HTTP/1.1\r\n\r\n", b"HTTP/1.1 400"),
                (b"GET / HTTP/1.1\r\nX: " + b"y" * 9000, b"HTTP/1.1 431"),
                (b"GET / HTTP/1.1\r\nHost: a\r\n", b""), (b"GE", b"")):
            begin = time.time()
            answer = hub.raw(data)
            assert answer[:12] == wanted, (data[:30], answer[:60])
            assert time.time() - begin < 3
        assert hub.ask("GET", "/")[0] == 200


def test_heads_may_come_slowly_and_nobody_else_waits(program):
    with running(program, pending="64", header_wait="5s") as hub:
        slow = []
        for _ in range(150):  # more than may be pending
            s = socket.create_connection(("127.0.0.1", hub.port), timeout=10)
            s.sendall(b"GET / HT")
            slow.append(s)
        begin = time.time()
        assert all(hub.ask("GET", "/")[0] == 200 for _ in range(20))
        assert time.time() - begin < 3
        slow[-1].sendall(b"TP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert slow[-1].recv(12) == b"HTTP/1.1 200"
        slow[0].settimeout(2)  # the first were crowded out
        with contextlib.suppress(ConnectionResetError):
            assert slow[0].recv(10) == b""
        for s in slow:
            s.close()


def test_slow_bodies_and_slow_readers_give_way(program):
    with running(program, connections="16", workers="1") as hub:
        assert wait_until(lambda: hub.signed("GET", "/l/0")[0] == 200)
        slow = []
        for head in (b"PUT /d/4/7 HTTP/1.1\r\nHost: a\r\nContent-Length: 65536\r\n\r\nx", b"GET /d/4/7 HTTP/1.1\r\nHost: a\r\n\r\n"):
            for _ in range(60):  # far more than there are places
                s = socket.socket()
                s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # nobody reads the answer
                s.connect(("127.0.0.1", hub.port))
                s.sendall(head)
                slow.append(s)
        begin = time.time()
        for i in range(20):
            body = envelope(i)
            assert hub.signed("PUT", "/d/4/7", body)[0] == 204
            assert hub.ask("GET", "/ru/3")[0] == 200 and len(hub.shelf(4, 9)) == 64
        assert time.time() - begin < 10
        for s in slow:
            s.close()


def test_the_gate_gets_what_is_private(program):
    with running(program) as hub:
        for method, target in (("GET", "/w/abc"), ("GET", "/t/abc"), ("GET", "/f/abc"), ("HEAD", "/w/abc"), ("POST", "/elsewhere"), ("PUT", "/w/x")):
            status, headers, _ = hub.ask(method, target)
            assert (status, headers.get("x-gate")) == (204, "yes"), (method, target, status)
        for method, target in (("GET", "/"), ("GET", "/ru/w"), ("GET", "/x"), ("GET", "/ww/abc")):
            assert "x-gate" not in hub.ask(method, target)[1]


def test_a_request_travels(program):
    with running(program) as hub:
        sent = [envelope(i) for i in range(4)]
        ticket = hub.ticket()
        assert hub.put(sent, ticket, epoch=9) == ("stored", 0, 9)
        assert hub.put(sent, ticket, epoch=9) == ("stored", 0, 9)
        assert hub.put([envelope()], ticket, epoch=10) == ("spent", 0, 9)
        assert hub.put([envelope()], "A" * 48)[0] == "forged"
        assert wait_until(lambda: len(hub.lane()[2]) == 4)
        store, last, rows = hub.lane()
        assert {r[2] for r in rows} == set(sent) and {r[0] for r in rows} == {last}
        assert all(r[1] == int(time.time()) // 86400 + 30 for r in rows)
        assert [hubkit.content_id(r[2]) for r in rows] == sorted(hubkit.content_id(r[2]) for r in rows)
        hub.put([envelope()])
        assert wait_until(lambda: len(hub.lane(last)[2]) == 1)
        assert hub.lane(last)[1] == last + 1 and hub.lane(last + 1)[2] == []
        assert hub.stop() == 0
        hub.start()
        assert hub.lane()[0] == store and len(hub.lane()[2]) == 5


def test_an_answer_travels(program):
    with running(program) as hub:
        sent = [envelope(i) for i in range(16)]
        assert hub.signed("PUT", "/d/4/7", b"".join(sent))[0] == 204
        assert hub.signed("PUT", "/d/4/7", b"".join(sent), org=1)[0] == 204  # known ones are fine
        assert wait_until(lambda: set(sent) <= set(hub.shelf(4, 7)))
        first = hub.shelf(4, 7)
        assert len(first) == 64 and all(hub.shelf(4, 7) == first for _ in range(6))  # from every worker
        assert hub.ask("GET", "/t/4/7")[2] == b"".join(first)  # the gate sees the same
        assert [hubkit.content_id(e) for e in first] == sorted(hubkit.content_id(e) for e in first)
        assert all(e[:4] == b"\1\1\0\0" for e in first)
        assert not set(first) & set(hub.shelf(4, 8)) and hub.lane()[2] == []
        for i in range(15):
            time.sleep(0.05 if i < 11 else 0.7)  # batches of 300 ms: the last ones are counted in the store
            status = hub.signed("PUT", "/d/4/7", b"".join(envelope() for _ in range(16)), org=i >= 9)[0]
            assert status == 204, i
        assert hub.signed("PUT", "/d/4/7", envelope())[0] == 507  # 256 on this shelf
        assert hub.signed("PUT", "/d/4/8", envelope())[0] == 204
        assert wait_until(lambda: len(hub.shelf(4, 7)) == 256 and set(sent) <= set(hub.shelf(4, 7)))
        status, headers, _ = hub.ask("GET", "/d/4/7")
        assert headers["cache-control"] == "public, max-age=30"


def test_no_desk_takes_the_room_of_others(program):
    with running(program, desk_daily="100") as hub:  # 400 on the first day
        sent = [b"".join(envelope() for _ in range(16)) for _ in range(25)]
        assert {hub.signed("PUT", f"/d/4/{i % 16}", sent[i])[0] for i in range(25)} == {204}
        status, _, words = hub.signed("PUT", "/d/4/1", envelope())
        assert status == 507 and words.startswith(b"quota: ")
        assert {hub.signed("PUT", f"/d/4/{i % 16}", sent[i])[0] for i in range(25)} == {204}  # known
        assert hub.signed("PUT", "/d/4/1", envelope(), org=1)[0] == 204
    with running(program) as hub:
        words = []
        for i in range(14):
            words.append(hub.signed("PUT", "/d/4/1", b"".join(envelope() for _ in range(16)))[0])
            if i == 11:
                assert wait_until(lambda: len(hub.shelf(4, 1)) == 256)
                time.sleep(0.7)
        assert words == [204] * 12 + [507] * 2  # the last quarter is the other one's
        assert hub.signed("PUT", "/d/4/2", envelope())[0] == 204
        for _ in range(4):
            assert hub.signed("PUT", "/d/4/1", b"".join(envelope() for _ in range(16)), org=1)[0] == 204


def test_bad_deposits(program):
    with running(program) as hub:
        for target, body, status in (
                ("/d/4/7", b"", 400), ("/d/4/7", envelope()[:-1], 400), ("/d/4/7", envelope() + b"x", 400),
                ("/d/4/16", envelope(), 404), ("/d/17/0", envelope(), 404), ("/d/4/7", b"\2" + envelope()[1:], 400),
                ("/d/4/7", b"".join(envelope() for _ in range(17)), 413)):
            assert hub.signed("PUT", target, body)[0] == status, (target, len(body))
        assert hub.signed("PUT", "/d/4/7", envelope())[0] == 204


def test_signatures(program):
    with running(program) as hub:
        n, target = hub.network, "/l/0?after=0"
        org, stranger = n.orgs[0], nacl.signing.SigningKey.generate()
        assert wait_until(lambda: hub.signed("GET", target)[0] == 200)
        now = int(time.time())

        def status(value, method="GET", to=target, body=None):
            return hub.ask(method, to, body, {"Authorization": value} if value else {})[0]

        good = n.sign(org, "GET", target)
        assert status(good) == 200 and status(good) == 409  # replayed
        assert status(None) == 401
        assert status("Basic abc") == 400 and status("Desk x:y") == 400
        assert status(n.sign(org, "GET", target, key=stranger)) == 401
        assert status(n.sign(Network.new_org(), "GET", target)) == 401
        assert status(n.sign(org, "GET", "/l/0?after=1")) == 401  # another query
        assert status(n.sign(org, "PUT", target)) == 401  # another method
        assert status(n.sign(org, "GET", target, body=b"x")) == 401
        assert status(n.sign(org, "GET", target, ts=now - 130)) == 410
        assert status(n.sign(org, "GET", target, ts=now + 130)) == 410
        assert status(n.sign(org, "GET", target, ts=now - 100)) == 503  # before the hub's start
        assert status(n.sign(org, "GET", target, ts=now + 100)) == 200
        swapped = n.sign(org, "PUT", "/d/4/1", envelope())
        assert status(swapped, "PUT", "/d/4/1", envelope()) == 401
        other = Network()
        other.orgs = n.orgs
        assert status(other.sign(org, "GET", target)) == 401  # signed for another hub
        assert hub.ask("PUT", "/d/4/1", envelope())[0] == 401
        for to, wanted in (("/l/1?after=0", 404), ("/l/0?after=x", 400), ("/l/0?after=-1", 400), ("/l/0", 200),
                           ("/l/0?after=18446744073709551615", 400), ("/l/0?after=9223372036854775807", 200)):
            assert hub.signed("GET", to)[0] == wanted, to
        assert hub.ask("DELETE", "/l/0")[0] == 405


def test_signed_requests_keep_the_connection(program):
    import http.client
    with running(program) as hub:
        assert wait_until(lambda: hub.signed("GET", "/l/0")[0] == 200)
        c = http.client.HTTPConnection("127.0.0.1", hub.port, timeout=10)
        c.connect()
        first = c.sock
        for i in range(50):
            body = envelope(i)
            c.request("PUT", "/d/4/1", body, {"Authorization": hub.network.sign(hub.network.orgs[0], "PUT", "/d/4/1", body)})
            r = c.getresponse()
            assert (r.status, r.read()) == (204, b"")
            assert c.sock is first
        c.request("PUT", "/d/4/1", body)  # unsigned: answered, and closed
        r = c.getresponse()
        assert r.status == 401 and r.getheader("Connection") == "close"
        c.close()


def test_caps(program):
    with running(program, rate="1", burst="20") as hub:
        words = [hub.put([envelope()])[0] for _ in range(30)]
        assert words.count("stored") in range(20, 26) and set(words) == {"stored", "busy"}
        word, wait, _ = hub.put([envelope() for _ in range(4)])
        assert word == "busy" and 1 <= wait <= 5
        assert hub.signed("PUT", "/d/4/1", envelope())[0] == 204  # desks have a bucket of their own
        stored = words.count("stored")
        assert wait_until(lambda: len(hub.lane()[2]) == stored)
    with running(program, disk="60K") as hub:
        assert [hub.put([envelope() for _ in range(4)])[0] for _ in range(4)] == ["stored", "stored", "full", "full"]
        assert hub.put([envelope() for _ in range(2)])[0] == "stored"
        assert hub.put([envelope()])[0] == "full"  # requests have seven tenths
        assert hub.signed("PUT", "/d/4/1", b"".join(envelope() for _ in range(5)))[0] == 204
        assert hub.signed("PUT", "/d/4/1", envelope())[0] == 507


def test_tickets_wait(program):
    with running(program, ticket_min="2s") as hub:
        ticket = hub.ticket()
        word, wait, _ = hub.put([envelope()], ticket)
        assert word == "early" and 1 <= wait <= 2
        time.sleep(2.1)
        assert hub.put([envelope()], ticket)[0] == "stored"


def test_reload_takes_a_new_edition_and_refuses_a_bad_one(program):
    with running(program) as hub:
        n = hub.network
        n.pages["ru/3"] = hubkit.page("ru", "<h1>new guide</h1>")
        n.write(hub.folder)
        for pid in hub.children()[2:-1]:  # the stand-in for the gate knows no reload
            os.kill(pid, signal.SIGHUP)
        assert wait_until(lambda: all(b"new guide" in hub.ask("GET", "/ru/3")[2] for _ in range(6)))
        note = hub.folder / "edition/note"
        note.write_bytes(note.read_bytes().replace(b"drop-bits 4", b"drop-bits 5"))
        for pid in hub.children()[2:-1]:
            os.kill(pid, signal.SIGHUP)
        assert wait_until(lambda: sum("reload-refused" in l for l in hub.log) == 3)
        assert b"new guide" in hub.ask("GET", "/ru/3")[2]
        assert any("edition/note" in l and "signatures" in l for l in hub.log)


def test_children_that_die_end_the_hub(program):
    for which in range(6):
        with Place() as folder:
            network = Network()
            network.write(folder)
            hub = Hub(program, folder, network).start()
            os.kill(hub.children()[which], signal.SIGKILL)
            assert hub.process.wait(30) == 1
            hub.reader.join(5)
            assert any("child-killed" in l for l in hub.log)


def test_children_die_with_the_master(program):
    with Place() as folder:
        network = Network()
        network.write(folder)
        hub = Hub(program, folder, network).start()
        children = hub.children()
        assert len(children) == 6
        hub.process.kill()
        hub.process.wait(10)

        def gone(pid):
            try:
                return open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()[0] == "Z"
            except FileNotFoundError:
                return True
        assert wait_until(lambda: all(gone(p) for p in children))
        hub.start()
        assert hub.stop() == 0


if __name__ == "__main__":
    hubkit.run_tests(globals())
