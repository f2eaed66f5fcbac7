/* indicators_subset.c - so many models that keep most of a set's hypervolume: indicators, (4).
 */
#include "lens/indicators_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lens/lens_parts.h"
#include "math/hypervolume.h"
#include "math/hypervolume_subset.h"

/* Steps of the search for the best staircase that are a few seconds. */
static const double most_steps = 4e9;

static bool
takes_long(const struct indicators_work *work, const struct point_group *group, double most)
{
    double n = (double)group->n_front;

    if (most >= n)
        return false;
    if (work->d <= 2)
        return most * n * n > most_steps;
    return !((n - most) * hypervolume_contributions_cost_s(group->n_front, work->d)
        <= setting_real(work->settings, "exact_s"));
}

void
indicators_choose(struct indicators_work *work, struct point_group *group, const double *front,
    const double *reference)
{
    double most = setting_real(work->settings, "subset"), *left;
    size_t d = work->d, m = 0;

    if (most < 1 || takes_long(work, group, most))
        return;
    group->chosen = arena_zalloc(work->arena, group->n_front + 1, 1);
    group->n_chosen = hypervolume_subset(front, group->n_front, d, reference, (size_t)most,
        group->chosen);
    left = mem_alloc(group->n_front * d * sizeof *left);
    for (size_t i = 0; i < group->n_front; i++)
        if (group->chosen[i])
            memcpy(left + m++ * d, front + i * d, d * sizeof *left);
    group->chosen_volume = hypervolume(left, m, d, reference);
    free(left);
}

static void
note_chosen(const struct indicators_work *work, const struct point_group *group,
    struct result *result)
{
    bool named = work->group_column != FRAME_NONE;

    if (group->chosen == NULL)
        result_note(result, "no subset%s%s: to choose it would take too long (--exact-s)",
            named ? " of " : "", named ? group->name : "");
    else if (group->volume.value > 0)
        result_note(result, "subset%s%s: %zu of the %zu on the frontier %s %.3g %% of its "
            "hypervolume%s", named ? " of " : "", named ? group->name : "", group->n_chosen,
            group->n_front, text_counted((double)group->n_chosen, "keeps", "keep"),
            100 * group->chosen_volume / group->volume.value,
            work->d <= 2 || group->n_chosen == group->n_front ? ", the most that so many can" :
            "; the least provider was taken away each time");
}

static size_t
count_chosen(const struct indicators_work *work)
{
    size_t n = 0;

    for (size_t g = 0; g < work->n_groups; g++)
        n += work->groups[g].chosen != NULL ? work->groups[g].n_chosen : 0;
    return n;
}

void
indicators_subset_table(const struct indicators_work *work, struct result *result)
{
    size_t n = count_chosen(work), at = 0;
    size_t *row = arena_zalloc(work->arena, n + 1, sizeof *row);
    const char **name = arena_zalloc(work->arena, n + 1, sizeof *name);
    struct result_table *table;
    struct result_column *column;

    if (setting_real(work->settings, "subset") < 1 || work->no_volumes)
        return;
    for (size_t g = 0; g < work->n_groups; g++) {
        const struct point_group *group = &work->groups[g];

        for (size_t i = 0; i < group->n_front && group->chosen != NULL; i++)
            if (group->chosen[i]) {
                name[at] = group->name;
                row[at++] = work->row[group->front[i]];
            }
        note_chosen(work, group, result);
    }
    table = result_add_table(result, "subset", n);
    table->title = "points that keep most of their set's hypervolume";
    parts_keys(result, table, work->frame, row, n);
    column = parts_text(result, table, "group", "set");
    for (size_t i = 0; i < n; i++)
        column->text[i] = name[i];
    for (size_t k = 0; k < work->d; k++) {
        const struct column *from = &work->frame->columns[work->objective[k].column];

        column = parts_number(result, table, arena_strdup(work->arena, from->name), NULL,
            arena_strdup(work->arena, from->unit));
        column->direction = work->objective[k].direction;
        for (size_t i = 0; i < n; i++)
            column_numbers(column)[i] = from->value[row[i]];
    }
}
