/* variance_abilities.c - abilities of models from items with known parameters, and the share
 * of all items that they promise (p-IRT): variance, (13) to (15).
 *
 * A model is judged by the items that it answered; those that it did not answer but that have
 * parameters are what p-IRT predicts.
 */
#include "lens/variance_pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "lens/lens_parts.h"
#include "math/ability.h"

/* A model's answers to the items of the pool, in its order. */
struct person {
    double *y, *chance;                /* y: 0 where it did not answer */
    unsigned char *seen;
    size_t answered;
    double right;                      /* sum of y */
    bool outside;                      /* a score is no share right: below 0 or above 1 */
    bool all_right, all_wrong;
    double *theta, *se;                /* d of each; NaN if unknown */
    double share, p_irt, irt, gpirt;
    const char *reason;                /* why there is no ability, or NULL */
};

static struct person
person_of(const struct variance_work *work, const struct pool *pool, const double *score)
{
    struct person person = { .y = arena_zalloc(work->arena, pool->items, sizeof(double)),
        .chance = arena_zalloc(work->arena, pool->items, sizeof(double)),
        .seen = arena_zalloc(work->arena, pool->items, 1),
        .theta = arena_zalloc(work->arena, pool->d, sizeof(double)),
        .se = arena_zalloc(work->arena, pool->d, sizeof(double)),
        .all_right = true, .all_wrong = true, .share = (double)NAN, .p_irt = (double)NAN,
        .irt = (double)NAN, .gpirt = (double)NAN };

    for (size_t i = 0; i < pool->items; i++) {
        double y = pool->row[i] == SIZE_MAX ? (double)NAN : score[pool->row[i]];

        person.seen[i] = (unsigned char)!isnan(y);
        if (isnan(y))
            continue;
        person.y[i] = y;
        person.answered++;
        person.right += y;
        person.outside |= y < 0 || y > 1;
        person.all_right &= y >= 1;
        person.all_wrong &= y <= 0;
    }
    for (size_t k = 0; k < pool->d; k++)
        person.theta[k] = person.se[k] = (double)NAN;
    return person;
}

/* --- ability --- */

static void
fit_logistic(const struct variance_work *work, const struct pool *pool, struct person *person)
{
    double *room = mem_alloc(4 * pool->items * sizeof *room);
    double *a = room, *b = a + pool->items, *upper = b + pool->items, *y = upper + pool->items;
    struct ability_items items = { a, b, pool->upper != NULL ? upper : NULL, y, 0 };
    struct ability ability;

    for (size_t i = 0; i < pool->items; i++)
        if (person->seen[i]) {
            a[items.n] = pool->a[i];
            b[items.n] = pool->b[i];
            upper[items.n] = pool->upper != NULL ? pool->upper[i] : 1;
            y[items.n++] = person->y[i];
        }
    ability = setting_is(work->settings, "ability", "ml") ? ability_ml(&items) :
        setting_is(work->settings, "ability", "eap") ? ability_eap(&items) : ability_map(&items);
    person->theta[0] = ability.theta;
    person->se[0] = ability.se;
    free(room);
    for (size_t i = 0; i < pool->items; i++)
        person->chance[i] = (pool->upper != NULL ? pool->upper[i] : 1) *
            ability_chance(pool->a[i], pool->b[i], ability.theta);
}

static void
fit_components(const struct variance_work *work, const struct pool *pool, struct person *person)
{
    bool likely = setting_is(work->settings, "ability", "ml");
    struct ability_space space = { pool->a, pool->b, person->y, person->seen, pool->d,
        pool->items, likely ? 0 : 1 };

    if (likely && (person->all_right || person->all_wrong)) {
        for (size_t k = 0; k < pool->d; k++)
            person->theta[k] = person->all_right ? (double)INFINITY : -(double)INFINITY;
        return;
    }
    if (setting_is(work->settings, "ability", "eap") && pool->d == 1) {
        struct ability ability = ability_space_eap(&space);

        person->theta[0] = ability.theta;
        person->se[0] = ability.se;
    } else {
        ability_fit(&space, person->theta);
        ability_errors(&space, person->theta, person->se);
    }
    for (size_t i = 0; i < pool->items; i++)
        person->chance[i] = ability_chance_of(&space, i, person->theta);
}

/* --- shares right --- */

/* p-IRT takes those that were seen first. */
static double
promised(const struct pool *pool, const struct person *person)
{
    double *room = mem_alloc(3 * pool->items * sizeof *room), *y = room, p_irt;
    double *chance = y + pool->items, *balance = chance + pool->items;
    size_t n = 0;

    for (int seen = 1; seen >= 0; seen--)
        for (size_t i = 0; i < pool->items; i++)
            if (person->seen[i] == seen) {
                y[n] = person->y[i];
                chance[n] = person->chance[i];
                balance[n++] = pool->balance != NULL ? pool->balance[i] : 1;
            }
    p_irt = ability_p_irt(y, chance, balance, person->answered, pool->items);
    free(room);
    return p_irt;
}

/* The weighted sum over the anchors; NaN if one of them was not answered. */
static double
by_anchors(const struct pool *pool, const struct person *person)
{
    double sum = 0;
    size_t anchors = 0;

    for (size_t i = 0; i < pool->items; i++) {
        if (pool->weight == NULL || isnan(pool->weight[i]))
            continue;
        if (!person->seen[i])
            return (double)NAN;
        sum += pool->weight[i] * person->y[i];
        anchors++;
    }
    return anchors > 0 ? sum : (double)NAN;
}

static const char *
reason_of(const struct person *person)
{
    if (person->answered == 0)
        return "answered no item with parameters";
    if (person->outside)
        return "scores below 0 or above 1 are no shares right";
    if (isinf(person->theta[0]))
        return person->theta[0] > 0 ? "+inf: all right, the likelihood has no maximum" :
            "-inf: all wrong, the likelihood has no maximum";
    return isnan(person->theta[0]) ? "no item tells anything" : NULL;
}

static void
judge(const struct variance_work *work, const struct pool *pool, struct person *person)
{
    double lambda = setting_real(work->settings, "lambda");

    if (person->answered > 0 && !person->outside) {
        if (pool->form == FORM_COMPONENTS)
            fit_components(work, pool, person);
        else
            fit_logistic(work, pool, person);
        person->share = person->right / (double)person->answered;
        person->irt = by_anchors(pool, person);
        if (person->answered == pool->items || isfinite(person->theta[0]))
            person->p_irt = promised(pool, person);
        person->gpirt = lambda * person->irt + (1 - lambda) * person->p_irt;
    }
    person->reason = reason_of(person);
    for (size_t k = 0; k < pool->d; k++)
        if (isinf(person->theta[k]))
            person->theta[k] = (double)NAN;
}

/* --- the table --- */

static double
person_number(const struct person *person, size_t which)
{
    switch (which) {
    case 0: return person->theta[0];
    case 1: return person->se[0];
    case 2: return (double)person->answered;
    case 3: return person->share;
    case 4: return person->p_irt;
    case 5: return person->irt;
    default: return person->gpirt;
    }
}

/* Abilities in further dimensions. */
static void
add_dimensions(const struct variance_work *work, const struct pool *pool, struct result *result,
    struct result_table *table, const struct person *person)
{
    for (size_t k = 2; k < 2 * pool->d; k++) {
        struct result_column *column = result_add_column(result, table, arena_printf(work->arena,
            "%s_%zu", k % 2 == 0 ? "theta" : "se", k / 2 + 1), VALUE_NUMBER);

        for (size_t i = 0; i < table->rows; i++)
            column_numbers(column)[i] = (k % 2 == 0 ? person[i].theta : person[i].se)[k / 2];
    }
}

static void
add_columns(const struct variance_work *work, const struct pool *pool, struct result *result,
    struct result_table *table, const struct person *person)
{
    static const char *const names[] = { "theta", "se", "answered", "share_right", "p_irt", "irt",
        "gpirt" };
    struct result_column *column;

    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
        bool known = false;

        column = result_add_column(result, table, names[k], k == 2 ? VALUE_INTEGER :
            VALUE_NUMBER);
        for (size_t i = 0; i < table->rows; i++) {
            column_numbers(column)[i] = person_number(&person[i], k);
            known |= !isnan(column_numbers(column)[i]);
        }
        column->detail = k >= 5 && !known;
    }
    column = result_add_column(result, table, "method", VALUE_TEXT);
    for (size_t i = 0; i < table->rows; i++)
        column->text[i] = setting_is(work->settings, "ability", "eap") && pool->d > 1 ? "map" :
            arena_strdup(work->arena, setting_text(work->settings, "ability"));
    column = result_add_column(result, table, "reason", VALUE_TEXT);
    column->detail = true;
    for (size_t i = 0; i < table->rows; i++) {
        column->text[i] = person[i].reason;
        column->detail &= person[i].reason == NULL;
    }
    add_dimensions(work, pool, result, table, person);
}

static void
note_anchors(const struct variance_work *work, const struct pool *pool, struct result *result,
    const struct person *person, size_t n)
{
    double sum = 0;
    size_t anchors = 0, lacking = 0;

    for (size_t i = 0; i < pool->items; i++)
        if (pool->weight != NULL && !isnan(pool->weight[i])) {
            sum += pool->weight[i];
            anchors++;
        }
    for (size_t i = 0; i < n; i++)
        lacking += person[i].answered > 0 && !person[i].outside && isnan(person[i].irt);
    if (setting_given(work->settings, "weights") && anchors == 0)
        result_note(result, "irt is not known: no item has a weight");
    if (anchors > 0 && !(fabs(sum - 1) < 1e-6))
        result_note(result, "the weights of %zu %s add up to %.4g, not to 1", anchors,
            text_counted((double)anchors, "anchor", "anchors"), sum);
    if (anchors > 0 && lacking > 0)
        result_note(result, "irt needs answers to all %zu %s: %zu %s no irt", anchors,
            text_counted((double)anchors, "anchor", "anchors"), lacking,
            text_counted((double)lacking, "model has", "models have"));
}

static void
note_abilities(const struct variance_work *work, const struct pool *pool, struct result *result)
{
    result_note(result, "abilities: p_irt is the share right of all %zu %s with parameters, "
        "those answered as answered and the others as the ability promises", pool->items,
        text_counted((double)pool->items, "item", "items"));
    if (pool->balance != NULL)
        result_note(result, "p_irt weighs items so that the %zu parts of the scenario (%s) count "
            "alike", pool->parts, setting_text(work->settings, "scenario"));
    if (pool->parts_missing)
        result_note(result, "p_irt is not balanced: not every item with parameters has a %s",
            setting_text(work->settings, "scenario"));
    if (setting_is(work->settings, "ability", "eap") && pool->d > 1)
        result_note(result, "abilities: eap is of one dimension; here map is taken");
}

enum { MOST_REASONS = 3 };             /* that are notes; the table has all */

static void
abilities_table(const struct variance_work *work, const struct frame *items,
    const struct pool *pool, struct result *result)
{
    struct person *person = arena_zalloc(work->arena, items->n_columns, sizeof *person);
    const char **model = arena_zalloc(work->arena, items->n_columns, sizeof *model);
    struct result_table *table;
    struct result_column *column;
    size_t n = 0, without = 0;

    for (size_t c = 0; c < items->n_columns; c++) {
        if (!variance_answered(items, c))
            continue;
        model[n] = arena_strdup(work->arena, items->columns[c].name);
        person[n] = person_of(work, pool, items->columns[c].value);
        judge(work, pool, &person[n]);
        if (person[n].reason != NULL && ++without <= MOST_REASONS)
            result_note(result, "%s: no ability, %s%s", model[n], person[n].reason,
                strstr(person[n].reason, "inf") != NULL ? "; map or eap has one" : "");
        n++;
    }
    if (without > MOST_REASONS)
        result_note(result, "%zu more have no ability: the table says why", without - MOST_REASONS);
    table = result_add_table(result, "abilities", n);
    column = result_add_column(result, table, "model", VALUE_TEXT);
    column->key = true;
    for (size_t i = 0; i < n; i++)
        column->text[i] = model[i];
    add_columns(work, pool, result, table, person);
    note_abilities(work, pool, result);
    note_anchors(work, pool, result, person, n);
}

void
variance_abilities(const struct variance_work *work, const struct lens_bundle *bundle,
    const struct frame *items, const char *measure, struct result *result)
{
    struct pool pool;

    if (!setting_given(work->settings, "a") && !setting_given(work->settings, "diff"))
        return;
    if (variance_pool(&pool, work, bundle, items, measure))
        abilities_table(work, items, &pool, result);
    else
        result_note(result, "no abilities: form %s needs %s, as measures of the same items",
            setting_text(work->settings, "form"), setting_is(work->settings, "form", "1pl") ?
            "the difficulty of the items (--diff)" : setting_is(work->settings, "form", "4pl") ?
            "three parameters of the items (--a, --diff and --upper)" :
            setting_is(work->settings, "form", "components") ? "as many --a as --diff" :
            "both parameters of the items (--a and --diff)");
}
