/* test_properties.c - the dominance kernels against their definition on a hundred thousand
 * small inputs, what must change nothing, and the lens with missing values on twenty thousand.
 *
 * Values are drawn from few, so that ties, duplicates and collinear points abound, with
 * infinities, signed zeros, denormals and neighbouring doubles among them.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "math/dominance.h"
#include "math/frontier_stream.h"
#include "math/membership.h"
#include "math/rng.h"
#include "math/rules.h"
#include "slowly.h"
#include "unit/lens_helper.h"

enum { INPUTS = 100000, MOST = 14, LONG = 48, MAX_D = DOMINANCE_MAX_OBJECTIVES };

struct input { size_t n, d; double points[LONG * MAX_D]; };

static double
draw_value(struct rng *rng, uint32_t kind)
{
    static const double odd[] = { 0.0, -0.0, 1, 1 + 0x1p-52, 1 - 0x1p-53, 5e-324, -5e-324,
        1e300, -1e300, (double)INFINITY, -(double)INFINITY };

    switch (kind) {
    case 0: return rng_below(rng, 3);
    case 1: return odd[rng_below(rng, sizeof odd / sizeof odd[0])];
    case 2: return rng_uniform(rng);
    default: return rng_below(rng, 8) - 4.0;
    }
}

static void
draw(struct rng *rng, size_t most, struct input *input)
{
    uint32_t kind = rng_below(rng, 5);

    input->n = rng_below(rng, (uint32_t)most + 1);
    input->d = 1 + rng_below(rng, MAX_D);
    for (size_t i = 0; i < input->n; i++) {
        double *row = input->points + i * input->d, t = rng_uniform(rng);

        for (size_t k = 0; k < input->d; k++)
            row[k] = kind == 4 ? (k % 2 ? 1 - t : t) : draw_value(rng, kind);
        if (i > 0 && rng_below(rng, 6) == 0)
            memcpy(row, row - input->d, input->d * sizeof *row);
    }
}

/* The rule itself, apart from the kernels. */
static bool
beats(const double *a, const double *b, size_t d, bool everywhere)
{
    size_t at_least = 0, more = 0;

    for (size_t k = 0; k < d; k++) {
        at_least += a[k] >= b[k];
        more += a[k] > b[k];
    }
    return everywhere ? more == d : at_least == d && more > 0;
}

static uint32_t
beaten_by(const struct input *input, size_t j, bool everywhere)
{
    uint32_t count = 0;

    for (size_t i = 0; i < input->n; i++)
        count += beats(input->points + i * input->d, input->points + j * input->d, input->d,
            everywhere);
    return count;
}

static void
check_layers(const struct input *input, const uint32_t *layer, uint32_t layers)
{
    uint32_t deepest = 0;

    for (size_t j = 0; j < input->n; j++) {
        uint32_t want = 1;

        for (size_t i = 0; i < input->n; i++)
            if (beats(input->points + i * input->d, input->points + j * input->d, input->d,
                false) && layer[i] + 1 > want)
                want = layer[i] + 1;
        assert_int_equal(layer[j], want);
        deepest = want > deepest ? want : deepest;
    }
    assert_int_equal(layers, deepest);
}

/* How far behind is a; what is equal, infinite too, is not. */
static double
behind(const double *a, const double *b, size_t k, const double *range)
{
    return a[k] == b[k] ? 0 : (b[k] - a[k]) / range[k];
}

/* The gap is a claim about the weak frontier, the dominator is the nearest of all on the
 * frontier that dominate, the first of equally near ones. */
static void
check_gap(const struct input *input, const uint8_t *on, size_t i, double gap, size_t dominator)
{
    const double *row = input->points + i * input->d;
    double range[MAX_D], worst = -INFINITY, nearest = INFINITY;
    size_t want = input->n;

    frontier_ranges(input->points, input->n, input->d, on, range);
    for (size_t j = 0; j < input->n; j++) {
        const double *other = input->points + j * input->d;
        double least = INFINITY, square = 0;

        if (!on[j])
            continue;
        for (size_t k = 0; k < input->d; k++) {
            double step = behind(row, other, k, range);

            least = fmin(least, step);
            square += step * step;
        }
        worst = fmax(worst, least);
        if (beats(other, row, input->d, false) && (want == input->n || square < nearest)) {
            nearest = square;
            want = j;
        }
    }
    assert_true(gap == worst);
    assert_int_equal(dominator, want);
    assert_true(beaten_by(input, i, true) == 0 ? gap <= 0 : gap >= 0);
    assert_int_equal(want < input->n, beaten_by(input, i, false) > 0);
}

static void
check_gaps(const struct input *input, const uint8_t *on)
{
    double gap[LONG];
    size_t dominator[LONG];

    frontier_gaps(input->points, input->n, input->d, on, gap, dominator);
    for (size_t i = 0; i < input->n; i++)
        check_gap(input, on, i, gap[i], dominator[i]);
}

static void
check(const struct input *input)
{
    uint8_t on[LONG], weak[LONG];
    uint32_t layer[LONG], count[LONG];
    size_t n_on = dominance_frontier(input->points, input->n, input->d, on);
    size_t n_weak = dominance_frontier_weak(input->points, input->n, input->d, weak);

    check_layers(input, layer,
        dominance_layers(input->points, input->n, input->d, layer));
    dominance_counts(input->points, input->n, input->d, count);
    for (size_t j = 0; j < input->n; j++) {
        uint32_t beaten = beaten_by(input, j, false);

        assert_int_equal(count[j], beaten);
        assert_int_equal(on[j], beaten == 0);
        assert_int_equal(weak[j], beaten_by(input, j, true) == 0);
        n_on -= on[j];
        n_weak -= weak[j];
    }
    assert_int_equal(n_on, 0);
    assert_int_equal(n_weak, 0);
    check_gaps(input, on);
}

static void
kernels_by_definition(void **state)
{
    struct input input;
    struct rng rng;

    (void)state;
    rng_init(&rng, 1, NULL, 0);
    for (size_t i = 0; i < count_or_part(INPUTS, 20); i++) {
        draw(&rng, i % 50 == 0 ? LONG : MOST, &input);
        check(&input);
    }
}

/* A rising function that keeps neighbouring doubles apart. */
static double
rising(double x)
{
    if (fabs(x) < 1e-300 || fabs(x) > 1e299)
        return x;
    return x < 0 ? x / 4 : x * 2;
}

/* Layers and counts of the points turned round and rescaled. */
static void
check_ranks_stay(const struct input *input, const struct input *turned,
    const struct input *rescaled)
{
    uint32_t rank[LONG], again[LONG];
    size_t n = input->n, d = input->d;

    for (size_t which = 0; which < 2; which++) {
        const struct input *inputs[3] = { input, turned, rescaled };

        for (size_t i = 0; i < 3; i++) {
            uint32_t *out = i == 0 ? rank : again;

            if (which == 0)
                dominance_layers(inputs[i]->points, n, d, out);
            else
                dominance_counts(inputs[i]->points, n, d, out);
            for (size_t j = 0; j < n && i > 0; j++)
                assert_int_equal(again[j], rank[i == 1 ? n - 1 - j : j]);
        }
    }
}

/* Turned round, rescaled by a rising function, and with a dominated point more, the answer is
 * the same. */
static void
what_changes_nothing(void **state)
{
    struct input input, other, turned;
    uint8_t on[LONG + 1], again[LONG + 1];
    struct rng rng;

    (void)state;
    rng_init(&rng, 2, NULL, 0);
    for (size_t round = 0; round < count_or_part(20000, 20); round++) {
        size_t n, d;

        draw(&rng, LONG - 1, &input);
        n = input.n;
        d = input.d;
        dominance_frontier(input.points, n, d, on);
        other = input;
        for (size_t i = 0; i < n; i++)
            memcpy(other.points + i * d, input.points + (n - 1 - i) * d,
                d * sizeof *other.points);
        dominance_frontier(other.points, n, d, again);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(on[i], again[n - 1 - i]);
        turned = other;
        for (size_t i = 0; i < n * d; i++)
            other.points[i] = rising(input.points[i]);
        dominance_frontier(other.points, n, d, again);
        assert_memory_equal(on, again, n);
        check_ranks_stay(&input, &turned, &other);
        if (n == 0)
            continue;
        other = input;
        memcpy(other.points + n * d, input.points, d * sizeof *other.points);
        other.points[n * d] = -INFINITY;
        if (!(input.points[0] > -INFINITY))
            continue;
        dominance_frontier(other.points, n + 1, d, again);
        assert_memory_equal(on, again, n);
        assert_int_equal(again[n], 0);
    }
}

/* Replicates that resemble each other: what is kept between them must not show. */
static void
membership_by_definition(void **state)
{
    struct input input;
    struct rng rng;

    (void)state;
    rng_init(&rng, 3, NULL, 0);
    for (size_t round = 0; round < count_or_part(2000, 10); round++) {
        struct membership counts;
        uint32_t want[LONG] = { 0 };

        do
            draw(&rng, LONG, &input);
        while (input.n == 0);
        membership_init(&counts, input.n, input.d, false);
        for (size_t r = 0; r < 6; r++) {
            for (size_t i = 0; i < input.n * input.d; i++)
                if (rng_below(&rng, 4) == 0)
                    input.points[i] = draw_value(&rng, round % 2 == 0 ? 3 : 1);
            membership_add(&counts, input.points);
            for (size_t j = 0; j < input.n; j++)
                want[j] += beaten_by(&input, j, false) == 0;
        }
        assert_memory_equal(counts.on, want, input.n * sizeof *want);
        membership_release(&counts);
    }
}

struct live { double point[2]; uint32_t number; bool there; };

/* Turns over what the stream says has changed; equal points share a number. */
static void
follow_changes(const struct frontier_stream *stream, bool *on, size_t room)
{
    size_t n;
    const uint32_t *changed = frontier_stream_changed(stream, &n);

    for (size_t i = 0; i < n; i++) {
        assert_true(changed[i] < room);
        on[changed[i]] = !on[changed[i]];
    }
}

static void
check_stream(const struct frontier_stream *stream, const struct live *live, size_t n)
{
    struct input input = { .n = 0, .d = 2 };
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        if (live[i].there)
            memcpy(input.points + 2 * input.n++, live[i].point, sizeof live[i].point);
    for (size_t i = 0, at = 0; i < n; i++)
        if (live[i].there) {
            bool on = beaten_by(&input, at++, false) == 0;

            assert_int_equal(frontier_stream_on(stream, live[i].number), on);
            count += on;
        }
    assert_int_equal(frontier_stream_count(stream), count);
}

/* Points come, go and come back; what changed is told exactly. */
static void
stream_by_definition(void **state)
{
    struct rng rng;

    (void)state;
    rng_init(&rng, 4, NULL, 0);
    for (size_t round = 0; round < 400; round++) {
        struct frontier_stream *stream = frontier_stream_new();
        uint32_t kind = rng_below(&rng, 4);
        struct live live[LONG];
        bool on[LONG] = { false };

        for (size_t i = 0; i < LONG; i++)
            live[i] = (struct live){ { draw_value(&rng, kind), draw_value(&rng, kind) }, 0,
                false };
        for (size_t step = 0; step < 200; step++) {
            struct live *one = &live[rng_below(&rng, LONG)];

            if (one->there)
                frontier_stream_remove(stream, one->number);
            else
                one->number = frontier_stream_add(stream, one->point[0], one->point[1]);
            one->there = !one->there;
            check_stream(stream, live, LONG);
            follow_changes(stream, on, LONG);
            for (uint32_t number = 0; number < LONG; number++)
                if (on[number])
                    assert_true(frontier_stream_on(stream, number));
            for (size_t i = 0; i < LONG; i++)
                if (live[i].there)
                    assert_int_equal(on[live[i].number],
                        frontier_stream_on(stream, live[i].number));
        }
        frontier_stream_free(stream);
    }
}

/* Ordered arrival is the worst for a tree that does not balance itself. */
static void
stream_of_many(void **state)
{
    enum { MANY = 200000 };
    struct frontier_stream *stream = frontier_stream_new();
    size_t changed;

    (void)state;
    for (size_t i = 0; i < MANY; i++)
        assert_int_equal(frontier_stream_add(stream, (double)i, -(double)i), i);
    assert_int_equal(frontier_stream_count(stream), MANY);
    assert_int_equal(frontier_stream_add(stream, MANY, 0), MANY);
    frontier_stream_changed(stream, &changed);
    assert_int_equal(changed, MANY + 1);
    assert_int_equal(frontier_stream_count(stream), 1);
    frontier_stream_remove(stream, MANY);
    assert_int_equal(frontier_stream_count(stream), MANY);
    frontier_stream_free(stream);
}

/* --- the lens: either sense, and values that are missing --- */

enum { EXCLUDE, WORST, ANYTHING };

struct asked { struct input all, competing; size_t row[LONG]; bool hole[LONG]; int missing; };

/* Whom nothing surely dominates: with every hole at its best, the others at their worst. */
static bool
is_possible(const struct asked *asked, const double *best)
{
    for (size_t i = 0; i < asked->competing.n; i++)
        if (beats(asked->competing.points + i * asked->competing.d, best, asked->competing.d,
            false))
            return false;
    return true;
}

static void
fill(struct asked *asked)
{
    struct input *to = &asked->competing;

    to->n = 0;
    to->d = asked->all.d;
    for (size_t i = 0; i < asked->all.n; i++) {
        const double *row = asked->all.points + i * to->d;

        asked->hole[i] = false;
        for (size_t k = 0; k < to->d; k++)
            asked->hole[i] = asked->hole[i] || isnan(row[k]);
        if (asked->missing == EXCLUDE && asked->hole[i])
            continue;
        for (size_t k = 0; k < to->d; k++)
            to->points[to->n * to->d + k] = isnan(row[k]) ? -INFINITY : row[k];
        asked->row[to->n++] = i;
    }
}

/* Rows that do not compete come last, with nothing said of them. */
static void
check_answer(const struct asked *asked, const struct result *result)
{
    const struct result_column *on = result_find(result, "points", "on_frontier");
    const struct result_column *layer = result_find(result, "points", "layer");
    const struct result_column *above = result_find(result, "points", "dominated_by");
    uint32_t layers[LONG], deepest = 0;

    for (size_t i = 0; i < asked->all.n; i++) {
        double best[MAX_D];
        bool want;

        if (i >= asked->competing.n) {
            assert_true(isnan(on->number[i]) && isnan(layer->number[i]) &&
                isnan(above->number[i]));
            continue;
        }
        want = beaten_by(&asked->competing, i, false) == 0;
        assert_true(above->number[i] == beaten_by(&asked->competing, i, false));
        layers[i] = (uint32_t)layer->number[i];
        deepest = layers[i] > deepest ? layers[i] : deepest;
        if (asked->missing == ANYTHING && asked->hole[asked->row[i]]) {
            for (size_t k = 0; k < asked->all.d; k++) {
                best[k] = asked->all.points[asked->row[i] * asked->all.d + k];
                best[k] = isnan(best[k]) ? INFINITY : best[k];
            }
            want = is_possible(asked, best);
        }
        assert_true(on->number[i] == want);
    }
    check_layers(&asked->competing, layers, deepest);
}

static void
ask(const struct asked *asked, const bool *minimised)
{
    static const char *const options[3][3] = { { "uncertainty=off", "missing_as=exclude", NULL },
        { "uncertainty=off", "missing_as=worst", NULL },
        { "uncertainty=off", "missing_as=interval", NULL } };
    struct objective objectives[MAX_D];
    const char *names[LONG];
    char text[LONG][8];
    struct lens_bundle bundle = { .objectives = objectives, .n_objectives = asked->all.d };
    struct error err = { 0 };
    struct result *result;
    struct frame *frame;

    for (size_t i = 0; i < asked->all.n; i++) {
        snprintf(text[i], sizeof text[i], "p%zu", i);
        names[i] = text[i];
    }
    bundle.points = frame = points_frame(names, asked->all.n);
    for (size_t k = 0; k < asked->all.d; k++) {
        double value[LONG];

        for (size_t i = 0; i < asked->all.n; i++)
            value[i] = asked->all.points[i * asked->all.d + k] * (minimised[k] ? -1 : 1);
        objectives[k] = (struct objective){ (int)k + 1,
            minimised[k] ? DIRECTION_MIN : DIRECTION_MAX };
        snprintf(text[0], sizeof text[0], "v%zu", k);
        add_measure(frame, arena_strdup(frame->arena, text[0]), "", objectives[k].direction,
            KIND_CAPABILITY, value, NULL);
    }
    result = run_lens("frontier", &bundle, options[asked->missing], &err);
    assert_non_null(result);
    check_answer(asked, result);
    result_free(result);
    frame_free(frame);
}

static void
lens_by_definition(void **state)
{
    static struct asked asked;
    struct rng rng;

    (void)state;
    rng_init(&rng, 5, NULL, 0);
    for (size_t round = 0; round < count_or_part(20000, 100); round++) {
        bool minimised[MAX_D];

        draw(&rng, round % 50 == 0 ? LONG : MOST, &asked.all);
        for (size_t i = 0; i < asked.all.n * asked.all.d; i++)
            if (rng_below(&rng, 3 * (uint32_t)asked.all.d) == 0)
                asked.all.points[i] = (double)NAN;
        for (size_t k = 0; k < asked.all.d; k++)
            minimised[k] = rng_below(&rng, 2) == 0;
        asked.missing = (int)rng_below(&rng, 3);
        fill(&asked);
        ask(&asked, minimised);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kernels_by_definition),
        cmocka_unit_test(what_changes_nothing),
        cmocka_unit_test(membership_by_definition),
        cmocka_unit_test(stream_by_definition),
        cmocka_unit_test(stream_of_many),
        cmocka_unit_test(lens_by_definition),
    };

    return cmocka_run_group_tests_name("properties", tests, NULL, NULL);
}
