/* chart_memory.c - what layouts of one chart of very many marks have in common: where the marks
 * are on their axes, how far they reach, and how many are in each sub-cell.
 *
 * The selection and marked points change with every key, the scales and the frame do not: a
 * million marks are binned once per zoom and a layout is then as quick as one of a few.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "draw/chart_internal.h"

/* The legend takes rows from the plot, so that a layout tries a few frames. */
enum { FRAMES = 3 };

struct axis_memory {
    double *logs;              /* of the marks' values; NULL until needed */
    bool reach_known, reach_log, reach_bars;
    double lo, hi;
};

struct binned {
    bool known;
    struct mapping x, y;
    size_t left, right, top, bottom;
    struct marks_binned marks;
};

struct chart_memory {
    struct axis_memory axis[2];          /* x, y */
    struct binned frames[FRAMES];        /* newest first */
};

struct chart_memory *
chart_memory_new(void)
{
    return mem_zalloc(1, sizeof(struct chart_memory));
}

static void
binned_release(struct binned *binned)
{
    bins_release(&binned->marks.bins);
    free(binned->marks.notable);
    *binned = (struct binned){ .known = false };
}

void
chart_memory_free(struct chart_memory *memory)
{
    if (memory == NULL)
        return;
    for (size_t i = 0; i < FRAMES; i++)
        binned_release(&memory->frames[i]);
    free(memory->axis[0].logs);
    free(memory->axis[1].logs);
    free(memory);
}

bool
chart_is_remembered(const struct chart *chart, const struct chart_view *view)
{
    return view->memory != NULL && chart->xs != NULL && chart->n_marks > MARKS_BINNED;
}

/* --- axes --- */

bool
memory_reach(const struct chart_memory *memory, bool vertical, bool log, bool bars,
    double *lo, double *hi)
{
    const struct axis_memory *axis = &memory->axis[vertical];

    if (!axis->reach_known || axis->reach_log != log || axis->reach_bars != bars)
        return false;
    *lo = axis->lo;
    *hi = axis->hi;
    return true;
}

void
memory_note_reach(struct chart_memory *memory, bool vertical, bool log, bool bars, double lo,
    double hi)
{
    struct axis_memory *axis = &memory->axis[vertical];

    axis->reach_known = true;
    axis->reach_log = log;
    axis->reach_bars = bars;
    axis->lo = lo;
    axis->hi = hi;
}

const double *
memory_values(struct chart_memory *memory, const struct chart *chart, bool vertical,
    bool is_log)
{
    struct axis_memory *axis = &memory->axis[vertical];
    const double *value = vertical ? chart->ys : chart->xs;

    if (!is_log)
        return value;
    if (axis->logs == NULL) {
        axis->logs = mem_alloc(chart->n_marks * sizeof *axis->logs);
        for (size_t i = 0; i < chart->n_marks; i++)
            axis->logs[i] = value[i] > 0 ? log(value[i]) : (double)NAN;
    }
    return axis->logs;
}

/* --- bins --- */

static bool
same_mapping(const struct mapping *a, const struct mapping *b)
{
    return a->log == b->log && a->origin == b->origin && a->slope == b->slope
        && a->start == b->start;
}

static bool
is_of_frame(const struct binned *binned, const struct plot *plot)
{
    return binned->known && same_mapping(&binned->x, &plot->map_x)
        && same_mapping(&binned->y, &plot->map_y) && binned->left == plot->left
        && binned->right == plot->right && binned->top == plot->top
        && binned->bottom == plot->bottom;
}

static void
bin_marks(struct chart_memory *memory, const struct plot *plot, struct marks_binned *marks)
{
    const struct chart *chart = plot->chart;
    const double *xs = memory_values(memory, chart, false, plot->map_x.log);
    const double *ys = memory_values(memory, chart, true, plot->map_y.log);
    const struct plot frame = *plot;     /* a copy that writing to the bins cannot change */
    bool is_glyph[MARK_REFERENCE + 1];
    enum ink ink[MARK_REFERENCE + 1];
    size_t capacity = 0;

    for (int role = 0; role <= MARK_REFERENCE; role++) {
        is_glyph[role] = marks_role_is_glyph(chart, (enum mark_role)role);
        ink[role] = marks_ink((enum mark_role)role);
    }
    bins_init(&marks->bins, plot);
    for (size_t i = 0; i < chart->n_marks; i++) {
        enum mark_role role = (enum mark_role)chart->roles[i];
        double x = mapping_place(&frame.map_x, xs[i]), y = mapping_place(&frame.map_y, ys[i]);

        if (role == MARK_MISSING || !plot_inside(&frame, x, y))
            marks->hidden++;
        else if (is_glyph[role])
            ARRAY_PUSH(marks->notable, marks->n_notable, capacity,
                ((struct notable){ .mark = i, .x = x, .y = y }));
        else
            bins_add(&marks->bins, x - (double)frame.left, y - (double)frame.top, ink[role]);
    }
}

struct marks_binned *
memory_binned(struct chart_memory *memory, const struct plot *plot)
{
    struct binned binned = { .known = true, .x = plot->map_x, .y = plot->map_y,
        .left = plot->left, .right = plot->right, .top = plot->top, .bottom = plot->bottom };

    for (size_t i = 0; i < FRAMES; i++)
        if (is_of_frame(&memory->frames[i], plot)) {
            binned = memory->frames[i];
            memmove(memory->frames + 1, memory->frames, i * sizeof binned);
            memory->frames[0] = binned;
            return &memory->frames[0].marks;
        }
    bin_marks(memory, plot, &binned.marks);
    binned_release(&memory->frames[FRAMES - 1]);
    memmove(memory->frames + 1, memory->frames, (FRAMES - 1) * sizeof binned);
    memory->frames[0] = binned;
    return &memory->frames[0].marks;
}
