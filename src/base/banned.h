/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H
/* Forced into every file of ours: calls that lose a length, a locale or a secret do not compile. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#undef strcpy
#define strcpy(...) banned_call_strcpy
#undef strcat
#define strcat(...) banned_call_strcat
#undef sprintf
#define sprintf(...) banned_call_sprintf
#undef vsprintf
#define vsprintf(...) banned_call_vsprintf
#undef strncpy
#define strncpy(...) banned_call_strncpy
#undef strncat
#define strncat(...) banned_call_strncat
#undef strtok
#define strtok(...) banned_call_strtok
#undef atoi
#define atoi(...) banned_call_atoi
#undef atol
#define atol(...) banned_call_atol
#undef strtol
#define strtol(...) banned_call_strtol
#undef strtoul
#define strtoul(...) banned_call_strtoul
#undef gets
#define gets(...) banned_call_gets
#undef gmtime
#define gmtime(...) banned_call_gmtime
#undef localtime
#define localtime(...) banned_call_localtime
#undef ctime
#define ctime(...) banned_call_ctime
#undef asctime
#define asctime(...) banned_call_asctime
#undef alloca
#define alloca(...) banned_call_alloca
#undef memcmp
#define memcmp(...) banned_call_memcmp
#undef system
#define system(...) banned_call_system
#undef popen
#define popen(...) banned_call_popen
#undef tmpnam
#define tmpnam(...) banned_call_tmpnam
#undef mktemp
#define mktemp(...) banned_call_mktemp

#endif
