# SPDX-License-Identifier: AGPL-3.0-or-later
"""Read the triage rules (format: docs/triage.md) and give everything in them a number."""
import itertools
import os
import re
import unicodedata

LANGS = ['ru', 'uk', 'be', 'en', 'de']
SLAVIC, EN, DE = 1, 2, 4
MASKS = {'ru': SLAVIC, 'uk': SLAVIC, 'be': SLAVIC, 'en': EN, 'de': DE, 'all': SLAVIC | EN | DE}
DEFAULT_WINDOW, WHOLE_TEXT = 8, 60000
LATIN = 40
LETTER_END = 80
SPECIAL = {'ё': 33, 'є': 34, 'і': 35, 'ї': 36, 'ґ': 37, 'ў': 38, 'ä': 66, 'ö': 67, 'ü': 68, 'ß': 69}
FOLD = {33: [6], 34: [6], 35: [9], 36: [9], 37: [4], 38: [20],
        66: [LATIN, LATIN + 4], 67: [LATIN + 14, LATIN + 4], 68: [LATIN + 20, LATIN + 4],
        69: [LATIN + 18, LATIN + 18]}
SOUNDS = dict(zip('абвгдежзийклмнопрстуфхцчшщъыьэюя',
                  ['a', 'b', 'v', 'g', 'd', 'e', 'j', 'z', 'i', 'i', 'k', 'l', 'm', 'n', 'o', 'p',
                   'r', 's', 't', 'u', 'f', 'g', 'c', 'q', 'w', 'w', '', 'i', '', 'e', 'iu', 'ia']))
SOUNDS.update({'ё': 'e', 'є': 'e', 'і': 'i', 'ї': 'i', 'ґ': 'g', 'ў': 'u'})


class Bad(Exception):
    """An error in a rule file, with its place."""


def raw(word):
    """Letters as lexer_next spells them before folding."""
    out = []
    for c in word:
        if c in SPECIAL:
            out.append(SPECIAL[c])
        elif 'а' <= c <= 'я':
            out.append(1 + ord(c) - ord('а'))
        elif 'a' <= c <= 'z':
            out.append(LATIN + ord(c) - ord('a'))
        elif c.isdigit():
            out.append(70 + int(c))
        elif 'a' <= unicodedata.normalize('NFD', c)[0] <= 'z':   # accents are dropped
            out.append(LATIN + ord(unicodedata.normalize('NFD', c)[0]) - ord('a'))
        elif c not in "'’":
            raise Bad(f'letter {c!r} in {word!r}')
    return out


def fold(word):
    return [f for c in raw(word) for f in FOLD.get(c, [c])]


def skeleton(word):
    """The sounds of a Cyrillic word, as lex_skeleton finds them in its transliteration."""
    out = ''
    for c in word:
        for s in SOUNDS.get(c, ''):
            last = out[-1:]
            if s == last:
                continue
            if (last == 'i' and s in 'eo') or (last == 't' and s in 'sc'):
                out = out[:-1] + ('c' if last == 't' else 'e')
            else:
                out += s
    return [LATIN + ord(c) - ord('a') for c in out]


def is_cyrillic(word):
    return any('а' <= c <= 'я' or c in 'ёєіїґў' for c in word)


def enum_names(text, enum, prefix):
    """Names of a C enum in order, without prefix and in lower case."""
    body = re.search(r'enum %s \{(.*?)\};' % enum, text, re.S).group(1)
    body = re.sub(r'/\*.*?\*/', '', body, flags=re.S)
    names = [n.split('=')[0].strip() for n in body.split(',') if n.strip()]
    return [n[len(prefix):].lower() for n in names if n.startswith(prefix)]


class Rules:
    """Everything read from the files, with names resolved to numbers."""

    def __init__(self, headers):
        table = open(os.path.join(headers, 'table.h'), encoding='utf-8').read()
        public = open(os.path.join(headers, 'triage.h'), encoding='utf-8').read()
        self.limits_of = {k: int(v) for k, v in re.findall(r'(\w+) = (\d+),', table)}
        self.term_kinds = enum_names(table, 'term_kind', 'TERM_')
        self.situations = enum_names(public, 'triage_situation', 'SITUATION_')
        self.needs = enum_names(public, 'triage_need', 'NEED_')
        self.flags = enum_names(public, 'triage_flag', 'FLAG_')
        self.reasons = enum_names(public, 'triage_reason', 'REASON_')
        self.date_kinds = enum_names(public, 'triage_date_kind', 'DATE_')
        self.ops = enum_names(table, 'effect_op', 'EFFECT_')
        self.facts = enum_names(table, 'fact', 'FACT_')[:-1]
        for kind in self.date_kinds:
            self.facts += [f'{b}.{kind}' for b in ('day', 'ten', 'month', 'past')]
        self.n_builtin = len(self.facts)
        self.sets = {}        # name -> {'kind', 'value', 'members': [(text, mask)], 'used'}
        self.countries = []
        self.language = []    # (word, number)
        self.pieces = []      # (-ending or ~part of a word, number)
        self.patterns = []    # (fact, [need elements], [not elements], window, mask, place)
        self.rules = []       # (need names, not names, [effects], place)
        self.limits = []

    def fact(self, name, place):
        if name not in self.facts:
            raise Bad(f'{place}: unknown fact {name!r}')
        return self.facts.index(name)


def index(names, name, what, place):
    if name not in names:
        raise Bad(f'{place}: unknown {what} {name!r}')
    return names.index(name)


def parse_effect(rules, text, place):
    word = text.split()
    op = word[0]
    if op in ('U1', 'U2', 'U3', 'U4'):
        word, op = ['urgency'] + word, 'urgency'
    if op in ('urgency', 'firm', 'cap'):
        return (op, int(word[1][1]), index(rules.reasons, word[2], 'reason', place))
    if op == 'situation':
        return (op, index(rules.situations, word[1], 'situation', place), int(word[2]))
    if op == 'need':
        rank = int(word[2]) if len(word) > 2 else 1
        return (op, index(rules.needs, word[1], 'need', place), rank)
    if op == 'flag':
        return (op, index(rules.flags, word[1], 'flag', place), 0)
    if op == 'fact':
        return (op, word[1], 0)
    if op == 'month':
        return (op, index(rules.date_kinds, word[1], 'date kind', place), 0)
    if op == 'crisis':
        return (op, 0, 0)
    raise Bad(f'{place}: unknown effect {text!r}')


def parse_rule(rules, line, place):
    left, arrow, right = line.partition('=>')
    if not arrow:
        raise Bad(f'{place}: a rule needs =>')
    need, deny = [], []
    for w in left.split()[1:]:
        (deny if w[0] == '!' else need).append(w.lstrip('!').split('|'))
    effects = [parse_effect(rules, e.strip(), place) for e in right.split(';') if e.strip()]
    for choice in itertools.product(*need):
        rules.rules.append((list(choice), [d for ds in deny for d in ds], effects, place))


def parse_pattern(rules, fact, line, mask, place):
    need, deny, window = [], [], DEFAULT_WINDOW
    for w in line.split():
        if w == '~~':
            window = WHOLE_TEXT
        elif w[0] == '~':
            window = int(w[1:])
        elif w[0] == '!':
            deny.append(w[1:])
        else:
            need.append(w)
    if not need:
        raise Bad(f'{place}: nothing to find')
    rules.patterns.append((fact, need, deny, window, mask, place))


def new_set(rules, name, kind, value, place):
    s = rules.sets.setdefault(name, {'kind': kind, 'value': value, 'members': [], 'place': place})
    if (s['kind'], s['value']) != (kind, value):
        raise Bad(f'{place}: set {name} has another kind elsewhere')
    return s


def parse_values(rules, kind, union, line, mask, place):
    value, _, members = line.partition(':')
    value = value.strip()
    if kind == 'place':
        if value not in rules.countries:
            rules.countries.append(value)
        number = rules.countries.index(value)
    elif kind == 'context':
        number = len(rules.date_kinds) if value == 'received' else \
            index(rules.date_kinds, value, 'date kind', place)
    else:
        number = int(value)
    s = new_set(rules, f'{kind}_{value}', kind, number, place)
    s['members'] += [(m, mask) for m in members.split()]
    if union:
        u = new_set(rules, union, 'plain', 0, place)
        u['members'] += [(m, mask) for m in members.split()]


def parse_file(rules, path):
    mode, mask, fact, kind, union, sections = None, None, None, None, None, []
    for number, line in enumerate(open(path, encoding='utf-8'), 1):
        place = f'{os.path.basename(path)}:{number}'
        line = line.split('#')[0].strip()
        if not line:
            continue
        word = line.split()
        if line[0] == '[':
            sections = line.strip('[]').split()
            if mode != 'language':
                mask = 0
                for s in sections:
                    mask |= MASKS.get(s) or index([], s, 'language', place)
        elif word[0] == 'fact':
            mode, fact, mask = 'fact', word[1], None
            if fact not in rules.facts:
                rules.facts.append(fact)
        elif word[0] == 'set':
            mode, mask = 'set', None
            kind = word[2] if len(word) > 2 else 'plain'
            index(rules.term_kinds, kind, 'kind', place)
            target = new_set(rules, word[1], kind, int(word[3]) if len(word) > 3 else 0, place)
        elif word[0] == 'values':
            mode, mask, kind = 'values', None, word[1]
            index(rules.term_kinds, kind, 'kind', place)
            union = word[3] if len(word) > 3 else None
        elif word[0] == 'language':
            mode = 'language'
        elif word[0] == 'rule':
            parse_rule(rules, line, place)
        elif word[0] == 'limit':
            rules.limits.append((word[1], word[2], index(rules.date_kinds, word[3], 'date kind',
                                                         place), int(word[4]), place))
        elif mode == 'language':
            for s in sections:
                n = (LANGS + ['translit_ru', 'translit_uk', 'translit_be']).index(s) + 1
                rules.language += [(w, n) for w in word if w[0] not in '-~']
                rules.pieces += [(w, n) for w in word if w[0] in '-~']
        elif mask is None:
            raise Bad(f'{place}: no language section')
        elif mode == 'fact':
            parse_pattern(rules, fact, line, mask, place)
        elif mode == 'set':
            target['members'] += [(m, mask) for m in word]
        else:
            parse_values(rules, kind, union, line, mask, place)


class Compiled:
    """Terms, phrases, tries and lists as numbers."""

    def __init__(self, rules):
        self.rules = rules
        self.terms = [{'kind': 0, 'value': 0, 'members': []}]
        self.by_set, self.by_members = {}, {}
        self.stems = {}      # (text, prefix, fuzzy allowed) -> {term: mask}
        self.phrases = {}    # tuple of part terms -> {term: mask}
        self.patterns = []
        for name, s in sorted(rules.sets.items()):
            if s['kind'] != 'plain':
                self.set_term(name, s['place'])
        for p in rules.patterns:
            self.patterns.append(self.pattern(p))
        self.order_rules()

    def new_term(self, kind=0, value=0):
        self.terms.append({'kind': kind, 'value': value})
        return len(self.terms) - 1

    def set_term(self, name, place):
        if name not in self.by_set:
            s = self.rules.sets.get(name)
            if not s:
                raise Bad(f'{place}: unknown set @{name}')
            self.by_set[name] = t = self.new_term(self.rules.term_kinds.index(s['kind']),
                                                  s['value'])
            for text, mask in s['members']:
                self.add_member(t, text, mask, place)
        return self.by_set[name]

    def element(self, text, mask, place):
        """The term of one element of a pattern: alternatives joined by |."""
        members = tuple(sorted(text.split('|')))
        if len(members) == 1 and members[0][0] == '@' and '_@' not in members[0] and \
                members[0][1:] in self.rules.sets:
            return self.set_term(members[0][1:], place)
        key = (members, mask)
        if key not in self.by_members:
            self.by_members[key] = t = self.new_term()
            for m in members:
                self.add_member(t, m, mask, place)
        return self.by_members[key]

    def add_member(self, term, text, mask, place):
        if text[0] == '@' and text[1:] in self.rules.sets:
            for member, own in self.rules.sets[text[1:]]['members']:
                self.add_member(term, member, own, place)
            return
        if re.search(r'_(?!_)', text.strip('_')) and not re.fullmatch(r'@\w+', text):
            self.add_phrase(term, text, mask, place)
            return
        if text[0] == '@':
            self.add_phrase(term, text, mask, place)
            return
        self.add_stem(term, text, mask, place)

    def add_phrase(self, term, text, mask, place):
        parts = []
        rest = text
        while rest:
            if rest[0] == '@':   # the longest set name that fits
                names = [n for n in self.rules.sets
                         if rest[1:] == n or rest[1:].startswith(n + '_')]
                if not names:
                    raise Bad(f'{place}: unknown set in {text!r}')
                part = '@' + max(names, key=len)
            else:
                part = rest.split('_')[0]
            parts.append(self.element(part, mask, place))
            rest = rest[len(part) + 1:]
        if not 1 < len(parts) <= self.rules.limits_of['PHRASE_PARTS']:
            raise Bad(f'{place}: phrase {text!r} has {len(parts)} words')
        owners = self.phrases.setdefault(tuple(parts), {})
        owners[term] = owners.get(term, 0) | 7

    def add_stem(self, term, text, mask, place):
        spelling = text[-1] if text[-1] in '!?' else ''   # never, or always, forgive a slip
        text = text.rstrip('!?')
        prefix = text.endswith('*')
        text = text.rstrip('*')
        if not re.fullmatch(r"[^\W\d_]+|\d+", text.replace("'", '').replace('’', '')) or \
                text != text.lower():
            raise Bad(f'{place}: {text!r} is no word')
        owners = self.stems.setdefault((text, prefix, spelling), {})
        owners[term] = owners.get(term, 0) | mask

    def pattern(self, p):
        fact, need, deny, window, mask, place = p
        return {'fact': self.rules.fact(fact, place), 'window': window, 'place': place,
                'need': [self.element(e, mask, place) for e in need],
                'not': [self.element(e, mask, place) for e in deny]}

    def order_rules(self):
        """Rules that derive facts run after those that derive what they look at."""
        rules = self.rules
        derived = {}
        for _, _, effects, place in rules.rules:
            for e in effects:
                if e[0] == 'fact' and e[1] not in rules.facts:
                    rules.facts.append(e[1])
        for i, (_, _, effects, _) in enumerate(rules.rules):
            for e in effects:
                if e[0] == 'fact':
                    derived.setdefault(e[1], []).append(i)
        done, order = {}, []

        def visit(i):
            if done.get(i) == 'open':
                raise Bad(f'{rules.rules[i][3]}: rules derive facts in a circle')
            if i in done:
                return
            done[i] = 'open'
            for f in rules.rules[i][0] + rules.rules[i][1]:
                for j in derived.get(f, []):
                    visit(j)
            done[i] = 'done'
            order.append(i)

        for i in range(len(rules.rules)):
            visit(i)
        self.rule_list = []
        for i in order:
            need, deny, effects, place = rules.rules[i]
            self.rule_list.append({
                'need': [rules.fact(f, place) for f in need],
                'not': [rules.fact(f, place) for f in deny],
                'effects': [(rules.ops.index(op), rules.fact(a, place) if op == 'fact' else a, b)
                            for op, a, b in effects], 'place': place})
        self.limit_list = [(c, rules.fact(f, p), k, d) for c, f, k, d, p in rules.limits]
