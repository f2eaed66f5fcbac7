/* llama_bench.h - what the two files of llama-bench's reader share: its tests, whatever form
 * they were written in. Private to read/.
 */
#ifndef PARETOP_READ_LLAMA_BENCH_H
#define PARETOP_READ_LLAMA_BENCH_H

#include "base/memory.h"
#include "read/report.h"
#include "read/sniff.h"

struct bench_value { const char *name, *text; };

/* One test, in the arena of the file. */
struct bench_test {
    struct bench_value *values;
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
    struct bench_test *tests;
    size_t n_tests, capacity;
    struct report report;
    const char *device, *build;     /* lines around a Markdown table */
};

enum bench_form { BENCH_NONE, BENCH_JSON, BENCH_CSV, BENCH_SQL, BENCH_MARKDOWN };

/* Which of the forms the text has. */
enum bench_form bench_form_of(const struct sniff *sniff);
/* Takes all tests of the input; what is none is rejected. False for an input that is broken. */
bool bench_take(struct bench *bench, enum bench_form form, struct error *err);
/* NULL if the test does not say. */
const char *bench_value_of(const struct bench_test *test, const char *name);

#endif
