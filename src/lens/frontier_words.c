/* frontier_words.c - title, verdict and notes: what the tables mean, in plain words.
 */
#include "lens/frontier_work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "lens/lens_parts.h"
#include "math/bootstrap.h"

static const char *
noun(const struct frontier_work *work, size_t n)
{
    return parts_noun(work->frame, n);
}

static void
put_value(struct strbuf *out, const struct frontier_work *work, size_t place, size_t k)
{
    parts_put(out, frontier_value(work, place, k), frontier_column(work, k)->unit, 3);
}

static const char *
keep(const struct frontier_work *work, struct strbuf *text)
{
    const char *kept = arena_strdup(work->arena, text->data);

    strbuf_release(text);
    return kept;
}

/* --- who was left out --- */

static void
put_left_out(struct strbuf *out, const struct frontier_work *work)
{
    const size_t *missing = work->count.missing;
    size_t infeasible = work->count.infeasible;
    const char *between = " (";

    for (size_t k = 0; k < work->d; k++)
        if (missing[k] > 0) {
            strbuf_printf(out, "%s%zu without %s", between, missing[k],
                frontier_column(work, k)->name);
            between = ", ";
        }
    if (infeasible > 0) {
        strbuf_printf(out, "%s%zu outside the constraints", between, infeasible);
        between = ", ";
    }
    if (between[0] == ',')
        strbuf_puts(out, ")");
}

/* --- title --- */

static const char *
title(const struct frontier_work *work)
{
    bool adjusted = !setting_is(work->settings, "adjust", "none");
    const struct frame *frame = work->frame;
    struct strbuf out;

    strbuf_init(&out);
    parts_sources(&out, frame);
    strbuf_printf(&out, "%zu of %zu %s", work->count.competing, frame->rows_total > frame->rows ?
        frame->rows_total : frame->rows, noun(work, frame->rows_total > frame->rows ?
        frame->rows_total : frame->rows));
    put_left_out(&out, work);
    if (frame->grouping != NULL)
        strbuf_printf(&out, " \302\267 %s", frame->grouping);
    if (frame->where != NULL)
        strbuf_printf(&out, " \302\267 where %s", frame->where);
    strbuf_printf(&out, " \302\267 frontier, %s", setting_text(work->settings, "rule"));
    if (work->p != NULL)
        strbuf_printf(&out, " \302\267 states at %.3g %%%s%s \302\267 seed %llu",
            100 * (1 - work->alpha), adjusted ? ", " : "", adjusted ?
            setting_text(work->settings, "adjust") : "",
            (unsigned long long)work->settings->seed);
    if (frame->mixed)
        strbuf_puts(&out, " \302\267 conditions are mixed");
    return keep(work, &out);
}

/* --- verdict --- */

/* The n behind every value of the score, if it is one number; else 0. */
static double
common_n(const struct frontier_work *work)
{
    const double *n = frontier_column(work, (size_t)work->y)->n;

    for (size_t i = 0; n != NULL && i < work->n; i++)
        if (!(n[work->row[i]] == n[work->row[0]]))
            return 0;
    return n != NULL && work->n > 0 ? n[work->row[0]] : 0;
}

static void
put_states(struct strbuf *out, const struct frontier_work *work)
{
    size_t on = 0, undecided = 0;
    double n = common_n(work);

    for (size_t i = 0; i < work->n; i++) {
        on += work->state[i] == STATE_ON;
        undecided += work->state[i] == STATE_UNDECIDED;
    }
    strbuf_puts(out, n > 0 ? "; with n = " : "; the errors");
    if (n > 0)
        strbuf_printf(out, "%.0f the errors", n);
    if (undecided == 0)
        strbuf_puts(out, " leave none undecided");
    else
        strbuf_printf(out, " settle %zu of them and leave %zu %s undecided", on, undecided,
            noun(work, undecided));
}

static void
put_membership(struct strbuf *out, const struct frontier_work *work)
{
    if (work->count.on == 1 && work->count.competing > 1)
        for (size_t i = 0; i < work->n; i++)
            if (work->on[i]) {
                strbuf_printf(out, "%s alone is on the frontier of %zu %s",
                    frontier_label(work, i), work->count.competing, noun(work, work->count.competing));
                break;
            }
    if (work->count.on != 1 || work->count.competing == 1)
        strbuf_printf(out, "%zu of %zu %s %s on the frontier", work->count.on, work->count.competing,
            noun(work, work->count.competing), text_counted((double)work->count.on, "is", "are"));
    if (work->state != NULL) {
        strbuf_puts(out, " by their means");
        put_states(out, work);
    }
    strbuf_puts(out, ".");
}

static const char *const knee_names[KNEE_METHODS] = { "chord", "trade-off", "utility", "bend",
    "kneedle" };

/* The knee that most methods choose; ties: the first method's. */
static size_t
chosen_knee(const struct frontier_work *work, size_t *votes)
{
    size_t best = NO_PLACE;

    *votes = 0;
    for (size_t i = 0; i < KNEE_METHODS; i++) {
        size_t place = work->knee_of[i], count = 0;

        for (size_t j = 0; j < KNEE_METHODS && place != NO_PLACE; j++)
            count += work->knee_of[j] == place;
        if (count > *votes) {
            *votes = count;
            best = place;
        }
    }
    return best;
}

/* Names of the methods, of those asked for, whose knee is at that place. */
static void
put_methods_of(struct strbuf *out, const struct frontier_work *work, size_t knee)
{
    struct strbuf names;

    strbuf_init(&names);
    for (size_t i = 0; i < KNEE_METHODS; i++)
        if (work->knee_asked[i] && work->knee_of[i] == knee)
            strbuf_list(&names, knee_names[i]);
    strbuf_puts(out, names.data);
    strbuf_release(&names);
}

static void
put_other_methods(struct strbuf *out, const struct frontier_work *work, size_t knee)
{
    for (size_t i = 0; i < KNEE_METHODS; i++)
        if (work->knee_of[i] != NO_PLACE && work->knee_of[i] != knee)
            strbuf_printf(out, "; by %s %s", knee_names[i],
                frontier_label(work, work->knee_of[i]));
    if (work->knee_on_log)
        strbuf_puts(out, "; on log cost");
}

/* What one method alone sees, where others were asked too, is not called the knee. */
static void
put_knee_name(struct strbuf *out, const struct frontier_work *work, size_t knee, size_t votes,
    size_t asked)
{
    bool agreed = votes > 1 || asked == 1;

    strbuf_puts(out, agreed ? " The knee is " : " Only ");
    if (agreed) {
        strbuf_printf(out, "%s (", frontier_label(work, knee));
        put_methods_of(out, work, knee);
        put_other_methods(out, work, knee);
        strbuf_puts(out, ")");
        return;
    }
    put_methods_of(out, work, knee);
    strbuf_printf(out, " sees a knee at %s", frontier_label(work, knee));
    put_other_methods(out, work, knee);
    strbuf_puts(out, " (");
    put_methods_of(out, work, NO_PLACE);
    strbuf_puts(out, ": none)");
}

/* Each method has its own: none of them is worth more than the others. */
static void
put_differing_knees(struct strbuf *out, const struct frontier_work *work)
{
    struct strbuf knees;

    strbuf_init(&knees);
    for (size_t i = 0; i < KNEE_METHODS; i++)
        if (work->knee_of[i] != NO_PLACE) {
            strbuf_list(&knees, knee_names[i]);
            strbuf_printf(&knees, " at %s", frontier_label(work, work->knee_of[i]));
        }
    strbuf_printf(out, " Methods differ on the knee: %s%s.", knees.data,
        work->knee_on_log ? " (on log cost)" : "");
    strbuf_release(&knees);
}

/* A step of the score that a reader thinks in: 0.01 of a fraction, else 1 of its unit. The
 * column marginal_cost is per 1 in any case. */
static double
score_step(const struct frontier_work *work)
{
    const struct column *score = frontier_column(work, (size_t)work->y);

    return parts_is_fraction(score, work->row, work->n) ? 0.01 : 1;
}

/* "each further percentage point"; "each second less"; "each further 1 of elo". */
static void
put_step(struct strbuf *out, const struct frontier_work *work, double step)
{
    const struct column *score = frontier_column(work, (size_t)work->y);
    bool less = work->objective[work->y].direction == DIRECTION_MIN;
    bool has_unit = score->unit != NULL && score->unit[0] != '\0';

    strbuf_puts(out, less ? "each " : "each further ");
    if (has_unit)
        strbuf_puts(out, strcmp(score->unit, "%") == 0 ? "percentage point" : score->unit);
    else if (step < 1 && !less)
        strbuf_puts(out, "percentage point");
    else
        strbuf_printf(out, "%g%s of %s", step, less ? " less" : "", score->name);
    strbuf_puts(out, less && has_unit ? " less" : "");
}

static void
put_price(struct strbuf *out, const struct frontier_work *work, double price)
{
    const struct column *cost = frontier_column(work, (size_t)work->x);
    bool has_unit = cost->unit != NULL && cost->unit[0] != '\0';

    parts_put(out, price, cost->unit, 3);
    if (!has_unit)
        strbuf_printf(out, " of %s", cost->name);
}

static void
put_knee(struct strbuf *out, const struct frontier_work *work)
{
    size_t votes, knee = work->d == 2 ? chosen_knee(work, &votes) : NO_PLACE;
    size_t before = NO_PLACE, asked = 0, found = 0;
    double step;

    if (knee == NO_PLACE)
        return;
    step = score_step(work);
    for (size_t i = 0; i < KNEE_METHODS; i++) {
        asked += work->knee_asked[i];
        found += work->knee_of[i] != NO_PLACE;
    }
    if (votes == 1 && found > 1) {
        put_differing_knees(out, work);
        return;
    }
    put_knee_name(out, work, knee, votes, asked);
    for (size_t i = 1; i < work->n_front; i++)
        if (work->front[i] == knee)
            before = work->front[i - 1];
    if (!isnan(work->marginal[knee])) {
        strbuf_puts(out, ": beyond it ");
        put_step(out, work, step);
        strbuf_puts(out, " costs ");
        put_price(out, work, step * work->marginal[knee]);
    }
    if (!isnan(work->marginal[knee]) && before != NO_PLACE) {
        strbuf_puts(out, ", before it ");
        put_price(out, work, step * work->marginal[before]);
    }
    strbuf_puts(out, ".");
}

static void
put_share(struct strbuf *out, double share, const char *label)
{
    strbuf_printf(out, "%.0f %% %s", 100 * share, label);
}

static void
put_budget(struct strbuf *out, const struct frontier_work *work)
{
    const struct mixture *mix = &work->mix;
    size_t y = (size_t)work->y, x = (size_t)work->x;
    double sign = work->objective[y].direction == DIRECTION_MIN ? -1 : 1;

    if (!work->has_budget)
        return;
    strbuf_puts(out, " At ");
    parts_put(out, work->budget, frontier_column(work, x)->unit, 3);
    if (work->affordable == NO_PLACE) {
        strbuf_puts(out, " nothing is affordable.");
        return;
    }
    if (mix->feasible && mix->share_b > 0 && mix->share_b < 1) {
        strbuf_puts(out, " use ");
        put_share(out, 1 - mix->share_b, frontier_label(work, mix->a));
        strbuf_puts(out, " and ");
        put_share(out, mix->share_b, frontier_label(work, mix->b));
        strbuf_puts(out, " (");
        parts_put(out, sign * mix->score, frontier_column(work, y)->unit, 3);
        strbuf_puts(out, "), or ");
    } else {
        strbuf_puts(out, " use ");
    }
    strbuf_printf(out, "%s alone (", frontier_label(work, work->affordable));
    put_value(out, work, work->affordable, y);
    strbuf_puts(out, ").");
}

/* Rows on the frontier by a cost of exactly zero. */
static size_t
zero_cost_winner(const struct frontier_work *work, size_t *k)
{
    for (*k = 0; *k < work->d; ++*k) {
        if (work->objective[*k].direction != DIRECTION_MIN)
            continue;
        for (size_t i = 0; i < work->n; i++)
            if (work->on[i] && frontier_value(work, i, *k) == 0)
                return i;
    }
    return NO_PLACE;
}

static void
put_zero_cost(struct strbuf *out, const struct frontier_work *work)
{
    size_t k, place = zero_cost_winner(work, &k);

    if (place != NO_PLACE)
        strbuf_printf(out, " %s is on it with a %s of 0: was it measured?",
            frontier_label(work, place), frontier_column(work, k)->name);
}

static void
put_least_certain(struct strbuf *out, const struct frontier_work *work)
{
    size_t least = NO_PLACE;

    for (size_t i = 0; work->state != NULL && i < work->n; i++)
        if (work->on[i] && work->state[i] != STATE_ON &&
            (least == NO_PLACE || work->p[i] < work->p[least]))
            least = i;
    if (least != NO_PLACE && work->p[least] < 0.5)
        strbuf_printf(out, " %s is on the frontier with probability %.2f only%s.",
            frontier_label(work, least), work->p[least],
            work->on_shared != NULL && !work->on_shared[least]
                ? ": by the items that all have it is not on it" : "");
}

static void
put_best(struct strbuf *out, const struct frontier_work *work)
{
    for (size_t i = 0; i < work->n && work->d == 1; i++)
        if (work->on[i]) {
            strbuf_printf(out, " The best %s is ", frontier_column(work, 0)->name);
            put_value(out, work, i, 0);
            strbuf_puts(out, ".");
            return;
        }
}

/* Those shown early are some of them. */
static size_t
count_rows(const struct frontier_work *work)
{
    size_t rows = work->count.competing + work->count.infeasible;

    for (size_t k = 0; k < work->d; k++)
        rows += work->count.missing[k];
    return work->partial ? rows : work->frame->rows;
}

static const char *
verdict(const struct frontier_work *work)
{
    size_t rows = count_rows(work);
    struct strbuf out;

    strbuf_init(&out);
    if (work->frame->rows == 0 && work->frame->where != NULL) {
        strbuf_printf(&out, "The filter \"%s\" leaves none of %zu %s.", work->frame->where,
            work->frame->rows_total, noun(work, work->frame->rows_total));
        return keep(work, &out);
    }
    if (work->n == 0) {
        strbuf_printf(&out, "None of %zu %s has every objective%s.", rows, noun(work, rows),
            work->count.infeasible > 0 ? " within the constraints" : "");
        return keep(work, &out);
    }
    put_membership(&out, work);
    put_best(&out, work);
    put_knee(&out, work);
    put_budget(&out, work);
    put_least_certain(&out, work);
    put_zero_cost(&out, work);
    if (work->compression != NULL)
        strbuf_printf(&out, " %s", work->compression);
    if (work->frame->mixed)
        strbuf_puts(&out, " Conditions are mixed: the points were not all measured alike.");
    return keep(work, &out);
}

/* --- notes --- */

/* Whether objective k is the first that a row lacks. */
static bool
is_first_missing(const struct frontier_work *work, size_t row, size_t k)
{
    for (size_t i = 0; i < k; i++)
        if (isnan(frontier_column(work, i)->value[row]))
            return false;
    return isnan(frontier_column(work, k)->value[row]);
}

/* ": 2 run failed, 3 taken as not recorded (0 or -1; --missing none keeps such values)", for what
 * the status of a cell says more than that it is not there. */
static void
put_why_left_out(struct strbuf *out, const struct frontier_work *work, size_t k)
{
    const struct column *column = frontier_column(work, k);
    size_t counts[CELL_ESTIMATED + 1] = {0};
    const char *before = ": ";

    for (size_t row = 0; column->status != NULL && row < work->frame->rows; row++)
        if (column->status[row] <= CELL_ESTIMATED && is_first_missing(work, row, k))
            counts[column->status[row]]++;
    for (size_t status = CELL_TOKEN; status < CELL_ESTIMATED; status++) {
        if (counts[status] == 0)
            continue;
        strbuf_printf(out, "%s%zu %s", before, counts[status],
            cell_status_words((enum cell_status)status));
        if (status == CELL_TOKEN && column->missing_tokens != NULL)
            strbuf_printf(out, " (%s; --missing none keeps such values)",
                column->missing_tokens);
        before = ", ";
    }
}

static void
note_left_out(const struct frontier_work *work, struct result *result)
{
    const size_t *missing = work->count.missing;
    size_t infeasible = work->count.infeasible;
    struct strbuf why;

    for (size_t k = 0; k < work->d; k++) {
        const struct column *column = frontier_column(work, k);

        if (missing[k] == 0)
            continue;
        strbuf_init(&why);
        put_why_left_out(&why, work, k);
        result_note(result, "%zu %s without %s %s left out%.*s", missing[k],
            noun(work, missing[k]), column->name, text_counted((double)missing[k], "is", "are"),
            (int)why.length, why.length > 0 ? why.data : "");
        strbuf_release(&why);
    }
    if (infeasible > 0)
        result_note(result, "%zu %s %s outside the constraints and %s not compete", infeasible,
            noun(work, infeasible), text_counted((double)infeasible, "is", "are"),
            text_counted((double)infeasible, "does", "do"));
}

static void
note_rule(const struct frontier_work *work, struct result *result)
{
    if (!setting_is(work->settings, "rule", "strict"))
        result_note(result, "on_frontier follows the rule %s; layers, counts and gaps are those "
            "of strict dominance", setting_text(work->settings, "rule"));
    if (setting_is(work->settings, "missing_as", "interval"))
        result_note(result, "what is missing may be anything: on_frontier holds of whom no point "
            "surely dominates; layers, counts and gaps take it as the worst");
    if (work->count.endless > 0 && work->d > 1)
        result_note(result, "%zu %s with a value that is infinite or missing %s no part in hull, "
            "knees and budget", work->count.endless, noun(work, work->count.endless),
            text_counted((double)work->count.endless, "takes", "take"));
    if (!work->has_counts)
        result_note(result, "dominated_by was not counted: %zu rows in %zu %s (--counts counts all "
            "the same)", work->n, work->d, text_counted((double)work->d, "objective", "objectives"));
    if (!work->has_gaps)
        result_note(result, "gaps and dominators were not computed for so many rows");
}

static void
note_settings(const struct frontier_work *work, struct result *result)
{
    const struct lens_settings *settings = work->settings;

    for (size_t i = 0; i < settings->lens->n_options; i++)
        if (settings->values[i][0] != '\0')
            result_set(result, settings->lens->options[i].name, "%s", settings->values[i]);
    result_set(result, "seed", "%llu", (unsigned long long)settings->seed);
    if (work->p != NULL) {
        result_set(result, "replicates", "%zu", work->replicates);
        result_set(result, "probabilities", "%s", work->p_method);
    }
}

/* Of the share that is known worst. */
static double
largest_error(const struct frontier_work *work)
{
    double most = 0;

    for (size_t i = 0; i < work->n; i++)
        most = fmax(most, bootstrap_share_error(work->p[i], work->replicates));
    return most;
}

static void
note_probabilities(const struct frontier_work *work, struct result *result)
{
    if (work->p == NULL)
        return;
    if (work->p_exact)
        result_note(result, "P(F) is the share of %zu replicates with the point on the frontier "
            "(%s)", work->replicates, work->p_method);
    else
        result_note(result, "P(F) is the share of %zu replicates with the point on the frontier "
            "(%s); its Monte Carlo error is at most %.1g", work->replicates, work->p_method,
            largest_error(work));
}

void
frontier_words(const struct frontier_work *work, struct result *result)
{
    result->title = title(work);
    result->verdict = verdict(work);
    note_left_out(work, result);
    note_rule(work, result);
    for (size_t i = 0; i < work->frame->n_notes; i++)
        result_note(result, "%s", work->frame->notes[i]);
    note_probabilities(work, result);
    note_settings(work, result);
}
