/* sorted.h - values in order of size. */
#ifndef PARETOP_MATH_SORTED_H
#define PARETOP_MATH_SORTED_H

#include <stddef.h>

/* Ascending, in place; NaN has no place in an order and must not be among them. */
void sort_doubles(double *values, size_t n);
/* The caller frees. */
double *sorted_copy(const double *values, size_t n);

#endif
