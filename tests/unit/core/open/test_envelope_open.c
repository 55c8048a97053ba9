/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Everything that is wrong with an envelope ends in the same error and no output. */
#include "core/open/envelope_open.h"
#include "core/open/hpke_open.h"
#include "core/seal/purpose.h"
#include "tests/unit/check.h"
#include "tests/unit/core/made.h"

struct keys {
    struct network_id network;
    struct org_id org;
    struct box_secret door, people, seeker, stranger;
    struct box_public door_pk, people_pk, seeker_pk, stranger_pk;
    struct envelope lane, drop;
};

static struct keys k;

static int
setup(void **state)
{
    (void)state;
    k.network = made_network();
    k.org = made_org();
    FILL(k.door.b, v_request_door_secret);
    FILL(k.people.b, v_request_people_secret);
    FILL(k.seeker.b, v_seeker_secret);
    box_secret_random(&k.stranger);
    k.door_pk = box_public_of(&k.door);
    k.people_pk = box_public_of(&k.people);
    k.seeker_pk = box_public_of(&k.seeker);
    k.stranger_pk = box_public_of(&k.stranger);
    FILL(k.lane.b, v_request_envelope);
    FILL(k.drop.b, v_answer_envelope);
    return 0;
}

static void
test_request_opens(void **state)
{
    struct layer_head head;
    struct inner_box inner;
    struct opened o;
    struct message m;

    (void)state;
    assert_int_equal(door_open(&k.lane, &k.network, &k.door, &k.door_pk, &head, &inner), OK);
    assert_int_equal(head.type, MESSAGE_REQUEST);
    assert_int_equal(head.bell, BELL_RING_DANGER);
    assert_string_equal(head.lang, "ru");
    assert_int_equal(people_open(&inner, &k.network, &k.org, &k.people, &k.people_pk, &o), OK);
    assert_int_equal(o.type, MESSAGE_REQUEST);
    assert_int_equal(o.n, sizeof v_request_message);
    assert_memory_equal(o.body, v_request_message, o.n);
    assert_int_equal(message_decode(o.type, (struct bytes){ o.body, o.n }, &m), OK);
    opened_wipe(&o);
    assert_int_equal(o.body[0], 0);
}

static void
test_answer_opens(void **state)
{
    struct opened o;

    (void)state;
    assert_int_equal(drop_open(&k.drop, &k.network, &k.seeker, &k.seeker_pk, &o), OK);
    assert_int_equal(o.type, MESSAGE_ANSWER);
    assert_int_equal(o.n, sizeof v_answer_message);
    assert_memory_equal(o.body, v_answer_message, o.n);
}

/* The three ways in; each must refuse and leave its outputs as they were. */
static void
assert_door_refuses(const struct envelope *e, const struct network_id *network,
    const struct box_secret *secret, const struct box_public *pk)
{
    struct layer_head head = { .type = 99 };
    struct inner_box inner = { .head = { 99 } };

    assert_int_equal(door_open(e, network, secret, pk, &head, &inner), ERR_FORGED);
    assert_int_equal(head.type, 99);
    assert_int_equal(inner.head[0], 99);
    assert_int_equal(inner.box[0] | inner.box[2000] | inner.box[INNER_BOX_BYTES - 1], 0);
}

static void
assert_people_refuses(const struct inner_box *inner, const struct network_id *network,
    const struct org_id *org, const struct box_secret *secret, const struct box_public *pk)
{
    static struct opened o;

    o = (struct opened){ .n = 99 };
    assert_int_equal(people_open(inner, network, org, secret, pk, &o), ERR_FORGED);
    assert_int_equal(o.n, 99);
    assert_int_equal(o.body[0] | o.body[100], 0);
}

static void
assert_drop_refuses(const struct envelope *e, const struct network_id *network,
    const struct box_secret *secret, const struct box_public *pk)
{
    static struct opened o;

    o = (struct opened){ .n = 99 };
    assert_int_equal(drop_open(e, network, secret, pk, &o), ERR_FORGED);
    assert_int_equal(o.n, 99);
    assert_int_equal(o.body[0] | o.body[100], 0);
}

static void
test_wrong_desk(void **state)
{
    struct layer_head head;
    struct inner_box inner;

    (void)state;
    assert_door_refuses(&k.lane, &k.network, &k.stranger, &k.stranger_pk);
    assert_door_refuses(&k.lane, &k.network, &k.people, &k.people_pk);
    assert_drop_refuses(&k.drop, &k.network, &k.stranger, &k.stranger_pk);
    assert_int_equal(door_open(&k.lane, &k.network, &k.door, &k.door_pk, &head, &inner), OK);
    assert_people_refuses(&inner, &k.network, &k.org, &k.stranger, &k.stranger_pk);
    /* A locked desk has the door key only, and that is not enough. */
    assert_people_refuses(&inner, &k.network, &k.org, &k.door, &k.door_pk);
}

static void
test_wrong_network_or_organisation(void **state)
{
    struct network_id elsewhere = k.network;
    struct org_id other = k.org;
    struct layer_head head;
    struct inner_box inner;

    (void)state;
    elsewhere.b[7] ^= 1;
    other.b[7] ^= 1;
    assert_door_refuses(&k.lane, &elsewhere, &k.door, &k.door_pk);
    assert_drop_refuses(&k.drop, &elsewhere, &k.seeker, &k.seeker_pk);
    assert_int_equal(door_open(&k.lane, &k.network, &k.door, &k.door_pk, &head, &inner), OK);
    assert_people_refuses(&inner, &elsewhere, &k.org, &k.people, &k.people_pk);
    assert_people_refuses(&inner, &k.network, &other, &k.people, &k.people_pk);
}

static void
test_lane_and_drop_are_not_each_other(void **state)
{
    (void)state;
    assert_drop_refuses(&k.lane, &k.network, &k.door, &k.door_pk);
    assert_door_refuses(&k.drop, &k.network, &k.seeker, &k.seeker_pk);
}

static void
test_flipped_bit_at_every_position(void **state)
{
    (void)state;
    for (size_t i = 0; i < ENVELOPE_BYTES; i++) {
        struct envelope lane = k.lane, drop = k.drop;
        uint8_t bit = (uint8_t)(1u << i % 8);
        lane.b[i] ^= bit;
        drop.b[i] ^= bit;
        assert_door_refuses(&lane, &k.network, &k.door, &k.door_pk);
        assert_drop_refuses(&drop, &k.network, &k.seeker, &k.seeker_pk);
    }
}

static void
test_flipped_bit_in_the_inner_box(void **state)
{
    struct layer_head head;
    struct inner_box inner;

    (void)state;
    assert_int_equal(door_open(&k.lane, &k.network, &k.door, &k.door_pk, &head, &inner), OK);
    for (size_t i = 0; i < sizeof inner.head + sizeof inner.box; i++) {
        struct inner_box other = inner;
        uint8_t *at = i < sizeof other.head ? other.head + i : other.box + (i - sizeof other.head);
        *at ^= (uint8_t)(1u << i % 8);
        assert_people_refuses(&other, &k.network, &k.org, &k.people, &k.people_pk);
    }
}

/* Seal any 4,044 bytes to the door, as an attacker can who knows the card. */
static struct envelope
sealed_to_door(const uint8_t plain[ENVELOPE_PLAIN_BYTES])
{
    uint8_t info[PURPOSE_ENVELOPE_BYTES];
    struct envelope e = { { 1, 1, 0, 0 } };

    purpose_envelope(&k.network, SHELF_LANE, info);
    assert_int_equal(hpke_seal_base(&k.door_pk, V(info), (struct bytes){ e.b, 4 },
                         (struct bytes){ plain, ENVELOPE_PLAIN_BYTES }, NULL, e.b + 4),
        OK);
    return e;
}

static void
test_inner_box_under_another_head(void **state)
{
    struct layer_head head;
    struct inner_box inner;
    uint8_t plain[ENVELOPE_PLAIN_BYTES];

    (void)state;
    assert_int_equal(door_open(&k.lane, &k.network, &k.door, &k.door_pk, &head, &inner), OK);
    memcpy(plain, inner.head, sizeof inner.head);
    memcpy(plain + sizeof inner.head, inner.box, sizeof inner.box);
    plain[2] = BELL_RING_NONE; /* somebody wants no bell to ring */
    struct envelope moved = sealed_to_door(plain);
    assert_int_equal(door_open(&moved, &k.network, &k.door, &k.door_pk, &head, &inner), OK);
    assert_int_equal(head.bell, BELL_RING_NONE);
    assert_people_refuses(&inner, &k.network, &k.org, &k.people, &k.people_pk);
    plain[1] = 9; /* no such version of the head */
    moved = sealed_to_door(plain);
    assert_door_refuses(&moved, &k.network, &k.door, &k.door_pk);
}

static void
test_padding_must_be_there(void **state)
{
    uint8_t info[PURPOSE_PEOPLE_BYTES], padded[INNER_PLAIN_BYTES] = { 0 };
    struct inner_box inner = { .head = { 1, 1, 0, 'r', 'u' } };

    (void)state;
    purpose_people(&k.network, &k.org, info);
    assert_int_equal(
        hpke_seal_base(&k.people_pk, V(info), V(inner.head), V(padded), NULL, inner.box), OK);
    assert_people_refuses(&inner, &k.network, &k.org, &k.people, &k.people_pk);
    padded[0] = 0x80; /* an empty message: opens, and does not decode */
    struct opened o;
    struct message m;
    assert_int_equal(
        hpke_seal_base(&k.people_pk, V(info), V(inner.head), V(padded), NULL, inner.box), OK);
    assert_int_equal(people_open(&inner, &k.network, &k.org, &k.people, &k.people_pk, &o), OK);
    assert_int_equal(o.n, 0);
    assert_int_equal(message_decode(o.type, (struct bytes){ o.body, o.n }, &m), ERR_MALFORMED);
}

static void
test_low_order_enc(void **state)
{
    static const uint8_t points[][32] = {
        { 0 },
        { 1 },
        { 0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4,
            0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f,
            0x49, 0xb8, 0x00 },
        { 0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef,
            0x5b, 0x04, 0x44, 0x5c, 0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0,
            0x9f, 0x11, 0x57 },
        { 0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
            0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
            0xff, 0xff, 0x7f },
        { 0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
            0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
            0xff, 0xff, 0x7f },
        { 0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
            0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
            0xff, 0xff, 0x7f },
    };

    (void)state;
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        struct envelope lane = k.lane, drop = k.drop;
        memcpy(lane.b + ENVELOPE_HEAD_BYTES, points[i], 32);
        memcpy(drop.b + ENVELOPE_HEAD_BYTES, points[i], 32);
        assert_door_refuses(&lane, &k.network, &k.door, &k.door_pk);
        assert_drop_refuses(&drop, &k.network, &k.seeker, &k.seeker_pk);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_request_opens),
        cmocka_unit_test(test_answer_opens),
        cmocka_unit_test(test_wrong_desk),
        cmocka_unit_test(test_wrong_network_or_organisation),
        cmocka_unit_test(test_lane_and_drop_are_not_each_other),
        cmocka_unit_test(test_flipped_bit_at_every_position),
        cmocka_unit_test(test_flipped_bit_in_the_inner_box),
        cmocka_unit_test(test_inner_box_under_another_head),
        cmocka_unit_test(test_padding_must_be_there),
        cmocka_unit_test(test_low_order_enc),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
