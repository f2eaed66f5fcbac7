/* hypervolume.c - how fast volumes, contributions, attainment surfaces, membership over
 * resamples, and the explorer's first answer are. engine.h says what is printed.
 */
#include "frame/frame.h"
#include "lens/lens.h"
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

/* --- the explorer's first answer --- */

struct first { double start, ms; size_t rows; };

static void
take_first(void *context, struct result *snapshot)
{
    struct first *first = context;

    if (first->ms == 0)
        first->ms = milliseconds() - first->start;
    first->rows = snapshot->tables[0].rows;
    result_free(snapshot);
}

static bool
stop_then(void *context, double done)
{
    (void)done;
    return ((struct first *)context)->ms == 0;
}

static struct frame *
frame_of(const double *points, size_t n, size_t d)
{
    struct frame *frame = frame_new(SHAPE_ROWS, n);

    for (size_t k = 0; k < d; k++) {
        char name[8] = { (char)('a' + k), '\0' };
        struct column *column = frame_add_column(frame, name, COLUMN_NUMBER, ROLE_MEASURE);

        column->direction = DIRECTION_MAX;
        for (size_t i = 0; i < n; i++)
            column->value[i] = points[i * d + k];
    }
    for (size_t i = 0; i < n; i++)
        frame->key[i] = frame->label[i] = "row";
    frame->rows_total = n;
    return frame;
}

static void
bench_first_answer(size_t n, size_t d, enum shape shape)
{
    double *points = new_points(n, d, shape);
    struct frame *frame = frame_of(points, n, d);
    struct objective objectives[] = { { 0, DIRECTION_MAX }, { 1, DIRECTION_MAX },
        { 2, DIRECTION_MAX } };
    struct lens_bundle bundle = { .points = frame, .objectives = objectives,
        .n_objectives = d };
    const struct lens *lens = lens_find("frontier");
    struct lens_values *values = lens_values_new(lens);
    struct lens_settings settings = lens_values_settings(values, 1);
    struct first first = { 0, 0, 0 };
    struct lens_progress progress = { .report = stop_then, .publish = take_first,
        .context = &first };
    struct result *result;
    double whole;

    first.start = milliseconds();
    if (lens->run(&bundle, &settings, &progress, &result, NULL))
        result_free(result);
    whole = milliseconds() - first.start;
    printf("%-13s %8zu %2zu  %-12s %9.3f  rows %zu, the whole answer %.0f ms\n",
        "first answer", n, d, shape_names[shape], first.ms, first.rows, whole);
    lens_values_free(values);
    frame_free(frame);
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
            bench("hypervolume", volume, volumes[i].n, volumes[i].d, SPHERE_LOSSES,
                volume_by_eaf));
    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++)
        slow += bench_hard("contributions", alone, shares[i].n, shares[i].d,
            bench("contributions", alone, shares[i].n, shares[i].d, SPHERE_LOSSES,
                shares_by_emoa));
    bench("estimate", estimate, 1000, 9, SPHERE_LOSSES, NULL);
    bench("attainment", attainment, 30000, 2, SPHERE_LOSSES,
        "eaf::eafs(-x, g, percentiles = (1:30) / 0.3)");
    bench_membership(2);
    bench_membership(9);
    bench_first_answer(1000000, 2, UNIFORM);
    bench_first_answer(1000000, 2, CORRELATED);
    bench_first_answer(1000000, 3, UNIFORM);
    bench_first_answer(1451, 3, UNIFORM);
    return slow > 0;
}
