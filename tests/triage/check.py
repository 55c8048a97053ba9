#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rate every request of some files and judge the ratings.

usage: check.py RATE [--quiet] [--explain ID] FILE...
Each line of a file is an object with text, received_at, and expected {urgency, situation, flags,
deadline}, lang; optional who, danger, country.  Fails on a U1 rated lower, a wrong language, more
than one in five rated sooner, more than one in ten rated later than expected; on the set that nothing
is learned from, also on more rated sooner than when it was measured."""
import collections
import datetime
import json
import os
import re
import subprocess
import sys

WHO = ['', 'self', 'relative', 'friend', 'lawyer', 'partner_org', 'host', 'donor', 'media', 'other']
DANGER = ['', 'no', 'soon', 'yes']
NOW = '2026-11-25T10:00:00Z'
SOONER_AT_MOST = {'fresh-e.jsonl': 10}   # its first run
FIELDS = ['lang', 'situation', 'need', 'urgency', 'bell', 'crisis', 'flags', 'dates', 'reasons',
          'facts']


def question(request):
    at = datetime.datetime.fromisoformat(request.get('received_at', NOW).replace('Z', '+00:00'))
    text = request['text'].replace('\\', '\\\\').replace('\n', '\\n').replace('\t', '\\t')
    return '\t'.join([str(int(at.timestamp())), str(WHO.index(request.get('who', ''))),
                      str(DANGER.index(request.get('danger', ''))), request.get('country', ''),
                      text])


def rate(program, requests):
    out = subprocess.run([program, '--explain'], input='\n'.join(map(question, requests)) + '\n',
                         capture_output=True, text=True, check=True, timeout=120).stdout
    rows = [dict(zip(FIELDS, line.split('\t'))) for line in out.splitlines()]
    assert len(rows) == len(requests), (len(rows), len(requests))
    return rows


def alike(program, requests):
    """Pairs of ids proposed as possible duplicates."""
    out = subprocess.run([program, '--pairs'], input='\n'.join(map(question, requests)) + '\n',
                         capture_output=True, text=True, check=True, timeout=120).stdout
    rows = [line.split('\t') for line in out.splitlines()]
    return [(requests[int(a)]['id'], requests[int(b)]['id'], why) for a, b, why in rows]


def wrong_date(expected, got):
    d = expected.get('deadline')
    if not d or not d.get('date'):
        return ''
    return '' if f"{d['type']}:{d['date']}" in got['dates'].split(',') else f"{d['type']}:{d['date']}"


def judge(requests, rows, quiet, sooner_at_most):
    count = collections.Counter()
    table = collections.Counter()
    for r, g in zip(requests, rows):
        e = r['expected']
        missing = set(e.get('flags', [])) - set(g['flags'].split(','))
        bad = {
            'lang': r['lang'] != g['lang'].rstrip('*'),
            'lower': g['urgency'] > e['urgency'],
            'higher': g['urgency'] < e['urgency'],
            'U1 lower': e['urgency'] == 'U1' and g['urgency'] != 'U1',
            'situation': e.get('situation') not in (None, g['situation']),
            'need': e.get('primary_need') not in (None, g['need']),
            'flags': bool(missing),
            'date': wrong_date(e, g),
        }
        table[e['urgency'], g['urgency']] += 1
        count.update(k for k, v in bad.items() if v)
        if any(bad.values()) and not quiet:
            print(f"{r['id']} {[k for k, v in bad.items() if v]} {r['lang']} {e['urgency']} "
                  f"{e.get('situation')} missing={sorted(missing)} {bad['date']}\n   {r['text'][:300]}\n   "
                  + ' | '.join(g[k] for k in FIELDS if k in g))
    n = len(requests)
    print('expected  ' + ''.join(f'{u:>6}' for u in ('U1', 'U2', 'U3', 'U4')) + '   (rated)')
    for e in ('U1', 'U2', 'U3', 'U4'):
        print(f'      {e}  ' + ''.join(f"{table[e, g] or '.':>6}" for g in ('U1', 'U2', 'U3', 'U4')))
    print(f'{n} requests: ' + ', '.join(f'{k} {count[k]}' for k in (
        'U1 lower', 'lower', 'higher', 'lang', 'situation', 'need', 'flags', 'date')))
    return count['higher'] > sooner_at_most or count['U1 lower'] or count['lang'] or count['higher'] * 5 > n or count['lower'] * 10 > n


def bare(text):
    """As typed in haste: no capitals, no punctuation but that of dates."""
    return re.sub(r"[^\w\s'’./-]|(?<!\d)\.|\.(?!\d)", ' ', text).lower()


def mangled(program, requests):
    """Shouted and unpunctuated, no U1 may be rated lower."""
    lower = 0
    for change in (str.upper, bare):
        changed = [dict(r, text=change(r['text'])) for r in requests]
        for r, g in zip(changed, rate(program, changed)):
            if r['expected']['urgency'] == 'U1' and g['urgency'] != 'U1':
                print('U1 rated', g['urgency'], 'when mangled:', r['id'], r['text'][:100])
                lower += 1
    return lower


def main():
    args = sys.argv[2:]
    quiet = '--quiet' in args
    only = args[args.index('--explain') + 1] if '--explain' in args else None
    paths = [a for a in args if a.endswith('.jsonl')]
    failed = False
    for path in paths:
        requests = [json.loads(line) for line in open(path, encoding='utf-8') if line.strip()]
        if only:
            requests = [r for r in requests if r['id'] == only]
        print(path)
        pairs = alike(sys.argv[1], requests)
        for pair in pairs:
            print('possible duplicate:', *pair)
        if path.endswith('requests.jsonl') and not only:
            failed = failed or [p[:2] for p in pairs] != [('SYN-02', 'SYN-24')]
        failed = failed or len(pairs) * 20 > len(requests) + 20
        failed = bool(mangled(sys.argv[1], requests)) or failed
        most = SOONER_AT_MOST.get(os.path.basename(path), len(requests))
        failed = bool(judge(requests, rate(sys.argv[1], requests), quiet, most)) or failed
    sys.exit(1 if failed else 0)


if __name__ == '__main__':
    main()
