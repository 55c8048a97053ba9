/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/store/store.h"
#include "core/open/record.h"
#include "core/wire/content.h"
#include "records.gen.h"

enum err
store_open(const char *path, struct db **out, char why[static DB_WHY_BYTES])
{
    return db_open(path, DB_STORE, &records_sqlite, out, why);
}

static struct bytes
id_bytes(const uint8_t id[ID_BYTES])
{
    return (struct bytes){ id, ID_BYTES };
}

/* A statement that gives one number. */
static enum err
number_of(struct db *db, int query, int64_t *out)
{
    OWN(db_stmt) s = db_use(db, query);
    enum err e = db_one(s);

    if (!e)
        *out = db_i64(s, 0);
    return e;
}

/* A statement with one id that gives nothing. */
static enum err
run_with_id(struct db *db, int query, const uint8_t id[ID_BYTES])
{
    OWN(db_stmt) s = db_use(db, query);

    db_bind_bytes(s, 1, id_bytes(id));
    return db_run(s);
}

/* A statement with one number that gives nothing. */
static enum err
run_with_number(struct db *db, int query, int64_t n)
{
    OWN(db_stmt) s = db_use(db, query);

    db_bind_i64(s, 1, n);
    return db_run(s);
}

enum err
store_record_put(struct db *db, struct stored *r)
{
    OWN(db_stmt) s = db_use(db, RECORDS_RECORD_PUT);

    db_bind_bytes(s, 1, id_bytes(r->stream.b));
    db_bind_i64(s, 2, (int64_t)r->seq);
    db_bind_i64(s, 3, r->epoch);
    db_bind_i64(s, 4, r->kind);
    db_bind_bytes(s, 5, r->sealed);
    enum err e = db_run(s);
    if (!e)
        r->id = db_last_id(db);
    return e;
}

enum err
store_stream_end(struct db *db, const struct stream_id *stream, struct stream_end *out)
{
    OWN(db_stmt) s = db_use(db, RECORDS_RECORD_LAST);

    db_bind_bytes(s, 1, id_bytes(stream->b));
    enum err e = db_one(s);
    if (e && e != ERR_NOT_FOUND)
        return e;
    *out = (struct stream_end){ 0 };
    if (!e)
        *out = (struct stream_end){ (uint64_t)db_i64(s, 0), (uint32_t)db_i64(s, 1),
            record_link(db_bytes(s, 2)) };
    return OK;
}

enum err
store_stream_walk(struct db *db, const struct stream_id *stream,
    enum err (*each)(void *closure, const struct stored *r), void *closure)
{
    OWN(db_stmt) s = db_use(db, RECORDS_RECORD_OF_STREAM);
    bool row = true;
    enum err e = OK;

    db_bind_bytes(s, 1, id_bytes(stream->b));
    while (!e && !(e = db_step(s, &row)) && row) {
        struct stored r = { .id = db_i64(s, 0),
            .stream = *stream,
            .seq = (uint64_t)db_i64(s, 1),
            .epoch = (uint32_t)db_i64(s, 2),
            .kind = (uint16_t)db_i64(s, 3),
            .sealed = db_bytes(s, 4) };
        e = each(closure, &r);
    }
    return e;
}

static enum err
first_record(struct db *db, const struct stream_id *stream, int64_t *id)
{
    OWN(db_stmt) s = db_use(db, RECORDS_RECORD_FIRST);

    db_bind_bytes(s, 1, id_bytes(stream->b));
    enum err e = db_one(s);
    if (!e)
        *id = db_i64(s, 0);
    return e;
}

enum err
store_head_put(struct db *db, struct stored_head *h)
{
    OWN(db_stmt) s = db_use(db, RECORDS_HEAD_PUT);
    enum err e = first_record(db, &h->stream, &h->id);

    if (e)
        return e;
    db_bind_i64(s, 1, h->id);
    db_bind_bytes(s, 2, id_bytes(h->stream.b));
    db_bind_i64(s, 3, h->end.epoch);
    db_bind_i64(s, 4, (int64_t)h->end.seq);
    db_bind_bytes(s, 5, (struct bytes){ h->end.link.b, sizeof h->end.link.b });
    db_bind_bytes(s, 6, h->sealed);
    return db_run(s);
}

enum err
store_head_walk(
    struct db *db, enum err (*each)(void *closure, const struct stored_head *h), void *closure)
{
    OWN(db_stmt) s = db_use(db, RECORDS_HEAD_LIST);
    bool row = true;
    enum err e = OK;

    while (!e && !(e = db_step(s, &row)) && row) {
        struct stored_head h = { .id = db_i64(s, 0), .sealed = db_bytes(s, 5) };
        h.end.epoch = (uint32_t)db_i64(s, 2);
        h.end.seq = (uint64_t)db_i64(s, 3);
        e = db_fixed(s, 1, h.stream.b, sizeof h.stream.b);
        e = e ? e : db_fixed(s, 4, h.end.link.b, sizeof h.end.link.b);
        e = e ? e : each(closure, &h);
    }
    return e;
}

enum err
store_stream_erase(struct db *db, const struct stream_id *stream)
{
    enum err e = run_with_id(db, RECORDS_DRAFT_ERASE_STREAM, stream->b);

    e = e ? e : run_with_id(db, RECORDS_BLOB_ERASE_STREAM, stream->b);
    e = e ? e : run_with_id(db, RECORDS_HEAD_ERASE, stream->b);
    return e ? e : run_with_id(db, RECORDS_RECORD_ERASE_STREAM, stream->b);
}

enum err
store_record_count(struct db *db, int64_t *out)
{
    return number_of(db, RECORDS_RECORD_COUNT, out);
}

static void
lane_bytes(const struct inner_box *box, uint8_t to[INNER_BOX_STORED_BYTES])
{
    memcpy(to, box->head, sizeof box->head);
    memcpy(to + sizeof box->head, box->box, sizeof box->box);
}

enum err
store_filed_put(struct db *db, const struct filed *f)
{
    OWN(db_stmt) s = db_use(db, RECORDS_FILED_PUT);
    uint8_t lane[INNER_BOX_STORED_BYTES];

    lane_bytes(&f->box, lane);
    db_bind_bytes(s, 1, id_bytes(f->content.b));
    db_bind_i64(s, 2, f->bell);
    db_bind_i64(s, 3, f->arrived_s);
    db_bind_bytes(s, 4, (struct bytes){ lane, sizeof lane });
    return db_run(s);
}

enum err
store_filed_waiting(struct db *db, struct waiting *out)
{
    OWN(db_stmt) s = db_use(db, RECORDS_FILED_WAITING);
    enum err e = db_one(s);

    if (!e)
        *out = (struct waiting){ db_i64(s, 0), (uint8_t)db_i64(s, 1), db_i64(s, 2) };
    return e;
}

enum err
store_filed_next(struct db *db, struct filed *out)
{
    OWN(db_stmt) s = db_use(db, RECORDS_FILED_NEXT);
    uint8_t lane[INNER_BOX_STORED_BYTES];
    enum err e = db_one(s);

    if (e)
        return e;
    struct filed f = {
        .id = db_i64(s, 0), .bell = (uint8_t)db_i64(s, 2), .arrived_s = db_i64(s, 3)
    };
    e = db_fixed(s, 1, f.content.b, sizeof f.content.b);
    e = e ? e : db_fixed(s, 4, lane, sizeof lane);
    if (e)
        return e;
    memcpy(f.box.head, lane, sizeof f.box.head);
    memcpy(f.box.box, lane + sizeof f.box.head, sizeof f.box.box);
    *out = f;
    return OK;
}

enum err
store_filed_erase(struct db *db, int64_t id)
{
    return run_with_number(db, RECORDS_FILED_ERASE, id);
}

enum err
store_filed_tried(struct db *db, int64_t id)
{
    return run_with_number(db, RECORDS_FILED_TRIED, id);
}

enum err
store_unreadable_put(struct db *db, const struct filed *f)
{
    OWN(db_stmt) s = db_use(db, RECORDS_UNREADABLE_PUT);
    uint8_t lane[INNER_BOX_STORED_BYTES];

    lane_bytes(&f->box, lane);
    db_bind_bytes(s, 1, id_bytes(f->content.b));
    db_bind_i64(s, 2, f->arrived_s);
    db_bind_bytes(s, 3, (struct bytes){ lane, sizeof lane });
    return db_run(s);
}

enum err
store_unreadable_count(struct db *db, int64_t *out)
{
    return number_of(db, RECORDS_UNREADABLE_COUNT, out);
}

enum err
store_seen(struct db *db, const struct content_id *id, uint32_t week, bool *was_there)
{
    OWN(db_stmt) s = db_use(db, RECORDS_SEEN_PUT);

    db_bind_bytes(s, 1, id_bytes(id->b));
    db_bind_i64(s, 2, week);
    enum err e = db_run(s);
    if (!e)
        *was_there = db_n_changed(db) == 0;
    return e;
}

enum err
store_seen_erase_before(struct db *db, uint32_t week)
{
    return run_with_number(db, RECORDS_SEEN_ERASE_BEFORE, week);
}

enum err
store_hub_get(struct db *db, const struct hub_id *hub, uint8_t store_id[ID_BYTES], int64_t *batch)
{
    OWN(db_stmt) s = db_use(db, RECORDS_HUB_STATE_GET);

    db_bind_bytes(s, 1, id_bytes(hub->b));
    enum err e = db_one(s);
    e = e ? e : db_fixed(s, 0, store_id, ID_BYTES);
    if (!e)
        *batch = db_i64(s, 1);
    return e;
}

enum err
store_hub_put(
    struct db *db, const struct hub_id *hub, const uint8_t store_id[ID_BYTES], int64_t batch)
{
    OWN(db_stmt) s = db_use(db, RECORDS_HUB_STATE_PUT);

    db_bind_bytes(s, 1, id_bytes(hub->b));
    db_bind_bytes(s, 2, id_bytes(store_id));
    db_bind_i64(s, 3, batch);
    return db_run(s);
}

static enum err
out_put(struct db *db, const struct outgoing *o, int urgency, int64_t day,
    const struct content_id *copy_of)
{
    OWN(db_stmt) s = db_use(db, RECORDS_OUTBOX_PUT);
    struct content_id id = envelope_id(&o->envelope);

    db_bind_bytes(s, 1, id_bytes(id.b));
    db_bind_i64(s, 2, o->shelf16);
    db_bind_i64(s, 3, urgency);
    db_bind_i64(s, 4, day);
    db_bind_bytes(s, 5, (struct bytes){ o->envelope.b, sizeof o->envelope.b });
    if (copy_of)
        db_bind_bytes(s, 6, id_bytes(copy_of->b));
    else
        db_bind_null(s, 6);
    return db_run(s);
}

enum err
store_out_put(struct db *db, const struct outgoing *o, int urgency, int64_t day)
{
    return out_put(db, o, urgency, day, NULL);
}

enum err
store_out_put_copy(struct db *db, const struct outgoing *o, int urgency, int64_t day,
    const struct content_id *copy_of)
{
    return out_put(db, o, urgency, day, copy_of);
}

enum err
store_out_part(struct db *db, const struct content_id *part, const struct content_id *answer)
{
    OWN(db_stmt) s = db_use(db, RECORDS_OUTBOX_PART);

    db_bind_bytes(s, 1, id_bytes(part->b));
    db_bind_bytes(s, 2, id_bytes(answer->b));
    return db_run(s);
}

enum err
store_out_erase(struct db *db, const struct content_id *answer)
{
    return run_with_id(db, RECORDS_OUTBOX_ERASE_ANSWER, answer->b);
}

enum err
store_out_erase_copies(struct db *db, const struct content_id *of)
{
    return run_with_id(db, RECORDS_OUTBOX_ERASE_COPIES, of->b);
}

enum err
store_out_due(struct db *db, const struct hub_id *hub, int64_t today, struct outgoing *to,
    size_t cap, size_t *n)
{
    OWN(db_stmt) s = db_use(db, RECORDS_OUTBOX_DUE);
    bool row = true;
    enum err e = OK;

    db_bind_bytes(s, 1, id_bytes(hub->b));
    db_bind_i64(s, 2, (int64_t)cap);
    db_bind_i64(s, 3, today);
    for (*n = 0; !e && *n < cap && !(e = db_step(s, &row)) && row; (*n)++) {
        to[*n].id = db_i64(s, 0);
        to[*n].shelf16 = (uint16_t)db_i64(s, 1);
        e = db_fixed(s, 2, to[*n].envelope.b, ENVELOPE_BYTES);
    }
    return e;
}

enum err
store_out_delivered(struct db *db, int64_t id, const struct hub_id *hub)
{
    OWN(db_stmt) s = db_use(db, RECORDS_DELIVERED_PUT);

    db_bind_i64(s, 1, id);
    db_bind_bytes(s, 2, id_bytes(hub->b));
    return db_run(s);
}

enum err
store_out_forget(struct db *db, const struct hub_id *hub)
{
    return run_with_id(db, RECORDS_DELIVERED_FORGET, hub->b);
}

enum err
store_out_count(struct db *db, int64_t today, int64_t *undelivered)
{
    OWN(db_stmt) s = db_use(db, RECORDS_OUTBOX_UNDELIVERED);

    db_bind_i64(s, 1, today);
    enum err e = db_one(s);
    if (!e)
        *undelivered = db_i64(s, 0);
    return e;
}

enum err
store_out_is_delivered(struct db *db, const struct content_id *id, bool *out)
{
    OWN(db_stmt) s = db_use(db, RECORDS_OUTBOX_IS_DELIVERED);

    db_bind_bytes(s, 1, id_bytes(id->b));
    return db_step(s, out);
}

enum err
store_out_erase_before(struct db *db, int64_t day)
{
    return run_with_number(db, RECORDS_OUTBOX_ERASE_BEFORE, day);
}

enum err
store_edition_get(struct db *db, uint32_t *version)
{
    int64_t n = 0;
    enum err e = number_of(db, RECORDS_EDITION_SEEN_GET, &n);

    if (e && e != ERR_NOT_FOUND)
        return e;
    *version = (uint32_t)n;
    return OK;
}

enum err
store_edition_put(struct db *db, uint32_t version)
{
    return run_with_number(db, RECORDS_EDITION_SEEN_PUT, version);
}
