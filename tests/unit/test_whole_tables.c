/* test_whole_tables.c - frontiers of real tables, where PARETOP_SHARED has them: membership,
 * layers, counts and volumes as other programs have them, gaps and dominators by definition,
 * and points that come and go.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "math/dominance.h"
#include "math/frontier_stream.h"
#include "math/hypervolume.h"
#include "math/rules.h"
#include "unit/oracle_helper.h"
#include "unit/skip.h"

enum { MOST = 4000 };

/* Splits a CSV line in place; quotes only around whole fields. */
static size_t
split_line(char *line, char **field, size_t most)
{
    size_t n = 0;

    for (char *at = line; n < most;) {
        bool quoted = *at == '"';
        char *to = at += quoted, *from = at;

        field[n++] = at;
        for (; *from != '\0' && (quoted || (*from != ',' && *from != '\n')); from++) {
            if (quoted && *from == '"' && *++from != '"') {
                quoted = false;
                from--;
                continue;
            }
            *to++ = *from;
        }
        at = *from == ',' ? from + 1 : NULL;
        *to = '\0';
        if (at == NULL)
            break;
    }
    return n;
}

static size_t
field_named(char *const *header, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(header[i], name) == 0)
            return i;
    fail_msg("no column %s", name);
    return 0;
}

enum { MOST_FIELDS = 64, LINE_SIZE = 16384, MOST_OBJECTIVES = 9 };

struct table {
    size_t n, d;
    double point[MOST * MOST_OBJECTIVES];
    uint8_t on[MOST];
    uint32_t layer[MOST], above[MOST];
};

static void
read_table(FILE *file, const cJSON *objectives, struct table *table)
{
    static char line[LINE_SIZE], head[LINE_SIZE];
    char *header[MOST_FIELDS], *field[MOST_FIELDS];
    size_t columns;

    assert_non_null(fgets(head, sizeof head, file));
    columns = split_line(head, header, MOST_FIELDS);
    table->d = (size_t)cJSON_GetArraySize(objectives);
    for (table->n = 0; fgets(line, sizeof line, file) != NULL; table->n++) {
        size_t i = table->n;

        assert_true(i < MOST);
        split_line(line, field, MOST_FIELDS);
        for (size_t k = 0; k < table->d; k++) {
            const cJSON *one = cJSON_GetArrayItem(objectives, (int)k);
            double value = strtod(field[field_named(header, columns,
                oracle_item(one, "column")->valuestring)], NULL);

            table->point[i * table->d + k] =
                strcmp(oracle_item(one, "direction")->valuestring, "min") == 0 ? -value : value;
        }
        table->on[i] = (uint8_t)atoi(field[field_named(header, columns, "on_front")]);
        table->layer[i] = (uint32_t)atoi(field[field_named(header, columns, "front_rank")]);
        table->above[i] = (uint32_t)atoi(field[field_named(header, columns, "dominated_by")]);
    }
}

static size_t volumes;

static void
check_table(const struct table *table)
{
    static uint8_t on[MOST];
    static uint32_t number[MOST];

    dominance_frontier(table->point, table->n, table->d, on);
    for (size_t i = 0; i < table->n; i++)
        assert_int_equal(on[i], table->on[i]);
    dominance_layers(table->point, table->n, table->d, number);
    for (size_t i = 0; i < table->n; i++)
        assert_int_equal(number[i], table->layer[i]);
    dominance_counts(table->point, table->n, table->d, number);
    for (size_t i = 0; i < table->n; i++)
        assert_int_equal(number[i], table->above[i]);
}

/* The area of two objectives beyond the worst value of each, in raw units. */
static void
check_volume(const struct table *table, const cJSON *meta)
{
    const cJSON *volume = oracle_item(meta, "hypervolume2d"), *value;
    double reference[2], want, got;

    if (volume == NULL || cJSON_IsNull(volume))
        return;
    assert_int_equal(table->d, 2);
    for (int k = 0; k < 2; k++) {
        const cJSON *objective = cJSON_GetArrayItem(oracle_item(meta, "objectives"), k);

        reference[k] = oracle_number(cJSON_GetArrayItem(oracle_item(volume,
            "reference_point"), k));
        if (strcmp(oracle_item(objective, "direction")->valuestring, "min") == 0)
            reference[k] = -reference[k];
    }
    value = oracle_item(volume, "value");
    want = cJSON_IsString(value) ? strtod(value->valuestring, NULL) : oracle_number(value);
    got = hypervolume(table->point, table->n, 2, reference);
    if (!(fabs(got - want) <= 1e-9 * fabs(want)))
        fail_msg("area %.17g, not %.17g", got, want);
    volumes++;
}

static double
distance(const struct table *table, size_t i, size_t j, const double *range)
{
    double sum = 0;

    for (size_t k = 0; k < table->d; k++) {
        double step = (table->point[j * table->d + k] - table->point[i * table->d + k]) / range[k];

        sum += step * step;
    }
    return sum;
}

/* Behind whom on the frontier, and who of those that dominate is nearest. */
static void
check_gaps(const struct table *table)
{
    static double gap[MOST];
    static size_t dominator[MOST];
    double range[MOST_OBJECTIVES];

    frontier_ranges(table->point, table->n, table->d, table->on, range);
    frontier_gaps(table->point, table->n, table->d, table->on, gap, dominator);
    for (size_t i = 0; i < table->n; i++) {
        double worst = -INFINITY, nearest = INFINITY;
        size_t want = table->n;

        for (size_t j = 0; j < table->n; j++) {
            double least = INFINITY;

            if (!table->on[j])
                continue;
            for (size_t k = 0; k < table->d; k++)
                least = fmin(least, (table->point[j * table->d + k] -
                    table->point[i * table->d + k]) / range[k]);
            worst = fmax(worst, least);
            if (dominates(table->point + j * table->d, table->point + i * table->d, table->d)
                && distance(table, i, j, range) < nearest) {
                nearest = distance(table, i, j, range);
                want = j;
            }
        }
        assert_true(gap[i] == worst);
        assert_int_equal(dominator[i], want);
        assert_true((table->above[i] > 0) == (want != table->n));
    }
}

static void
check_stream_is(const struct frontier_stream *stream, const struct table *table,
    const uint32_t *number, size_t from)
{
    static uint8_t on[MOST];

    dominance_frontier(table->point + from * 2, table->n - from, 2, on);
    for (size_t i = from; i < table->n; i++)
        assert_int_equal(frontier_stream_on(stream, number[i]), on[i - from]);
}

/* All rows come, and the first ones go again. */
static void
check_stream(const struct table *table)
{
    struct frontier_stream *stream;
    static uint32_t number[MOST];

    if (table->d != 2)
        return;
    stream = frontier_stream_new();
    for (size_t i = 0; i < table->n; i++)
        number[i] = frontier_stream_add(stream, table->point[2 * i], table->point[2 * i + 1]);
    check_stream_is(stream, table, number, 0);
    for (size_t i = 0; i < table->n / 2; i++)
        frontier_stream_remove(stream, number[i]);
    check_stream_is(stream, table, number, table->n / 2);
    frontier_stream_free(stream);
}

static void
test_whole_tables(void **state)
{
    static struct table table;
    const char *shared = getenv("PARETOP_SHARED");
    char path[4096], line[LINE_SIZE];
    FILE *index;

    (void)state;
    if (shared == NULL)
        SKIP_TEST("PARETOP_SHARED is not set");
    snprintf(path, sizeof path, "%s/oracles/frontier/INDEX.csv", shared);
    index = fopen(path, "r");
    assert_non_null(index);
    assert_non_null(fgets(line, sizeof line, index));
    while (fgets(line, sizeof line, index) != NULL) {
        cJSON *meta;
        FILE *file;

        line[strcspn(line, ",")] = '\0';
        snprintf(path, sizeof path, "frontier/%s.meta.json", line);
        meta = oracle_shared(path);
        assert_non_null(meta);
        snprintf(path, sizeof path, "%s/oracles/frontier/%s.oracle.csv", shared, line);
        file = fopen(path, "r");
        assert_non_null(file);
        read_table(file, oracle_item(meta, "objectives"), &table);
        fclose(file);
        check_table(&table);
        check_volume(&table, meta);
        check_gaps(&table);
        check_stream(&table);
        cJSON_Delete(meta);
    }
    fclose(index);
    assert_true(volumes > 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_whole_tables) };

    return cmocka_run_group_tests_name("whole_tables", tests, NULL, NULL);
}
