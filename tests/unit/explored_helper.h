/* explored_helper.h - a lens run as the explorer runs it: three models on items that are asked for,
 * answers published on the way, and a stop.
 */
#ifndef PARETOP_TESTS_EXPLORED_HELPER_H
#define PARETOP_TESTS_EXPLORED_HELPER_H

#include <stdint.h>

#include "unit/lens_helper.h"

enum { MODELS = 3, ITEMS = 40, MOST_PUBLISHED = 4 };

struct run {
    struct frame *points, *items;
    size_t asked;                               /* for items, so far */
    size_t published, asked_before[MOST_PUBLISHED];
    size_t reported, most;                      /* reports of progress until it stops */
};

static inline const struct frame *
items_of(void *context, const char *measure)
{
    struct run *run = context;

    assert_string_equal(measure, "correct");
    run->asked++;
    return run->items;
}

/* Of a snapshot: it is none of the last answer, and can be shown. */
static inline void
count_snapshot(struct run *run, const struct result *snapshot)
{
    assert_true(run->published < MOST_PUBLISHED);
    assert_false(snapshot->final);
    assert_non_null(snapshot->verdict);
    run->asked_before[run->published++] = run->asked;
}

static inline bool
until_tired(void *context, double done)
{
    struct run *run = context;

    assert_true(done >= 0 && done <= 1);
    return ++run->reported <= run->most;
}

/* Points that say n observations each, a quarter, a half and three quarters of them right. */
static inline void
run_init(struct run *run, double n, bool (*right)(size_t item, size_t model))
{
    static const char *const names[] = { "a", "b", "c" };
    static const double mean[] = { 0.25, 0.5, 0.75 };

    *run = (struct run){ .points = points_frame(names, MODELS),
        .items = frame_new(SHAPE_ITEMS, ITEMS), .most = SIZE_MAX };
    add_measure(run->points, "correct", NULL, DIRECTION_MAX, KIND_CAPABILITY, mean, NULL);
    column_need_n(run->points, &run->points->columns[1]);
    for (size_t m = 0; m < MODELS; m++) {
        struct column *column = frame_add_column(run->items, names[m], COLUMN_NUMBER,
            ROLE_MEASURE);

        run->points->columns[1].n[m] = n;
        for (size_t i = 0; i < ITEMS; i++)
            column->value[i] = right(i, m) ? 1 : 0;
    }
    for (size_t i = 0; i < ITEMS; i++)
        run->items->key[i] = arena_printf(run->items->arena, "q%02zu", i);
}

static inline void
run_release(struct run *run)
{
    frame_free(run->points);
    frame_free(run->items);
}

#endif
