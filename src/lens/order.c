/* order.c - what is comparable at all: the order that dominance makes of the models.
 *
 * Where nearly no pair can be ranked, a frontier says no more than the table did.
 */
#include "lens/lenses.h"
#include "lens/order_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "math/rules.h"

/* The relation is kept for every pair; covers and improvements look at triples. */
enum { MOST_ORDERED = 5000, MOST_TRIPLED = 2000 };

static const struct lens_option options[] = {
    { "eps", OPTION_LIST, "", NULL, 1, 0, NULL,
        "how much more better has to be in one objective, a value for each or one" },
    { "collapse", OPTION_FLAG, "0", NULL, 1, 0, NULL, "look at equal points once" },
};

static const struct lens_input inputs[] = {
    { "points", SHAPE_POINTS, true, "a row per model or record, with its objectives" },
};

double
order_expected(size_t d)
{
    return 1 - ldexp(1, 1 - (int)d);
}

/* --- who takes part --- */

static const struct column *
objective_column(const struct order_work *work, size_t k)
{
    return &work->frame->columns[work->objective[k].column];
}

static void
take_rows(struct order_work *work)
{
    work->row = arena_zalloc(work->arena, work->frame->rows + 1, sizeof *work->row);
    work->point = arena_zalloc(work->arena, work->frame->rows * work->d + 1,
        sizeof *work->point);
    for (size_t row = 0; row < work->frame->rows; row++) {
        size_t k = 0;

        while (k < work->d && !isnan(objective_column(work, k)->value[row]))
            k++;
        if (k < work->d) {
            work->missing[k]++;
            continue;
        }
        for (k = 0; k < work->d; k++) {
            double value = objective_column(work, k)->value[row];

            work->point[work->n * work->d + k] =
                work->objective[k].direction == DIRECTION_MIN ? -value : value;
        }
        work->row[work->n++] = row;
    }
}

/* The first of equal points. */
static void
collapse(struct order_work *work)
{
    uint8_t *first = mem_alloc(work->n + 1);
    size_t m = 0, d = work->d;

    memset(first, 1, work->n);
    rule_unique(work->point, work->n, d, first);
    for (size_t i = 0; i < work->n; i++)
        if (first[i]) {
            memmove(work->point + m * d, work->point + i * d, d * sizeof *work->point);
            work->row[m++] = work->row[i];
        }
    work->copies = work->n - m;
    work->n = m;
    free(first);
}

static bool
read_eps(struct order_work *work, struct error *err)
{
    char **parts;
    size_t n;
    bool good;

    if (!setting_given(work->settings, "eps"))
        return true;
    parts = text_split(setting_text(work->settings, "eps"), ',', &n);
    good = n == 1 || n == work->d;
    work->eps = arena_zalloc(work->arena, work->d, sizeof *work->eps);
    for (size_t k = 0; k < work->d && good; k++) {
        const char *part = parts[n == 1 ? 0 : k];

        good = number_parse_plain(part + strspn(part, " "), &work->eps[k])
            && work->eps[k] >= 0 && isfinite(work->eps[k]);
    }
    text_split_free(parts, n);
    return good || error_set(err, ERROR_USAGE, "--eps \"%s\" must be one value or %zu, from 0 up",
        setting_text(work->settings, "eps"), work->d);
}

/* --- figures --- */

static bool
is_wanted(const struct lens_progress *progress, double done)
{
    return progress == NULL || progress->report == NULL
        || progress->report(progress->context, done);
}

static size_t
width_of_distinct(const struct order_work *work)
{
    uint8_t *first = mem_alloc(work->n + 1);
    double *point = mem_alloc((work->n * work->d + 1) * sizeof *point);
    struct partial_order order;
    size_t m = 0, width;

    memset(first, 1, work->n);
    rule_unique(work->point, work->n, work->d, first);
    for (size_t i = 0; i < work->n; i++)
        if (first[i])
            memcpy(point + m++ * work->d, work->point + i * work->d,
                work->d * sizeof *point);
    partial_order_init(&order, point, m, work->d, work->eps);
    width = partial_order_width(&order);
    partial_order_release(&order);
    free(point);
    free(first);
    return width;
}

static double
incomparable_pairs(const double *points, size_t n, size_t d, const double *eps)
{
    struct partial_order order;
    double pairs;

    partial_order_init(&order, points, n, d, eps);
    pairs = partial_order_pairs(&order).incomparable;
    partial_order_release(&order);
    return pairs;
}

/* With the first objective alone, with two of them, and so on. */
static bool
count_by_objectives(struct order_work *work, const struct lens_progress *progress)
{
    double *some = mem_alloc((work->n * work->d + 1) * sizeof *some);
    bool wanted = true;

    work->incomparable_by = arena_zalloc(work->arena, work->d, sizeof *work->incomparable_by);
    for (size_t d = 1; d <= work->d && wanted; d++) {
        for (size_t i = 0; i < work->n; i++)
            memcpy(some + i * d, work->point + i * work->d, d * sizeof *some);
        work->incomparable_by[d - 1] =
            incomparable_pairs(some, work->n, d, work->eps) / work->all_pairs;
        wanted = is_wanted(progress, 0.5 + 0.5 * (double)d / (double)work->d);
    }
    free(some);
    return wanted;
}

static bool
measure(struct order_work *work, const struct lens_progress *progress)
{
    double n = (double)work->n;

    partial_order_init(&work->order, work->point, work->n, work->d, work->eps);
    work->pairs = partial_order_pairs(&work->order);
    work->all_pairs = n > 1 ? n * (n - 1) / 2 : 0;
    work->layer = arena_zalloc(work->arena, work->n + 1, sizeof *work->layer);
    work->height = partial_order_layers(&work->order, work->layer);
    work->width = work->width_distinct = partial_order_width(&work->order);
    if (!is_wanted(progress, 0.2))
        return false;
    if (work->pairs.equal > 0)
        work->width_distinct = width_of_distinct(work);
    work->deep = work->n <= MOST_TRIPLED;
    work->improvements = work->deep ? partial_order_small_improvements(&work->order) :
        (double)NAN;
    work->extensions = partial_order_extensions(&work->order);
    return is_wanted(progress, 0.5) && count_by_objectives(work, progress);
}

static bool
collect(struct order_work *work, struct error *err)
{
    if (!read_eps(work, err))
        return false;
    take_rows(work);
    if (setting_flag(work->settings, "collapse"))
        collapse(work);
    if (work->n <= MOST_ORDERED)
        return true;
    error_set(err, ERROR_REQUEST, "the order of %zu points has too many pairs: at most %d points",
        work->n, MOST_ORDERED);
    return error_hint(err, "--where chooses fewer");
}

static bool
answer(struct order_work *work, struct result *result, const struct lens_progress *progress,
    struct error *err)
{
    bool done;

    if (!collect(work, err))
        return false;
    done = measure(work, progress);
    if (done) {
        order_tables(work, result);
        order_charts(work, result);
        order_words(work, result);
    }
    partial_order_release(&work->order);
    return done || error_set(err, ERROR_CANCELLED, "stopped");
}

static bool
run(const struct lens_bundle *bundle, const struct lens_settings *settings,
    const struct lens_progress *progress, struct result **out, struct error *err)
{
    struct result *result = result_new("order");
    struct order_work work = { .bundle = bundle, .settings = settings,
        .frame = bundle->points, .objective = bundle->objectives, .d = bundle->n_objectives,
        .arena = result->arena };

    if (!answer(&work, result, progress, err)) {
        result_free(result);
        return false;
    }
    result->final = true;
    *out = result;
    return true;
}

const struct lens lens_order = {
    .name = "order",
    .title = "Order",
    .summary = "what can be ranked at all, without weighing anything against anything",
    .options = options, .n_options = sizeof options / sizeof options[0],
    .inputs = inputs, .n_inputs = sizeof inputs / sizeof inputs[0],
    .min_objectives = 1, .max_objectives = DOMINANCE_MAX_OBJECTIVES,
    .run = run,
};
