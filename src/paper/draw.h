/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PAPER_DRAW_H
#define PAPER_DRAW_H
/* A sheet as a PDF of A4 pages, in the fonts of this machine. */
#include "joblink/sheet.h"

/* Write the PDF of a sheet to a descriptor.  The drawing library has threads of its own: never
   fork after the first call.   ERR_MALFORMED: no sheet; ERR_TOO_LARGE. */
MUST_USE enum err draw_sheet(struct bytes sheet, int out);

#endif
