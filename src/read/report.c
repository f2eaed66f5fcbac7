/* report.c - see report.h. */
#include "read/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/number.h"
#include "read/json_document.h"

void
report_init(struct report *report, struct sink *sink)
{
    *report = (struct report){.sink = sink, .arena = arena_new()};
    strbuf_init(&report->place);
}

void
report_release(struct report *report)
{
    arena_free(report->arena);
    strbuf_release(&report->place);
}

void
report_start(struct report *report, const char *place)
{
    arena_free(report->arena);
    report->arena = arena_new();
    report->n_attributes = 0;
    strbuf_clear(&report->place);
    strbuf_puts(&report->place, place);
    if (strchr(place, '$') == NULL)                             /* "line 7" */
        strbuf_puts(&report->place, " $");
}

void
report_attribute(struct report *report, const char *name, const char *value)
{
    if (value == NULL || *value == '\0' || report->n_attributes == REPORT_ATTRIBUTES)
        return;
    for (size_t i = 0; i < report->n_attributes; i++)
        if (strcmp(report->attributes[i].name, name) == 0)
            return;
    report->attributes[report->n_attributes++] = (struct sink_attribute){
        .name = arena_strdup(report->arena, name),
        .value = arena_strdup(report->arena, value)};
}

void
report_attribute_number(struct report *report, const char *name, double value)
{
    char text[NUMBER_TEXT_MAX];

    if (isnan(value))
        return;
    number_print(text, value);
    report_attribute(report, name, text);
}

void
report_attribute_member(struct report *report, const struct json_span *object,
    const char *key, const char *name)
{
    char *text = json_member_text(object, key);
    double number;

    if (text != NULL && number_parse_plain(text, &number) && fabs(number) < 1e15)
        report_attribute_number(report, name == NULL ? key : name, number);
    else
        report_attribute(report, name == NULL ? key : name, text);
    free(text);
}

bool
report_run(struct report *report, const char *model, struct error *err)
{
    struct sink_run run = {.model = model, .attributes = report->attributes,
        .n_attributes = report->n_attributes, .place = report->place.data};

    return report->sink->run(report->sink, &run, err);
}

size_t
report_enter(struct report *report, const char *key)
{
    size_t mark = report->place.length;

    json_path_add_key(&report->place, key);
    return mark;
}

size_t
report_enter_index(struct report *report, size_t index)
{
    size_t mark = report->place.length;

    json_path_add_index(&report->place, index);
    return mark;
}

void
report_leave(struct report *report, size_t mark)
{
    report->place.length = mark;
    report->place.data[mark] = '\0';
}

bool
report_score(struct report *report, struct sink_score *score, const char *key,
    struct error *err)
{
    size_t mark = report->place.length;
    bool good;

    if (isnan(score->value) && score->status == CELL_OK)
        return true;
    if (key != NULL)
        report_enter(report, key);
    score->place = report->place.data;
    good = report->sink->score(report->sink, score, err);
    report_leave(report, mark);
    return good;
}

bool
report_member(struct report *report, const struct json_span *object, const char *key,
    struct sink_score *score, struct error *err)
{
    score->value = json_member_number(object, key);
    return report_score(report, score, key, err);
}

struct sink_score
report_metric(const char *task, const char *metric, const char *unit, enum direction direction)
{
    struct sink_score score = sink_score_blank();

    score.task = task;
    score.metric = metric;
    score.unit = unit;
    score.direction = direction;
    return score;
}

double
report_se(double sd, double n)
{
    return n >= 2 ? sd / sqrt(n) : NAN;
}

/* --- values of a file --- */

static bool
is_cancelled(struct sink *sink, size_t bytes, struct error *err)
{
    return !sink->progress(sink, bytes)
        && !error_set(err, ERROR_CANCELLED, "the import was cancelled");
}

static bool
visit_list(const struct json_visitor *visitor, const struct json_document *document,
    struct sink *sink, struct error *err)
{
    struct json_iter iter;
    struct json_span value;
    char place[32];
    size_t index = 0;
    bool good = true;

    json_iter_init(&iter, &document->root);
    while (good && json_iter_next(&iter, NULL, &value)) {
        snprintf(place, sizeof place, "$[%zu]", index++);
        good = visitor->visit(visitor->context, &value, place, err)
            && !is_cancelled(sink, (size_t)(value.text - document->text.text), err);
    }
    return good;
}

static bool
visit_lines(const struct json_visitor *visitor, struct json_document *document,
    const struct input *input, struct sink *sink, struct error *err)
{
    const char *text = document->text.text;
    size_t length = document->text.length, at = document->used, line = 1, used;
    struct json_span value = document->root;
    struct json_limits limits = {.start = text};
    char place[32];

    for (size_t i = 0; i < at; i++)
        line += text[i] == '\n';
    for (;;) {
        snprintf(place, sizeof place, "line %zu", value.line);
        if (!visitor->visit(visitor->context, &value, place, err)
            || is_cancelled(sink, at, err))
            return false;
        if (at >= length)
            return true;
        if (!json_scan(text + at, length - at, &line, &limits, &value, &used,
                &document->report, err))
            return json_refused(input, err);
        for (at += used; at < length && strchr(" \t\r\n", text[at]) != NULL; at++)
            line += text[at] == '\n';
    }
}

bool
json_visit_values(const struct json_visitor *visitor, const struct input *input,
    struct sink *sink, struct error *err)
{
    struct json_document document;
    bool good;

    if (!json_document_open(&document, input, false, err))
        return false;
    if (document.several)
        good = visit_lines(visitor, &document, input, sink, err);
    else if (document.root.kind == JSON_ARRAY)
        good = visit_list(visitor, &document, sink, err);
    else
        good = visitor->visit(visitor->context, &document.root, "$", err);
    if (good)
        json_document_warn(&document, sink);
    json_document_close(&document);
    return good;
}

bool
json_visit(const struct json_visitor *visitor, const struct input *input, struct sink *sink,
    struct error *err)
{
    struct sink_source source = {.format = visitor->format, .style = {.decimal = '.'}};

    return sink->begin(sink, &source, err) && json_visit_values(visitor, input, sink, err)
        && sink->end(sink, err);
}

/* --- dates --- */

static bool
is_stamp(const char *text)
{
    for (size_t i = 0; i < 15; i++)
        if (i == 8 ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return false;
    return text[15] == '\0';
}

static bool
date_of_epoch(char buf[REPORT_DATE_SIZE], double seconds)
{
    time_t whole;
    struct tm parts;

    if (seconds > 1e17)                             /* nanoseconds */
        seconds /= 1e9;
    else if (seconds > 1e11)                        /* milliseconds */
        seconds /= 1e3;
    if (!(seconds > 1e8 && seconds < 1e11))
        return false;
    whole = (time_t)seconds;
    return gmtime_r(&whole, &parts) != NULL
        && strftime(buf, REPORT_DATE_SIZE, "%Y-%m-%dT%H:%M:%SZ", &parts) > 0;
}

const char *
report_date(char buf[REPORT_DATE_SIZE], const char *text)
{
    double number;

    if (text == NULL)
        return NULL;
    if (strlen(text) == 15 && is_stamp(text)) {
        snprintf(buf, REPORT_DATE_SIZE, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s", text, text + 4,
            text + 6, text + 9, text + 11, text + 13);
        return buf;
    }
    if (number_parse_plain(text, &number) && date_of_epoch(buf, number))
        return buf;
    snprintf(buf, REPORT_DATE_SIZE, "%.*s", REPORT_DATE_SIZE - 1, text);
    return buf;
}
