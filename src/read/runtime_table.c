/* runtime_table.c - runtimes by prompt size as a delimited file, a row per model and size:
 *
 *     model,prompt_tokens,idealized_prompt_runtime_s,idealized_runtime_per_output_token_s
 *
 * The curve and the seconds per output token belong to the model (and its hardware), so the
 * sizes are no different points. A column of overheads, or the word "denoised" in a header,
 * says that the table is of a provider's interface.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "read/csv_parse.h"
#include "read/encoding.h"
#include "read/readers.h"

enum field { FIELD_MODEL, FIELD_HARDWARE, FIELD_PROMPT, FIELD_SECONDS, FIELD_PER_TOKEN,
    FIELD_OVERHEAD, FIELDS, NO_FIELD = -1 };

static bool
holds(const char *text, size_t length, const char *part)
{
    size_t size = strlen(part);

    for (size_t i = 0; i + size <= length; i++)
        if (memcmp(text + i, part, size) == 0)
            return true;
    return false;
}

/* What a column is by its header. */
static int
field_of(const char *name, size_t length)
{
    static const char *const exact[] = { "model", "hardware", "prompt_tokens",
        "num_prompt_tokens", "num_input_tokens", "input_tokens" };
    static const int meaning[] = { FIELD_MODEL, FIELD_HARDWARE, FIELD_PROMPT, FIELD_PROMPT,
        FIELD_PROMPT, FIELD_PROMPT };

    for (size_t i = 0; i < sizeof exact / sizeof *exact; i++)
        if (strlen(exact[i]) == length && memcmp(exact[i], name, length) == 0)
            return meaning[i];
    if (holds(name, length, "runtime_per_output_token"))
        return FIELD_PER_TOKEN;
    if (holds(name, length, "prompt_runtime"))
        return FIELD_SECONDS;
    return holds(name, length, "overhead") ? FIELD_OVERHEAD : NO_FIELD;
}

struct runtime_line { char *model, *hardware; double prompt, seconds, per_token, overhead;
    size_t line; bool is_given; };

struct reading {
    const struct input *input;
    struct sink *sink;
    struct csv_parser parser;
    size_t at[FIELDS]; bool has[FIELDS];
    bool is_denoised;
    struct runtime_line *lines; size_t n, capacity;
};

static bool
read_header(struct reading *reading, struct error *err)
{
    enum csv_status status;

    do
        status = csv_next(&reading->parser);
    while (status == CSV_BLANK);
    for (size_t i = 0; status == CSV_RECORD && i < reading->parser.n; i++) {
        const struct sink_text *name = &reading->parser.fields[i];
        int field = field_of(name->text, name->length);

        if (field == NO_FIELD)
            continue;
        reading->at[field] = i;
        reading->has[field] = true;
        reading->is_denoised |= field == FIELD_OVERHEAD
            || holds(name->text, name->length, "denoised");
    }
    if (reading->has[FIELD_MODEL] && reading->has[FIELD_PROMPT] && reading->has[FIELD_SECONDS]
        && reading->has[FIELD_PER_TOKEN])
        return true;
    error_set(err, ERROR_REQUEST, "%s: a table of runtimes has the columns model, "
        "prompt_tokens, prompt_runtime_s and runtime_per_output_token_s", reading->input->name);
    return error_hint(err, "--from csv reads it as an ordinary table");
}

static char *
text_at(const struct reading *reading, enum field field)
{
    const struct sink_text *text = &reading->parser.fields[reading->at[field]];

    return reading->has[field] && text->length > 0 ? mem_strndup(text->text, text->length)
                                                   : NULL;
}

static double
number_at(const struct reading *reading, enum field field)
{
    const struct sink_text *text = &reading->parser.fields[reading->at[field]];
    struct number number;

    return reading->has[field]
        && number_parse(text->text, text->length, NULL, &number) == NUMBER_VALUE
        ? number.value : (double)NAN;
}

static bool
refuse(const struct reading *reading, const char *problem, struct error *err)
{
    error_set(err, ERROR_REQUEST, "%s: line %zu: %s", reading->input->name,
        reading->parser.record_line, problem);
    return error_hint(err, "nothing of this file was imported");
}

static bool
read_lines(struct reading *reading, struct error *err)
{
    size_t columns = reading->parser.n;
    enum csv_status status;

    while ((status = csv_next(&reading->parser)) != CSV_END) {
        struct runtime_line line;

        if (status == CSV_BLANK)
            continue;
        if (status == CSV_BAD || reading->parser.n != columns)
            return refuse(reading, status == CSV_BAD ? reading->parser.problem
                : "has another number of fields than the header", err);
        line = (struct runtime_line){ .model = text_at(reading, FIELD_MODEL),
            .hardware = text_at(reading, FIELD_HARDWARE),
            .prompt = number_at(reading, FIELD_PROMPT),
            .seconds = number_at(reading, FIELD_SECONDS),
            .per_token = number_at(reading, FIELD_PER_TOKEN),
            .overhead = number_at(reading, FIELD_OVERHEAD),
            .line = reading->parser.record_line };
        ARRAY_PUSH(reading->lines, reading->n, reading->capacity, line);
    }
    return true;
}

static bool
same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool
give_seconds(struct reading *reading, const char *metric, double value, const char *place,
    struct error *err)
{
    struct sink_score score = sink_score_blank();

    if (isnan(value))
        return true;
    score.task = reading->is_denoised ? "denoised" : "idealized";
    score.metric = metric;
    score.value = value;
    score.direction = DIRECTION_MIN;
    score.unit = "s";
    score.place = place;
    return reading->sink->score(reading->sink, &score, err);
}

static bool
give_point(struct reading *reading, const struct runtime_line *line, struct error *err)
{
    struct sink_curve curve = { .axis = "prompt_tokens", .unit = "s", .x = line->prompt,
        .value = line->seconds, .metric = reading->is_denoised
            ? "denoised/runtime_for_prompt_tokens" : "idealized/runtime_for_prompt_tokens" };
    char *place = mem_printf("line %zu", line->line);
    bool good = true;

    curve.place = place;
    if (isnan(line->prompt) || isnan(line->seconds))
        reading->sink->warn(reading->sink, place, "is no pair of a number of tokens and a "
            "number of seconds: left out");
    else
        good = reading->sink->curve(reading->sink, &curve, err);
    free(place);
    return good;
}

/* One run: the line at `first` and all later ones of its model and hardware. */
static bool
give_run(struct reading *reading, size_t first, struct error *err)
{
    const struct runtime_line *start = &reading->lines[first];
    struct sink_attribute hardware = { "hardware", start->hardware };
    char *place = mem_printf("line %zu", start->line);
    struct sink_run run = { .model = start->model, .attributes = &hardware,
        .n_attributes = start->hardware != NULL, .place = place };
    double per_token = (double)NAN, overhead = (double)NAN;
    bool good = reading->sink->run(reading->sink, &run, err);

    for (size_t i = first; i < reading->n && good; i++) {
        struct runtime_line *line = &reading->lines[i];

        if (line->is_given || !same_text(line->model, start->model)
            || !same_text(line->hardware, start->hardware))
            continue;
        line->is_given = true;
        good = give_point(reading, line, err);
        per_token = isnan(line->per_token) ? per_token : line->per_token;
        overhead = isnan(line->overhead) ? overhead : line->overhead;
    }
    good = good && give_seconds(reading, "runtime_per_output_token", per_token, place, err)
        && give_seconds(reading, "overhead", overhead, place, err);
    free(place);
    return good;
}

static bool
give_all(struct reading *reading, struct error *err)
{
    struct sink_source source = { .format = "runtime-table", .style = { .decimal = '.' } };
    bool good = reading->sink->begin(reading->sink, &source, err);

    for (size_t i = 0; i < reading->n && good; i++)
        if (!reading->lines[i].is_given)
            good = give_run(reading, i, err);
    return good && reading->sink->end(reading->sink, err);
}

static bool
runtime_table_read(const struct input *input, const struct read_options *options,
    struct sink *sink, struct error *err)
{
    struct reading reading = { .input = input, .sink = sink };
    struct utf8_text text;
    struct csv_dialect dialect;
    bool good;

    if (!utf8_text_open(&text, input, err))
        return false;
    csv_dialect_find(&dialect, text.text, text.length, options->delimiter);
    csv_parser_init(&reading.parser, text.text + dialect.skip, text.length - dialect.skip,
        dialect.delimiter);
    good = read_header(&reading, err) && read_lines(&reading, err) && give_all(&reading, err);
    for (size_t i = 0; i < reading.n; i++) {
        free(reading.lines[i].model);
        free(reading.lines[i].hardware);
    }
    free(reading.lines);
    csv_parser_release(&reading.parser);
    utf8_text_close(&text);
    return good;
}

static int
runtime_table_sniff(const struct sniff *sniff)
{
    bool found[FIELDS] = { false };

    for (size_t i = 0; i < sniff->n_columns; i++) {
        int field = field_of(sniff->columns[i], strlen(sniff->columns[i]));

        if (field != NO_FIELD)
            found[field] = true;
    }
    return sniff->kind == SNIFF_TEXT && found[FIELD_MODEL] && found[FIELD_PROMPT]
        && found[FIELD_SECONDS] && found[FIELD_PER_TOKEN] ? 95 : 0;
}

const struct reader reader_runtime_table = {
    .name = "runtime-table",
    .title = "runtimes by prompt size (CSV)",
    .detects = "columns prompt_tokens, ...prompt_runtime... and ...runtime_per_output_token...",
    .sniff = runtime_table_sniff,
    .read = runtime_table_read,
};
