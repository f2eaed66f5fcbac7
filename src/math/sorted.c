/* sorted.c - values in order of size. */
#include "math/sorted.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static int
by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

void
sort_doubles(double *values, size_t n)
{
    if (n > 1)
        qsort(values, n, sizeof *values, by_size);
}

double *
sorted_copy(const double *values, size_t n)
{
    double *copy = mem_zalloc(n, sizeof *copy);

    if (n > 0)
        memcpy(copy, values, n * sizeof *copy);
    sort_doubles(copy, n);
    return copy;
}
