/* SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IMPORTER_IMPORTER_H
#define IMPORTER_IMPORTER_H
/* From a file that another program made to a doc (joblink/doc.h).  Runs in a process of its own
   without files, network or further processes. */
#include "joblink/doc.h"

/* The question: length(4) of the mapping and its text, then the file.  A mapping is
   "column=what", numbers of enum doc_column, with blanks between; empty: guess from the
   headings.  Writes the doc; a file that cannot be read at all becomes a doc with one trouble.
   */
MUST_USE enum err import_work(struct bytes question, int out);

#endif
