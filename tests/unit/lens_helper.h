/* lens_helper.h - small frames and runs of lenses, for the tests of lenses. */
#ifndef PARETOP_TESTS_LENS_HELPER_H
#define PARETOP_TESTS_LENS_HELPER_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "frame/frame.h"
#include "lens/lens.h"

/* A frame of points named by NULL-terminated names, with a key column "model". */
static inline struct frame *
points_frame(const char *const *names, size_t n)
{
    struct frame *frame = frame_new(SHAPE_POINTS, n);
    struct column *model = frame_add_column(frame, "model", COLUMN_TEXT, ROLE_KEY);

    for (size_t i = 0; i < n; i++) {
        model->text[i] = arena_strdup(frame->arena, names[i]);
        frame->key[i] = frame->label[i] = model->text[i];
    }
    frame->grouping = "by model";
    frame->rows_total = n;
    return frame;
}

static inline void
add_measure(struct frame *frame, const char *name, const char *unit, enum direction direction,
    enum measure_kind kind, const double *value, const double *se)
{
    struct column *column = frame_add_column(frame, name, COLUMN_NUMBER, ROLE_MEASURE);

    column->unit = unit;
    column->direction = direction;
    column->kind = kind;
    memcpy(column->value, value, frame->rows * sizeof *value);
    if (se != NULL) {
        column_need_se(frame, column);
        memcpy(column->se, se, frame->rows * sizeof *se);
    }
}

/* Runs a lens with "name=value" options, NULL-terminated. */
static inline struct result *
run_lens(const char *name, struct lens_bundle *bundle, const char *const *options,
    struct error *err)
{
    const struct lens *lens = lens_find(name);
    struct lens_values *values = lens_values_new(lens);
    struct lens_settings settings;
    struct result *result = NULL;
    bool good = true;

    for (size_t i = 0; options != NULL && options[i] != NULL && good; i++) {
        const char *equals = strchr(options[i], '=');
        char key[64];

        snprintf(key, sizeof key, "%.*s", (int)(equals - options[i]), options[i]);
        good = lens_values_set(values, key, equals + 1, err);
    }
    settings = lens_values_settings(values, 1);
    if (good && !lens->run(bundle, &settings, NULL, &result, err))
        result = NULL;
    lens_values_free(values);
    return result;
}

static inline const struct result_column *
result_find(const struct result *result, const char *table, const char *column)
{
    const struct result_table *found = result_table(result, table);

    for (size_t i = 0; found != NULL && i < found->n_columns; i++)
        if (strcmp(found->columns[i].name, column) == 0)
            return &found->columns[i];
    return NULL;
}

#endif
