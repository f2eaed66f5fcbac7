/* frame_vtab.h - a frame as the SQL table "frame" of a private in-memory connection, which
 * may read it and call built-in functions, and nothing else. Private to store/. */
#ifndef PARETOP_STORE_FRAME_VTAB_H
#define PARETOP_STORE_FRAME_VTAB_H

#include "frame/frame.h"
#include "store/sql.h"

/* The hidden column with a row's index. */
#define FRAME_ROW "\"<row>\""

/* Rows that a walk would give one by one, all at once (malloc'd). */
struct frame_listed { size_t *rows, n; bool done; };

/* The connection and what its table's columns are. Text columns whose texts are all numbers
 * compare as numbers. Names that SQL would take for the same are told apart by "#2". */
struct frame_sql {
    sqlite3 *db;
    const struct frame *frame;
    struct { size_t column; char *name; bool text_is_number; } *columns;
    size_t n;
    /* The column of which values are moved by so many standard errors; FRAME_NONE for none. */
    int shifted;
    double step;
    struct frame_listed *listed;     /* NULL: walks are walked */
};

/* Opens a table with those columns of the frame whose names the expression may hold; NULL:
 * all. False with err set on failure. The frame must outlive it. */
bool frame_sql_open(struct frame_sql *sql, const struct frame *frame, const char *expression,
    struct error *err);
/* Whether SQLite does nothing with the rows that our terms leave but give their numbers: then
 * stepping it once with `listed` set gives them all. select: "SELECT " FRAME_ROW " ...". */
bool frame_sql_only_lists(struct frame_sql *sql, const char *select);
/* Sets the authorizer that allows nothing but reading the frame; frame_sql_open() did. */
void frame_sql_guard(struct frame_sql *sql);
void frame_sql_close(struct frame_sql *sql);

#endif
