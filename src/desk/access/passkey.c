/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "desk/access/passkey.h"
#include "base/text.h"
#include "core/wire/content.h"
#include "core/wire/crypto.h"
#include "desk/access/cbor.h"
#include "desk/access/origin.h"
#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <jansson.h>

enum {
    FLAG_PRESENT = 1,
    FLAG_VERIFIED = 4,
    FLAG_ATTESTED = 64, /* a key stands in it */
    FLAGS_AT = 32,
    AUTH_DATA_MIN = 37,
    AAGUID_BYTES = 16
};

/* What OWN() calls at the end of a scope. */
static void
fido_cred_drop(struct fido_cred **c)
{
    fido_cred_free(c);
}

static void
fido_assert_drop(struct fido_assert **a)
{
    fido_assert_free(a);
}

static void
json_t_drop(struct json_t **j)
{
    json_decref(*j);
}

static bool
is_address(const char *host, size_t n)
{
    return strspn(host, "0123456789.") >= n || host[0] == '[';
}

enum err
passkey_rp_of(const char *origin, char rp[RP_CAP])
{
    const char *host = strstr(origin, "://");
    size_t n = host ? strcspn(host + 3, ":/") : 0;

    if (!host || n == 0 || n >= RP_CAP || !origin_is_secure(origin))
        return ERR_NOT_FOUND;
    host += 3;
    bool tls = strncmp(origin, "https://", 8) == 0;
    if (!tls || strncmp(host, "localhost", n) == 0) { /* secure without TLS: a loopback name */
        (void)snprintf(rp, RP_CAP, "localhost");
        return OK;
    }
    if (is_address(host, n))
        return ERR_NOT_FOUND;
    (void)snprintf(rp, RP_CAP, "%.*s", (int)n, host);
    return OK;
}

static bool
text_is(const json_t *all, const char *name, const char *wanted)
{
    const char *value = json_string_value(json_object_get(all, name));

    return value && strcmp(value, wanted) == 0;
}

static bool
client_data_fits(const struct passkey_ask *ask, struct bytes client_data, const char *type)
{
    char challenge[B64_CAP(CHALLENGE_BYTES)];

    if (client_data.n == 0 || client_data.n > PASSKEY_PART_MAX)
        return false;
    OWN(json_t)
    all = json_loadb((const char *)client_data.p, client_data.n, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(all))
        return false;
    b64_encode((struct bytes){ ask->challenge, CHALLENGE_BYTES }, challenge);
    const char *origin = json_string_value(json_object_get(all, "origin"));
    return text_is(all, "type", type) && text_is(all, "challenge", challenge) && origin &&
           origin_is_ours(ask->origin, origin) &&
           !json_is_true(json_object_get(all, "crossOrigin"));
}

/* Behind the fixed part stand the id of a key and the key, perhaps, and extensions: CBOR, which is
   looked at before the library is let near it. */
static bool
rest_is_modest(struct bytes data)
{
    struct reader r = reader_of((struct bytes){ data.p + AUTH_DATA_MIN, data.n - AUTH_DATA_MIN });

    if (data.p[FLAGS_AT] & FLAG_ATTESTED) {
        (void)read_n(&r, AAGUID_BYTES);
        (void)read_n(&r, read_u16(&r));
    }
    return !r.bad && cbor_is_modest((struct bytes){ r.p, r.left });
}

/* Our relying party, somebody was there, and the device made sure who. */
static bool
authenticator_fits(const struct passkey_ask *ask, struct bytes data)
{
    const unsigned both = FLAG_PRESENT | FLAG_VERIFIED;
    struct digest rp = digest_sha256(bytes_of(ask->rp));

    return data.n >= AUTH_DATA_MIN && data.n <= PASSKEY_PART_MAX &&
           secret_equal(data.p, rp.b, sizeof rp.b) && (data.p[FLAGS_AT] & both) == both &&
           rest_is_modest(data);
}

/* The parser wants to know the algorithm first, and takes one for each object. */
static struct fido_cred *
parse_new(struct bytes data)
{
    static const int algorithms[] = { COSE_ES256, COSE_EDDSA, COSE_RS256 };

    for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++) {
        OWN(fido_cred) c = fido_cred_new();
        if (c && fido_cred_set_type(c, algorithms[i]) == FIDO_OK &&
            fido_cred_set_authdata_raw(c, data.p, data.n) == FIDO_OK)
            return TAKE(c);
    }
    return NULL;
}

enum err
passkey_register(const struct passkey_ask *ask, struct bytes client_data,
    struct bytes authenticator_data, struct factor *out)
{
    if (!client_data_fits(ask, client_data, "webauthn.create") ||
        !authenticator_fits(ask, authenticator_data))
        return ERR_FORGED;
    fido_init(0);
    OWN(fido_cred) c = parse_new(authenticator_data);
    if (!c)
        return ERR_FORGED;
    size_t n_id = fido_cred_id_len(c);
    size_t n_key = fido_cred_pubkey_len(c);
    if (n_id == 0 || n_id > CREDENTIAL_MAX || n_key == 0 || n_key > PUBLIC_MAX)
        return ERR_FORGED;
    out->algorithm = fido_cred_type(c);
    out->counter = fido_cred_sigcount(c);
    out->n_credential = n_id;
    out->n_public = n_key;
    memcpy(out->credential, fido_cred_id_ptr(c), n_id);
    memcpy(out->public, fido_cred_pubkey_ptr(c), n_key);
    return OK;
}

static bool
verify_with(const struct fido_assert *a, const struct factor *f)
{
    es256_pk_t *es256 = es256_pk_new();
    eddsa_pk_t *eddsa = eddsa_pk_new();
    rs256_pk_t *rs256 = rs256_pk_new();
    bool good = false;

    if (f->algorithm == COSE_ES256 && es256)
        good = es256_pk_from_ptr(es256, f->public, f->n_public) == FIDO_OK &&
               fido_assert_verify(a, 0, COSE_ES256, es256) == FIDO_OK;
    else if (f->algorithm == COSE_EDDSA && eddsa)
        good = eddsa_pk_from_ptr(eddsa, f->public, f->n_public) == FIDO_OK &&
               fido_assert_verify(a, 0, COSE_EDDSA, eddsa) == FIDO_OK;
    else if (f->algorithm == COSE_RS256 && rs256)
        good = rs256_pk_from_ptr(rs256, f->public, f->n_public) == FIDO_OK &&
               fido_assert_verify(a, 0, COSE_RS256, rs256) == FIDO_OK;
    es256_pk_free(&es256);
    eddsa_pk_free(&eddsa);
    rs256_pk_free(&rs256);
    return good;
}

enum err
passkey_verify(const struct passkey_ask *ask, const struct factor *f, struct bytes client_data,
    struct bytes authenticator_data, struct bytes signature, int64_t *counter)
{
    if (!client_data_fits(ask, client_data, "webauthn.get") ||
        !authenticator_fits(ask, authenticator_data) || signature.n == 0 ||
        signature.n > PASSKEY_PART_MAX)
        return ERR_FORGED;
    fido_init(0);
    OWN(fido_assert) a = fido_assert_new();
    if (!a)
        return ERR_INTERNAL;
    bool good =
        fido_assert_set_clientdata(a, client_data.p, client_data.n) == FIDO_OK &&
        fido_assert_set_rp(a, ask->rp) == FIDO_OK && fido_assert_set_count(a, 1) == FIDO_OK &&
        fido_assert_set_up(a, FIDO_OPT_TRUE) == FIDO_OK &&
        fido_assert_set_uv(a, FIDO_OPT_TRUE) == FIDO_OK &&
        fido_assert_set_authdata_raw(a, 0, authenticator_data.p, authenticator_data.n) == FIDO_OK &&
        fido_assert_set_sig(a, 0, signature.p, signature.n) == FIDO_OK && verify_with(a, f);
    if (!good)
        return ERR_FORGED;
    *counter = fido_assert_sigcount(a, 0);
    return OK;
}
