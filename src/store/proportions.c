/* proportions.c - measures that are shares of n equal trials: accuracies, pass rates.
 *
 * Sources write them from 0 to 1 or in percent. Two scales of one name are two measures, since
 * a mean of 0.7 and 70 is nothing. Where a source gives n and no error, the error is the
 * binomial one, sqrt(p (1 - p) / n), and the column says so.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "store/observe.h"

enum scale { SCALE_UNKNOWN, SCALE_SHARE, SCALE_PERCENT, SCALE_OTHER };

/* The scale of one column in one source: its largest and smallest value. */
struct extent { double least, most; };

static struct extent *
extents_of(const struct observations *obs)
{
    struct extent *extents = mem_alloc(obs->n_columns * obs->n_sources * sizeof *extents);

    for (size_t i = 0; i < obs->n_columns * obs->n_sources; i++)
        extents[i] = (struct extent){ INFINITY, -INFINITY };
    for (size_t b = 0; b < obs->n_blocks; b++) {
        const struct cell_block *block = &obs->blocks[b];

        if (block->value == NULL
            || (block->column == NULL && !obs->columns[block->same_column].proportion))
            continue;
        for (size_t i = 0; i < block->n; i++) {
            struct extent *extent = &extents[cell_column(block, i) * obs->n_sources
                + obs->rows[cell_row(block, i)].source];

            extent->least = fmin(extent->least, block->value[i]);
            extent->most = fmax(extent->most, block->value[i]);
        }
    }
    return extents;
}

static enum scale
scale_of(const struct observed_column *column, const struct extent *extent)
{
    if (extent->least > extent->most)
        return SCALE_UNKNOWN;
    if (extent->least < 0 || extent->most > 100)
        return SCALE_OTHER;
    if (column->unit != NULL && strcmp(column->unit, "%") == 0)
        return SCALE_PERCENT;
    return extent->most > 1 ? SCALE_PERCENT : SCALE_SHARE;
}

/* The binomial error of the cells of one source's block. */
static void
estimate(struct observations *obs, struct cell_block *block, const struct extent *extents)
{
    if (block->value == NULL || block->count == NULL)
        return;
    for (size_t i = 0; i < block->n; i++) {
        struct observed_column *column = &obs->columns[cell_column(block, i)];
        enum scale scale = scale_of(column, &extents[cell_column(block, i) * obs->n_sources
            + obs->rows[cell_row(block, i)].source]);
        double whole = scale == SCALE_PERCENT ? 100 : 1, p = block->value[i] / whole;

        if (!column->proportion || isnan(p) || !(block->count[i] >= 1)
            || (scale != SCALE_SHARE && scale != SCALE_PERCENT)
            || (block->se != NULL && !isnan(block->se[i]))
            || (block->items != NULL && block->items[i] != NULL))
            continue;
        if (block->se == NULL) {
            block->se = arena_alloc(obs->arena, block->n * sizeof *block->se);
            for (size_t k = 0; k < block->n; k++)
                block->se[k] = NAN;
        }
        block->se[i] = whole * sqrt(p * (1 - p) / block->count[i]);
        column->estimated = true;
    }
}

/* A column for the sources whose scale is not that of the first. */
static uint32_t
other_scale(struct observations *obs, size_t c, enum scale scale)
{
    struct observed_column column = obs->columns[c];

    column.name = arena_printf(obs->arena, "%s [%s]", column.name,
        scale == SCALE_PERCENT ? "%" : "0..1");
    for (size_t i = 0; i < obs->n_columns; i++)
        if (obs->columns[i].role == FIELD_MEASURE && strcmp(obs->columns[i].name, column.name) == 0)
            return (uint32_t)i;
    ARRAY_PUSH(obs->columns, obs->n_columns, obs->cap_columns, column);
    ARRAY_PUSH(obs->notes, obs->n_notes, obs->cap_notes, arena_printf(obs->arena,
        "%s is a share of 1 in one file and in percent in another: the other is \"%s\"",
        obs->columns[c].name, column.name));
    return (uint32_t)(obs->n_columns - 1);
}

/* Moves the cells of a column in one source to another column. */
static void
move_cells(struct observations *obs, uint32_t from, uint32_t to, size_t source)
{
    for (size_t b = 0; b < obs->n_blocks; b++) {
        struct cell_block *block = &obs->blocks[b];

        if (block->n == 0 || obs->rows[cell_row(block, 0)].source != source)
            continue;
        if (block->column == NULL && block->same_column == from)
            block->same_column = to;
        for (size_t i = 0; block->column != NULL && i < block->n; i++)
            if (block->column[i] == from)
                block->column[i] = to;
    }
}

static void
part_scales(struct observations *obs, const struct extent *extents, size_t c)
{
    enum scale first = SCALE_UNKNOWN;

    for (size_t s = 0; s < obs->n_sources; s++) {
        enum scale scale = scale_of(&obs->columns[c], &extents[c * obs->n_sources + s]);

        if (scale != SCALE_SHARE && scale != SCALE_PERCENT)
            continue;
        if (first == SCALE_UNKNOWN)
            first = scale;
        else if (scale != first)
            move_cells(obs, (uint32_t)c, other_scale(obs, c, scale), s);
    }
}

static void
note_estimates(struct observations *obs)
{
    struct strbuf names;

    strbuf_init(&names);
    for (size_t c = 0; c < obs->n_columns; c++)
        if (obs->columns[c].estimated)
            strbuf_printf(&names, "%s%s", names.length > 0 ? ", " : "", obs->columns[c].name);
    if (names.length > 0)
        ARRAY_PUSH(obs->notes, obs->n_notes, obs->cap_notes, arena_printf(obs->arena,
            "standard errors of %s are binomial, from the number of trials", names.data));
    strbuf_release(&names);
}

void
proportions_settle(struct observations *obs, bool part)
{
    struct extent *extents = extents_of(obs);
    size_t n = obs->n_columns;

    for (size_t b = 0; b < obs->n_blocks; b++)
        estimate(obs, &obs->blocks[b], extents);
    for (size_t c = 0; part && c < n; c++)
        if (obs->columns[c].proportion && obs->columns[c].role == FIELD_MEASURE)
            part_scales(obs, extents, c);
    note_estimates(obs);
    free(extents);
}
