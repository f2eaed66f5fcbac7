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

static const char by_eaf[] = "eaf::is_nondominated(-x)";
static const char layers_by_eaf[] = "eaf::pareto_rank(-x)";

static size_t
bench_filter(size_t n, size_t d)
{
    double uniform = bench("filter", filter, n, d, UNIFORM, by_eaf);

    bench("filter", filter, n, d, NONDOMINATED, by_eaf);
    bench("filter", filter, n, d, CORRELATED, by_eaf);
    return bench_hard("filter", filter, n, d, UNIFORM, uniform);
}

static size_t
bench_layers(size_t n, size_t d)
{
    double uniform = bench("layers", layers, n, d, UNIFORM, layers_by_eaf);

    bench("layers", layers, n, d, NONDOMINATED, NULL);
    bench("layers", layers, n, d, CORRELATED, NULL);
    return bench_hard("layers", layers, n, d, UNIFORM, uniform);
}

int
main(void)
{
    size_t slow = 0;

    print_head();
    slow += bench_filter(1000000, 2) + bench_filter(1000000, 3);
    slow += bench_filter(100000, 5) + bench_filter(100000, 9);
    bench("filter", filter, 10000, 9, NONDOMINATED, by_eaf);
    bench("filter", filter, 1451, 3, UNIFORM, by_eaf);
    slow += bench_layers(1000000, 2) + bench_layers(1000000, 3);
    slow += bench_layers(100000, 5) + bench_layers(100000, 9);
    bench("counts", counts, 1000000, 2, UNIFORM, NULL);
    bench("counts", counts, 1000000, 3, UNIFORM, NULL);
    bench("counts", counts, 20000, 5, UNIFORM, NULL);
    return slow > 0;
}
