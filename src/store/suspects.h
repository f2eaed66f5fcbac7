/* suspects.h - values that usually mean "not recorded": a cost of 0, a size of -1, infinity.
 * They are kept as they came; said, counted, and taken as missing unless the user says
 * otherwise. Private to store/. */
#ifndef PARETOP_STORE_SUSPECTS_H
#define PARETOP_STORE_SUSPECTS_H

#include "store/ingest.h"

/* How often each came in one measure of a file. */
struct suspects { int64_t measure; size_t zeros, minus_ones, infinite; };

/* Whether a token is in a list with commas; NULL has none. */
bool suspects_has_token(const char *tokens, const char *token);

/* Says and counts those that are among the measure's tokens. */
void suspects_say(struct ingest *ingest, const char *name, const char *tokens,
    const struct suspects *suspects);

/* Remembers a score's value if it may be one. */
void suspects_note(struct ingest *ingest, int64_t measure, double value);
/* Says what was remembered of the file. */
bool suspects_settle(struct ingest *ingest, struct error *err);

#endif
