/* derived.c - costs that follow from throughput, prices and token counts; see derived.h.
 *
 * Nothing is assumed that changes a result without being said: a note gives each formula, and
 * a point without one of the parts has no value.
 */
#include "store/derived.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"

#define PRICE_UNIT "USD/Mtok"

/* --- parts --- */

/* A column's number in a row, whether it is a measure or what was said of the run. */
static double
part_of(const struct frame *frame, int column, size_t row)
{
    double value = NAN;

    if (column == FRAME_NONE)
        return NAN;
    if (frame->columns[column].type == COLUMN_NUMBER)
        return frame->columns[column].value[row];
    if (frame->columns[column].text[row] == NULL
        || !number_parse_plain(frame->columns[column].text[row], &value))
        return NAN;
    return value;
}

/* What costs are made of, in the order of part_names; each is looked up once, since a frame may
 * have thousands of columns and rows. */
enum part { GPU_HOUR, GPUS, TENSOR_PARALLEL, INPUT_PRICE, OUTPUT_PRICE, INPUT_TOKENS, OUTPUT_TOKENS,
    OUTPUT_SPEED, TOTAL_SPEED, N_PARTS };
static const char *const part_names[N_PARTS] = { "usd_per_gpu_hour", "gpus", "tensor_parallel",
    "input_price", "output_price", "total_input_tokens", "total_output_tokens",
    "output_throughput", "total_token_throughput" };

struct parts { struct frame *frame; int column[N_PARTS]; };

static void
parts_find(struct parts *parts, struct frame *frame)
{
    parts->frame = frame;
    for (size_t i = 0; i < N_PARTS; i++)
        parts->column[i] = frame_column(frame, part_names[i]);
}

static double
part(const struct parts *parts, enum part which, size_t row)
{
    return part_of(parts->frame, parts->column[which], row);
}

/* USD an hour for the machine; NaN if nobody said. */
static double
hourly(const struct parts *parts, size_t row)
{
    double one = part(parts, GPU_HOUR, row), gpus = part(parts, GPUS, row);

    if (isnan(gpus))
        gpus = part(parts, TENSOR_PARALLEL, row);
    return one * (isnan(gpus) ? 1 : gpus);
}

/* USD per million output tokens at list prices, with the input tokens that go with them. */
static double
list_price(const struct parts *parts, size_t row)
{
    double output = part(parts, OUTPUT_PRICE, row), input = part(parts, INPUT_PRICE, row);
    double in = part(parts, INPUT_TOKENS, row), out = part(parts, OUTPUT_TOKENS, row);

    if (isnan(in) || isnan(out) || !(out > 0))
        return output;
    return output + input * in / out;
}

/* --- columns --- */

/* `from` is the throughput that a cost is of; N_PARTS: none. */
typedef double derive_value(const struct parts *parts, enum part from, size_t row);

/* The relative error of a cost is that of the throughput it is of. */
static void
derive_errors(const struct parts *parts, struct column *column, enum part from)
{
    int source = from == N_PARTS ? FRAME_NONE : parts->column[from];
    struct frame *frame = parts->frame;

    if (source == FRAME_NONE || frame->columns[source].type != COLUMN_NUMBER
        || frame->columns[source].se == NULL)
        return;
    column_need_se(frame, column);
    for (size_t i = 0; i < frame->rows; i++)
        column->se[i] = column->value[i] * frame->columns[source].se[i]
            / frame->columns[source].value[i];
}

/* Adds the column if some row has it and none has its name. */
static bool
derive_column(const struct parts *parts, const char *name, const char *unit,
    derive_value *value, enum part from)
{
    struct frame *frame = parts->frame;
    struct column *column;
    bool any = false;

    for (size_t i = 0; i < frame->rows && !any; i++)
        any = !isnan(value(parts, from, i));
    if (!any || frame_column(frame, name) != FRAME_NONE)
        return false;
    column = frame_add_column(frame, arena_strdup(frame->arena, name), COLUMN_NUMBER,
        ROLE_MEASURE);
    column->unit = unit;
    column->kind = KIND_EFFICIENCY;
    column->direction = DIRECTION_MIN;
    for (size_t i = 0; i < frame->rows; i++)
        column->value[i] = value(parts, from, i);
    derive_errors(parts, column, from);
    return true;
}

static double
own_cost(const struct parts *parts, enum part from, size_t row)
{
    double speed = part(parts, from, row);

    return speed > 0 ? hourly(parts, row) / (speed * 3600 / 1e6) : NAN;
}

static double
breakeven(const struct parts *parts, enum part from, size_t row)
{
    double price = list_price(parts, row);

    (void)from;
    return price > 0 ? hourly(parts, row) / price : NAN;
}

static double
breakeven_load(const struct parts *parts, enum part from, size_t row)
{
    double price = list_price(parts, row), speed = part(parts, OUTPUT_SPEED, row);

    (void)from;
    return price > 0 && speed > 0 ? hourly(parts, row) / price / (speed * 3600 / 1e6) : NAN;
}

/* --- tokens of tasks --- */

static const char *const token_names[][2] = {{"input_tokens", "output_tokens"},
    {"prompt_tokens", "completion_tokens"}, {"num_prompt_tokens", "num_completion_tokens"},
    {"num_prompt_tokens", "num_output_tokens"}};

/* "gaia/" of "gaia/input_tokens"; NULL if the column counts no input. *pair: which names. */
static char *
task_of(const struct frame *frame, size_t column, size_t *pair)
{
    const char *name = frame->columns[column].name, *metric = frame_metric(name);

    metric = metric != NULL ? metric : name;
    for (*pair = 0; *pair < sizeof token_names / sizeof token_names[0]; ++*pair)
        if (strcmp(metric, token_names[*pair][0]) == 0)
            return arena_strndup(frame->arena, name, (size_t)(metric - name));
    return NULL;
}

static void
derive_tokens(const struct parts *parts, const char *task, const char *const pair[2])
{
    struct frame *frame = parts->frame;
    char *in_name = arena_printf(frame->arena, "%s%s", task, pair[0]),
        *out_name = arena_printf(frame->arena, "%s%s", task, pair[1]),
        *name = arena_printf(frame->arena, "%sprice_of_tokens", task);
    int in = frame_column(frame, in_name), out = frame_column(frame, out_name);
    struct column *column;
    double *cost = arena_alloc(frame->arena, frame->rows * sizeof *cost + 1);
    bool any = false, each = false;

    for (size_t i = 0; i < frame->rows; i++) {
        const double *n = in == FRAME_NONE ? NULL : frame->columns[in].n;

        cost[i] = (part_of(frame, in, i) * part(parts, INPUT_PRICE, i)
            + part_of(frame, out, i) * part(parts, OUTPUT_PRICE, i)) / 1e6;
        if (n != NULL && n[i] > 0) {
            cost[i] /= n[i];
            each = true;
        }
        any = any || !isnan(cost[i]);
    }
    if (!any || frame_column(frame, name) != FRAME_NONE)
        return;
    column = frame_add_column(frame, name, COLUMN_NUMBER, ROLE_MEASURE);
    column->unit = "USD";
    column->kind = KIND_EFFICIENCY;
    column->direction = DIRECTION_MIN;
    memcpy(column->value, cost, frame->rows * sizeof *cost);
    frame_note(frame, "%s is %s * input_price + %s * output_price%s", name, in_name, out_name,
        each ? ", per item" : "");
}

/* Whether some machine has a price and no number of GPUs. */
static bool
lacks_gpus(const struct parts *parts)
{
    for (size_t i = 0; i < parts->frame->rows; i++)
        if (!isnan(part(parts, GPU_HOUR, i)) && isnan(part(parts, GPUS, i)))
            return true;
    return false;
}

void
derived_add(struct frame *frame)
{
    struct parts parts;
    bool costs;

    parts_find(&parts, frame);
    costs = derive_column(&parts, "usd_per_output_mtok", PRICE_UNIT, own_cost, OUTPUT_SPEED);
    costs = derive_column(&parts, "usd_per_total_mtok", PRICE_UNIT, own_cost, TOTAL_SPEED) || costs;
    if (costs)
        frame_note(frame, "usd_per_*_mtok is usd_per_gpu_hour * gpus over the tokens of an hour"
            " at that throughput%s", lacks_gpus(&parts)
            ? "; where gpus is not said it is taken from tensor_parallel, else as 1" : "");
    if (derive_column(&parts, "breakeven_mtok_per_hour", "Mtok/h", breakeven, N_PARTS)) {
        derive_column(&parts, "breakeven_load", NULL, breakeven_load, N_PARTS);
        frame_note(frame, "breakeven_mtok_per_hour is the volume above which the own machine is"
            " cheaper than output_price, with input_price for the input tokens that go with it");
    }
    for (size_t i = 0, n = frame->n_columns; i < n; i++) {
        size_t pair;
        char *task = frame->columns[i].type == COLUMN_NUMBER ? task_of(frame, i, &pair) : NULL;

        for (; task != NULL && pair < sizeof token_names / sizeof token_names[0]; pair++)
            if (strcmp(token_names[pair][0], frame->columns[i].name + strlen(task)) == 0)
                derive_tokens(&parts, task, token_names[pair]);
    }
}

const char *
derived_needs(const char *name)
{
    static const struct { const char *name, *needs; } known[] = {
        { "usd_per_output_mtok", "it follows from output_throughput and usd_per_gpu_hour, which"
            " --set usd_per_gpu_hour=2.1 adds where files are read" },
        { "usd_per_total_mtok", "it follows from total_token_throughput and usd_per_gpu_hour, which"
            " --set usd_per_gpu_hour=2.1 adds where files are read" },
        { "breakeven_mtok_per_hour", "it follows from usd_per_output_mtok and the output_price of a"
            " price list" },
        { "breakeven_load", "it follows from usd_per_output_mtok and the output_price of a price"
            " list" },
    };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, name) == 0)
            return known[i].needs;
    return NULL;
}
