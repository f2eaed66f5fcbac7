/* runtime_loads.c - what each model was asked: scenarios with their mean tokens, or single
 * requests, and what the source says that they took.
 *
 * (5): the mean over instances of T, not T of the mean tokens. Where a source gives means of
 * a run only (fractions of a token, or an n), T is taken at them and said to be.
 */
#include "lens/runtime_work.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"

const char *const runtime_prompt_names[] = { "prompt_tokens", "num_prompt_tokens",
    "num_input_tokens", "input_tokens", "num_tokens_in_prompt", "mean_prompt_tokens", NULL };
const char *const runtime_output_names[] = { "output_tokens", "num_output_tokens",
    "completion_tokens", "mean_output_tokens", NULL };
const char *const runtime_raw_names[] = { "observed_runtime_s", "raw_runtime_s", "request_time",
    "inference_runtime", "runtime_s", "seconds", "latency_s", NULL };
const char *const runtime_denoised_names[] = { "denoised_runtime_s",
    "inference_denoised_runtime", "denoised_runtime", "denoised_at_mean_s", NULL };
const char *const runtime_idealized_names[] = { "idealized_runtime_s",
    "inference_idealized_runtime", "idealized_runtime", "csv_idealized_runtime_s", NULL };

struct runtime_field
runtime_field(const struct frame *frame, const char *const *names)
{
    struct runtime_field field = { .n = 0 };

    for (size_t i = 0; names[i] != NULL; i++) {
        int column = frame_column(frame, names[i]);

        if (column >= 0 && frame->columns[column].type == COLUMN_NUMBER
            && field.n < RUNTIME_NAMES)
            field.column[field.n++] = &frame->columns[column];
    }
    return field;
}

double
runtime_value(const struct runtime_field *field, size_t row)
{
    for (size_t i = 0; i < field->n; i++)
        if (!isnan(field->column[i]->value[row]))
            return field->column[i]->value[row];
    return (double)NAN;
}

static struct load *
load_of(struct runtime_work *work, const struct runtime_identity *who, const char *task)
{
    struct load fresh = { .who = *who, .task = arena_strdup(work->arena, task),
        .least = (double)NAN, .most = (double)NAN };

    for (size_t i = work->n_loads; i-- > 0;)
        if (runtime_identical(work, &work->loads[i].who, who, !work->any_hardware)
            && (task == NULL ? work->loads[i].task == NULL : work->loads[i].task != NULL
                && strcmp(work->loads[i].task, task) == 0))
            return &work->loads[i];
    fresh.model = runtime_identity_name(work, who, !work->any_hardware);
    ARRAY_PUSH(work->loads, work->n_loads, work->load_room, fresh);
    return &work->loads[work->n_loads - 1];
}

enum { RAW, DENOISED, IDEALIZED, SCORE, N_FIGURES };      /* places in figure and with */

struct measured {
    struct runtime_field prompt, output, figure[N_FIGURES], n, batch_seconds;
    const struct column *task, *batch; /* or NULL */
};

/* (6): what a request takes of an offline run in batches, which does not wait. NaN: none. */
static double
share_of_batch(const struct measured *from, size_t row)
{
    double seconds = runtime_value(&from->batch_seconds, row), size = (double)NAN;

    if (isnan(seconds) || from->batch == NULL)
        return (double)NAN;
    if (from->batch->type == COLUMN_NUMBER)
        size = from->batch->value[row];
    else if (from->batch->text[row] != NULL)
        number_parse_plain(from->batch->text[row], &size);
    return size > 0 ? seconds / size : (double)NAN;
}

static double
figure_of(const struct measured *from, size_t which, size_t row)
{
    double value = runtime_value(&from->figure[which], row);

    return which == DENOISED && isnan(value) ? share_of_batch(from, row) : value;
}

static void
add_mean(double *mean, size_t *with, double value)
{
    if (isnan(value))
        return;
    *mean += (value - *mean) / (double)++*with;
}

static void
add_row(struct runtime_work *work, struct load *load, const struct measured *from, size_t row)
{
    double prompt = runtime_value(&from->prompt, row);
    double output = runtime_value(&from->output, row), n = runtime_value(&from->n, row);
    double *means[4] = { &load->raw, &load->denoised, &load->idealized, &load->score };
    const struct machine *machine[N_ESTIMATES] = {
        runtime_machine(work, &load->who, MACHINE_IDEALIZED, work->hardware),
        runtime_machine(work, &load->who, MACHINE_DENOISED, NULL), work->has_second ?
        runtime_machine(work, &load->who, MACHINE_IDEALIZED, work->second) : NULL };

    load->rows++;
    load->at_means |= n > 1 || prompt != floor(prompt) || output != floor(output);
    load->instances += n > 1 ? n : 1;
    load->prompt += (prompt - load->prompt) / (double)load->rows;
    load->output += (output - load->output) / (double)load->rows;
    load->least = fmin(load->least, prompt);
    load->most = fmax(load->most, prompt);
    for (size_t k = 0; k < N_ESTIMATES; k++)
        load->estimate[k] += machine[k] != NULL ?
            runtime_estimate(&machine[k]->table, prompt, output) : (double)NAN;
    for (size_t k = 0; k < 4; k++)
        add_mean(means[k], &load->with[k], figure_of(from, k, row));
}

/* Rows that a table was fitted from are no load of their own. */
static bool
is_profiled(const struct runtime_work *work, const struct runtime_identity *who)
{
    for (size_t i = 0; i < work->n_machines; i++)
        if (work->machines[i].is_fitted && work->machines[i].table.n > 0
            && runtime_feeds(work, &work->machines[i].who, who, false))
            return true;
    return false;
}

static bool
is_wanted(const struct runtime_work *work, const char *task)
{
    const char *wanted = setting_text(work->settings, "task");

    return wanted[0] == '\0' || (task != NULL && strstr(task, wanted) != NULL);
}

static void
take_rows(struct runtime_work *work, const struct frame *rows, const struct measured *from,
    bool are_requests)
{
    for (size_t r = 0; r < rows->rows; r++) {
        const struct runtime_identity who = runtime_identity(work, rows, r);
        const char *task = from->task != NULL && from->task->type == COLUMN_TEXT
            ? from->task->text[r] : NULL;

        if (who.model == NULL || isnan(runtime_value(&from->prompt, r))
            || isnan(runtime_value(&from->output, r)) || !is_wanted(work, task)
            || (!are_requests && is_profiled(work, &who)))
            continue;
        add_row(work, load_of(work, &who, task), from, r);
    }
}

/* The metric of the capability objective, "accuracy" of "mmlu/accuracy", or a usual one. */
static struct runtime_field
score_field(const struct runtime_work *work, const struct frame *rows)
{
    const char *names[] = { NULL, "exact_match", "accuracy", NULL };
    const char *metric;

    if (work->score == NULL)
        return (struct runtime_field){ .n = 0 };
    metric = frame_metric(work->score->name);
    names[0] = metric != NULL ? metric : work->score->name;
    return runtime_field(rows, names);
}

static void
finish(struct load *load)
{
    double *means[4] = { &load->raw, &load->denoised, &load->idealized, &load->score };

    for (size_t k = 0; k < 4; k++)
        if (load->with[k] == 0)
            *means[k] = (double)NAN;
    for (size_t k = 0; k < N_ESTIMATES; k++)
        load->estimate[k] /= (double)load->rows;
}

/* "mmlu" of "mmlu/accuracy", where requests of it are known: a score of one scenario is held
 * against its own runtimes, not against the mean over others. */
static void
find_scenario(struct runtime_work *work)
{
    const char *name = work->score != NULL ? work->score->name : "", *metric = frame_metric(name);
    size_t length = metric != NULL ? (size_t)(metric - 1 - name) : 0;

    for (size_t i = 0; i < work->n_loads && length > 0 && work->scenario == NULL; i++) {
        const char *task = work->loads[i].task;

        if (task != NULL && strncmp(task, name, length) == 0 && task[length] == '\0' &&
            !setting_given(work->settings, "task"))
            work->scenario = task;
    }
}

void
runtime_loads(struct runtime_work *work)
{
    const struct lens_bundle *bundle = work->bundle;
    const struct frame *rows, *requests;
    int column;

    if (bundle->other == NULL)
        return;
    rows = bundle->other(bundle->context, SHAPE_ROWS);
    if (rows != NULL) {
        static const char *const count[] = { "n", NULL };
        static const char *const batch_seconds[] = { "batch_request_time", NULL };
        struct measured from = { runtime_field(rows, runtime_prompt_names),
            runtime_field(rows, runtime_output_names),
            { runtime_field(rows, runtime_raw_names),
                runtime_field(rows, runtime_denoised_names),
                runtime_field(rows, runtime_idealized_names), score_field(work, rows) },
            runtime_field(rows, count), runtime_field(rows, batch_seconds), NULL, NULL };

        column = parts_find(rows, "task");
        from.task = column >= 0 ? &rows->columns[column] : NULL;
        column = parts_find(rows, "batch");
        from.batch = column >= 0 ? &rows->columns[column] : NULL;
        take_rows(work, rows, &from, false);
    }
    requests = bundle->other(bundle->context, SHAPE_REQUESTS);
    if (requests != NULL) {
        static const char *const prompt[] = { "prompt_tokens", NULL };
        static const char *const output[] = { "output_tokens", NULL };
        static const char *const seconds[] = { "seconds", NULL };
        struct measured from = { .prompt = runtime_field(requests, prompt),
            .output = runtime_field(requests, output),
            .figure = { runtime_field(requests, seconds) } };

        take_rows(work, requests, &from, true);
    }
    for (size_t i = 0; i < work->n_loads; i++)
        finish(&work->loads[i]);
    find_scenario(work);
}
