/* test_hypervolume.c - volumes and contributions against expected values, by definition
 * on integer grids, and under change of scale and order. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "math/hypervolume.h"
#include "math/hypervolume_subset.h"
#include "math/rng.h"

enum { MAX_POINTS = 64, MAX_D = HYPERVOLUME_MAX_OBJECTIVES };

struct expected {
    char name[64];
    size_t d, n, rows;
    double reference[MAX_D], points[MAX_POINTS * MAX_D];   /* negated: larger is better */
    double volume, front[MAX_POINTS], all[MAX_POINTS];
    bool has_front, has_all;
};

static size_t
read_numbers(const char *text, double sign, double *out, size_t room)
{
    size_t n = 0;

    for (char *end; n < room; text = end) {
        double value = strtod(text, &end);

        if (end == text)
            break;
        out[n++] = sign * value;
    }
    return n;
}

static void
assert_near(double got, double want, double relative, const char *name)
{
    double bound = fmax(1e-15, relative * fabs(want));

    if (!(fabs(got - want) <= bound))
        fail_msg("%s: got %.17g, want %.17g", name, got, want);
}

static void
check_case(const struct expected *e)
{
    double got[MAX_POINTS];

    assert_int_equal(e->rows, e->n);
    assert_near(hypervolume(e->points, e->n, e->d, e->reference), e->volume, 1e-12, e->name);
    if (e->has_front) {
        hypervolume_contributions(e->points, e->n, e->d, e->reference, got);
        for (size_t i = 0; i < e->n; i++)
            assert_near(got[i], e->front[i], 1e-10, e->name);
    }
    if (e->has_all) {
        hypervolume_contributions_all(e->points, e->n, e->d, e->reference, got);
        for (size_t i = 0; i < e->n; i++)
            assert_near(got[i], e->all[i], 1e-10, e->name);
    }
}

static void
read_line(struct expected *e, const char *line)
{
    if (strncmp(line, "ref ", 4) == 0)
        read_numbers(line + 4, -1, e->reference, MAX_D);
    else if (strncmp(line, "point ", 6) == 0)
        read_numbers(line + 6, -1, e->points + e->rows++ * e->d, e->d);
    else if (strncmp(line, "hv ", 3) == 0)
        read_numbers(line + 3, 1, &e->volume, 1);
    else if (strncmp(line, "front ", 6) == 0)
        e->has_front = read_numbers(line + 6, 1, e->front, MAX_POINTS) == e->n;
    else if (strncmp(line, "all ", 4) == 0)
        e->has_all = read_numbers(line + 4, 1, e->all, MAX_POINTS) == e->n;
}

static void
expected_values(void **state)
{
    struct expected e = { .n = 0 };
    char path[4096], line[8192];
    size_t cases = 0;
    FILE *file;

    (void)state;
    snprintf(path, sizeof path, "%s/tests/oracle/hypervolume.txt",
        getenv("top_srcdir") != NULL ? getenv("top_srcdir") : ".");
    file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, "case ", 5) == 0) {
            if (e.n != 0)
                check_case(&e);
            memset(&e, 0, sizeof e);
            assert_int_equal(sscanf(line, "case %63s %zu %zu", e.name, &e.d, &e.n), 3);
            assert_true(e.n <= MAX_POINTS && e.d <= MAX_D);
            cases++;
        }
        read_line(&e, line);
    }
    check_case(&e);
    fclose(file);
    assert_true(cases >= 18);
}

/* Unit cubes of an integer grid that some point covers: the definition itself. */
static double
volume_by_cubes(const double *points, size_t n, size_t d, unsigned side)
{
    size_t cubes = 1, covered = 0;

    for (size_t k = 0; k < d; k++)
        cubes *= side;
    for (size_t cube = 0; cube < cubes; cube++) {
        bool inside = false;

        for (size_t i = 0; i < n && !inside; i++) {
            size_t rest = cube;

            inside = true;
            for (size_t k = 0; k < d; k++, rest /= side)
                inside = inside && points[i * d + k] >= (double)(rest % side + 1);
        }
        covered += inside;
    }
    return (double)covered;
}

static uint32_t
next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

static void
grids_by_definition(void **state)
{
    const unsigned side[] = { 0, 9, 7, 5, 4, 4, 3, 3 };
    const double origin[MAX_D] = { 0 };
    uint32_t seed = 7;

    (void)state;
    for (int round = 0; round < 700; round++) {
        size_t d = 1 + (size_t)round % 7, n = next_random(&seed) % 9;
        double points[9 * 7], alone[9], rest[9 * 7];
        double whole;

        for (size_t i = 0; i < n * d; i++)
            points[i] = (double)(next_random(&seed) % (side[d] + 1));
        whole = volume_by_cubes(points, n, d, side[d]);
        assert_true(hypervolume(points, n, d, origin) == whole);
        hypervolume_contributions_all(points, n, d, origin, alone);
        for (size_t i = 0; i < n; i++) {
            memcpy(rest, points, i * d * sizeof *rest);
            memcpy(rest + i * d, points + (i + 1) * d, (n - i - 1) * d * sizeof *rest);
            assert_true(alone[i] == whole - volume_by_cubes(rest, n - 1, d, side[d]));
        }
    }
}

/* On a grid of whole numbers volumes are exact, and so are their differences: the sweep for
 * four objectives meets ties, duplicates and points under others in every way. */
static void
shares_in_four_are_differences(void **state)
{
    enum { MOST = 60, D = 4 };
    const double origin[D] = { 0 };
    double points[MOST * D], rest[MOST * D], alone[MOST];
    uint32_t seed = 11;

    (void)state;
    for (uint32_t round = 0; round < 60; round++) {
        size_t n = MOST - round % 20;
        double whole;

        for (size_t i = 0; i < n * D; i++)
            points[i] = 1 + (double)(next_random(&seed) % (3 + round));
        whole = hypervolume(points, n, D, origin);
        hypervolume_contributions_all(points, n, D, origin, alone);
        for (size_t i = 0; i < n; i++) {
            memcpy(rest, points, i * D * sizeof *rest);
            memcpy(rest + i * D, points + (i + 1) * D, (n - i - 1) * D * sizeof *rest);
            assert_true(alone[i] == whole - hypervolume(rest, n - 1, D, origin));
        }
    }
}

static double
volume_of_chosen(const double *points, size_t n, size_t d, uint32_t chosen)
{
    const double origin[MAX_D] = { 0 };
    double some[12 * 3];
    size_t m = 0;

    for (size_t i = 0; i < n; i++)
        if (chosen >> i & 1)
            memcpy(some + m++ * d, points + i * d, d * sizeof *some);
    return hypervolume(some, m, d, origin);
}

static uint32_t
bits_of(const uint8_t *chosen, size_t n, size_t *count)
{
    uint32_t bits = 0;

    *count = 0;
    for (size_t i = 0; i < n; i++) {
        bits |= (uint32_t)chosen[i] << i;
        *count += chosen[i];
    }
    return bits;
}

/* Of all choices of so many points none has more area; on a grid areas are exact. */
static void
subsets_of_two_are_the_best(void **state)
{
    enum { MOST = 9 };
    const double origin[2] = { 0, 0 };
    uint32_t seed = 5;

    (void)state;
    for (int round = 0; round < 400; round++) {
        size_t n = next_random(&seed) % (MOST + 1), most = next_random(&seed) % 6, count;
        double points[2 * MOST], best = 0, got;
        uint8_t chosen[MOST];
        uint32_t bits;

        for (size_t i = 0; i < 2 * n; i++)
            points[i] = next_random(&seed) % 10;
        assert_true(hypervolume_subset(points, n, 2, origin, most, chosen) <= most);
        bits = bits_of(chosen, n, &count);
        assert_true(count <= most);
        got = volume_of_chosen(points, n, 2, bits);
        for (uint32_t all = 0; all < 1u << n; all++)
            if ((size_t)__builtin_popcount(all) <= most)
                best = fmax(best, volume_of_chosen(points, n, 2, all));
        assert_true(got == best);
    }
}

/* The least provider goes first, by differences of volumes. */
static void
subsets_of_three_lose_the_least(void **state)
{
    enum { N = 12 };
    const double origin[3] = { 0, 0, 0 };
    uint32_t seed = 9;

    (void)state;
    for (int round = 0; round < 100; round++) {
        size_t most = 1 + next_random(&seed) % 4, count;
        double points[3 * N];
        uint8_t chosen[N];
        uint32_t left = 0;

        for (size_t i = 0; i < 3 * N; i++)
            points[i] = 1 + (double)(next_random(&seed) % 1000);
        hypervolume_subset(points, N, 3, origin, N, chosen);
        for (left = bits_of(chosen, N, &count); count > most; count--) {
            double least = INFINITY;
            size_t who = 0;

            for (size_t i = 0; i < N; i++) {
                double alone = volume_of_chosen(points, N, 3, left) -
                    volume_of_chosen(points, N, 3, left & ~(1u << i));

                if ((left >> i & 1) && alone < least) {
                    least = alone;
                    who = i;
                }
            }
            left &= ~(1u << who);
        }
        hypervolume_subset(points, N, 3, origin, most, chosen);
        assert_int_equal(bits_of(chosen, N, &count), left);
    }
}

/* Powers of two change no digit: contributions must not depend on the unit. */
static void
scale_is_free(void **state)
{
    const double reference[4] = { 0, 0, 0, 0 };
    double points[20 * 4], small[20 * 4], a[20], b[20];
    uint32_t seed = 3;

    (void)state;
    for (size_t i = 0; i < 80; i++) {
        points[i] = 1 + (double)(next_random(&seed) % 1000);
        small[i] = ldexp(points[i], -40);
    }
    hypervolume_contributions(points, 20, 4, reference, a);
    hypervolume_contributions(small, 20, 4, reference, b);
    for (size_t i = 0; i < 20; i++)
        assert_true(ldexp(a[i], -160) == b[i]);
}

static void
order_changes_nothing(void **state)
{
    const double reference[5] = { -1, -1, -1, -1, -1 };
    double points[30 * 5], turned[30 * 5];
    uint32_t seed = 11;

    (void)state;
    for (size_t i = 0; i < 150; i++)
        points[i] = (double)next_random(&seed) / 16777216.0;
    for (size_t i = 0; i < 30; i++)
        memcpy(turned + i * 5, points + (29 - i) * 5, 5 * sizeof *points);
    assert_true(hypervolume(points, 30, 5, reference) == hypervolume(turned, 30, 5, reference));
}

static void
edges(void **state)
{
    const double reference[2] = { 0, 0 }, endless[2] = { INFINITY, 1 }, on[2] = { 0, 5 };

    (void)state;
    assert_true(hypervolume(NULL, 0, 2, reference) == 0);
    assert_true(isinf(hypervolume(endless, 1, 2, reference)));
    assert_true(hypervolume(on, 1, 2, reference) == 0);
    /* Six sides of 2^400: the boxes are finite, their volumes are not. */
    {
        double huge[3 * 6], zero[6] = { 0 };

        for (size_t i = 0; i < 18; i++)
            huge[i] = ldexp(1, 400 + (int)(i * 7 % 18));
        assert_true(isinf(hypervolume(huge, 3, 6, zero)));
    }
}

static uint64_t
mixed(uint64_t hash, double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    hash = (hash ^ bits) * UINT64_C(1099511628211);
    return hash ^ hash >> 29;
}

/* The bits of volumes and shares, whatever vectors the machine has. */
static void
bits_are_those_of_any_machine(void **state)
{
    static const struct { size_t n, d; uint64_t hash; } rows[] = {
        { 300, 2, UINT64_C(0x160a9e849dfb6fcd) }, { 300, 3, UINT64_C(0x855275d584fc655c) },
        { 300, 4, UINT64_C(0xb72af9306d96f064) }, { 200, 5, UINT64_C(0x40dc7a9ab9960135) },
        { 120, 6, UINT64_C(0x7e404495fd9b9939) }, { 80, 7, UINT64_C(0x9fe4d13aba4159b1) },
        { 60, 8, UINT64_C(0xf2b87831b001ca1f) }, { 50, 9, UINT64_C(0x77331ba9068182e2) } };
    double points[1200], share[300];
    const double reference[MAX_D] = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t n = rows[i].n, d = rows[i].d;
        uint64_t stream = d, hash = 0;
        struct rng rng;

        rng_init(&rng, 1, &stream, 1);
        for (size_t k = 0; k < n * d; k++)
            points[k] = k % 3 == 0 ? rng_below(&rng, 16) : 16 * rng_uniform(&rng);
        hash = mixed(hash, hypervolume(points, n, d, reference));
        hypervolume_contributions(points, n, d, reference, share);
        for (size_t k = 0; k < n; k++)
            hash = mixed(hash, share[k]);
        hypervolume_contributions_all(points, n, d, reference, share);
        for (size_t k = 0; k < n; k++)
            hash = mixed(hash, share[k]);
        if (hash != rows[i].hash)
            fail_msg("%zu objectives: 0x%016llx", d, (unsigned long long)hash);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expected_values),
        cmocka_unit_test(grids_by_definition),
        cmocka_unit_test(shares_in_four_are_differences),
        cmocka_unit_test(subsets_of_two_are_the_best),
        cmocka_unit_test(subsets_of_three_lose_the_least),
        cmocka_unit_test(scale_is_free),
        cmocka_unit_test(order_changes_nothing),
        cmocka_unit_test(edges),
        cmocka_unit_test(bits_are_those_of_any_machine),
    };

    return cmocka_run_group_tests_name("hypervolume", tests, NULL, NULL);
}
