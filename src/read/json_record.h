/* json_record.h - JSON objects as records of a table: nested members become dotted names.
 *
 * First every record is shown to json_record_learn, which collects the columns in the order
 * of their first appearance; then json_record_set fills the fields of one record after the
 * other.
 *
 * Booleans stay "true" and "false": whether a column of them is a measure (passed) or a
 * condition (quantised) is not for a reader to say. Numbers keep their digits. null is an
 * empty field. A list of numbers or booleans is the record's items; a list of other scalars
 * is joined with ", "; a list of objects or lists is left out, and that is said once.
 */
#ifndef PARETOP_READ_JSON_RECORD_H
#define PARETOP_READ_JSON_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/json.h"
#include "base/strbuf.h"
#include "read/name_index.h"
#include "read/sink.h"

enum { JSON_RECORD_DEPTH = 32, JSON_RECORD_COLUMNS = 20000 };

struct json_record_column {
    bool scalar;                    /* some record has a field there */
    bool own;                       /* seen in a record, not only in what encloses it */
    bool number;                    /* ... and there it is a number or boolean */
    bool warned;
    size_t field;                   /* its number among the scalar ones */
};

struct json_record_items { size_t column, first, n; };

/* What every record has, from around them: set once, and again by each clear. */
struct json_record_kept { struct sink_text *fields; size_t *offsets;
    size_t scratch, values, items; };

struct json_record {
    struct name_index names;
    struct json_record_column *columns;
    size_t columns_capacity;
    bool too_many;
    /* What was left out, for a warning: name and how often. */
    size_t left_out;
    char left_out_name[128];
    /* Of the record in hand. */
    struct sink_text *fields;
    size_t n_fields, fields_capacity;
    size_t *offsets;                /* into scratch, SIZE_MAX: the field points elsewhere */
    size_t offsets_capacity;
    struct strbuf scratch;
    double *values;
    size_t n_values, values_capacity;
    struct json_record_items *items;
    size_t n_items, items_capacity;
    struct json_record_kept kept;   /* fields NULL: nothing */
    struct strbuf path, keys[JSON_RECORD_DEPTH];
};

void json_record_init(struct json_record *record);
void json_record_release(struct json_record *record);

/* Learns the columns of one object, except its member `except` (NULL: of all). enclosing:
 * the object stands around the records. */
void json_record_learn(struct json_record *record, const struct json_span *object,
    const char *except, bool enclosing);
/* Learns a single value under a name (a key, an element of a column). */
void json_record_learn_value(struct json_record *record, const char *name,
    const struct json_span *value, bool enclosing);

/* Numbers the scalar columns; call between learning and setting. */
void json_record_number_columns(struct json_record *record);

void json_record_clear(struct json_record *record);
/* What is set now, from around the records, is what each clear leaves. */
void json_record_keep(struct json_record *record);
void json_record_set(struct json_record *record, const struct json_span *object,
    const char *except, bool enclosing);
void json_record_set_value(struct json_record *record, const char *name,
    const struct json_span *value);
void json_record_set_text(struct json_record *record, const char *name, const char *text);

/* Gives the record and its items to the sink. */
bool json_record_give(struct json_record *record, struct sink *sink, uint64_t number,
    const char *place, struct error *err);

#endif
