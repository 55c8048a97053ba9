/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "postlink/frame.h"
#include "base/text.h"

/* Which members a kind uses. */
enum uses { U_ID = 1, U_SOURCE = 2, U_CODE = 4, U_WAIT = 8, U_BODY = 16, U_WORDS = 32 };

static int
uses_of(enum frame_kind kind)
{
    switch (kind) {
    case FRAME_CONFIG: return U_BODY;
    case FRAME_START: return 0;
    case FRAME_SEND: return U_ID | U_SOURCE | U_BODY;
    case FRAME_ALERT: return U_ID | U_CODE | U_BODY;
    case FRAME_KEPT: return U_SOURCE;
    case FRAME_DROP: return U_ID | U_SOURCE;
    case FRAME_CAME: return U_SOURCE | U_CODE | U_BODY;
    case FRAME_SENT:
    case FRAME_DROPPED: return U_ID | U_SOURCE;
    case FRAME_FAILED: return U_ID | U_SOURCE | U_CODE | U_WAIT;
    case FRAME_HEALTH: return U_CODE | U_WAIT | U_WORDS;
    case FRAME_UNSET: break;
    }
    return -1;
}

static bool
source_is_zero(const struct content_id *s)
{
    uint8_t all = 0;

    for (size_t i = 0; i < sizeof s->b; i++)
        all |= s->b[i];
    return all == 0;
}

static bool
code_fits(const struct frame *f)
{
    switch (f->kind) {
    case FRAME_ALERT: return f->code > ALERT_UNSET && f->code < N_ALERT_WAYS;
    case FRAME_CAME: return f->code <= 2;
    case FRAME_FAILED: return f->code > POST_GOOD && f->code < N_POST_WHYS;
    case FRAME_HEALTH: return f->code < N_POST_WHYS;
    case FRAME_CONFIG:
    case FRAME_START:
    case FRAME_SEND:
    case FRAME_KEPT:
    case FRAME_DROP:
    case FRAME_SENT:
    case FRAME_DROPPED:
    case FRAME_UNSET: break;
    }
    return f->code == 0;
}

static bool
body_fits(const struct frame *f, int uses)
{
    if (uses & U_WORDS)
        return f->body.n <= FRAME_WORDS_MAX && utf8_is_valid(f->body);
    return uses & U_BODY ? f->body.n > 0 : f->body.n == 0;
}

static bool
is_whole(const struct frame *f)
{
    int uses = uses_of(f->kind);

    return uses >= 0 && (uses & U_ID || f->id == 0) &&
           (uses & U_SOURCE || source_is_zero(&f->source)) && code_fits(f) &&
           (uses & U_WAIT || f->wait_s == 0) && body_fits(f, uses);
}

enum err
frame_decode(struct bytes in, struct frame *out)
{
    struct reader r = reader_of(in);
    struct frame f = { .kind = FRAME_UNSET };

    f.kind = (enum frame_kind)read_u8(&r);
    f.channel = read_u8(&r);
    f.id = read_u64(&r);
    read_fixed(&r, f.source.b, sizeof f.source.b);
    f.code = read_u8(&r);
    f.wait_s = read_u32(&r);
    f.body = read_n(&r, r.left);
    if (r.bad || in.n > FRAME_MAX_BYTES || !is_whole(&f))
        return ERR_MALFORMED;
    *out = f;
    return OK;
}

void
frame_encode(const struct frame *f, struct writer *w)
{
    if (f->body.n > FRAME_MAX_BYTES - FRAME_HEAD_BYTES || !is_whole(f)) {
        w->full = true;
        return;
    }
    write_u32(w, (uint32_t)(FRAME_HEAD_BYTES + f->body.n));
    write_u8(w, (uint8_t)f->kind);
    write_u8(w, f->channel);
    write_u64(w, f->id);
    write_n(w, f->source.b, sizeof f->source.b);
    write_u8(w, f->code);
    write_u32(w, f->wait_s);
    write_bytes(w, f->body);
}
