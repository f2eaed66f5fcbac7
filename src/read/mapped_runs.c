/* mapped_runs.c - records of a taught format as runs with scores; see mapping.h.
 *
 * Every kind of file comes down to JSON values here: a table's line is an object whose members
 * are its cells, YAML is converted whole. So one function takes a run from one value. Records
 * that are single items of a run that was named before join it while model and conditions
 * stay the same.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/number.h"
#include "math/intervals.h"
#include "read/csv_table.h"
#include "read/json_document.h"
#include "read/mapping.h"
#include "read/markdown.h"
#include "read/yaml.h"

enum { PROGRESS_EVERY = 256, MOST_ATTRIBUTES = 64 };

/* A measure of the run in hand, for means of several. */
struct known { char *name; double value; };

struct runs {
    const struct mapping *mapping;
    const struct input *input;
    const struct read_options *options;
    struct sink *sink;
    struct number_style style;
    struct mapping_captures of_file;
    struct arena *file_arena;
    const struct json_span *root;
    size_t records, skipped, given;     /* seen, left out by "where", given as runs */
    size_t no_numbers;                  /* texts where a number was wanted */
    char no_number[160];                /* the first of them: where and what */
    struct known *known;                /* of this run, for means; none without means */
    size_t n_known, known_capacity;
    struct strbuf run;                  /* signature of the run in hand; empty: none */
    struct strbuf text;                 /* scratch */
};

/* One value of a measure, on its way to the sink. */
struct value_visit {
    struct runs *runs;
    struct mapping_scope scope;
    const struct mapping_measure *measure;
    bool failed;
};

/* --- numbers --- */

struct read_number { double value, spread; int64_t integer; bool is_integer, percent; char unit[16];
    char *raw; enum cell_status status; bool is_text; };

static void
number_of_text(const struct runs *runs, const char *text, struct read_number *out)
{
    struct number number;

    switch (number_parse(text, strlen(text), &runs->style, &number)) {
    case NUMBER_MISSING:
        out->status = CELL_EMPTY;
        break;
    case NUMBER_TEXT:
        out->is_text = true;
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
static struct read_number
number_of(const struct runs *runs, const struct json_span *value)
{
    struct read_number out = {.value = NAN, .spread = NAN, .status = CELL_OK};
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

static void
note_no_number(struct runs *runs, const char *place, const struct json_span *value)
{
    if (runs->no_numbers++ > 0)
        return;
    snprintf(runs->no_number, sizeof runs->no_number, "%.80s holds %.*s", place,
        value->length < 60 ? (int)value->length : 60, value->text);
}

/* The name of a measure that has none of its own: the last key of its path. */
static const char *
default_name(const struct value_visit *visit)
{
    const struct mapping_path *path = visit->measure->path;
    const struct mapping_captures *captures = visit->scope.of_value;

    for (size_t i = path->n; i-- > 0;) {
        if (path->steps[i].kind == STEP_GLOB)
            return captures != NULL && captures->key != NULL ? captures->key
                : path->steps[i].key;
        if (path->steps[i].kind == STEP_KEY)
            return path->steps[i].key;
    }
    return "value";
}

static bool
is_excepted(const struct value_visit *visit, const char *name)
{
    const struct mapping_measure *measure = visit->measure;

    for (size_t i = 0; i < measure->n_except; i++)
        if (mapping_glob(measure->except[i], name, NULL, NULL))
            return true;
    return false;
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

    if (is_excepted(visit, default_name(visit)))
        return false;
    if (!mapping_source_is_set(&measure->name))
        strbuf_puts(&labels->name, default_name(visit));
    else if (!mapping_text(&visit->scope, &measure->name, &labels->name))
        return false;
    mapping_text(&visit->scope, task, &labels->task);
    mapping_text(&visit->scope, &measure->stat, &labels->stat);
    mapping_text(&visit->scope, &measure->cluster, &labels->cluster);
    return !measure->per_item || mapping_text(&visit->scope, &measure->item, &labels->item);
}

static const char *
or_null(const struct strbuf *text)
{
    return text->length > 0 ? text->data : NULL;
}

static bool
give_item(const struct value_visit *visit, const struct labels *labels, const char *item,
    double value, const char *place, struct error *err)
{
    struct sink_item out = {.task = or_null(&labels->task), .metric = labels->name.data,
        .item = item, .cluster = or_null(&labels->cluster),
        .value = number_scaled(value, visit->measure->scale), .place = place};

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
        struct read_number number = number_of(visit->runs, &value);
        char item[32];

        free(number.raw);
        if (number.is_text) {
            note_no_number(visit->runs, place, &value);
            continue;
        }
        snprintf(item, sizeof item, "%zu", index);
        good = give_item(visit, labels, item, number.value, place, err);
    }
    return good;
}

/* --- means --- */

static void
know(struct runs *runs, const char *name, double value)
{
    struct known known = {.name = mem_strdup(name), .value = value};

    ARRAY_PUSH(runs->known, runs->n_known, runs->known_capacity, known);
}

static void
forget(struct runs *runs)
{
    for (size_t i = 0; i < runs->n_known; i++)
        free(runs->known[i].name);
    runs->n_known = 0;
}

/* NaN if one that the file has is missing; *n: how many there are. */
static double
mean_of(const struct runs *runs, const struct mapping_mean *mean, size_t *n)
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
static bool
give_means(struct runs *runs, const char *place, struct error *err)
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
    forget(runs);
    return good;
}

static bool
give_score(const struct value_visit *visit, const struct labels *labels,
    const struct read_number *number, const struct json_span *value, const char *place,
    struct error *err)
{
    const struct mapping_measure *measure = visit->measure;
    struct sink_score score = sink_score_blank();
    char *raw = NULL;
    bool good;

    score.task = or_null(&labels->task);
    score.metric = labels->name.data;
    score.stat = or_null(&labels->stat);
    score.value = number_scaled(number->value, measure->scale);
    score.is_integer = number->is_integer && measure->scale == 1;
    score.integer = number->integer;
    score.sd = number_scaled(number->spread, measure->scale);
    score.direction = measure->direction;
    score.kind = measure->kind;
    score.unit = measure->unit != NULL ? measure->unit : number->percent ? "%"
        : number->unit[0] != '\0' ? number->unit : NULL;
    score.missing_tokens = measure->missing;
    score.aggregate = measure->aggregate;
    score.status = visit->failed ? CELL_FAILED : number->status;
    score.place = place;
    if (number->raw == NULL && measure->scale != 1)
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

static bool
give_value(const struct value_visit *visit, const struct labels *labels,
    const struct json_span *value, const char *place, struct error *err)
{
    const struct mapping_path *path = visit->measure->path;
    bool any_member = path->n > 0 && path->steps[path->n - 1].kind == STEP_GLOB;
    struct read_number number;
    bool good = true;

    if (visit->measure->items && value->kind == JSON_ARRAY)
        return visit->failed || give_items(visit, labels, value, place, err);
    number = number_of(visit->runs, value);
    if (number.is_text) {
        if (!any_member)
            note_no_number(visit->runs, place, value);
    } else if (visit->measure->per_item)
        good = visit->failed || give_item(visit, labels, labels->item.data, number.value, place, err);
    else
        good = give_score(visit, labels, &number, value, place, err);
    free(number.raw);
    return good;
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
    good = !find_labels(&visit, &labels) || give_value(&visit, &labels, value, place, err);
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
    return mapping_path_each(visit.measure->path, value, place, visit_value, &visit, err);
}

static bool
give_measure(struct runs *runs, const struct mapping_scope *scope,
    const struct mapping_measure *measure, const char *place, bool failed, struct error *err)
{
    struct value_visit visit = {.runs = runs, .scope = *scope, .measure = measure,
        .failed = failed};
    const struct mapping_path *path = measure->each != NULL ? measure->each : measure->path;

    return mapping_path_each(path, path->from_root ? scope->root : scope->record,
        path->from_root ? "$" : place, measure->each != NULL ? visit_element : visit_value,
        &visit, err);
}

/* --- curves, requests, preferences --- */

struct curve_visit { struct runs *runs; struct mapping_scope scope;
    const struct mapping_curve *curve; };

static bool
visit_point(void *context, const struct json_span *value,
    const struct mapping_captures *captures, const char *place, struct error *err)
{
    struct curve_visit visit = *(const struct curve_visit *)context;
    struct sink_curve point = {.axis = visit.curve->axis, .unit = visit.curve->unit,
        .place = place};
    struct read_number number = number_of(visit.runs, value);
    struct strbuf name;
    bool good = true;

    free(number.raw);
    strbuf_init(&name);
    visit.scope.of_value = captures;
    point.x = mapping_number(&visit.scope, &visit.curve->x);
    if (isnan(point.x) || isnan(number.value)
        || !mapping_text(&visit.scope, &visit.curve->name, &name))
        note_no_number(visit.runs, place, value);
    else {
        point.metric = name.data;
        point.value = number_scaled(number.value, visit.curve->scale);
        good = visit.runs->sink->curve(visit.runs->sink, &point, err);
    }
    strbuf_release(&name);
    return good;
}

struct request_visit { struct runs *runs; struct mapping_scope scope;
    const struct mapping_requests *requests; };

static bool
visit_request(void *context, const struct json_span *value,
    const struct mapping_captures *captures, const char *place, struct error *err)
{
    struct request_visit visit = *(const struct request_visit *)context;
    const struct mapping_requests *requests = visit.requests;
    struct sink_request request = {.place = place};
    struct strbuf error;
    bool good;

    visit.scope.element = value;
    visit.scope.of_element = captures;
    strbuf_init(&error);
    request.prompt_tokens = mapping_number(&visit.scope, &requests->prompt_tokens);
    request.output_tokens = mapping_number(&visit.scope, &requests->output_tokens);
    request.seconds = number_scaled(mapping_number(&visit.scope, &requests->seconds),
        requests->scale);
    request.first_token_seconds = number_scaled(mapping_number(&visit.scope,
        &requests->first_token_seconds), requests->scale);
    request.error = mapping_text(&visit.scope, &requests->error, &error) ? error.data : NULL;
    good = visit.runs->sink->request(visit.runs->sink, &request, err);
    strbuf_release(&error);
    return good;
}

static bool
give_lists(struct runs *runs, const struct mapping_scope *scope, const char *place,
    struct error *err)
{
    const struct mapping *mapping = runs->mapping;
    bool good = true;

    for (size_t i = 0; i < mapping->n_curves && good; i++) {
        struct curve_visit visit = {.runs = runs, .scope = *scope, .curve = &mapping->curves[i]};

        good = mapping_path_each(visit.curve->path, scope->record, place, visit_point, &visit,
            err);
    }
    for (size_t i = 0; i < mapping->n_requests && good; i++) {
        struct request_visit visit = {.runs = runs, .scope = *scope,
            .requests = &mapping->requests[i]};

        good = visit.requests->each == NULL
            ? visit_request(&visit, scope->record, NULL, place, err)
            : mapping_path_each(visit.requests->each, scope->record, place, visit_request,
                &visit, err);
    }
    return good;
}

static bool
give_preference(struct runs *runs, const struct mapping_scope *scope,
    const struct mapping_preferences *from, const char *place, struct error *err)
{
    struct strbuf text[5];
    struct sink_preference out = {.place = place};
    bool good = true;

    for (size_t i = 0; i < 5; i++)
        strbuf_init(&text[i]);
    if (mapping_text(scope, &from->a, &text[0]) && mapping_text(scope, &from->b, &text[1])
        && mapping_text(scope, &from->outcome, &text[2])) {
        mapping_text(scope, &from->item, &text[3]);
        mapping_text(scope, &from->judge, &text[4]);
        out.a = text[0].data;
        out.b = text[1].data;
        out.outcome = text[2].data;
        out.item = or_null(&text[3]);
        out.judge = or_null(&text[4]);
        good = runs->sink->preference(runs->sink, &out, err);
    } else
        runs->sink->reject(runs->sink, place, "lacks a model or the outcome");
    for (size_t i = 0; i < 5; i++)
        strbuf_release(&text[i]);
    return good;
}

/* --- a run --- */

struct run_facts {
    struct arena *arena;
    struct sink_attribute attributes[MOST_ATTRIBUTES];
    size_t n;
};

static void
add_attributes(struct runs *runs, const struct mapping_scope *scope, struct run_facts *facts,
    const struct mapping_named *named, size_t n)
{
    for (size_t i = 0; i < n && facts->n < MOST_ATTRIBUTES; i++) {
        strbuf_clear(&runs->text);
        if (mapping_text(scope, &named[i].source, &runs->text))
            facts->attributes[facts->n++] = (struct sink_attribute){.name = named[i].name,
                .value = arena_strdup(facts->arena, runs->text.data)};
    }
}

static bool
joins_runs(const struct mapping *mapping)
{
    bool all = mapping->n_measures + mapping->n_requests > 0;

    for (size_t i = 0; i < mapping->n_measures; i++)
        all = all && mapping->measures[i].per_item && mapping->measures[i].each == NULL;
    for (size_t i = 0; i < mapping->n_requests; i++)
        all = all && mapping->requests[i].each == NULL;
    return all;
}

/* Whether the record belongs to the run in hand. */
static bool
is_same_run(struct runs *runs, const struct sink_run *run)
{
    bool same;

    if (!joins_runs(runs->mapping))
        return false;
    strbuf_clear(&runs->text);
    strbuf_puts(&runs->text, run->model == NULL ? "" : run->model);
    for (size_t i = 0; i < run->n_attributes; i++)
        strbuf_printf(&runs->text, "\n%s=%s", run->attributes[i].name, run->attributes[i].value);
    strbuf_putc(&runs->text, '\n');
    same = runs->run.length > 0 && strcmp(runs->run.data, runs->text.data) == 0;
    strbuf_clear(&runs->run);
    strbuf_puts(&runs->run, runs->text.data);
    return same;
}

/* False: there is none, though the mapping names where it is. */
static bool
find_model(struct runs *runs, const struct mapping_scope *scope, struct arena *arena,
    const char **model)
{
    if (mapping_source_is_set(&runs->mapping->model)) {
        strbuf_clear(&runs->text);
        if (!mapping_text(scope, &runs->mapping->model, &runs->text))
            return false;
        *model = arena_strdup(arena, runs->text.data);
    } else {
        char *own = reader_model_from_path(runs->input);

        *model = arena_strdup(arena, own);
        free(own);
    }
    return true;
}

static bool
give_run(struct runs *runs, const struct mapping_scope *scope, const char *place,
    struct error *err)
{
    const struct mapping *mapping = runs->mapping;
    struct run_facts facts = {.arena = arena_new()};
    struct sink_run run = {.place = place, .attributes = facts.attributes};
    bool failed = mapping->n_failed > 0
        && mapping_test_all(scope, mapping->failed, mapping->n_failed), good = true;

    if (!find_model(runs, scope, facts.arena, &run.model)) {
        runs->sink->reject(runs->sink, place, "names no model");
        arena_free(facts.arena);
        return true;
    }
    add_attributes(runs, scope, &facts, mapping->conditions, mapping->n_conditions);
    add_attributes(runs, scope, &facts, mapping->attributes, mapping->n_attributes);
    run.n_attributes = facts.n;
    if (!is_same_run(runs, &run)) {
        good = runs->sink->run(runs->sink, &run, err);
        runs->given++;
    }
    for (size_t i = 0; i < mapping->n_measures && good; i++)
        good = give_measure(runs, scope, &mapping->measures[i], place, failed, err);
    good = good && give_means(runs, place, err) && give_lists(runs, scope, place, err);
    arena_free(facts.arena);
    return good;
}

static bool
visit_record(void *context, const struct json_span *value,
    const struct mapping_captures *captures, const char *place, struct error *err)
{
    struct runs *runs = context;
    const struct mapping *mapping = runs->mapping;
    struct mapping_scope scope = {.mapping = mapping, .root = runs->root, .record = value,
        .of_record = captures, .of_file = &runs->of_file, .record_number = ++runs->records};
    bool good = true;

    if (runs->records % PROGRESS_EVERY == 0 && !runs->sink->progress(runs->sink,
        runs->records))
        return error_set(err, ERROR_CANCELLED, "%s: cancelled", runs->input->name);
    if (value->kind != JSON_OBJECT && value->kind != JSON_ARRAY) {
        runs->sink->reject(runs->sink, place, "is no object");
        return true;
    }
    if (!mapping_test_all(&scope, mapping->where, mapping->n_where)) {
        runs->skipped++;
        return true;
    }
    for (size_t i = 0; i < mapping->n_preferences && good; i++)
        good = give_preference(runs, &scope, &mapping->preferences[i], place, err);
    if (good && mapping->n_measures + mapping->n_curves + mapping->n_requests > 0)
        good = give_run(runs, &scope, place, err);
    return good;
}

/* --- the file --- */

static void
runs_init(struct runs *runs, const struct mapping *mapping, const struct input *input)
{
    runs->file_arena = arena_new();
    strbuf_init(&runs->run);
    strbuf_init(&runs->text);
    runs->style = (struct number_style){.decimal = '.'};
    for (size_t i = 0; i < mapping->n_file_patterns; i++)
        if (mapping_file_fits(mapping->file_patterns[i], input->name, runs->file_arena,
                &runs->of_file))
            return;
    /* A name given from inside its folder is tried with all of its path. */
    for (size_t i = 0; i < mapping->n_file_patterns; i++)
        if (mapping_file_fits(mapping->file_patterns[i], input->path, runs->file_arena,
                &runs->of_file))
            return;
    runs->of_file.n = 0;
}

static void
runs_release(struct runs *runs)
{
    arena_free(runs->file_arena);
    forget(runs);
    free(runs->known);
    strbuf_release(&runs->run);
    strbuf_release(&runs->text);
}

static bool
finish(struct runs *runs, struct error *err)
{
    char message[320];

    if (runs->no_numbers > 0) {
        snprintf(message, sizeof message, "%zu value(s) that are no numbers are left out: %s",
            runs->no_numbers, runs->no_number);
        runs->sink->warn(runs->sink, NULL, message);
    }
    if (runs->records == 0)
        return error_set(err, ERROR_REQUEST, "%s: holds no records%s%s", runs->input->name,
            runs->mapping->records != NULL ? " at " : "",
            runs->mapping->records != NULL ? runs->mapping->records->text : "");
    if (runs->records == runs->skipped)
        return error_set(err, ERROR_REQUEST, "%s: none of its %zu records is what the format "
            "%s takes", runs->input->name, runs->records, runs->mapping->format);
    return runs->sink->end(runs->sink, err);
}

static bool
begin(struct runs *runs, struct error *err)
{
    struct sink_source source = {.format = runs->mapping->format, .style = runs->style};

    return runs->sink->begin(runs->sink, &source, err);
}

/* --- JSON, JSON Lines, YAML --- */

static bool
read_value(struct runs *runs, const struct json_span *root, const char *place,
    struct error *err)
{
    runs->root = root;
    return runs->mapping->records == NULL ? visit_record(runs, root, NULL, place, err)
        : mapping_path_each(runs->mapping->records, root, place, visit_record, runs, err);
}

static bool
read_lines(struct runs *runs, struct json_document *document, struct error *err)
{
    const struct utf8_text *text = &document->text;
    size_t at = 0, line = 1;

    document->report = (struct json_report){0};
    while (at < text->length) {
        struct json_span root;
        char place[32];
        size_t used;

        if (strchr(" \t\r\n", text->text[at]) != NULL) {
            line += text->text[at++] == '\n';
            continue;
        }
        if (!json_scan(text->text + at, text->length - at, &line, NULL, &root, &used,
                &document->report, err))
            return error_prefix(err, "%s", runs->input->name);
        snprintf(place, sizeof place, "line %zu: $", root.line);
        if (!read_value(runs, &root, place, err))
            return false;
        at += used;
    }
    return true;
}

static bool
read_json(void *context, const struct input *input, struct error *err)
{
    struct runs *runs = context;
    struct json_document document;
    bool good;

    if (!json_document_open(&document, input, false, err))
        return false;
    good = begin(runs, err);
    if (good)
        good = document.several ? read_lines(runs, &document, err)
            : read_value(runs, &document.root, "$", err);
    if (good)
        json_document_warn(&document, runs->sink);
    good = good && finish(runs, err);
    json_document_close(&document);
    return good;
}

/* --- tables: a sink that turns each line into an object --- */

struct lines_sink {
    struct sink sink;                   /* first: the sink is this */
    struct runs *runs;
    struct strbuf *names;               /* as JSON texts */
    size_t n;
    struct strbuf object;
};

static struct lines_sink *
self(struct sink *sink)
{
    return (struct lines_sink *)sink;
}

static bool
lines_begin(struct sink *sink, const struct sink_source *source, struct error *err)
{
    self(sink)->runs->style = source->style;
    return begin(self(sink)->runs, err);
}

static bool
lines_columns(struct sink *sink, const struct sink_column *columns, size_t n, struct error *err)
{
    struct lines_sink *lines = self(sink);

    (void)err;
    lines->names = mem_resize(lines->names, n + 1, sizeof *lines->names);
    for (size_t i = lines->n; i < n; i++) {
        strbuf_init(&lines->names[i]);
        json_write_string(&lines->names[i], columns[i].name);
    }
    lines->n = n;
    return true;
}

static bool
lines_record(struct sink *sink, const struct sink_text *fields, size_t n, uint64_t number,
    const char *place, struct error *err)
{
    struct lines_sink *lines = self(sink);
    struct json_span root;
    struct strbuf cell;
    char own_place[32];
    bool good;

    strbuf_init(&cell);
    strbuf_clear(&lines->object);
    strbuf_putc(&lines->object, '{');
    for (size_t i = 0; i < n && i < lines->n; i++) {
        strbuf_printf(&lines->object, "%s%s:", i > 0 ? "," : "", lines->names[i].data);
        strbuf_clear(&cell);
        if (fields[i].text != NULL)
            strbuf_add(&cell, fields[i].text, fields[i].length);
        json_write_string(&lines->object, cell.data);
    }
    strbuf_putc(&lines->object, '}');
    snprintf(own_place, sizeof own_place, "record %llu", (unsigned long long)number + 1);
    good = json_scan_whole(lines->object.data, lines->object.length, NULL, &root, NULL, err)
        && read_value(lines->runs, &root, place != NULL ? place : own_place, err);
    strbuf_release(&cell);
    return good;
}

static bool
lines_items(struct sink *sink, const char *column, const double *values, size_t n,
    struct error *err)
{
    (void)sink;
    (void)column;
    (void)values;
    (void)n;
    (void)err;
    return true;
}

static void
lines_warn(struct sink *sink, const char *place, const char *message)
{
    self(sink)->runs->sink->warn(self(sink)->runs->sink, place, message);
}

static void
lines_reject(struct sink *sink, const char *place, const char *reason)
{
    self(sink)->runs->sink->reject(self(sink)->runs->sink, place, reason);
}

static bool
lines_end(struct sink *sink, struct error *err)
{
    return finish(self(sink)->runs, err);
}

static bool
lines_progress(struct sink *sink, size_t bytes_done)
{
    return self(sink)->runs->sink->progress(self(sink)->runs->sink, bytes_done);
}

static bool
read_delimited(struct runs *runs, struct error *err)
{
    static const struct csv_table table = {.format = "table"};
    struct lines_sink lines = {.runs = runs, .sink = {.begin = lines_begin,
        .columns = lines_columns, .record = lines_record, .record_items = lines_items,
        .warn = lines_warn, .reject = lines_reject, .end = lines_end,
        .progress = lines_progress}};
    bool good;

    strbuf_init(&lines.object);
    good = runs->mapping->input == MAPPING_MARKDOWN
        ? markdown_tables_read("table", runs->input, runs->options, &lines.sink, err)
        : csv_table_read(&table, runs->input, runs->options, &lines.sink, err);
    for (size_t i = 0; i < lines.n; i++)
        strbuf_release(&lines.names[i]);
    free(lines.names);
    strbuf_release(&lines.object);
    return good;
}

bool
mapped_runs_read(const struct mapping *mapping, const struct input *input,
    const struct read_options *options, struct sink *sink, struct error *err)
{
    struct runs runs = {.mapping = mapping, .input = input, .options = options, .sink = sink};
    bool good;

    runs_init(&runs, mapping, input);
    switch (mapping->input) {
    case MAPPING_JSON:
        good = read_json(&runs, input, err);
        break;
    case MAPPING_YAML:
        good = yaml_as_json(input, read_json, &runs, err);
        break;
    default:
        good = read_delimited(&runs, err);
    }
    runs_release(&runs);
    return good;
}
