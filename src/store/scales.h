/* scales.h - shares of 1 among percents: 0.712 in a column of 55 to 90, or 71.2 among shares. They
 * are kept as they came and said. Private to store/. */
#ifndef PARETOP_STORE_SCALES_H
#define PARETOP_STORE_SCALES_H

#include <stddef.h>
#include <stdint.h>

struct ingest;

/* Values of one size: how many, the first record, the least and the most. */
struct scale_part { size_t n; uint64_t first; double least, most; };

struct scales {                /* zero bytes: no number yet */
    struct scale_part shares;       /* up to 1, whole numbers aside, which say nothing */
    struct scale_part percents;     /* above 1, up to 100 */
    size_t others;             /* what is neither: a column of them has another scale */
};

void scales_add(struct scales *scales, double value, uint64_t record);
/* The roles are decided: warns of measures of capability and of percents that have both. */
void scales_warn(struct ingest *ingest);

#endif
