/* indicators_sets.c - who takes part, in which set, and on which scale.
 *
 * Names of sets and runs are numbered in order of first appearance. Rows without some
 * objective, or with an infinite one, are left out and counted.
 */
#include "lens/indicators_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

static const struct column *
objective_column(const struct indicators_work *work, size_t k)
{
    return &work->frame->columns[work->objective[k].column];
}

bool
indicators_log_scaled(const struct indicators_work *work, size_t k)
{
    return work->objective[k].direction == DIRECTION_MIN
        && setting_is(work->settings, "scale", "log-cost");
}

double
indicators_raw(const struct indicators_work *work, size_t k, double oriented)
{
    double value = work->objective[k].direction == DIRECTION_MIN ? 0 - oriented : oriented;

    return indicators_log_scaled(work, k) ? pow(10, value) : value;
}

/* The value as points carry it; a zero has no sign, so that equal points have equal bytes. */
static double
oriented(const struct indicators_work *work, size_t k, double raw)
{
    double value = indicators_log_scaled(work, k) ? log10(raw) : raw;

    return (work->objective[k].direction == DIRECTION_MIN ? 0 - value : value) + 0.0;
}

/* --- rows --- */

/* Whether the row has every objective; counts why not. */
static bool
is_complete(struct indicators_work *work, size_t row)
{
    for (size_t k = 0; k < work->d; k++)
        if (isnan(objective_column(work, k)->value[row])) {
            work->missing[k]++;
            return false;
        }
    for (size_t k = 0; k < work->d; k++)
        if (isinf(objective_column(work, k)->value[row])) {
            work->infinite++;
            return false;
        }
    return true;
}

static bool
check_positive(const struct indicators_work *work, size_t row, struct error *err)
{
    for (size_t k = 0; k < work->d; k++) {
        const struct column *column = objective_column(work, k);

        if (indicators_log_scaled(work, k) && column->value[row] <= 0) {
            error_set(err, ERROR_REQUEST, "%s has no logarithm: %s is %g",
                work->frame->key[row], column->name, column->value[row]);
            return error_hint(err, "name it a missing token: --missing '%s=%g'",
                column->name, column->value[row]);
        }
    }
    return true;
}

/* --- names --- */

struct names {
    const char **name;
    size_t n, capacity;
    uint32_t *slots;           /* hash table of places in name, plus one */
    size_t n_slots;
};

static size_t
hash_of(const char *text)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    return (size_t)(hash ^ (hash >> 29));
}

static void
names_rehash(struct names *names, size_t n_slots)
{
    free(names->slots);
    names->slots = mem_zalloc(n_slots, sizeof *names->slots);
    names->n_slots = n_slots;
    for (size_t i = 0; i < names->n; i++) {
        size_t at = hash_of(names->name[i]) & (n_slots - 1);

        while (names->slots[at] != 0)
            at = (at + 1) & (n_slots - 1);
        names->slots[at] = (uint32_t)i + 1;
    }
}

static uint32_t
names_number(struct names *names, struct arena *arena, const char *name)
{
    size_t at;

    if (names->n * 2 >= names->n_slots)
        names_rehash(names, names->n_slots == 0 ? 64 : names->n_slots * 2);
    at = hash_of(name) & (names->n_slots - 1);
    for (; names->slots[at] != 0; at = (at + 1) & (names->n_slots - 1))
        if (strcmp(names->name[names->slots[at] - 1], name) == 0)
            return names->slots[at] - 1;
    ARRAY_PUSH(names->name, names->n, names->capacity, arena_strdup(arena, name));
    names->slots[at] = (uint32_t)names->n;
    return (uint32_t)names->n - 1;
}

/* The names go to the arena. */
static const char **
names_take(struct names *names, struct arena *arena, size_t *n)
{
    const char **out = arena_zalloc(arena, names->n + 1, sizeof *out);

    for (size_t i = 0; i < names->n; i++)
        out[i] = names->name[i];
    *n = names->n;
    free(names->name);
    free(names->slots);
    return out;
}

/* A cell as a name, or NULL if it is empty. */
static const char *
cell_name(const struct column *column, size_t row, char *room)
{
    if (column->type == COLUMN_TEXT)
        return column->text[row];
    if (column->text != NULL && column->text[row] != NULL)
        return column->text[row];
    if (isnan(column->value[row]))
        return NULL;
    number_print(room, column->value[row]);
    return room;
}

static bool
find_column(const struct indicators_work *work, const char *option, int *column,
    struct error *err)
{
    *column = FRAME_NONE;
    if (!setting_given(work->settings, option))
        return true;
    *column = frame_find(work->frame, setting_text(work->settings, option), false, err);
    return *column != FRAME_NONE || error_prefix(err, "--%s", option);
}

/* --- collecting --- */

static void
allocate(struct indicators_work *work)
{
    size_t rows = work->frame->rows, d = work->d;

    work->row = arena_zalloc(work->arena, rows, sizeof *work->row);
    work->missing = arena_zalloc(work->arena, d, sizeof *work->missing);
    work->point = arena_zalloc(work->arena, rows * d, sizeof *work->point);
    work->unit = arena_zalloc(work->arena, rows * d, sizeof *work->unit);
    work->group_of = arena_zalloc(work->arena, rows, sizeof *work->group_of);
    work->run_of = arena_zalloc(work->arena, rows, sizeof *work->run_of);
    work->reference = arena_zalloc(work->arena, d, sizeof *work->reference);
    work->best = arena_zalloc(work->arena, d, sizeof *work->best);
}

static bool
take_row(struct indicators_work *work, size_t row, struct names *groups, struct names *runs,
    struct error *err)
{
    char room[2][NUMBER_TEXT_MAX];
    const char *group = "all", *run = "";

    if (!is_complete(work, row))
        return true;
    if (!check_positive(work, row, err))
        return false;
    if (work->group_column != FRAME_NONE)
        group = cell_name(&work->frame->columns[work->group_column], row, room[0]);
    if (work->run_column != FRAME_NONE)
        run = cell_name(&work->frame->columns[work->run_column], row, room[1]);
    if (group == NULL || run == NULL) {
        work->ungrouped++;
        return true;
    }
    for (size_t k = 0; k < work->d; k++)
        work->point[work->n * work->d + k]
            = oriented(work, k, objective_column(work, k)->value[row]);
    work->group_of[work->n] = names_number(groups, work->arena, group);
    if (work->run_column != FRAME_NONE)
        work->run_of[work->n] = names_number(runs, work->arena, run);
    work->row[work->n++] = row;
    return true;
}

static void
make_groups(struct indicators_work *work, const char *const *names)
{
    work->groups = arena_zalloc(work->arena, work->n_groups, sizeof *work->groups);
    for (size_t i = 0; i < work->n; i++)
        work->groups[work->group_of[i]].n++;
    for (size_t g = 0; g < work->n_groups; g++) {
        struct point_group *group = &work->groups[g];

        group->name = names[g];
        group->place = arena_zalloc(work->arena, group->n, sizeof *group->place);
        group->n = 0;
    }
    for (size_t i = 0; i < work->n; i++) {
        struct point_group *group = &work->groups[work->group_of[i]];

        group->place[group->n++] = i;
    }
}

/* --- the reference point --- */

static bool
user_reference(struct indicators_work *work, struct error *err)
{
    size_t n;
    char **parts = text_split(setting_text(work->settings, "reference"), ',', &n);
    bool good = n == work->d;

    if (!good)
        error_set(err, ERROR_USAGE, "--reference has %zu values, there are %zu objectives", n,
            work->d);
    for (size_t k = 0; k < n && good; k++) {
        const char *text = parts[k] + strspn(parts[k], " ");
        double value;

        good = number_parse_plain(text, &value)
            && (value > 0 || !indicators_log_scaled(work, k));
        if (!good)
            error_set(err, ERROR_USAGE, "--reference: \"%s\" is not a value of %s", text,
                objective_column(work, k)->name);
        else
            work->reference[k] = oriented(work, k, value);
    }
    text_split_free(parts, n);
    return good;
}

/* Worst and best over all rows; a tenth of the range beyond the worst. */
static void
own_reference(struct indicators_work *work)
{
    for (size_t k = 0; k < work->d; k++) {
        double lo = INFINITY, hi = -INFINITY, range;

        for (size_t i = 0; i < work->n; i++) {
            lo = fmin(lo, work->point[i * work->d + k]);
            hi = fmax(hi, work->point[i * work->d + k]);
        }
        range = hi > lo ? 0.1 * (hi - lo) : 0.1;
        work->reference[k] = work->n > 0 ? lo - range : 0;
    }
}

static void
find_best(struct indicators_work *work)
{
    for (size_t k = 0; k < work->d; k++) {
        work->best[k] = -INFINITY;
        for (size_t i = 0; i < work->n; i++)
            work->best[k] = fmax(work->best[k], work->point[i * work->d + k]);
    }
}

bool
indicators_collect(struct indicators_work *work, struct error *err)
{
    struct names groups = { .n = 0 }, runs = { .n = 0 };
    const char **names;
    bool good = true;

    if (!find_column(work, "group", &work->group_column, err)
        || !find_column(work, "runs", &work->run_column, err))
        return false;
    if (work->run_column != FRAME_NONE && work->d != 2)
        return error_set(err, ERROR_USAGE,
            "attainment surfaces need two objectives, there are %zu", work->d);
    allocate(work);
    for (size_t row = 0; row < work->frame->rows && good; row++)
        good = take_row(work, row, &groups, &runs, err);
    names = names_take(&groups, work->arena, &work->n_groups);
    names_take(&runs, work->arena, &work->n_runs);
    if (!good)
        return false;
    make_groups(work, names);
    work->reference_rule = setting_given(work->settings, "reference") ? "given"
        : "10% of the range beyond the worst";
    if (setting_given(work->settings, "reference")) {
        if (!user_reference(work, err))
            return false;
    } else {
        own_reference(work);
    }
    find_best(work);
    return true;
}
