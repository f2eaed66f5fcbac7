/* runtime_model.h - how long a text-generation request takes: estimate, fit, denoise, cost.
 *
 * The model of "Cheaply Evaluating Inference Efficiency Metrics for Autoregressive
 * Transformer APIs" (arXiv 2305.02440): a prompt of p tokens costs F(p), a saw-tooth over
 * measured prompt sizes, and every output token after the first costs beta. Equation
 * numbers are those of the runtime lens. Seconds and tokens throughout.
 */
#ifndef PARETOP_MATH_RUNTIME_MODEL_H
#define PARETOP_MATH_RUNTIME_MODEL_H

#include <stdbool.h>
#include <stddef.h>

struct runtime_table {
    size_t n;
    double *prompt;            /* sizes, ascending */
    double *seconds;           /* for each size, one output token included */
    double per_output_token;   /* beta */
    double overhead;           /* NaN: the table has none */
};

/* (2) F(p): the entry of the smallest size k >= p, scaled by p/k; beyond the last size the
 * last entry is scaled. The saw-tooth is meant: nothing is interpolated. Empty table: NaN. */
double runtime_prompt_seconds(const struct runtime_table *table, double prompt);

/* (3) T(p, o); o = 0 costs the prompt only. NaN for NaN inputs or an empty table. */
double runtime_estimate(const struct runtime_table *table, double prompt, double output);

struct runtime_row { double prompt, output, seconds; };

enum runtime_fit_mode { RUNTIME_FIT_INTERCEPT /* behind every published table */,
    RUNTIME_FIT_FIRST /* P from the rows with one output token */ };

struct runtime_fit {
    struct runtime_table table;      /* owned: runtime_fit_release */
    size_t rows;                     /* after later duplicates replaced earlier ones */
    double slope, intercept, r2;     /* of (10), unrounded */
    double mse, max_se;              /* (12) residuals of the rounded table */
};

enum runtime_fit_error { RUNTIME_FIT_OK, RUNTIME_FIT_EMPTY, RUNTIME_FIT_NO_SLOPE
    /* a prompt size with a single output size */, RUNTIME_FIT_NO_FIRST };

/* (8) to (12); (9), no entry below the first, only with intercepts, as published tables of
 * the other mode show. With denoise, (11): an overhead is split off; P may become negative on sparse
 * data and is kept. On failure *at is the prompt size that cannot be fitted. */
enum runtime_fit_error runtime_fit(const struct runtime_row *rows, size_t n,
    enum runtime_fit_mode mode, bool denoise, struct runtime_fit *fit, double *at);
void runtime_fit_release(struct runtime_fit *fit);

/* (13) the least seconds over trials of each (prompt, output); rows is sorted and cut in
 * place, returns how many remain. */
size_t runtime_least_over_trials(struct runtime_row *rows, size_t n);

/* (15) in US cents, and (17). */
double runtime_cost_cents(double seconds, double usd_per_gpu_hour, double gpus);
double runtime_flops(double hidden, double layers, double prompt, double output);

#endif
