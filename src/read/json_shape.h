/* json_shape.h - where the records are in JSON of the user's own shape. Private to json_table.c.
 *
 * What is taken for the records: the lines of JSON Lines; a list of objects; an object of
 * similar objects (keyed by model, as a rule); an object of columns (pandas writes them as
 * lists or keyed by row number); one such thing within an object, whose other members then
 * belong to every record; else the object itself is one record.
 */
#ifndef PARETOP_READ_JSON_SHAPE_H
#define PARETOP_READ_JSON_SHAPE_H

#include "base/json.h"

enum shape_kind { SHAPE_LINES, SHAPE_LIST, SHAPE_KEYED, SHAPE_COLUMNS, SHAPE_SINGLE };

struct json_shape {
    enum shape_kind kind;
    struct json_span container;     /* of the records */
    bool enclosed;                  /* container is a member of the root */
    char *member;                   /* its name, if so; owned */
    const char *key_column;         /* SHAPE_KEYED: the column of the keys */
};

/* Several values follow one another: those are the records, whatever the first, root, is. */
void json_shape_find(struct json_shape *shape, const struct json_span *root, bool several);
void json_shape_release(struct json_shape *shape);
/* Whether a member of that name says which model its object is about. */
bool json_is_model_name(const char *name);

#endif
