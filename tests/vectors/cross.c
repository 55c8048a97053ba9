/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* cross seal COUNT: random envelopes as lines; cross open: open lines, print how many.  The lines
   are described in cross.mjs, which does the same with other libraries. */
#include "base/text.h"
#include "core/open/envelope_open.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_LINE = 40000, MAX_MESSAGE = ENVELOPE_PLAIN_BYTES };

struct line {
    char kind;
    uint8_t type;
    struct network_id network;
    struct org_id org;
    struct box_secret outer, inner;
    struct envelope envelope;
    uint8_t message[MAX_MESSAGE];
    size_t n_message;
};

static void
fail(const char *why, unsigned long at)
{
    (void)fprintf(stderr, "cross: line %lu: %s\n", at, why);
    exit(1);
}

static void
put_hex(const uint8_t *b, size_t n)
{
    static char hex[2 * ENVELOPE_BYTES + 1];

    hex_encode((struct bytes){ b, n }, hex);
    printf(" %s", hex);
}

static void
print_line(const struct line *l)
{
    putchar(l->kind);
    put_hex(l->network.b, sizeof l->network.b);
    put_hex(l->org.b, sizeof l->org.b);
    put_hex(l->outer.b, sizeof l->outer.b);
    put_hex(l->inner.b, sizeof l->inner.b);
    put_hex(&l->type, 1);
    put_hex(l->message, l->n_message);
    put_hex(l->envelope.b, sizeof l->envelope.b);
    putchar('\n');
}

static struct message
random_message(const struct line *l, const uint8_t *text)
{
    struct message m = { .type = (enum message_type)l->type, .lang = "be" };

    m.has = HAS_TEXT | HAS_PSK | HAS_LANG | (l->kind == 'L' ? HAS_CARD : HAS_ORG | HAS_SEQ);
    m.text = (struct bytes){ text, 1 + random_below(3800) };
    random_fill(m.nonce, sizeof m.nonce);
    random_fill(m.psk.b, sizeof m.psk.b);
    random_fill(m.card.pk.b, sizeof m.card.pk.b);
    m.card.shelf16 = (uint16_t)random_below(65536);
    m.seq = random_below(1000);
    m.org = l->org;
    return m;
}

static void
seal_one(struct line *l, const uint8_t *text, unsigned long at)
{
    struct seal_random rnd;

    random_fill(l->network.b, sizeof l->network.b);
    random_fill(l->org.b, sizeof l->org.b);
    box_secret_random(&l->outer);
    box_secret_random(&l->inner);
    random_fill((uint8_t *)&rnd, sizeof rnd);
    l->type = l->kind == 'L' ? MESSAGE_REQUEST : MESSAGE_ANSWER;
    struct message m = random_message(l, text);
    memcpy(rnd.nonce, m.nonce, sizeof rnd.nonce);
    struct writer w = writer_of(l->message, sizeof l->message);
    struct request_to to = { l->network, l->org, box_public_of(&l->inner),
        box_public_of(&l->outer) };
    enum err e = message_encode(&m, &w);
    l->n_message = w.n;
    if (!e && l->kind == 'L')
        e = request_seal(&to, &m, (enum bell)random_below(3), &rnd, &l->envelope);
    else if (!e)
        e = answer_seal(&l->network, &to.door, &m, &rnd, &l->envelope);
    if (e)
        fail("does not seal", at);
}

/* The next word as bytes; the number of bytes, or fails. */
static size_t
take_hex(char **at, uint8_t *to, size_t cap, unsigned long line)
{
    char *word = strsep(at, " ");
    size_t n = word ? strlen(word) / 2 : 0;

    if (n == 0 || n > cap || hex_decode(word, to, n))
        fail("malformed", line);
    return n;
}

static void
parse_line(char *text, struct line *l, unsigned long at)
{
    l->kind = text[0];
    text += 2;
    (void)take_hex(&text, l->network.b, sizeof l->network.b, at);
    (void)take_hex(&text, l->org.b, sizeof l->org.b, at);
    (void)take_hex(&text, l->outer.b, sizeof l->outer.b, at);
    (void)take_hex(&text, l->inner.b, sizeof l->inner.b, at);
    (void)take_hex(&text, &l->type, 1, at);
    l->n_message = take_hex(&text, l->message, sizeof l->message, at);
    if (take_hex(&text, l->envelope.b, sizeof l->envelope.b, at) != ENVELOPE_BYTES)
        fail("no envelope", at);
}

static void
open_one(const struct line *l, unsigned long at)
{
    static struct opened o;
    struct box_public outer = box_public_of(&l->outer), inner = box_public_of(&l->inner);
    struct layer_head head;
    struct inner_box box;
    struct message m;
    enum err e = OK;

    if (l->kind == 'L') {
        e = door_open(&l->envelope, &l->network, &l->outer, &outer, &head, &box);
        if (!e)
            e = people_open(&box, &l->network, &l->org, &l->inner, &inner, &o);
    } else {
        e = drop_open(&l->envelope, &l->network, &l->outer, &outer, &o);
    }
    if (e)
        fail("does not open", at);
    struct bytes got = { o.body, o.n }, expected = { l->message, l->n_message };
    if (o.type != (enum message_type)l->type || !bytes_equal(got, expected))
        fail("opens to something else", at);
    if (message_decode(o.type, got, &m))
        fail("holds no message", at);
}

static void
seal_lines(unsigned long count)
{
    static struct line l;
    static uint8_t text[4000];

    memset(text, 'x', sizeof text);
    for (unsigned long i = 0; i < count; i++) {
        l.kind = i % 2 == 0 ? 'L' : 'D';
        seal_one(&l, text, i + 1);
        print_line(&l);
    }
}

static void
open_lines(void)
{
    static struct line l;
    static char text[MAX_LINE];
    unsigned long n = 0;

    while (fgets(text, sizeof text, stdin)) {
        text[strcspn(text, "\n")] = '\0';
        parse_line(text, &l, n + 1);
        open_one(&l, ++n);
    }
    printf("%lu\n", n);
}

int
main(int argc, char **argv)
{
    uint64_t count = 0;

    if (crypto_start())
        return 1;
    if (argc == 3 && strcmp(argv[1], "seal") == 0 && text_u64(argv[2], 1, 1000000, &count) == OK)
        seal_lines((unsigned long)count);
    else if (argc == 2 && strcmp(argv[1], "open") == 0)
        open_lines();
    else
        return 2;
    return 0;
}
