/* csv_dialect.h - what a delimited text looks like, told by its content: the delimiter and
 * the style of its numbers. */
#ifndef PARETOP_READ_CSV_DIALECT_H
#define PARETOP_READ_CSV_DIALECT_H

#include <stddef.h>

#include "base/number.h"

struct csv_dialect {
    char delimiter;
    size_t columns;         /* fields of the first record */
    size_t records;         /* looked at, the first included */
    double agreement;       /* share of them with as many fields as the first */
    size_t skip;            /* bytes of a leading "sep=;" line, or of comments */
    struct number_style style;
};

/* text is a sample that ends after a whole line, or all. forced is 0 or the delimiter. */
void csv_dialect_find(struct csv_dialect *out, const char *text, size_t length, char forced);

#endif
