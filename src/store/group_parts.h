/* group_parts.h - what group.c, group_vectors.c and group_separate.c share. Private to store/. */
#ifndef PARETOP_STORE_GROUP_PARTS_H
#define PARETOP_STORE_GROUP_PARTS_H

#include "store/group.h"

/* The condition of that name, added if need be. */
size_t group_condition(struct grouping *g, const char *name);
/* The number of a text among a condition's values. */
uint32_t group_value(struct condition *condition, const char *text);

/* Whether two rows give different values to one measure. */
bool rows_differ(const struct grouping *g, size_t a, size_t b);
bool rows_same_known(const struct grouping *g, size_t a, size_t b);

/* Rows of one group that the known conditions do not tell apart get further keys. */
void group_separate(struct grouping *g);
/* Points of all groups, and which rows feed them. */
void group_points(struct grouping *g);

#endif
