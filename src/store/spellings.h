/* spellings.h - one model under two spellings in one file. Private to store/. */
#ifndef PARETOP_STORE_SPELLINGS_H
#define PARETOP_STORE_SPELLINGS_H

#include <stdbool.h>

#include "base/error.h"

struct ingest;

/* Warns of names of a table that differ in case and separators only ("GPT-4o", "gpt 4o"): the
 * rules make one model of them, but the file may mean two, so that they stay two points until
 * the user says otherwise. Names that a user decided about are left alone. */
bool spellings_warn(struct ingest *ingest, struct error *err);

#endif
