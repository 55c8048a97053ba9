/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/open/pieces.h"
#include "core/wire/content.h"
#include "tests/unit/check.h"

static struct file_key key, other;
static uint8_t plain[FILE_PIECE_BYTES], sealed[FILE_PIECE_MAX], back[FILE_PIECE_BYTES];

static int
set_up(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof key.b; i++)
        key.b[i] = (uint8_t)i;
    memset(plain, 0x5A, sizeof plain);
    return 0;
}

/* Made with another library: ChaCha20-Poly1305 with the nonces of age's STREAM. */
static void
test_same_bytes_as_the_others(void **state)
{
    static const uint8_t sum[] = { 0x74, 0xf3, 0x0f, 0xf6, 0x01, 0x88, 0xa1, 0x08, 0x5c, 0xf7, 0xc3,
        0x4d, 0x72, 0x8f, 0x9a, 0x60, 0x23, 0x6f, 0x2e, 0xd3, 0x05, 0x0e, 0x5f, 0x84, 0x6f, 0x58,
        0x53, 0x87, 0x72, 0x08, 0x62, 0x97 };
    static const uint8_t end[] = { 0x75, 0x2b, 0x67, 0x8a, 0xbc, 0x2e, 0x00, 0xbe, 0xca, 0x61, 0x4d,
        0x6e, 0x61, 0x6b, 0xab, 0x80, 0x28, 0x59, 0xa9, 0x95, 0xfa, 0x59, 0x59 };
    static const uint8_t nothing[] = { 0xfa, 0x0e, 0x14, 0x5e, 0x87, 0x75, 0xeb, 0x78, 0xc2, 0x74,
        0x75, 0x56, 0x06, 0xde, 0x74, 0xfb };

    (void)state;
    assert_int_equal(piece_seal(&key, 0, false, (struct bytes){ plain, sizeof plain }, sealed), OK);
    struct digest d = digest_sha256((struct bytes){ sealed, sizeof sealed });
    assert_memory_equal(d.b, sum, sizeof sum);
    assert_int_equal(piece_seal(&key, 1, true, bytes_of("the end"), sealed), OK);
    assert_memory_equal(sealed, end, sizeof end);
    assert_int_equal(piece_seal(&key, 0, true, bytes_of(""), sealed), OK);
    assert_memory_equal(sealed, nothing, sizeof nothing);
}

static void
test_a_piece_opens_only_in_its_place(void **state)
{
    const struct bytes s = { sealed, 7 + FILE_PIECE_TAG_BYTES };

    (void)state;
    assert_int_equal(piece_seal(&key, 1, true, bytes_of("the end"), sealed), OK);
    assert_int_equal(piece_open(&key, 1, true, s, back), OK);
    assert_memory_equal(back, "the end", 7);
    assert_int_equal(piece_open(&key, 0, true, s, back), ERR_FORGED); /* moved */
    assert_int_equal(piece_open(&key, 2, true, s, back), ERR_FORGED);
    assert_int_equal(piece_open(&key, 1, false, s, back), ERR_FORGED); /* goes on */
    assert_int_equal(piece_open(&other, 1, true, s, back), ERR_FORGED);
    assert_int_equal(piece_open(&key, 1, true, (struct bytes){ sealed, 22 }, back), ERR_FORGED);
    assert_int_equal(piece_open(&key, 1, true, (struct bytes){ sealed, 15 }, back), ERR_FORGED);
    for (size_t i = 0; i < s.n; i++) {
        sealed[i] ^= 1;
        assert_int_equal(piece_open(&key, 1, true, s, back), ERR_FORGED);
        sealed[i] ^= 1;
    }
}

/* A file that was cut at the end of a piece. */
static void
test_a_cut_file_is_noticed(void **state)
{
    (void)state;
    assert_int_equal(piece_seal(&key, 0, false, (struct bytes){ plain, sizeof plain }, sealed), OK);
    assert_int_equal(
        piece_open(&key, 0, true, (struct bytes){ sealed, sizeof sealed }, back), ERR_FORGED);
    assert_int_equal(piece_open(&key, 0, false, (struct bytes){ sealed, sizeof sealed }, back), OK);
}

static void
test_lengths(void **state)
{
    (void)state;
    assert_int_equal(pieces_of(0), 1);
    assert_int_equal(pieces_of(1), 1);
    assert_int_equal(pieces_of(FILE_PIECE_BYTES), 1);
    assert_int_equal(pieces_of(FILE_PIECE_BYTES + 1), 2);
    assert_int_equal(piece_seal(&key, 0, false, bytes_of("short"), sealed), ERR_MALFORMED);
    assert_int_equal(piece_seal(&key, 1, true, bytes_of(""), sealed), ERR_MALFORMED);
    assert_int_equal(piece_seal(&key, 0, true, (struct bytes){ plain, sizeof plain + 1 }, sealed),
        ERR_TOO_LARGE);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bytes_as_the_others),
        cmocka_unit_test(test_a_piece_opens_only_in_its_place),
        cmocka_unit_test(test_a_cut_file_is_noticed),
        cmocka_unit_test(test_lengths),
    };

    return cmocka_run_group_tests(tests, set_up, NULL);
}
