/* compare_suite.c - means over tasks: paired within each task, tasks taken as given.
 *
 * compare, (26): the error of the mean difference is that of the tasks' differences,
 * sqrt(sum se^2)/T. Between-task spread is not sampling error and does not enter.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <string.h>

/* "accuracy" of "mean(accuracy)"; NULL if the name is not of that shape. */
static const char *
metric_of_mean(const struct compare_work *work, const char *name)
{
    size_t length = strlen(name);

    if (strncmp(name, "mean(", 5) != 0 || name[length - 1] != ')')
        return NULL;
    return arena_printf(work->arena, "%.*s", (int)(length - 6), name + 5);
}

static bool
is_task_of(const char *name, const char *metric)
{
    const char *its = frame_metric(name);

    return its != NULL && strcmp(its, metric) == 0;
}

/* Sums of the tasks' differences and squared errors; false if one is not paired, or if their
 * mean is not the published difference. */
static bool
sum_tasks(const struct compare_work *work, const struct comparison *mean, const char *metric,
    double *variance, double *items, size_t *tasks)
{
    double diff = 0;

    *variance = *items = 0;
    *tasks = 0;
    for (size_t m = 0; m < work->n_measures; m++) {
        const struct comparison *c;

        if (m == mean->measure || !is_task_of(compare_column(work, m)->name, metric))
            continue;
        c = compare_find(work, mean->a, mean->b, m);
        if (c == NULL || c->method < METHOD_PAIRED_T)
            return false;
        diff += c->diff;
        *variance += c->se_paired * c->se_paired;
        *items += (double)c->n_shared;
        ++*tasks;
    }
    return *tasks >= 2 && fabs(diff / (double)*tasks - mean->diff) <=
        1e-6 * (fabs(mean->diff) + 1);
}

void
compare_suites(struct compare_work *work)
{
    for (size_t i = 0; i < work->n_comparisons; i++) {
        struct comparison *c = &work->comparison[i];
        const char *metric = metric_of_mean(work, compare_column(work, c->measure)->name);
        double variance, items;
        size_t tasks;

        if (metric == NULL || c->method >= METHOD_PAIRED_T ||
            !sum_tasks(work, c, metric, &variance, &items, &tasks))
            continue;
        c->method = METHOD_PAIRED_SUITE;
        c->se_paired = c->se_plain = sqrt(variance) / (double)tasks;
        c->n_shared = (size_t)items;
        c->n = items;
        c->df = items - (double)tasks;
        c->ci = interval_normal(c->diff, c->se_paired, work->level);
        c->narrow = interval_normal(c->diff, c->se_paired, 1 - 2 * work->alpha);
        c->p = p_of_z(c->diff, c->se_paired);
        c->method_name = arena_printf(work->arena, "paired within %zu tasks, normal", tasks);
    }
}
