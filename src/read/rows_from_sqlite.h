/* rows_from_sqlite.h - rows of somebody else's SQLite database, which is trusted in nothing.
 *
 * The database lies in memory, read-only; only SELECT over its tables is allowed, and a
 * statement that works too long (a view may be endless) is stopped.
 */
#ifndef PARETOP_READ_ROWS_FROM_SQLITE_H
#define PARETOP_READ_ROWS_FROM_SQLITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "read/input.h"
#include "read/sniff.h"

enum foreign_kind { FOREIGN_NULL, FOREIGN_INTEGER, FOREIGN_REAL, FOREIGN_TEXT, FOREIGN_BLOB };

struct foreign_value {
    enum foreign_kind kind;
    int64_t integer;
    double number;              /* of integers too; NaN otherwise */
    const char *text;           /* FOREIGN_TEXT: NUL-terminated */
};

/* A row, borrowed until the call returns. */
struct foreign_row {
    size_t n;
    const char *const *names;
    const struct foreign_value *values;
};

struct foreign_database;

bool foreign_open(struct foreign_database **out, const struct input *input, struct error *err);
void foreign_close(struct foreign_database *database);          /* NULL is fine */

/* Calls visit for every row of one SELECT; ?1 is bound to text unless that is NULL. */
typedef bool foreign_visit(void *context, const struct foreign_row *row, struct error *err);
bool foreign_select(struct foreign_database *database, const char *sql, const char *text,
    foreign_visit *visit, void *context, struct error *err);

bool foreign_has_table(struct foreign_database *database, const char *name);

/* Whether the input is an SQLite database whose schema seems to create a table of that name;
 * looks at bytes only. */
bool foreign_sniff_table(const struct sniff *sniff, const char *name);

/* A column of the row; NULL if there is none of that name. */
const struct foreign_value *foreign_column(const struct foreign_row *row, const char *name);

/* An authorizer for SQLite: reading, built-in functions, and nothing that writes, attaches or
 * changes settings. */
int sqlite_only_reads(void *context, int action, const char *a, const char *b, const char *c,
    const char *d);

#endif
