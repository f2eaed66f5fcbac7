/* point_names.c - what points are called: keys, which are unique, and labels, which are brief. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "store/group.h"

/* A record that names no model is called by its place. */
const char *
point_model_name(const struct grouping *g, struct arena *arena, const struct point *point)
{
    uint32_t model = g->groups[point->group].model;
    const struct observation *row = &g->obs->rows[point->first];
    bool many = g->obs->n_sources > 1;

    if (model != NO_MODEL)
        return arena_strdup(arena, g->obs->models.names[model]);
    return arena_printf(arena, "%s%srow %u", many ? g->obs->sources[row->source].name : "",
        many ? " " : "", (unsigned)row->number);
}

/* A condition belongs to the key if it was asked for, or if it tells points of one model
 * apart. */
void
points_decide_key(struct grouping *g)
{
    uint32_t *first = mem_alloc(g->n_groups * sizeof *first);

    for (size_t c = 0; c < g->n_conditions; c++) {
        struct condition *condition = &g->conditions[c];

        condition->splits = condition->asked;
        memset(first, 0xff, g->n_groups * sizeof *first);
        for (size_t p = 0; p < g->n_points; p++) {
            uint32_t *seen = &first[g->points[p].group], value = g->points[p].known[c];

            if (*seen == UINT32_MAX)
                *seen = value;
            condition->splits = condition->splits || *seen != value;
        }
    }
    free(first);
}

static void
name_point(const struct grouping *g, struct frame *frame, size_t at)
{
    const struct point *point = &g->points[at];
    struct strbuf key;

    strbuf_init(&key);
    strbuf_puts(&key, point_model_name(g, frame->arena, point));
    for (size_t c = 0; c < g->n_conditions; c++) {
        const char *text = condition_text(&g->conditions[c], point->known[c]);

        if (g->conditions[c].splits && text != NULL && strcmp(text, NO_SUFFIX) != 0)
            strbuf_printf(&key, " · %s", text);
    }
    frame->key[at] = arena_strdup(frame->arena, key.data);
    strbuf_release(&key);
}

/* --- as written --- */

enum { NOT_NAMED = -1, MANY = -2 };

/* Which raw names reach which points. */
struct written {
    struct name_index raws;
    int64_t *point; size_t cap_point;      /* of each raw name: its only point, or MANY */
    int64_t *raw;                          /* of each point: its only raw name, or MANY */
};

static void
written_add(struct written *written, const char *raw, uint32_t point)
{
    bool fresh;
    size_t at = name_index_add(&written->raws, raw, strlen(raw), &fresh);

    ARRAY_RESERVE(written->point, at + 1, written->cap_point);
    if (fresh)
        written->point[at] = point;
    else if (written->point[at] != point)
        written->point[at] = MANY;
    if (written->raw[point] == NOT_NAMED)
        written->raw[point] = (int64_t)at;
    else if (written->raw[point] != (int64_t)at)
        written->raw[point] = MANY;
}

/* A point answers to every name that one of its files calls it by. */
static void
add_written(struct frame *frame, uint32_t point, const char *model, const char *raw)
{
    const char *list = frame->written[point];

    if ((model == NULL || strcmp(raw, model) != 0) && !text_has_line(list, raw))
        frame->written[point] = list == NULL ? arena_strdup(frame->arena, raw)
            : arena_printf(frame->arena, "%s\n%s", list, raw);
}

/* Among several points of a model the name as written tells which, where there is just one:
 * "gpt-5 (high)", not "gpt-5 · diff · high". Else the key does; a model's only point needs no
 * more than the model's name. */
static void
name_briefly(const struct grouping *g, struct frame *frame)
{
    size_t *points = mem_zalloc(g->n_groups, sizeof *points);
    struct written written = { .raw = mem_alloc(g->n_points * sizeof *written.raw) };

    name_index_init(&written.raws);
    frame->written = arena_zalloc(frame->arena, g->n_points, sizeof *frame->written);
    for (size_t p = 0; p < g->n_points; p++) {
        points[g->points[p].group]++;
        written.raw[p] = NOT_NAMED;
    }
    for (size_t r = 0; r < g->obs->n_rows; r++) {
        const char *raw = g->obs->rows[r].raw;
        uint32_t model = g->obs->rows[r].model;

        for (size_t k = g->feeds_first[r]; raw != NULL && *raw != '\0'
            && k < g->feeds_first[r + 1]; k++) {
            add_written(frame, g->feeds[k], model == NO_MODEL ? NULL : g->obs->models.names[model],
                raw);
            if (points[g->points[g->feeds[k]].group] > 1)
                written_add(&written, raw, g->feeds[k]);
        }
    }
    for (size_t p = 0; p < g->n_points; p++) {
        int64_t raw = written.raw[p];

        frame->label[p] = frame->key[p];
        if (points[g->points[p].group] == 1)
            frame->label[p] = point_model_name(g, frame->arena, &g->points[p]);
        else if (raw >= 0 && written.point[raw] == (int64_t)p)
            frame->label[p] = arena_strdup(frame->arena, written.raws.names[raw]);
    }
    name_index_release(&written.raws);
    free(written.point);
    free(written.raw);
    free(points);
}

/* Keys are unique: what would be equal gets its number. */
void
points_name(const struct grouping *g, struct frame *frame)
{
    struct name_index names;

    name_index_init(&names);
    for (size_t p = 0; p < g->n_points; p++) {
        name_point(g, frame, p);
        frame->key[p] = arena_strdup(frame->arena, name_index_add_unique(&names, frame->key[p]));
    }
    name_index_release(&names);
    name_briefly(g, frame);
}
