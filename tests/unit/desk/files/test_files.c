/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Attachments: sealed at rest, gone with their case; seen over HTTP as pixels, taken out by two. */
#include "base/clock.h"
#include "base/text.h"
#include "desk/files/files.h"
#include "desk/files/png.h"
#include "tests/unit/check.h"
#include "tests/unit/desk/browser.h"
#include "tests/unit/desk/desk_fixture.h"
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

static struct fixture fx;
static struct browser olga, ivan;
static struct seeker_keys *seeker;
static struct content_id blob; /* of the last file that was kept */

static int
set_up(void **state)
{
    struct pulled p;

    (void)state;
    fixture_new(&fx);
    fx.app.conf.origin = "http://127.0.0.1:8080";
    viewing_start(&fx.app.viewing, getenv("UNDERSTORY_VIEW"));
    fixture_request(&fx, "Меня увезут завтра", BELL_RING_DANGER, &seeker, &p);
    assert_int_equal(fixture_file(&fx, &p), 1);
    browser_new(&olga, &fx.app);
    browser_new(&ivan, &fx.app);
    browser_login(&olga, &fx.members[0], "");
    fixture_settle(&fx.app);
    browser_login(&ivan, &fx.members[1], "");
    return 0;
}

static int
tear_down(void **state)
{
    (void)state;
    seeker_keys_drop(&seeker);
    fixture_done(&fx);
    return 0;
}

/* ---- Names and the body of the record. */

static void
test_names_are_only_names(void **state)
{
    static const char *const table[][2] = { { "photo.jpg", "photo.jpg" }, { "../../x", "x" },
        { "C:\\temp\\a b.pdf", "a b.pdf" }, { "a\x01\x1b[2Jb\n.txt", "a[2Jb.txt" },
        { "повестка.pdf", "повестка.pdf" },
        { "gpj.\xE2\x80\xAE"
          "exe",
            "gpj.exe" },
        { "", "file" }, { "..", "file" }, { ".bashrc", "bashrc" }, { "/", "file" },
        { "\xFF\xFE", "file" }, { "  x", "x" } };
    OWN(arena) a = arena_new(1 << 20);
    char lang_name[600];

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        assert_string_equal(file_name_clean(table[i][0], a), table[i][1]);
    for (size_t i = 0; i + 2 < sizeof lang_name; i += 2)
        memcpy(lang_name + i, "щ", 3);
    const char *cut = file_name_clean(lang_name, a);
    assert_true(strlen(cut) == FILE_NAME_MAX && utf8_is_valid(bytes_of(cut)));
}

static void
test_body(void **state)
{
    OWN(arena) a = arena_new(1 << 20);
    struct file_body f = { .size = 7, .name = "a.pdf", .type = "application/pdf" };
    struct file_body back;
    uint8_t b[300];
    struct writer w = writer_of(b, sizeof b);

    (void)state;
    f.key.b[31] = 9;
    assert_int_equal(file_body_encode(&f, &w), OK);
    assert_int_equal(file_body_decode((struct bytes){ b, w.n }, a, &back), OK);
    assert_string_equal(back.name, "a.pdf");
    assert_int_equal(back.key.b[31], 9);
    for (size_t n = 0; n < w.n; n++)
        assert_int_equal(file_body_decode((struct bytes){ b, n }, a, &back), ERR_MALFORMED);
    b[w.n] = 0;
    assert_int_equal(file_body_decode((struct bytes){ b, w.n + 1 }, a, &back), ERR_MALFORMED);
    b[0] = 2;
    assert_int_equal(file_body_decode((struct bytes){ b, w.n }, a, &back), ERR_MALFORMED);
    f.size = FILE_BYTES_MAX + 1;
    assert_int_equal(file_body_encode(&f, &w), ERR_MALFORMED);
}

/* ---- The encoder. */

static void
test_png_says_what_the_pixels_are(void **state)
{
    uint8_t rgb[3 * 5 * 4];
    uint8_t rows[(3 * 5 + 1) * 4];
    uLongf n_rows = sizeof rows;
    bool done = false;
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < sizeof rgb; i++)
        rgb[i] = (uint8_t)(37 * i);
    OWN(png) p = png_new(5, 4, rgb);
    while (!done)
        assert_int_equal(png_rows(p, 3, &done), OK);
    uint8_t *out = png_take(p, &n);
    assert_memory_equal(out, "\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\0\5\0\0\0\4\x08\2\0\0\0", 29);
    struct reader r = reader_of((struct bytes){ out + 33, n - 33 });
    uint32_t n_data = read_u32(&r);
    assert_memory_equal(r.p, "IDAT", 4);
    assert_int_equal(uncompress(rows, &n_rows, r.p + 4, n_data), Z_OK);
    assert_int_equal(n_rows, sizeof rows);
    for (size_t y = 0; y < 4; y++)
        for (size_t i = 0; i < 15; i++) {
            uint8_t up = rows[16 * y] == 2 ? rgb[15 * (y - 1) + i] : 0;
            assert_int_equal((uint8_t)(rows[16 * y + 1 + i] + up), rgb[15 * y + i]);
        }
    (void)read_n(&r, n_data + 4);
    uint32_t sum = read_u32(&r);
    assert_int_equal(sum, crc32(0, out + 37, n_data + 4));
    assert_memory_equal(out + n - 12, "\0\0\0\0IEND\xAE\x42\x60\x82", 12);
    free(out);
}

/* ---- At rest. */

static struct casebook
book(void)
{
    struct casebook b;

    desk_casebook(&fx.app, &fx.app.sessions.s[0], &b);
    return b;
}

static void
keep(const char *name, struct bytes content)
{
    struct casebook b = book();
    struct file_given g = { name, "image/jpeg", content, 1795338780, NULL };

    assert_int_equal(casebook_begin(&b, TX_WRITE), OK);
    assert_int_equal(casebook_end(&b, file_keep(&b, 1, &g)), OK);
}

/* From the link in the thread. */
static void
find_blob(void)
{
    browser_get(&olga, "/c/1");
    const char *at = NULL;
    for (const char *p = olga.body; (p = strstr(p, "/c/1/file/")); p++)
        at = p;
    assert_non_null(at);
    char hex[2 * ID_BYTES + 1];
    (void)snprintf(hex, sizeof hex, "%.32s", at + 10);
    assert_int_equal(hex_decode(hex, blob.b, sizeof blob.b), OK);
}

static enum err
check_piece(void *closure, struct bytes piece)
{
    struct bytes *left = closure;

    assert_true(piece.n <= left->n);
    assert_memory_equal(piece.p, left->p, piece.n);
    *left = (struct bytes){ left->p + piece.n, left->n - piece.n };
    return OK;
}

static void
test_pieces_come_back(void **state)
{
    const size_t sizes[] = { 1, FILE_PIECE_BYTES - 1, FILE_PIECE_BYTES, FILE_PIECE_BYTES + 1,
        3 * FILE_PIECE_BYTES };
    OWN(arena) a = arena_new(1 << 20);
    uint8_t *big = malloc(3 * FILE_PIECE_BYTES);
    struct casebook b = book();
    struct file_row row;

    (void)state;
    for (size_t i = 0; i < (size_t)3 * FILE_PIECE_BYTES; i++)
        big[i] = (uint8_t)(i * 31 >> 3);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct bytes left = { big, sizes[i] };
        keep("../../etc/x", left);
        find_blob();
        assert_int_equal(file_get(b.p, 1, &blob, a, &row), OK);
        assert_string_equal(row.f.name, "x");
        assert_int_equal(row.f.size, sizes[i]);
        assert_int_equal(file_read_pieces(fx.app.records, &row.f, check_piece, &left), OK);
        assert_int_equal(left.n, 0);
        row.f.key.b[0] ^= 1;
        assert_int_equal(file_read_pieces(fx.app.records, &row.f, check_piece, &left), ERR_FORGED);
        row.f.key.b[0] ^= 1;
        row.f.size -= 1; /* a record that says another size */
        left = (struct bytes){ big, sizes[i] };
        assert_int_equal(file_read_pieces(fx.app.records, &row.f, check_piece, &left), ERR_FORGED);
        file_row_wipe(&row);
    }
    free(big);
}

/* ---- Over HTTP. */

enum { UPLOAD_CAP = 200 * 1024 };

static void
upload(struct browser *b, const char *name, struct bytes content)
{
    uint8_t *body = malloc(UPLOAD_CAP);
    char head[600];
    struct writer w = writer_of(body, UPLOAD_CAP);

    browser_get(b, "/c/1");
    (void)snprintf(head, sizeof head,
        "--XyZ\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n--XyZ\r\n"
        "Content-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n"
        "Content-Type: text/html\r\n\r\n",
        b->csrf, name);
    write_bytes(&w, bytes_of(head));
    write_bytes(&w, content);
    write_bytes(&w, bytes_of("\r\n--XyZ--\r\n"));
    b->more = "Origin: http://127.0.0.1:8080\r\n"
              "Content-Type: multipart/form-data; boundary=XyZ\r\n";
    browser_send(b, "POST", "/c/1/file", (struct bytes){ body, w.n });
    b->more = NULL;
    free(body);
}

/* The page of the file once it is not being opened any more. */
static void
wait_for_file(const char *more)
{
    char path[120] = "/c/1/file/";

    hex_encode((struct bytes){ blob.b, ID_BYTES }, path + strlen(path));
    (void)strncat(path, more, sizeof path - strlen(path) - 1);
    for (int i = 0; i < 300; i++) {
        struct pollfd wait = { fx.app.viewing.line, POLLIN, 0 };
        browser_get(&olga, path);
        assert_int_equal(olga.status, 200);
        if (!browser_has(&olga, "This page renews itself") && !browser_has(&olga, "обновится сама"))
            return;
        char refresh[20];
        browser_header(&olga, "Refresh", refresh, sizeof refresh);
        assert_string_equal(refresh, "1");
        (void)poll(&wait, 1, 100);
        viewing_step(&fx.app.viewing, clock_steady_ms());
    }
    fail_msg("it was not opened");
}

static void
test_a_text_is_seen_escaped(void **state)
{
    char policy[400];

    (void)state;
    upload(&olga, "../../x\x01\"><b>.html", bytes_of("<script>alert(1)</script>\nsecond"));
    browser_goes_to(&olga, "/c/1?done=file");
    find_blob();
    assert_true(browser_has(&olga, "dir=\"auto\">x</a>"));
    wait_for_file("");
    assert_true(browser_has(&olga, "&lt;script&gt;alert(1)&lt;/script&gt;\nsecond"));
    assert_false(browser_has(&olga, "<script>alert"));
    assert_false(browser_has(&olga, "/original\"")); /* a counsellor has no right to it */
    browser_header(&olga, "Content-Security-Policy", policy, sizeof policy);
    assert_non_null(strstr(policy, "img-src 'self'"));
    browser_get(&olga, "/c/1");
    browser_header(&olga, "Content-Security-Policy", policy, sizeof policy);
    assert_non_null(strstr(policy, "img-src 'none'"));
}

static const char pdf[] =
    "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids "
    "[3 0 R 3 0 R] /Count 2 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 "
    "100] >>\nendobj\ntrailer << /Size 4 /Root 1 0 R >>\n%%EOF\n";

static void
test_a_document_is_seen_as_pixels(void **state)
{
    char path[120];
    char value[100];

    (void)state;
    upload(&olga, "paper.pdf", bytes_of(pdf));
    find_blob();
    wait_for_file("?k=2");
    assert_true(browser_has(&olga, "class=\"reveal\""));
    const char *at = strstr(olga.body, "<img src=\"");
    assert_non_null(at);
    (void)snprintf(path, sizeof path, "%.*s", (int)strcspn(at + 10, "\""), at + 10);
    assert_non_null(strstr(path, "/page/2"));
    browser_get(&olga, path);
    assert_int_equal(olga.status, 200);
    browser_header(&olga, "Content-Type", value, sizeof value);
    assert_string_equal(value, "image/png");
    browser_header(&olga, "Content-Security-Policy", value, sizeof value);
    assert_string_equal(value, "default-src 'none'; sandbox");
    assert_memory_equal(olga.body, "\x89PNG\r\n\x1A\n", 8);
    path[strlen(path) - 1] = '1'; /* nobody looked at that page */
    browser_get(&olga, path);
    assert_int_equal(olga.status, 404);
    desk_lock(&fx.app, &fx.app.sessions.s[1]); /* pixels go with a lock */
    assert_null(viewing_find(&fx.app.viewing, &blob, 2));
    browser_login(&ivan, &fx.members[1], "");
}

static void
test_the_original_needs_two(void **state)
{
    char page[120] = "/c/1/file/";
    char path[140];
    char value[100];

    (void)state;
    fx.app.sessions.s[0].roles |= ROLE_LAWYER;
    fx.app.sessions.s[1].roles |= ROLE_DUTY_LEAD;
    hex_encode((struct bytes){ blob.b, ID_BYTES }, page + strlen(page));
    (void)snprintf(path, sizeof path, "%s/original", page);
    browser_get(&olga, path);
    assert_int_equal(olga.status, 200);
    browser_post(&olga, path, "csrf={csrf}");
    assert_int_equal(olga.status, 403); /* nobody asked */
    (void)snprintf(path, sizeof path, "%s/ask", page);
    browser_get(&olga, "/c/1");
    browser_post(&olga, path, "csrf={csrf}&why=+");
    assert_int_equal(olga.status, 400);
    browser_post(&olga, path, "csrf={csrf}&why=court");
    assert_int_equal(olga.status, 303);
    (void)snprintf(path, sizeof path, "%s/original", page);
    browser_get(&olga, path);
    browser_post(&olga, path, "csrf={csrf}");
    assert_int_equal(olga.status, 403); /* nobody confirmed */
    browser_get(&ivan, path);
    assert_true(browser_has(&ivan, "court"));
    const char *ask = strstr(ivan.body, "name=\"ask\" value=\"");
    assert_non_null(ask);
    char form[60];
    (void)snprintf(
        form, sizeof form, "csrf={csrf}&ask=%.*s", (int)strcspn(ask + 18, "\""), ask + 18);
    (void)snprintf(path, sizeof path, "%s/confirm", page);
    /* The form of this file confirms no other wish. */
    struct two_ask other = { .act = TWO_ERASE, .by = fx.app.sessions.s[0].member };
    uint64_t other_id = 0;
    char wrong[60];
    assert_int_equal(two_person_ask(&fx.app.pairs, &other, clock_now_s(), &other_id), OK);
    (void)snprintf(wrong, sizeof wrong, "csrf={csrf}&ask=%d", (int)other_id);
    browser_post(&ivan, path, wrong);
    assert_int_equal(ivan.status, 403);
    assert_false(two_person_find(&fx.app.pairs, other_id, clock_now_s())->confirmed);
    browser_get(&ivan, "/keep"); /* what it is stands there in the desk's own words */
    assert_true(browser_has(&ivan, "the original of file"));
    browser_get(&olga, "/c/1");
    browser_post(&olga, path, form);
    assert_int_equal(olga.status, 403); /* her own wish */
    browser_post(&ivan, path, form);
    assert_int_equal(ivan.status, 303);
    (void)snprintf(path, sizeof path, "%s/original", page);
    browser_get(&olga, path);
    browser_post(&olga, path, "csrf={csrf}");
    assert_int_equal(olga.status, 200);
    assert_memory_equal(olga.body, pdf, sizeof pdf - 1);
    browser_header(&olga, "Content-Type", value, sizeof value);
    assert_string_equal(value, "application/octet-stream");
    browser_header(&olga, "Content-Disposition", value, sizeof value);
    assert_non_null(strstr(value, "attachment; filename=\"original-"));
    assert_null(strstr(value, "paper"));
    browser_header(&olga, "Content-Security-Policy", value, sizeof value);
    assert_string_equal(value, "default-src 'none'; sandbox");
    browser_header(&olga, "X-Content-Type-Options", value, sizeof value);
    assert_string_equal(value, "nosniff");
    browser_get(&olga, path);
    browser_post(&olga, path, "csrf={csrf}");
    assert_int_equal(olga.status, 403); /* once */
    browser_get(&olga, "/c/1");
    assert_true(browser_has(&olga, "paper.pdf: court · Ivan"));
}

static void
test_what_is_no_file(void **state)
{
    (void)state;
    upload(&olga, "", (struct bytes){ NULL, 0 });
    assert_int_equal(olga.status, 400);
    upload(&olga, "empty.txt", (struct bytes){ NULL, 0 });
    assert_int_equal(olga.status, 400);
    browser_get(&olga, "/c/1/file/00000000000000000000000000000000");
    assert_int_equal(olga.status, 404);
    browser_get(&olga, "/c/1/file/zz");
    assert_int_equal(olga.status, 404);
    browser_get(&olga, "/c/77/file/00000000000000000000000000000000");
    assert_int_equal(olga.status, 404);
}

static void
test_without_the_program_nothing_is_opened(void **state)
{
    (void)state;
    viewing_stop(&fx.app.viewing);
    upload(&olga, "a.txt", bytes_of("words"));
    find_blob();
    wait_for_file("");
    assert_false(browser_has(&olga, ">words<"));
    assert_true(browser_has(&olga, "box hold"));
}

static int64_t
count_blobs(void)
{
    OWN(arena) a = arena_new(1 << 16);
    struct file_row row;
    struct casebook b = book();
    struct bytes none = { NULL, 0 };

    if (file_get(b.p, 1, &blob, a, &row))
        return 0;
    enum err e = file_read_pieces(fx.app.records, &row.f, check_piece, &none);
    return e != ERR_FORGED;
}

static void
test_it_is_gone_with_its_case(void **state)
{
    OWN(arena) a = arena_new(1 << 16);
    struct casebook b = book();
    struct file_row row;
    struct bytes words = bytes_of("words");

    (void)state;
    assert_int_equal(file_get(b.p, 1, &blob, a, &row), OK);
    assert_int_equal(file_read_pieces(fx.app.records, &row.f, check_piece, &words), OK);
    assert_int_equal(casebook_erase(&b, 1), OK);
    words = bytes_of("words");
    assert_int_equal(file_read_pieces(fx.app.records, &row.f, check_piece, &words), ERR_FORGED);
    assert_int_equal(count_blobs(), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_are_only_names),
        cmocka_unit_test(test_body),
        cmocka_unit_test(test_png_says_what_the_pixels_are),
        cmocka_unit_test(test_pieces_come_back),
        cmocka_unit_test(test_a_text_is_seen_escaped),
        cmocka_unit_test(test_a_document_is_seen_as_pixels),
        cmocka_unit_test(test_the_original_needs_two),
        cmocka_unit_test(test_what_is_no_file),
        cmocka_unit_test(test_without_the_program_nothing_is_opened),
        cmocka_unit_test(test_it_is_gone_with_its_case),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
