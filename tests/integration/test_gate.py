#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gate behind a real hub: what a browser without script meets.
usage: GATE_PROGRAM=... test_gate.py UNDERSTORY_HUB [TEST...]"""
import re
import socket
import threading
import time

import gatekit
import hubkit
from gatekit import Browser, Network, answer, deposit, desk_open, digits_on, hidden, lane_rows, psk_of, seed_of, words_on
from hubkit import Hub, Place

TEXT = "Мне пришла повестка на 25 число. Что делать? \"<script>\" & 'так'"


class Running:
    """with Running(program) as (hub, network)"""

    def __init__(self, program, **settings):
        self.program, self.settings = program, settings

    def __enter__(self):
        self.place = Place()
        folder = self.place.__enter__()
        network = Network()
        network.write(folder, **self.settings)
        self.hub = Hub(self.program, folder, network).start()
        return self.hub, network

    def __exit__(self, kind, *_):
        code = self.hub.stop()
        self.place.__exit__()
        assert kind is not None or code == 0, f"the hub ended with {code}"


def test_write_words_check_read_answer_again(program):
    with Running(program) as (hub, network):
        person = Browser(hub)
        status, page = person.write(TEXT, who="self", country="RU", d="5", m="12", y="2031", what="hearing", danger="soon")
        assert status == 200 and len(page.encode()) == gatekit.PRIVATE
        words, digits = words_on(page), digits_on(page)
        assert len(words) == 12 and len(digits) == 43
        wrong = person.post(act="check", st=hidden(page, "st"), w3=words[2], w7=words[0], w10=words[9])[1]
        assert 'role="alert"' in wrong and words_on(wrong) == words
        right = person.post(act="check", st=hidden(wrong, "st"), w3=words[2], w7=words[6], w10=words[9])[1]
        assert 'role="alert"' not in right and words_on(right) == words
        card, root = seed_of(digits, network)
        org = network.orgs[0]
        head, message = desk_open(network, org, lane_rows(hub, 1)[0])
        assert head == b"\x01\x01\x01ru\0\0\0", head  # first request, a date within days
        assert message[1].decode() == TEXT and message[2] == card and message[3] == psk_of(root, org)
        assert message[5] == b"ru" and len(message) == 5
        empty = person.read(words)
        assert empty[0] == 200 and len(empty[1].encode()) == gatekit.PRIVATE
        deposit(hub, card, answer(network, org, card, psk_of(root, org), "Ответ <один>", 1, 497000))
        deposit(hub, card, answer(network, network.orgs[1], card, psk_of(root, org), "FALSE", 2, 497001))
        assert hubkit.wait_until(lambda: "Ответ &lt;один&gt;" in person.read(words)[1])
        status, thread = person.read(digits)
        assert status == 200 and len(thread.encode()) == gatekit.PRIVATE and "FALSE" not in thread
        status, page = person.post(act="send", tok=hidden(thread, "tok"), again=hidden(thread, "again"), text="Спасибо")
        assert status == 200 and words_on(page) == words
        opened = [desk_open(network, org, e) for e in lane_rows(hub, 2)]
        head, message = next(o for o in opened if o[0][0] == 2)
        assert message[1].decode() == "Спасибо" and message[3] == psk_of(root, org)


def test_sent_twice_and_edited(program):
    with Running(program) as (hub, network):
        person, ticket = Browser(hub), hub.ticket()
        pages = [person.write(TEXT, ticket)[1] for _ in range(3)]
        assert len({tuple(words_on(p)) for p in pages}) == 1
        edited = person.write("Другой текст", ticket)[1]
        assert words_on(edited) == words_on(pages[0])
        other = person.write(TEXT)[1]
        assert words_on(other) != words_on(pages[0])
        rows = lane_rows(hub, 3)
        time.sleep(1)
        assert len(lane_rows(hub, 3)) == 3 and len(set(rows)) == 3
        texts = sorted(desk_open(network, network.orgs[0], e)[1][1].decode() for e in rows)
        assert texts == sorted([TEXT, TEXT, "Другой текст"])


def test_sent_at_the_same_moment(program):
    """Twenty impatient presses of one button: one envelope, one set of words."""
    with Running(program) as (hub, _):
        ticket, found = hub.ticket(), []
        presses = [threading.Thread(target=lambda: found.append(Browser(hub).write(TEXT, ticket))) for _ in range(20)]
        for p in presses:
            p.start()
        for p in presses:
            p.join()
        assert {s for s, _ in found} == {200} and len({tuple(words_on(p)) for _, p in found}) == 1
        time.sleep(1)
        assert len(lane_rows(hub, 1)) == 1


def test_too_early_and_busy_pages_carry_the_envelope(program):
    with Running(program, ticket_min="3s", rate="2", burst="16") as (hub, network):
        person = Browser(hub)
        ticket = hub.ticket()
        status, early = person.write(TEXT, ticket)
        assert status == 200 and hidden(early, "env") and "повестка" not in early
        tickets = [hub.ticket() for _ in range(24)]
        time.sleep(3.1)
        status, page = person.post(act="carry", tok=hidden(early, "tok"), st=hidden(early, "st"), env=hidden(early, "env"))
        assert status == 200
        words = words_on(page)
        assert words_on(person.write(TEXT, ticket)[1]) == words  # the same text again is the same envelope
        busy = [p for s, p in (person.write(f"Слонёнок {i}", t) for i, t in enumerate(tickets)) if s == 503]
        assert busy, "so many at once are over the rate"
        for page in busy:
            assert hidden(page, "env") and "Слонёнок" not in page
            end = time.time() + 30
            while hidden(page, "env") and time.time() < end:
                time.sleep(1)
                page = person.post(act="carry", tok=hidden(page, "tok"), st=hidden(page, "st"), env=hidden(page, "env"))[1]
            assert len(words_on(page)) == 12
        texts = sorted(desk_open(network, network.orgs[0], e)[1][1].decode() for e in lane_rows(hub, 25))
        assert texts == sorted([TEXT, *(f"Слонёнок {i}" for i in range(24))])


def test_forms_that_are_not_right(program):
    with Running(program) as (hub, _):
        person = Browser(hub)
        words = words_on(person.write(TEXT)[1])
        rows = [
            ({"act": "send", "text": ""}, 422, ""),
            ({"act": "send", "text": "ж" * 8000}, 422, "ж" * 8000),
            ({"act": "send", "text": f"Мои слова: {', '.join(words)}!"}, 422, words[11]),
            ({"act": "send", "text": TEXT, "d": "31", "m": "2", "y": "2027"}, 422, 'value="31"'),
            ({"act": "send", "text": TEXT, "tok": "A" * 48}, 422, "повестка"),
            ({"act": "send", "text": TEXT, "country": "RU", "org": hub.network.orgs[1]["id"].hex()}, 422, 'name="confirm"'),
            ({"act": "send", "text": TEXT, "org": "0" * 32}, 422, "повестка"),
            ({"act": "read", "words": " ".join(words[:6] + ["ыыыыы"] + words[7:])}, 422, "7"),
            ({"act": "read", "words": " ".join(words[:11])}, 422, "11"),
            ({"act": "read", "words": " ".join([words[1], words[0], *words[2:]])}, 422, words[0]),
            ({"act": "read", "words": "1" * 39}, 422, "1" * 39),
            ({"act": "check", "st": "x"}, 410, ""),
            ({"act": "carry", "st": "x", "env": "x"}, 410, ""),
            ({"act": "what"}, 400, ""),
        ]
        for fields, wanted, shown in rows:
            status, page = person.post(**{"tok": hub.ticket(), **fields})
            assert status == wanted and shown in page, (fields, status)
        time.sleep(1)
        assert len(lane_rows(hub, 1)) == 1


def test_every_language(program):
    with Running(program) as (hub, _):
        for lang in gatekit.LANGS:
            person = Browser(hub, lang)
            status, page = person.write(TEXT, danger="yes", country="DE")
            assert status == 200 and f'<html lang="{lang}">' in page and len(page.encode()) == gatekit.PRIVATE
            status, thread = person.read(words_on(page))
            assert status == 200 and f'<html lang="{lang}">' in thread and len(thread.encode()) == gatekit.PRIVATE
            assert f'<html lang="{lang}">' in person.post(act="send", text="", tok=hub.ticket())[1]


def test_requests_that_are_no_forms(program):
    with Running(program) as (hub, _):
        rows = [("GET", "/w/abc", None, 410), ("GET", "/t/abc", None, 410), ("GET", "/f/abc", None, 410), ("GET", "/t/a.b", None, 404),
                ("POST", "/ru/w", b"act=send&l=ru", 404), ("POST", "/w/abc", b"", 405), ("POST", "/", b"", 400),
                ("POST", "/", b"act=send&l=ru&text=" + b"a" * 300000, 413), ("POST", "/", b"\xff" * 50, 400)]
        for method, target, body, wanted in rows:
            assert hub.ask(method, target, body)[0] == wanted, (method, target)
        wrong = hub.ask("POST", "/", b"act=send&l=de&text=%FF%FE&tok=" + hub.ticket().encode())
        assert wrong[0] == 422 and "\ufffd\ufffd" in wrong[2].decode() and b'lang="de"' in wrong[2]
        head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n"
        assert b" 200 " not in hub.raw(head + b"act=send&l=ru", timeout=40, finish=True)[:20]
        assert hub.raw(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", timeout=40, finish=True)[:12] != \
            b"HTTP/1.1 200"
        assert hub.ask("GET", "/ru/3")[0] == 200


def test_slow_bodies_hold_nobody_up(program):
    """Two hundred senders that stop in the middle: others are served, and the slow are let go."""
    with Running(program) as (hub, _):
        slow = []
        for _ in range(200):
            s = socket.create_connection(("127.0.0.1", hub.port), timeout=60)
            s.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\nact=send&l=ru&text=")
            slow.append(s)
        assert Browser(hub).write(TEXT)[0] == 200
        for s in slow:
            s.close()
        trickle = socket.create_connection(("127.0.0.1", hub.port), timeout=60)
        trickle.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n")
        began = time.time()
        try:
            while time.time() - began < 45:
                trickle.sendall(b"a")
                time.sleep(0.5)
        except OSError:
            pass
        assert 9 < time.time() - began < 20, "a trickling sender is cut off"
        trickle.close()


def test_over_the_cap_says_so(program):
    with Running(program) as (hub, _):
        held = []
        for _ in range(256):
            s = socket.create_connection(("127.0.0.1", hub.port), timeout=30)
            s.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nact=")
            held.append(s)
        status, headers, page = hub.ask("GET", "/w/x")
        if status == 503:  # else this machine took more than three seconds for 256 connections
            assert headers["retry-after"] and len(page.decode().strip().split("\n")) == 5
        assert hubkit.wait_until(lambda: hub.ask("GET", "/w/x")[0] == 410, 6), "the slow give way"
        assert Browser(hub).write(TEXT)[0] == 200
        for s in held:
            s.close()


def test_address_says_nothing(program):
    """Passes are of one length, differ every time, and hold no word, name or number in clear."""
    with Running(program) as (hub, network):
        person = Browser(hub)
        found = [person.post(follow=False, act="send", tok=hub.ticket(), text=TEXT, country=c)[1]
                 for c in ("RU", "DE", "") for _ in range(3)]
        assert len({len(x) for x in found}) == 1 and len(set(found)) == len(found)
        assert all(re.fullmatch(r"/w/[\w-]{118}", x) for x in found)


if __name__ == "__main__":
    hubkit.run_tests(globals())
