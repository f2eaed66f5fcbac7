/* llama_bench.c - llama.cpp's llama-bench in its five forms: JSON, JSON Lines, CSV, SQL and the
 * Markdown table that it prints to the terminal.
 *
 * Whatever the form, a test is a set of named texts. Tests of one configuration are one run;
 * prompt processing and generation of so many tokens at such a depth are tasks ("pp512",
 * "tg128 @ d4096") and never averaged. Deviations are recomputed from the samples where they
 * are in the file, because the tool squares nanoseconds in 64 bits; they are of the sample.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "read/csv_parse.h"
#include "read/encoding.h"
#include "read/json_document.h"
#include "read/readers.h"
#include "read/report.h"

struct value { const char *name, *text; };

/* One test, in the arena of the file. */
struct test {
    struct value *values;
    size_t n_values, capacity;
    double *samples_ns;
    size_t n_samples;
    char *label;                    /* "pp512" */
    char *configuration;            /* what its run is known by */
    double speed, spread;           /* Markdown: from the cell; else NaN */
    const char *place;
    bool given;
};

struct bench {
    const struct input *input;
    struct arena *arena;
    struct test *tests;
    size_t n_tests, capacity;
    struct report report;
    const char *device, *build;     /* lines around a Markdown table */
};

static const char *
value_of(const struct test *test, const char *name)
{
    for (size_t i = test->n_values; i-- > 0;)
        if (strcmp(test->values[i].name, name) == 0)
            return test->values[i].text;
    return NULL;
}

static double
number_value(const struct test *test, const char *name)
{
    const char *text = value_of(test, name);
    double number;

    return text != NULL && number_parse_plain(text, &number) ? number : NAN;
}

static struct test *
add_test(struct bench *bench, const char *place)
{
    struct test test = {.speed = NAN, .spread = NAN,
        .place = *place == '$' ? arena_strdup(bench->arena, place)
            : arena_printf(bench->arena, "%s $", place)};

    ARRAY_PUSH(bench->tests, bench->n_tests, bench->capacity, test);
    return &bench->tests[bench->n_tests - 1];
}

static void
add_value(struct bench *bench, struct test *test, const char *name, const char *text)
{
    struct value value = {arena_strdup(bench->arena, name), arena_strdup(bench->arena, text)};

    ARRAY_PUSH(test->values, test->n_values, test->capacity, value);
}

/* --- the forms: JSON --- */

static void
add_samples(struct bench *bench, struct test *test, const struct json_span *list)
{
    struct json_span value;
    struct json_iter iter;

    test->samples_ns = arena_alloc(bench->arena, json_count(list) * sizeof(double) + 1);
    json_iter_init(&iter, list);
    while (json_iter_next(&iter, NULL, &value)) {
        double number;

        if (json_number(&value, &number) && number > 0)
            test->samples_ns[test->n_samples++] = number;
    }
}

static bool
take_object(void *context, const struct json_span *object, const char *place,
    struct error *err)
{
    struct bench *bench = context;
    struct test *test;
    struct json_iter iter;
    struct json_span value;
    struct strbuf key;

    (void)err;
    if (object->kind != JSON_OBJECT || !json_member(object, "avg_ts", &value)) {
        bench->report.sink->reject(bench->report.sink, place, "is no test of llama-bench");
        return true;
    }
    test = add_test(bench, place);
    strbuf_init(&key);
    json_iter_init(&iter, object);
    while (json_iter_next(&iter, &key, &value)) {
        char *text;

        if (strcmp(key.data, "samples_ns") == 0 && value.kind == JSON_ARRAY)
            add_samples(bench, test, &value);
        text = json_member_text(object, key.data);
        if (text != NULL)
            add_value(bench, test, key.data, text);
        free(text);
    }
    strbuf_release(&key);
    return true;
}

/* --- CSV --- */

static bool
take_csv(struct bench *bench, const struct utf8_text *text, struct error *err)
{
    struct csv_parser parser;
    char **names = NULL;
    size_t n_names = 0;
    enum csv_status status;
    char place[32];
    bool good = true;

    csv_parser_init(&parser, text->text, text->length, ',');
    while (good && (status = csv_next(&parser)) != CSV_END) {
        struct test *test;

        if (status == CSV_BLANK)
            continue;
        snprintf(place, sizeof place, "line %zu", parser.record_line);
        if (names == NULL) {
            n_names = parser.n;
            names = arena_alloc(bench->arena, n_names * sizeof *names + 1);
            for (size_t i = 0; i < n_names; i++)
                names[i] = arena_strndup(bench->arena, parser.fields[i].text,
                    parser.fields[i].length);
            continue;
        }
        if (status == CSV_BAD || parser.n != n_names) {
            error_set(err, ERROR_REQUEST, "%s: %s has %zu fields, the header has %zu",
                bench->input->name, place, parser.n, n_names);
            good = error_hint(err, "nothing of this file was imported; is it complete?");
            continue;
        }
        test = add_test(bench, place);
        for (size_t i = 0; i < n_names; i++)
            add_value(bench, test, names[i], arena_strndup(bench->arena,
                parser.fields[i].text, parser.fields[i].length));
    }
    csv_parser_release(&parser);
    return good;
}

/* --- SQL --- */

/* A word or a 'quoted text' of a list in brackets; NULL at its end. */
static char *
take_sql_word(struct bench *bench, const char **at, const char *end)
{
    struct strbuf word;
    char *kept;

    while (*at < end && strchr(", \t\r\n", **at) != NULL)
        (*at)++;
    if (*at == end || **at == ')')
        return NULL;
    strbuf_init(&word);
    if (**at == '\'') {
        for ((*at)++; *at < end; (*at)++) {
            if (**at == '\'' && (*at + 1 == end || (*at)[1] != '\''))
                break;
            if (**at == '\'')
                (*at)++;
            strbuf_putc(&word, **at);
        }
        *at += *at < end;
    } else {
        while (*at < end && strchr(",) \t\r\n", **at) == NULL)
            strbuf_putc(&word, *(*at)++);
    }
    kept = arena_strdup(bench->arena, word.data);
    strbuf_release(&word);
    return kept;
}

/* "INSERT INTO test (a, b) VALUES ('1', '2');" */
static bool
take_insert(struct bench *bench, const char *at, const char *end, const char *place)
{
    const char *values = at;
    struct test *test;
    char *name, *text;

    while (values < end && strncmp(values, ") VALUES (", 10) != 0)
        values++;
    if (values == end || (at = memchr(at, '(', (size_t)(values - at))) == NULL)
        return false;
    values += 10;
    test = add_test(bench, place);
    for (at++; (name = take_sql_word(bench, &at, end)) != NULL;) {
        text = take_sql_word(bench, &values, end);
        if (text == NULL)
            return false;
        add_value(bench, test, name, text);
    }
    return take_sql_word(bench, &values, end) == NULL && values < end;
}

static bool
take_sql(struct bench *bench, const struct utf8_text *text, struct error *err)
{
    static const char insert[] = "INSERT INTO test (";
    const char *at = text->text, *end = at + text->length;
    char place[32];

    for (size_t line = 1; at < end; line++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));

        stop = stop == NULL ? end : stop;
        snprintf(place, sizeof place, "line %zu", line);
        if ((size_t)(stop - at) >= sizeof insert && strncmp(at, insert, sizeof insert - 1) == 0
            && !take_insert(bench, at, stop, place)) {
            error_set(err, ERROR_REQUEST, "%s: %s: an INSERT whose names and values do not fit",
                bench->input->name, place);
            return error_hint(err, "nothing of this file was imported; is it complete?");
        }
        at = stop < end ? stop + 1 : end;
    }
    return true;
}

/* --- Markdown --- */

enum { MOST_CELLS = 40 };

/* The cells of "| a | b |"; 0 if the line is no row. */
static size_t
split_row(struct bench *bench, const char *at, const char *end, char *cells[MOST_CELLS])
{
    size_t n = 0;

    while (at < end && isspace((unsigned char)*at))
        at++;
    if (at == end || *at != '|')
        return 0;
    for (at++; n < MOST_CELLS; at++) {
        const char *stop = memchr(at, '|', (size_t)(end - at)), *last;

        if (stop == NULL)
            break;
        for (last = stop; at < last && isspace((unsigned char)*at);)
            at++;
        while (last > at && isspace((unsigned char)last[-1]))
            last--;
        cells[n++] = arena_strndup(bench->arena, at, (size_t)(last - at));
        at = stop;
    }
    return n;
}

static size_t
find_cell(char *const *cells, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(cells[i], name) == 0)
            return i;
    return n;
}

/* What follows a beginning up to one of the stops or the end; NULL if the line begins otherwise.
 * The line is part of a text that need not end in a NUL. */
static const char *
after_beginning(struct arena *arena, const char *at, const char *end, const char *beginning,
    const char *stops)
{
    size_t length = strlen(beginning);
    const char *stop;

    if ((size_t)(end - at) <= length || memcmp(at, beginning, length) != 0)
        return NULL;
    at += length;
    for (stop = at; stop < end && *stop != '\0' && strchr(stops, *stop) == NULL;)
        stop++;
    return arena_strndup(arena, at, (size_t)(stop - at));
}

/* "Device 0: AMD Radeon 8060S, gfx1151 ..." and "build: 0253fb21f (9187)". */
static void
note_line(struct bench *bench, const char *at, const char *end)
{
    const char *build;

    while (at < end && isspace((unsigned char)*at))
        at++;
    if (bench->device == NULL)
        bench->device = after_beginning(bench->arena, at, end, "Device 0: ", ",\r");
    build = after_beginning(bench->arena, at, end, "build: ", " \r");
    if (build != NULL)
        bench->build = build;
}

static void
take_markdown_row(struct bench *bench, char *const *names, char *const *cells, size_t n,
    const char *place)
{
    struct test *test = add_test(bench, place);
    size_t speed = find_cell(names, n, "t/s"), label = find_cell(names, n, "test");
    struct number number;

    for (size_t i = 0; i < n; i++)
        if (i != speed && i != label)
            add_value(bench, test, strcmp(names[i], "model") == 0 ? "model_type" : names[i],
                cells[i]);
    test->label = arena_strdup(bench->arena, cells[label]);
    if (number_parse(cells[speed], strlen(cells[speed]), NULL, &number) == NUMBER_VALUE) {
        test->speed = number.value;
        test->spread = number.spread;
    }
}

static void
take_markdown(struct bench *bench, const struct utf8_text *text)
{
    const char *at = text->text, *end = at + text->length;
    char *names[MOST_CELLS] = {NULL}, *cells[MOST_CELLS] = {NULL};
    size_t n_names = 0;
    char place[32];

    for (size_t line = 1; at < end; line++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t n;

        stop = stop == NULL ? end : stop;
        snprintf(place, sizeof place, "line %zu", line);
        n = split_row(bench, at, stop, cells);
        if (n == 0)
            note_line(bench, at, stop);
        else if (find_cell(cells, n, "t/s") < n && find_cell(cells, n, "test") < n) {
            memcpy(names, cells, sizeof names);
            n_names = n;
        } else if (n_names > 0 && n != n_names)
            bench->report.sink->reject(bench->report.sink, place,
                "a row with another number of cells than its header");
        else if (n_names > 0 && cells[0][strspn(cells[0], "-: ")] != '\0')
            take_markdown_row(bench, names, cells, n, place);
        at = stop < end ? stop + 1 : end;
    }
}

/* --- what a test is of --- */

/* "pp512", "tg128", "pp512+tg128", with " @ d4096" behind it. */
static char *
label_of(struct bench *bench, const struct test *test)
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
configuration_of(struct bench *bench, const struct test *test)
{
    struct strbuf text;
    char *kept;

    strbuf_init(&text);
    for (size_t i = 0; i < test->n_values; i++)
        if (!is_of_test(test->values[i].name))
            strbuf_printf(&text, "%s=%s\n", test->values[i].name, test->values[i].text);
    kept = arena_strdup(bench->arena, text.data);
    strbuf_release(&text);
    return kept;
}

/* The file's name without folder, ".gguf" and the number of the shard; without a file the
 * type that the tool read from its head. */
static const char *
model_of(struct bench *bench, const struct test *test)
{
    const char *path = value_of(test, "model_filename"), *shard;
    char *name, *end;

    if (path == NULL || *path == '\0')
        return value_of(test, "model_type");
    name = arena_strdup(bench->arena, path_base(path));
    shard = strstr(name, "-of-");
    if (shard != NULL && shard - name > 6 && shard[-6] == '-'
        && strspn(shard - 5, "0123456789") == 5 && strspn(shard + 4, "0123456789") == 5)
        name[shard - name - 6] = '\0';
    end = strstr(name, ".gguf");
    if (end != NULL && end != name)
        *end = '\0';
    return *name == '\0' ? value_of(test, "model_type") : name;
}

/* "qwen2 7B Q4_K - Medium" is q4_k_m: what stands behind the size, "7B" or "122B.A10B". */
static char *
quantization_of(struct bench *bench, const char *type)
{
    const char *found = NULL;
    char *text, *dash;

    for (const char *at = type; at != NULL && *at != '\0';) {
        const char *stop = at + strcspn(at, " ");
        size_t digits = strspn(at, "0123456789.");

        if (digits > 0 && (at[digits] == 'B' || at[digits] == 'M' || at[digits] == 'T')
            && (at + digits + 1 == stop || at[digits + 1] == '.') && *stop == ' ')
            found = stop + 1;
        at = *stop == '\0' ? stop : stop + 1;
    }
    if (found == NULL)
        return NULL;
    text = arena_strdup(bench->arena, found);
    for (char *c = text; *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);
    dash = strstr(text, " - ");
    if (dash != NULL) {
        dash[0] = '_';
        dash[1] = dash[3];
        dash[2] = '\0';
    } else {
        text[strcspn(text, " ")] = '\0';            /* "mxfp4 moe" */
    }
    return text;
}

static const char *
hardware_of(const struct bench *bench, const struct test *test)
{
    const char *gpu = value_of(test, "gpu_info");

    if (gpu != NULL && *gpu != '\0')
        return gpu;
    return value_of(test, "cpu_info") != NULL ? value_of(test, "cpu_info") : bench->device;
}

static void
add_attributes(struct bench *bench, const struct test *test)
{
    static const char *const taken[] = {"gpu_info", "model_size", "model_n_params", "size",
        "params", "backends", "backend", "build_commit"};
    struct report *report = &bench->report;
    const char *build = value_of(test, "build_commit"), *backend = value_of(test, "backends");

    report_attribute(report, "hardware", hardware_of(bench, test));
    report_attribute(report, "quantization", quantization_of(bench,
        value_of(test, "model_type")));
    report_attribute(report, "backend", backend != NULL ? backend : value_of(test, "backend"));
    report_attribute(report, "date", value_of(test, "test_time"));
    report_attribute(report, "build", build != NULL ? build : bench->build);
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
spread_of(const struct test *test, double tokens)
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
give_speed(struct bench *bench, const struct test *test, struct error *err)
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
    score.sd_ddof = isnan(score.sd) ? -1 : 1;
    score.se = report_se(score.sd, score.n);
    return report_score(&bench->report, &score, "avg_ts", err);
}

static bool
give_time(struct bench *bench, const struct test *test, struct error *err)
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

static bool
give_sizes(struct bench *bench, const struct test *test, struct error *err)
{
    struct sink_score size = report_metric(NULL, "model_size", "B", DIRECTION_MIN),
        parameters = report_metric(NULL, "parameters", "parameter", DIRECTION_MIN);

    size.value = isnan(number_value(test, "model_size")) ? sized(value_of(test, "size"))
        : number_value(test, "model_size");
    parameters.value = isnan(number_value(test, "model_n_params"))
        ? sized(value_of(test, "params")) : number_value(test, "model_n_params");
    return report_score(&bench->report, &size, "model_size", err)
        && report_score(&bench->report, &parameters, "model_n_params", err);
}

static bool
give_test(struct bench *bench, struct test *test, struct error *err)
{
    strbuf_clear(&bench->report.place);
    strbuf_puts(&bench->report.place, test->place);
    test->given = true;
    return give_speed(bench, test, err) && give_time(bench, test, err);
}

/* The run of a test and of those after it that fit; a test that is there already is the next
 * run's. */
static bool
give_run(struct bench *bench, size_t first, struct error *err)
{
    struct test *test = &bench->tests[first];

    report_start(&bench->report, test->place);
    add_attributes(bench, test);
    if (!report_run(&bench->report, model_of(bench, test), err)
        || !give_sizes(bench, test, err) || !give_test(bench, test, err))
        return false;
    for (size_t i = first + 1; i < bench->n_tests; i++) {
        struct test *other = &bench->tests[i];
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
        struct test *test = &bench->tests[i];

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

enum form { FORM_NONE, FORM_JSON, FORM_CSV, FORM_SQL, FORM_MARKDOWN };

static bool
contains(const char *text, size_t length, const char *word)
{
    size_t size = strlen(word);

    for (const char *at = text; length >= size; at++, length--) {
        const char *next = memchr(at, word[0], length - size + 1);

        if (next == NULL)
            return false;
        length -= (size_t)(next - at);
        at = next;
        if (memcmp(at, word, size) == 0)
            return true;
    }
    return false;
}

static enum form
form_of(const struct sniff *sniff)
{
    enum { LOOKED = 16384 };
    const char *text = sniff->text;
    size_t length = sniff_sample_length(sniff, LOOKED), line;

    if (sniff->kind == SNIFF_JSON)
        return sniff_has_key(sniff, "build_commit") && sniff_has_key(sniff, "n_prompt")
            && sniff_has_key(sniff, "avg_ts") ? FORM_JSON : FORM_NONE;
    if (sniff->kind != SNIFF_TEXT)
        return FORM_NONE;
    line = (size_t)((const char *)memchr(text, '\n', length) == NULL ? length
        : (size_t)((const char *)memchr(text, '\n', length) - text));
    if (contains(text, line, "build_commit") && contains(text, line, "avg_ts")
        && contains(text, line, "model_type") && contains(text, line, "n_prompt")
        && !contains(text, line, "INSERT"))
        return FORM_CSV;
    if (contains(text, length, "INSERT INTO test (") && contains(text, length, "avg_ts"))
        return FORM_SQL;
    return contains(text, length, "| model ") && contains(text, length, " test |")
        && contains(text, length, " t/s |") ? FORM_MARKDOWN : FORM_NONE;
}

static bool
read_text(struct bench *bench, enum form form, const struct input *input, struct error *err)
{
    struct utf8_text text;
    bool good;

    if (!utf8_text_open(&text, input, err))
        return false;
    utf8_text_warn(&text, bench->report.sink);
    if (form == FORM_MARKDOWN)
        take_markdown(bench, &text);
    good = form == FORM_MARKDOWN || (form == FORM_SQL ? take_sql(bench, &text, err)
        : take_csv(bench, &text, err));
    utf8_text_close(&text);
    return good;
}

/* Values of JSON are all taken before the first run is given; so the sink's begin and end
 * are called here. */
static bool
read_json(struct bench *bench, const struct input *input, struct error *err)
{
    struct json_visitor visitor = {.visit = take_object, .context = bench};

    return json_visit_values(&visitor, input, bench->report.sink, err);
}

static bool
llama_bench_read(const struct input *input, const struct read_options *options,
    struct sink *sink, struct error *err)
{
    struct sink_source source = {.format = "llama-bench", .style = {.decimal = '.'}};
    struct bench bench = {.input = input, .arena = arena_new()};
    struct sniff sniff;
    enum form form;
    bool good;

    (void)options;
    sniff_init(&sniff, input);
    form = form_of(&sniff);
    sniff_release(&sniff);
    report_init(&bench.report, sink);
    good = sink->begin(sink, &source, err);
    if (good)
        good = form == FORM_JSON ? read_json(&bench, input, err)
            : read_text(&bench, form, input, err);
    good = good && give_runs(&bench, err) && sink->end(sink, err);
    report_release(&bench.report);
    for (size_t i = 0; i < bench.n_tests; i++)
        free(bench.tests[i].values);
    free(bench.tests);
    arena_free(bench.arena);
    return good;
}

static int
llama_bench_sniff(const struct sniff *sniff)
{
    return form_of(sniff) == FORM_NONE ? 0 : 95;
}

const struct reader reader_llama_bench = {
    .name = "llama-bench",
    .title = "llama.cpp llama-bench",
    .detects = "build_commit, n_prompt and avg_ts; or a table with model, test and t/s",
    .sniff = llama_bench_sniff,
    .read = llama_bench_read,
};
