/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What comes out of the room is believed by nobody; what goes on in it, piece by piece. */
#include "base/file.h"
#include "tests/unit/check.h"
#include "view/pnm.h"
#include "view/sniff.h"
#include "viewlink/sight.h"
#include <unistd.h>

static enum err
decode(struct sight s, struct bytes body, struct sight *out)
{
    static uint8_t b[SIGHT_HEAD_BYTES + 64]; /* *out borrows from it */

    s.body = body;
    sight_head(&s, b);
    if (body.n)
        memcpy(b + SIGHT_HEAD_BYTES, body.p, body.n);
    return sight_decode((struct bytes){ b, SIGHT_HEAD_BYTES + body.n }, out);
}

static void
test_only_whole_sights_are_taken(void **state)
{
    static const uint8_t rgb[12] = { 1, 2, 3 };
    const struct sight good = {
        .kind = SIGHT_PNG, .page = 1, .n_pages = 1, .width = 2, .height = 2
    };
    const struct sight text = { .kind = SIGHT_TEXT, .page = 1, .n_pages = 1 };
    const struct bytes body = { rgb, sizeof rgb };
    struct sight s, bad[13];

    (void)state;
    assert_int_equal(decode(good, body, &s), OK);
    assert_int_equal(s.body.p[2], 3);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        bad[i] = good;
    bad[0].width = 3;
    bad[1].height = 0;
    bad[2].width = SIGHT_SIDE_MAX + 1;
    bad[3].page = 2;
    bad[4].page = 0;
    bad[5].n_pages = SIGHT_PAGES_MAX + 1;
    bad[6].status = N_SIGHT_STATUSES;
    bad[7].kind = N_SIGHT_KINDS;
    bad[8].kind = SIGHT_OFFICE;
    bad[9].cut = true;
    bad[10].status = SIGHT_DAMAGED;
    bad[11].page = bad[11].n_pages = SIGHT_PAGES_SHOWN + 1;
    bad[12].kind = SIGHT_TEXT;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(decode(bad[i], body, &s), ERR_MALFORMED);
    assert_int_equal(decode(good, (struct bytes){ rgb, 11 }, &s), ERR_MALFORMED);
    assert_int_equal(decode(text, bytes_of("a\tb\nщ"), &s), OK);
    assert_int_equal(decode(text, bytes_of("a\x1B[31m"), &s), ERR_MALFORMED);
    assert_int_equal(decode(text, bytes_of("\xFF"), &s), ERR_MALFORMED);
    assert_int_equal(decode((struct sight){ .status = SIGHT_REFUSED, .kind = SIGHT_MEDIA },
                         (struct bytes){ NULL, 0 }, &s),
        OK);
}

static enum err
read_pnm(const char *bytes, size_t n, struct image *out)
{
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    assert_int_equal(fd_write_all(ends[1], (struct bytes){ (const uint8_t *)bytes, n }), OK);
    (void)close(ends[1]);
    enum err e = pnm_read(ends[0], out);
    (void)close(ends[0]);
    return e;
}

#define PNM(text) text, sizeof(text) - 1

static void
test_pictures_of_tools(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
        uint8_t first[3], last[3];
    } table[] = {
        { PNM("P6\n# words\n2 1 255\n\1\2\3\4\5\6"), { 1, 2, 3 }, { 4, 5, 6 } },
        { PNM("P5 2 1\n15\n\x0F\0"), { 255, 255, 255 }, { 0, 0, 0 } },
        { PNM("P4\n2 1\n\x80"), { 0, 0, 0 }, { 255, 255, 255 } },
        { PNM("P6 2 1 65535\n\xFF\xFF\0\0\0\0\0\0\0\0\x80\0"), { 255, 0, 0 }, { 0, 0, 127 } },
        { PNM("P7\nWIDTH 2\nHEIGHT 1\nDEPTH 2\nMAXVAL 255\nTUPLTYPE GRAYSCALE_ALPHA\nENDHDR\n"
              "\0\0\0\xFF"),
            { 255, 255, 255 }, { 0, 0, 0 } },
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct image im = { 0 };
        assert_int_equal(read_pnm(table[i].bytes, table[i].n, &im), OK);
        assert_true(im.width == 2 && im.height == 1);
        assert_memory_equal(im.rgb, table[i].first, 3);
        assert_memory_equal(im.rgb + 3, table[i].last, 3);
        image_done(&im);
    }
}

static void
test_bad_pictures(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
        enum err e;
    } table[] = {
        { PNM(""), ERR_MALFORMED },
        { PNM("P3\n1 1\n255\n0 0 0"), ERR_MALFORMED },
        { PNM("P6\n0 1\n255\n"), ERR_MALFORMED },
        { PNM("P6\n-1 1\n255\n"), ERR_MALFORMED },
        { PNM("P6\n1 1\n0\nabc"), ERR_MALFORMED },
        { PNM("P6\n1 1\n65536\nabc"), ERR_MALFORMED },
        { PNM("P6\n99999999999 1\n255\n"), ERR_MALFORMED },
        { PNM("P6\n60001 1\n255\n"), ERR_TOO_LARGE },
        { PNM("P6\n50000 50000\n255\n"), ERR_TOO_LARGE },
        { PNM("P6\n1 9\n255\nabc"), ERR_MALFORMED }, /* far too short */
        { PNM("P7\nWIDTH 1\nHEIGHT 1\nDEPTH 9\nMAXVAL 255\nENDHDR\n"), ERR_MALFORMED },
        { PNM("P7\nWIDTH 1\nHEIGHT 1\n"), ERR_MALFORMED },
    };
    struct image im = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_int_equal(read_pnm(table[i].bytes, table[i].n, &im), table[i].e);
    assert_null(im.rgb);
}

static void
test_turns(void **state)
{
    /* a b    as it should stand, for each way of holding the camera */
    static const char *const stands[] = { "ab/cd", "ab/cd", "ba/dc", "dc/ba", "cd/ab", "ac/bd",
        "ca/db", "db/ca", "bd/ac" };

    (void)state;
    for (int turn = 0; turn <= 8; turn++) {
        struct image im = { 0 };
        assert_int_equal(read_pnm(PNM("P5 2 2 255\nabcd"), &im), OK);
        assert_int_equal(image_turn(&im, turn), OK);
        const char *s = stands[turn];
        assert_true(
            im.rgb[0] == s[0] && im.rgb[3] == s[1] && im.rgb[6] == s[3] && im.rgb[9] == s[4]);
        image_done(&im);
    }
}

static void
test_how_the_camera_was_held(void **state)
{
    static const char little[] = "\xFF\xD8\xFF\xE1\0\x22"
                                 "Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\0\0\0\0";
    static const char big[] = "\xFF\xD8\xFF\xE1\0\x22"
                              "Exif\0\0MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\x08\0\0\0\0\0\0";
    uint8_t far[sizeof little];

    (void)state;
    memcpy(far, little, sizeof far);
    far[16] = 0xFF; /* the table stands beyond the end */
    assert_int_equal(sniff_turn((struct bytes){ (const uint8_t *)little, sizeof little }), 6);
    assert_int_equal(sniff_turn((struct bytes){ (const uint8_t *)big, sizeof big }), 8);
    assert_int_equal(sniff_turn((struct bytes){ far, sizeof far }), 1);
    for (size_t n = 0; n < sizeof little; n++) {
        int turn = sniff_turn((struct bytes){ (const uint8_t *)little, n });
        assert_true(turn == 1 || turn == 6);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_whole_sights_are_taken),
        cmocka_unit_test(test_pictures_of_tools),
        cmocka_unit_test(test_bad_pictures),
        cmocka_unit_test(test_turns),
        cmocka_unit_test(test_how_the_camera_was_held),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
