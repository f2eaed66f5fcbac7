/* compare_phrases.c - parts of sentences about one pair on the first measure: amounts with
 * their unit, intervals, what a win costs and how sure it is.
 */
#include "lens/compare_work.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "lens/lens_parts.h"

enum { SHORT_NAMES = 20, HEADING_NAMES = 11 /* which a narrow column does not cut */ };

static size_t
both_names(const struct compare_work *work, size_t a, size_t b)
{
    const char *first = compare_label(work, a), *second = compare_label(work, b);

    return text_width(first, strlen(first)) + text_width(second, strlen(second));
}

static bool
names_are_short(const struct compare_work *work, size_t a, size_t b)
{
    return both_names(work, a, b) <= SHORT_NAMES;
}

bool
compare_names_fit_heading(const struct compare_work *work, size_t a, size_t b)
{
    return both_names(work, a, b) <= HEADING_NAMES &&
        strchr(compare_label(work, a), '/') == NULL && strchr(compare_label(work, b), '/') == NULL;
}

/* --- amounts --- */

bool
compare_is_fraction(const struct compare_work *work, size_t measure)
{
    return compare_direction(work, measure) == DIRECTION_MAX &&
        parts_is_fraction(compare_column(work, measure), work->row, work->n);
}

static double
said_factor(const struct compare_work *work, size_t measure)
{
    return compare_is_fraction(work, measure) ? 100 : 1;
}

/* The unit of a difference after its size: " points" of a percentage, but " point" of one. */
static void
put_unit(struct strbuf *out, const struct compare_work *work, size_t measure, double size)
{
    const char *unit = compare_column(work, measure)->unit;
    double factor = said_factor(work, measure);

    if (factor > 1)
        strbuf_puts(out, text_counted(fabs(size * factor), " percentage point",
            " percentage points"));
    else if (unit != NULL && strcmp(unit, "%") == 0)
        strbuf_puts(out, text_counted(fabs(size), " point", " points"));
    else if (unit != NULL && unit[0] != '\0')
        strbuf_printf(out, " %s", unit);
}

void
compare_put_amount(struct strbuf *out, const struct compare_work *work, size_t measure,
    double size)
{
    parts_put(out, size * said_factor(work, measure), NULL, 3);
    put_unit(out, work, measure, size);
}

/* With its sign, a true minus. */
static void
put_signed(struct strbuf *out, double value)
{
    strbuf_puts(out, value < 0 ? "\342\210\222" : "+");
    parts_put(out, fabs(value), NULL, 3);
}

static void
put_basis(struct strbuf *out, const struct comparison *c)
{
    strbuf_puts(out, c->method == METHOD_PAIRED_SUITE ? ", paired within tasks" :
        c->n_shared >= 2 ? ", paired" : ", unpaired");
    if (c->clusters > 0)
        strbuf_printf(out, ", %zu %s", c->clusters,
            text_counted((double)c->clusters, "cluster", "clusters"));
    if (c->n > 0)
        strbuf_printf(out, ", n = %.0f", c->n);
    if (c->n_most > c->n)
        strbuf_printf(out, " and %.0f", c->n_most);
}

/* Of the only pair that could have been chosen. */
static void
put_only_p(struct strbuf *out, const struct compare_work *work, const struct comparison *c)
{
    if (compare_family(work, c->measure) > 1 || isnan(c->p))
        return;
    strbuf_puts(out, ", ");
    compare_put_p(out, c->p);
    if (c->test != NULL && !setting_is(work->settings, "test", "auto"))
        strbuf_printf(out, " by %s", c->test);
}

void
compare_put_interval(struct strbuf *out, const struct compare_work *work,
    const struct comparison *c, bool brief)
{
    double factor = said_factor(work, c->measure);
    bool turned = c->diff < 0;

    strbuf_printf(out, " (%.3g%% CI ", 100 * work->level);
    parts_put(out, factor * (turned ? -c->ci.hi : c->ci.lo), NULL, 3);
    strbuf_puts(out, " to ");
    parts_put(out, factor * (turned ? -c->ci.lo : c->ci.hi), NULL, 3);
    if (!brief)
        put_basis(out, c);
    if (!brief)
        put_only_p(out, work, c);
    strbuf_puts(out, ")");
}

void
compare_put_range(struct strbuf *out, const struct compare_work *work,
    const struct comparison *c, bool narrow)
{
    struct interval ci = narrow ? c->narrow : c->ci;
    double level = narrow ? 1 - 2 * work->alpha : work->level;
    double factor = said_factor(work, c->measure);

    if (names_are_short(work, c->a, c->b))
        strbuf_printf(out, "%s less %s is ", compare_label(work, c->a),
            compare_label(work, c->b));
    else
        strbuf_puts(out, "the first less the second is ");
    put_signed(out, ci.lo * factor);
    strbuf_puts(out, " to ");
    put_signed(out, ci.hi * factor);
    put_unit(out, work, c->measure, ci.hi);
    strbuf_printf(out, " (%.3g%% CI", 100 * level);
    put_basis(out, c);
    if (!narrow)                       /* p is of no difference, not of equivalence */
        put_only_p(out, work, c);
    strbuf_puts(out, ")");
}

void
compare_put_p(struct strbuf *out, double p)
{
    strbuf_puts(out, p < 1e-6 ? "p below 1e-6" : "p ");
    if (p >= 1e-6)
        parts_put(out, p, NULL, 3);
}

void
compare_put_picked_p(struct strbuf *out, const struct compare_work *work,
    const struct comparison *c)
{
    if (compare_is_family(work, c->measure) || c->p_chosen < 1e-6) {
        compare_put_p(out, c->p_chosen);
        return;
    }
    strbuf_puts(out, "p at most ");
    parts_put(out, c->p_chosen, NULL, 3);
}

void
compare_put_pairs(struct strbuf *out, const struct compare_work *work)
{
    double pairs = compare_family(work, work->primary);
    size_t points = work->points[work->primary];

    parts_count(out, pairs);
    strbuf_printf(out, " %s of %zu %s", text_counted(pairs, "pair", "pairs"), points,
        parts_noun(work->frame, points));
}

/* --- price and dominance --- */

const struct comparison *
compare_on_efficiency(const struct compare_work *work, const struct comparison *c)
{
    return work->efficiency == SIZE_MAX ? NULL :
        compare_find(work, c->a, c->b, work->efficiency);
}

const struct dominance_pair *
compare_dominance_of(const struct compare_work *work, const struct comparison *c)
{
    for (size_t i = 0; i < work->n_dominance; i++)
        if (work->dominance[i].a == c->a && work->dominance[i].b == c->b)
            return &work->dominance[i];
    return NULL;
}

static void
put_ratio(struct strbuf *out, const struct compare_work *work, const struct comparison *c,
    const struct comparison *e)
{
    double ratio = c->word == WORD_B ? 1 / e->ratio : e->ratio;

    strbuf_puts(out, " at ");
    if (ratio == 1)
        strbuf_puts(out, "the same ");
    else {
        parts_put(out, ratio, NULL, 3);
        strbuf_puts(out, " times the ");
    }
    strbuf_printf(out, "%s%s", compare_column(work, work->efficiency)->name,
        e->method == METHOD_EXACT && c->method != METHOD_EXACT ? " (taken as exact)" : "");
}

void
compare_put_price(struct strbuf *out, const struct compare_work *work,
    const struct comparison *c)
{
    const struct comparison *e = compare_on_efficiency(work, c);
    const struct dominance_pair *pair = compare_dominance_of(work, c);
    const char *by = c->method == METHOD_EXACT ? "by these values " : "";

    if (e != NULL && isfinite(e->ratio) && e->ratio > 0)
        put_ratio(out, work, c, e);
    if (work->n_objectives < 2)        /* on one alone to dominate is to be better */
        return;
    if (pair->kind == DOMINANCE_TRADE_OFF)
        strbuf_printf(out, ": %sa trade-off", by);
    else if (pair->kind == DOMINANCE_A || pair->kind == DOMINANCE_B)
        strbuf_printf(out, ": %sit dominates", by);
}

/* --- wins --- */

bool
compare_is_family(const struct compare_work *work, size_t measure)
{
    return work->whole[measure];
}

bool
compare_leads(const struct comparison *c)
{
    return c->method != METHOD_EXACT && (c->word == WORD_A || c->word == WORD_B);
}

bool
compare_stands(const struct compare_work *work, const struct comparison *c)
{
    return compare_leads(c) &&
        (compare_family(work, c->measure) <= 1 || !(c->p_chosen > work->alpha));
}

const char *
compare_winner(const struct compare_work *work, const struct comparison *c)
{
    return compare_label(work, c->word == WORD_B ? c->b : c->a);
}

const char *
compare_loser(const struct compare_work *work, const struct comparison *c)
{
    return compare_label(work, c->word == WORD_B ? c->a : c->b);
}
