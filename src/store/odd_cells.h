/* odd_cells.h - the few texts that make a column of numbers text ("TBD", "1,5"): which is the
 * first, and what to do about it. Private to store/. */
#ifndef PARETOP_STORE_ODD_CELLS_H
#define PARETOP_STORE_ODD_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ingest;

struct odd_cells {             /* zero bytes: no text yet */
    char *first; uint64_t record;
    size_t commas;             /* texts that are numbers with a decimal comma */
};

void odd_cells_release(struct odd_cells *odd);
/* A text, of which the column had `before` others. */
void odd_cells_add(struct odd_cells *odd, size_t before, const char *text, size_t length,
    uint64_t record);
/* The roles are decided: warns of columns that look numeric and are text. */
void odd_cells_warn(struct ingest *ingest);

#endif
