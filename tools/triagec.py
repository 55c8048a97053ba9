#!/usr/bin/python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compile the triage rules (content/triage, format: docs/triage.md) into a C table or JSON.

usage: triagec.py --headers DIR --content DIR (--c OUT | --json OUT) [--depfile FILE]
The enums of table.h and triage.h in --headers are the only source of names and numbers."""
import argparse
import json
import os
import sys

from triage_rules import Bad, Compiled, LANGS, LATIN, LETTER_END, Rules, SLAVIC, fold, is_cyrillic, \
    parse_file, raw, skeleton


class Trie:
    """Nodes in one array for all tries; siblings are linked."""

    def __init__(self, pool):
        self.nodes = [None]
        self.pool = pool

    def build(self, words):
        """words: {(letters, prefix): ({term: mask}, fuzzy)}; the root's number is returned."""
        root = {'kids': {}, 'prefix': {}, 'exact': {}, 'fuzzy': False}
        for (letters, prefix), (owners, fuzzy) in words.items():
            n = root
            for c in letters:
                n = n['kids'].setdefault(c, {'kids': {}, 'prefix': {}, 'exact': {},
                                             'fuzzy': False})
            for term, mask in owners.items():
                n['prefix' if prefix else 'exact'][term] = \
                    n['prefix' if prefix else 'exact'].get(term, 0) | mask
            n['fuzzy'] = n['fuzzy'] or fuzzy
        return self.flatten(root, 0)

    def flatten(self, node, letter):
        me = len(self.nodes)
        self.nodes.append(None)
        first, previous = 0, 0
        for c, kid in sorted(node['kids'].items()):
            number = self.flatten(kid, c)
            if previous:
                self.nodes[previous][1] = number
            first, previous = first or number, number
        hits = [self.pool.list([t | m << 13 for t, m in sorted(node[k].items())])
                for k in ('prefix', 'exact')]
        self.nodes[me] = [first, 0, hits[0], hits[1], letter, int(node['fuzzy'])]
        return me


class Pool:
    """Lists of 16-bit numbers, each kept once."""

    def __init__(self):
        self.data, self.known = [0], {}

    def raw(self, values):
        key = tuple(values)
        if key not in self.known:
            self.known[key] = len(self.data)
            self.data += values
        return self.known[key]

    def list(self, values):
        return self.raw([len(values)] + list(values)) if values else 0


def stem_tables(c):
    """The words of the two tries: as written, and Cyrillic ones as sounds."""
    least = c.rules.limits_of['FUZZY_MIN']
    folded, sounds = {}, {}
    for (text, prefix, spelling), owners in c.stems.items():
        letters = tuple(fold(text))
        cyrillic = is_cyrillic(text)
        # short stems are one slip away from ordinary words: tried on the dictionaries of hunspell
        enough = 9 if not cyrillic else 8 if prefix else 7
        may_slip = (spelling == '?' and len(letters) >= least) or \
            (spelling != '!' and len(letters) >= enough)
        merge(folded, (letters, prefix), owners, may_slip)
        if cyrillic:
            s = tuple(skeleton(text))
            if s and not (prefix and len(s) < 3):
                merge(sounds, (s, prefix), {t: SLAVIC for t in owners},
                      may_slip and len(s) >= 7)
    return folded, sounds


def merge(table, key, owners, fuzzy):
    old, was = table.get(key, ({}, False))
    for t, m in owners.items():
        old[t] = old.get(t, 0) | m
    table[key] = (old, fuzzy or was)


def check_hits(c, words):
    """No word may hit more terms than a token can hold."""
    prefixes = {}
    for (letters, prefix), (owners, _) in words.items():
        if prefix:
            prefixes.setdefault(letters, set()).update(owners)
    worst = (0, ())
    for (letters, _), (owners, _) in words.items():
        terms = set(owners)
        for i in range(1, len(letters) + 1):
            terms |= prefixes.get(letters[:i], set())
        phrases = sum(len(o) for p, o in c.phrases.items() if p[-1] in terms)
        worst = max(worst, (len(terms), letters))
        if len(terms) > c.rules.limits_of['TOKEN_HITS'] - 8:
            names = ''.join(chr(ord('а') + x - 1) if x < 33 else chr(ord('a') + x - LATIN)
                            for x in letters)
            raise Bad(f'word {names} hits {len(terms)} terms (and {phrases} of phrases)')


def emit_c(c, out):
    pool = Pool()
    trie = Trie(pool)
    folded, sounds = stem_tables(c)
    check_hits(c, folded)
    words = {}
    for word, n in c.rules.language:
        merge(words, (tuple(raw(word)), False), {n: 7}, False)
    spoken = {}
    for word, n in c.rules.language:   # Russian, Ukrainian and Belarusian in Latin letters
        sound = tuple(skeleton(word)) if n <= 3 else ()
        if len(sound) >= 3:
            merge(spoken, (sound, False), {n + len(LANGS): 7}, False)
    pieces = {}
    for piece, n in c.rules.pieces:
        merge(pieces, (tuple(raw(piece[1:]) + [LETTER_END] * (piece[0] == '-')), False), {n: 7}, False)
    roots = [trie.build(folded), trie.build(sounds), trie.build(words), trie.build(pieces),
             trie.build(spoken)]
    phrases = list(c.phrases.items())
    of_phrase, of_pattern = {}, {}
    for i, (parts, _) in enumerate(phrases):
        of_phrase.setdefault(parts[-1], []).append(i)
    for i, p in enumerate(c.patterns):
        for t in set(p['need']):
            of_pattern.setdefault(t, []).append(i)
    effects = []
    lines = ['/* SPDX-License-Identifier: AGPL-3.0-or-later */',
             '/* Made by tools/triagec.py from content/triage. */',
             '#include "core/triage/table.h"', '']

    def array(kind, name, rows, width=100):
        lines.append(f'static const {kind} {name}[] = {{')
        line = '   '
        for r in rows or ['{ 0 }']:
            if len(line) + len(r) + 2 > width:
                lines.append(line)
                line = '   '
            line += f' {r},'
        lines.extend([line, '};', ''])

    def row(values):
        return '{ ' + ', '.join(str(v) for v in values) + ' }'

    array('struct triage_node', 'nodes', [row(n or [0] * 6) for n in trie.nodes])
    array('struct triage_term', 'terms', [
        row([t['kind'], t['value'], pool.list(of_phrase.get(i, [])),
             pool.list(of_pattern.get(i, []))]) for i, t in enumerate(c.terms)])
    most = c.rules.limits_of['PHRASE_PARTS']
    array('struct triage_phrase', 'phrases', [
        row([row(list(parts) + [0] * (most - len(parts))), len(parts),
             pool.list([t | m << 13 for t, m in sorted(owners.items())])])
        for parts, owners in phrases])
    array('struct triage_pattern', 'patterns', [
        row([pool.raw(p['need'] + p['not']), len(p['need']), len(p['not']), p['window'],
             p['fact']]) for p in c.patterns])
    rows = []
    for r in c.rule_list:
        rows.append(row([pool.raw(r['need'] + r['not']) if r['need'] + r['not'] else 0,
                         len(r['need']), len(r['not']), len(effects), len(r['effects'])]))
        effects += r['effects']
    array('struct triage_rule', 'rules', rows)
    array('struct triage_effect', 'effects', [row(e) for e in effects])
    array('struct triage_limit', 'limits', [row([f'"{x[0]}"'] + list(x[1:]))
                                            for x in c.limit_list])
    array('char', 'countries', [f'"{x}"' for x in c.rules.countries])
    text = '\n'.join(lines).replace('static const char countries[]', 'static const char countries[][3]')
    lines = [text, '']
    array('uint16_t', 'pool', [str(v) for v in pool.data])
    array('char *const', 'fact_names', [f'"{f}"' for f in c.rules.facts])
    lines += ['const struct triage_table triage_table = {',
              '    .nodes = nodes,', f'    .root_fold = {roots[0]},',
              f'    .root_skeleton = {roots[1]},', f'    .root_language = {roots[2]},',
              f'    .root_pieces = {roots[3]},', f'    .root_spoken = {roots[4]},',
              '    .pool = pool,', '    .terms = terms,', f'    .n_terms = {len(c.terms)},',
              '    .phrases = phrases,', '    .patterns = patterns,', '    .rules = rules,',
              f'    .n_rules = {len(c.rule_list)},', '    .effects = effects,',
              '    .limits = limits,', f'    .n_limits = {len(c.limit_list)},',
              '    .countries = countries,', '    .fact_names = fact_names,',
              f'    .n_facts = {len(c.rules.facts)},', '};', '']
    for what, n, most in (('nodes', len(trie.nodes), 65536), ('list numbers', len(pool.data), 65536),
                          ('terms', len(c.terms), c.rules.limits_of['TERM_MAX']),
                          ('facts', len(c.rules.facts), c.rules.limits_of['FACT_MAX'])):
        if n > most:
            raise Bad(f'too many {what}: {n} of {most}')
    open(out, 'w', encoding='utf-8').write('\n'.join(lines))


def emit_json(c, out):
    """The same rules for another matcher: stems as text, everything else by number."""
    r = c.rules
    data = {
        'terms': [[r.term_kinds[t['kind']], t['value']] for t in c.terms],
        'stems': [[text, int(prefix), spelling, sorted(owners.items())]
                  for (text, prefix, spelling), owners in sorted(c.stems.items())],
        'phrases': [[list(p), sorted(o)] for p, o in c.phrases.items()],
        'patterns': [[p['fact'], p['need'], p['not'], p['window']] for p in c.patterns],
        'rules': [[x['need'], x['not'], x['effects']] for x in c.rule_list],
        'limits': c.limit_list, 'countries': r.countries, 'facts': r.facts,
        'language': r.language, 'pieces': r.pieces, 'situations': r.situations, 'needs': r.needs, 'flags': r.flags,
        'reasons': r.reasons, 'date_kinds': r.date_kinds, 'effect_ops': r.ops,
        'fuzzy_min': r.limits_of['FUZZY_MIN'], 'look_ahead': r.limits_of['LOOK_AHEAD'],
    }
    with open(out, 'w', encoding='utf-8') as f:
        json.dump(data, f, ensure_ascii=False, separators=(',', ':'), sort_keys=True)
        f.write('\n')


def main():
    a = argparse.ArgumentParser()
    a.add_argument('--headers', required=True)
    a.add_argument('--content', required=True)
    a.add_argument('--c')
    a.add_argument('--json')
    a.add_argument('--depfile')
    a.add_argument('--stats', action='store_true')
    a = a.parse_args()
    paths = sorted(os.path.join(d, f) for d, _, fs in os.walk(a.content) for f in fs
                   if f.endswith('.txt'))
    try:
        rules = Rules(a.headers)
        for path in paths:
            parse_file(rules, path)
        c = Compiled(rules)
        if a.c:
            emit_c(c, a.c)
        if a.json:
            emit_json(c, a.json)
    except Bad as e:
        sys.exit(f'triagec: {e}')
    if a.depfile:
        deps = paths + [os.path.join(a.headers, h) for h in ('table.h', 'triage.h')]
        open(a.depfile, 'w', encoding='utf-8').write(f'{a.c or a.json}: ' + ' '.join(deps) + '\n')
    if a.stats:
        print(f'{len(c.terms)} terms, {len(c.stems)} stems, {len(c.phrases)} phrases, '
              f'{len(c.patterns)} patterns, {len(c.rule_list)} rules, {len(rules.facts)} facts')


if __name__ == '__main__':
    main()
