/* variance_metrics.c - several metrics of one task side by side: which tells models apart
 * better, a discrete one (accuracy) or a continuous one (a probability, a loss)?: variance,
 * (16).
 */
#include "lens/variance_work.h"

#include <math.h>
#include <string.h>

#include "lens/lens_parts.h"

/* "gsm8k" of "gsm8k/accuracy"; 0 without a task. */
static size_t
task_length(const char *name)
{
    const char *metric = frame_metric(name);

    return metric != NULL ? (size_t)(metric - 1 - name) : 0;
}

static bool
same_task(const struct variance_work *work, const struct task *a, const struct task *b)
{
    const char *left = variance_measure_name(work, a->measure);
    const char *right = variance_measure_name(work, b->measure);
    size_t length = task_length(left);

    return length > 0 && length == task_length(right) && strncmp(left, right, length) == 0;
}

/* +1 if a is better, -1 if b; 0 if one is not known or they are equal. */
static int
compare(double a, double b)
{
    return isnan(a) || isnan(b) || a == b ? 0 : a > b ? 1 : -1;
}

/* The metric that is better in every figure that both have; NULL if none is. Mean over deviation
 * is shown but does not judge: it grows with the distance from 0, not from another model. */
static const char *
better(const struct variance_work *work, const struct task *a, const struct task *b)
{
    int signs[] = { compare(a->snr, b->snr), compare(a->tau, b->tau),
        compare(variance_gap_in_deviations(a), variance_gap_in_deviations(b)) };
    bool left = false, right = false;

    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        left |= signs[i] > 0;
        right |= signs[i] < 0;
    }
    if (left == right)
        return NULL;
    return variance_measure_name(work, (left ? a : b)->measure);
}

struct pair { const struct task *a, *b; };

static size_t
find_pairs(const struct variance_work *work, struct pair *pairs, size_t room)
{
    size_t n = 0;

    for (size_t i = 0; i < work->n_tasks; i++)
        for (size_t j = i + 1; j < work->n_tasks && n < room; j++)
            if (same_task(work, &work->task[i], &work->task[j]))
                pairs[n++] = (struct pair){ &work->task[i], &work->task[j] };
    return n;
}

static double
pair_number(const struct pair *pair, size_t which)
{
    const struct task *task = which % 2 == 0 ? pair->a : pair->b;

    switch (which / 2) {
    case 0: return task->snr;
    case 1: return task->tau;
    case 2: return variance_gap_in_deviations(task);
    default: return task->snr_seed;
    }
}

void
variance_metrics(const struct variance_work *work, struct result *result)
{
    enum { MOST_PAIRS = 1000 };
    static const char *const texts[] = { "a", "b", "better" };
    static const char *const numbers[] = { "snr_a", "snr_b", "tau_b_a", "tau_b_b",
        "gap_in_sd_a", "gap_in_sd_b", "snr_seed_a", "snr_seed_b" };
    struct pair *pairs = arena_zalloc(work->arena, MOST_PAIRS, sizeof *pairs);
    size_t n = find_pairs(work, pairs, MOST_PAIRS);
    struct result_table *table;

    if (n == 0)
        return;
    table = result_add_table(result, "metrics", n);
    table->title = "metrics of one task side by side";
    for (size_t k = 0; k < 3; k++) {
        struct result_column *column = parts_text(result, table, texts[k], NULL);

        column->key = k < 2;
        for (size_t i = 0; i < n; i++)
            column->text[i] = arena_strdup(work->arena, k == 2
                ? better(work, pairs[i].a, pairs[i].b)
                : variance_measure_name(work, (k == 0 ? pairs[i].a : pairs[i].b)->measure));
    }
    for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++) {
        struct result_column *column = parts_number(result, table, numbers[k], NULL, NULL);

        column->digits = 3;
        for (size_t i = 0; i < n; i++)
            column_numbers(column)[i] = pair_number(&pairs[i], k);
    }
}
