/* test_indicators.c - set indicators against values computed by other programs. */
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

#include "math/indicators.h"

enum { MAX_POINTS = 64, MAX_D = 9 };

struct expected {
    char name[64];
    size_t d, n, m;
    double a[MAX_POINTS * MAX_D], z[MAX_POINTS * MAX_D], ideal[MAX_D];
    double sense[MAX_D];
    unsigned divisions;
};

static size_t checks;

static size_t
read_numbers(const char *text, double *out, size_t room)
{
    size_t n = 0;

    for (char *end; n < room; text = end) {
        double value = strtod(text, &end);

        if (end == text)
            break;
        out[n++] = value;
    }
    return n;
}

static double
ratio_from_oriented(const struct expected *e)
{
    double a[MAX_POINTS * MAX_D], z[MAX_POINTS * MAX_D];
    int sense[MAX_D];

    for (size_t k = 0; k < e->d; k++)
        sense[k] = e->sense[k] > 0 ? 1 : -1;
    for (size_t i = 0; i < e->n * e->d; i++)
        a[i] = e->a[i] * e->sense[i % e->d];
    for (size_t i = 0; i < e->m * e->d; i++)
        z[i] = e->z[i] * e->sense[i % e->d];
    return indicator_epsilon_ratio((struct point_set){ a, e->n, e->d },
        (struct point_set){ z, e->m, e->d }, sense);
}

static bool
compute(const struct expected *e, const char *name, double *value)
{
    struct point_set a = { e->a, e->n, e->d }, z = { e->z, e->m, e->d };
    const struct { const char *name; double (*of)(struct point_set, struct point_set); } two[] = {
        { "igd", indicator_igd }, { "igd_plus", indicator_igd_plus },
        { "gd", indicator_gd }, { "gd_plus", indicator_gd_plus },
        { "hausdorff", indicator_hausdorff }, { "epsilon", indicator_epsilon },
    };

    for (size_t i = 0; i < sizeof two / sizeof *two; i++)
        if (strcmp(name, two[i].name) == 0) {
            *value = two[i].of(a, z);
            return true;
        }
    if (strcmp(name, "epsilon_ratio") == 0)
        *value = ratio_from_oriented(e);
    else if (strcmp(name, "weights") == 0)
        *value = (double)lattice_count(e->d, e->divisions);
    else if (strcmp(name, "utility") == 0)
        *value = indicator_expected_utility(a, e->divisions);
    else if (strcmp(name, "utility_loss") == 0)
        *value = indicator_utility_loss(a, z, e->divisions);
    else if (strcmp(name, "sparsity") == 0)
        *value = indicator_sparsity(a);
    else if (strcmp(name, "r2") == 0)
        *value = indicator_r2(a, e->ideal, e->divisions);
    else if (strcmp(name, "r2_exact") == 0)
        *value = indicator_r2_exact(e->a, e->n);
    else
        return false;
    return true;
}

static void
assert_near(double got, double want, const char *name, const char *what)
{
    if (isinf(want) ? got != want : !(fabs(got - want) <= fmax(1e-12, 1e-9 * fabs(want))))
        fail_msg("%s %s: got %.17g, want %.17g", name, what, got, want);
    checks++;
}

static void
check_crowding(const struct expected *e, const char *numbers)
{
    double want[MAX_POINTS], got[MAX_POINTS];

    assert_int_equal(read_numbers(numbers, want, MAX_POINTS), e->n);
    indicator_crowding((struct point_set){ e->a, e->n, e->d }, 1, got);
    for (size_t i = 0; i < e->n; i++)
        assert_near(got[i], want[i], e->name, "crowding");
}

static void
read_line(struct expected *e, const char *line)
{
    char word[32];
    double value = 0;

    if (line[0] == '#' || sscanf(line, "%31s", word) != 1)
        return;
    if (strcmp(word, "case") == 0) {
        memset(e, 0, sizeof *e);
        assert_int_equal(sscanf(line, "case %63s %zu", e->name, &e->d), 2);
    } else if (strcmp(word, "a") == 0) {
        assert_true(e->n < MAX_POINTS);
        read_numbers(line + 2, e->a + e->n++ * e->d, e->d);
    } else if (strcmp(word, "z") == 0) {
        assert_true(e->m < MAX_POINTS);
        read_numbers(line + 2, e->z + e->m++ * e->d, e->d);
    } else if (strcmp(word, "sense") == 0) {
        read_numbers(line + 6, e->sense, e->d);
    } else if (strcmp(word, "ideal") == 0) {
        read_numbers(line + 6, e->ideal, e->d);
    } else if (strcmp(word, "divisions") == 0) {
        read_numbers(line + 10, &value, 1);
        e->divisions = (unsigned)value;
    } else if (strcmp(word, "crowding") == 0) {
        check_crowding(e, line + 9);
    } else {
        double want = strtod(line + strlen(word), NULL);

        if (!compute(e, word, &value))
            fail_msg("%s: unknown quantity %s", e->name, word);
        assert_near(value, want, e->name, word);
    }
}

static void
expected_values(void **state)
{
    static struct expected e;
    char path[4096], line[8192];
    FILE *file;

    (void)state;
    snprintf(path, sizeof path, "%s/tests/oracle/indicators.txt",
        getenv("top_srcdir") != NULL ? getenv("top_srcdir") : ".");
    file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL)
        read_line(&e, line);
    fclose(file);
    assert_true(checks > 150);
}

struct counted { size_t n; double worst; };

static void
count_weight(void *context, const double *weight)
{
    struct counted *counted = context;

    counted->n++;
    counted->worst = fmax(counted->worst, fabs(weight[0] + weight[1] + weight[2] - 1));
}

static void
lattice_is_whole(void **state)
{
    struct counted counted = { 0, 0 };

    (void)state;
    lattice_visit(3, 10, count_weight, &counted);
    assert_int_equal(counted.n, 66);
    assert_int_equal(lattice_count(3, 10), 66);
    assert_true(counted.worst < 1e-15);
}

static void
empty_and_single(void **state)
{
    const double one[] = { 1, 2 };
    struct point_set none = { one, 0, 2 }, single = { one, 1, 2 };
    double crowding;

    (void)state;
    assert_true(isinf(indicator_igd(none, single)));
    assert_true(isnan(indicator_igd(single, none)));
    assert_true(isnan(indicator_sparsity(single)));
    assert_true(isinf(indicator_r2_exact(one, 0)));
    indicator_crowding(single, 0, &crowding);
    assert_true(isinf(crowding));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expected_values),
        cmocka_unit_test(lattice_is_whole),
        cmocka_unit_test(empty_and_single),
    };

    return cmocka_run_group_tests_name("indicators", tests, NULL, NULL);
}
