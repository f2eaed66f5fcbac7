/* hypervolume.c - how fast volumes, contributions, attainment surfaces and membership over
 * resamples are. engine.h says what is printed; explorer.c times the first answer.
 */
#include "math/attainment.h"
#include "math/dominance.h"
#include "math/hypervolume.h"
#include "math/hypervolume_estimate.h"
#include "math/membership.h"
#include "bench/engine.h"

static const double reference[16] = { -1.1, -1.1, -1.1, -1.1, -1.1, -1.1, -1.1, -1.1, -1.1,
    -1.1, -1.1, -1.1, -1.1, -1.1, -1.1, -1.1 };

static double
volume(const double *points, size_t n, size_t d)
{
    return hypervolume(points, n, d, reference);
}

static double
alone(const double *points, size_t n, size_t d)
{
    double *share = malloc(n * sizeof *share), found = 0;

    hypervolume_contributions(points, n, d, reference, share);
    for (size_t i = 0; i < n; i++)
        found += share[i];
    free(share);
    return found;
}

static double
estimate(const double *points, size_t n, size_t d)
{
    return hypervolume_estimate(points, n, d, reference, 65536, 1).value;
}

static double
attainment(const double *points, size_t n, size_t d)
{
    enum { RUNS = 30 };
    uint32_t *run = malloc(n * sizeof *run);
    struct attainment surfaces;
    double found;

    (void)d;
    for (size_t i = 0; i < n; i++)
        run[i] = (uint32_t)(i % RUNS);
    attainment_init(&surfaces, points, run, n, RUNS);
    found = (double)surfaces.start[RUNS];
    attainment_release(&surfaces);
    free(run);
    return found;
}

/* n is models times replicates: every replicate moves every model a little. */
enum { MODELS = 100, REPLICATES = 9999 };

static double
membership(const double *points, size_t n, size_t d)
{
    struct membership counts;
    double found;

    membership_init(&counts, MODELS, d, false);
    for (size_t r = 0; r < n / MODELS; r++)
        membership_add(&counts, points + r * MODELS * d);
    found = counts.on[0];
    membership_release(&counts);
    return found;
}

static void
bench_membership(size_t d)
{
    double *points = new_points((size_t)MODELS * REPLICATES, d, UNIFORM), start, pass, found;

    for (size_t i = MODELS * d; i < (size_t)MODELS * REPLICATES * d; i++)
        points[i] = points[i % (MODELS * d)] + 0.02 * points[i];
    pass_ms(points, (size_t)MODELS * REPLICATES * d);
    pass = pass_ms(points, (size_t)MODELS * REPLICATES * d);
    start = milliseconds();
    found = membership(points, (size_t)MODELS * REPLICATES, d);
    start = milliseconds() - start;
    print_line("membership", (size_t)MODELS * REPLICATES, d, "9999 x 100",
        (struct timed){ start, found }, pass, (double)NAN, (double)NAN);
    free(points);
}

static const char volume_by_eaf[] = "eaf::hypervolume(-x, reference = -r)";
static const char shares_by_emoa[] = "emoa::hypervolume_contribution(-t(x), ref = -r)";

int
main(void)
{
    static const struct { size_t n, d; } volumes[] = { { 100000, 2 }, { 100000, 3 },
        { 1000, 4 }, { 10000, 4 }, { 1000, 5 }, { 1000, 6 }, { 100, 7 }, { 100, 8 },
        { 100, 9 } };
    static const struct { size_t n, d; } shares[] = { { 100000, 2 }, { 100000, 3 },
        { 100, 4 }, { 1000, 4 }, { 1000, 5 }, { 100, 8 } };
    size_t slow = 0;

    print_head();
    for (size_t i = 0; i < sizeof volumes / sizeof volumes[0]; i++)
        slow += bench_hard("hypervolume", volume, volumes[i].n, volumes[i].d,
            SPHERE_LOSSES, bench("hypervolume", volume, volumes[i].n, volumes[i].d, SPHERE_LOSSES,
                volume_by_eaf));
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++)
        slow += bench_hard("contributions", alone, shares[i].n, shares[i].d,
            SPHERE_LOSSES, bench("contributions", alone, shares[i].n, shares[i].d, SPHERE_LOSSES,
                shares_by_emoa));
    bench("estimate", estimate, 1000, 9, SPHERE_LOSSES, NULL);
    bench("attainment", attainment, 30000, 2, SPHERE_LOSSES,
        "eaf::eafs(-x, g, percentiles = (1:30) / 0.3)");
    bench_membership(2);
    bench_membership(9);
    return slow > 0;
}
