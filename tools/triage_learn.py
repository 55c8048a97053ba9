#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Learn the weights of hints (src/core/triage/hints.h) from labelled texts.

usage: triage_learn.py (--c OUT | --judge) FEATURES FILE...
FEATURES is the built triage_features.  A FILE is .jsonl (text, expected.urgency) or .texts: a line
"+ text" is in danger now (U1), "- text" is not.  --judge learns from all files but one and prints
how that one is told apart.  The same input gives the same weights on every machine: only
+ - * / and sqrt on doubles, no library function, no random numbers."""
import argparse
import collections
import json
import math
import os
import subprocess
import sys

LEAST = 2             # texts a feature must be in
ROUNDS, RATE, DECAY, PULL = 24, 0.5, 0.12, 0.04
ENOUGH, STRONG, AGAINST = -0.35, 0.5, -1.3   # scores, see hints.h
SCALE, UNIT = 1024, 65536


def read(path):
    """Pairs of (text, whether in danger)."""
    rows = []
    for line in open(path, encoding='utf-8'):
        line = line.strip()
        if path.endswith('.jsonl') and line:
            r = json.loads(line)
            rows.append((r['text'], r['expected']['urgency'] == 'U1'))
        elif line and line[0] in '+-':
            rows.append((line[1:].strip(), line[0] == '+'))
        elif line and line[0] != '#':
            sys.exit(f'{path}: a text begins with + or -: {line[:40]!r}')
    return [(t, d) for t, d in rows if t.strip()]


def features(program, texts):
    lines = '\n'.join(t.replace('\n', '\\n').replace('\t', '\\t') for t in texts) + '\n'
    out = subprocess.run([program], input=lines, capture_output=True, text=True, check=True,
                         timeout=300).stdout
    rows = [sorted({int(x, 16) for x in line.split()}) for line in out.splitlines()]
    assert len(rows) == len(texts), (len(rows), len(texts))
    return rows


def order(n, turn):
    """0..n-1 in another order each turn."""
    step = (turn * 7919 + 104729) % n or 1
    while math.gcd(step, n) != 1:
        step += 1
    return [(i * step + turn * 31) % n for i in range(n)]


def learn(rows, danger):
    """Weights by feature, and the bias, for an even number of both kinds."""
    count = collections.Counter(f for r in rows for f in r)
    rows = [[f for f in r if count[f] >= LEAST] for r in rows]
    weight = {f: 0.0 for r in rows for f in r}
    scale = [1 / math.sqrt(len(r) + 1) for r in rows]
    bias, n_danger = 0.0, sum(danger)
    loud = (len(rows) - n_danger) / max(n_danger, 1)
    for turn in range(ROUNDS):
        rate = RATE / (1 + turn * DECAY)
        for i in order(len(rows), turn):
            r, s = rows[i], scale[i]
            z = bias + s * sum([weight[f] for f in r])
            wrong = 0.5 * (1 + z / (1 + abs(z))) - danger[i]
            if danger[i]:
                wrong *= loud
            bias -= 0.1 * rate * wrong
            push = rate * wrong * s
            keep = 1 - rate * PULL
            for f in r:
                weight[f] = weight[f] * keep - push
    return weight, bias


def rounded(weight):
    """Whole weights in -127..127, without zeros, and what 1 of them is worth."""
    unit = max(abs(w) for w in weight.values()) / 127
    whole = {f: round(w / unit) for f, w in weight.items()}
    return {f: w for f, w in sorted(whole.items()) if w}, unit


def score(weight, unit, bias, row):
    known = [weight[f] for f in row if f in weight]
    return bias + unit * sum(known) / math.sqrt(len(known) + 1)


def emit(path, weight, unit, bias):
    lines = ['/* SPDX-License-Identifier: AGPL-3.0-or-later */',
             '/* Made by tools/triage_learn.py from the example texts. */',
             '#include "core/triage/hints.h"', '']
    for kind, name, values in (('uint32_t', 'hash', [f'0x{f:08x}' for f in weight]),
                               ('int8_t', 'weight', [str(w) for w in weight.values()])):
        lines.append(f'static const {kind} {name}[] = {{')
        lines += ['    ' + ', '.join(values[i:i + 8]) + ',' for i in range(0, len(values), 8)]
        lines += ['};', '']
    lines += ['const struct triage_hints triage_hints = {', '    .hash = hash,',
              '    .weight = weight,', f'    .n = {len(weight)},',
              f'    .unit = {round(unit * UNIT)},', f'    .bias = {round(bias * SCALE)},',
              f'    .enough = {round(ENOUGH * SCALE)},', f'    .strong = {round(STRONG * SCALE)},',
              f'    .against = {round(AGAINST * SCALE)},',
              '};', '']
    with open(path, 'w', encoding='utf-8') as f:
        f.write('\n'.join(lines))


def judge(names, sets):
    """Leave one file out, learn from the others, tell it apart."""
    total = []
    for name in names:
        rest = [x for other in names if other != name for x in sets[other]]
        weight, bias = learn([r for r, _ in rest], [d for _, d in rest])
        weight, unit = rounded(weight)
        here = [(score(weight, unit, bias, r), d) for r, d in sets[name]]
        total += here
        danger = sum(d for _, d in here)
        print(f'{os.path.basename(name):20} {len(here):4} texts: missed '
              f'{sum(d and s < ENOUGH for s, d in here)} of {danger}, raised '
              f'{sum(not d and s >= ENOUGH for s, d in here)} of {len(here) - danger}')
    danger = sum(d for _, d in total)
    for level in range(-10, 11, 2):
        print(f'  score {level / 10:4}: missed {sum(d and s < level / 10 for s, d in total)} of '
              f'{danger}, raised {sum(not d and s >= level / 10 for s, d in total)} of '
              f'{len(total) - danger}')


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--c')
    a.add_argument('--judge', action='store_true')
    a.add_argument('features')
    a.add_argument('files', nargs='+')
    a = a.parse_args()
    sets = {}
    for path in a.files:
        rows = read(path)
        found = features(a.features, [t for t, _ in rows])
        sets[path] = [(f, d) for f, (_, d) in zip(found, rows)]
    if a.judge:
        judge(a.files, sets)
        return
    rows = [x for path in a.files for x in sets[path]]
    weight, bias = learn([r for r, _ in rows], [d for _, d in rows])
    weight, unit = rounded(weight)
    if len(weight) > 32768:
        sys.exit(f'triage_learn: {len(weight)} weights, 32768 at most')
    emit(a.c, weight, unit, bias)


if __name__ == '__main__':
    main()
