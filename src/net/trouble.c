/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "net/trouble.h"
#include <curl/curl.h>
#include <string.h>

enum net_trouble
trouble_of(int curl_code)
{
    switch (curl_code) {
    case CURLE_OK: return NET_FINE;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_USE_SSL_FAILED: return NET_UNTRUSTED;
    case CURLE_LOGIN_DENIED: return NET_LOGIN;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_QUOTE_ERROR: return NET_SERVER;
    default: return NET_UNREACHABLE;
    }
}

bool
net_is_local(const char *url)
{
    const char *host = strstr(url, "://");
    const char *end = NULL;

    host = host ? host + 3 : url;
    if (strncmp(host, "[::1]", 5) == 0)
        return host[5] == '\0' || host[5] == ':' || host[5] == '/';
    end = host + strcspn(host, ":/");
    size_t n = (size_t)(end - host);
    return (n == 9 && strncmp(host, "127.0.0.1", 9) == 0) ||
           (n == 9 && strncmp(host, "localhost", 9) == 0) ||
           (n > 6 && strncmp(end - 6, ".onion", 6) == 0);
}
