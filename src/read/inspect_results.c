/* inspect_results.c - the scores of an Inspect log, and what its samples' values are called.
 *
 * A scorer whose value is an object has an entry for each member, and one that was reduced in
 * several ways over its epochs an entry for each reducer. A measure is "accuracy" if the log
 * has one such entry, and "accuracy,scorer" or "accuracy,scorer,reducer" where that is needed
 * to tell them apart; the mean over epochs, which is what a log without a reducer has, goes
 * without the reducer's name.
 */
#include "read/inspect_log.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"

/* One of results.scores[]; the texts are NULL where it does not say. */
struct entry {
    char *name, *scorer, *reducer;
    char *label;                /* the scorer in a measure's name; NULL if it needs none */
    struct json_span metrics;
    double n;                   /* samples scored */
};

/* --- names --- */

static bool
is_error_metric(const char *name)
{
    return strcmp(name, "stderr") == 0 || strcmp(name, "std") == 0
        || strcmp(name, "bootstrap_std") == 0 || strcmp(name, "bootstrap_stderr") == 0;
}

static const char *
after_slash(const char *name)
{
    const char *slash = strrchr(name, '/');

    return slash == NULL ? name : slash + 1;
}

static double
first_known(double a, double b)
{
    return isnan(a) ? b : a;
}

static bool
same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* The caller frees. */
static char *
measure_name(const char *metric, const char *label, const char *reducer)
{
    return mem_printf("%s%s%s%s%s", metric, label == NULL ? "" : ",",
        label == NULL ? "" : label, reducer == NULL ? "" : ",", reducer == NULL ? "" : reducer);
}

static void
keep_scorer(struct inspect_log *log, const char *scorer, const char *key, char *metric)
{
    struct inspect_scorer kept = {mem_strdup(scorer == NULL ? "" : scorer),
        key == NULL ? NULL : mem_strdup(key), metric};

    ARRAY_PUSH(log->scorers, log->n_scorers, log->scorers_capacity, kept);
}

const char *
inspect_metric_of(const struct inspect_log *log, const char *scorer, const char *key)
{
    for (size_t i = 0; i < log->n_scorers; i++)
        if ((strcmp(log->scorers[i].name, scorer) == 0 || log->scorers[i].name[0] == '\0')
            && same_text(log->scorers[i].key, key))
            return log->scorers[i].metric;
    return NULL;
}

void
inspect_scorers_release(struct inspect_log *log)
{
    for (size_t i = 0; i < log->n_scorers; i++) {
        free(log->scorers[i].name);
        free(log->scorers[i].key);
        free(log->scorers[i].metric);
    }
    free(log->scorers);
}

/* --- metrics --- */

/* metrics.NAME.value */
static double
metric_value(const struct json_span *metrics, const char *name)
{
    struct json_span metric;

    if (!json_member(metrics, name, &metric))
        return NAN;
    return metric.kind == JSON_OBJECT ? json_member_number(&metric, "value")
        : json_member_number(metrics, name);
}

/* The key of the metric that is the mean of the samples' values, to which stderr and std
 * belong: accuracy or mean, the whole of grouped ones, else the first. NULL if there is none;
 * the caller frees. */
static char *
mean_metric(const struct json_span *metrics)
{
    static const char *const means[] = {"accuracy", "mean", "all"};
    struct json_iter iter;
    struct json_span metric;
    struct strbuf key;
    char *found = NULL;
    size_t best = sizeof means / sizeof means[0] + 1;

    strbuf_init(&key);
    json_iter_init(&iter, metrics);
    while (json_iter_next(&iter, &key, &metric)) {
        size_t rank = 0;

        if (is_error_metric(key.data))
            continue;
        while (rank < sizeof means / sizeof means[0]
            && strcmp(after_slash(key.data), means[rank]) != 0)
            rank++;
        if (rank >= best)
            continue;
        best = rank;
        free(found);
        found = mem_strdup(key.data);
    }
    strbuf_release(&key);
    return found;
}

static void
add_error(const struct entry *entry, struct sink_score *score)
{
    const struct json_span *metrics = &entry->metrics;

    score->se = first_known(metric_value(metrics, "stderr"), first_known(
        metric_value(metrics, "bootstrap_stderr"), metric_value(metrics, "bootstrap_std")));
    score->sd = metric_value(metrics, "std");
    score->sd_ddof = isnan(score->sd) ? -1 : 1;
    if (entry->n == 1 || isnan(score->value))   /* a 0 that says nothing */
        score->se = NAN;
}

static bool
give_metric(struct inspect_log *log, const struct entry *entry, const char *key, bool mean,
    struct error *err)
{
    char *name = measure_name(after_slash(key), entry->label, entry->reducer);
    size_t mark = report_enter(&log->report, key);
    struct sink_score score = report_metric(log->task, name, NULL,
        strcmp(after_slash(key), "accuracy") == 0 ? DIRECTION_MAX : DIRECTION_UNKNOWN);
    bool good;

    score.value = metric_value(&entry->metrics, key);
    score.status = isnan(score.value) ? CELL_EMPTY : CELL_OK;
    score.n = entry->n;
    if (mean)
        add_error(entry, &score);
    good = report_score(&log->report, &score, "value", err);
    report_leave(&log->report, mark);
    free(name);
    return good;
}

static bool
give_metrics(struct inspect_log *log, const struct entry *entry, struct error *err)
{
    struct json_iter iter;
    struct json_span metric;
    struct strbuf key;
    size_t mark = report_enter(&log->report, "metrics");
    char *mean = mean_metric(&entry->metrics);
    const char *scorer = entry->scorer == NULL ? entry->name : entry->scorer;
    const char *part = same_text(entry->name, scorer) ? NULL : entry->name;
    bool good = true;

    if (mean != NULL && inspect_metric_of(log, scorer == NULL ? "" : scorer, part) == NULL)
        keep_scorer(log, scorer, part, measure_name(after_slash(mean), entry->label, NULL));
    strbuf_init(&key);
    json_iter_init(&iter, &entry->metrics);
    while (good && json_iter_next(&iter, &key, &metric))
        if (!is_error_metric(key.data))
            good = give_metric(log, entry, key.data, strcmp(key.data, mean) == 0, err);
    strbuf_release(&key);
    free(mean);
    report_leave(&log->report, mark);
    return good;
}

/* --- results --- */

/* n is that of entries that do not say how many samples they scored. */
static struct entry
read_entry(const struct json_span *object, double n)
{
    struct entry entry = {.name = json_member_text(object, "name"),
        .scorer = json_member_text(object, "scorer"),
        .reducer = json_member_text(object, "reducer")};

    if (!json_member(object, "metrics", &entry.metrics))
        entry.metrics = (struct json_span){.text = "{}", .length = 2, .kind = JSON_OBJECT};
    if (entry.reducer != NULL && strcmp(entry.reducer, "mean") == 0) {
        free(entry.reducer);
        entry.reducer = NULL;
    }
    entry.n = first_known(json_member_number(object, "scored_samples"), n);
    return entry;
}

static void
entry_release(struct entry *entry)
{
    free(entry->name);
    free(entry->scorer);
    free(entry->reducer);
    free(entry->label);
}

/* No label if all entries are of one scorer's value; the scorer too if its name for the value
 * is another's as well. */
static void
label_entries(struct entry *entries, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool alone = true, shared = false;

        for (size_t j = 0; j < n; j++) {
            bool same_name = same_text(entries[i].name, entries[j].name);
            bool same_scorer = same_text(entries[i].scorer, entries[j].scorer);

            alone = alone && same_name && same_scorer;
            shared = shared || (same_name && !same_scorer);
        }
        if (alone || entries[i].name == NULL)
            continue;
        entries[i].label = shared && entries[i].scorer != NULL
            && !same_text(entries[i].scorer, entries[i].name)
            ? mem_printf("%s,%s", entries[i].scorer, entries[i].name)
            : mem_strdup(entries[i].name);
    }
}

static bool
give_entries(struct inspect_log *log, const struct json_span *list, double n,
    struct error *err)
{
    struct entry *entries = NULL;
    size_t count = 0, capacity = 0;
    struct json_iter iter;
    struct json_span object;
    bool good = true;

    json_iter_init(&iter, list);
    while (json_iter_next(&iter, NULL, &object)) {
        struct entry entry = read_entry(&object, n);

        ARRAY_PUSH(entries, count, capacity, entry);
    }
    label_entries(entries, count);
    for (size_t i = 0; i < count; i++) {
        size_t mark = report_enter_index(&log->report, i);

        good = good && give_metrics(log, &entries[i], err);
        report_leave(&log->report, mark);
        entry_release(&entries[i]);
    }
    free(entries);
    return good;
}

/* results.scores[] since version 2, results.scorers[] between, results.metrics in 1. The
 * samples completed count each epoch, those that a scorer scored do not. */
bool
inspect_results(struct inspect_log *log, const struct json_span *results, struct error *err)
{
    static const char *const lists[] = {"scores", "scorers"};
    struct json_span list;
    struct entry only = {.n = json_member_number(results, "completed_samples") / log->epochs};
    size_t mark = report_enter(&log->report, "results");
    bool good = true, listed = false;

    for (size_t i = 0; !listed && i < sizeof lists / sizeof lists[0]; i++) {
        listed = json_member(results, lists[i], &list) && list.kind == JSON_ARRAY;
        if (listed) {
            report_enter(&log->report, lists[i]);
            good = give_entries(log, &list, only.n, err);
        }
    }
    if (!listed && json_member(results, "metrics", &only.metrics))
        good = give_metrics(log, &only, err);
    report_leave(&log->report, mark);
    return good;
}

/* --- no results --- */

static bool
give_unmeasured(struct inspect_log *log, const struct json_span *scorer, bool alone,
    struct error *err)
{
    struct json_span metrics, metric;
    struct json_iter iter;
    char *name = json_member_text(scorer, "name"), *first = NULL, *measure;
    struct sink_score score;
    bool good;

    if (json_member(scorer, "metrics", &metrics)) {
        json_iter_init(&iter, &metrics);
        if (json_iter_next(&iter, NULL, &metric))
            first = json_member_text(&metric, "name");
    }
    measure = measure_name(first == NULL ? "accuracy" : after_slash(first),
        alone ? NULL : name, NULL);
    keep_scorer(log, name, NULL, mem_strdup(measure));
    score = report_metric(log->task, measure, NULL, DIRECTION_UNKNOWN);
    score.value = NAN;
    score.status = strcmp(log->status, "error") == 0 ? CELL_FAILED : CELL_NOT_ATTEMPTED;
    good = report_score(&log->report, &score, "results", err);
    free(measure);
    free(first);
    free(name);
    return good;
}

bool
inspect_no_results(struct inspect_log *log, const struct json_span *eval, struct error *err)
{
    static const struct json_span unknown = {.text = "{}", .length = 2, .kind = JSON_OBJECT};
    struct json_span scorers, scorer;
    struct json_iter iter;
    bool good = true;

    if (!json_member(eval, "scorers", &scorers) || json_count(&scorers) == 0)
        return give_unmeasured(log, &unknown, true, err);
    json_iter_init(&iter, &scorers);
    while (good && json_iter_next(&iter, NULL, &scorer))
        good = give_unmeasured(log, &scorer, json_count(&scorers) == 1, err);
    return good;
}
