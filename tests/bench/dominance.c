/* dominance.c - how fast frontiers, layers and counts are. engine.h says what is printed. */
#include "math/dominance.h"
#include "bench/engine.h"

static double
filter(const double *points, size_t n, size_t d)
{
    uint8_t *on = malloc(n);
    double found = (double)dominance_frontier(points, n, d, on);

    free(on);
    return found;
}

static double
layers(const double *points, size_t n, size_t d)
{
    uint32_t *layer = malloc(n * sizeof *layer);
    double found = dominance_layers(points, n, d, layer);

    free(layer);
    return found;
}

static double
counts(const double *points, size_t n, size_t d)
{
    uint32_t *count = malloc(n * sizeof *count);
    double found;

    dominance_counts(points, n, d, count);
    found = count[0];
    free(count);
    return found;
}

int
main(void)
{
    static const size_t large[] = { 2, 3 }, many[] = { 5, 9 };

    for (size_t i = 0; i < 2; i++)
        for (enum shape shape = UNIFORM; shape <= OUTLIER; shape++)
            bench("filter", filter, 1000000, large[i], shape);
    for (size_t i = 0; i < 2; i++)
        for (enum shape shape = UNIFORM; shape <= OUTLIER; shape++)
            bench("filter", filter, 100000, many[i], shape);
    bench("filter", filter, 1451, 3, UNIFORM);
    for (size_t i = 0; i < 2; i++)
        for (enum shape shape = UNIFORM; shape <= CORRELATED; shape++)
            bench("layers", layers, 1000000, large[i], shape);
    for (size_t i = 0; i < 2; i++)
        for (enum shape shape = UNIFORM; shape <= CORRELATED; shape++)
            bench("layers", layers, 100000, many[i], shape);
    bench("counts", counts, 1000000, 2, UNIFORM);
    bench("counts", counts, 1000000, 3, UNIFORM);
    bench("counts", counts, 20000, 5, UNIFORM);
    return 0;
}
