/* genai_perf.c - what NVIDIA's genai-perf and AIPerf, and Google Benchmark write.
 *
 * The CSV of genai-perf and AIPerf holds two tables: statistics of a request by metric, then
 * single values; a metric's unit stands in brackets behind its name. AIPerf may add a third, of
 * the GPUs, which is left out. AIPerf's JSON Lines hold a request a line. Neither names a model:
 * the file's name is taken, and of a file that is called as the tools do, the folder's. Both
 * tools write JSON beside the CSV, with the same numbers and the model: then the CSV gives
 * nothing. The measures get the names that vLLM's have, so that runs of all serving tools meet.
 * Google Benchmark names the unit of its times in each row.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "read/csv_parse.h"
#include "read/encoding.h"
#include "read/json_document.h"
#include "read/readers.h"
#include "read/report.h"

/* --- genai-perf --- */

struct metric { const char *written, *name; enum direction direction; };

static const struct metric metrics[] = {
    {"Time To First Token", "ttft_ms", DIRECTION_MIN},
    {"Time To Second Token", "ttst_ms", DIRECTION_MIN},
    {"Request Latency", "e2el_ms", DIRECTION_MIN},
    {"Inter Token Latency", "itl_ms", DIRECTION_MIN},
    {"Output Token Throughput Per User", "output_throughput_per_user", DIRECTION_MAX},
    {"Output Sequence Length", "output_tokens_per_request", DIRECTION_UNKNOWN},
    {"Input Sequence Length", "input_tokens_per_request", DIRECTION_UNKNOWN},
    {"Num Output Token", "output_tokens_per_request", DIRECTION_UNKNOWN},     /* the first ones */
    {"Num Input Token", "input_tokens_per_request", DIRECTION_UNKNOWN},
    {"Output Token Throughput", "output_throughput", DIRECTION_MAX},
    {"Request Throughput", "request_throughput", DIRECTION_MAX},
    {"Total Token Throughput", "total_token_throughput", DIRECTION_MAX},
    {"Goodput", "request_goodput", DIRECTION_MAX},
    {"Benchmark Duration", "benchmark_duration", DIRECTION_UNKNOWN},
    {"Request Count", "completed", DIRECTION_UNKNOWN},
    {"Error Request Count", "failed", DIRECTION_UNKNOWN},
};

struct genai {
    struct report report;
    char **header;                  /* of the table under way; NULL before one */
    size_t n_header;
    struct arena *arena;
};

static char *
field_text(struct arena *arena, const struct sink_text *field)
{
    return arena_strndup(arena, field->text, field->length);
}

static const struct metric *
find_metric(const char *written)
{
    size_t length = strcspn(written, "(");

    while (length > 0 && written[length - 1] == ' ')
        length--;
    for (size_t i = 0; i < sizeof metrics / sizeof metrics[0]; i++)
        if (strlen(metrics[i].written) == length
            && strncasecmp(metrics[i].written, written, length) == 0)
            return &metrics[i];
    return NULL;
}

static const char *
unit_of(const struct metric *metric)
{
    if (strstr(metric->name, "_ms") != NULL)
        return "ms";
    if (strstr(metric->name, "request_throughput") != NULL
        || strcmp(metric->name, "request_goodput") == 0)
        return "request/s";
    if (strcmp(metric->name, "benchmark_duration") == 0)
        return "s";
    return strstr(metric->name, "throughput") != NULL ? "token/s" : NULL;
}

/* The factor to the metric's own unit from the one in brackets behind the name: the first
 * versions wrote times in ns. NaN if a time is in a unit that is not known. */
static double
factor_of(const struct metric *metric, const char *written)
{
    static const struct { const char *unit; double factor; } units[] = {
        {"(ms)", 1}, {"(ns)", 1e-6}, {"(us)", 1e-3}, {"(s)", 1000}, {"(sec)", 1000}};
    const char *unit = strchr(written, '(');

    if (unit == NULL || strstr(metric->name, "_ms") == NULL)
        return 1;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(unit, units[i].unit) == 0)
            return units[i].factor;
    return NAN;
}

/* "avg" is the mean and "p50" the median; "Value" of the second table is the value itself. */
static char *
name_of(struct arena *arena, const struct metric *metric, const char *column)
{
    if (strcmp(column, "Value") == 0)
        return arena_strdup(arena, metric->name);
    if (strcmp(column, "avg") == 0)
        column = "mean";
    else if (strcmp(column, "p50") == 0)
        column = "median";
    return arena_printf(arena, "%s_%s", column, metric->name);
}

/* The number in the column of that name; NaN if there is none. */
static double
column_value(const struct genai *genai, const struct csv_parser *parser, const char *column)
{
    struct number number;

    for (size_t i = 1; i < parser->n && i < genai->n_header; i++)
        if (strcmp(genai->header[i], column) == 0)
            return number_parse(parser->fields[i].text, parser->fields[i].length, NULL, &number)
                == NUMBER_VALUE ? number.value : NAN;
    return NAN;
}

/* Columns that say more of the mean and are no measures of their own. */
static bool
is_of_mean(const char *column)
{
    return strcmp(column, "count") == 0 || strcmp(column, "sum") == 0
        || strcmp(column, "std") == 0;
}

static bool
give_row(struct genai *genai, const struct csv_parser *parser, struct error *err)
{
    char *written = field_text(genai->arena, &parser->fields[0]);
    const struct metric *metric = find_metric(written);
    double factor = metric == NULL ? NAN : factor_of(metric, written);
    bool good = true;

    if (isnan(factor)) {
        genai->report.sink->warn(genai->report.sink, genai->report.place.data,
            arena_printf(genai->arena, "an unknown %s, \"%s\": left out",
            metric == NULL ? "metric" : "unit", written));
        return true;
    }
    for (size_t i = 1; good && i < parser->n && i < genai->n_header; i++) {
        struct sink_score score = report_metric(NULL, name_of(genai->arena, metric,
            genai->header[i]), unit_of(metric), metric->direction);
        struct number number;

        if (is_of_mean(genai->header[i]))
            continue;
        if (number_parse(parser->fields[i].text, parser->fields[i].length, NULL, &number)
            != NUMBER_VALUE)
            continue;
        score.value = number_scaled(number.value, factor);
        if (strcmp(genai->header[i], "avg") == 0) {     /* its releases differ in the divisor */
            score.sd = number_scaled(column_value(genai, parser, "std"), factor);
            score.n = column_value(genai, parser, "count");
        }
        if (factor != 1)
            score.raw = arena_printf(genai->arena, "%s %s",
                field_text(genai->arena, &parser->fields[i]), strchr(written, '('));
        if (metric->direction != DIRECTION_UNKNOWN)
            score.kind = KIND_EFFICIENCY;
        good = report_score(&genai->report, &score, genai->header[i], err);
    }
    return good;
}

static bool
is_field(const struct sink_text *field, const char *text)
{
    return field->length == strlen(text) && memcmp(field->text, text, field->length) == 0;
}

static bool
give_tables(struct genai *genai, const struct utf8_text *text, struct error *err)
{
    struct csv_parser parser;
    enum csv_status status;
    bool good = true;

    csv_parser_init(&parser, text->text, text->length, ',');
    while (good && (status = csv_next(&parser)) != CSV_END) {
        if (status == CSV_BLANK)
            continue;
        strbuf_clear(&genai->report.place);
        strbuf_printf(&genai->report.place, "line %zu", parser.record_line);
        if (status == CSV_BAD || parser.n < 2) {
            genai->report.sink->reject(genai->report.sink, genai->report.place.data,
                "is no row of a metric");
        } else if (is_field(&parser.fields[0], "Endpoint")) {
            genai->n_header = 0;
            genai->report.sink->warn(genai->report.sink, genai->report.place.data,
                "the table of the GPUs is left out");
        } else if (is_field(&parser.fields[0], "Metric")) {
            genai->n_header = parser.n;
            genai->header = arena_alloc(genai->arena, parser.n * sizeof *genai->header);
            for (size_t i = 0; i < parser.n; i++)
                genai->header[i] = field_text(genai->arena, &parser.fields[i]);
        } else if (genai->n_header > 0) {
            good = give_row(genai, &parser, err);
        }
    }
    csv_parser_release(&parser);
    return good;
}

/* The load that genai-perf writes behind a folder's name, "oak-openai-chat-concurrency8", which
 * is cut off. */
static void
take_load(struct report *report, char *model)
{
    static const char *const loads[][2] = {{"-concurrency", "concurrency"},
        {"-request_rate", "request_rate"}};
    static const char *const endpoints[] = {"-openai-chat", "-openai-completions"};

    for (size_t i = 0; i < sizeof loads / sizeof loads[0]; i++) {
        char *at = strstr(model, loads[i][0]);
        const char *load = at == NULL ? "" : at + strlen(loads[i][0]);

        if (*load == '\0' || at == model || load[strspn(load, "0123456789.")] != '\0')
            continue;
        report_attribute(report, loads[i][1], load);
        *at = '\0';
        for (size_t k = 0; k < sizeof endpoints / sizeof endpoints[0]; k++) {
            size_t length = strlen(model), size = strlen(endpoints[k]);

            if (length > size && strcmp(model + length - size, endpoints[k]) == 0)
                model[length - size] = '\0';
        }
    }
}

/* The name that a tool gives its file says nothing of the model; the folder's may. */
static char *
model_from_path(struct report *report, const struct input *input)
{
    const char *base = path_base(input->path);
    char *path, *model;

    if (strncmp(base, "profile_export", 14) != 0 || base == input->path || base[-1] != '/')
        return reader_model_from_path(input);
    path = mem_strndup(input->path, (size_t)(base - input->path - 1));
    model = mem_strdup(path_base(path));
    free(path);
    take_load(report, model);
    return model;
}

/* Whether the JSON that says the same stands beside the CSV. */
static bool
has_json_beside(const struct input *input)
{
    size_t length = strlen(input->path);
    char *path;
    FILE *file;

    if (length < 4 || strcmp(input->path + length - 4, ".csv") != 0)
        return false;
    path = mem_printf("%.*s.json", (int)(length - 4), input->path);
    file = fopen(path, "re");
    free(path);
    if (file != NULL)
        fclose(file);
    return file != NULL;
}

static bool
give_nothing(const struct input *input, const struct sink_source *source, struct sink *sink,
    struct error *err)
{
    if (!sink->begin(sink, source, err))
        return false;
    if (!input->in_folder)
        sink->warn(sink, NULL, "the JSON file of the same name says the same and names the model; "
            "nothing is taken from the CSV: import that file");
    return sink->end(sink, err);
}

static bool
genai_perf_read(const struct input *input, const struct read_options *options,
    struct sink *sink, struct error *err)
{
    struct sink_source source = {.format = "genai-perf", .style = {.decimal = '.'}};
    struct genai genai = {0};
    struct utf8_text text;
    char *model = NULL;
    bool good;

    (void)options;
    if (has_json_beside(input))
        return give_nothing(input, &source, sink, err);
    genai.arena = arena_new();
    good = utf8_text_open(&text, input, err);
    report_init(&genai.report, sink);
    if (good) {
        report_start(&genai.report, "$");
        model = model_from_path(&genai.report, input);
        good = sink->begin(sink, &source, err) && report_run(&genai.report, model, err)
            && give_tables(&genai, &text, err) && sink->end(sink, err);
        utf8_text_close(&text);
    }
    report_release(&genai.report);
    arena_free(genai.arena);
    free(model);
    return good;
}

static int
genai_perf_sniff(const struct sniff *sniff)
{
    return sniff->kind == SNIFF_TEXT && sniff->length > 11
        && memcmp(sniff->text, "Metric,avg,", 11) == 0 ? 95 : 0;
}

const struct reader reader_genai_perf = {
    .name = "genai-perf",
    .title = "NVIDIA genai-perf and AIPerf (CSV)",
    .detects = "header Metric,avg",
    .sniff = genai_perf_sniff,
    .read = genai_perf_read,
};

/* --- AIPerf --- */

struct aiperf { const struct input *input; struct report report; bool begun; };

/* metrics.NAME.value; NaN if it is absent or a list. */
static double
metric_value(const struct json_span *record, const char *name)
{
    struct json_span metric;

    return json_path(record, &metric, "metrics", name, NULL) && metric.kind == JSON_OBJECT
        ? json_member_number(&metric, "value") : NAN;
}

static double
milliseconds(const struct json_span *record, const char *name)
{
    struct json_span metric;
    double value = metric_value(record, name);
    char *unit;

    if (isnan(value) || !json_path(record, &metric, "metrics", name, NULL))
        return NAN;
    unit = json_member_text(&metric, "unit");
    value = number_scaled(value, unit == NULL || strcmp(unit, "ms") == 0 ? 0.001
        : strcmp(unit, "ns") == 0 ? 1e-9 : strcmp(unit, "us") == 0 ? 1e-6 : 1);
    free(unit);
    return value;
}

static char *
error_text(const struct json_span *record)
{
    struct json_span error;
    char *text;

    if (!json_member(record, "error", &error) || error.kind != JSON_OBJECT)
        return NULL;
    text = json_member_text(&error, "message");
    return text != NULL ? text : json_member_text(&error, "type");
}

/* Requests of the warm-up are no part of what is measured. */
static bool
is_warmup(const struct json_span *record)
{
    struct json_span metadata;
    char *phase = NULL;
    bool warmup;

    if (json_member(record, "metadata", &metadata) && metadata.kind == JSON_OBJECT)
        phase = json_member_text(&metadata, "benchmark_phase");
    warmup = phase != NULL && strcmp(phase, "warmup") == 0;
    free(phase);
    return warmup;
}

static bool
visit_request(void *context, const struct json_span *record, const char *place,
    struct error *err)
{
    struct aiperf *aiperf = context;
    struct sink_request request = {.place = place};
    struct json_span metrics_of;
    char *error;
    bool good = true;

    if (record->kind != JSON_OBJECT || !json_member(record, "metrics", &metrics_of)) {
        aiperf->report.sink->reject(aiperf->report.sink, place, "is no request of AIPerf");
        return true;
    }
    if (!aiperf->begun) {
        char *model;

        report_start(&aiperf->report, "$");
        model = model_from_path(&aiperf->report, aiperf->input);
        good = report_run(&aiperf->report, model, err);
        aiperf->begun = true;
        free(model);
    }
    if (is_warmup(record))
        return good;
    error = error_text(record);
    request.prompt_tokens = metric_value(record, "input_sequence_length");
    request.output_tokens = metric_value(record, "output_sequence_length");
    request.seconds = error != NULL ? NAN : milliseconds(record, "request_latency");
    request.first_token_seconds = error != NULL ? NAN
        : milliseconds(record, "time_to_first_token");
    request.error = error;
    good = good && aiperf->report.sink->request(aiperf->report.sink, &request, err);
    free(error);
    return good;
}

static bool
aiperf_read(const struct input *input, const struct read_options *options, struct sink *sink,
    struct error *err)
{
    struct aiperf aiperf = {.input = input};
    struct json_visitor visitor = {.format = "aiperf", .visit = visit_request,
        .context = &aiperf};
    bool good;

    (void)options;
    report_init(&aiperf.report, sink);
    good = json_visit(&visitor, input, sink, err);
    report_release(&aiperf.report);
    return good;
}

static int
aiperf_sniff(const struct sniff *sniff)
{
    return sniff->kind == SNIFF_JSON && sniff_has_key(sniff, "metadata.request_start_ns")
        && sniff_has_key(sniff, "metrics") ? 95 : 0;
}

const struct reader reader_aiperf = {
    .name = "aiperf",
    .title = "NVIDIA AIPerf requests",
    .detects = "metadata.request_start_ns and metrics in each line",
    .sniff = aiperf_sniff,
    .read = aiperf_read,
};

/* --- Google Benchmark --- */

static bool
give_benchmark(struct report *report, const struct json_span *row, struct error *err)
{
    static const char *const times[] = {"real_time", "cpu_time"};
    static const char *const rates[][2] = {{"items_per_second", "item/s"},
        {"bytes_per_second", "B/s"}};
    char *name = json_member_text(row, "name"), *unit = json_member_text(row, "time_unit"),
        *type = json_member_text(row, "run_type"), *error = json_member_text(row,
            "error_message");
    bool good = true;

    report_attribute_member(report, row, "threads", NULL);
    report_attribute_member(report, row, "repetition_index", "repeat");
    report_attribute(report, "error", error);
    /* Means and deviations of repetitions that stand there themselves. */
    if (name != NULL && (type == NULL || strcmp(type, "aggregate") != 0)) {
        good = report_run(report, name, err);
        for (size_t i = 0; good && i < 2; i++) {
            struct sink_score time = report_metric(NULL, times[i], unit == NULL ? "ns" : unit,
                DIRECTION_MIN), rate = report_metric(NULL, rates[i][0], rates[i][1],
                DIRECTION_MAX);

            time.kind = rate.kind = KIND_EFFICIENCY;
            if (error != NULL)
                time.status = rate.status = CELL_FAILED;
            good = report_member(report, row, times[i], &time, err)
                && (error != NULL || report_member(report, row, rates[i][0], &rate, err));
        }
    }
    free(name);
    free(unit);
    free(type);
    free(error);
    return good;
}

static bool
visit_benchmarks(void *context, const struct json_span *root, const char *place,
    struct error *err)
{
    struct report *report = context;
    struct json_span list, about = {.text = "{}", .length = 2, .kind = JSON_OBJECT}, row;
    struct json_iter iter;
    size_t index = 0;
    bool good = true;

    if (!json_member(root, "benchmarks", &list) || list.kind != JSON_ARRAY)
        return true;
    json_member(root, "context", &about);
    json_iter_init(&iter, &list);
    while (good && json_iter_next(&iter, NULL, &row)) {
        report_start(report, place);
        strbuf_printf(&report->place, ".benchmarks[%zu]", index++);
        if (about.kind == JSON_OBJECT) {
            report_attribute_member(report, &about, "host_name", "hardware");
            report_attribute_member(report, &about, "date", NULL);
            report_attribute_member(report, &about, "library_build_type", "build");
        }
        if (row.kind == JSON_OBJECT)
            good = give_benchmark(report, &row, err);
    }
    return good;
}

static bool
google_benchmark_read(const struct input *input, const struct read_options *options,
    struct sink *sink, struct error *err)
{
    struct report report;
    struct json_visitor visitor = {.format = "google-benchmark", .visit = visit_benchmarks,
        .context = &report};
    bool good;

    (void)options;
    report_init(&report, sink);
    good = json_visit(&visitor, input, sink, err);
    report_release(&report);
    return good;
}

static int
google_benchmark_sniff(const struct sniff *sniff)
{
    return sniff->kind == SNIFF_JSON && !sniff->list && sniff_has_key(sniff, "context")
        && sniff_has_key(sniff, "benchmarks") && (sniff_contains(sniff, "\"real_time\"")
            || sniff_has_key(sniff, "context.library_build_type")) ? 92 : 0;
}

const struct reader reader_google_benchmark = {
    .name = "google-benchmark",
    .title = "Google Benchmark",
    .detects = "context, and benchmarks with real_time",
    .sniff = google_benchmark_sniff,
    .read = google_benchmark_read,
};
