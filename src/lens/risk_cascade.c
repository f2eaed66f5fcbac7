/* risk_cascade.c - (30): one model is asked, and a second one where a score of the first one's
 * answer is too low. Every threshold is a point of cost and score that routing may use.
 */
#include "lens/risk_work.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"

struct pair { size_t first, second; };     /* candidates */

/* One item: how sure the first is, and what both score. */
struct asked { double sure, first, second; };

/* --- what was asked for --- */

static bool
find_candidate(const struct risk_work *work, const char *name, size_t *out, struct error *err)
{
    int row = frame_find_row(work->frame, name, err);

    if (row < 0)
        return error_prefix(err, "--cascade");
    for (size_t i = 0; i < work->n; i++)
        if (work->row[i] == (size_t)row && !isnan(work->cost_value[i])) {
            *out = i;
            return true;
        }
    return error_set(err, ERROR_REQUEST, "--cascade: %s lacks %s or %s", work->frame->label[row],
        work->final->name, work->cost->name);
}

static bool
find_pair(const struct risk_work *work, struct pair *pair, struct error *err)
{
    size_t n;
    char **names = text_split(setting_text(work->settings, "cascade"), ',', &n);
    bool done = n == 2 || error_set(err, ERROR_USAGE, "--cascade takes two models, the one that "
        "is asked first and the other");

    done = done && find_candidate(work, names[0], &pair->first, err)
        && find_candidate(work, names[1], &pair->second, err);
    text_split_free(names, n);
    return done;
}

static bool
find_scorer(struct risk_work *work, struct error *err)
{
    int column;

    if (!setting_given(work->settings, "scorer"))
        return error_set(err, ERROR_USAGE, "--cascade takes --scorer, a measure of items that says "
            "how sure the first model is");
    column = frame_find(work->frame, setting_text(work->settings, "scorer"), true, err);
    if (column < 0)
        return error_prefix(err, "--scorer");
    work->scorer = &work->frame->columns[column];
    return true;
}

/* --- items --- */

static const struct column *
column_of(const struct risk_work *work, const struct frame *items, size_t candidate)
{
    int column = items != NULL ? frame_column(items, work->frame->key[work->row[candidate]])
        : FRAME_NONE;

    return column >= 0 && items->columns[column].type == COLUMN_NUMBER ? &items->columns[column]
        : NULL;
}

/* The unit of items in which both models' scores are their means; 0: in none. */
static double
unit_of(const struct risk_work *work, const struct frame *items, const struct pair *pair)
{
    const size_t who[] = { pair->first, pair->second };
    bool plain = true, percent = true;

    for (size_t i = 0; i < 2; i++) {
        struct item_means mean = parts_item_means(column_of(work, items, who[i]), items->rows);
        double published = work->sign * work->score[who[i]];

        plain = plain && parts_is_mean(&mean, 1, published);
        percent = percent && parts_is_mean(&mean, 100, published);
    }
    return plain ? 1 : percent ? 100 : 0;
}

/* Items that have all three, oriented so that more is better and surer; NULL with the error. */
static struct asked *
gather(const struct risk_work *work, const struct pair *pair, size_t *n, struct error *err)
{
    const struct frame *items = risk_items(work, work->final->name);
    const struct frame *scorers = risk_items(work, work->scorer->name);
    const struct column *first = column_of(work, items, pair->first);
    const struct column *second = column_of(work, items, pair->second);
    const struct column *sure = column_of(work, scorers, pair->first);
    double unit = first != NULL && second != NULL ? unit_of(work, items, pair) : 0;
    double side = work->scorer->direction == DIRECTION_MIN ? -1 : 1;
    const size_t *place = unit > 0 && sure != NULL ? parts_align(work->arena, items, scorers)
        : NULL;
    struct asked *asked;

    *n = 0;
    if (place == NULL) {
        error_set(err, ERROR_REQUEST, "--cascade: %s and %s have no items in common whose mean is "
            "%s and for which the first has %s", work->frame->label[work->row[pair->first]],
            work->frame->label[work->row[pair->second]], work->final->name, work->scorer->name);
        return NULL;
    }
    asked = mem_alloc((items->rows + 1) * sizeof *asked);
    for (size_t i = 0; i < items->rows; i++) {
        double g = place[i] != SIZE_MAX ? side * sure->value[place[i]] : (double)NAN;

        if (!isnan(g) && !isnan(first->value[i]) && !isnan(second->value[i]))
            asked[(*n)++] = (struct asked){ g, work->sign * unit * first->value[i],
                work->sign * unit * second->value[i] };
    }
    return asked;
}

static int
surest_first(const void *left, const void *right)
{
    const struct asked *a = left, *b = right;

    return (a->sure < b->sure) - (a->sure > b->sure);
}

/* --- thresholds --- */

/* From asking the second always to never: with each threshold the items that are as sure as it
 * are kept from the first. */
static void
sweep(struct risk_work *work, const struct pair *pair, struct asked *asked, size_t n)
{
    double side = work->scorer->direction == DIRECTION_MIN ? -1 : 1, sum = 0;

    qsort(asked, n, sizeof *asked, surest_first);
    work->cascade = arena_zalloc(work->arena, n + 1, sizeof *work->cascade);
    for (size_t i = 0; i < n; i++)
        sum += asked[i].second;
    for (size_t i = 0; i <= n; i++) {
        double kept = (double)i / (double)n;

        if (i == 0 || i == n || asked[i].sure < asked[i - 1].sure)
            work->cascade[work->n_cascade++] = (struct risk_threshold){
                .tau = side * (i == 0 ? INFINITY : asked[i - 1].sure), .kept = kept,
                .cost = work->cost_value[pair->first] + (1 - kept) *
                    work->cost_value[pair->second],
                .score = sum / (double)n };
        if (i < n)
            sum += asked[i].first - asked[i].second;
    }
    work->asked = n;
}

bool
risk_cascade(struct risk_work *work, struct error *err)
{
    struct pair pair = { 0, 0 };
    struct asked *asked;
    size_t n;

    if (!setting_given(work->settings, "cascade"))
        return !setting_given(work->settings, "scorer") || error_set(err, ERROR_USAGE,
            "--scorer says nothing without --cascade");
    if (work->cost == NULL || work->cost_direction != DIRECTION_MIN)
        return error_set(err, ERROR_REQUEST, "--cascade takes a cost as second objective, "
            "-o min:NAME");
    if (!find_pair(work, &pair, err) || !find_scorer(work, err)
        || (asked = gather(work, &pair, &n, err)) == NULL)
        return false;
    if (n > 0)
        sweep(work, &pair, asked, n);
    free(asked);
    work->first = pair.first;
    work->second = pair.second;
    return n > 0 || error_set(err, ERROR_REQUEST, "--cascade: no item has %s and both scores",
        work->scorer->name);
}

void
risk_cascade_table(const struct risk_work *work)
{
    static const char *const names[] = { "tau", "kept", "cost", "quality" };
    struct result_table *table;

    if (work->n_cascade == 0)
        return;
    table = result_add_table(work->result, "cascade", work->n_cascade);
    table->title = arena_printf(work->arena, "%s, and %s where %s is %s tau",
        work->frame->label[work->row[work->first]], work->frame->label[work->row[work->second]],
        work->scorer->name, work->scorer->direction == DIRECTION_MIN ? "above" : "below");
    for (size_t c = 0; c < 4; c++) {
        struct result_column *column = parts_number(work->result, table, names[c],
            c == 2 ? arena_strdup(work->arena, work->cost->name) : c == 3
            ? arena_strdup(work->arena, work->final->name) : NULL,
            c == 2 ? work->cost->unit : c == 3 ? work->final->unit : NULL);

        column->key = c == 0;
        column->digits = 3;
        for (size_t i = 0; i < work->n_cascade; i++) {
            const struct risk_threshold *at = &work->cascade[i];

            column_numbers(column)[i] = c == 0 ? at->tau : c == 1 ? at->kept : c == 2 ? at->cost
                : work->sign * at->score;
        }
    }
}
