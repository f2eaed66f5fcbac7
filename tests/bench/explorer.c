/* explorer.c - from a key to the screen, on a table of a million records.
 *
 * The session is driven as the terminal drives it: press, settle, draw. For each step are
 * printed the time from the key to the first drawing (how long the key seems stuck), to the
 * first drawing that shows the new frontier, to the whole answer, and the longest that a key
 * took which was pressed while the worker computed. The target for all but the whole answer
 * is 50 ms. Times are those of a clock on the wall, and in brackets the main thread's share of
 * the processor, which other programs on the machine disturb less. Settling waits up to 20 ms
 * for a quick answer. What the new frontier takes alone, filter and all, is printed beside a
 * pass over the two columns, which says how fast the machine is just then. Arguments: rows,
 * then a file to use instead of one that is written.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "math/frontier_stream.h"
#include "session/explorer.h"
#include "store/filter.h"

enum { COLUMNS = 120, ROWS = 40, LIMIT_MS = 50 };

static double
now_ms(void)
{
    return clock_seconds() * 1e3;
}

/* Of the calling thread. */
static double
cpu_ms(void)
{
    struct timespec time;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static void
die(const char *why)
{
    fprintf(stderr, "explorer: %s\n", why);
    exit(1);
}

/* --- data: three uniform columns, the same on every machine --- */

static unsigned
next_digits(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (unsigned)(*state >> 33) % 1000000;
}

static void
write_table(const char *path, size_t rows)
{
    FILE *file = fopen(path, "w");
    uint64_t state = 1;

    if (file == NULL)
        die("the table cannot be written");
    fputs("quality,cost,size\n", file);
    for (size_t row = 0; row < rows; row++) {
        unsigned quality = next_digits(&state), cost = next_digits(&state);

        fprintf(file, "0.%06u,0.%06u,0.%06u\n", quality, cost, next_digits(&state));
    }
    fclose(file);
}

/* --- driving --- */

struct desk { struct session *session; struct canvas *canvas; };

static void
draw(struct desk *desk)
{
    session_render(desk->session, desk->canvas);
}

/* Whether what is shown answers what is asked; the first snapshot does. */
static bool
shows_new(const struct session *session)
{
    const struct answer *answer = session_answer(session);
    const char *asked = session->asked[session->state.page];

    return answer != NULL && answer->result != NULL && asked != NULL
        && strcmp(answer->question, asked) == 0;
}

static bool
shows_all(const struct session *session)
{
    return shows_new(session) && !session_answer(session)->partial;
}

struct times { double drawn, drawn_cpu, frontier, whole, key, key_cpu; };

static void
keep_longest(double *longest, double took)
{
    *longest = took > *longest ? took : *longest;
}

/* A key pressed while the worker computes, until it is drawn. */
static void
press_meanwhile(struct desk *desk, struct times *times)
{
    double start = now_ms(), cpu = cpu_ms();

    session_press(desk->session, 'j');
    session_settle(desk->session);
    draw(desk);
    keep_longest(&times->key, now_ms() - start);
    keep_longest(&times->key_cpu, cpu_ms() - cpu);
}

struct start { double wall, main; };

static struct start
start_now(void)
{
    return (struct start){ now_ms(), cpu_ms() };
}

static void
note_frontier(struct times *times, const struct start *start)
{
    if (times->frontier == 0)
        times->frontier = now_ms() - start->wall;
}

static void
follow(struct desk *desk, struct start start, bool press, struct times *times)
{
    *times = (struct times){ .frontier = 0 };
    session_settle(desk->session);
    draw(desk);
    times->drawn = now_ms() - start.wall;
    times->drawn_cpu = cpu_ms() - start.main;
    while (!shows_all(desk->session)) {
        if (shows_new(desk->session))
            note_frontier(times, &start);
        if (press && times->frontier > 0)
            press_meanwhile(desk, times);
        else if (session_settle(desk->session))
            draw(desk);
        if (now_ms() - start.wall > 120e3)
            die("no answer after two minutes");
    }
    draw(desk);
    times->whole = now_ms() - start.wall;
    note_frontier(times, &start);
}

static void
say(const char *what, const struct times *times)
{
    printf("explorer  %-40s drawn %6.1f (%5.1f)  frontier %6.1f  whole %6.0f"
        "  keys %6.1f (%5.1f) ms  %s\n", what, times->drawn, times->drawn_cpu,
        times->frontier, times->whole, times->key, times->key_cpu,
        times->frontier <= LIMIT_MS && times->key_cpu <= LIMIT_MS
            && times->drawn_cpu <= LIMIT_MS ? "kept" : "missed");
    fflush(stdout);
}

static void
step(struct desk *desk, const char *command)
{
    struct error err = {0};
    struct times times;
    struct start start = start_now();

    if (!session_command(desk->session, command, &err))
        die(err.message);
    follow(desk, start, true, &times);
    say(command, &times);
}

/* The new frontier alone: a filter, and a glance at the rows that it leaves; best of five. */
static void
drop_snapshot(void *context, struct result *snapshot)
{
    (void)context;
    result_free(snapshot);
}

static double
pass_ms(const struct column *a, const struct column *b, size_t rows)
{
    double start = cpu_ms(), lane[4] = { 0 };
    volatile double sink;

    for (size_t i = 0; i + 2 <= rows; i += 2) {
        lane[0] += a->value[i];
        lane[1] += a->value[i + 1];
        lane[2] += b->value[i];
        lane[3] += b->value[i + 1];
    }
    sink = lane[0] + lane[1] + lane[2] + lane[3];
    (void)sink;
    return cpu_ms() - start;
}

static void
glance_alone(const struct desk *desk, const char *objectives)
{
    const struct lens_progress progress = { .publish = drop_snapshot };
    const struct frame *frame = session_answer(desk->session)->frame->frame;
    double filter = 1e9, glance = 1e9, pass = 1e9;
    struct request request;
    struct error err;

    request_init(&request, lens_find("frontier"));
    string_list_add(&request.objectives, objectives);
    for (int i = 0; i < 5; i++) {
        size_t *rows, n;
        double start = cpu_ms(), between;

        if (!filter_rows(frame, "cost < 0.9", &rows, &n, &err))
            die(err.message);
        between = cpu_ms();
        request_glance(&request, frame, rows, n, &progress);
        glance = fmin(glance, cpu_ms() - between);
        filter = fmin(filter, between - start);
        pass = fmin(pass, pass_ms(&frame->columns[0], &frame->columns[1], frame->rows));
        free(rows);
    }
    request_release(&request);
    printf("explorer  %-40s filter %5.1f  glance %5.1f  a pass over two columns %5.1f ms of the"
        " processor  %s\n", objectives, filter, glance, pass,
        filter + glance <= LIMIT_MS ? "kept" : "missed");
}

/* The other way: all points in a tree that they join and leave one at a time. A step of the
 * filter that takes a thousandth of the rows, without finding out which. */
static void
one_at_a_time(const struct desk *desk)
{
    const struct frame *frame = session_answer(desk->session)->frame->frame;
    struct frontier_stream *stream = frontier_stream_new();
    double start = cpu_ms(), built;

    for (size_t row = 0; row < frame->rows; row++)
        frontier_stream_add(stream, frame->columns[0].value[row], -frame->columns[1].value[row]);
    built = cpu_ms();
    for (size_t row = 0; row < frame->rows / 1000; row++)
        frontier_stream_remove(stream, (uint32_t)row);
    printf("explorer  %-40s tree %6.0f  a step of %zu rows %5.1f ms of the processor\n",
        "points one at a time", built - start, frame->rows / 1000, cpu_ms() - built);
    frontier_stream_free(stream);
}

/* Keys that ask nothing: the longest of as many. */
static void
keys(struct desk *desk, const char *what, int key, int times)
{
    double wall = 0, cpu = 0;

    for (int i = 0; i < times; i++) {
        struct start start = start_now();

        session_press(desk->session, key);
        session_settle(desk->session);
        draw(desk);
        keep_longest(&wall, now_ms() - start.wall);
        keep_longest(&cpu, cpu_ms() - start.main);
    }
    printf("explorer  %-40s drawn %6.1f (%5.1f) ms, the longest of %d  %s\n", what, wall, cpu,
        times, cpu <= LIMIT_MS ? "kept" : "missed");
    fflush(stdout);
}

static void
peak(const char *what, size_t rows)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    printf("explorer  %-40s peak %ld MB, %.0f bytes a row\n", what, usage.ru_maxrss / 1024,
        (double)usage.ru_maxrss * 1024 / (double)rows);
}

/* Until the first records are on the screen. */
static double
first_paint(struct desk *desk, double start)
{
    do {
        session_settle(desk->session);
        draw(desk);
    } while (session_answer(desk->session) == NULL);
    return now_ms() - start;
}

static void
load(struct desk *desk, const char *path)
{
    static const char *const commands[] = { "by row", "objective max:quality,min:cost" };
    const struct session_options options = { .files = &path, .n_files = 1,
        .commands = commands, .n_commands = 2, .glyphs = GLYPHS_BRAILLE, .columns = COLUMNS,
        .rows = ROWS };
    struct error err = {0};
    struct times times;
    struct start start = start_now();
    double first;

    desk->canvas = canvas_new(COLUMNS, ROWS, false);
    if (!session_new(&desk->session, &options, &err))
        die(err.message);
    first = first_paint(desk, start.wall);
    follow(desk, start, false, &times);
    printf("explorer  %-40s first records %6.1f  frontier %6.0f  whole %6.0f ms\n", "load", first,
        times.frontier, times.whole);
}

static void
measure(const char *path, size_t rows)
{
    struct desk desk;

    load(&desk, path);
    peak("loaded", rows);
    glance_alone(&desk, "max:quality,min:cost");
    glance_alone(&desk, "max:quality,min:cost,min:size");
    one_at_a_time(&desk);
    step(&desk, "where cost < 0.9");
    step(&desk, "where cost < 0.8");
    step(&desk, "where cost < 0.799");
    step(&desk, "where cost < 0.5");
    step(&desk, "where cost > 0.01 and quality < 0.99");
    step(&desk, "where cost + 0 < 0.5");
    step(&desk, "where none");
    step(&desk, "objective max:quality,min:size");
    step(&desk, "objective max:quality,min:cost,min:size");
    step(&desk, "set rule weak");
    step(&desk, "objective max:size,min:cost");
    step(&desk, "set rule strict");
    session_command(desk.session, "pane chart", NULL);
    keys(&desk, "log axis", 'X', 8);
    keys(&desk, "crosshair", 'l', 16);
    keys(&desk, "zoom in", '+', 4);
    keys(&desk, "crosshair, zoomed in", 'l', 16);
    session_command(desk.session, "pane table", NULL);
    keys(&desk, "next row", 'j', 16);
    keys(&desk, "last row", 'G', 1);
    keys(&desk, "sort by a column", ']', 2);
    peak("at the end", rows);
    session_free(desk.session);
    canvas_free(desk.canvas);
}

/* Three objectives on a table of the size of the joined vision tables, filtered anew each time:
 * from the key to the first drawing with the new frontier. */
static void
small_steps(const char *path)
{
    enum { ROWS_OF_VISION = 1451, STEPS = 32, SMALL_LIMIT_MS = 5 };
    double least = 1e9, most = 0, sum = 0;
    struct desk desk;

    write_table(path, ROWS_OF_VISION);
    load(&desk, path);
    session_command(desk.session, "objective max:quality,min:cost,min:size", NULL);
    for (int i = 0; i < STEPS; i++) {
        char command[32];
        struct times times;
        struct start start;

        snprintf(command, sizeof command, "where size > 0.0%02d", i);
        start = start_now();
        session_command(desk.session, command, NULL);
        follow(&desk, start, false, &times);
        least = fmin(least, times.frontier);
        most = fmax(most, times.frontier);
        sum += times.frontier / STEPS;
    }
    printf("explorer  %-40s frontier %5.1f on average, %.1f to %.1f ms  %s\n",
        "where, 1451 rows, three objectives", sum, least, most,
        sum <= SMALL_LIMIT_MS ? "kept" : "missed");
    session_free(desk.session);
    canvas_free(desk.canvas);
}

int
main(int argc, char **argv)
{
    size_t rows = argc > 1 ? (size_t)strtoull(argv[1], NULL, 10) : 1000000;
    char path[] = "/tmp/paretop-bench-XXXXXX";
    int fd;

    if (argc > 2) {
        measure(argv[2], rows);
        return 0;
    }
    fd = mkstemp(path);
    if (fd < 0)
        die("no room for the table");
    close(fd);
    write_table(path, rows);
    measure(path, rows);
    small_steps(path);
    unlink(path);
    return 0;
}
