/* variance_abilities.c - abilities of models from items with known parameters, and the share
 * of all items that they promise (p-IRT): variance, (13) to (15).
 *
 * Parameters are measures of the items, the same for every model. A model is judged by the
 * items that it answered; those that it did not answer but that have parameters are what
 * p-IRT predicts.
 */
#include "lens/variance_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "math/ability.h"

/* Items with parameters, the same order in all. */
struct pool {
    size_t items;
    size_t *row;                   /* of the frame of scores */
    double *alpha, *beta;
};

struct keyed { const char *key; size_t row; };

static int
by_key(const void *left, const void *right)
{
    return strcmp(((const struct keyed *)left)->key, ((const struct keyed *)right)->key);
}

/* The first number of a row. */
static double
first_number(const struct frame *frame, size_t row)
{
    for (size_t c = 0; c < frame->n_columns; c++)
        if (frame->columns[c].type == COLUMN_NUMBER && !isnan(frame->columns[c].value[row]))
            return frame->columns[c].value[row];
    return (double)NAN;
}

/* A parameter for each item of the frame of scores, NaN where it has none; NULL if the option
 * names no measure of items. */
static double *
parameter(const struct variance_work *work, const struct lens_bundle *bundle,
    const struct frame *items, const char *option)
{
    const struct frame *frame = setting_given(work->settings, option) ?
        bundle->items(bundle->context, setting_text(work->settings, option)) : NULL;
    double *value = arena_zalloc(work->arena, items->rows, sizeof *value);
    struct keyed *keyed;

    if (frame == NULL)
        return NULL;
    keyed = mem_alloc(frame->rows * sizeof *keyed);
    for (size_t r = 0; r < frame->rows; r++)
        keyed[r] = (struct keyed){ frame->key[r], r };
    qsort(keyed, frame->rows, sizeof *keyed, by_key);
    for (size_t i = 0; i < items->rows; i++) {
        struct keyed wanted = { items->key[i], 0 };
        const struct keyed *found = bsearch(&wanted, keyed, frame->rows, sizeof *keyed, by_key);

        value[i] = found != NULL ? first_number(frame, found->row) : (double)NAN;
    }
    free(keyed);
    return value;
}

static bool
pool_find(struct pool *pool, const struct variance_work *work, const struct lens_bundle *bundle,
    const struct frame *items)
{
    const double *alpha = parameter(work, bundle, items, "a");
    const double *beta = parameter(work, bundle, items, "diff");

    *pool = (struct pool){ .row = arena_zalloc(work->arena, items->rows, sizeof *pool->row),
        .alpha = arena_zalloc(work->arena, items->rows, sizeof *pool->alpha),
        .beta = arena_zalloc(work->arena, items->rows, sizeof *pool->beta) };
    for (size_t i = 0; i < items->rows && alpha != NULL && beta != NULL; i++) {
        if (isnan(alpha[i]) || isnan(beta[i]))
            continue;
        pool->row[pool->items] = i;
        pool->alpha[pool->items] = alpha[i];
        pool->beta[pool->items++] = beta[i];
    }
    return pool->items > 0;
}

struct promise { struct ability ability; double share, p_irt; size_t answered;
    bool outside;                      /* a score is no share right: below 0 or above 1 */
};

static struct ability
ability_by(const struct variance_work *work, const double *a, const double *b, const double *y,
    size_t n)
{
    if (setting_is(work->settings, "ability", "ml"))
        return ability_ml(a, b, y, n);
    if (setting_is(work->settings, "ability", "eap"))
        return ability_eap(a, b, y, n);
    return ability_map(a, b, y, n);
}

/* One model: items that it answered first, then the others. */
static struct promise
promise_of(const struct variance_work *work, const struct pool *pool, const double *score)
{
    double *a = mem_alloc(3 * pool->items * sizeof *a), *b = a + pool->items;
    double *y = b + pool->items, right = 0;
    size_t seen = 0, n = 0;
    struct promise promise = { { (double)NAN, (double)NAN }, (double)NAN, (double)NAN, 0,
        false };

    for (int missing = 0; missing < 2; missing++) {
        for (size_t i = 0; i < pool->items; i++) {
            if (isnan(score[pool->row[i]]) != (missing == 1))
                continue;
            a[n] = pool->alpha[i];
            b[n] = pool->beta[i];
            y[n++] = score[pool->row[i]];
        }
        seen = missing == 0 ? n : seen;
    }
    for (size_t i = 0; i < seen; i++) {
        right += y[i];
        promise.outside |= y[i] < 0 || y[i] > 1;
    }
    promise.answered = seen;
    if (seen > 0 && !promise.outside) {
        promise.ability = ability_by(work, a, b, y, seen);
        promise.share = right / (double)seen;
        if (seen == n || isfinite(promise.ability.theta))
            promise.p_irt = ability_p_irt(a, b, y, seen, n, promise.ability.theta);
    }
    free(a);
    return promise;
}

static double
promise_number(const struct promise *promise, size_t which)
{
    switch (which) {
    case 0: return isinf(promise->ability.theta) ? (double)NAN : promise->ability.theta;
    case 1: return promise->ability.se;
    case 2: return (double)promise->answered;
    case 3: return promise->share;
    default: return promise->p_irt;
    }
}

static void
abilities_table(const struct variance_work *work, const struct frame *items,
    const struct pool *pool, struct result *result)
{
    static const char *const names[] = { "theta", "se", "answered", "share_right", "p_irt" };
    enum { NUMBERS = sizeof names / sizeof names[0] };
    struct promise *promise = arena_zalloc(work->arena, items->n_columns, sizeof *promise);
    const char **model = arena_zalloc(work->arena, items->n_columns, sizeof *model);
    struct result_table *table;
    struct result_column *column;
    size_t n = 0;

    for (size_t c = 0; c < items->n_columns; c++)
        if (items->columns[c].type == COLUMN_NUMBER) {
            model[n] = arena_strdup(work->arena, items->columns[c].name);
            promise[n] = promise_of(work, pool, items->columns[c].value);
            if (isinf(promise[n].ability.theta))
                result_note(result, "%s: all answers %s, the likelihood has no maximum (%cinf); "
                    "ability map or eap has", model[n],
                    promise[n].ability.theta > 0 ? "right" : "wrong",
                    promise[n].ability.theta > 0 ? '+' : '-');
            if (promise[n].outside)
                result_note(result, "%s: scores below 0 or above 1 are no shares right: no "
                    "ability", model[n]);
            n++;
        }
    table = result_add_table(result, "abilities", n);
    column = result_add_column(result, table, "model", VALUE_TEXT);
    column->key = true;
    for (size_t i = 0; i < n; i++)
        column->text[i] = model[i];
    for (size_t k = 0; k < NUMBERS; k++) {
        column = result_add_column(result, table, names[k], k == 2 ? VALUE_INTEGER :
            VALUE_NUMBER);
        for (size_t i = 0; i < n; i++)
            column_numbers(column)[i] = promise_number(&promise[i], k);
    }
    column = result_add_column(result, table, "method", VALUE_TEXT);
    for (size_t i = 0; i < n; i++)
        column->text[i] = setting_text(work->settings, "ability");
    result_note(result, "abilities: p_irt is the share right of all %zu %s with parameters, "
        "those answered as answered and the others as the ability promises", pool->items,
        text_counted((double)pool->items, "item", "items"));
}

void
variance_abilities(const struct variance_work *work, const struct lens_bundle *bundle,
    const struct frame *items, struct result *result)
{
    struct pool pool;

    if (!setting_given(work->settings, "a") && !setting_given(work->settings, "diff"))
        return;
    if (pool_find(&pool, work, bundle, items))
        abilities_table(work, items, &pool, result);
    else
        result_note(result, "abilities need both parameters of items (--a and --diff), as "
            "measures of the same items");
}
