/* runtime.c - is a model fast because it is cheap to run, or because its provider runs it on
 * better hardware? Raw, denoised and idealized runtimes after arXiv 2305.02440.
 *
 * The option table and the order of the steps; each step is a file runtime_*.c.
 */
#include "lens/lenses.h"
#include "lens/runtime_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "math/dominance.h"

static const struct lens_option options[] = {
    { "prompt_tokens", OPTION_INTEGER, "", "512", 0, 1e7, "tokens",
        "what if every prompt had so many tokens" },
    { "output_tokens", OPTION_INTEGER, "", "16", 0, 1e7, "tokens",
        "what if every answer had so many tokens" },
    { "axis", OPTION_CHOICE, "idealized",
        "idealized|denoised|raw|cost|flops|parameters|second", 1, 0, NULL,
        "what the frontier is about beside the score" },
    { "rule", OPTION_CHOICE, "strict", "strict|helm", 1, 0, NULL,
        "who is efficient; helm: the rule of the paper's figures" },
    { "alpha", OPTION_REAL, "0.05", NULL, 0.0011, 0.5, NULL,
        "surely efficient from 1 - alpha, surely not up to alpha, else undecided" },
    { "hardware", OPTION_TEXT, "", NULL, 1, 0, NULL,
        "the reference hardware; unset: that of the first table" },
    { "second", OPTION_TEXT, "", NULL, 1, 0, NULL,
        "the hardware to hold against it; unset: the next one there is" },
    { "gpu_price", OPTION_REAL, "4.096", NULL, 0, 1e6, "USD/h",
        "an hour of one GPU of the reference hardware" },
    { "second_price", OPTION_REAL, "3.06", NULL, 0, 1e6, "USD/h",
        "an hour of one GPU of the second hardware" },
    { "price_in", OPTION_TEXT, "", NULL, 1, 0, NULL,
        "the provider's price per prompt token in USD: a number or a measure" },
    { "price_out", OPTION_TEXT, "", NULL, 1, 0, NULL,
        "the provider's price per output token in USD: a number or a measure" },
    { "task", OPTION_TEXT, "", NULL, 1, 0, NULL, "only scenarios whose name holds this" },
    { "fit_of", OPTION_TEXT, "", NULL, 1, 0, NULL,
        "whose fit is drawn; unset: the first marked or fitted" },
    { "fit", OPTION_CHOICE, "intercept", "intercept|first", 1, 0, NULL,
        "how a table is fitted to timings" },
    { "scale", OPTION_LIST, "", NULL, 1, 0, NULL,
        "factors for the seconds of models timed in part, MODEL=3" },
};

static const struct lens_input inputs[] = {
    { "points", SHAPE_POINTS, true, "the models with their scores and runtimes" },
    { "rows", SHAPE_ROWS, false, "records with prompt tokens, output tokens and seconds" },
    { "series", SHAPE_SERIES, false, "runtime tables by prompt size" },
    { "requests", SHAPE_REQUESTS, false, "single requests" },
};

/* The first objective that is a capability, else the first that is no runtime. */
static void
choose_score(struct runtime_work *work)
{
    const struct lens_bundle *bundle = work->bundle;

    for (size_t k = 0; k < bundle->n_objectives && work->score == NULL; k++) {
        const struct column *column = &work->frame->columns[bundle->objectives[k].column];

        if (column->kind == KIND_EFFICIENCY && k > 0)
            continue;
        work->score = column;
        work->score_direction = bundle->objectives[k].direction;
    }
}

/* Whether a point says nothing that holds on its own hardware only: all that its table knows is
 * known of the model. */
static bool
is_of_table(const struct runtime_work *work, size_t row, const char *hardware)
{
    const char *const *names[] = { runtime_raw_names, runtime_denoised_names,
        runtime_idealized_names };
    const struct runtime_identity who = runtime_identity(work, work->frame, row);
    const struct machine *machine = runtime_machine(work, &who, MACHINE_IDEALIZED, hardware);

    for (size_t i = 0; i < 3 && machine != NULL && !machine->is_fitted; i++) {
        struct runtime_field field = runtime_field(work->frame, names[i]);

        if (!isnan(runtime_value(&field, row)))
            return false;
    }
    return machine != NULL;
}

static bool
same_scores(const struct frame *frame, size_t a, size_t b)
{
    for (size_t c = 0; c < frame->n_columns; c++) {
        const struct column *column = &frame->columns[c];

        if (column->type == COLUMN_NUMBER && column->kind == KIND_CAPABILITY &&
            !isnan(column->value[a]) && !isnan(column->value[b]) &&
            (column->value[a] < column->value[b] || column->value[a] > column->value[b]))
            return false;
    }
    return true;
}

/* Whether points differ in the hardware only because there are tables of several: the lens is
 * told which hardware is meant. */
static bool
is_tabled_hardware(const struct runtime_work *work, const struct column *column)
{
    const struct frame *frame = work->frame;

    if (column->role != ROLE_KEY || column->type != COLUMN_TEXT ||
        strcmp(column->name, "hardware") != 0)
        return false;
    for (size_t row = 0; row < frame->rows; row++) {
        if (!is_of_table(work, row, column->text[row]))
            return false;
        for (size_t i = 0; i < row; i++)
            if (runtime_same(runtime_model_of(frame, i), runtime_model_of(frame, row)) &&
                !same_scores(frame, i, row))
                return false;
    }
    return true;
}

/* The name of a point without the key columns that do not tell points apart here. */
static const char *
short_key(const struct frame *frame, const bool *apart, struct arena *arena, size_t row)
{
    struct strbuf text;
    const char *kept;

    strbuf_init(&text);
    for (size_t c = 0; c < frame->n_columns; c++) {
        const struct column *column = &frame->columns[c];

        if (column->role == ROLE_KEY && column->type == COLUMN_TEXT && apart[c]
            && column->text[row] != NULL)
            strbuf_printf(&text, "%s%s", text.length > 0 ? " \302\267 " : "", column->text[row]);
    }
    kept = arena_strdup(arena, text.length > 0 ? text.data : frame->label[row]);
    strbuf_release(&text);
    return kept;
}

/* What was said of points that differed is no longer so. */
static void
forget_mixed(struct frame *joined)
{
    size_t kept = 0;

    for (size_t i = 0; i < joined->n_notes; i++) {
        bool mixed = strcmp(joined->notes[i], "conditions are mixed: points differ in hardware") == 0;

        joined->mixed = joined->mixed && !mixed;
        /* They are counted by points that were apart. */
        if (!mixed && strstr(joined->notes[i], "say different amounts about") == NULL)
            joined->notes[kept++] = joined->notes[i];
    }
    joined->n_notes = kept;
}

/* Points that differ only in the tokens of a request, or in the hardware that they were timed
 * on, are one here: how long a request takes is a function of those. The first of them stands
 * for all. */
static void
join_points(struct runtime_work *work)
{
    const struct frame *frame = work->frame;
    size_t *rows = mem_alloc((frame->rows + 1) * sizeof *rows), n = 0;
    const char **name = arena_zalloc(work->arena, frame->rows + 1, sizeof *name);
    bool *apart = arena_zalloc(work->arena, frame->n_columns + 1, sizeof *apart), joins = false;

    for (size_t c = 0; c < frame->n_columns; c++) {
        bool is_tabled = is_tabled_hardware(work, &frame->columns[c]);

        apart[c] = !runtime_is_token_count(&frame->columns[c]) && !is_tabled;
        work->any_hardware |= is_tabled;
        joins |= !apart[c];
    }
    for (size_t row = 0; row < frame->rows && joins; row++) {
        size_t k = n;

        name[n] = short_key(frame, apart, work->arena, row);
        while (k > 0 && strcmp(name[k - 1], name[n]) != 0)
            k--;
        if (k == 0)
            rows[n++] = row;
    }
    work->marked = work->bundle->n_chosen > 0 ? work->bundle->chosen[0] : SIZE_MAX;
    if (joins && work->marked != SIZE_MAX) {
        const char *marked = short_key(frame, apart, work->arena, work->marked);

        for (size_t i = 0; i < n; i++)
            if (strcmp(name[i], marked) == 0)
                work->marked = i;
    }
    if (joins) {
        work->joined = frame_select(frame, rows, n);
        work->joined->rows_total = n;
        for (size_t c = 0; c < frame->n_columns; c++)
            if (!apart[c])
                work->joined->columns[c].role = ROLE_ATTRIBUTE;
        for (size_t i = 0; i < n; i++)
            work->joined->key[i] = work->joined->label[i] = name[i];
        work->joined->grouping = "by model";
        forget_mixed(work->joined);
        work->frame = work->joined;
    }
    free(rows);
}

static void
release(struct runtime_work *work)
{
    frame_free(work->joined);
    free(work->machines);
    free(work->loads);
}

static bool
run(const struct lens_bundle *bundle, const struct lens_settings *settings,
    const struct lens_progress *progress, struct result **out, struct error *err)
{
    struct result *result = result_new("runtime");
    struct runtime_work work = { .bundle = bundle, .settings = settings,
        .frame = bundle->points, .result = result, .arena = result->arena };
    bool done;

    runtime_find_conditions(&work);
    done = runtime_machines(&work, err);
    if (done) {
        join_points(&work);
        choose_score(&work);
        runtime_loads(&work);
        done = runtime_check_settings(&work, err) && runtime_points(&work, err)
            && runtime_chances(&work, progress, err);
    }
    if (done) {
        runtime_tables(&work);
        runtime_charts(&work);
        runtime_words(&work);
        result->final = true;
        *out = result;
    } else {
        result_free(result);
    }
    release(&work);
    return done;
}

const struct lens lens_runtime = {
    .name = "runtime",
    .title = "Runtime",
    .summary = "what models take on the same hardware, at their provider's, and as measured",
    .options = options, .n_options = sizeof options / sizeof options[0],
    .inputs = inputs, .n_inputs = sizeof inputs / sizeof inputs[0],
    .min_objectives = 0, .max_objectives = DOMINANCE_MAX_OBJECTIVES,
    .run = run,
};
