#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Learn the weights of hints (src/core/triage/hints.h) from labelled texts.

usage: triage_learn.py (--c OUT | --judge) FEATURES FILE...
FEATURES is the built triage_features.  A FILE is .jsonl (text, expected.urgency) or .texts: a line
"+ text" is in danger now (U1), "- text" is not, "2 text" to "4 text" give the level.  Two more questions, whether it presses within
days (U2) and whether it is calm (U4), are learned from what gives a level.  --judge learns from all files but one and prints
how that one is told apart.  The same input gives the same weights on every machine: only
+ - * /, sqrt and fsum (exact) on doubles, no random numbers."""
import argparse
import collections
import json
import math
import os
import subprocess
import sys

LEAST = 2             # texts a feature must be in
ROUNDS, RATE, DECAY, PULL = 24, 0.5, 0.12, 0.04
SCORES = ((-0.35, 0.5, -0.8),   # enough, strong, against (hints.h): of danger
          (0.2, 0.8, -0.7),     # of haste
          (0.2, 0.8, -0.8))     # and of calm
MARKS = {'+': 'U1', '2': 'U2', '3': 'U3', '4': 'U4', '-': '-'}
SCALE, UNIT, MOST = 1024, 65536, 32768


def read(path):
    """Pairs of (text, level): U1..U4, or "-" for "not U1"."""
    rows = []
    for line in open(path, encoding='utf-8'):
        line = line.strip()
        if path.endswith('.jsonl') and line:
            r = json.loads(line)
            rows.append((r['text'], r['expected']['urgency']))
        elif line and line[0] in MARKS:
            rows.append((line[1:].strip(), MARKS[line[0]]))
        elif line and line[0] != '#':
            sys.exit(f'{path}: a text begins with + - 2 3 or 4: {line[:40]!r}')
    return [(t, u) for t, u in rows if t.strip()]


def asked(rows, question):
    """The rows that answer a question, and their answers."""
    if question == 0:
        return [(f, u == 'U1') for f, u in rows]
    if question == 1:
        return [(f, u == 'U2') for f, u in rows if u in ('U2', 'U3', 'U4')]
    return [(f, u == 'U4') for f, u in rows if u != '-']


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
            z = bias + s * math.fsum([weight[f] for f in r])
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


def model(rows, question):
    """Weights, their unit and the bias."""
    rows = asked(rows, question)
    weight, bias = learn([f for f, _ in rows], [yes for _, yes in rows])
    return *rounded(weight), bias


def score(weight, unit, bias, row):
    known = [weight[f] for f in row if f in weight]
    return bias + unit * sum(known) / math.sqrt(len(known) + 1)


def emit(path, models):
    table = sorted(set().union(*[weight for weight, _, _ in models]))
    if len(table) > MOST:
        sys.exit(f'triage_learn: {len(table)} features, at most {MOST}')
    pairs = ['{ ' + ', '.join(str(weight.get(f, 0)) for weight, _, _ in models) + ' }' for f in table]
    lines = ['/* SPDX-License-Identifier: AGPL-3.0-or-later */',
             '/* Made by tools/triage_learn.py from the example texts. */',
             '#include "core/triage/hints.h"', '']
    for kind, name, values in (('uint32_t', 'hash[]', [f'0x{f:08x}' for f in table]),
                               ('int8_t', 'weight[][N_HINTS]', pairs)):
        lines.append(f'static const {kind} {name} = {{')
        lines += ['    ' + ', '.join(values[i:i + 8]) + ',' for i in range(0, len(values), 8)]
        lines += ['};', '']
    lines += ['const struct triage_hints triage_hints = {', '    .hash = hash,',
              '    .weight = weight,', f'    .n = {len(table)},', '    .scale = {']
    for (_, unit, bias), levels in zip(models, SCORES):
        numbers = [round(unit * UNIT), round(bias * SCALE)] + [round(x * SCALE) for x in levels]
        lines.append('        { ' + ', '.join(map(str, numbers)) + ' },')
    lines += ['    },', '};', '']
    with open(path, 'w', encoding='utf-8') as f:
        f.write('\n'.join(lines))


def judge(sets):
    """Leave one file out, learn from the others, tell it apart."""
    for question, name in enumerate(('danger', 'haste', 'calm')):
        enough = SCORES[question][0]
        total = []
        print(name)
        for path, rows in sets.items():
            made = model([x for other in sets if other != path for x in sets[other]], question)
            here = [(score(*made, f), yes) for f, yes in asked(rows, question)]
            total += here
            yes = sum(y for _, y in here)
            print(f'  {os.path.basename(path):16} {len(here):4} texts: missed '
                  f'{sum(y and s < enough for s, y in here)} of {yes}, raised '
                  f'{sum(not y and s >= enough for s, y in here)} of {len(here) - yes}')
        yes = sum(y for _, y in total)
        for level in range(-12, 11, 2):
            print(f'  score {level / 10:4}: missed {sum(y and s < level / 10 for s, y in total)} of '
                  f'{yes}, raised {sum(not y and s >= level / 10 for s, y in total)} of '
                  f'{len(total) - yes}')


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
        sets[path] = list(zip(features(a.features, [t for t, _ in rows]), [u for _, u in rows]))
    if a.judge:
        judge(sets)
        return
    rows = [x for path in sets for x in sets[path]]
    emit(a.c, [model(rows, question) for question in range(len(SCORES))])


if __name__ == '__main__':
    main()
