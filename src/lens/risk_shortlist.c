/* risk_shortlist.c - (1) to (7): what the best k by each cheap score are worth. */
#include "lens/risk_work.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "math/moments.h"

/* --- the score without a choice --- */

static size_t
first_marked(const struct risk_work *work)
{
    for (size_t i = 0; i < work->n && work->bundle->n_chosen > 0; i++)
        if (work->row[i] == work->bundle->chosen[0])
            return i;
    return SIZE_MAX;
}

static void
use_point(struct risk_work *work, size_t row)
{
    work->baseline_row = row;
    work->baseline = work->sign * work->final->value[row];
    work->baseline_words = arena_strdup(work->arena, work->frame->label[row]);
}

/* A model whose points differ in data set or seed: their mean. */
static bool
use_model(struct risk_work *work, const char *name)
{
    const struct column *model = parts_find_typed(work->frame, "model", COLUMN_TEXT);
    struct moments own = { 0, 0, 0 };

    for (size_t i = 0; i < work->n && model != NULL; i++) {
        const char *its = model->text[work->row[i]];

        if (its == NULL || strcmp(its, name) != 0)
            continue;
        work->baseline_row = work->row[i];
        moments_add(&own, work->score[i]);
    }
    if (own.n < 1)
        return false;
    work->baseline = own.mean;
    work->baseline_words = arena_printf(work->arena, "mean of the points of %s", name);
    return true;
}

static bool
named_baseline(struct risk_work *work, const char *text, struct error *err)
{
    double value;
    int row;

    if (number_parse_plain(text, &value)) {
        work->baseline = work->sign * value;
        work->baseline_words = "as given";
        return true;
    }
    row = frame_find_row(work->frame, text, err);
    if (row < 0 && use_model(work, text)) {
        error_clear(err);
        return true;
    }
    if (row < 0)
        return error_prefix(err, "--baseline");
    if (isnan(work->final->value[row]))
        return error_set(err, ERROR_REQUEST, "the baseline %s has no %s",
            work->frame->label[row], work->final->name);
    use_point(work, (size_t)row);
    return true;
}

/* What a model scored on each item, in the score's unit; NULL without items. */
static double *
items_of_row(const struct risk_work *work, size_t row, size_t *n)
{
    const struct frame *items = risk_items(work, work->final->name);
    int column = items != NULL ? frame_column(items, work->frame->key[row]) : FRAME_NONE;
    struct item_means mean;
    double *score, unit;

    *n = 0;
    if (column < 0 || items->columns[column].type != COLUMN_NUMBER)
        return NULL;
    mean = parts_item_means(&items->columns[column], items->rows);
    unit = !parts_is_mean(&mean, 1, work->final->value[row])
        && parts_is_mean(&mean, 100, work->final->value[row]) ? 100 : 1;
    score = mem_alloc((items->rows + 1) * sizeof *score);
    for (size_t i = 0; i < items->rows; i++)
        if (!isnan(items->columns[column].value[i]))
            score[(*n)++] = work->sign * unit * items->columns[column].value[i];
    return score;
}

double
risk_worst(const struct risk_work *work, const double *score, size_t n)
{
    double alpha = setting_real(work->settings, "alpha");

    return n == 0 ? (double)NAN : setting_is(work->settings, "baseline_by", "cvar")
        ? shortlist_cvar(score, n, alpha) : shortlist_quantile(score, n, alpha);
}

/* (6) the worst of what a model returned: of its items where it is named or marked, else of the
 * candidates. */
static bool
worst_as_baseline(struct risk_work *work, struct error *err)
{
    bool named = setting_given(work->settings, "baseline");
    double share = 100 * setting_real(work->settings, "alpha"), *items = NULL;
    const char *what = setting_is(work->settings, "baseline_by", "cvar")
        ? "mean of the worst %g %% of %zu %s" : "%g %% quantile of %zu %s";
    size_t n = 0, marked = first_marked(work);
    const char *of;

    if (named && !named_baseline(work, setting_text(work->settings, "baseline"), err))
        return false;
    if (!named && marked != SIZE_MAX)
        use_point(work, work->row[marked]);
    if (work->baseline_row != SIZE_MAX)
        items = items_of_row(work, work->baseline_row, &n);
    if (named && n == 0 && !setting_given(work->settings, "runs"))
        return error_set(err, ERROR_REQUEST, "--baseline-by: %s has no scores of items to take the "
            "worst of; without --baseline it is that of all candidates",
            setting_text(work->settings, "baseline"));
    of = n > 0 ? arena_printf(work->arena, "items of %s", work->baseline_words) : "candidates";
    work->baseline = n > 0 ? risk_worst(work, items, n) : risk_worst(work, work->score, work->n);
    work->baseline_n = n > 0 ? n : work->n;
    work->baseline_words = arena_printf(work->arena, what, share, work->baseline_n, of);
    free(items);
    return true;
}

static bool
find_baseline(struct risk_work *work, struct error *err)
{
    const char *text = setting_text(work->settings, "baseline");
    double relative = setting_real(work->settings, "relative");
    size_t marked = first_marked(work);

    work->baseline_row = SIZE_MAX;
    if (!setting_is(work->settings, "baseline_by", "value")) {
        if (!worst_as_baseline(work, err))
            return false;
    } else if (text[0] != '\0') {
        if (!named_baseline(work, text, err))
            return false;
    } else if (marked != SIZE_MAX) {
        use_point(work, work->row[marked]);
    } else {
        work->baseline = moments_of(work->score, work->n).mean;
        work->baseline_words = "mean of all";
    }
    work->threshold = work->sign * setting_real(work->settings, "threshold");
    if (isnan(work->threshold))
        work->threshold = isnan(relative) ? 0 : relative * work->baseline;
    return true;
}

/* --- estimators --- */

static void
add_estimator(struct risk_work *work, const struct column *column, double sign)
{
    struct risk_estimator *e = &work->estimators[work->n_estimators];
    double *estimate = mem_alloc((work->n + 1) * sizeof *estimate);
    double wanted = setting_real(work->settings, "k");

    *e = (struct risk_estimator){ .column = column, .sign = sign };
    e->row = arena_zalloc(work->arena, work->n + 1, sizeof *e->row);
    e->order = arena_zalloc(work->arena, work->n + 1, sizeof *e->order);
    e->value = arena_zalloc(work->arena, work->n + 1, sizeof *e->value);
    for (size_t i = 0; i < work->n; i++)
        if (!isnan(column->value[work->row[i]])) {
            estimate[e->n] = sign * column->value[work->row[i]];
            e->value[e->n] = work->score[i];
            e->row[e->n++] = work->row[i];
        }
    e->most = e->n < RISK_MOST_K ? e->n : RISK_MOST_K;
    if (!isnan(wanted) && (size_t)wanted < e->most)
        e->most = (size_t)wanted;
    if (e->n > 0) {
        shortlist_rank(estimate, e->n, e->order);
        e->agreement = shortlist_agreement(e->value, estimate, e->n, 1, work->threshold);
        work->n_estimators++;
    }
    e->list = arena_zalloc(work->arena, e->most + 1, sizeof *e->list);
    e->regret = arena_zalloc(work->arena, e->most + 1, sizeof *e->regret);
    shortlist_regrets(e->value, estimate, e->n, e->most, e->regret);
    for (size_t k = 1; k <= e->most; k++) {
        e->list[k - 1] = shortlist_figures(e->value, e->order, k, work->baseline,
            work->threshold, (int)setting_real(work->settings, "ddof"));
        if (shortlist_is_larger(risk_ratio_wanted(work, e->list[k - 1].sharpe), e->best_k == 0
            ? (double)NAN : e->list[e->best_k - 1].sharpe))
            e->best_k = k;
    }
    free(estimate);
}

static double
sign_of(enum direction direction)
{
    return direction == DIRECTION_MIN ? -1 : 1;
}

static bool
has_metric_of(const struct column *column, const struct column *final)
{
    const char *mine = frame_metric(column->name), *its = frame_metric(final->name);

    return mine != NULL && its != NULL && strcmp(mine, its) == 0;
}

/* The metric of a task, of a mean over tasks, "mean(accuracy)", or a name that is none's. */
static void
put_metric(struct strbuf *out, const struct column *column)
{
    const char *metric = frame_metric(column->name);
    size_t length = strlen(column->name);

    if (strncmp(column->name, "mean(", 5) == 0 && column->name[length - 1] == ')')
        strbuf_printf(out, "%.*s", (int)(length - 6), column->name + 5);
    else
        strbuf_puts(out, metric != NULL ? metric : column->name);
}

/* A task is no cheap score of another with the same metric, nor of the mean that it is part of. */
static bool
is_rival_task(const struct column *column, const struct column *final)
{
    struct strbuf mine, its;
    bool same;

    strbuf_init(&mine);
    strbuf_init(&its);
    put_metric(&mine, column);
    put_metric(&its, final);
    same = strcmp(mine.data, its.data) == 0;
    strbuf_release(&mine);
    strbuf_release(&its);
    return same;
}

/* Measures that someone could have chosen by: the capabilities of another metric; where there are
 * none, as with values of policies, what estimates the same metric, better in the same
 * direction. */
static void
usual_estimators(struct risk_work *work)
{
    for (int capable = 1; capable >= 0 && work->n_estimators == 0; capable--)
        for (size_t c = 0; c < work->frame->n_columns; c++) {
            const struct column *column = &work->frame->columns[c];

            if (column->type != COLUMN_NUMBER || column->role != ROLE_MEASURE
                || column == work->final || (column->kind == KIND_CAPABILITY) != (capable != 0)
                || (!capable && !has_metric_of(column, work->final)))
                continue;
            if (capable && is_rival_task(column, work->final)) {
                work->rivals++;
                continue;
            }
            if (work->n_estimators == RISK_MOST_ESTIMATORS)
                work->more_estimators++;
            else
                add_estimator(work, column, capable ? sign_of(column->direction) : work->sign);
        }
}

bool
risk_shortlists(struct risk_work *work, struct error *err)
{
    size_t n;
    char **names = text_split(setting_text(work->settings, "estimators"), ',', &n);
    bool done = find_baseline(work, err);

    work->estimators = arena_zalloc(work->arena, RISK_MOST_ESTIMATORS + 1,
        sizeof *work->estimators);
    for (size_t i = 0; i < n && done && names[i][0] != '\0'; i++) {
        struct objective objective = { -1, DIRECTION_MAX };
        int column = frame_find(work->frame, names[i], true, NULL);

        if (!frame_parse_objective(work->frame, names[i], &objective, err)) {
            if (column < 0) {
                done = error_prefix(err, "--estimators");
                break;
            }
            objective.column = column;      /* more is better unless said otherwise */
            error_clear(err);
        }
        if (work->n_estimators == RISK_MOST_ESTIMATORS)
            work->more_estimators++;
        else
            add_estimator(work, &work->frame->columns[objective.column],
                sign_of(objective.direction));
    }
    if (done && work->n_estimators == 0)
        usual_estimators(work);
    text_split_free(names, n);
    return done;
}

double
risk_list_ratio(const struct risk_work *work, const struct risk_estimator *e, size_t k,
    bool in_chart)
{
    double ratio = e->list[k - 1].sharpe;

    if (setting_is(work->settings, "clip", "all")
        || (in_chart && setting_is(work->settings, "clip", "charts")))
        return isnan(work->baseline) ? (double)NAN : shortlist_clip(ratio, k);
    return risk_ratio_wanted(work, ratio);
}

const struct risk_estimator *
risk_leading(const struct risk_work *work)
{
    const struct risk_estimator *best = NULL;

    for (size_t e = 0; e < work->n_estimators; e++) {
        const struct risk_estimator *at = &work->estimators[e];

        if (at->best_k > 0 && (best == NULL || shortlist_is_larger(
            at->list[at->best_k - 1].sharpe, best->list[best->best_k - 1].sharpe)))
            best = at;
    }
    return best;
}
