/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_TX_H
#define BASE_TX_H
/* How a piece of work meets the database: a column of every route, an argument of db_begin.
   0 is not a permission: a row that forgot to say fails its test. */
enum tx { TX_UNSET, TX_NONE, TX_READ, TX_WRITE };

#endif
