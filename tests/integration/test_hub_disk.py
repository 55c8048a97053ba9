#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the disk of a hub tells to somebody who has it, the source and the hub's keys: how many envelopes
stand in which batch and on which shelf, and until which day; and nothing about who came first.
usage: test_hub_disk.py UNDERSTORY_HUB [TEST...]"""
import math
import secrets
import sqlite3
import time
import zlib

import hubkit
from hubkit import Hub, Network, Place, content_id, envelope, wait_until

PAIRS = 199
CHANCE = 1e-6


def binomial_p(k, n):
    """Two-sided probability of a count at least as far from n/2, for a fair coin."""
    far = abs(k - n / 2)
    return sum(math.comb(n, i) for i in range(n + 1) if abs(i - n / 2) >= far) / 2 ** n


def files_of(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir()
            if p.is_file() and p.name not in ("hub.conf", "root", "cards")}


def places(files, e):
    """Where an envelope stands, by everything that one can look at.  The start of an envelope lies in its
    row; the end on a page of its own."""
    found = {}
    for name, data in files.items():
        for part, bytes_of in (("start", e[40:140]), ("end", e[-100:])):
            at = data.find(bytes_of)
            if at >= 0:
                found[f"{part} in {name}"] = at
                assert data.find(bytes_of, at + 1) < 0, f"a second copy in {name}"
    return found


def guesses(pairs, order):
    """How often the first of a pair comes first in this order (of those in which both occur)."""
    both = [(order(a), order(b)) for a, b in pairs]
    both = [(a, b) for a, b in both if a is not None and b is not None]
    return sum(a < b for a, b in both), len(both)


def rows_of(folder):
    with sqlite3.connect(f"file:{folder}/store.db?mode=ro", uri=True) as db:
        return {bytes(r[0]): r for r in db.execute("SELECT id, seq, batch, kind, p, n, expiry_day, envelope FROM envelope")}


def fill_with_pairs(hub, folder, network):
    """Pairs, the first of each always sent before the second, all in one batch."""
    pairs = [(envelope(), envelope()) for _ in range(PAIRS)]
    for i in range(0, PAIRS, 4):
        chunk = pairs[i:i + 4]
        assert hub.put([a for a, _ in chunk])[0] == "stored"
        assert hub.put([b for _, b in chunk])[0] == "stored"
    assert wait_until(lambda: len(hub.lane()[2]) == 2 * PAIRS, 30)
    assert wait_until(lambda: not any((folder / "open.log").read_bytes()))  # a moment later
    return pairs


def test_who_came_first_cannot_be_told(program):
    with Place() as folder:
        network = Network()
        network.write(folder, batch="10s")
        hub = Hub(program, folder, network).start()
        pairs = fill_with_pairs(hub, folder, network)
        for when in ("running", "stopped"):
            if when == "stopped":
                assert hub.stop() == 0
            files, rows = files_of(folder), rows_of(folder)
            where = {e: places(files, e) for pair in pairs for e in pair}
            assert len({rows[content_id(e)][2] for pair in pairs for e in pair}) == 2, "one batch, split by id"
            orders = {"row": lambda e: rows[content_id(e)][1]}
            for key in sorted({k for w in where.values() for k in w}):
                orders[key] = lambda e, key=key: where[e].get(key)
            assert "start in store.db" in orders
            for name, order in orders.items():
                k, n = guesses(pairs, order)
                print(f"# {when}: {name}: {k} of {n}")
                assert "open.log" not in name, "the log still holds the batch"
                assert binomial_p(k, n) > CHANCE, (name, k, n)


def test_the_test_would_notice(program):
    """The same look at a store that was filled in the order of arrival."""
    del program
    with Place() as folder:
        pairs = [(envelope(), envelope()) for _ in range(PAIRS)]
        db = sqlite3.connect(folder / "store.db")
        db.execute("CREATE TABLE e (id BLOB PRIMARY KEY, envelope BLOB) WITHOUT ROWID")
        for a, b in pairs:
            db.executemany("INSERT INTO e VALUES (?, ?)", [(content_id(a), a), (content_id(b), b)])
        db.commit()
        db.close()
        files = files_of(folder)
        where = {e: places(files, e) for pair in pairs for e in pair}
        k, n = guesses(pairs, lambda e: where[e].get("end in store.db"))
        print(f"# filled in order of arrival: {k} of {n}")
        assert binomial_p(k, n) < CHANCE


def test_rows_hold_only_what_is_allowed(program):
    with Place() as folder:
        network = Network()
        network.write(folder)
        begin = int(time.time())
        hub = Hub(program, folder, network).start()
        sent = [envelope() for _ in range(24)]
        dropped = [envelope() for _ in range(40)]
        for i in range(0, 24, 4):
            assert hub.put(sent[i:i + 4], epoch=0x5EED1234)[0] == "stored"
        tickets = [hub.ticket() for _ in range(3)]
        for t in tickets:
            e = envelope()
            sent.append(e)
            assert hub.put([e], t)[0] == "stored"
        for i, e in enumerate(dropped):
            assert hub.signed("PUT", f"/d/4/{i % 16}", e)[0] == 204
        hub.shelf(4, 3)
        assert wait_until(lambda: len(hub.lane()[2]) == len(sent))
        assert wait_until(lambda: set(dropped) <= {e for n in range(16) for e in hub.shelf(4, n)})
        assert hub.stop() == 0
        end, today = int(time.time()) + 1, int(time.time()) // 86400

        # When a reader's handle is the last to close, the write-ahead log's files stay: searched as well.
        wal = [p for p in folder.iterdir() if p.name in ("store.db-wal", "store.db-shm")]
        names = sorted(p.name for p in folder.iterdir() if p not in wal)
        assert names == ["cards", "edition", "hub.conf", "open.log", "root", "store.db"], names
        assert not any((folder / "open.log").read_bytes()), "the log is all zeros"
        rows = rows_of(folder)
        assert len(rows) == len(sent) + len(dropped), "no junk is stored"
        assert {bytes(r[7]) for r in rows.values()} == {*sent, *dropped}
        for row_id, seq, batch, kind, p, n, day, body in rows.values():
            assert row_id == content_id(body) and kind in (0, 1) and day == today + 30
            assert (p, n) == (0, 0) if kind == 0 else (p == 4 and dropped.index(body) % 16 == n)
            assert 1 <= batch < 10000
        db = sqlite3.connect(f"file:{folder}/store.db?mode=ro", uri=True)
        tables = {r[0] for r in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        assert tables == {"envelope", "store", "db_migration"}
        assert [r[1] for r in db.execute("PRAGMA table_info(store)")] == ["one", "id", "junk_key", "last_batch"]
        assert [r[1] for r in db.execute("PRAGMA table_info(envelope)")] == [
            "seq", "id", "batch", "kind", "p", "n", "expiry_day", "envelope"]

        # what is left of the file when envelopes and ids are taken out of it
        rest = b"".join(p.read_bytes() for p in [folder / "store.db", *wal])
        for row_id, *_, body in rows.values():
            rest = rest.replace(row_id, b"")
            for i in range(0, 4096, 16):
                rest = rest.replace(body[i:i + 16], b"")
        secrets_of_network = [network.network_id, network.hub_id, *(o["id"] for o in network.orgs)]
        secrets_of_network += [bytes(o[k].verify_key) for o in network.orgs for k in ("auth", "identity")]
        for s in secrets_of_network:
            assert s not in rest and s.hex().encode() not in rest
        for t in tickets:
            assert t.encode() not in rest and hubkit.base64.urlsafe_b64decode(t)[4:20] not in rest
        assert (0x5EED1234).to_bytes(4, "big") not in rest
        for when in range(begin, end):
            for text in (when.to_bytes(4, "big"), when.to_bytes(4, "little"), str(when).encode(),
                         *((when * 1000 + ms).to_bytes(8, "big")[2:6] for ms in (0,))):
                assert text not in rest, "a clock time"
        assert b"127.0.0.1" not in rest and b"Mozilla" not in rest


def corpus(program, n_orgs, n_rows):
    """Rows after the same number of deposits, by one organisation or by two."""
    with Place() as folder:
        network = Network()
        network.write(folder)
        hub = Hub(program, folder, network).start()
        sent = [envelope() for _ in range(n_rows)]
        for i in range(0, n_rows, 4):
            assert hub.put(sent[i:i + 4])[0] == "stored"
        for i in range(n_rows):
            assert hub.signed("PUT", f"/d/4/{secrets.randbelow(16)}", envelope(), org=i % n_orgs)[0] == 204
        assert wait_until(lambda: len(hub.lane()[2]) == n_rows)
        assert hub.stop() == 0
        return list(rows_of(folder).values())


def test_stored_bytes_are_noise_whoever_sent(program):
    for rows in (corpus(program, 1, 60), corpus(program, 2, 60)):
        assert len(rows) == 120 and {len(r[7]) for r in rows} == {4096}
        noise = b"".join(bytes(r[7][36:]) for r in rows)
        assert len(zlib.compress(noise, 9)) > 0.995 * len(noise)
        expected = len(noise) / 256
        chi = sum((noise.count(bytes([b])) - expected) ** 2 / expected for b in range(256))
        assert chi < 255 + 6 * math.sqrt(2 * 255), chi


if __name__ == "__main__":
    hubkit.run_tests(globals())
