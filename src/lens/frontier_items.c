/* frontier_items.c - the items that membership is resampled from.
 *
 * An objective has items where its values are their means, for every competing point. All
 * objectives whose items have the same names, or most of them, share one set: the items that
 * every point has on each of them, in the frame's order, in groups where clusters are named.
 * So score and cost of an item stay together, and so do resamples here and in a comparison.
 */
#include "lens/frontier_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lens/lens_parts.h"
#include "math/rng.h"

static int
item_column(const struct frame *items, const char *key)
{
    int column = frame_column(items, key);

    return column >= 0 && items->columns[column].type == COLUMN_NUMBER ? column : FRAME_NONE;
}

/* Values of the competing points in an item frame, or NULL if one is not there. */
static const double **
values_of_points(const struct frontier_work *work, const struct frame *items)
{
    const double **value = arena_zalloc(work->arena, work->n, sizeof *value);

    for (size_t i = 0; i < work->n; i++) {
        int column = item_column(items, work->frame->key[work->row[i]]);

        if (column == FRAME_NONE)
            return NULL;
        value[i] = items->columns[column].value;
    }
    return value;
}

/* Whether the points' values are the means of all their items, as they are or times 100. Of items
 * that were sampled several times each counts once, whatever the points' values do. */
static bool
means_agree(const struct frontier_work *work, struct item_set *set, size_t k)
{
    bool plain = true, percent = true;

    for (size_t i = 0; i < work->n; i++) {
        int column = item_column(set->frame, work->frame->key[work->row[i]]);
        struct item_means mean = parts_item_means(&set->frame->columns[column],
            set->frame->rows);

        plain &= parts_is_mean(&mean, 1, frontier_value(work, i, k));
        percent &= parts_is_mean(&mean, 100, frontier_value(work, i, k));
    }
    set->scale = plain ? 1 : 100;
    return plain || percent;
}

/* The items of objective k, or NULL with a note if there is a reason worth telling. */
static struct item_set *
find_items(const struct frontier_work *work, struct result *result, size_t k)
{
    const struct lens_bundle *bundle = work->bundle;
    const char *measure = frontier_column(work, k)->name;
    struct item_set *set = arena_zalloc(work->arena, 1, sizeof *set);

    set->frame = bundle->items != NULL ? bundle->items(bundle->context, measure) : NULL;
    if (set->frame == NULL || set->frame->rows < 2 ||
        (set->value = values_of_points(work, set->frame)) == NULL)
        return NULL;
    if (means_agree(work, set, k))
        return set;
    result_note(result, "%s is not the mean of its items: they are not resampled", measure);
    return NULL;
}

static bool
all_have(const struct frontier_work *work, const struct item_set *set, size_t item)
{
    for (size_t i = 0; i < work->n; i++)
        if (isnan(set->value[i][item]))
            return false;
    return true;
}

/* Rows of the frame of set[k] that every point has, on each objective of the same items. */
static size_t
common_items(const struct frontier_work *work, struct item_set *const *set, size_t k,
    size_t *kept)
{
    size_t m = 0;

    for (size_t item = 0; item < set[k]->frame->rows; item++)
        kept[item] = 1;
    for (size_t j = 0; j < work->d; j++) {
        const size_t *place = set[j] == NULL ? NULL :
            parts_align(work->arena, set[k]->frame, set[j]->frame);

        for (size_t item = 0; place != NULL && item < set[k]->frame->rows; item++)
            kept[item] &= place[item] != SIZE_MAX && all_have(work, set[j], place[item]);
    }
    for (size_t item = 0; item < set[k]->frame->rows; item++)
        if (kept[item])
            kept[m++] = item;
    return m;
}

/* --- groups --- */

static int
compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Different names in order, in place; how many. */
static size_t
sort_names(const char **name, size_t n)
{
    size_t different = 0;

    qsort(name, n, sizeof *name, compare_texts);
    for (size_t j = 0; j < n; j++)
        if (j == 0 || strcmp(name[j], name[different - 1]) != 0)
            name[different++] = name[j];
    return different;
}

/* Group of each kept item: by cluster where all have one, else its own. */
static size_t
group_items(const struct frontier_work *work, const struct frame *items, const size_t *kept,
    size_t m, size_t *group)
{
    const char **text = parts_cluster_names(items), **sorted;
    size_t groups;

    for (size_t j = 0; j < m; j++)
        group[j] = j;
    if (text == NULL)
        return m;
    sorted = arena_zalloc(work->arena, m, sizeof *sorted);
    for (size_t j = 0; j < m; j++) {
        if (text[kept[j]] == NULL)
            return m;
        sorted[j] = text[kept[j]];
    }
    groups = sort_names(sorted, m);
    for (size_t j = 0; j < m; j++) {
        const char **found = bsearch(&text[kept[j]], sorted, groups, sizeof *sorted,
            compare_texts);

        group[j] = (size_t)(found - sorted);
    }
    return groups;
}

/* Some items name a cluster and others do not: nobody can say what is independent. */
static bool
lacks_clusters(const struct frame *items, const size_t *kept, size_t m)
{
    const char **text = parts_cluster_names(items);
    size_t named = 0;

    for (size_t j = 0; j < m && text != NULL; j++)
        named += text[kept[j]] != NULL;
    return named > 0 && named < m;
}

static void
add_up_groups(const struct frontier_work *work, struct item_set *set, const size_t *kept,
    size_t m)
{
    size_t *group = arena_zalloc(work->arena, m, sizeof *group);
    double *sum;

    set->groups = group_items(work, set->frame, kept, m, group);
    set->clustered = set->groups < m;
    set->column = arena_zalloc(work->arena, work->n + 1, sizeof *set->column);
    sum = arena_zalloc(work->arena, (work->n + 1) * set->groups, sizeof *sum);
    for (size_t i = 0; i <= work->n; i++, sum += set->groups) {
        set->column[i] = sum;
        for (size_t j = 0; j < m; j++)
            sum[group[j]] += i < work->n ? set->value[i][kept[j]] : 1;
    }
    set->name = rng_name("items");
    for (size_t j = 0; j < m; j++)
        set->name = rng_name_after(set->name, set->frame->key[kept[j]]);
}

void
frontier_item_sets(const struct frontier_work *work, struct result *result,
    struct item_set **set)
{
    size_t count[DOMINANCE_MAX_OBJECTIVES] = { 0 }, *kept[DOMINANCE_MAX_OBJECTIVES];

    for (size_t k = 0; k < work->d; k++)
        set[k] = find_items(work, result, k);
    for (size_t k = 0; k < work->d; k++)
        if (set[k] != NULL) {
            kept[k] = arena_zalloc(work->arena, set[k]->frame->rows, sizeof *kept[k]);
            count[k] = common_items(work, set, k, kept[k]);
        }
    for (size_t k = 0; k < work->d; k++) {
        if (set[k] == NULL)
            continue;
        set[k]->partly = count[k] < set[k]->frame->rows;
        if (set[k]->partly)
            result_note(result, "%s: %zu of %zu items %s common to all and %s resampled",
                frontier_column(work, k)->name, count[k], set[k]->frame->rows,
                text_counted((double)count[k], "is", "are"),
                text_counted((double)count[k], "is", "are"));
        if (lacks_clusters(set[k]->frame, kept[k], count[k]))
            result_note(result, "%s: some items name no cluster, so every item is drawn by "
                "itself", frontier_column(work, k)->name);
        if (count[k] >= 2)
            add_up_groups(work, set[k], kept[k], count[k]);
        else
            set[k] = NULL;
    }
}

double
frontier_quantum(const struct frontier_work *work, size_t k, double scale)
{
    double most = 0;

    for (size_t i = 0; i < work->n; i++)
        most = fmax(most, fabs(frontier_value(work, i, k)));
    return (most > 0 ? most / scale : 1) * 1e-12;
}

void
frontier_item_means(const struct frontier_work *work, size_t k, double *point)
{
    const struct item_set *set = work->items[k];
    double sign = work->objective[k].direction == DIRECTION_MIN ? -1 : 1, total = 0;
    double quantum = frontier_quantum(work, k, set->scale);

    for (size_t g = 0; g < set->groups; g++)
        total += set->column[work->n][g];
    for (size_t i = 0; i < work->n; i++) {
        double sum = 0;

        for (size_t g = 0; g < set->groups; g++)
            sum += set->column[i][g];
        point[i * work->d + k] = nearbyint(sum / total / quantum) * quantum * sign * set->scale;
    }
}
