/* roles.h - which column of a table-shaped source is the model, the task, a condition or a
 * measure: inferred from names and whole columns, settled by --map. Private to store/. */
#ifndef PARETOP_STORE_ROLES_H
#define PARETOP_STORE_ROLES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "read/sink.h"
#include "store/catalogue.h"
#include "store/cell_units.h"
#include "store/odd_cells.h"
#include "store/repairs.h"
#include "store/scales.h"
#include "store/seen.h"

enum field_role { FIELD_MODEL, FIELD_TASK, FIELD_METRIC, FIELD_VALUE, FIELD_ITEM,
    FIELD_CLUSTER, FIELD_SEED, FIELD_DATE, FIELD_CONDITION, FIELD_ATTRIBUTE, FIELD_MEASURE,
    FIELD_SE, FIELD_N, FIELD_IGNORE };

/* A column with what was seen in it. Strings are the owner's. */
struct field {
    char *name;
    enum sink_role told;           /* by the reader */
    enum field_role role;
    char *of;                      /* condition: which; se: name of its measure's column */
    size_t numbers, texts, missing, raws;   /* raws: cells whose text is kept apart */
    struct seen seen;              /* its texts */
    bool has_fraction;             /* some number is no integer */
    struct cell_units units;
    struct odd_cells odd;
    struct scales scales;
    struct repairs repairs;
    size_t zeros, minus_ones, infinite;
    size_t spreads; uint64_t first_spread;   /* cells with a ±, and the first record of them */
    char *unit, *tokens;
    enum direction direction;
    enum measure_kind kind;
    bool by_user, suspect;
};

/* The entries of --map, for all files of an import. */
struct role_map {
    const char *const *entries; size_t n;
    bool *found;                   /* per entry: some file has the column */
    struct error *absent;          /* per entry: of the first file without it, with the nearest
                                      name; kind ERROR_NONE if there is none */
};

/* Decides every field's role. An entry of --map whose column is not there decides nothing:
 * absent gets a line for each. */
bool roles_decide(const struct catalogue *catalogue, struct field *fields, size_t n,
    struct role_map *map, struct strbuf *absent, struct error *err);
/* Appends what was decided, a line. */
void roles_say(const struct field *fields, size_t n, struct strbuf *said);

const char *field_role_name(enum field_role role);
enum field_role field_role_parse(const char *name);

#endif
