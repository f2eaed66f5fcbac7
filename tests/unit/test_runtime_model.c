/* test_runtime_model.c - estimates and fits by hand, and, where the reference files are at
 * hand (PARETOP_SHARED), every published estimate, fit and denoised table. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"
#include "math/runtime_model.h"
#include "skip.h"

enum { MOST_ROWS = 400, MOST_SIZES = 64 };

static void
assert_near(double got, double want, double bound, const char *what)
{
    if (!(fabs(got - want) <= bound * fmax(1, fabs(want))))
        fail_msg("%s: got %.17g, want %.17g", what, got, want);
}

/* davinci's entries around 256 tokens, as published: the saw-tooth drops after a size. */
static void
saw_tooth(void **state)
{
    double prompt[] = { 256, 320 }, seconds[] = { 0.109, 0.134 };
    struct runtime_table table = { 2, prompt, seconds, 0.084, NAN };

    (void)state;
    assert_near(runtime_prompt_seconds(&table, 256), 0.109, 1e-15, "at a size");
    assert_near(runtime_prompt_seconds(&table, 257), 0.134 * 257 / 320, 1e-15, "after it");
    assert_near(runtime_prompt_seconds(&table, 640), 0.268, 1e-15, "beyond the last");
    assert_near(runtime_estimate(&table, 256, 3), 0.109 + 0.168, 1e-15, "three tokens");
    assert_near(runtime_estimate(&table, 256, 0), 0.109, 1e-15, "no token");
    assert_true(runtime_estimate(&table, 0, 0) == 0);
    table.overhead = 0.5;
    assert_near(runtime_estimate(&table, 256, 1), 0.609, 1e-15, "overhead");
    table.n = 0;
    assert_true(isnan(runtime_estimate(&table, 256, 1)));
}

/* seconds = 0.1 + 0.02 (o - 1) at p = 1 and 0.3 + 0.02 (o - 1) at p = 512, exactly. */
static void
fit_by_hand(void **state)
{
    const struct runtime_row rows[] = { { 512, 1, 0.3 }, { 1, 1, 9 }, { 1, 1, 0.1 },
        { 1, 5, 0.18 }, { 512, 11, 0.5 }, { 1, 11, 0.3 } };
    struct runtime_fit fit;
    double at;

    (void)state;
    assert_int_equal(runtime_fit(rows, 6, RUNTIME_FIT_INTERCEPT, false, &fit, &at),
        RUNTIME_FIT_OK);
    assert_int_equal(fit.rows, 5);
    assert_int_equal(fit.table.n, 2);
    assert_near(fit.table.seconds[0], 0.1, 1e-12, "P[1]");
    assert_near(fit.table.seconds[1], 0.3, 1e-12, "P[512]");
    assert_near(fit.table.per_output_token, 0.02, 1e-12, "beta");
    assert_near(fit.r2, 1, 1e-12, "r2");
    runtime_fit_release(&fit);
    assert_int_equal(runtime_fit(rows, 6, RUNTIME_FIT_INTERCEPT, true, &fit, &at),
        RUNTIME_FIT_OK);
    assert_near(fit.table.overhead, 0.08, 1e-12, "overhead");
    assert_near(fit.table.seconds[0], fit.table.per_output_token, 1e-12, "P[1] is beta");
    runtime_fit_release(&fit);
    assert_int_equal(runtime_fit(rows, 1, RUNTIME_FIT_INTERCEPT, false, &fit, &at),
        RUNTIME_FIT_NO_SLOPE);
    assert_true(at == 512);
    assert_int_equal(runtime_fit(rows + 3, 3, RUNTIME_FIT_FIRST, false, &fit, &at),
        RUNTIME_FIT_NO_FIRST);
    assert_int_equal(runtime_fit(rows, 0, RUNTIME_FIT_FIRST, false, &fit, &at),
        RUNTIME_FIT_EMPTY);
}

static void
least_over_trials(void **state)
{
    struct runtime_row rows[] = { { 1, 2, 3 }, { 1, 1, 5 }, { 1, 2, 2 }, { 1, 1, 6 } };

    (void)state;
    assert_int_equal(runtime_least_over_trials(rows, 4), 2);
    assert_true(rows[0].seconds == 5 && rows[1].seconds == 2);
}

static void
cost_and_flops(void **state)
{
    (void)state;
    assert_near(runtime_cost_cents(0.084, 4.096, 8), 0.07645866666666667, 1e-12, "cents");
    assert_true(runtime_flops(12288, 96, 1, 1) == 347892350976.0);
}

/* --- the reference files --- */

struct reference { struct file_bytes bytes; struct json_span root; };

static bool
reference_open(const char *name, struct reference *out)
{
    const char *folder = getenv("PARETOP_SHARED");
    struct error err;
    char *path;
    size_t used;

    if (folder == NULL || *folder == '\0')
        return false;
    path = mem_printf("%s/%s", folder, name);
    assert_true(file_open_bytes(path, &out->bytes, &err));
    assert_true(json_scan(out->bytes.data, out->bytes.length, NULL, NULL, &out->root, &used,
        NULL, &err));
    free(path);
    return true;
}

static double
number_of(const struct json_span *object, const char *key)
{
    struct json_span value;
    double number;

    return json_member(object, key, &value) && json_number(&value, &number) ? number : NAN;
}

static char *
text_of(const struct json_span *object, const char *key)
{
    struct json_span value;

    assert_true(json_member(object, key, &value));
    return json_string_dup(&value);
}

/* --- every estimate and cost --- */

/* A published table by the letters and digits of a model's name: "openai_davinci" is
 * "openai/davinci". Without that model its n is 0. */
static struct runtime_table
published_table(const struct reference *reference, const char *model)
{
    static double prompt[MOST_SIZES], seconds[MOST_SIZES];
    struct runtime_table table = { 0, prompt, seconds, NAN, NAN };
    struct json_iter iter, sizes;
    struct json_span entry, list, value;
    struct strbuf name, size;

    strbuf_init(&name);
    strbuf_init(&size);
    json_iter_init(&iter, &reference->root);
    while (table.n == 0 && json_iter_next(&iter, &name, &entry)) {
        char *slash = strchr(name.data, '/');

        if (slash != NULL && strchr(model, '/') == NULL)
            *slash = '_';
        if (strcmp(name.data, model) != 0)
            continue;
        table.per_output_token = number_of(&entry, "runtime_per_output_token");
        table.overhead = number_of(&entry, "overhead");
        assert_true(json_member(&entry, "runtime_for_prompt_tokens", &list));
        json_iter_init(&sizes, &list);
        while (json_iter_next(&sizes, &size, &value)) {
            prompt[table.n] = strtod(size.data, NULL);
            assert_true(table.n == 0 || prompt[table.n] > prompt[table.n - 1]);
            assert_true(json_number(&value, &seconds[table.n++]));
        }
    }
    strbuf_release(&name);
    strbuf_release(&size);
    return table;
}

static FILE *
shared_file(const char *name)
{
    char *path = mem_printf("%s/oracles/%s", getenv("PARETOP_SHARED"), name);
    FILE *file = fopen(path, "r");

    free(path);
    assert_non_null(file);
    return file;
}

static void
published_estimates(void **state)
{
    static const char *const names[] = { "idealized_a100", "idealized_v100", "denoised" };
    struct reference tables[3];
    char line[256], kind[32], model[128];
    size_t count = 0, unknown = 0;
    FILE *file;

    (void)state;
    if (!reference_open("data/papers/helm/inference_idealized_runtimes.json", &tables[0]))
        SKIP_TEST("PARETOP_SHARED is not set");
    assert_true(reference_open("data/papers/helm/inference_idealized_runtimes_v100.json",
        &tables[1]));
    assert_true(reference_open("data/papers/helm/inference_denoised_runtimes.json", &tables[2]));
    file = shared_file("helm_estimate.csv");
    assert_non_null(fgets(line, sizeof line, file));
    for (; fgets(line, sizeof line, file) != NULL; count++) {
        double prompt, output, want = NAN, got;
        size_t k = 0;
        struct runtime_table table;

        assert_true(sscanf(line, "%31[^,],%127[^,],%lf,%lf,%lf", kind, model, &prompt, &output,
            &want) >= 4);
        while (k < 3 && strcmp(names[k], kind) != 0)
            k++;
        assert_true(k < 3);
        table = published_table(&tables[k], model);
        got = runtime_estimate(&table, prompt, output);
        if (isnan(want))
            assert_true(isnan(got));
        else if (!(fabs(got - want) <= 1e-12 * fabs(want)))
            fail_msg("%s: %.17g", line, got);
        unknown += isnan(want) ? 1 : 0;
    }
    fclose(file);
    assert_true(count > 1000 && unknown == 1);
    for (size_t k = 0; k < 3; k++)
        file_close_bytes(&tables[k].bytes);
}

/* layers, hidden size, GPUs of a model. */
static void
sizes_of(const char *wanted, double sizes[4])
{
    char *path = mem_printf("%s/data/papers/helm/ten_models.csv", getenv("PARETOP_SHARED"));
    FILE *file = fopen(path, "r");
    char line[256], model[128];
    bool found = false;

    assert_non_null(file);
    while (!found && fgets(line, sizeof line, file) != NULL)
        found = sscanf(line, "%127[^,],%*[^,],%*[^,],%lf,%lf,%lf,%lf", model, &sizes[0],
            &sizes[1], &sizes[2], &sizes[3]) == 5 && strcmp(model, wanted) == 0;
    assert_true(found);
    fclose(file);
    free(path);
}

static void
published_costs(void **state)
{
    static const double price[2] = { 4.096, 3.06 };
    struct reference tables[2];
    char line[512], model[128];
    size_t count = 0;
    FILE *file;

    (void)state;
    if (!reference_open("data/papers/helm/inference_idealized_runtimes.json", &tables[0]))
        SKIP_TEST("PARETOP_SHARED is not set");
    assert_true(reference_open("data/papers/helm/inference_idealized_runtimes_v100.json",
        &tables[1]));
    file = shared_file("helm_cost_flops.csv");
    assert_non_null(fgets(line, sizeof line, file));
    for (; fgets(line, sizeof line, file) != NULL; count++) {
        double at[2], want[5], sizes[4];

        assert_int_equal(sscanf(line, "%127[^,],%lf,%lf,%lf,%lf,%lf,%lf,%lf", model, &at[0],
            &at[1], &want[0], &want[1], &want[2], &want[3], &want[4]), 8);
        sizes_of(model, sizes);
        for (size_t k = 0; k < 2; k++) {
            struct runtime_table table = published_table(&tables[k], model);
            double seconds = runtime_estimate(&table, at[0], at[1]);
            double cents = runtime_cost_cents(seconds, price[k], sizes[2 + k]);

            assert_true(fabs(seconds - want[2 * k]) <= 1e-12 * want[2 * k]);
            assert_true(fabs(cents - want[2 * k + 1]) <= 1e-12 * want[2 * k + 1]);
        }
        assert_true(fabs(runtime_flops(sizes[1], sizes[0], at[0], at[1]) - want[4])
            <= 1e-12 * want[4]);
    }
    fclose(file);
    assert_true(count > 0);
    for (size_t k = 0; k < 2; k++)
        file_close_bytes(&tables[k].bytes);
}

/* Compares P of a fit with {"1": 0.041, ...}. */
static void
check_sizes(const struct runtime_table *table, const struct json_span *sizes, const char *what)
{
    struct json_iter iter;
    struct json_span value;
    struct strbuf key;
    size_t k = 0;

    strbuf_init(&key);
    json_iter_init(&iter, sizes);
    while (json_iter_next(&iter, &key, &value)) {
        double want;

        assert_true(json_number(&value, &want) && k < table->n);
        assert_true(table->prompt[k] == strtod(key.data, NULL));
        assert_near(table->seconds[k++], want, 1e-9, what);
    }
    assert_int_equal(k, table->n);
    strbuf_release(&key);
}

/* Rows of one hardware and model out of the profiling log; mt_nlg's seconds are for a third
 * of the model. */
static size_t
profiling_rows(const char *hardware, const char *model, struct runtime_row *rows)
{
    char *path = mem_printf("%s/data/papers/helm/megatron_runtimes.csv", getenv("PARETOP_SHARED"));
    FILE *file = fopen(path, "r");
    char line[256], found_hardware[16], found_model[64];
    size_t n = 0;

    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        struct runtime_row row;

        if (sscanf(line, "%15[^,],%63[^,],%lf,%lf,%lf", found_hardware, found_model, &row.prompt,
                &row.output, &row.seconds) != 5
            || strcmp(found_hardware, hardware) != 0 || strcmp(found_model, model) != 0)
            continue;
        if (strcmp(model, "mt_nlg") == 0)
            row.seconds *= 3;
        assert_true(n < MOST_ROWS);
        rows[n++] = row;
    }
    fclose(file);
    free(path);
    return n;
}

static void
published_fits(void **state)
{
    static struct runtime_row rows[MOST_ROWS];
    struct reference reference;
    struct json_span fits, one, sizes;
    struct json_iter iter;
    size_t count = 0;

    (void)state;
    if (!reference_open("oracles/helm_fit.json", &reference))
        SKIP_TEST("PARETOP_SHARED is not set");
    assert_true(json_member(&reference.root, "fits", &fits));
    json_iter_init(&iter, &fits);
    while (json_iter_next(&iter, NULL, &one)) {
        char *hardware = text_of(&one, "hardware"), *model = text_of(&one, "model");
        char *mode = text_of(&one, "mode");
        struct runtime_fit fit;
        double at;
        size_t n = profiling_rows(hardware, model, rows);

        assert_int_equal(runtime_fit(rows, n, strcmp(mode, "first") == 0 ? RUNTIME_FIT_FIRST
            : RUNTIME_FIT_INTERCEPT, false, &fit, &at), RUNTIME_FIT_OK);
        assert_near(fit.table.per_output_token, number_of(&one, "runtime_per_output_token"), 1e-9, model);
        assert_near(fit.slope, number_of(&one, "slope_unrounded"), 1e-9, model);
        assert_near(fit.intercept, number_of(&one, "intercept_unrounded"), 1e-9, model);
        assert_near(fit.r2, number_of(&one, "r2"), 1e-9, model);
        assert_near(fit.mse, number_of(&one, "mse"), 1e-9, model);
        assert_near(fit.max_se, number_of(&one, "max_se"), 1e-9, model);
        assert_true((double)fit.rows == number_of(&one, "n_points"));
        assert_true(json_member(&one, "runtime_for_prompt_tokens", &sizes));
        check_sizes(&fit.table, &sizes, model);
        runtime_fit_release(&fit);
        free(hardware);
        free(model);
        free(mode);
        count++;
    }
    assert_true(count >= 21);
    file_close_bytes(&reference.bytes);
}

static void
denoised_tables(void **state)
{
    static struct runtime_row rows[MOST_ROWS];
    struct reference reference;
    struct json_span cases, one, inputs, result, sizes, row, cell;
    struct json_iter iter, lines, cells;

    (void)state;
    if (!reference_open("oracles/helm_denoise.json", &reference))
        SKIP_TEST("PARETOP_SHARED is not set");
    assert_true(json_member(&reference.root, "cases", &cases));
    json_iter_init(&iter, &cases);
    while (json_iter_next(&iter, NULL, &one)) {
        struct runtime_fit fit;
        double at, numbers[3];
        size_t n = 0;

        assert_true(json_member(&one, "inputs", &inputs));
        json_iter_init(&lines, &inputs);
        while (json_iter_next(&lines, NULL, &row)) {
            json_iter_init(&cells, &row);
            for (size_t k = 0; k < 3; k++)
                assert_true(json_iter_next(&cells, NULL, &cell) && json_number(&cell, &numbers[k]));
            rows[n++] = (struct runtime_row){ numbers[0], numbers[1], numbers[2] };
        }
        assert_true(json_member(&one, "estimate_runtime_for_prompt_tokens", &cell));
        assert_int_equal(runtime_fit(rows, n, cell.kind == JSON_TRUE ? RUNTIME_FIT_INTERCEPT
            : RUNTIME_FIT_FIRST, true, &fit, &at), RUNTIME_FIT_OK);
        assert_true(json_member(&one, "result", &result));
        assert_near(fit.table.per_output_token, number_of(&result, "runtime_per_output_token"), 1e-9, "beta");
        assert_near(fit.table.overhead, number_of(&result, "overhead"), 1e-9, "overhead");
        assert_true(json_member(&result, "runtime_for_prompt_tokens", &sizes));
        check_sizes(&fit.table, &sizes, "P");
        runtime_fit_release(&fit);
    }
    file_close_bytes(&reference.bytes);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(saw_tooth), cmocka_unit_test(fit_by_hand),
        cmocka_unit_test(least_over_trials), cmocka_unit_test(cost_and_flops),
        cmocka_unit_test(published_estimates), cmocka_unit_test(published_costs),
        cmocka_unit_test(published_fits), cmocka_unit_test(denoised_tables),
    };

    return cmocka_run_group_tests_name("runtime_model", tests, NULL, NULL);
}
