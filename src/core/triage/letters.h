/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Single characters: which letter of table.h they are, and what they look like. */
#ifndef CORE_TRIAGE_LETTERS_H
#define CORE_TRIAGE_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

/* The raw letter of a character, 0 if it is none.  Latin accents other than German are dropped. */
uint8_t letter_of(uint32_t c, bool *upper);
/* Invisible inside a word: combining marks, soft hyphen, zero-width characters. */
bool letter_is_ignorable(uint32_t c);
/* Any of the signs people type for an apostrophe. */
bool letter_is_apostrophe(uint32_t c);
/* A letter joined with a combining breve or diaeresis behind it, as decomposed text spells it. */
uint8_t letter_composed(uint8_t letter, uint32_t mark);
/* The letter of the other script that looks like this one, or 0. */
uint8_t letter_twin(uint8_t letter, bool to_cyrillic);
/* The Cyrillic letter that this digit stands for inside a word ("B0EHKOM"), or 0. */
uint8_t letter_of_digit(uint8_t digit);

#endif
