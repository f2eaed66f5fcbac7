/* llama_bench.h - what the two files of llama-bench's reader share: its tests, whatever form
 * they were written in. Private to read/.
 */
#ifndef PARETOP_READ_LLAMA_BENCH_H
#define PARETOP_READ_LLAMA_BENCH_H

#include "base/memory.h"
#include "read/report.h"
#include "read/sniff.h"

struct bench_value { const char *name, *text; };

/* What a test measured beside its speed, in a column of its own: "ttfr (ms)", "peak t/s". */
struct bench_extra { const char *metric, *unit; double value, spread; };

/* One test, in the arena of the file. */
struct bench_test {
    struct bench_value *values;
    size_t n_values, capacity;
    double *samples_ns;
    size_t n_samples;
    char *label;                    /* "pp512" */
    char *configuration;            /* what its run is known by */
    double speed, spread;           /* Markdown: from the cell; else NaN */
    struct bench_extra *extras;     /* Markdown alone */
    size_t n_extras, extras_capacity;
    int ddof;                       /* its deviations are of: 1 the sample, 0 the population */
    const char *device, *build;     /* Markdown: of the lines around the table; or NULL */
    const char *place;
    bool given;
};

struct bench {
    const struct input *input;
    struct arena *arena;
    struct bench_test *tests;
    size_t n_tests, capacity;
    struct report report;
    const char *device;             /* lines before a Markdown table: all devices found */
    const char *last_device;        /* of them the last, and how many of its name in a row */
    size_t same_devices, unbuilt;   /* unbuilt: the first test that no "build:" has followed */
};

enum bench_form { BENCH_NONE, BENCH_JSON, BENCH_CSV, BENCH_SQL, BENCH_MARKDOWN };

/* Which of the forms the text has. */
enum bench_form bench_form_of(const struct sniff *sniff);
/* Takes all tests of the input; what is none is rejected. False for an input that is broken. */
bool bench_take(struct bench *bench, enum bench_form form, struct error *err);
/* NULL if the test does not say. */
const char *bench_value_of(const struct bench_test *test, const char *name);

#endif
