/* llama_bench_forms.c - the five forms in which llama-bench writes its tests: JSON, JSON Lines,
 * CSV, SQL and the Markdown table that it prints to the terminal. Whatever the form, a test is
 * a set of named texts.
 */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "read/csv_parse.h"
#include "read/encoding.h"
#include "read/json_document.h"
#include "read/llama_bench.h"

const char *
bench_value_of(const struct bench_test *test, const char *name)
{
    for (size_t i = test->n_values; i-- > 0;)
        if (strcmp(test->values[i].name, name) == 0)
            return test->values[i].text;
    return NULL;
}

static struct bench_test *
add_test(struct bench *bench, const char *place)
{
    struct bench_test test = {.speed = NAN, .spread = NAN, .ddof = 1,
        .place = *place == '$' ? arena_strdup(bench->arena, place)
            : arena_printf(bench->arena, "%s $", place)};

    ARRAY_PUSH(bench->tests, bench->n_tests, bench->capacity, test);
    return &bench->tests[bench->n_tests - 1];
}

static void
add_value(struct bench *bench, struct bench_test *test, const char *name, const char *text)
{
    struct bench_value value = {arena_strdup(bench->arena, name), arena_strdup(bench->arena, text)};

    ARRAY_PUSH(test->values, test->n_values, test->capacity, value);
}

/* --- JSON --- */

static void
add_samples(struct bench *bench, struct bench_test *test, const struct json_span *list)
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
    struct bench_test *test;
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
        struct bench_test *test;

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
    static const char between[] = ") VALUES (";
    const size_t length = sizeof between - 1;
    const char *values = at;
    struct bench_test *test;
    char *name, *text;

    while ((size_t)(end - values) >= length && memcmp(values, between, length) != 0)
        values++;
    if ((size_t)(end - values) < length || (at = memchr(at, '(', (size_t)(values - at))) == NULL)
        return false;
    values += length;
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
        if ((size_t)(stop - at) >= sizeof insert && memcmp(at, insert, sizeof insert - 1) == 0
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

/* What the next table ran on: the first of a list begins it anew, so that each table of a
 * log has its own; two of one name are "2 x NAME", others are joined with " + ". */
static void
note_device(struct bench *bench, const char *device, bool first)
{
    size_t length;

    if (first || bench->device == NULL) {
        bench->device = bench->last_device = device;
        bench->same_devices = 1;
        return;
    }
    if (strcmp(bench->last_device, device) != 0) {
        bench->device = arena_printf(bench->arena, "%s + %s", bench->device, device);
        bench->last_device = device;
        bench->same_devices = 1;
        return;
    }
    length = strlen(bench->device) - strlen(device);
    if (bench->same_devices > 1)                    /* without the "2 x " of before */
        length -= (size_t)snprintf(NULL, 0, "%zu x ", bench->same_devices);
    bench->device = arena_printf(bench->arena, "%.*s%zu x %s", (int)length, bench->device,
        ++bench->same_devices, device);
}

/* Vulkan has the driver behind the name: "AMD Radeon RX 7900 XTX (RADV NAVI31) (radv)". */
static const char *
without_driver(struct bench *bench, const char *device)
{
    const char *end = device + strlen(device), *open;

    while (end > device && isspace((unsigned char)end[-1]))
        end--;
    open = end;
    while (open > device && open[-1] != '(')
        open--;
    if (open > device + 1 && end[-1] == ')' && open[-2] == ' ')
        end = open - 2;
    return arena_strndup(bench->arena, device, (size_t)(end - device));
}

/* "Device 0: AMD Radeon 8060S, gfx1151 ...", "ggml_vulkan: 0 = AMD Radeon 8060S (RADV) | uma: 1",
 * "ggml_metal_init: GPU name:   Apple M2", and "build: 0253fb21f (9187)" behind its table. */
static void
note_line(struct bench *bench, const char *at, const char *end)
{
    static const struct { const char *beginning, *between, *stops; } known[] = {
        {"Device ", ": ", ",\r"}, {"ggml_vulkan: ", " = ", "|\r"}};
    const char *text;

    while (at < end && isspace((unsigned char)*at))
        at++;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        const char *number = after_beginning(bench->arena, at, end, known[i].beginning, "\r");
        size_t digits = number == NULL ? 0 : strspn(number, "0123456789");
        size_t length = strlen(known[i].between);

        if (digits == 0 || strncmp(number + digits, known[i].between, length) != 0)
            continue;
        text = number + digits + length;
        text = arena_strndup(bench->arena, text, strcspn(text, known[i].stops));
        note_device(bench, i == 0 ? text : without_driver(bench, text),
            digits == 1 && *number == '0');
    }
    text = after_beginning(bench->arena, at, end, "ggml_metal_init: GPU name:", "\r");
    if (text == NULL)
        text = after_beginning(bench->arena, at, end, "ggml_metal_device_init: GPU name:", "\r");
    if (text != NULL && text[strspn(text, " ")] != '\0')
        note_device(bench, text + strspn(text, " "), true);
    text = after_beginning(bench->arena, at, end, "build: ", " \r");
    if (text != NULL)
        for (; bench->unbuilt < bench->n_tests; bench->unbuilt++)
            bench->tests[bench->unbuilt].build = text;
}

/* The first versions wrote "pp 512" for "pp512". */
static char *
plain_label(struct bench *bench, const char *cell)
{
    char *label = arena_strdup(bench->arena, cell);

    if ((strncmp(label, "pp ", 3) == 0 || strncmp(label, "tg ", 3) == 0)
        && isdigit((unsigned char)label[3]))
        memmove(label + 2, label + 3, strlen(label + 2));
    return label;
}

/* A column beside the speed that is measured, not asked for: a time, "ttfr (ms)", or another
 * speed, "peak t/s", "t/s (req)". False: it is a setting. */
static bool
take_extra(struct bench *bench, struct bench_test *test, const char *name, const char *cell)
{
    struct bench_extra extra = {.unit = "token/s"};
    const char *found = strstr(name, "t/s");
    size_t length = strlen(name);
    struct number number;
    char *metric;

    if (found != NULL && (found == name || found[-1] == ' ')) {
        metric = arena_printf(bench->arena, "%.*stokens_per_second%s", (int)(found - name), name,
            found + 3);
    } else if (length > 5 && strcmp(name + length - 5, " (ms)") == 0) {
        metric = arena_strndup(bench->arena, name, length - 5);
        extra.unit = "ms";
    } else {
        return false;
    }
    for (char *c = metric, *to = metric;; c++) {
        if (*c != '(' && *c != ')')
            *to++ = *c == ' ' ? '_' : *c;
        if (*c == '\0')
            break;
    }
    extra.metric = metric;
    if (number_parse(cell, strlen(cell), NULL, &number) == NUMBER_VALUE) {
        extra.value = number.value;
        extra.spread = number.spread;
        ARRAY_PUSH(test->extras, test->n_extras, test->extras_capacity, extra);
    }
    return true;
}

/* "pp2048 (c4)": with 4 requests at once, which is a load and no part of the task. */
static void
take_load(struct bench *bench, struct bench_test *test)
{
    size_t length = strlen(test->label), digits;
    char *open = strstr(test->label, " (c");

    if (open == NULL || test->label[length - 1] != ')')
        return;
    digits = strspn(open + 3, "0123456789");
    if (digits == 0 || open + 3 + digits != test->label + length - 1)
        return;
    add_value(bench, test, "concurrency", arena_strndup(bench->arena, open + 3, digits));
    *open = '\0';
}

static size_t
find_speed(char *const *names, size_t n)
{
    size_t speed = find_cell(names, n, "t/s");

    return speed < n ? speed : find_cell(names, n, "t/s (total)");
}

static void
take_markdown_row(struct bench *bench, char *const *names, char *const *cells, size_t n,
    const char *place)
{
    struct bench_test *test = add_test(bench, place);
    size_t speed = find_speed(names, n), label = find_cell(names, n, "test");
    struct number number;

    for (size_t i = 0; i < n; i++)
        if (i != speed && i != label && !take_extra(bench, test, names[i], cells[i]))
            add_value(bench, test, strcmp(names[i], "model") == 0 ? "model_type" : names[i],
                cells[i]);
    test->device = bench->device;
    if (find_cell(names, n, "ttfr (ms)") < n)       /* llama-benchy, by numpy's std */
        test->ddof = 0;
    test->label = plain_label(bench, cells[label]);
    take_load(bench, test);
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
        else if (find_speed(cells, n) < n && find_cell(cells, n, "test") < n) {
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

/* --- which form, and reading it --- */

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

enum bench_form
bench_form_of(const struct sniff *sniff)
{
    enum { LOOKED = 16384 };
    const char *text = sniff->text;
    size_t length = sniff_sample_length(sniff, LOOKED), line;

    if (sniff->kind == SNIFF_JSON)
        return sniff_has_key(sniff, "build_commit") && sniff_has_key(sniff, "n_prompt")
            && sniff_has_key(sniff, "avg_ts") ? BENCH_JSON : BENCH_NONE;
    if (sniff->kind != SNIFF_TEXT)
        return BENCH_NONE;
    line = (size_t)((const char *)memchr(text, '\n', length) == NULL ? length
        : (size_t)((const char *)memchr(text, '\n', length) - text));
    if (contains(text, line, "build_commit") && contains(text, line, "avg_ts")
        && contains(text, line, "model_type") && contains(text, line, "n_prompt")
        && !contains(text, line, "INSERT"))
        return BENCH_CSV;
    if (contains(text, length, "INSERT INTO test (") && contains(text, length, "avg_ts"))
        return BENCH_SQL;
    return contains(text, length, "| model ")
        && (contains(text, length, " test |") || contains(text, length, "| test "))
        && (contains(text, length, " t/s |") || contains(text, length, " t/s (total) |"))
        ? BENCH_MARKDOWN : BENCH_NONE;
}

static bool
read_text(struct bench *bench, enum bench_form form, struct error *err)
{
    struct utf8_text text;
    bool good;

    if (!utf8_text_open(&text, bench->input, err))
        return false;
    utf8_text_warn(&text, bench->report.sink);
    if (form == BENCH_MARKDOWN)
        take_markdown(bench, &text);
    good = form == BENCH_MARKDOWN || (form == BENCH_SQL ? take_sql(bench, &text, err)
        : take_csv(bench, &text, err));
    utf8_text_close(&text);
    return good;
}

/* Values of JSON are all taken before the first run is given; so the sink's begin and end
 * are called by the reader. */
bool
bench_take(struct bench *bench, enum bench_form form, struct error *err)
{
    struct json_visitor visitor = {.visit = take_object, .context = bench};

    return form == BENCH_JSON
        ? json_visit_values(&visitor, bench->input, bench->report.sink, err)
        : read_text(bench, form, err);
}
