/* llama_bench.c - llama.cpp's llama-bench: what its tests are of and what they measured.
 *
 * Tests of one configuration are one run;
 * prompt processing and generation of so many tokens at such a depth are tasks ("pp512",
 * "tg128 @ d4096") and never averaged. Deviations are recomputed from the samples where they
 * are in the file, because the tool squares nanoseconds in 64 bits; they are of the sample.
 * llama-benchy, which asks servers, prints the same table with more columns: each is a measure,
 * and its deviations are of the population.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "read/llama_bench.h"
#include "read/readers.h"

static double
number_value(const struct bench_test *test, const char *name)
{
    const char *text = bench_value_of(test, name);
    double number;

    return text != NULL && number_parse_plain(text, &number) ? number : NAN;
}

/* --- what a test is of --- */

/* "pp512", "tg128", "pp512+tg128", with " @ d4096" behind it. */
static char *
label_of(struct bench *bench, const struct bench_test *test)
{
    double prompt = number_value(test, "n_prompt"), gen = number_value(test, "n_gen"),
        depth = number_value(test, "n_depth");
    struct strbuf label;
    char *kept;

    strbuf_init(&label);
    if (prompt > 0)
        strbuf_printf(&label, "pp%.0f", prompt);
    if (gen > 0)
        strbuf_printf(&label, "%stg%.0f", label.length > 0 ? "+" : "", gen);
    if (depth > 0)
        strbuf_printf(&label, " @ d%.0f", depth);
    kept = arena_strdup(bench->arena, label.data);
    strbuf_release(&label);
    return kept;
}

/* Names that differ between the tests of one run. */
static bool
is_of_test(const char *name)
{
    static const char *const names[] = {"n_prompt", "n_gen", "n_depth", "test_time", "avg_ns",
        "stddev_ns", "avg_ts", "stddev_ts", "samples_ns", "samples_ts"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static char *
configuration_of(struct bench *bench, const struct bench_test *test)
{
    struct strbuf text;
    char *kept;

    strbuf_init(&text);
    for (size_t i = 0; i < test->n_values; i++)
        if (!is_of_test(test->values[i].name))
            strbuf_printf(&text, "%s=%s\n", test->values[i].name, test->values[i].text);
    strbuf_printf(&text, "%s\n%s\n", test->device == NULL ? "" : test->device,
        test->build == NULL ? "" : test->build);
    kept = arena_strdup(bench->arena, text.data);
    strbuf_release(&text);
    return kept;
}

/* The file's name without folder, ".gguf" and the number of the shard; without a file the
 * type that the tool read from its head. */
static const char *
model_of(struct bench *bench, const struct bench_test *test)
{
    const char *path = bench_value_of(test, "model_filename"), *shard;
    char *name, *end;

    if (path == NULL || *path == '\0')
        return bench_value_of(test, "model_type");
    name = arena_strdup(bench->arena, path_base(path));
    shard = strstr(name, "-of-");
    if (shard != NULL && shard - name > 6 && shard[-6] == '-'
        && strspn(shard - 5, "0123456789") == 5 && strspn(shard + 4, "0123456789") == 5)
        name[shard - name - 6] = '\0';
    end = strstr(name, ".gguf");
    if (end != NULL && end != name)
        *end = '\0';
    return *name == '\0' ? bench_value_of(test, "model_type") : name;
}

/* Whether a type of weights begins here: "Q4_K", "IQ3_XXS", "BF16", "MXFP4". */
static bool
begins_type(const char *at)
{
    static const char *const beginnings[] = {"Q", "IQ", "TQ", "F", "BF", "MXFP", "NVFP"};

    for (size_t i = 0; i < sizeof beginnings / sizeof beginnings[0]; i++) {
        size_t length = strlen(beginnings[i]);

        if (strncmp(at, beginnings[i], length) == 0 && isdigit((unsigned char)at[length]))
            return true;
    }
    return false;
}

/* Where the type of weights stands in "qwen2 7B Q4_K - Medium": behind the size, "7B" or
 * "122B.A10B"; behind another word ("30B-A3B", "A3B") where it is known as one. */
static const char *
type_in(const char *type)
{
    const char *found = NULL, *known = NULL;

    for (const char *at = type; at != NULL && *at != '\0';) {
        const char *stop = at + strcspn(at, " ");
        size_t digits = strspn(at, "0123456789.");

        if (digits > 0 && (at[digits] == 'B' || at[digits] == 'M' || at[digits] == 'T')
            && (at + digits + 1 == stop || at[digits + 1] == '.') && *stop == ' ')
            found = stop + 1;
        if (at != type && begins_type(at))
            known = at;
        at = *stop == '\0' ? stop : stop + 1;
    }
    return found != NULL ? found : known;
}

/* "qwen2 7B Q4_K - Medium" is q4_k_m, "IQ3_XXS - 3.0625 bpw" is iq3_xxs; "IQ3_S mix - 3.66 bpw"
 * is what files are called iq3_m for; the first versions wrote "7B mostly Q4_0". */
static char *
quantization_of(struct bench *bench, const char *type)
{
    const char *found = type_in(type);
    char *text, *dash;

    if (found == NULL)
        return NULL;
    if (strncmp(found, "mostly ", 7) == 0)
        found += 7;
    if (strncmp(found, "IQ3_S mix", 9) == 0)
        return arena_strdup(bench->arena, "iq3_m");
    text = arena_strdup(bench->arena, found);
    for (char *c = text; *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);
    dash = strstr(text, " - ");
    if (dash != NULL && isalpha((unsigned char)dash[3])) {
        dash[0] = '_';
        dash[1] = dash[3];
        dash[2] = '\0';
    } else {
        text[strcspn(text, " ")] = '\0';            /* "mxfp4 moe", "iq4_nl - 4.5 bpw" */
    }
    return text;
}

static const char *
hardware_of(const struct bench_test *test)
{
    const char *gpu = bench_value_of(test, "gpu_info");

    if (gpu != NULL && *gpu != '\0')
        return gpu;
    return bench_value_of(test, "cpu_info") != NULL ? bench_value_of(test, "cpu_info")
        : test->device;
}

static void
add_attributes(struct bench *bench, const struct bench_test *test)
{
    static const char *const taken[] = {"gpu_info", "model_size", "model_n_params", "size",
        "params", "backends", "backend", "build_commit"};
    struct report *report = &bench->report;
    const char *build = bench_value_of(test, "build_commit"),
        *backend = bench_value_of(test, "backends");

    report_attribute(report, "hardware", hardware_of(test));
    report_attribute(report, "quantization", quantization_of(bench,
        bench_value_of(test, "model_type")));
    report_attribute(report, "backend",
        backend != NULL ? backend : bench_value_of(test, "backend"));
    report_attribute(report, "date", bench_value_of(test, "test_time"));
    report_attribute(report, "build", build != NULL ? build : test->build);
    for (size_t i = 0; i < test->n_values; i++) {
        const char *name = test->values[i].name, *text = test->values[i].text;
        bool known = is_of_test(name);

        for (size_t k = 0; k < sizeof taken / sizeof taken[0]; k++)
            known = known || strcmp(taken[k], name) == 0;
        /* Builds differ in how they write booleans. */
        if (!known)
            report_attribute(report, name, strcmp(text, "true") == 0 ? "1"
                : strcmp(text, "false") == 0 ? "0" : text);
    }
}

/* --- what it measured --- */

struct spread { double mean, sd; };

/* Of tokens a second (tokens > 0) or of nanoseconds (tokens 0), over the samples. */
static struct spread
spread_of(const struct bench_test *test, double tokens)
{
    struct spread spread = {NAN, NAN};
    double sum = 0, squares = 0, n = (double)test->n_samples;

    for (size_t i = 0; i < test->n_samples; i++)
        sum += tokens > 0 ? 1e9 * tokens / test->samples_ns[i] : test->samples_ns[i];
    spread.mean = n > 0 ? sum / n : NAN;
    for (size_t i = 0; i < test->n_samples; i++) {
        double off = (tokens > 0 ? 1e9 * tokens / test->samples_ns[i] : test->samples_ns[i])
            - spread.mean;

        squares += off * off;
    }
    spread.sd = n > 1 ? sqrt(squares / (n - 1)) : NAN;
    return spread;
}

static bool
give_speed(struct bench *bench, const struct bench_test *test, struct error *err)
{
    struct sink_score score = report_metric(test->label, "tokens_per_second", "token/s",
        DIRECTION_MAX);
    double tokens = number_value(test, "n_prompt") + number_value(test, "n_gen");

    score.kind = KIND_EFFICIENCY;
    score.value = isnan(test->speed) ? number_value(test, "avg_ts") : test->speed;
    score.sd = isnan(test->speed) ? number_value(test, "stddev_ts") : test->spread;
    score.n = test->n_samples > 0 ? (double)test->n_samples : NAN;
    if (test->n_samples > 0 && tokens > 0)
        score.sd = spread_of(test, tokens).sd;
    score.sd_ddof = isnan(score.sd) ? -1 : test->ddof;
    score.se = report_se(score.sd, score.n);
    return report_score(&bench->report, &score, "avg_ts", err);
}

static bool
give_time(struct bench *bench, const struct bench_test *test, struct error *err)
{
    struct sink_score score = report_metric(test->label, "duration", "ns", DIRECTION_MIN);
    double reported = number_value(test, "stddev_ns"), sd;

    score.kind = KIND_EFFICIENCY;
    score.value = number_value(test, "avg_ns");
    /* Squares of so many nanoseconds may have overflown; nothing here could tell. */
    score.sd = score.value < 1.3e9 ? reported : NAN;
    score.n = test->n_samples > 0 ? (double)test->n_samples : NAN;
    if (test->n_samples > 0) {
        sd = spread_of(test, 0).sd;
        if (fabs(sd - reported) > 0.01 * sd) {
            char text[160];

            snprintf(text, sizeof text, "stddev_ns is %.0f, but its samples deviate by %.0f: "
                "they are believed", reported, sd);
            bench->report.sink->warn(bench->report.sink, test->place, text);
        }
        score.sd = sd;
    }
    score.sd_ddof = isnan(score.sd) ? -1 : 1;
    score.se = report_se(score.sd, score.n);
    return report_score(&bench->report, &score, "avg_ns", err);
}

/* "189.69 GiB", "356.79 B". */
static double
sized(const char *text)
{
    static const struct { const char *unit; double factor; } units[] = {{" KiB", 1024},
        {" MiB", 1048576}, {" GiB", 1073741824}, {" TiB", 1099511627776.0}, {" B", 1e9},
        {" M", 1e6}, {" K", 1e3}, {" T", 1e12}};
    char *end;
    double number = text == NULL ? NAN : strtod(text, &end);

    if (text == NULL || end == text)
        return NAN;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(end, units[i].unit) == 0)
            return number_scaled(number, units[i].factor);
    return *end == '\0' ? number : NAN;
}

/* A size in its own member, or in the words of a Markdown table's column, which are kept. */
static bool
give_size(struct bench *bench, const struct bench_test *test, const char *member,
    const char *column, struct sink_score *score, struct error *err)
{
    score->value = number_value(test, member);
    if (isnan(score->value)) {
        score->value = sized(bench_value_of(test, column));
        score->raw = bench_value_of(test, column);
        member = isnan(score->value) ? member : column;
    }
    return report_score(&bench->report, score, member, err);
}

static bool
give_sizes(struct bench *bench, const struct bench_test *test, struct error *err)
{
    struct sink_score size = report_metric(NULL, "model_size", "B", DIRECTION_MIN),
        parameters = report_metric(NULL, "parameters", "parameter", DIRECTION_MIN);

    return give_size(bench, test, "model_size", "size", &size, err)
        && give_size(bench, test, "model_n_params", "params", &parameters, err);
}

static bool
give_extras(struct bench *bench, const struct bench_test *test, struct error *err)
{
    for (size_t i = 0; i < test->n_extras; i++) {
        const struct bench_extra *extra = &test->extras[i];
        struct sink_score score = report_metric(test->label, extra->metric, extra->unit,
            strcmp(extra->unit, "ms") == 0 ? DIRECTION_MIN : DIRECTION_MAX);

        score.kind = KIND_EFFICIENCY;
        score.value = extra->value;
        score.sd = extra->spread;
        score.sd_ddof = isnan(score.sd) ? -1 : test->ddof;
        if (!report_score(&bench->report, &score, extra->metric, err))
            return false;
    }
    return true;
}

static bool
give_test(struct bench *bench, struct bench_test *test, struct error *err)
{
    strbuf_clear(&bench->report.place);
    strbuf_puts(&bench->report.place, test->place);
    test->given = true;
    return give_speed(bench, test, err) && give_time(bench, test, err)
        && give_extras(bench, test, err);
}

/* The run of a test and of those after it that fit; a test that is there already is the next
 * run's. */
static bool
give_run(struct bench *bench, size_t first, struct error *err)
{
    struct bench_test *test = &bench->tests[first];

    report_start(&bench->report, test->place);
    add_attributes(bench, test);
    if (!report_run(&bench->report, model_of(bench, test), err)
        || !give_sizes(bench, test, err) || !give_test(bench, test, err))
        return false;
    for (size_t i = first + 1; i < bench->n_tests; i++) {
        struct bench_test *other = &bench->tests[i];
        bool there = false;

        if (other->given || strcmp(other->configuration, test->configuration) != 0)
            continue;
        for (size_t k = first; k < i; k++)
            there = there || (bench->tests[k].given && strcmp(bench->tests[k].label,
                other->label) == 0 && strcmp(bench->tests[k].configuration,
                test->configuration) == 0);
        if (!there && !give_test(bench, other, err))
            return false;
    }
    return true;
}

static bool
give_runs(struct bench *bench, struct error *err)
{
    bool good = true;

    if (bench->n_tests == 0)
        return error_set(err, ERROR_REQUEST, "%s: holds no test of llama-bench",
            bench->input->name);
    for (size_t i = 0; i < bench->n_tests; i++) {
        struct bench_test *test = &bench->tests[i];

        if (test->label == NULL)
            test->label = label_of(bench, test);
        test->configuration = configuration_of(bench, test);
    }
    for (size_t i = 0; good && i < bench->n_tests; i++)
        if (!bench->tests[i].given)
            good = give_run(bench, i, err);
    return good;
}

/* --- reading --- */

static bool
llama_bench_read(const struct input *input, const struct read_options *options,
    struct sink *sink, struct error *err)
{
    struct sink_source source = {.format = "llama-bench", .style = {.decimal = '.'}};
    struct bench bench = {.input = input, .arena = arena_new()};
    struct sniff sniff;
    enum bench_form form;
    bool good;

    (void)options;
    sniff_init(&sniff, input);
    form = bench_form_of(&sniff);
    sniff_release(&sniff);
    report_init(&bench.report, sink);
    good = sink->begin(sink, &source, err);
    good = good && bench_take(&bench, form, err) && give_runs(&bench, err) && sink->end(sink, err);
    report_release(&bench.report);
    for (size_t i = 0; i < bench.n_tests; i++) {
        free(bench.tests[i].values);
        free(bench.tests[i].extras);
    }
    free(bench.tests);
    arena_free(bench.arena);
    return good;
}

static int
llama_bench_sniff(const struct sniff *sniff)
{
    return bench_form_of(sniff) == BENCH_NONE ? 0 : 95;
}

const struct reader reader_llama_bench = {
    .name = "llama-bench",
    .title = "llama.cpp llama-bench",
    .detects = "build_commit, n_prompt and avg_ts; or a table with model, test and t/s",
    .sniff = llama_bench_sniff,
    .read = llama_bench_read,
};
