/* mapped_rows.c - what a record of a taught format has beside its scores: points of curves,
 * requests, comparisons of two models, experiences of a learner; see mapped_runs.h. */
#include "read/mapped_runs.h"

#include <math.h>
#include <stdlib.h>

#include "base/number.h"

/* --- curves --- */

struct curve_visit { struct mapped_runs *runs; struct mapping_scope scope;
    const struct mapping_curve *curve; };

static bool
visit_point(void *context, const struct json_span *value,
    const struct mapping_captures *captures, const char *place, struct error *err)
{
    struct curve_visit visit = *(const struct curve_visit *)context;
    struct sink_curve point = {.axis = visit.curve->axis, .unit = visit.curve->unit,
        .place = place};
    struct mapped_number number = mapped_number_of(visit.runs, value);
    const struct mapping_curve *curve = visit.curve;
    struct strbuf name;
    bool good = true;

    free(number.raw);
    if (number.status != CELL_OK || mapping_is_among(curve->except, curve->n_except,
            mapped_last_key(curve->path, captures)))
        return true;
    strbuf_init(&name);
    visit.scope.of_value = captures;
    point.x = mapping_number(&visit.scope, &curve->x);
    if (isnan(point.x) || isnan(number.value)
        || !mapping_text(&visit.scope, &curve->name, &name))
        mapped_note_no_number(visit.runs, place, value);
    else {
        point.metric = name.data;
        point.value = number_scaled(number.value, curve->scale);
        good = visit.runs->sink->curve(visit.runs->sink, &point, err);
    }
    strbuf_release(&name);
    return good;
}

static bool
visit_part(void *context, const struct json_span *value, const struct mapping_captures *captures,
    const char *place, struct error *err)
{
    struct curve_visit visit = *(const struct curve_visit *)context;

    visit.scope.element = value;
    visit.scope.of_element = captures;
    return mapping_path_each(visit.curve->path, visit.scope.finder, value, place, visit_point,
        &visit, err);
}

/* --- requests --- */

struct request_visit { struct mapped_runs *runs; struct mapping_scope scope;
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
        &requests->first_token_seconds), requests->first_token_scale);
    request.error = mapping_text(&visit.scope, &requests->error, &error) ? error.data : NULL;
    good = visit.runs->sink->request(visit.runs->sink, &request, err);
    strbuf_release(&error);
    return good;
}

bool
mapped_rows_give(struct mapped_runs *runs, const struct mapping_scope *scope, const char *place,
    struct error *err)
{
    const struct mapping *mapping = runs->mapping;
    bool good = true;

    for (size_t i = 0; i < mapping->n_curves && good; i++) {
        struct curve_visit visit = {.runs = runs, .scope = *scope, .curve = &mapping->curves[i]};

        good = visit.curve->each == NULL
            ? mapping_path_each(visit.curve->path, scope->finder, scope->record, place, visit_point,
                &visit, err)
            : mapping_path_each(visit.curve->each, scope->finder, scope->record, place, visit_part,
                &visit, err);
    }
    for (size_t i = 0; i < mapping->n_requests && good; i++) {
        struct request_visit visit = {.runs = runs, .scope = *scope,
            .requests = &mapping->requests[i]};

        good = visit.requests->each == NULL
            ? visit_request(&visit, scope->record, NULL, place, err)
            : mapping_path_each(visit.requests->each, scope->finder, scope->record, place,
                visit_request, &visit, err);
    }
    return good;
}

/* --- preferences --- */

bool
mapped_preference_give(struct mapped_runs *runs, const struct mapping_scope *scope,
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
        out.item = mapped_or_null(&text[3]);
        out.judge = mapped_or_null(&text[4]);
        good = runs->sink->preference(runs->sink, &out, err);
    } else
        runs->sink->reject(runs->sink, place, "lacks a model or the outcome");
    for (size_t i = 0; i < 5; i++)
        strbuf_release(&text[i]);
    return good;
}

/* --- episodes --- */

struct episode_visit { struct mapped_runs *runs; struct mapping_scope scope;
    const struct mapping_episodes *episodes; struct sink_episode out; };

static bool
visit_metric(void *context, const struct json_span *value,
    const struct mapping_captures *captures, const char *place, struct error *err)
{
    struct episode_visit visit = *(const struct episode_visit *)context;
    const struct mapping_episodes *from = visit.episodes;
    const char *key = mapped_last_key(from->path, captures);
    struct mapped_number number = mapped_number_of(visit.runs, value);
    struct strbuf name;
    bool good = true;

    free(number.raw);
    if (number.is_text || number.status != CELL_OK
        || mapping_is_among(from->except, from->n_except, key))
        return true;
    strbuf_init(&name);
    visit.scope.of_value = captures;
    if (!mapping_source_is_set(&from->name))
        strbuf_puts(&name, key);
    if (name.length > 0 || mapping_text(&visit.scope, &from->name, &name)) {
        visit.out.metric = name.data;
        visit.out.value = number.value;
        visit.out.place = place;
        good = visit.runs->sink->episode(visit.runs->sink, &visit.out, err);
    }
    strbuf_release(&name);
    return good;
}

bool
mapped_episodes_give(struct mapped_runs *runs, const struct mapping_scope *scope,
    const struct mapping_episodes *from, const char *place, struct error *err)
{
    struct episode_visit visit = {.runs = runs, .scope = *scope, .episodes = from};
    const struct mapping_source *sources[] = {&from->task, &from->run, &from->phase,
        &from->worker};
    struct strbuf texts[4];
    bool good = true;

    for (size_t i = 0; i < 4; i++) {
        strbuf_init(&texts[i]);
        mapping_text(scope, sources[i], &texts[i]);
    }
    visit.out = (struct sink_episode){.task = mapped_or_null(&texts[0]),
        .run = mapped_or_null(&texts[1]), .phase = mapped_or_null(&texts[2]),
        .worker = mapped_or_null(&texts[3]), .block = mapping_number(scope, &from->block),
        .index = mapping_number(scope, &from->index)};
    if (visit.out.task == NULL || isnan(visit.out.index))
        runs->sink->reject(runs->sink, place, "lacks its task or number");
    else
        good = mapping_path_each(from->path, scope->finder, scope->record, place, visit_metric,
            &visit, err);
    for (size_t i = 0; i < 4; i++)
        strbuf_release(&texts[i]);
    return good;
}
