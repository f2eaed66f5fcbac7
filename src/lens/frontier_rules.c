/* frontier_rules.c - who is on the frontier, and how far behind the others are.
 *
 * Membership follows the rule that was asked for; layers, counts and dominators are always
 * those of strict dominance.
 */
#include "lens/frontier_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "math/rules.h"

/* Above this many comparisons a count is refused unless it is asked for (a few seconds),
 * and gaps are left out. */
static const double most_comparisons = 4e9;

/* --- eps: "0.5,1%" --- */

static bool
parse_eps(const struct frontier_work *work, double *eps, struct error *err)
{
    const char *text = setting_text(work->settings, "eps");
    double range[DOMINANCE_MAX_OBJECTIVES];
    size_t n;
    char **parts;
    bool good;

    if (!setting_given(work->settings, "eps")) {
        error_set(err, ERROR_USAGE, "rule %s needs a tolerance per objective",
            setting_text(work->settings, "rule"));
        return error_hint(err, "for instance --eps 0.5,1%% (a share of the frontier's range)");
    }
    dominance_frontier(work->point, work->n, work->d, work->on);
    frontier_ranges(work->point, work->n, work->d, work->on, range);
    parts = text_split(text, ',', &n);
    good = n == work->d || n == 1;
    for (size_t k = 0; k < work->d && good; k++) {
        char *part = parts[n == 1 ? 0 : k];
        size_t length = strlen(part);
        bool share = length > 0 && part[length - 1] == '%';

        if (share)
            part[length - 1] = '\0';
        good = number_parse_plain(part, &eps[k]) && eps[k] > 0 && isfinite(eps[k]);
        eps[k] *= share ? range[k] / 100 : 1;
        if (share)
            part[length - 1] = '%';
    }
    text_split_free(parts, n);
    return good || error_set(err, ERROR_USAGE,
        "eps \"%s\" must be %zu positive numbers, or shares such as 1%%", text, work->d);
}

static bool
two_objectives_only(const struct frontier_work *work, struct error *err)
{
    return work->d == 2 || error_set(err, ERROR_USAGE,
        "rule %s is for two objectives, there are %zu",
        setting_text(work->settings, "rule"), work->d);
}

/* Costs and scores of the two-objective rules, in one block. */
static double *
losses_and_scores(const struct frontier_work *work)
{
    double *both = arena_zalloc(work->arena, 2 * work->n, sizeof *both);

    for (size_t i = 0; i < work->n; i++) {
        both[i] = -work->point[i * 2 + (size_t)work->x];
        both[work->n + i] = work->point[i * 2 + (size_t)work->y];
    }
    return both;
}

static void
helm(struct frontier_work *work)
{
    double *both = losses_and_scores(work);
    const char **name = arena_zalloc(work->arena, work->n, sizeof *name);

    for (size_t i = 0; i < work->n; i++)
        name[i] = frontier_label(work, i);
    rule_helm(both, both + work->n, name, work->n, work->on);
}

static bool
apply_rule(struct frontier_work *work, struct error *err)
{
    const struct lens_settings *settings = work->settings;
    double eps[DOMINANCE_MAX_OBJECTIVES];
    bool band = setting_is(settings, "rule", "band");

    if (setting_is(settings, "rule", "helm") || setting_is(settings, "rule", "tolerant")) {
        double *both;

        if (!two_objectives_only(work, err))
            return false;
        if (setting_is(settings, "rule", "helm")) {
            helm(work);
            return true;
        }
        both = losses_and_scores(work);
        rule_tolerant(both, both + work->n, work->n, setting_real(settings, "cost_rtol"),
            setting_real(settings, "perf_atol"), work->on);
        return true;
    }
    if (band || setting_is(settings, "rule", "box")) {
        if (!parse_eps(work, eps, err))
            return false;
        (band ? rule_band : rule_box)(work->point, work->n, work->d, eps, work->on);
        return true;
    }
    if (setting_is(settings, "rule", "weak")) {
        dominance_frontier_weak(work->point, work->n, work->d, work->on);
        return true;
    }
    dominance_frontier(work->point, work->n, work->d, work->on);
    if (setting_is(settings, "rule", "unique"))
        rule_unique(work->point, work->n, work->d, work->on);
    return true;
}

/* --missing interval: an unknown value may be anything. A surely dominates b iff a at its
 * worst is at least b at its best everywhere and better somewhere. Rows with all values
 * compete as usual; the rest is decided pair by pair. */
static bool
surely_dominates(const struct frontier_work *work, size_t a, size_t b)
{
    bool better = false;

    for (size_t k = 0; k < work->d; k++) {
        double worst = work->point[a * work->d + k];   /* -inf where unknown */
        double best = isnan(frontier_value(work, b, k)) ? INFINITY :
            work->point[b * work->d + k];

        if (worst < best)
            return false;
        better |= worst > best;
    }
    return better;
}

static void
settle_incomplete(struct frontier_work *work)
{
    for (size_t b = 0; b < work->n; b++) {
        if (!work->incomplete[b])
            continue;
        work->on[b] = 1;
        for (size_t a = 0; a < work->n && work->on[b]; a++)
            work->on[b] = !surely_dominates(work, a, b);
    }
}

bool
frontier_membership(struct frontier_work *work, struct error *err)
{
    work->on = arena_zalloc(work->arena, work->n, 1);
    if (!apply_rule(work, err))
        return false;
    settle_incomplete(work);
    for (size_t i = 0; i < work->n; i++)
        work->n_on += work->on[i];
    work->count.on = work->n_on;
    return true;
}

static bool
refuse_counts(const struct frontier_work *work, struct error *err)
{
    error_set(err, ERROR_REQUEST, "exact counts of %zu rows in %zu objectives take about "
        "%.0f billion comparisons", work->n, work->d,
        (double)work->n * (double)work->n / 2e9);
    return error_hint(err, "--counts computes them all the same");
}

bool
frontier_ranks(struct frontier_work *work, const struct lens_progress *progress,
    struct error *err)
{
    double pairs = (double)work->n * (double)work->n / 2;
    bool costly = work->d > 3 && pairs > most_comparisons / 4;
    size_t reach = 0;

    work->layer = arena_zalloc(work->arena, work->n, sizeof *work->layer);
    dominance_layers(work->point, work->n, work->d, work->layer);
    work->has_counts = !costly || setting_flag(work->settings, "counts");
    if (!work->has_counts && (progress == NULL || progress->publish == NULL))
        return refuse_counts(work, err);
    if (work->has_counts) {
        work->above = arena_zalloc(work->arena, work->n, sizeof *work->above);
        dominance_counts(work->point, work->n, work->d, work->above);
    }
    for (size_t i = 0; i < work->n; i++)
        reach += work->layer[i] == 1;
    work->has_gaps = (double)reach * (double)work->n * (double)work->d <= most_comparisons;
    if (work->has_gaps) {
        uint8_t *first = arena_zalloc(work->arena, work->n, 1);

        for (size_t i = 0; i < work->n; i++)
            first[i] = work->layer[i] == 1;
        work->gap = arena_zalloc(work->arena, work->n, sizeof *work->gap);
        work->dominator = arena_zalloc(work->arena, work->n, sizeof *work->dominator);
        frontier_gaps(work->point, work->n, work->d, first, work->gap, work->dominator);
        for (size_t i = 0; i < work->n; i++)
            if (work->dominator[i] == work->n)
                work->dominator[i] = NO_PLACE;
    }
    return true;
}
