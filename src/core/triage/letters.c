/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "core/triage/letters.h"

#include <stddef.h>

#include "core/triage/table.h"

static uint8_t
latin_accent(uint32_t c)
{
    static const struct {
        uint16_t from, to;
        char base;
    } runs[] = {
        { 0xc0, 0xc5, 'a' },
        { 0xc7, 0xc7, 'c' },
        { 0xc8, 0xcb, 'e' },
        { 0xcc, 0xcf, 'i' },
        { 0xd1, 0xd1, 'n' },
        { 0xd2, 0xd5, 'o' },
        { 0xd9, 0xdb, 'u' },
        { 0xdd, 0xdd, 'y' },
        { 0x100, 0x105, 'a' },
        { 0x106, 0x10d, 'c' },
        { 0x10e, 0x111, 'd' },
        { 0x112, 0x11b, 'e' },
        { 0x11c, 0x123, 'g' },
        { 0x128, 0x131, 'i' },
        { 0x139, 0x142, 'l' },
        { 0x143, 0x148, 'n' },
        { 0x14c, 0x153, 'o' },
        { 0x154, 0x159, 'r' },
        { 0x15a, 0x161, 's' },
        { 0x162, 0x167, 't' },
        { 0x168, 0x173, 'u' },
        { 0x179, 0x17e, 'z' },
    };

    if (c >= 0xe0 && c <= 0xfd)
        c -= 0x20;
    for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++)
        if (c >= runs[i].from && c <= runs[i].to)
            return (uint8_t)(LETTER_LATIN + runs[i].base - 'a');
    return 0;
}

uint8_t
letter_of(uint32_t c, bool *upper)
{
    *upper = (c >= 'A' && c <= 'Z') || (c >= 0x400 && c < 0x430) || c == 0xc4 || c == 0xd6 ||
             c == 0xdc || c == 0x490;
    if (c >= 'A' && c <= 'Z')
        return (uint8_t)(LETTER_LATIN + c - 'A');
    if (c >= 'a' && c <= 'z')
        return (uint8_t)(LETTER_LATIN + c - 'a');
    if (c >= 0x410 && c < 0x430)
        return (uint8_t)(LETTER_CYRILLIC + c - 0x410);
    if (c >= 0x430 && c < 0x450)
        return (uint8_t)(LETTER_CYRILLIC + c - 0x430);
    switch (c) {
    case 0x401:
    case 0x451: return LETTER_IO;
    case 0x404:
    case 0x454: return LETTER_UK_IE;
    case 0x406:
    case 0x456: return LETTER_I;
    case 0x407:
    case 0x457: return LETTER_YI;
    case 0x490:
    case 0x491: return LETTER_GHE;
    case 0x40e:
    case 0x45e: return LETTER_SHORT_U;
    case 0xc4:
    case 0xe4: return LETTER_AE;
    case 0xd6:
    case 0xf6: return LETTER_OE;
    case 0xdc:
    case 0xfc: return LETTER_UE;
    case 0xdf:
    case 0x1e9e: return LETTER_SZ;
    default: return latin_accent(c);
    }
}

bool
letter_is_ignorable(uint32_t c)
{
    return (c >= 0x300 && c < 0x370) || c == 0xad || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2060 && c <= 0x2064) || c == 0xfeff;
}

bool
letter_is_apostrophe(uint32_t c)
{
    return c == '\'' || c == '`' || c == 0xb4 || c == 0x2bc || c == 0x2018 || c == 0x2019 ||
           c == 0x201b || c == 0x2032 || c == 0x2bb;
}

uint8_t
letter_composed(uint8_t letter, uint32_t mark)
{
    if (mark == 0x306)
        return letter == LETTER_CYRILLIC + 8    ? LETTER_CYRILLIC + 9
               : letter == LETTER_CYRILLIC + 19 ? LETTER_SHORT_U
                                                : letter;
    if (mark != 0x308)
        return letter;
    switch (letter) {
    case LETTER_CYRILLIC + 5: return LETTER_IO;
    case LETTER_I: return LETTER_YI;
    case LETTER_LATIN: return LETTER_AE;
    case LETTER_LATIN + 'o' - 'a': return LETTER_OE;
    case LETTER_LATIN + 'u' - 'a': return LETTER_UE;
    default: return letter;
    }
}

uint8_t
letter_twin(uint8_t letter, bool to_cyrillic)
{
    static const uint8_t twins[][2] = {
        { 'a', 0 },
        { 'b', 2 },
        { 'c', 17 },
        { 'e', 5 },
        { 'h', 13 },
        { 'i', 34 },
        { 'k', 10 },
        { 'm', 12 },
        { 'o', 14 },
        { 'p', 16 },
        { 't', 18 },
        { 'x', 21 },
        { 'y', 19 },
    };

    for (size_t i = 0; i < sizeof twins / sizeof twins[0]; i++) {
        uint8_t latin = (uint8_t)(LETTER_LATIN + twins[i][0] - 'a');
        uint8_t cyrillic = (uint8_t)(LETTER_CYRILLIC + twins[i][1]);

        if (letter == (to_cyrillic ? latin : cyrillic))
            return to_cyrillic ? cyrillic : latin;
    }
    return 0;
}

uint8_t
letter_of_digit(uint8_t digit)
{
    switch (digit) {
    case '0': return LETTER_CYRILLIC + 14;
    case '3': return LETTER_CYRILLIC + 7;
    case '4': return LETTER_CYRILLIC + 23;
    case '6': return LETTER_CYRILLIC + 1;
    default: return 0;
    }
}
