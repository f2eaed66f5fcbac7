/* mapped_scores.c - the measures of one record of a taught format: numbers out of values, names,
 * errors and limits, single items, and means of several; see mapped_runs.h. */
#include "read/mapped_runs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/number.h"
#include "math/intervals.h"
#include "read/name_index.h"

/* One value of a measure, on its way to the sink. */
struct value_visit {
    struct mapped_runs *runs;
    struct mapping_scope scope;
    const struct mapping_measure *measure;
    bool failed;
    struct last_values *last;           /* of a measure of which the last counts; or NULL */
};

/* How many values of each name are to come: first they are counted, then each is taken off. */
struct last_values {
    struct name_index names;
    size_t *left, capacity, n;
    bool counting;
};

/* --- numbers --- */

static void
number_of_text(const struct mapped_runs *runs, const char *text, struct mapped_number *out)
{
    struct number number;

    switch (number_parse(text, strlen(text), &runs->style, &number)) {
    case NUMBER_MISSING:
        out->status = CELL_EMPTY;
        break;
    case NUMBER_TEXT:
        out->is_text = strcasecmp(text, "true") != 0 && strcasecmp(text, "false") != 0;
        out->value = out->is_text ? NAN : strcasecmp(text, "true") == 0;
        break;
    case NUMBER_VALUE:
        out->value = number.value;
        out->spread = number.spread;
        out->is_integer = number.is_integer;
        out->integer = number.integer;
        out->percent = number.percent;
        memcpy(out->unit, number.unit, sizeof out->unit);
        if (number.repaired)
            out->raw = mem_strdup(text);
        break;
    }
}

/* raw is the caller's to free. */
struct mapped_number
mapped_number_of(const struct mapped_runs *runs, const struct json_span *value)
{
    struct mapped_number out = {.value = NAN, .spread = NAN, .status = CELL_OK};
    char *text;

    switch (value->kind) {
    case JSON_NUMBER:
    case JSON_NONFINITE:
        json_number(value, &out.value);
        out.is_integer = json_integer(value, &out.integer);
        if (isnan(out.value))
            out.status = CELL_EMPTY;
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        out.value = value->kind == JSON_TRUE;
        break;
    case JSON_STRING:
        text = json_string_dup(value);
        number_of_text(runs, text, &out);
        free(text);
        break;
    case JSON_NULL:
        out.status = CELL_EMPTY;
        break;
    default:
        out.is_text = true;
    }
    return out;
}

/* The two numbers of "+5/-5", "(-1.88, +1.97)" or "[70.1, 72.3]". Explicit signs that differ
 * make them distances from the value. */
static void
read_interval(const char *text, double value, double *lo, double *hi)
{
    double found[2];
    char signs[2];
    size_t n = 0;

    for (const char *at = text; *at != '\0' && n < 2;) {
        size_t length = strspn(at, "+-0123456789.eE");
        char *part;

        if (length == 0) {
            at++;
            continue;
        }
        part = mem_strndup(at + (*at == '+'), length - (*at == '+'));
        if (number_parse_plain(part, &found[n]))
            signs[n++] = *at;
        free(part);
        at += length;
    }
    if (n < 2)
        return;
    if ((signs[0] == '+' && signs[1] == '-') || (signs[0] == '-' && signs[1] == '+')) {
        found[0] += value;
        found[1] += value;
    }
    *lo = fmin(found[0], found[1]);
    *hi = fmax(found[0], found[1]);
}

static double
scaled(const struct value_visit *visit, const struct mapping_source *source)
{
    return mapping_source_is_set(source)
        ? number_scaled(mapping_number(&visit->scope, source), visit->measure->scale) : NAN;
}

/* sqrt(p (1 - p) / n), of a share or of per cent. */
static double
binomial_se(double value, double n, bool percent)
{
    double whole = percent ? 100 : 1, p = value / whole;

    return p >= 0 && p <= 1 && n > 0 ? whole * sqrt(p * (1 - p) / n) : NAN;
}

static void
add_uncertainty(const struct value_visit *visit, struct sink_score *score)
{
    const struct mapping_measure *measure = visit->measure;
    struct strbuf text;

    score->n = mapping_source_is_set(&measure->n) ? mapping_number(&visit->scope, &measure->n)
        : NAN;
    score->se = scaled(visit, &measure->se);
    if (mapping_source_is_set(&measure->sd))
        score->sd = scaled(visit, &measure->sd);
    if (!isnan(score->sd))
        score->sd_ddof = measure->ddof;
    score->lo = scaled(visit, &measure->lo);
    score->hi = scaled(visit, &measure->hi);
    strbuf_init(&text);
    if (mapping_source_is_set(&measure->interval)
        && mapping_text(&visit->scope, &measure->interval, &text))
        read_interval(text.data, score->value, &score->lo, &score->hi);
    strbuf_release(&text);
    if (!isnan(score->lo) || !isnan(score->hi))
        score->level = isnan(measure->level) ? 0.95 : measure->level;
    if (measure->se_kind == MAPPING_SE_BINOMIAL)
        score->se = binomial_se(score->value, score->n, score->unit != NULL
            && strcmp(score->unit, "%") == 0);
    else if (measure->se_kind == MAPPING_SE_INTERVAL)
        score->se = (score->hi - score->lo) / (2 * interval_z(score->level));
}

/* --- a value --- */

void
mapped_note_no_number(struct mapped_runs *runs, const char *place, const struct json_span *value)
{
    if (runs->no_numbers++ > 0)
        return;
    snprintf(runs->no_number, sizeof runs->no_number, "%.80s holds %.*s", place,
        value->length < 60 ? (int)value->length : 60, value->text);
}

const char *
mapped_last_key(const struct mapping_path *path, const struct mapping_captures *captures)
{
    for (size_t i = path->n; i-- > 0;) {
        if (path->steps[i].kind == STEP_GLOB)
            return captures != NULL && captures->key != NULL ? captures->key
                : path->steps[i].key;
        if (path->steps[i].kind == STEP_KEY)
            return path->steps[i].key;
    }
    return "value";
}

/* Texts of one value; any may be empty. */
struct labels { struct strbuf name, task, stat, item, cluster; };

static void
labels_init(struct labels *labels)
{
    strbuf_init(&labels->name);
    strbuf_init(&labels->task);
    strbuf_init(&labels->stat);
    strbuf_init(&labels->item);
    strbuf_init(&labels->cluster);
}

static void
labels_release(struct labels *labels)
{
    strbuf_release(&labels->name);
    strbuf_release(&labels->task);
    strbuf_release(&labels->stat);
    strbuf_release(&labels->item);
    strbuf_release(&labels->cluster);
}

/* False if the value is not wanted. */
static bool
find_labels(const struct value_visit *visit, struct labels *labels)
{
    const struct mapping_measure *measure = visit->measure;
    const struct mapping_source *task = mapping_source_is_set(&measure->task) ? &measure->task
        : &visit->scope.mapping->task;
    const char *last = mapped_last_key(measure->path, visit->scope.of_value);

    if (mapping_is_among(measure->except, measure->n_except, last))
        return false;
    if (!mapping_source_is_set(&measure->name))
        strbuf_puts(&labels->name, last);
    else if (!mapping_text(&visit->scope, &measure->name, &labels->name))
        return false;
    mapping_text(&visit->scope, task, &labels->task);
    mapping_text(&visit->scope, &measure->stat, &labels->stat);
    mapping_text(&visit->scope, &measure->cluster, &labels->cluster);
    return !measure->per_item || mapping_text(&visit->scope, &measure->item, &labels->item);
}

const char *
mapped_or_null(const struct strbuf *text)
{
    return text->length > 0 ? text->data : NULL;
}

static bool
give_item(const struct value_visit *visit, const struct labels *labels, const char *item,
    double value, const char *place, struct error *err)
{
    struct sink_item out = {.task = mapped_or_null(&labels->task), .metric = labels->name.data,
        .item = item, .cluster = mapped_or_null(&labels->cluster),
        .value = number_scaled(value, visit->measure->scale), .place = place,
        .direction = visit->measure->direction, .unit = visit->measure->unit};

    return visit->runs->sink->item(visit->runs->sink, &out, err);
}

/* The elements of a list, counted from 0. */
static bool
give_items(const struct value_visit *visit, const struct labels *labels,
    const struct json_span *list, const char *place, struct error *err)
{
    struct json_iter iter;
    struct json_span value;
    bool good = true;
    size_t index = 0;

    json_iter_init(&iter, list);
    for (; good && json_iter_next(&iter, NULL, &value); index++) {
        struct mapped_number number = mapped_number_of(visit->runs, &value);
        char item[32];

        free(number.raw);
        if (number.is_text) {
            mapped_note_no_number(visit->runs, place, &value);
            continue;
        }
        snprintf(item, sizeof item, "%zu", index);
        good = give_item(visit, labels, item, number.value, place, err);
    }
    return good;
}

/* --- means --- */

static void
know(struct mapped_runs *runs, const char *name, double value)
{
    struct mapped_known known = {.name = mem_strdup(name), .value = value};

    ARRAY_PUSH(runs->known, runs->n_known, runs->known_capacity, known);
}

void
mapped_means_forget(struct mapped_runs *runs)
{
    for (size_t i = 0; i < runs->n_known; i++)
        free(runs->known[i].name);
    runs->n_known = 0;
}

/* NaN if one that the file has is missing; *n: how many there are. */
static double
mean_of(const struct mapped_runs *runs, const struct mapping_mean *mean, size_t *n)
{
    double sum = 0;

    *n = 0;
    for (size_t i = 0; i < mean->n_of; i++)
        for (size_t k = 0; k < runs->n_known; k++)
            if (strcmp(runs->known[k].name, mean->of[i]) == 0) {
                sum += runs->known[k].value;
                ++*n;
                break;
            }
    return *n > 0 ? sum / (double)*n : NAN;
}

/* They are of the direction, unit and kind of the first measure. */
bool
mapped_means_give(struct mapped_runs *runs, const char *place, struct error *err)
{
    const struct mapping *mapping = runs->mapping;
    bool good = true;

    for (size_t i = 0; i < mapping->n_means && good; i++) {
        const struct mapping_mean *mean = &mapping->means[i];
        struct sink_score score = sink_score_blank();
        size_t n;

        score.value = mean_of(runs, mean, &n);
        if (n == 0)
            continue;
        score.task = mean->task;
        score.metric = mean->name;
        score.aggregate = true;
        score.place = place;
        if (mapping->n_measures > 0) {
            score.unit = mapping->measures[0].unit;
            score.direction = mapping->measures[0].direction;
            score.kind = mapping->measures[0].kind;
        }
        if (isnan(score.value))
            score.status = CELL_EMPTY;
        good = runs->sink->score(runs->sink, &score, err);
        know(runs, mean->task != NULL ? mean->task : mean->name, score.value);
    }
    mapped_means_forget(runs);
    return good;
}

static bool
give_score(const struct value_visit *visit, const struct labels *labels,
    const struct mapped_number *number, const struct json_span *value, const char *place,
    struct error *err)
{
    const struct mapping_measure *measure = visit->measure;
    struct sink_score score = sink_score_blank();
    char *raw = NULL;
    bool good;

    score.task = mapped_or_null(&labels->task);
    score.metric = labels->name.data;
    score.stat = mapped_or_null(&labels->stat);
    score.value = number_scaled(number->value, measure->scale);
    if (mapping_source_is_set(&measure->over))
        score.value /= mapping_number(&visit->scope, &measure->over);
    score.is_integer = number->is_integer && measure->scale == 1
        && !mapping_source_is_set(&measure->over);
    score.integer = number->integer;
    score.sd = number_scaled(number->spread, measure->scale);
    score.direction = measure->direction;
    score.kind = measure->kind;
    score.unit = measure->unit != NULL ? measure->unit : number->percent ? "%"
        : number->unit[0] != '\0' ? number->unit : NULL;
    score.missing_tokens = measure->missing;
    score.aggregate = measure->aggregate;
    score.status = visit->failed ? CELL_FAILED : number->status == CELL_OK
        && !isfinite(score.value) && mapping_source_is_set(&measure->over) ? CELL_EMPTY
        : number->status;
    score.place = place;
    if (number->raw == NULL && (measure->scale != 1 || mapping_source_is_set(&measure->over)))
        raw = mem_strndup(value->text, value->length);
    score.raw = number->raw != NULL ? number->raw : raw;
    if (score.status == CELL_OK)
        add_uncertainty(visit, &score);
    else {
        score.value = NAN;
        score.is_integer = false;
    }
    good = visit->runs->sink->score(visit->runs->sink, &score, err);
    if (visit->runs->mapping->n_means > 0)
        know(visit->runs, labels->task.length > 0 ? labels->task.data : labels->name.data,
            score.value);
    free(raw);
    return good;
}

/* The number of a value, or of what the measure's pattern and map make of its text. False: the
 * text does not fit, so that there is no value. */
static bool
find_number(const struct value_visit *visit, const struct json_span *value,
    struct mapped_number *out)
{
    struct mapped_number of_text = {.value = NAN, .spread = NAN, .status = CELL_OK};
    struct strbuf text;
    bool fits;

    if (visit->measure->pattern == NULL && visit->measure->n_map == 0) {
        *out = mapped_number_of(visit->runs, value);
        return true;
    }
    strbuf_init(&text);
    if (value->kind == JSON_STRING)
        json_string(value, &text);
    else
        strbuf_add(&text, value->text, value->length);
    fits = !json_is_container(value) && (visit->measure->pattern == NULL
        || mapping_fit(visit->measure->pattern, &text, 0));
    if (fits) {
        mapping_translate(visit->measure->map, visit->measure->n_map, &text, 0);
        number_of_text(visit->runs, text.data, &of_text);
        if (of_text.raw == NULL)
            of_text.raw = mem_strndup(value->text, value->length);
        *out = of_text;
    }
    strbuf_release(&text);
    return fits;
}

static bool
give_value(const struct value_visit *visit, const struct labels *labels,
    const struct json_span *value, const char *place, struct error *err)
{
    const struct mapping_path *path = visit->measure->path;
    bool any_member = path->n > 0 && path->steps[path->n - 1].kind == STEP_GLOB;
    struct mapped_number number;
    bool good = true;

    if (visit->measure->items && value->kind == JSON_ARRAY)
        return visit->failed || give_items(visit, labels, value, place, err);
    if (!find_number(visit, value, &number))
        return true;
    if (number.is_text) {
        if (!any_member)
            mapped_note_no_number(visit->runs, place, value);
    } else if (visit->measure->per_item)
        good = visit->failed
            || give_item(visit, labels, labels->item.data, number.value, place, err);
    else
        good = give_score(visit, labels, &number, value, place, err);
    free(number.raw);
    return good;
}

/* --- the last of several --- */

/* Whether no value of that name is to come. Values that are missing do not count. */
static bool
is_last(const struct value_visit *visit, const struct labels *labels,
    const struct json_span *value)
{
    struct last_values *last = visit->last;
    struct mapped_number number;
    struct strbuf key;
    size_t index;
    bool added, there = find_number(visit, value, &number);

    if (there) {
        there = !number.is_text && number.status == CELL_OK;
        free(number.raw);
    }
    if (!there)
        return false;
    strbuf_init(&key);
    strbuf_printf(&key, "%s\n%s\n%s", labels->task.data, labels->name.data, labels->stat.data);
    index = name_index_add(&last->names, key.data, key.length, &added);
    strbuf_release(&key);
    if (added)
        ARRAY_PUSH(last->left, last->n, last->capacity, 0);
    if (last->counting) {
        last->left[index]++;
        return false;
    }
    return --last->left[index] == 0;
}

static bool
visit_value(void *context, const struct json_span *value,
    const struct mapping_captures *captures, const char *place, struct error *err)
{
    struct value_visit visit = *(const struct value_visit *)context;
    struct labels labels;
    bool good;

    visit.scope.of_value = captures;
    if (!mapping_test_all(&visit.scope, visit.measure->where, visit.measure->n_where))
        return true;
    labels_init(&labels);
    good = !find_labels(&visit, &labels)
        || (visit.last != NULL && !is_last(&visit, &labels, value))
        || give_value(&visit, &labels, value, place, err);
    labels_release(&labels);
    return good;
}

static bool
visit_element(void *context, const struct json_span *value,
    const struct mapping_captures *captures, const char *place, struct error *err)
{
    struct value_visit visit = *(const struct value_visit *)context;

    visit.scope.element = value;
    visit.scope.of_element = captures;
    return mapping_path_each(visit.measure->path, visit.scope.finder, value, place, visit_value,
        &visit, err);
}

static bool
visit_all(struct value_visit *visit, const char *place, struct error *err)
{
    const struct mapping_measure *measure = visit->measure;
    const struct mapping_path *path = measure->each != NULL ? measure->each : measure->path;

    return mapping_path_each(path, visit->scope.finder,
        path->from_root ? visit->scope.root : visit->scope.record, path->from_root ? "$" : place,
        measure->each != NULL ? visit_element : visit_value, visit, err);
}

bool
mapped_measure_give(struct mapped_runs *runs, const struct mapping_scope *scope,
    const struct mapping_measure *measure, const char *place, bool failed, struct error *err)
{
    struct value_visit visit = {.runs = runs, .scope = *scope, .measure = measure,
        .failed = failed};
    struct last_values last = {.counting = true};
    bool good;

    if (!measure->last)
        return visit_all(&visit, place, err);
    name_index_init(&last.names);
    visit.last = &last;
    good = visit_all(&visit, place, err);
    last.counting = false;
    good = good && visit_all(&visit, place, err);
    name_index_release(&last.names);
    free(last.left);
    return good;
}
