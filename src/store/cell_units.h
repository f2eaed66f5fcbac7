/* cell_units.h - units that stand in the cells of a column: "1.2 GB" beside "800 MB", "12%"
 * among shares of 1, "7B" parameters. What was seen is collected cell by cell; when all of
 * them have been seen, the column gets one unit, and cells in others are converted. Private to
 * store/. */
#ifndef PARETOP_STORE_CELL_UNITS_H
#define PARETOP_STORE_CELL_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/number.h"

struct ingest;
struct field;

/* Cells with one unit, as written ("GB"); is_count: a letter right behind the number ("7B"). */
struct unit_cells { char unit[16]; bool is_count; size_t n; uint64_t first; };

struct cell_units {            /* zero bytes: none yet */
    struct unit_cells *kinds; size_t n, capacity;
    size_t last;               /* kind of the last cell */
    bool many;                 /* more kinds than a column of measurements has */
    /* Cells without a unit that say something: neither 0 nor -1 nor infinite, which mean the
     * same in every unit or nothing at all. */
    size_t bare; uint64_t bare_first; double bare_least, bare_most;
    bool bare_fraction;
    size_t counts;             /* texts that are a number and a letter */
    bool conflict;             /* settled: units that do not go together, so that it is text */
};

void cell_units_release(struct cell_units *units);
void cell_units_add(struct cell_units *units, const struct number *number, uint64_t record);
/* A text; counts where it is a number and one of the letters K M B G T. */
void cell_units_add_text(struct cell_units *units, const char *text, size_t length,
    uint64_t record);

/* All cells are stored: each column's unit is decided, and cells in other units are converted,
 * which is noted as a repair with how many there are and the first of them. */
bool cell_units_settle(struct ingest *ingest, struct error *err);
/* The roles are decided: warns of columns that stay text because of their units. */
void cell_units_warn(struct ingest *ingest);

#endif
