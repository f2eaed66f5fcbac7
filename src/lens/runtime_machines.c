/* runtime_machines.c - the runtime tables there are: published ones by prompt size, and ones
 * fitted here from rows that timed one prompt and output size each.
 *
 * Published tables go before fitted ones of the same model and hardware. Rows whose task names
 * the sizes that were asked for are trials of an interface: a trial that gave another number
 * of tokens is dropped, the least of the rest is taken (13) and an overhead split off (11).
 */
#include "lens/runtime_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"

const struct machine *
runtime_machine(const struct runtime_work *work, const struct runtime_identity *who,
    enum machine_kind kind, const char *hardware)
{
    const struct machine *found = NULL;

    for (size_t i = 0; i < work->n_machines; i++) {
        const struct machine *machine = &work->machines[i];

        if (machine->kind != kind || machine->table.n == 0
            || !runtime_feeds(work, &machine->who, who, false)
            || (kind == MACHINE_IDEALIZED && !runtime_same(machine->hardware, hardware)))
            continue;
        if (found == NULL || (found->is_fitted && !machine->is_fitted))
            found = machine;
    }
    return found;
}

static struct machine *
add_machine(struct runtime_work *work, const struct runtime_identity *who, const char *hardware,
    enum machine_kind kind)
{
    struct machine machine = { .who = *who, .model = runtime_identity_name(work, who, false),
        .hardware = arena_strdup(work->arena, hardware), .kind = kind,
        .table = { .per_output_token = (double)NAN, .overhead = (double)NAN },
        .cv = (double)NAN };

    ARRAY_PUSH(work->machines, work->n_machines, work->machine_room, machine);
    return &work->machines[work->n_machines - 1];
}

/* A size that is not above 0 scales to nothing: it is counted and left out. */
static void
add_size(struct runtime_work *work, struct machine *machine, double prompt, double seconds)
{
    struct runtime_table *table = &machine->table;
    size_t n = table->n;

    if (!(prompt > 0) || !isfinite(prompt) || !isfinite(seconds)) {
        work->n_odd_sizes++;
        return;
    }

    /* Doubling blocks in the arena. */
    if ((n & (n - 1)) == 0) {
        double *wider[2];

        for (size_t i = 0; i < 2; i++) {
            wider[i] = arena_zalloc(work->arena, n == 0 ? 1 : 2 * n, sizeof **wider);
            if (n > 0)
                memcpy(wider[i], i == 0 ? table->prompt : table->seconds, n * sizeof **wider);
        }
        table->prompt = wider[0];
        table->seconds = wider[1];
    }
    while (n > 0 && table->prompt[n - 1] > prompt) {
        table->prompt[n] = table->prompt[n - 1];
        table->seconds[n] = table->seconds[n - 1];
        n--;
    }
    table->prompt[n] = prompt;
    table->seconds[n] = seconds;
    table->n++;
}

/* --- published by run --- */

static const struct column *
named(const struct frame *frame, const char *name)
{
    int column = frame_column(frame, name);

    return column >= 0 ? &frame->columns[column] : NULL;
}

static void
take_series(struct runtime_work *work, const struct frame *series)
{
    const struct column *run = named(series, "run"), *prompt = named(series, "prompt_tokens");
    const struct column *value = named(series, "value"), *metric = named(series, "metric");
    const struct column *task = named(series, "task"), *hardware = named(series, "hardware");
    struct machine *machine = NULL;

    for (size_t r = 0; r < series->rows; r++) {
        const struct runtime_identity who = { arena_strdup(work->arena, series->label[r]), NULL };

        if (machine == NULL || run->value[r] != run->value[r - 1])
            machine = add_machine(work, &who, hardware->text[r], MACHINE_IDEALIZED);
        if (strstr(metric->text[r], "denoised") != NULL
            || (task->text[r] != NULL && strstr(task->text[r], "denoised") != NULL))
            machine->kind = MACHINE_DENOISED;
        if (isnan(value->value[r]))
            continue;
        if (!isnan(prompt->value[r]))
            add_size(work, machine, prompt->value[r], value->value[r]);
        else if (strcmp(metric->text[r], "overhead") == 0)
            machine->table.overhead = value->value[r];
        else if (isfinite(value->value[r]))
            machine->table.per_output_token = value->value[r];
    }
}

/* --- by row --- */

static const char *
hardware_of(const struct frame *rows, size_t row)
{
    static const char *const names[] = { "hardware", "gpu", "accelerator", NULL };

    for (size_t i = 0; names[i] != NULL; i++) {
        const struct column *column = named(rows, names[i]);

        if (column != NULL && column->type == COLUMN_TEXT && column->text[row] != NULL)
            return column->text[row];
    }
    return NULL;
}

static struct machine *
machine_of_row(struct runtime_work *work, const struct frame *rows, size_t row,
    enum machine_kind kind, size_t from)
{
    const struct runtime_identity who = runtime_identity(work, rows, row);
    const char *hardware = hardware_of(rows, row);

    for (size_t i = work->n_machines; i-- > from;)
        if (work->machines[i].kind == kind
            && runtime_identical(work, &work->machines[i].who, &who, false)
            && runtime_same(work->machines[i].hardware, hardware))
            return &work->machines[i];
    return add_machine(work, &who, hardware, kind);
}

/* --- fitted here --- */

/* "num_output_tokens=64" in a task's text; NaN if it is not there. */
static double
asked_for(const char *task, const char *name)
{
    const char *at = task != NULL ? strstr(task, name) : NULL;
    char *end;
    double value;

    if (at == NULL)
        return (double)NAN;
    value = strtod(at + strlen(name), &end);
    return end > at + strlen(name) ? value : (double)NAN;
}

/* A factor for the seconds of a model: "mt_nlg=3" in the option. */
static double
factor_of(const struct runtime_work *work, const char *model)
{
    size_t n;
    char **parts = text_split(setting_text(work->settings, "scale"), ',', &n);
    double factor = 1, value;

    for (size_t i = 0; i < n; i++) {
        char *equals = strrchr(parts[i], '=');

        if (equals == NULL || !number_parse_plain(equals + 1, &value))
            continue;
        *equals = '\0';
        if (runtime_same(parts[i], model))      /* blanks do not count */
            factor = value;
    }
    text_split_free(parts, n);
    return factor;
}

struct timed { struct runtime_field prompt, output, seconds; const struct column *task; };

/* One timing out of a row; false if the row holds none. */
static bool
timing_of(const struct timed *timed, size_t r, struct runtime_row *row, bool *is_trial)
{
    const char *task = timed->task != NULL && timed->task->type == COLUMN_TEXT
        ? timed->task->text[r] : NULL;
    double prompt = asked_for(task, "num_input_tokens=");
    double output = asked_for(task, "num_output_tokens=");

    *row = (struct runtime_row){ runtime_value(&timed->prompt, r),
        runtime_value(&timed->output, r), runtime_value(&timed->seconds, r) };
    if (isnan(row->prompt) || isnan(row->output) || !isfinite(row->seconds) || row->output < 1)
        return false;
    *is_trial = !isnan(prompt) && !isnan(output);
    if (*is_trial && output != row->output)
        return false;
    if (*is_trial)
        row->prompt = prompt;
    return row->prompt >= 1 && row->prompt == floor(row->prompt) &&
        row->output == floor(row->output);
}

static void
add_timing(struct machine *machine, const struct runtime_row *row, size_t *capacity)
{
    ARRAY_PUSH(machine->rows, machine->n_rows, *capacity, *row);
}

static int
by_sizes(const void *left, const void *right)
{
    const struct runtime_row *a = left, *b = right;

    if (a->prompt != b->prompt)
        return a->prompt < b->prompt ? -1 : 1;
    return (a->output > b->output) - (a->output < b->output);
}

/* (20) of the sizes that were timed most often. */
static void
spread_of_repeats(struct machine *machine)
{
    struct runtime_row *sorted = mem_alloc((machine->n_rows + 1) * sizeof *sorted);

    memcpy(sorted, machine->rows, machine->n_rows * sizeof *sorted);
    qsort(sorted, machine->n_rows, sizeof *sorted, by_sizes);
    for (size_t at = 0, end; at < machine->n_rows; at = end) {
        double mean = 0, m2 = 0;

        for (end = at; end < machine->n_rows && by_sizes(&sorted[at], &sorted[end]) == 0; end++) {
            double delta = sorted[end].seconds - mean;

            mean += delta / (double)(end - at + 1);
            m2 += delta * (sorted[end].seconds - mean);
        }
        if (end - at > machine->cv_n && mean > 0) {
            machine->cv_n = end - at;
            machine->cv = sqrt(m2 / (double)(end - at)) / mean;
        }
    }
    free(sorted);
}

/* Whether the timings are a grid, most prompt sizes timed with several output sizes, and not
 * the requests of some use. */
static bool
is_grid(const struct machine *machine)
{
    struct runtime_row *sorted = mem_alloc((machine->n_rows + 1) * sizeof *sorted);
    size_t sizes = 0, several = 0;

    memcpy(sorted, machine->rows, machine->n_rows * sizeof *sorted);
    qsort(sorted, machine->n_rows, sizeof *sorted, by_sizes);
    for (size_t at = 0, end; at < machine->n_rows; at = end) {
        bool varies = false;

        for (end = at; end < machine->n_rows && sorted[end].prompt == sorted[at].prompt; end++)
            varies |= sorted[end].output != sorted[at].output;
        sizes++;
        several += varies;
    }
    free(sorted);
    return 2 * several > sizes;
}

/* Forgets timings that are no grid. */
static void
drop_uses(struct runtime_work *work, size_t from)
{
    size_t kept = from;

    for (size_t i = from; i < work->n_machines; i++) {
        if (is_grid(&work->machines[i]))
            work->machines[kept++] = work->machines[i];
        else
            free(work->machines[i].rows);
    }
    work->n_machines = kept;
}

static void
fit_machine(struct runtime_work *work, struct machine *machine)
{
    enum runtime_fit_mode mode = setting_is(work->settings, "fit", "first")
        ? RUNTIME_FIT_FIRST : RUNTIME_FIT_INTERCEPT;
    struct runtime_row *rows = arena_zalloc(work->arena, machine->n_rows, sizeof *rows);
    struct runtime_fit fit;
    double at;
    enum runtime_fit_error failed;

    spread_of_repeats(machine);
    memcpy(rows, machine->rows, machine->n_rows * sizeof *rows);
    free(machine->rows);
    machine->rows = rows;
    if (machine->kind == MACHINE_DENOISED)
        machine->n_rows = runtime_least_over_trials(rows, machine->n_rows);
    machine->is_fitted = true;
    failed = runtime_fit(rows, machine->n_rows, mode, machine->kind == MACHINE_DENOISED, &fit,
        &at);
    if (failed != RUNTIME_FIT_OK) {
        machine->reason = failed == RUNTIME_FIT_NO_SLOPE ? arena_printf(work->arena,
            "prompts of %g tokens were timed with one output size only: no slope", at)
            : failed == RUNTIME_FIT_NO_FIRST ? arena_printf(work->arena,
            "prompts of %g tokens were not timed with one output token", at)
            : "nothing was timed";
        return;
    }
    for (size_t i = 0; i < fit.table.n; i++)
        add_size(work, machine, fit.table.prompt[i], fit.table.seconds[i]);
    machine->table.per_output_token = fit.table.per_output_token;
    machine->table.overhead = fit.table.overhead;
    runtime_fit_release(&fit);
    machine->fit = fit;
}

/* Groups timings by model, hardware and kind, and fits each group. */
static void
take_timings(struct runtime_work *work, const struct frame *rows, const struct timed *timed,
    bool are_requests)
{
    size_t from = work->n_machines, *capacity = NULL, room = 0;

    for (size_t r = 0; r < rows->rows && timed->seconds.n > 0; r++) {
        struct runtime_row row;
        struct machine *machine;
        size_t at, before = room;
        bool is_trial;

        if (runtime_model_of(rows, r) == NULL || !timing_of(timed, r, &row, &is_trial))
            continue;
        row.seconds *= factor_of(work, runtime_model_of(rows, r));
        machine = machine_of_row(work, rows, r, is_trial || are_requests ? MACHINE_DENOISED
            : MACHINE_IDEALIZED, from);
        at = (size_t)(machine - work->machines) - from;
        ARRAY_RESERVE(capacity, at + 1, room);
        for (; before < room; before++)
            capacity[before] = 0;
        add_timing(machine, &row, &capacity[at]);
    }
    drop_uses(work, from);
    for (size_t i = from; i < work->n_machines; i++)
        fit_machine(work, &work->machines[i]);
    free(capacity);
}

/* --- what they have in common --- */

static bool
same_table(const struct runtime_table *a, const struct runtime_table *b)
{
    return a->n == b->n && a->n > 0 && a->per_output_token == b->per_output_token
        && memcmp(a->prompt, b->prompt, a->n * sizeof *a->prompt) == 0
        && memcmp(a->seconds, b->seconds, a->n * sizeof *a->seconds) == 0;
}

/* A table that is another model's to the last digit was borrowed from it. */
static void
find_borrowed(struct runtime_work *work)
{
    for (size_t i = 0; i < work->n_machines; i++)
        for (size_t k = 0; k < i && work->machines[i].same_as == NULL; k++)
            if (work->machines[k].kind == work->machines[i].kind
                && runtime_same(work->machines[k].hardware, work->machines[i].hardware)
                && !runtime_same(work->machines[k].model, work->machines[i].model)
                && same_table(&work->machines[k].table, &work->machines[i].table))
                work->machines[i].same_as = work->machines[k].model;
}

static const struct machine *
first_other(const struct runtime_work *work, const char *hardware)
{
    for (size_t i = 0; i < work->n_machines; i++)
        if (work->machines[i].kind == MACHINE_IDEALIZED && work->machines[i].table.n > 0
            && !runtime_same(work->machines[i].hardware, hardware))
            return &work->machines[i];
    return NULL;
}

static bool
is_hardware(const struct runtime_work *work, const char *name)
{
    for (size_t i = 0; i < work->n_machines; i++)
        if (work->machines[i].kind == MACHINE_IDEALIZED
            && runtime_same(work->machines[i].hardware, name))
            return true;
    return false;
}

static bool
choose_hardware(struct runtime_work *work, struct error *err)
{
    const char *typed = setting_text(work->settings, "hardware");
    const char *second = setting_text(work->settings, "second");
    const struct machine *other;

    for (size_t i = work->n_machines; i-- > 0;)
        if (work->machines[i].kind == MACHINE_IDEALIZED && work->machines[i].table.n > 0)
            work->hardware = work->machines[i].hardware;
    if (typed[0] != '\0')
        work->hardware = typed;
    if ((typed[0] != '\0' && !is_hardware(work, typed))
        || (second[0] != '\0' && !is_hardware(work, second))) {
        error_set(err, ERROR_REQUEST, "no runtime table is of \"%s\"", typed[0] != '\0'
            && !is_hardware(work, typed) ? typed : second);
        return error_hint(err, "paretop runtime --table tables lists what there is; --set "
            "hardware=NAME names the hardware of a file when it is read");
    }
    other = first_other(work, work->hardware);
    work->second = second[0] != '\0' ? second : other != NULL ? other->hardware : NULL;
    work->has_second = second[0] != '\0' || other != NULL;
    return true;
}

static void
take_frame(struct runtime_work *work, const struct frame *frame, const char *const *seconds,
    bool are_requests)
{
    struct timed timed = { runtime_field(frame, runtime_prompt_names),
        runtime_field(frame, runtime_output_names), runtime_field(frame, seconds),
        named(frame, "task") };

    take_timings(work, frame, &timed, are_requests);
}

bool
runtime_machines(struct runtime_work *work, struct error *err)
{
    static const char *const seconds[] = { "seconds", NULL };
    const struct lens_bundle *bundle = work->bundle;
    const struct frame *frame;

    if (bundle->other != NULL) {
        frame = bundle->other(bundle->context, SHAPE_SERIES);
        if (frame != NULL)
            take_series(work, frame);
        frame = bundle->other(bundle->context, SHAPE_ROWS);
        if (frame != NULL)
            take_frame(work, frame, runtime_raw_names, false);
        frame = bundle->other(bundle->context, SHAPE_REQUESTS);
        if (frame != NULL)
            take_frame(work, frame, seconds, true);
    }
    find_borrowed(work);
    return choose_hardware(work, err);
}
