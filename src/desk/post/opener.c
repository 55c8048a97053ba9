/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/post/opener.h"
#include "base/clock.h"
#include "base/out.h"
#include "base/own.h"
#include "base/text.h"
#include "core/open/post_box_open.h"
#include "core/wire/crypto.h"
#include "keys.gen.h"

enum {
    ACT_DECRYPT = 'D', /* src/pgp/room.h */
    ACT_MAKE = 'N',
    ABOUT_BYTES = 5,
    CIPHER_MAX = 12 << 20,
    SLOW_MS = 500, /* what takes longer is paid for: a tenth of the desk's time is strangers' */
    REST_TIMES = 9,
    SECRET_MAX = 5000,
    ARMOUR_LINE = 48
};

static const char begin[] = "-----BEGIN PGP MESSAGE-----";

void
opener_start(struct opener *o, const char *sandbox)
{
    const char *word = strcmp(sandbox, "required") == 0 ? "strict" : sandbox;

    if (job_start("understory-pgp", word, &o->pgp.fd))
        o->pgp.fd = -1;
    if (job_start_as("understory-mailparse", word, "desk", &o->parse.fd))
        o->parse.fd = -1;
}

void
opener_stop(struct opener *o)
{
    fd_drop(&o->pgp.fd);
    fd_drop(&o->parse.fd);
}

/* A program that is gone, unlike one that never was, comes back with the desk's next start: until
   then mails wait.  The mail that it ended over, or did not finish in its time, waits for nothing:
   it would do the same again. */
static enum err
ask(struct job_line *to, struct bytes question, struct arena *a, struct bytes *out)
{
    enum err e = job_ask_line(to, question, a, out);

    return e == ERR_NOT_FOUND && to->fd >= 0 ? ERR_BUSY : e;
}

/* act(1) length(4) key, text; in `a`. */
static enum err
ask_pgp(struct job_line *to, uint8_t act, struct bytes key, struct bytes text, struct arena *a,
    struct bytes *out)
{
    size_t n = ABOUT_BYTES + key.n + text.n;
    uint8_t *p = arena_alloc(a, n);
    struct writer w = writer_of(p, p ? n : 0);

    if (!p)
        return ERR_INTERNAL;
    write_u8(&w, act);
    write_u32(&w, (uint32_t)key.n);
    write_bytes(&w, key);
    write_bytes(&w, text);
    enum err e = w.full ? ERR_INTERNAL : ask(to, (struct bytes){ p, w.n }, a, out);
    secret_wipe(p, n);
    return e;
}

/* ---- Keys. */

static enum err
put_sealed(struct db *keys, uint8_t slot, const struct org_id *org, const struct box_public *to,
    struct bytes secret, struct arena *a)
{
    uint8_t *box = arena_alloc(a, post_box_size(secret.n));
    enum err e = box ? post_box_seal(org, POST_PGP_KEY, to, secret, box) : ERR_INTERNAL;

    if (e)
        return e;
    OWN(db_stmt) s = db_use(keys, KEYS_CHANNEL_KEY_PUT);
    db_bind_i64(s, 1, slot);
    db_bind_bytes(s, 2, (struct bytes){ box, post_box_size(secret.n) });
    return db_run(s);
}

static enum err
put_secret(struct db *keys, uint8_t slot, struct bytes secret, struct arena *a)
{
    struct vaults *vaults = arena_alloc(a, sizeof *vaults);
    struct org_id org;
    enum err e = vaults ? vaults_load(keys, vaults) : ERR_INTERNAL;
    const struct vault *v = e ? NULL : vaults_by_role(vaults, "intake");

    e = e ? e : keys_fact_get(keys, "org", org.b, sizeof org.b);
    if (e || !v)
        return e ? e : ERR_NOT_FOUND;
    return put_sealed(keys, slot, &org, &v->row.public, secret, a);
}

enum err
opener_make_key(
    struct db *keys, uint8_t slot, const char *address, struct arena *a, struct bytes *public)
{
    const char *line = arena_printf(a, "%s\n", address);
    struct bytes both = { NULL, 0 };
    OWN_FD fd = -1;

    if (!line || job_start("understory-pgp", "best-effort", &fd))
        return ERR_NOT_FOUND;
    struct job_line asked = { fd, false };
    enum err e = ask_pgp(&asked, ACT_MAKE, (struct bytes){ NULL, 0 }, bytes_of(line), a, &both);
    if (e)
        return e == ERR_INTERNAL ? e : ERR_NOT_FOUND;
    struct reader r = reader_of(both);
    struct bytes pub = read_n(&r, read_u32(&r));
    struct bytes secret = read_n(&r, r.left);
    if (r.bad || pub.n == 0 || pub.n > CHANNEL_KEY_MAX || secret.n == 0 || secret.n > SECRET_MAX)
        return ERR_NOT_FOUND;
    e = put_secret(keys, slot, secret, a);
    if (!e)
        *public = pub;
    return e;
}

enum err
opener_erase_key(struct db *keys, uint8_t slot)
{
    OWN(db_stmt) s = db_use(keys, KEYS_CHANNEL_KEY_ERASE);

    db_bind_i64(s, 1, slot);
    return db_run(s);
}

/* Base64 with padding of one line. */
static void
put_line(struct out *o, struct bytes b)
{
    char line[B64_CAP(ARMOUR_LINE)];

    b64_encode(b, line);
    for (char *p = line; *p; p++)
        *p = (char)(*p == '-' ? '+' : *p == '_' ? '/' : *p);
    size_t n = strlen(line);
    out_lit(o, line, n);
    out_lit(o, "==", (4 - n % 4) % 4);
    out_lit(o, "\n", 1);
}

/* RFC 9580, without the checksum that it no longer wants. */
const char *
opener_armour(struct bytes public, struct arena *a)
{
    struct out o = out_in(a);

    out_lit(&o, "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n", 38);
    for (size_t i = 0; i < public.n; i += ARMOUR_LINE) {
        size_t n = public.n - i < ARMOUR_LINE ? public.n - i : ARMOUR_LINE;
        put_line(&o, (struct bytes){ public.p + i, n });
    }
    out_lit(&o, "-----END PGP PUBLIC KEY BLOCK-----\n", 35);
    return o.failed ? NULL : out_text_of(&o);
}

static enum err
sealed_of(const struct opening *how, struct arena *a, struct bytes *out)
{
    OWN(db_stmt) s = db_use(how->keys, KEYS_CHANNEL_KEY_GET);

    db_bind_i64(s, 1, how->slot);
    enum err e = db_one(s);
    if (e)
        return e;
    struct bytes box = db_bytes(s, 0);
    uint8_t *to = arena_alloc(a, box.n + 1);
    if (!to)
        return ERR_INTERNAL;
    memcpy(to, box.p, box.n);
    *out = (struct bytes){ to, box.n };
    return OK;
}

/* The vault has another key since a member left: from now on it is sealed to that. */
static enum err
seal_again(const struct opening *how, struct bytes secret, struct arena *a)
{
    enum err e = db_begin(how->keys, TX_WRITE);

    if (e)
        return e;
    return db_end(
        how->keys, put_sealed(how->keys, how->slot, how->org, &how->v->row.public, secret, a));
}

/* The secret half, with the key of now or one of before a member left.  ERR_NOT_FOUND. */
static enum err
secret_of(const struct opening *how, struct arena *a, struct bytes *out)
{
    const struct vault *v = how->v;
    struct bytes box;
    enum err e = sealed_of(how, a, &box);

    if (e)
        return e;
    e = post_box_open(how->org, POST_PGP_KEY, v->secret, &v->row.public, box, a, out);
    for (size_t i = 0; e == ERR_FORGED && i < v->n_past; i++) {
        e = post_box_open(
            how->org, POST_PGP_KEY, v->past[i].secret, &v->past[i].row.public, box, a, out);
        e = e ? e : seal_again(how, *out, a);
    }
    return e == ERR_FORGED ? ERR_NOT_FOUND : e;
}

/* ---- Opening. */

static bool
is_armoured(struct bytes b)
{
    size_t k = 0;

    while (k < b.n && strchr(" \t\r\n", b.p[k]))
        k++;
    return b.n - k >= sizeof begin &&
           bytes_equal((struct bytes){ b.p + k, sizeof begin - 1 }, bytes_of(begin));
}

/* The encrypted part: one of the files, or the text itself (*is_text). */
static bool
find_cipher(const struct letter *l, struct bytes *out, size_t *file, bool *is_text)
{
    *is_text = is_armoured(bytes_of(l->text));
    if (*is_text) {
        *out = bytes_of(l->text);
        return true;
    }
    for (*file = 0; *file < l->n_files; (*file)++)
        if (is_armoured(l->files[*file].content)) {
            *out = l->files[*file].content;
            return true;
        }
    return false;
}

/* What stood inside, as a letter.  Text that was encrypted by hand has no headers of its own. */
static enum err
read_inside(const struct opening *how, struct bytes plain, bool is_text, struct arena *a,
    struct letter *out)
{
    static const char head[] = "Content-Type: text/plain; charset=utf-8\n\n";
    size_t n_head = is_text ? sizeof head - 1 : 0;
    uint8_t *raw = arena_alloc(a, n_head + plain.n + 1);
    struct bytes encoded = { NULL, 0 };

    if (!raw)
        return ERR_INTERNAL;
    memcpy(raw, head, n_head);
    memcpy(raw + n_head, plain.p, plain.n);
    enum err e = ask(&how->by->parse, (struct bytes){ raw, n_head + plain.n }, a, &encoded);
    return e ? e : letter_decode(encoded, a, out);
}

/* The sender, the thread and the key stay those of the mail: they are what it was answered by. */
static void
take_inside(struct letter *l, const struct letter *in, size_t cipher_file, bool was_text)
{
    static const uint32_t about_text = LETTER_FROM_HTML | LETTER_CUT | LETTER_FILES_LEFT;
    size_t n = 0;

    l->text = in->text;
    if (*in->subject)
        l->subject = in->subject;
    for (size_t i = 0; i < l->n_files; i++)
        if (was_text || i != cipher_file)
            l->files[n++] = l->files[i];
    for (size_t i = 0; i < in->n_files; i++) {
        if (n == LETTER_MAX_FILES) {
            l->flags |= LETTER_FILES_LEFT;
            break;
        }
        l->files[n++] = in->files[i];
    }
    l->n_files = n;
    l->flags |= (in->flags & about_text) | LETTER_OPENED;
}

static enum err
try_open(const struct opening *how, struct arena *a, struct letter *l)
{
    struct letter *in = arena_alloc(a, sizeof *in);
    struct bytes cipher, secret;
    struct bytes plain = { NULL, 0 };
    size_t file = 0;
    bool is_text = false;

    if (!in)
        return ERR_INTERNAL;
    if (!find_cipher(l, &cipher, &file, &is_text) || cipher.n > CIPHER_MAX)
        return ERR_MALFORMED;
    enum err e = secret_of(how, a, &secret);
    e = e ? e : ask_pgp(&how->by->pgp, ACT_DECRYPT, secret, cipher, a, &plain);
    e = e ? e : read_inside(how, plain, is_text, a, in);
    if (!e)
        take_inside(l, in, file, is_text);
    return e;
}

enum err
opener_open(const struct opening *how, struct arena *a, struct letter *l)
{
    if (!(l->flags & LETTER_ENCRYPTED))
        return OK;
    int64_t began_ms = clock_steady_ms();
    if (began_ms < how->by->rest_until_ms)
        return ERR_BUSY;
    l->flags &= ~(uint32_t)LETTER_ENCRYPTED;
    enum err e = try_open(how, a, l);
    int64_t took_ms = clock_steady_ms() - began_ms;
    if (took_ms > SLOW_MS)
        how->by->rest_until_ms = began_ms + took_ms + REST_TIMES * took_ms;
    if (e == ERR_INTERNAL || e == ERR_BUSY)
        return e;
    l->flags |= e ? LETTER_CLOSED : 0;
    return OK;
}
