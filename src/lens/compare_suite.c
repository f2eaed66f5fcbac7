/* compare_suite.c - means over tasks: paired within each task, or by the errors of both where no
 * task is paired; tasks taken as given.
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
is_task_of(const struct column *column, const char *metric)
{
    const char *its = frame_metric(column->name);

    return its != NULL && !column->aggregate && strcmp(its, metric) == 0;
}

/* Sums over tasks. */
struct tasks {
    size_t n;
    bool paired;               /* all are; else none is */
    double diff, items;        /* on the items that both have; unpaired: observations */
    double most;               /* unpaired: of the one that has more */
    double published;          /* difference of what the files have */
    double variance, spread;   /* of squared errors, and of their squares over the degrees of
                                  freedom that each has */
    enum doubt_reason doubt;
    double squares;            /* of the differences */
    const struct comparison *last;
};

/* Whether the mean is over it: all points that have the mean have the task. */
static bool
is_in_mean(const struct compare_work *work, size_t mean, size_t task)
{
    const double *of = compare_column(work, mean)->value;
    const double *value = compare_column(work, task)->value;

    for (size_t i = 0; i < work->frame->rows; i++)
        if (!isnan(of[i]) && isnan(value[i]))
            return false;
    return true;
}

static double
published(const struct compare_work *work, const struct comparison *c, size_t measure)
{
    const double *value = compare_column(work, measure)->value;

    return value[work->row[c->a]] - value[work->row[c->b]];
}

/* Whether the task can be added to those so far: paired as they are, or not paired as they are
 * and with an error of its own. */
static bool
can_add(const struct tasks *tasks, const struct comparison *c)
{
    bool paired = c != NULL && c->method >= METHOD_PAIRED_T;

    if (c == NULL || (tasks->n > 0 && paired != tasks->paired))
        return false;
    return paired || (c->method == METHOD_UNPAIRED && c->df > 0 && c->se_unpaired >= 0);
}

/* False if one is not paired and another is, if one has no error, or if the published mean is not
 * that of these tasks. */
static bool
sum_tasks(const struct compare_work *work, const struct comparison *mean, const char *metric,
    struct tasks *tasks)
{
    *tasks = (struct tasks){ .n = 0 };
    for (size_t m = 0; m < work->n_measures; m++) {
        const struct comparison *c;
        double squared;

        if (m == mean->measure || !is_task_of(compare_column(work, m), metric) ||
            !is_in_mean(work, mean->measure, m))
            continue;
        c = compare_find(work, mean->a, mean->b, m);
        if (!can_add(tasks, c))
            return false;
        tasks->paired = c->method >= METHOD_PAIRED_T;
        squared = tasks->paired ? c->se_paired * c->se_paired : c->se_unpaired * c->se_unpaired;
        tasks->diff += c->diff;
        tasks->squares += c->diff * c->diff;
        tasks->published += published(work, c, m);
        tasks->variance += squared;
        tasks->spread += squared > 0 ? squared * squared / c->df : 0;
        tasks->items += tasks->paired ? (double)c->n_shared : c->n;
        tasks->most += tasks->paired ? 0 : c->n_most;
        if (c->doubt != DOUBT_NONE && (c->clusters > 0 || !tasks->paired))
            tasks->doubt = c->doubt;
        tasks->last = c;
        tasks->n++;
    }
    return tasks->n >= 1 && fabs(tasks->published / (double)tasks->n -
        published(work, mean, mean->measure)) <= 1e-6 * (fabs(mean->diff) + 1);
}

/* By the t of Welch and Satterthwaite, so that a few items in each task are not taken for
 * many. */
static void
put_suite(const struct compare_work *work, struct comparison *c, const struct tasks *tasks)
{
    bool normal = setting_is(work->settings, "interval", "z") || !(tasks->spread > 0);
    double all, se = sqrt(tasks->variance) / (double)tasks->n;

    c->method = tasks->paired ? METHOD_PAIRED_SUITE : METHOD_UNPAIRED;
    c->diff = tasks->diff / (double)tasks->n;
    if (tasks->paired) {
        c->se_paired = c->se_plain = se;
        c->n_shared = (size_t)tasks->items;
    } else
        c->se_unpaired = se;
    c->n = tasks->items;
    c->n_most = tasks->most;
    c->df = tasks->spread > 0 ? tasks->variance * tasks->variance / tasks->spread :
        tasks->items - (double)tasks->n;
    c->ci = normal ? interval_normal(c->diff, se, work->level) :
        interval_t(c->diff, se, c->df, work->level);
    c->narrow = normal ? interval_normal(c->diff, se, 1 - 2 * work->alpha) :
        interval_t(c->diff, se, c->df, 1 - 2 * work->alpha);
    all = compare_level_of_all(work, c->measure);
    if (!isnan(all))
        c->all = normal ? interval_normal(c->diff, se, all) :
            interval_t(c->diff, se, c->df, all);
    c->task_sd = sqrt(fmax(0, tasks->squares - (double)tasks->n * c->diff * c->diff) /
        ((double)tasks->n - 1));
    c->p = normal ? p_of_z(c->diff, se) : p_of_t(c->diff, se, c->df);
    c->method_name = arena_printf(work->arena, "%s within %zu tasks, %s",
        tasks->paired ? "paired" : "unpaired", tasks->n, normal ? "normal" : tasks->paired ? "t" :
        "Welch's t");
    c->doubt = tasks->doubt;
}

void
compare_suites(struct compare_work *work)
{
    for (size_t i = 0; i < work->n_comparisons; i++) {
        struct comparison *c = &work->comparison[i];
        const char *metric = metric_of_mean(work, compare_column(work, c->measure)->name);
        struct tasks tasks;

        if (metric == NULL || c->method >= METHOD_PAIRED_T ||
            !sum_tasks(work, c, metric, &tasks))
            continue;
        if (tasks.n > 1)
            put_suite(work, c, &tasks);
        else {                         /* the mean of one task is that task */
            size_t measure = c->measure;

            *c = *tasks.last;
            c->measure = measure;
        }
    }
}
