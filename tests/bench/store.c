/* store.c - what a first paint waits for: a private store, a table of 1,500 x 12 into it, and a
 * frame out of it; then 100,000 records of instances, and a filter over them. CPU time, median
 * of the repetitions; the ratio is to reading the same cells as numbers in the same run.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/number.h"
#include "store/filter.h"
#include "store/store.h"

enum { MOST_REPETITIONS = 15, PHASES = 5 };
static const char *const phases[PHASES] = { "open", "import", "points", "rows", "filter" };

static double
cpu_ms(void)
{
    struct timespec time;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static void
die(const char *why)
{
    fprintf(stderr, "store: %s\n", why);
    exit(1);
}

/* The same table on every machine: a small generator, as many models as said. */
static void
write_table(FILE *file, size_t rows, size_t models)
{
    uint64_t state = 1;

    fputs("model,item,top1,top5,param_count,img_size,cost,latency_ms,speed,memory_mb,family,note\n",
        file);
    for (size_t r = 0; r < rows; r++) {
        unsigned now;

        state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
        now = (unsigned)(state >> 40);
        fprintf(file, "model_%zu.a%zu_in1k,%s%zu,%u.%03u,%u.%03u,\"%u,%03u.%02u\",%u,0.%06u,%u.%u,"
            "%u.%02u,%u,family%u,\"a, b\"\n", r % models, r % models, models < rows ? "q" : "", r,
            50 + now % 40, now % 1000, 80 + now % 20, now % 997, 1 + now % 3, now % 1000, now % 100,
            160 + 32 * (now % 5), now % 1000000, 1 + now % 90, now % 10, now % 5000, now % 100,
            100 + now % 900, now % 17);
    }
}

/* The peer: every cell of the file once through the reader of numbers. */
static double
read_numbers_ms(const char *path)
{
    static char line[4096];
    FILE *file = fopen(path, "r");
    double began = cpu_ms();
    size_t numbers = 0;

    if (file == NULL)
        die("the table is gone");
    while (fgets(line, sizeof line, file) != NULL)
        for (char *cell = strtok(line, ","); cell != NULL; cell = strtok(NULL, ",")) {
            struct number number;

            numbers += number_parse(cell, strlen(cell), NULL, &number) == NUMBER_VALUE;
        }
    fclose(file);
    if (numbers == 0)
        die("no numbers");
    return cpu_ms() - began;
}

static void
frame_by(struct store *store, const char *by, struct frame **frame)
{
    struct error err;

    if (!store_frame(store, &(struct frame_query){ .by = by }, frame, &err))
        die(err.message);
}

static void
run_once(const char *path, double spent[PHASES])
{
    const struct import_options options = { .format = NULL };
    struct import_summary summary;
    struct frame *points, *rows;
    struct store *store;
    struct error err;
    size_t *kept, n;
    double at[PHASES + 1];

    at[0] = cpu_ms();
    if (!store_open(&store, NULL, STORE_WRITE, &err))
        die(err.message);
    at[1] = cpu_ms();
    if (!store_import(store, &path, 1, &options, &summary, &err))
        die(err.message);
    at[2] = cpu_ms();
    frame_by(store, NULL, &points);
    at[3] = cpu_ms();
    frame_by(store, "row", &rows);
    at[4] = cpu_ms();
    if (!filter_rows(rows, "top1 > 70 AND latency_ms < 10", &kept, &n, &err))
        die(err.message);
    at[5] = cpu_ms();
    for (int i = 0; i < PHASES; i++)
        spent[i] = at[i + 1] - at[i];
    free(kept);
    frame_free(points);
    frame_free(rows);
    import_summary_release(&summary);
    store_close(store);
}

static int
by_size(const void *left, const void *right)
{
    const double *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

static double
median(double *values, size_t n)
{
    qsort(values, n, sizeof *values, by_size);
    return values[n / 2];
}

static void
measure(const char *path, size_t rows, size_t models, size_t repetitions)
{
    double spent[PHASES][MOST_REPETITIONS], peer[MOST_REPETITIONS], one[PHASES], unit;
    FILE *file = fopen(path, "w");

    if (file == NULL)
        die("no place for a table");
    write_table(file, rows, models);
    fclose(file);
    for (size_t k = 0; k < repetitions; k++) {
        run_once(path, one);
        for (int i = 0; i < PHASES; i++)
            spent[i][k] = one[i];
        peer[k] = read_numbers_ms(path);
    }
    unit = median(peer, repetitions);
    for (int i = 0; i < PHASES; i++) {
        double ms = median(spent[i], repetitions);

        printf("%-7s %7zu x 12 %9.2f ms %8.1f times its numbers\n", phases[i], rows, ms, ms / unit);
    }
}

int
main(void)
{
    const char *folder = getenv("TMPDIR");
    char *path = mem_printf("%s/paretop-bench-XXXXXX", folder != NULL ? folder : "/tmp");
    int fd = mkstemp(path);

    if (fd < 0)
        die("no place for a table");
    close(fd);
    measure(path, 1500, 1500, MOST_REPETITIONS);
    measure(path, 100000, 50, 3);
    unlink(path);
    free(path);
    return 0;
}
