/* frame_vtab.h - a frame as the SQL table "frame" of a private in-memory connection, which
 * may read it and call built-in functions, and nothing else. Private to store/. */
#ifndef PARETOP_STORE_FRAME_VTAB_H
#define PARETOP_STORE_FRAME_VTAB_H

#include "frame/frame.h"
#include "store/sql.h"

/* NULL with err set on failure. The frame must outlive the connection; hidden column
 * "row_" is the row's index. Measures with a standard error get it perturbed by *shift
 * standard errors in column *shifted (for the delta method); pass NULL for none. */
struct frame_shift { int column; double step; };
sqlite3 *frame_connection(const struct frame *frame, const struct frame_shift *shift,
    struct error *err);

#endif
