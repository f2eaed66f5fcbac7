/* serving.c - what `vllm bench serve` (of all years) and SGLang's bench_serving write.
 *
 * Both write an object for each run: with --append-result one a line, in the summary of a
 * sweep a list of them. Measures keep the names that the tools print, so that people find
 * them; a deviation ("std_ttft_ms", of the population) belongs to its mean. Load (requests
 * at once, requests a second) is a condition. A run in which no request succeeded has 0 for
 * every latency: it is a failed run, its numbers are missing. What else stands there is
 * what the user noted down (--metadata), or a parameter of a sweep: attributes.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "read/json_document.h"
#include "read/readers.h"
#include "read/report.h"

struct serving {
    const struct input *input;
    struct report report;
    bool sglang;
    bool named;                     /* the first run without a name has been warned of */
};

/* --- which members are measures --- */

static bool
starts(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool
ends(const char *text, const char *ending)
{
    size_t length = strlen(text), size = strlen(ending);

    return length > size && strcmp(text + length - size, ending) == 0;
}

static bool
is_statistic(const char *key)
{
    return (starts(key, "mean_") || starts(key, "median_") || starts(key, "min_")
        || starts(key, "max_") || (key[0] == 'p' && key[1] >= '0' && key[1] <= '9'))
        && (ends(key, "_ms") || ends(key, "_s"));
}

/* What a run measured, by the name of the member; NULL: it is no measure. */
static const char *
unit_of(const char *key)
{
    static const struct { const char *key, *unit; } known[] = {
        {"duration", "s"}, {"completed", "request"}, {"failed", "request"},
        {"total_input_tokens", "token"}, {"total_output_tokens", "token"},
        {"total_input_text_tokens", "token"}, {"total_output_tokens_retokenized", "token"},
        {"request_throughput", "request/s"}, {"request_goodput", "request/s"},
        {"request_goodput:", "request/s"}, {"request_inthroughput", "request/s"},
        {"input_throughput", "token/s"}, {"output_throughput", "token/s"},
        {"output_throughput_retokenized", "token/s"},
        {"total_throughput", "token/s"}, {"total_token_throughput", "token/s"},
        {"total_throughput_retokenized", "token/s"},
        {"max_output_tokens_per_s", "token/s"}, {"max_concurrent_requests", "request"},
        {"accept_length", "token"}, {"spec_decode_acceptance_length", "token"},
        {"spec_decode_acceptance_rate", "%"}, {"spec_decode_num_drafts", "draft"},
        {"spec_decode_draft_tokens", "token"}, {"spec_decode_accepted_tokens", "token"}};

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i].key, key) == 0)
            return known[i].unit;
    if (ends(key, "per_s"))
        return "token/s";
    if (is_statistic(key))
        return ends(key, "_ms") ? "ms" : "s";
    return ends(key, "_throughput") ? "token/s" : NULL;
}

/* The mean over requests has the deviation of the population beside it. */
static void
add_deviation(struct sink_score *score, const struct json_span *run, const char *key)
{
    char *name;

    if (!starts(key, "mean_"))
        return;
    name = mem_printf("std_%s", key + 5);
    score->sd = json_member_number(run, name);
    free(name);
    if (isnan(score->sd))
        return;
    score->sd_ddof = 0;
    /* Inter-token gaps and times per token are not one a request. */
    if (strstr(key, "ttft") != NULL || strstr(key, "e2e") != NULL
        || ends(key, "_latency_ms"))
        score->n = json_member_number(run, "completed");
}

/* One name for what releases and tools call differently: the time from request to last token
 * is "latency" in 2024, "e2el" since, "e2e_latency" in SGLang. */
static char *
metric_of(const char *key)
{
    static const char *const endings[] = {"_e2e_latency_ms", "_latency_ms"};

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (ends(key, endings[i]))
            return mem_printf("%.*s_e2el_ms", (int)(strlen(key) - strlen(endings[i])), key);
    if (strcmp(key, "total_throughput") == 0)
        return mem_strdup("total_token_throughput");
    if (strcmp(key, "duration") == 0)               /* of the measurement, not of a reply */
        return mem_strdup("benchmark_duration");
    if (ends(key, ":"))                             /* one release wrote "request_goodput:" */
        return mem_strndup(key, strlen(key) - 1);
    return mem_strdup(key);
}

static bool
give_measure(struct serving *serving, const struct json_span *run, const char *key,
    bool failed, struct error *err)
{
    char *metric = metric_of(key);
    struct sink_score score = report_metric(NULL, metric, unit_of(key), DIRECTION_UNKNOWN);
    bool count = strcmp(key, "completed") == 0 || strcmp(key, "failed") == 0,
        good;

    if (starts(key, "spec_decode_acceptance_"))
        score.direction = DIRECTION_MAX;
    score.value = json_member_number(run, key);
    if (failed && !count) {
        score.value = NAN;
        score.status = CELL_FAILED;
    } else {
        add_deviation(&score, run, key);
    }
    good = report_score(&serving->report, &score, key, err);
    free(metric);
    return good;
}

static bool
give_measures(struct serving *serving, const struct json_span *run, bool failed,
    struct error *err)
{
    struct json_iter iter;
    struct json_span value, last;
    struct strbuf key;
    bool good = true;

    strbuf_init(&key);
    json_iter_init(&iter, run);
    while (good && json_iter_next(&iter, &key, &value))
        if (value.kind != JSON_NULL && unit_of(key.data) != NULL
            && json_member(run, key.data, &last)
            && last.text == value.text)             /* the last of duplicate keys */
            good = give_measure(serving, run, key.data, failed, err);
    strbuf_release(&key);
    return good;
}

/* --- what is said about the run --- */

static void
add_loads(struct report *report, const struct json_span *run)
{
    struct json_span value;
    double rate;

    /* null: as many as come. That is a load too, not an unknown one. */
    if (json_member(run, "max_concurrency", &value) && value.kind == JSON_NULL)
        report_attribute(report, "concurrency", "unlimited");
    else
        report_attribute_member(report, run, "max_concurrency", "concurrency");
    if (!json_member(run, "request_rate", &value))
        return;
    if (json_number(&value, &rate) && isinf(rate))
        report_attribute(report, "request_rate", "inf");
    else
        report_attribute_member(report, run, "request_rate", NULL);
}

static void
add_date(struct report *report, const struct json_span *run)
{
    char *text = json_member_text(run, "date"), date[REPORT_DATE_SIZE];

    report_attribute(report, "date", report_date(date, text));
    free(text);
}

/* Everything else that is a scalar: the user's own notes, and parameters. */
static void
add_notes(struct report *report, const struct json_span *run)
{
    static const char *const taken[] = {"model_id", "tokenizer_id", "date", "max_concurrency",
        "request_rate", "run_number", "rtfx", "num_prompts"};
    struct json_iter iter;
    struct json_span value;
    struct strbuf key;

    strbuf_init(&key);
    json_iter_init(&iter, run);
    while (json_iter_next(&iter, &key, &value)) {
        bool known = json_is_container(&value) || starts(key.data, "std_")
            || unit_of(key.data) != NULL;

        for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
            known = known || strcmp(taken[i], key.data) == 0;
        if (!known)
            report_attribute_member(report, run, key.data, NULL);
    }
    strbuf_release(&key);
    report_attribute_member(report, run, "num_prompts", NULL);
    report_attribute_member(report, run, "run_number", "repeat");
}

static bool
is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || c == '_';
}

/* The parameters of a sweep in a folder's name:
 * "SERVE--max_num_seqs=8-BENCH--max_concurrency=2-num_prompts=8". */
static void
add_sweep(struct report *report, const char *path)
{
    const char *at = strstr(path, "SERVE--"), *end;

    if (at == NULL)
        at = strstr(path, "BENCH--");
    if (at == NULL)
        return;
    for (end = at + strcspn(at, "/"); at < end;) {
        const char *equals = at, *value, *stop;
        char *name, *text;

        while (equals < end && is_word(*equals))
            equals++;
        if (equals == at || equals == end || *equals != '=') {
            at = equals == at ? at + 1 : equals;
            continue;
        }
        for (value = stop = equals + 1; stop < end; stop++)
            if (*stop == '-' && (starts(stop, "-BENCH--") || (is_word(stop[1])
                && stop[1 + strspn(stop + 1, "abcdefghijklmnopqrstuvwxyz_0123456789")] == '=')))
                break;
        name = mem_strndup(at, (size_t)(equals - at));
        text = mem_strndup(value, (size_t)(stop - value));
        if (strcmp(name, "max_concurrency") != 0 && strcmp(name, "request_rate") != 0)
            report_attribute(report, name, text);
        free(name);
        free(text);
        at = stop;
    }
}

/* --- requests --- */

/* One of the lists that run beside each other. */
struct lane { struct json_iter iter; bool there; };

static struct lane
lane_of(const struct json_span *run, const char *key)
{
    struct lane lane = {.there = false};
    struct json_span list;

    if (json_member(run, key, &list) && list.kind == JSON_ARRAY) {
        json_iter_init(&lane.iter, &list);
        lane.there = true;
    }
    return lane;
}

static bool
lane_next(struct lane *lane, struct json_span *value)
{
    lane->there = lane->there && json_iter_next(&lane->iter, NULL, value);
    return lane->there;
}

static double
lane_number(struct lane *lane)
{
    struct json_span value;
    double number = NAN;

    if (lane_next(lane, &value) && !json_number(&value, &number))
        number = NAN;
    return number;
}

/* The sum of the gaps between tokens; a reply of one token has none. */
static double
lane_sum(struct lane *lane)
{
    struct json_span list, gap;
    struct json_iter iter;
    double sum = 0, seconds;

    if (!lane_next(lane, &list) || list.kind != JSON_ARRAY)
        return NAN;
    json_iter_init(&iter, &list);
    while (json_iter_next(&iter, NULL, &gap))
        sum += json_number(&gap, &seconds) ? seconds : NAN;
    return sum;
}

static bool
give_requests(struct serving *serving, const struct json_span *run, struct error *err)
{
    struct lane inputs = lane_of(run, "input_lens"), outputs = lane_of(run, "output_lens"),
        firsts = lane_of(run, "ttfts"), gaps = lane_of(run, "itls"),
        errors = lane_of(run, "errors"), times = lane_of(run, "latencies");
    struct strbuf *place = &serving->report.place;
    size_t index = 0, mark = place->length;
    bool good = true;

    while (good && (inputs.there || outputs.there || firsts.there)) {
        struct sink_request request = {.prompt_tokens = lane_number(&inputs),
            .output_tokens = lane_number(&outputs), .first_token_seconds = lane_number(&firsts),
            .seconds = lane_number(&times)};
        double after = lane_sum(&gaps);
        struct json_span value;
        char *error = lane_next(&errors, &value) ? json_string_dup(&value) : NULL;
        bool failed = error != NULL && *error != '\0';

        if (isnan(request.seconds))
            request.seconds = request.first_token_seconds + after;
        if (failed)
            request.seconds = request.first_token_seconds = request.output_tokens = NAN;
        request.error = failed ? error : NULL;
        if (inputs.there || outputs.there || firsts.there) {
            strbuf_printf(place, " request %zu", index++);
            request.place = place->data;
            good = serving->report.sink->request(serving->report.sink, &request, err);
            report_leave(&serving->report, mark);
        }
        free(error);
    }
    return good;
}

/* --- a run --- */

/* People name such files by the server and the model, "sglang_tiny-7b.jsonl": the server that the
 * run itself names is no part of the model's name. What SGLang writes of itself has the date
 * there, "sglang_0131_100_random.jsonl", and stays. Takes and gives ownership. */
static char *
without_backend(const struct json_span *run, char *model)
{
    char *backend = json_member_text(run, "backend");
    size_t length = backend == NULL ? 0 : strlen(backend);

    if (length > 0 && strncmp(model, backend, length) == 0
        && (model[length] == '_' || model[length] == '-')
        && isalpha((unsigned char)model[length + 1]))
        memmove(model, model + length + 1, strlen(model + length + 1) + 1);
    free(backend);
    return model;
}

static char *
model_of(struct serving *serving, const struct json_span *run, const char *place)
{
    static const char *const keys[] = {"model_id", "model", "model_path"};
    struct json_span server;
    char *model = NULL;

    for (size_t i = 0; model == NULL && i < sizeof keys / sizeof keys[0]; i++)
        model = json_member_text(run, keys[i]);
    if (model == NULL && json_member(run, "server_info", &server)
        && server.kind == JSON_OBJECT)
        model = json_member_text(&server, "model_path");
    if (model != NULL)
        return model;
    model = without_backend(run, reader_model_from_path(serving->input));
    if (!serving->named) {
        char *text = mem_printf("names no model: \"%s\" is taken from the file's name "
            "(--set model=NAME, or an alias, says which it is)", model);

        serving->report.sink->warn(serving->report.sink, place, text);
        serving->named = true;
        free(text);
    }
    return model;
}

static void
warn_failures(struct serving *serving, const struct json_span *run, double completed)
{
    double failed = json_member_number(run, "failed");
    double asked = json_member_number(run, "num_prompts");
    char text[160];

    if (isnan(failed))
        failed = asked - completed;
    if (!(failed > 0) && completed != 0)
        return;
    if (!(failed > 0))
        snprintf(text, sizeof text, "no request was completed: a failed run, whose latencies of "
            "0 are not believed");
    else if (completed == 0)
        snprintf(text, sizeof text, "all %.0f requests failed: a failed run, whose latencies "
            "of 0 are not believed", failed);
    else
        snprintf(text, sizeof text, "%.0f of %.0f requests failed: latencies are those of the "
            "others", failed, failed + completed);
    serving->report.sink->warn(serving->report.sink, serving->report.place.data, text);
}

static bool
visit_run(void *context, const struct json_span *run, const char *place, struct error *err)
{
    struct serving *serving = context;
    struct report *report = &serving->report;
    struct json_span found;
    double completed;
    bool failed, good;
    char *model;

    if (run->kind != JSON_OBJECT || (!json_member(run, "output_throughput", &found)
        && !json_member(run, "request_throughput", &found)
        && !json_member(run, "mean_ttft_ms", &found))) {
        report->sink->reject(report->sink, place, "is no run of a serving benchmark");
        return true;
    }
    completed = json_member_number(run, "completed");
    failed = completed == 0;
    report_start(report, place);
    add_loads(report, run);
    add_date(report, run);
    if (failed)
        report_attribute(report, "status", "failed");
    add_notes(report, run);
    add_sweep(report, serving->input->name);
    model = model_of(serving, run, place);
    warn_failures(serving, run, completed);
    good = report_run(report, model, err) && give_measures(serving, run, failed, err)
        && give_requests(serving, run, err);
    free(model);
    return good;
}

static bool
read_runs(const struct input *input, const char *format, struct sink *sink, struct error *err)
{
    struct serving serving = {.input = input};
    struct json_visitor visitor = {.format = format, .visit = visit_run, .context = &serving};
    bool good;

    report_init(&serving.report, sink);
    good = json_visit(&visitor, input, sink, err);
    report_release(&serving.report);
    return good;
}

static bool
vllm_read(const struct input *input, const struct read_options *options, struct sink *sink,
    struct error *err)
{
    (void)options;
    return read_runs(input, "vllm", sink, err);
}

static int
vllm_sniff(const struct sniff *sniff)
{
    bool first_token = sniff_has_key(sniff, "mean_ttft_ms")
        || sniff_has_key(sniff, "median_ttft_ms");

    if (sniff->kind != SNIFF_JSON || !sniff_has_key(sniff, "model_id"))
        return 0;
    if (sniff_has_key(sniff, "request_throughput"))
        return first_token || sniff_has_key(sniff, "completed") ? 95 : 0;
    /* The nightly benchmarks keep the times and cut the throughputs off. */
    return first_token && sniff_has_key(sniff, "num_prompts")
        && sniff_has_key(sniff, "request_rate") ? 95 : 0;
}

const struct reader reader_vllm = {
    .name = "vllm",
    .title = "vLLM bench serve",
    .detects = "request_throughput, model_id and times to the first token",
    .sniff = vllm_sniff,
    .read = vllm_read,
};

static bool
sglang_read(const struct input *input, const struct read_options *options, struct sink *sink,
    struct error *err)
{
    (void)options;
    return read_runs(input, "sglang", sink, err);
}

static int
sglang_sniff(const struct sniff *sniff)
{
    return sniff->kind == SNIFF_JSON
        && sniff_has_key(sniff, "total_output_tokens_retokenized") ? 96 : 0;
}

const struct reader reader_sglang = {
    .name = "sglang",
    .title = "SGLang bench_serving",
    .detects = "total_output_tokens_retokenized",
    .sniff = sglang_sniff,
    .read = sglang_read,
};
