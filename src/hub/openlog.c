/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hub/openlog.h"
#include "core/wire/content.h"
#include "core/wire/shelf.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>

enum {
    RECORD_VERSION = 1,
    HEAD_BYTES = 9,
    ZEROS = 16 * 1024,
    ZERO_PARTS = 64,  /* of ZEROS bytes, written at once */
    LOCK_TRIES = 100, /* of 50 ms: our predecessor may still be ending */
};

/* The content id of head and envelope, without the place of the check between them. */
static struct content_id
check_of(const uint8_t *head, const uint8_t *envelope)
{
    uint8_t both[HEAD_BYTES + ENVELOPE_BYTES];

    memcpy(both, head, HEAD_BYTES);
    memcpy(both + HEAD_BYTES, envelope, ENVELOPE_BYTES);
    return content_id_of((struct bytes){ both, sizeof both });
}

void
record_encode(const struct routed *r, uint8_t to[OPENLOG_RECORD_BYTES])
{
    struct writer w = writer_of(to, OPENLOG_RECORD_BYTES);

    write_u8(&w, RECORD_VERSION);
    write_u8(&w, (uint8_t)r->kind);
    write_u8(&w, r->p);
    write_u16(&w, r->n);
    write_u32(&w, r->expiry_day);
    struct content_id check = check_of(to, r->envelope.p);
    write_n(&w, check.b, sizeof check.b);
    write_bytes(&w, r->envelope);
}

enum err
record_decode(struct bytes in, struct routed *out)
{
    struct reader rd = reader_of(in);
    uint8_t version = read_u8(&rd);
    uint8_t kind = read_u8(&rd);
    struct routed r = { .kind = kind == SHELF_DROP ? SHELF_DROP : SHELF_LANE };
    struct content_id check;

    r.p = read_u8(&rd);
    r.n = read_u16(&rd);
    r.expiry_day = read_u32(&rd);
    read_fixed(&rd, check.b, sizeof check.b);
    r.envelope = read_n(&rd, ENVELOPE_BYTES);
    if (!reader_end(&rd) || version != RECORD_VERSION || kind > SHELF_DROP)
        return ERR_MALFORMED;
    if (r.p > SHELF_MAX_BITS || (uint32_t)r.n >= (1u << r.p) || (r.kind == SHELF_LANE && r.p != 0))
        return ERR_MALFORMED;
    struct content_id wanted = check_of(in.p, r.envelope.p);
    if (!id_equal(check.b, wanted.b))
        return ERR_MALFORMED;
    r.id = content_id_of(r.envelope);
    *out = r;
    return OK;
}

static off_t
offset_of(size_t i)
{
    return (off_t)(i * OPENLOG_RECORD_BYTES);
}

static enum err
read_at(int fd, uint8_t *to, size_t n, off_t at)
{
    while (n > 0) {
        ssize_t k = pread(fd, to, n, at);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return k < 0 ? ERR_INTERNAL : ERR_MALFORMED;
        to += k;
        at += k;
        n -= (size_t)k;
    }
    return OK;
}

enum err
openlog_read(
    const struct openlog *log, size_t i, uint8_t room[OPENLOG_RECORD_BYTES], struct routed *out)
{
    enum err e = i < log->n_records ? OK : ERR_NOT_FOUND;

    if (!e)
        e = read_at(log->fd, room, OPENLOG_RECORD_BYTES, offset_of(i));
    return e ? e : record_decode((struct bytes){ room, OPENLOG_RECORD_BYTES }, out);
}

/* ERR_TOO_LARGE only for a full disk, which leaves the file trustworthy. */
static enum err
write_at(int fd, const uint8_t *from, size_t n, off_t at)
{
    while (n > 0) {
        ssize_t k = pwrite(fd, from, n, at);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return k == 0 || errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? ERR_TOO_LARGE
                                                                                  : ERR_INTERNAL;
        from += k;
        at += k;
        n -= (size_t)k;
    }
    return OK;
}

/* Overwrite [from, to) with zeros. */
static enum err
zero_range(int fd, size_t from, size_t to)
{
    static const uint8_t zeros[ZEROS];

    while (from < to) {
        struct iovec parts[ZERO_PARTS];
        int n_parts = 0;
        for (size_t left = to - from; left > 0 && n_parts < ZERO_PARTS; n_parts++) {
            size_t n = left < ZEROS ? left : ZEROS;
            parts[n_parts] = (struct iovec){ (void *)(uintptr_t)zeros, n };
            left -= n;
        }
        ssize_t k = pwritev(fd, parts, n_parts, (off_t)from);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return k == 0 || errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? ERR_TOO_LARGE
                                                                                  : ERR_INTERNAL;
        from += (size_t)k;
    }
    return OK;
}

static enum err
lock(int fd)
{
    for (int i = 0; i < LOCK_TRIES; i++) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            return OK;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return ERR_INTERNAL;
        (void)nanosleep(&(struct timespec){ .tv_nsec = 50000000 }, NULL);
    }
    return ERR_BUSY;
}

enum err
openlog_open(const char *path, struct openlog *out)
{
    OWN_FD fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    struct openlog log = { .fd = fd };
    struct stat st;

    if (fd < 0)
        return ERR_INTERNAL;
    enum err e = lock(fd);
    if (e)
        return e;
    if (fstat(fd, &st) || !S_ISREG(st.st_mode))
        return ERR_INTERNAL;
    log.n_file_bytes = log.n_dirty_bytes = (size_t)st.st_size;
    log.n_records = log.n_file_bytes / OPENLOG_RECORD_BYTES;
    *out = log;
    out->fd = fd_take(&fd);
    return OK;
}

void
openlog_done(struct openlog *log)
{
    fd_drop(&log->fd);
}

enum err
openlog_append(struct openlog *log, const struct routed *rows, size_t n)
{
    uint8_t room[OPENLOG_RECORD_BYTES];
    off_t start = offset_of(log->n_records);
    enum err e = OK;

    for (size_t i = 0; !e && i < n; i++) {
        record_encode(&rows[i], room);
        e = write_at(log->fd, room, sizeof room, start + offset_of(i));
    }
    if (e == ERR_TOO_LARGE) {
        /* Take back what was written of this group: it will be refused, so it must not be kept. */
        if (ftruncate(log->fd, start) || fdatasync(log->fd))
            return ERR_INTERNAL;
        log->n_file_bytes = (size_t)start;
        return ERR_TOO_LARGE;
    }
    if (e || fdatasync(log->fd))
        return ERR_INTERNAL;
    log->n_records += n;
    log->n_dirty_bytes = (size_t)offset_of(log->n_records);
    if (log->n_dirty_bytes > log->n_file_bytes)
        log->n_file_bytes = log->n_dirty_bytes;
    return OK;
}

/* A file of one length tells nothing, and syncs faster than one that grows.  A full disk may keep
   us from having it. */
static enum err
set_length(struct openlog *log)
{
    if (log->n_file_bytes > OPENLOG_KEPT_BYTES && ftruncate(log->fd, OPENLOG_KEPT_BYTES))
        return ERR_INTERNAL;
    if (log->n_file_bytes < OPENLOG_KEPT_BYTES) {
        enum err e = zero_range(log->fd, log->n_file_bytes, OPENLOG_KEPT_BYTES);
        if (e == ERR_TOO_LARGE)
            return OK;
        if (e)
            return e;
    }
    log->n_file_bytes = OPENLOG_KEPT_BYTES;
    return OK;
}

enum err
openlog_wipe(struct openlog *log)
{
    enum err e = zero_range(log->fd, 0, log->n_dirty_bytes);

    if (!e)
        e = set_length(log);
    if (e || fdatasync(log->fd))
        return ERR_INTERNAL;
    log->n_records = 0;
    log->n_dirty_bytes = 0;
    return OK;
}
