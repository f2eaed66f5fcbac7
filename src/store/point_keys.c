/* point_keys.c - what tells points apart, as columns of their frame: keys and attributes, and what
 * is said of how they were grouped.
 */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "store/group.h"

const char *
points_free_name(struct frame *frame, const char *name)
{
    return frame_column(frame, name) == FRAME_NONE ? name
        : points_free_name(frame, arena_printf(frame->arena, "%s#2", name));
}

void
points_add_keys(const struct grouping *g, struct frame *frame)
{
    struct column *model = frame_add_column(frame, "model", COLUMN_TEXT, ROLE_KEY);

    for (size_t p = 0; p < g->n_points; p++)
        model->text[p] = point_model_name(g, frame->arena, &g->points[p]);
    for (size_t c = 0; c < g->n_conditions; c++) {
        const struct condition *condition = &g->conditions[c];
        struct column *column = frame_add_column(frame, points_free_name(frame, condition->name),
            COLUMN_TEXT, condition->splits ? ROLE_KEY : ROLE_ATTRIBUTE);

        for (size_t p = 0; p < g->n_points; p++)
            column->text[p] = arena_strdup(frame->arena,
                condition_text(condition, g->points[p].known[c]));
    }
}

/* An attribute of the runs that feed a point, where they agree. */
static void
add_attribute(const struct grouping *g, struct frame *frame, size_t c)
{
    const char **texts = observed_texts(g->obs, c), **of;
    bool *differ = mem_zalloc(g->n_points, sizeof *differ);
    struct column *column = frame_add_column(frame, g->obs->columns[c].name, COLUMN_TEXT,
        ROLE_ATTRIBUTE);

    of = column->text;
    for (size_t r = 0; r < g->obs->n_rows; r++)
        for (size_t k = g->feeds_first[r]; texts[r] != NULL && k < g->feeds_first[r + 1]; k++) {
            uint32_t p = g->feeds[k];

            differ[p] = differ[p] || (of[p] != NULL && strcmp(of[p], texts[r]) != 0);
            of[p] = texts[r];
        }
    for (size_t p = 0; p < g->n_points; p++)
        of[p] = differ[p] ? NULL : arena_strdup(frame->arena, of[p]);
    free(texts);
    free(differ);
}

void
points_add_attributes(const struct grouping *g, struct frame *frame)
{
    for (size_t c = 0; c < g->obs->n_columns; c++) {
        enum field_role role = g->obs->columns[c].role;

        if ((role == FIELD_ATTRIBUTE || role == FIELD_DATE)
            && frame_column(frame, g->obs->columns[c].name) == FRAME_NONE)
            add_attribute(g, frame, c);
    }
}

/* --- what must be said --- */

/* Conditions that are not the same for all points. */
static void
note_mixed(const struct grouping *g, struct frame *frame)
{
    struct strbuf text;

    strbuf_init(&text);
    for (size_t c = 0; c < g->n_conditions; c++) {
        uint32_t first = 0;
        bool differ = false, unknown = false;

        for (size_t p = 0; p < g->n_points; p++) {
            uint32_t value = g->points[p].known[c];

            unknown = unknown || value == 0;
            differ = differ || (value != 0 && first != 0 && value != first);
            first = value != 0 ? value : first;
        }
        if (differ && !g->conditions[c].attribute)
            strbuf_printf(&text, "%s%s%s", text.length > 0 ? ", " : "", g->conditions[c].name,
                unknown ? " (unknown for some)" : "");
    }
    if (text.length > 0) {
        frame->mixed = true;
        frame_note(frame, "conditions are mixed: points differ in %s", text.data);
    }
    strbuf_release(&text);
}

void
points_note_grouping(const struct grouping *g, struct frame *frame)
{
    struct strbuf by;

    strbuf_init(&by);
    strbuf_puts(&by, "by model");
    for (size_t c = 0; c < g->n_conditions; c++)
        if (g->conditions[c].splits)
            strbuf_printf(&by, ", %s", g->conditions[c].name);
    frame->grouping = arena_strdup(frame->arena, by.data);
    strbuf_release(&by);
    note_mixed(g, frame);
}
