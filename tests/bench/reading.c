/* reading.c - how fast JSON is accepted and cells become numbers, each next to a peer over
 * the same bytes in the same run: a ratio says more than a time on an unknown machine.
 */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/memory.h"
#include "base/number.h"

enum { RECORDS = 20000, CELLS = 200000, REPETITIONS = 5, CELL_SIZE = 24 };

/* What a result depends on must be used, or the compiler leaves the work out. */
static volatile double used;

/* Records as evaluation harnesses write them: pretty-printed, numbers of 16 digits. */
static char *
make_records(size_t *length)
{
    struct strbuf out;

    strbuf_init(&out);
    strbuf_putc(&out, '[');
    for (int i = 0; i < RECORDS; i++)
        strbuf_printf(&out, "%s\n  {\n    \"model\": \"family/model-%db\",\n"
            "    \"acc,none\": %.16g,\n    \"acc_stderr,none\": %.16g,\n"
            "    \"samples\": %d,\n    \"prompt\": \"Question: how many of the %d are left? "
            "\\nAnswer:\",\n    \"higher_is_better\": true\n  }", i > 0 ? "," : "", i,
            i / 20011.0, i / 1e6 + 0.001, i * 7, i);
    strbuf_puts(&out, "\n]\n");
    *length = out.length;
    return out.data;
}

static void
scan(const char *text, size_t length, struct json_report *report)
{
    struct json_span span;

    used = json_scan_whole(text, length, NULL, &span, report, NULL);
}

static void
scan_with_report(const char *text, size_t length)
{
    struct json_report report = {0};

    scan(text, length, &report);
}

static void
scan_without_report(const char *text, size_t length)
{
    scan(text, length, NULL);
}

static void
scan_and_build(const char *text, size_t length)
{
    struct json_span span;

    if (json_scan_whole(text, length, NULL, &span, NULL, NULL))
        cJSON_Delete(json_parse(&span));
}

static void
parse_with_cjson(const char *text, size_t length)
{
    cJSON_Delete(cJSON_ParseWithLength(text, length));
}

static void
parse_cells(const char *cells, size_t length)
{
    struct number number;
    double sum = 0;

    for (size_t i = 0; i < length; i += CELL_SIZE) {
        number_parse(cells + i, strlen(cells + i), NULL, &number);
        sum += number.value;
    }
    used = sum;
}

static void
strtod_cells(const char *cells, size_t length)
{
    double sum = 0;

    for (size_t i = 0; i < length; i += CELL_SIZE)
        sum += strtod(cells + i, NULL);
    used = sum;
}

static double
best_seconds(void (*work)(const char *, size_t), const char *bytes, size_t length)
{
    double best = 1e9;

    for (int i = 0; i < REPETITIONS; i++) {
        double start = clock_seconds(), seconds;

        work(bytes, length);
        seconds = clock_seconds() - start;
        if (seconds < best)
            best = seconds;
    }
    return best;
}

static void
bench_json(void)
{
    size_t length;
    char *text = make_records(&length);
    double megabytes = (double)length / 1e6;
    double peer = best_seconds(parse_with_cjson, text, length);
    double checked = best_seconds(scan_with_report, text, length);
    double plain = best_seconds(scan_without_report, text, length);
    double built = best_seconds(scan_and_build, text, length);

    printf("json, %.1f MB: scan with findings %.0f MB/s, without %.0f MB/s, scan and tree "
        "%.0f MB/s, cJSON's parser %.0f MB/s; tree takes %.2f of cJSON's time\n", megabytes,
        megabytes / checked, megabytes / plain, megabytes / built, megabytes / peer,
        built / peer);
    free(text);
}

static void
bench_cells(const char *what, const char *format, double step)
{
    size_t length = (size_t)CELLS * CELL_SIZE;
    char *cells = mem_zalloc(CELLS, CELL_SIZE);
    double ours, peer;

    for (size_t i = 0; i < CELLS; i++)
        snprintf(cells + i * CELL_SIZE, CELL_SIZE, format, (double)i * step);
    ours = best_seconds(parse_cells, cells, length) / CELLS * 1e9;
    peer = best_seconds(strtod_cells, cells, length) / CELLS * 1e9;
    printf("cells, %s: number_parse %.0f ns, strtod %.0f ns, ratio %.2f\n", what, ours, peer,
        ours / peer);
    free(cells);
}

int
main(void)
{
    bench_json();
    bench_cells("four decimals", "%.4f", 0.0137);
    bench_cells("17 digits", "%.17g", 0.0137);
    bench_cells("integers", "%.0f", 7);
    return 0;
}
