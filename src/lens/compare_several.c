/* compare_several.c - the verdict about three models or more: how many pairs are decided, who
 * beats whom, and what is left open.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <stdlib.h>

#include "base/text.h"
#include "lens/lens_parts.h"

/* More wins than that are told without their numbers, which are in the table of pairs. */
enum { MOST_WINS = 4, MOST_NAMED = 4 };

typedef bool picks(const struct compare_work *work, const struct comparison *c);

static bool
is_exact(const struct compare_work *work, const struct comparison *c)
{
    (void)work;
    return c->method == METHOD_EXACT;
}

static bool
is_undone(const struct compare_work *work, const struct comparison *c)
{
    return compare_leads(c) && !compare_stands(work, c);
}

static bool
is_equivalent(const struct compare_work *work, const struct comparison *c)
{
    (void)work;
    return c->word == WORD_EQUIVALENT;
}

static bool
is_open(const struct compare_work *work, const struct comparison *c)
{
    return !is_exact(work, c) && (c->word == WORD_UNDECIDED || c->word == WORD_NON_INFERIOR);
}

/* Pairs on the first measure of that kind; NULL: all. */
static size_t
count(const struct compare_work *work, picks *is)
{
    size_t n = 0;

    for (size_t i = 0; i < work->n_comparisons; i++)
        n += work->comparison[i].measure == work->primary &&
            (is == NULL || is(work, &work->comparison[i]));
    return n;
}

/* "a and b, a and c and 3 more": which pairs they are. */
static void
put_pairs(struct strbuf *out, const struct compare_work *work, picks *is)
{
    size_t n = count(work, is), named = 0;

    for (size_t i = 0; i < work->n_comparisons; i++) {
        const struct comparison *c = &work->comparison[i];

        if (c->measure != work->primary || !is(work, c))
            continue;
        if (named == MOST_NAMED) {
            strbuf_printf(out, " and %zu more", n - named);
            return;
        }
        strbuf_printf(out, "%s%s and %s", named == 0 ? "" : "; ", compare_label(work, c->a),
            compare_label(work, c->b));
        named++;
    }
}

/* --- wins --- */

/* Whether all intervals rest on the same number of items or observations. */
static bool
is_uniform(const struct compare_work *work)
{
    const struct comparison *first = NULL;

    for (size_t i = 0; i < work->n_comparisons; i++) {
        const struct comparison *c = &work->comparison[i];

        if (c->measure != work->primary || c->method == METHOD_EXACT)
            continue;
        if (first != NULL && (c->n_shared != first->n_shared || !(c->n == first->n) ||
            c->clusters != first->clusters))
            return false;
        first = first != NULL ? first : c;
    }
    return true;
}

static void
put_each_win(struct strbuf *out, const struct compare_work *work)
{
    bool brief = false, uniform = is_uniform(work);

    for (size_t i = 0; i < work->n_comparisons; i++) {
        const struct comparison *c = &work->comparison[i];

        if (c->measure != work->primary || !compare_stands(work, c))
            continue;
        strbuf_printf(out, " %s beats %s by ", compare_winner(work, c), compare_loser(work, c));
        compare_put_amount(out, work, c->measure, fabs(c->diff));
        compare_put_interval(out, work, c, brief);
        compare_put_price(out, work, c);
        strbuf_puts(out, ".");
        brief = uniform;
    }
}

/* " a beats b, c and d." of a model that beats some. */
static void
put_wins_of(struct strbuf *out, const struct compare_work *work, size_t model)
{
    const char *loser = NULL;
    size_t told = 0;

    for (size_t i = 0; i < work->n_comparisons; i++) {
        const struct comparison *c = &work->comparison[i];

        if (c->measure != work->primary || !compare_stands(work, c) ||
            (c->word == WORD_A ? c->a : c->b) != model)
            continue;
        if (loser != NULL)
            strbuf_printf(out, "%s%s", told++ == 0 ? "" : ", ", loser);
        else
            strbuf_printf(out, " %s beats ", compare_label(work, model));
        loser = compare_loser(work, c);
    }
    if (loser != NULL)
        strbuf_printf(out, "%s%s.", told == 0 ? "" : " and ", loser);
}

static void
put_wins(struct strbuf *out, const struct compare_work *work)
{
    if (count(work, compare_stands) <= MOST_WINS) {
        put_each_win(out, work);
        return;
    }
    for (size_t model = 0; model < work->n; model++)
        put_wins_of(out, work, model);
}

/* --- what is open --- */

static void
put_rest(struct strbuf *out, const struct compare_work *work)
{
    if (count(work, is_undone) > 0) {
        strbuf_puts(out, " Decided only as a pair chosen beforehand: ");
        put_pairs(out, work, is_undone);
        strbuf_puts(out, ".");
    }
    if (count(work, is_equivalent) > 0) {
        strbuf_puts(out, " Equivalent within ");
        compare_put_amount(out, work, work->primary, work->margin);
        strbuf_puts(out, ": ");
        put_pairs(out, work, is_equivalent);
        strbuf_puts(out, ".");
    }
    if (count(work, is_open) > 0) {
        strbuf_puts(out, " Undecided: ");
        put_pairs(out, work, is_open);
        strbuf_puts(out, ".");
    }
}

static bool
is_dominance(const struct compare_work *work, const struct dominance_pair *pair, bool exact)
{
    const struct comparison *c = compare_find(work, pair->a, pair->b, work->primary);

    return (pair->kind == DOMINANCE_A || pair->kind == DOMINANCE_B) && c != NULL &&
        !compare_stands(work, c) && (c->method == METHOD_EXACT) == exact;
}

/* Dominance that no win on the first measure has told: equal scores at another price. */
static void
put_dominances(struct strbuf *out, const struct compare_work *work, bool exact)
{
    size_t told = 0;

    for (size_t i = 0; i < work->n_dominance && work->n_objectives > 1; i++) {
        const struct dominance_pair *pair = &work->dominance[i];
        bool a = pair->kind == DOMINANCE_A;

        if (!is_dominance(work, pair, exact))
            continue;
        if (told == MOST_NAMED) {
            strbuf_puts(out, "; and others");
            break;
        }
        strbuf_printf(out, "%s%s dominates %s", told++ > 0 ? "; " : exact ?
            " By these values " : " Pair by pair, not allowing for their number, ",
            compare_label(work, a ? pair->a : pair->b),
            compare_label(work, a ? pair->b : pair->a));
        if (!exact)
            strbuf_printf(out, " (probability %.2f)", a ? pair->p_a : pair->p_b);
    }
    strbuf_puts(out, told > 0 ? "." : "");
}

/* --- values alone --- */

struct ranked { double value; size_t model; };

static int
best_first(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;

    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return (a->model > b->model) - (a->model < b->model);
}

static void
put_ranking(struct strbuf *out, const struct compare_work *work)
{
    double sign = compare_direction(work, work->primary) == DIRECTION_MIN ? -1 : 1;
    const struct column *column = compare_column(work, work->primary);
    struct ranked *ranked = arena_zalloc(work->arena, work->n, sizeof *ranked);
    size_t n = 0;

    for (size_t i = 0; i < work->n; i++)
        if (!isnan(compare_value(work, i, work->primary)))
            ranked[n++] = (struct ranked){ sign * compare_value(work, i, work->primary), i };
    qsort(ranked, n, sizeof *ranked, best_first);
    strbuf_printf(out, "In the files, from the best %s: ", column->name);
    for (size_t i = 0; i < n; i++) {
        strbuf_printf(out, "%s%s (", i == 0 ? "" : ", ", compare_label(work, ranked[i].model));
        parts_put(out, sign * ranked[i].value, column->unit, 4);
        strbuf_puts(out, ")");
    }
    strbuf_printf(out, ". There are no errors and no items of %s in the data, so whether these "
        "differences are real cannot be said.", column->name);
}

/* --- the whole --- */

/* "2 of 3 pairs are decided on pass (adjusted for all 45 pairs of 10 models)." */
static void
put_count(struct strbuf *out, const struct compare_work *work)
{
    size_t decided = count(work, compare_stands), all = count(work, NULL);

    strbuf_printf(out, "%zu of %zu %s %s decided on %s", decided, all,
        text_counted((double)all, "pair", "pairs"), text_counted((double)decided, "is", "are"),
        compare_column(work, work->primary)->name);
    if (compare_family(work, work->primary) <= 1)
        strbuf_puts(out, ", which no others have");
    else if (setting_is(work->settings, "adjust", "none"))
        strbuf_puts(out, ", each by itself (--adjust none)");
    else {
        strbuf_puts(out, ", allowing for the ");
        compare_put_pairs(out, work);
    }
    strbuf_puts(out, ".");
}

void
compare_put_several(struct strbuf *out, const struct compare_work *work)
{
    size_t exact = count(work, is_exact), all = count(work, NULL);

    if (compare_direction(work, work->primary) == DIRECTION_UNKNOWN) {
        parts_no_direction(out, compare_column(work, work->primary)->name);
        return;
    }
    if (exact == all)
        put_ranking(out, work);
    else {
        put_count(out, work);
        put_wins(out, work);
        put_rest(out, work);
    }
    if (exact > 0 && exact < all) {
        strbuf_puts(out, " Without errors or items: ");
        put_pairs(out, work, is_exact);
        strbuf_puts(out, ".");
    }
    put_dominances(out, work, false);
    put_dominances(out, work, true);
}
