/* repairs.h - what it took to read the numbers of a column: units and separators of thousands in
 * its cells, and what was converted. Each cell's text is kept; a column gets one line. Private to
 * store/. */
#ifndef PARETOP_STORE_REPAIRS_H
#define PARETOP_STORE_REPAIRS_H

#include <stddef.h>
#include <stdint.h>

#include "base/number.h"

struct ingest;

/* Cells that were repaired alike, and the first of them as written, cut. */
struct repaired_cells { size_t n; uint64_t first; char text[24]; };

struct repairs {               /* zero bytes: none yet */
    struct repaired_cells units, grouped;
    char *said; uint64_t said_first;   /* what became of the cells; NULL: nothing */
};

void repairs_release(struct repairs *repairs);
/* A cell that is a number. */
void repairs_add(struct repairs *repairs, const struct number *number, const char *text,
    size_t length, uint64_t record);
/* Words for what was done to cells, of which `record` is the first: "2 of 3 values were converted
 * to GB". */
void repairs_add_words(struct repairs *repairs, uint64_t record, const char *words);
/* The roles are decided: notes a line for each column of numbers that was repaired. */
void repairs_say(struct ingest *ingest);

#endif
