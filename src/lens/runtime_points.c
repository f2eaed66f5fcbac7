/* runtime_points.c - what follows for each point: its three runtimes, what they cost, and
 * which points are efficient on the axis asked for.
 *
 * Published means of a model go before what its runs say, and those before estimates, since
 * T at mean tokens is only an approximation. A what-if replaces the load, so that only the
 * runtimes that a table can estimate remain.
 */
#include "lens/runtime_work.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "math/rules.h"

enum { DEFAULT_PROMPT = 512, DEFAULT_OUTPUT = 16 };

/* --- figures of a point that are columns of the frame --- */

static double
frame_value(const struct runtime_work *work, size_t row, const char *const *names)
{
    struct runtime_field field = runtime_field(work->frame, names);

    return runtime_value(&field, row);
}

/* "mmlu/observed_runtime_s" of the scenario asked for, else the bare name. */
static double
published(const struct runtime_work *work, size_t row, const char *const *names)
{
    const char *task = work->scenario != NULL ? work->scenario :
        setting_text(work->settings, "task");

    if (task[0] == '\0')
        return frame_value(work, row, names);
    for (size_t i = 0; names[i] != NULL; i++) {
        char name[256];
        int column;

        snprintf(name, sizeof name, "%s/%s", task, names[i]);
        column = frame_column(work->frame, name);
        if (column >= 0 && work->frame->columns[column].type == COLUMN_NUMBER)
            return work->frame->columns[column].value[row];
    }
    return (double)NAN;
}

/* A number that was said as an attribute (--set gpus=2); NaN if it was not. */
static double
text_value(const struct frame *frame, size_t row, const char *const *names)
{
    double value = (double)NAN;

    for (size_t i = 0; names[i] != NULL && isnan(value); i++) {
        int column = frame_column(frame, names[i]);

        if (column >= 0 && frame->columns[column].type == COLUMN_TEXT &&
            frame->columns[column].text[row] != NULL &&
            !number_parse_plain(frame->columns[column].text[row], &value))
            value = (double)NAN;
    }
    return value;
}

/* GPUs that a model needs of some hardware: gpus_a100 for A100, else gpus. */
static double
gpus_of(const struct runtime_work *work, size_t row, const char *hardware, bool is_second)
{
    static const char *const plain[] = { "gpus", "num_gpus", NULL };
    static const char *const first[] = { "gpus_a100", "num_gpus_a100", NULL };
    static const char *const second[] = { "gpus_v100", "num_gpus_v100", NULL };
    const struct frame *frame = work->frame;

    for (size_t c = 0; hardware != NULL && c < frame->n_columns; c++) {
        const char *name = frame->columns[c].name, *tail = strstr(name, "gpus_");

        if (tail != NULL && frame->columns[c].type == COLUMN_NUMBER
            && runtime_same(tail + 5, hardware))
            return frame->columns[c].value[row];
    }
    if (!isnan(frame_value(work, row, plain)))
        return frame_value(work, row, plain);
    if (!isnan(text_value(frame, row, plain)))
        return text_value(frame, row, plain);
    return hardware != NULL ? (double)NAN : frame_value(work, row, is_second ? second : first);
}

/* --- runtimes --- */

/* Means over the loads of a model of what they say, and of T. */
static void
sum_loads(const struct runtime_work *work, const struct runtime_identity *who,
    struct runtime_point *point, double estimate[N_ESTIMATES])
{
    double *means[5] = { &point->prompt, &point->output, &point->raw, &point->denoised,
        &point->idealized };
    size_t with[5] = { 0 }, with_estimate[N_ESTIMATES] = { 0 };
    bool at_means = false;

    for (size_t i = 0; i < work->n_loads; i++) {
        const struct load *load = &work->loads[i];
        double values[5] = { load->prompt, load->output, load->raw, load->denoised,
            load->idealized };

        if (!runtime_feeds(work, &load->who, who, !work->any_hardware) ||
            (work->scenario != NULL && !runtime_same(load->task, work->scenario)))
            continue;
        point->instances = (isnan(point->instances) ? 0 : point->instances) + load->instances;
        at_means |= load->at_means;
        point->least = fmin(point->least, load->least);
        point->most = fmax(point->most, load->most);
        for (size_t k = 0; k < 5; k++)
            if (!isnan(values[k])) {
                double *mean = means[k];

                *mean = with[k] == 0 ? values[k]
                    : *mean + (values[k] - *mean) / (double)(with[k] + 1);
                with[k]++;
            }
        for (size_t k = 0; k < N_ESTIMATES; k++)
            if (!isnan(load->estimate[k])) {
                estimate[k] = with_estimate[k] == 0 ? load->estimate[k]
                    : estimate[k] + (load->estimate[k] - estimate[k]) /
                    (double)(with_estimate[k] + 1);
                with_estimate[k]++;
            }
    }
    if (!isnan(estimate[MACHINE_IDEALIZED]) || !isnan(estimate[MACHINE_DENOISED]))
        point->basis = at_means ? BASIS_MEANS : BASIS_INSTANCES;
}

static double
first_known(double a, double b, double c)
{
    return !isnan(a) ? a : !isnan(b) ? b : c;
}

static void
measured_runtimes(const struct runtime_work *work, size_t row, struct runtime_point *point)
{
    const struct runtime_identity who = runtime_identity(work, work->frame, row);
    double estimate[N_ESTIMATES] = { (double)NAN, (double)NAN, (double)NAN };
    double idealized = published(work, row, runtime_idealized_names);

    sum_loads(work, &who, point, estimate);
    if (!isnan(idealized) || !isnan(point->idealized))
        point->basis = BASIS_PUBLISHED;
    point->is_read[MACHINE_IDEALIZED] = isnan(idealized) && isnan(point->idealized);
    point->idealized = first_known(idealized, point->idealized, estimate[MACHINE_IDEALIZED]);
    point->is_read[MACHINE_DENOISED] = isnan(point->denoised) &&
        isnan(published(work, row, runtime_denoised_names));
    point->is_read[ON_SECOND] = true;
    point->denoised = first_known(published(work, row, runtime_denoised_names),
        point->denoised, estimate[MACHINE_DENOISED]);
    /* The seconds of rows that a table was fitted from are those of one of its sizes. */
    if (point->reference == NULL || !point->reference->is_fitted)
        point->raw = first_known(published(work, row, runtime_raw_names), point->raw,
            (double)NAN);
    point->other = estimate[ON_SECOND];
}

static double
estimate(const struct machine *machine, double prompt, double output)
{
    return machine != NULL ? runtime_estimate(&machine->table, prompt, output) : (double)NAN;
}

static void
what_if_runtimes(const struct runtime_work *work, struct runtime_point *point)
{
    point->prompt = work->prompt;
    point->output = work->output;
    point->least = point->most = work->prompt;
    for (size_t k = 0; k < N_ESTIMATES; k++)
        point->is_read[k] = true;
    point->basis = BASIS_WHAT_IF;
    point->idealized = estimate(point->reference, work->prompt, work->output);
    point->denoised = estimate(point->api, work->prompt, work->output);
    point->other = estimate(point->second, work->prompt, work->output);
}

/* --- what they cost --- */

/* A price per token: a number, or the name of a measure in USD per token. */
static double
price_of(const struct runtime_work *work, const char *option, size_t row)
{
    const char *text = setting_text(work->settings, option);
    double price;
    int column;

    if (text[0] == '\0')
        return (double)NAN;
    if (number_parse_plain(text, &price))
        return price;
    column = frame_find(work->frame, text, true, NULL);
    return column >= 0 ? work->frame->columns[column].value[row] : (double)NAN;
}

/* (15) to (18). A what-if has no raw runtime, hence no contention. */
static void
costs(const struct runtime_work *work, size_t row, struct runtime_point *point)
{
    double local;

    point->cost = runtime_cost_cents(point->idealized,
        setting_real(work->settings, "gpu_price"), point->gpus);
    point->cost_second = runtime_cost_cents(point->other,
        setting_real(work->settings, "second_price"), point->gpus_second);
    point->flops = runtime_flops(point->hidden, point->layers, point->prompt, point->output);
    if (point->denoised > 0) {
        point->factor = point->idealized / point->denoised;
        point->contention = point->raw / point->denoised;
    }
    point->api_cost = 1000 * (point->prompt * price_of(work, "price_in", row) +
        point->output * price_of(work, "price_out", row));
    local = 10 * point->cost;          /* cents a request are 10 dollars a thousand */
    point->savings = point->api_cost - local;
    if (local > 0)
        point->savings_ratio = point->api_cost / local;
}

/* (20) of the timings behind the table. */
static void
repeats(const struct machine *machine, struct runtime_point *point)
{
    if (machine == NULL || machine->cv_n == 0)
        return;
    point->cv = machine->cv;
    point->cv_n = (double)machine->cv_n;
}

static void
describe(const struct runtime_work *work, size_t row, struct runtime_point *point)
{
    static const char *const hidden[] = { "hidden_size", NULL };
    static const char *const layers[] = { "layers", "num_layers", NULL };
    static const char *const parameters[] = { "parameters", "params", "params_billion", NULL };
    static const char *const flops[] = { "flops", NULL };
    const struct runtime_identity who = runtime_identity(work, work->frame, row);

    point->reference = runtime_machine(work, &who, MACHINE_IDEALIZED, work->hardware);
    point->api = runtime_machine(work, &who, MACHINE_DENOISED, NULL);
    point->second = work->has_second
        ? runtime_machine(work, &who, MACHINE_IDEALIZED, work->second) : NULL;
    point->hidden = frame_value(work, row, hidden);
    point->layers = frame_value(work, row, layers);
    point->parameters = frame_value(work, row, parameters);
    point->gpus = gpus_of(work, row, work->hardware, false);
    point->gpus_second = gpus_of(work, row, work->second, true);
    if (work->is_what_if)
        what_if_runtimes(work, point);
    else
        measured_runtimes(work, row, point);
    costs(work, row, point);
    if (isnan(point->flops) && !work->is_what_if)
        point->flops = frame_value(work, row, flops);
    repeats(point->reference != NULL && point->reference->cv_n > 0 ? point->reference :
        point->api, point);
    point->score = work->score != NULL ? work->score->value[row] : (double)NAN;
}

/* --- the axis --- */

static double
x_of(const struct runtime_work *work, const struct runtime_point *point)
{
    const char *x = setting_text(work->settings, "axis");

    return strcmp(x, "denoised") == 0 ? point->denoised : strcmp(x, "raw") == 0 ? point->raw
        : strcmp(x, "cost") == 0 ? point->cost : strcmp(x, "flops") == 0 ? point->flops
        : strcmp(x, "parameters") == 0 ? point->parameters
        : strcmp(x, "second") == 0 ? point->other : point->idealized;
}

static void
name_axis(struct runtime_work *work)
{
    static const struct { const char *x, *name, *unit; } axes[] = {
        { "idealized", "idealized_s", "s" }, { "denoised", "denoised_s", "s" },
        { "raw", "raw_s", "s" }, { "cost", "cost_cents", "cents" },
        { "flops", "flops", "FLOP" }, { "parameters", "parameters", NULL },
        { "second", "second_s", "s" },
    };

    work->x_direction = DIRECTION_MIN;
    for (size_t i = 0; i < sizeof axes / sizeof *axes; i++)
        if (setting_is(work->settings, "axis", axes[i].x)) {
            work->x_name = axes[i].name;
            work->x_unit = axes[i].unit;
        }
}

/* Other rules than the strict one change who is on the frontier, not the counts. */
static void
apply_rule(struct runtime_work *work)
{
    struct parts_plane *plane = &work->plane;
    size_t m = 0, *place = arena_zalloc(work->arena, plane->n + 1, sizeof *place);
    double *cost = arena_zalloc(work->arena, plane->n + 1, sizeof *cost);
    double *score = arena_zalloc(work->arena, plane->n + 1, sizeof *score);
    const char **name = arena_zalloc(work->arena, plane->n + 1, sizeof *name);
    unsigned char *on = arena_zalloc(work->arena, plane->n + 1, sizeof *on);

    if (!setting_is(work->settings, "rule", "helm"))
        return;
    for (size_t i = 0; i < plane->n; i++)
        if (!isnan(plane->dominated_by[i])) {
            cost[m] = plane->x[i];
            score[m] = work->score_direction == DIRECTION_MIN ? -plane->y[i] : plane->y[i];
            name[m] = work->frame->label[i];
            place[m++] = i;
        }
    rule_helm(cost, score, name, m, on);
    plane->n_front = 0;
    for (size_t k = 0; k < m; k++) {
        plane->on[place[k]] = on[k];
        if (on[k] != 0)
            plane->front[plane->n_front++] = place[k];
    }
    for (size_t k = 1; k < plane->n_front; k++)         /* by x, as they were */
        for (size_t at = k; at > 0 && plane->x[plane->front[at]] <
            plane->x[plane->front[at - 1]]; at--) {
            size_t other = plane->front[at];

            plane->front[at] = plane->front[at - 1];
            plane->front[at - 1] = other;
        }
}

static void
find_frontier(struct runtime_work *work)
{
    size_t n = work->frame->rows;
    double *x = arena_zalloc(work->arena, n + 1, sizeof *x);
    double *y = arena_zalloc(work->arena, n + 1, sizeof *y);

    name_axis(work);
    for (size_t i = 0; i < n; i++) {
        x[i] = work->points[i].x = x_of(work, &work->points[i]);
        y[i] = work->points[i].score;
    }
    work->plane = (struct parts_plane){ .n = n, .x = x, .y = y,
        .x_direction = work->x_direction, .y_direction = work->score_direction };
    parts_frontier(work->result, &work->plane);
    apply_rule(work);
}

static struct runtime_point
blank_point(void)
{
    const double unknown = (double)NAN;

    return (struct runtime_point){ .instances = unknown, .prompt = unknown, .output = unknown,
        .raw = unknown, .denoised = unknown, .idealized = unknown, .other = unknown,
        .cost = unknown, .cost_second = unknown, .flops = unknown, .factor = unknown,
        .contention = unknown, .cv = unknown, .cv_n = unknown, .api_cost = unknown,
        .savings = unknown, .savings_ratio = unknown, .least = unknown, .most = unknown };
}

static bool
knows_nothing(const struct runtime_work *work)
{
    for (size_t i = 0; i < work->frame->rows; i++) {
        const struct runtime_point *point = &work->points[i];

        if (!isnan(point->raw) || !isnan(point->denoised) || !isnan(point->idealized)
            || point->reference != NULL || point->api != NULL)
            return false;
    }
    return work->n_machines == 0;
}

/* Where nobody says what was asked, the tables answer for the usual sizes. */
static bool
has_tables_only(const struct runtime_work *work)
{
    bool has_table = false;

    for (size_t i = 0; i < work->n_machines; i++)
        has_table |= work->machines[i].table.n > 0;
    for (size_t row = 0; row < work->frame->rows && has_table; row++)
        if (!isnan(published(work, row, runtime_idealized_names))
            || !isnan(published(work, row, runtime_denoised_names)))
            return false;
    return has_table && work->n_loads == 0;
}

bool
runtime_points(struct runtime_work *work, struct error *err)
{
    double prompt = setting_real(work->settings, "prompt_tokens");
    double output = setting_real(work->settings, "output_tokens");

    work->is_what_if = !isnan(prompt) || !isnan(output) || has_tables_only(work);
    work->prompt = isnan(prompt) ? DEFAULT_PROMPT : prompt;
    work->output = isnan(output) ? DEFAULT_OUTPUT : output;
    work->points = arena_zalloc(work->arena, work->frame->rows + 1, sizeof *work->points);
    for (size_t row = 0; row < work->frame->rows; row++) {
        work->points[row] = blank_point();
        describe(work, row, &work->points[row]);
    }
    find_frontier(work);
    if (!knows_nothing(work))
        return true;
    if (work->is_what_if) {
        error_set(err, ERROR_REQUEST, "no runtime table is here that could answer a what-if");
        return error_hint(err, "a table holds a model's seconds by prompt size; without "
            "prompt_tokens and output_tokens the runtimes are those that were measured");
    }
    error_set(err, ERROR_REQUEST, "nothing here says how long a request takes");
    return error_hint(err, "it takes a runtime table by prompt size, rows with prompt tokens, "
        "output tokens and seconds, or measures such as idealized_runtime_s and "
        "denoised_runtime_s");
}
