/* runtime_model.c - see runtime_model.h. Published tables hold milliseconds rounded half to
 * even, and are fitted from rounded parts: the rounding is part of the definition. */
#include "math/runtime_model.h"

#include <gsl/gsl_fit.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

double
runtime_prompt_seconds(const struct runtime_table *table, double prompt)
{
    size_t lo = 0, hi = table->n;

    if (table->n == 0 || isnan(prompt))
        return NAN;
    while (lo < hi) {                     /* first size >= prompt */
        size_t middle = lo + (hi - lo) / 2;

        if (table->prompt[middle] < prompt)
            lo = middle + 1;
        else
            hi = middle;
    }
    if (lo == table->n)
        lo--;
    return table->seconds[lo] * prompt / table->prompt[lo];
}

double
runtime_estimate(const struct runtime_table *table, double prompt, double output)
{
    double seconds = runtime_prompt_seconds(table, prompt);

    if (isnan(output))
        return NAN;
    if (output > 0)
        seconds += table->per_output_token * (output - 1);
    if (!isnan(table->overhead))
        seconds += table->overhead;
    return seconds;
}

/* Milliseconds, half to even in the default rounding mode. */
static double
round_ms(double seconds)
{
    return rint(1000 * seconds) / 1000;
}

static int
row_ascending(const void *left, const void *right)
{
    const struct runtime_row *a = left, *b = right;

    if (a->prompt != b->prompt)
        return a->prompt > b->prompt ? 1 : -1;
    return (a->output > b->output) - (a->output < b->output);
}

/* qsort is not stable, so the position decides among duplicates. */
struct placed_row { struct runtime_row row; size_t at; };

static int
placed_ascending(const void *left, const void *right)
{
    const struct placed_row *a = left, *b = right;
    int order = row_ascending(&a->row, &b->row);

    return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

/* Sorted rows without duplicates; the last of equal (prompt, output) stays. */
static struct runtime_row *
rows_distinct(const struct runtime_row *rows, size_t n, size_t *count)
{
    struct placed_row *placed = mem_zalloc(n, sizeof *placed);
    struct runtime_row *kept = mem_zalloc(n, sizeof *kept);

    *count = 0;
    for (size_t i = 0; i < n; i++)
        placed[i] = (struct placed_row){ rows[i], i };
    qsort(placed, n, sizeof *placed, placed_ascending);
    for (size_t i = 0; i < n; i++) {
        if (*count > 0 && row_ascending(&kept[*count - 1], &placed[i].row) == 0)
            (*count)--;
        kept[(*count)++] = placed[i].row;
    }
    free(placed);
    return kept;
}

size_t
runtime_least_over_trials(struct runtime_row *rows, size_t n)
{
    size_t count = 0;

    qsort(rows, n, sizeof *rows, row_ascending);
    for (size_t i = 0; i < n; i++) {
        if (count > 0 && row_ascending(&rows[count - 1], &rows[i]) == 0)
            rows[count - 1].seconds = fmin(rows[count - 1].seconds, rows[i].seconds);
        else
            rows[count++] = rows[i];
    }
    return count;
}

/* P of one prompt size from its rows. */
static enum runtime_fit_error
fit_prompt(const struct runtime_row *rows, size_t n, enum runtime_fit_mode mode, double *seconds)
{
    double slope, intercept, unused;

    if (mode == RUNTIME_FIT_FIRST) {
        for (size_t i = 0; i < n; i++)
            if (rows[i].output == 1) {
                *seconds = round_ms(rows[i].seconds);
                return RUNTIME_FIT_OK;
            }
        return RUNTIME_FIT_NO_FIRST;
    }
    if (n < 2)
        return RUNTIME_FIT_NO_SLOPE;
    gsl_fit_linear(&rows->output, sizeof *rows / sizeof(double), &rows->seconds,
        sizeof *rows / sizeof(double), n, &intercept, &slope, &unused, &unused, &unused,
        &unused);
    *seconds = round_ms(round_ms(slope) + round_ms(intercept));
    return RUNTIME_FIT_OK;
}

static enum runtime_fit_error
fit_prompts(struct runtime_fit *fit, const struct runtime_row *rows, enum runtime_fit_mode mode,
    double *at)
{
    struct runtime_table *table = &fit->table;

    for (size_t first = 0, last; first < fit->rows; first = last) {
        enum runtime_fit_error error;

        for (last = first; last < fit->rows && rows[last].prompt == rows[first].prompt; last++)
            ;
        *at = table->prompt[table->n] = rows[first].prompt;
        error = fit_prompt(rows + first, last - first, mode, &table->seconds[table->n]);
        if (error != RUNTIME_FIT_OK)
            return error;
        if (mode == RUNTIME_FIT_INTERCEPT)      /* (9) */
            table->seconds[table->n] = fmax(table->seconds[table->n], table->seconds[0]);
        table->n++;
    }
    return RUNTIME_FIT_OK;
}

/* The entry of a row's own prompt size. */
static double
own_prompt_seconds(const struct runtime_table *table, double prompt)
{
    for (size_t k = 0; k < table->n; k++)
        if (table->prompt[k] == prompt)
            return table->seconds[k];
    return NAN;
}

/* (10) and (12). */
static enum runtime_fit_error
fit_outputs(struct runtime_fit *fit, const struct runtime_row *rows)
{
    double *x = mem_zalloc(fit->rows, sizeof *x), *y = mem_zalloc(fit->rows, sizeof *y);
    double c00, c01, c11, residual_ss, mean = 0, total_ss = 0;
    bool spread = false;

    for (size_t i = 0; i < fit->rows; i++) {
        x[i] = rows[i].output - 1;
        y[i] = rows[i].seconds - own_prompt_seconds(&fit->table, rows[i].prompt);
        mean += y[i] / (double)fit->rows;
        spread = spread || x[i] != x[0];
    }
    if (spread) {
        gsl_fit_linear(x, 1, y, 1, fit->rows, &fit->intercept, &fit->slope, &c00, &c01, &c11,
            &residual_ss);
        for (size_t i = 0; i < fit->rows; i++)
            total_ss += (y[i] - mean) * (y[i] - mean);
        fit->r2 = total_ss > 0 ? 1 - residual_ss / total_ss : NAN;
        fit->table.per_output_token = round_ms(fit->slope);
        fit->mse = fit->max_se = 0;
        for (size_t i = 0; i < fit->rows; i++) {
            double residual = y[i] - x[i] * fit->table.per_output_token;

            fit->mse += residual * residual / (double)fit->rows;
            fit->max_se = fmax(fit->max_se, residual * residual);
        }
    }
    free(x);
    free(y);
    return spread ? RUNTIME_FIT_OK : RUNTIME_FIT_NO_SLOPE;
}

/* (11). */
static void
split_overhead(struct runtime_table *table)
{
    table->overhead = round_ms(table->seconds[0] - table->per_output_token);
    for (size_t k = 0; k < table->n; k++)
        table->seconds[k] = round_ms(table->seconds[k] - table->overhead);
}

enum runtime_fit_error
runtime_fit(const struct runtime_row *rows, size_t n, enum runtime_fit_mode mode, bool denoise,
    struct runtime_fit *fit, double *at)
{
    enum runtime_fit_error error = RUNTIME_FIT_EMPTY;
    struct runtime_row *distinct;

    memset(fit, 0, sizeof *fit);
    *at = NAN;
    if (n == 0)
        return error;
    distinct = rows_distinct(rows, n, &fit->rows);
    fit->table.prompt = mem_zalloc(fit->rows, sizeof(double));
    fit->table.seconds = mem_zalloc(fit->rows, sizeof(double));
    fit->table.overhead = NAN;
    error = fit_prompts(fit, distinct, mode, at);
    if (error == RUNTIME_FIT_OK)
        error = fit_outputs(fit, distinct);
    if (error == RUNTIME_FIT_OK && denoise)
        split_overhead(&fit->table);
    if (error != RUNTIME_FIT_OK)
        runtime_fit_release(fit);
    free(distinct);
    return error;
}

void
runtime_fit_release(struct runtime_fit *fit)
{
    free(fit->table.prompt);
    free(fit->table.seconds);
    fit->table.prompt = fit->table.seconds = NULL;
    fit->table.n = 0;
}

double
runtime_cost_cents(double seconds, double usd_per_gpu_hour, double gpus)
{
    return seconds * usd_per_gpu_hour * gpus / 36;
}

double
runtime_flops(double hidden, double layers, double prompt, double output)
{
    return 24 * hidden * hidden * (prompt + output - 1) * layers;
}
