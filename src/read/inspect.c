/* inspect.c - logs of Inspect (inspect_ai), as JSON and as .eval, versions 1 to 4.
 *
 * A log is one model on one task: metrics of its scorers, token use by model (a grader's
 * apart), and the samples, which are items and requests. A .eval is a ZIP with a member for
 * each sample and a header that may be missing after a crash (then the journal's start is
 * used); it is gone through twice, for the header and for the samples, so that one sample is
 * held at a time. A run that failed or was cancelled says so in its status; what it did not
 * reach is a score without a value, not a zero.
 */
#include "read/inspect.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "read/archive.h"
#include "read/inspect_log.h"
#include "read/json_document.h"
#include "read/readers.h"
#include "read/report.h"

/* --- tokens and time --- */

static bool
give_usage(struct inspect_log *log, const struct json_span *stats, struct error *err)
{
    static const char *const counts[] = {"input_tokens", "output_tokens", "total_tokens",
        "reasoning_tokens", "input_tokens_cache_read", "input_tokens_cache_write"};
    struct json_span usage, model;
    struct json_iter iter;
    struct strbuf key;
    size_t mark = report_enter(&log->report, "stats");
    bool good = true;

    if (!json_member(stats, "model_usage", &usage)) {
        report_leave(&log->report, mark);
        return true;
    }
    report_enter(&log->report, "model_usage");
    strbuf_init(&key);
    json_iter_init(&iter, &usage);
    while (good && json_iter_next(&iter, &key, &model)) {
        size_t inner = report_enter(&log->report, key.data);
        bool own = log->model == NULL || strcmp(key.data, log->model) == 0
            || json_count(&usage) == 1;

        for (size_t i = 0; good && i < sizeof counts / sizeof counts[0]; i++) {
            char *name = own ? mem_strdup(counts[i])
                : mem_printf("%s,%s", counts[i], key.data);
            struct sink_score score = report_metric(log->task, name, "token", DIRECTION_MIN);

            good = report_member(&log->report, &model, counts[i], &score, err);
            free(name);
        }
        report_leave(&log->report, inner);
    }
    strbuf_release(&key);
    report_leave(&log->report, mark);
    return good;
}

/* Seconds since 1970 of "2025-05-12T20:28:13.25-04:00"; NaN if it is no such text. */
static double
seconds_of(const char *text)
{
    int year, month, day, hour, minute, zone_hour, zone_minute, used = 0;
    double second, offset = 0;
    long days;
    char sign;

    if (text == NULL || sscanf(text, "%4d-%2d-%2dT%2d:%2d:%lf%n", &year, &month, &day, &hour,
            &minute, &second, &used) != 6 || month < 1 || month > 12)
        return NAN;
    if (sscanf(text + used, "%c%2d:%2d", &sign, &zone_hour, &zone_minute) == 3)
        offset = (sign == '-' ? -60.0 : 60.0) * (60.0 * zone_hour + zone_minute);
    if (month <= 2)
        year--;
    month = (month + 9) % 12;                       /* March is 0: leap days come last */
    days = 365L * year + year / 4 - year / 100 + year / 400 + (153L * month + 2) / 5 + day - 1;
    return 86400.0 * (double)(days - 719468) + 3600.0 * hour + 60.0 * minute + second - offset;
}

static bool
give_duration(struct inspect_log *log, const struct json_span *stats, struct error *err)
{
    char *start = json_member_text(stats, "started_at");
    char *end = json_member_text(stats, "completed_at");
    struct sink_score score = report_metric(log->task, "duration", "s", DIRECTION_MIN);
    size_t mark = report_enter(&log->report, "stats");
    bool good;

    score.value = seconds_of(end) - seconds_of(start);
    free(start);
    free(end);
    good = !(score.value >= 0) || report_score(&log->report, &score, "completed_at", err);
    report_leave(&log->report, mark);
    return good;
}

/* --- the run --- */

/* The model of a role; NULL if the log has no such role. The caller frees. */
static char *
model_of_role(const struct json_span *eval, const char *role)
{
    struct json_span found;

    return json_path(eval, &found, "model_roles", role, NULL) && found.kind == JSON_OBJECT
        ? json_member_text(&found, "model") : NULL;
}

/* A log in which roles do all, as of an audit, has the model "none/none": it is of its target. */
static char *
find_model(const struct json_span *eval)
{
    char *model = json_member_text(eval, "model"), *target;

    if (model != NULL && strcmp(model, "none/none") != 0)
        return model;
    target = model_of_role(eval, "target");
    if (target == NULL)
        return model;
    free(model);
    return target;
}

/* Who graded or simulated matters to a score. */
static void
add_roles(struct inspect_log *log, const struct json_span *eval)
{
    struct json_span roles, role;
    struct json_iter iter;
    struct strbuf key;

    if (!json_member(eval, "model_roles", &roles) || roles.kind != JSON_OBJECT)
        return;
    strbuf_init(&key);
    json_iter_init(&iter, &roles);
    while (json_iter_next(&iter, &key, &role)) {
        char *model = model_of_role(eval, key.data);

        if (strcmp(key.data, "target") != 0)
            report_attribute(&log->report, key.data, model);
        free(model);
    }
    strbuf_release(&key);
}

static void
add_attributes(struct inspect_log *log, const struct json_span *header,
    const struct json_span *eval)
{
    static const char *const from_eval[][2] = {{"created", "date"},
        {"task_version", "task_version"}, {"run_id", "run_id"}};
    static const char *const generation[][2] = {{"reasoning_effort", "effort"},
        {"reasoning_tokens", "thinking_budget"}, {"temperature", "temperature"}};
    struct json_span config;

    for (size_t i = 0; i < sizeof from_eval / sizeof from_eval[0]; i++)
        report_attribute_member(&log->report, eval, from_eval[i][0], from_eval[i][1]);
    for (size_t i = 0; i < sizeof generation / sizeof generation[0]; i++) {
        if (json_member(eval, "model_generate_config", &config))
            report_attribute_member(&log->report, &config, generation[i][0], generation[i][1]);
        if (json_path(header, &config, "plan", "config", NULL))
            report_attribute_member(&log->report, &config, generation[i][0], generation[i][1]);
    }
    if (json_member(eval, "config", &config)) {
        report_attribute_member(&log->report, &config, "limit", NULL);
        report_attribute_member(&log->report, &config, "epochs", NULL);
    }
    add_roles(log, eval);
    report_attribute(&log->report, "status", log->status);
}

static void
warn_status(struct inspect_log *log, const struct json_span *header,
    const struct json_span *eval)
{
    struct json_span found;
    double done = NAN, all = NAN;
    char *message, *why = NULL;

    if (strcmp(log->status, "success") == 0)
        return;
    if (json_member(header, "results", &found))
        done = json_member_number(&found, "completed_samples");
    if (json_member(eval, "dataset", &found))
        all = json_member_number(&found, "samples");
    if (json_member(header, "error", &found))
        why = json_member_text(&found, "message");
    message = done >= 0 && all >= done
        ? mem_printf("the run's status is \"%s\" after %.0f of %.0f samples%s%.200s",
            log->status, done, all, why == NULL ? "" : ": ", why == NULL ? "" : why)
        : mem_printf("the run's status is \"%s\"%s%.200s", log->status,
            why == NULL ? "" : ": ", why == NULL ? "" : why);
    log->sink->warn(log->sink, "$.status", message);
    free(message);
    free(why);
}

static bool
give_header(struct inspect_log *log, const struct json_span *header, struct error *err)
{
    struct json_span eval, found;

    if (!json_member(header, "eval", &eval) || eval.kind != JSON_OBJECT)
        return error_set(err, ERROR_REQUEST, "%s: has no object \"eval\"", log->input->name);
    log->model = find_model(&eval);
    log->task = json_member_text(&eval, "task");
    log->status = json_member_text(header, "status");
    if (log->status == NULL)
        log->status = mem_strdup("started");
    log->epochs = json_member(&eval, "config", &found) ? json_member_number(&found, "epochs")
        : NAN;
    if (!(log->epochs >= 1))
        log->epochs = 1;
    report_start(&log->report, "$");
    add_attributes(log, header, &eval);
    warn_status(log, header, &eval);
    if (!report_run(&log->report, log->model, err))
        return false;
    if (json_member(header, "results", &found) && found.kind == JSON_OBJECT) {
        if (!inspect_results(log, &found, err))
            return false;
    } else if (!inspect_no_results(log, &eval, err))
        return false;
    return !json_member(header, "stats", &found) || found.kind != JSON_OBJECT
        || (give_usage(log, &found, err) && give_duration(log, &found, err));
}

/* --- samples --- */

/* C, I, P, N are Inspect's correct, incorrect, partial and no answer. */
static double
grade(const struct json_span *value)
{
    static const struct { const char *text; double value; } grades[] = {{"C", 1}, {"I", 0},
        {"P", 0.5}, {"N", 0}};
    double number = NAN;
    char *text;

    if (value->kind == JSON_TRUE || value->kind == JSON_FALSE)
        return value->kind == JSON_TRUE;
    if (json_number(value, &number))
        return number;
    text = json_string_dup(value);
    if (text == NULL)
        return NAN;
    for (size_t i = 0; i < sizeof grades / sizeof grades[0]; i++)
        if (strcmp(text, grades[i].text) == 0)
            number = grades[i].value;
    if (isnan(number) && !number_parse_plain(text, &number))
        number = NAN;
    free(text);
    return number;
}

static bool
give_item(struct inspect_log *log, const char *id, const char *metric,
    const struct json_span *value, struct error *err)
{
    struct sink_item item = {.task = log->task, .metric = metric, .item = id,
        .value = grade(value), .place = log->report.place.data};

    if (isnan(item.value)) {
        log->unvalued++;
        return true;
    }
    return log->sink->item(log->sink, &item, err);
}

/* A value may be a scalar, or an object of scalars, each of which is a metric. */
static bool
give_sample_score(struct inspect_log *log, const char *id, const char *scorer,
    const struct json_span *score, struct error *err)
{
    const char *metric = inspect_metric_of(log, scorer, NULL);
    struct json_span value, part;
    struct json_iter iter;
    struct strbuf key;
    bool good = true;

    if (score->kind != JSON_OBJECT || !json_member(score, "value", &value))
        return true;
    if (metric == NULL)
        metric = *scorer == '\0' ? "accuracy" : scorer;
    if (value.kind != JSON_OBJECT)
        return give_item(log, id, metric, &value, err);
    strbuf_init(&key);
    json_iter_init(&iter, &value);
    while (good && json_iter_next(&iter, &key, &part)) {
        const char *known = inspect_metric_of(log, scorer, key.data);
        char *name = known != NULL ? NULL : mem_printf("%s,%s", metric, key.data);

        good = give_item(log, id, known != NULL ? known : name, &part, err);
        free(name);
    }
    strbuf_release(&key);
    return good;
}

static bool
give_sample_request(struct inspect_log *log, const struct json_span *sample, struct error *err)
{
    struct sink_request request = {NAN, NAN, NAN, NAN, NULL, log->report.place.data};
    struct json_span usage, model, error;
    struct json_iter iter;
    struct strbuf key;

    if (json_member(sample, "model_usage", &usage)) {
        strbuf_init(&key);
        json_iter_init(&iter, &usage);
        while (json_iter_next(&iter, &key, &model))
            if (log->model != NULL && strcmp(key.data, log->model) == 0) {
                request.prompt_tokens = json_member_number(&model, "input_tokens");
                request.output_tokens = json_member_number(&model, "output_tokens");
            }
        strbuf_release(&key);
    }
    request.seconds = json_member_number(sample, "working_time");
    if (isnan(request.seconds))
        request.seconds = json_member_number(sample, "total_time");
    if (json_member(sample, "error", &error) && error.kind != JSON_NULL)
        request.error = "failed";
    if (isnan(request.seconds) && isnan(request.prompt_tokens) && request.error == NULL)
        return true;
    return log->sink->request(log->sink, &request, err);
}

static bool
give_sample(struct inspect_log *log, const struct json_span *sample, struct error *err)
{
    struct json_span scores, score;
    struct json_iter iter;
    struct strbuf key;
    char *id = json_member_text(sample, "id");
    bool good = true;

    if (id == NULL)
        return true;
    if (json_member(sample, "scores", &scores) && scores.kind == JSON_OBJECT) {
        strbuf_init(&key);
        json_iter_init(&iter, &scores);
        while (good && json_iter_next(&iter, &key, &score))
            good = give_sample_score(log, id, key.data, &score, err);
        strbuf_release(&key);
    } else if (json_member(sample, "score", &score))        /* version 1 */
        good = give_sample_score(log, id, "", &score, err);
    free(id);
    return good && give_sample_request(log, sample, err);
}

static bool
give_samples(struct inspect_log *log, const struct json_span *root, struct error *err)
{
    struct json_span samples, sample;
    struct json_iter iter;
    bool good = true;

    if (!json_member(root, "samples", &samples) || samples.kind != JSON_ARRAY)
        return true;
    report_start(&log->report, "$");
    report_enter(&log->report, "samples");
    json_iter_init(&iter, &samples);
    for (size_t i = 0; good && json_iter_next(&iter, NULL, &sample); i++) {
        size_t mark = report_enter_index(&log->report, i);

        if (!log->sink->progress(log->sink, (size_t)(sample.text - root->text)))
            good = error_set(err, ERROR_CANCELLED, "%s: cancelled", log->input->name);
        good = good && give_sample(log, &sample, err);
        report_leave(&log->report, mark);
    }
    return good;
}

/* --- .eval --- */

struct header_search { struct strbuf header, start; };

static bool
keep_header(void *context, const struct archive_member *member, struct error *err)
{
    struct header_search *search = context;
    bool header = member->name != NULL && strcmp(member->name, "header.json") == 0;

    (void)err;
    if (header || (member->name != NULL && strcmp(member->name, "_journal/start.json") == 0)) {
        struct strbuf *kept = header ? &search->header : &search->start;

        strbuf_clear(kept);
        strbuf_add(kept, member->data, member->length);
    }
    return true;
}

static bool
read_member(void *context, const struct archive_member *member, struct error *err)
{
    struct inspect_log *log = context;
    struct json_span sample;

    if (member->name == NULL || strncmp(member->name, "samples/", 8) != 0)
        return true;
    if (!json_scan_whole(member->data, member->length, NULL, &sample, &log->repaired, err))
        return error_prefix(err, "%s", member->name);
    report_start(&log->report, member->name);
    return give_sample(log, &sample, err);
}

static bool
walk_log(struct inspect_log *log, bool (*visit)(void *, const struct archive_member *,
    struct error *), void *context, struct error *err)
{
    struct archive_budget budget = {.members_max = 1000000,
        .compressed = (double)log->input->length, .expansion_max = 200,
        .member_bytes_max = (size_t)4 << 30};
    struct archive_visitor visitor = {.visit = visit, .context = context};

    return archive_walk(log->input->data, log->input->length, &budget, &visitor, err)
        || error_prefix(err, "%s", log->input->name);
}

static bool
read_archive(struct inspect_log *log, struct error *err)
{
    struct header_search search;
    struct json_span header;
    const struct strbuf *text;
    bool good;

    strbuf_init(&search.header);
    strbuf_init(&search.start);
    good = walk_log(log, keep_header, &search, err);
    text = search.header.length > 0 ? &search.header : &search.start;
    if (good && text->length == 0)
        good = error_set(err, ERROR_REQUEST, "%s: has neither header.json nor "
            "_journal/start.json", log->input->name);
    if (good && !json_scan_whole(text->data, text->length, NULL, &header, &log->repaired, err))
        good = error_prefix(err, "%s: its header", log->input->name);
    if (good && search.header.length == 0)
        log->sink->warn(log->sink, NULL, "the log was never finished: it has no header.json");
    good = good && give_header(log, &header, err) && walk_log(log, read_member, log, err);
    strbuf_release(&search.header);
    strbuf_release(&search.start);
    return good;
}

bool
inspect_is_archive(const char *data, size_t length)
{
    static const char *const first[] = {"_journal/", "samples/", "header.json"};
    enum { NAME_AT = 30 };

    if (length < NAME_AT + 16 || memcmp(data, "PK\3\4", 4) != 0)
        return false;
    for (size_t i = 0; i < sizeof first / sizeof first[0]; i++)
        if (memcmp(data + NAME_AT, first[i], strlen(first[i])) == 0)
            return true;
    return false;
}

/* --- the whole --- */

static void
warn_samples(const struct inspect_log *log)
{
    char text[120];

    json_report_warn(&log->repaired, log->sink);
    if (log->unvalued == 0)
        return;
    snprintf(text, sizeof text, "%zu %s no grade and no number, and %s left out",
        log->unvalued, text_counted((double)log->unvalued, "value of samples is",
        "values of samples are"), text_counted((double)log->unvalued, "was", "were"));
    log->sink->warn(log->sink, NULL, text);
}

static bool
read_log(struct inspect_log *log, struct error *err)
{
    const struct sink_source source = {.format = "inspect", .style = {.decimal = '.'}};
    struct json_document document;
    bool good, archive = inspect_is_archive(log->input->data, log->input->length);

    if (!archive && !json_document_open(&document, log->input, true, err))
        return false;
    good = log->sink->begin(log->sink, &source, err);
    if (archive)
        good = good && read_archive(log, err);
    else {
        if (good)
            json_document_warn(&document, log->sink);
        good = good && give_header(log, &document.root, err)
            && give_samples(log, &document.root, err);
        json_document_close(&document);
    }
    if (good)
        warn_samples(log);
    return good && log->sink->end(log->sink, err);
}

static bool
inspect_read(const struct input *input, const struct read_options *options, struct sink *sink,
    struct error *err)
{
    struct inspect_log log = {.input = input, .sink = sink};
    bool good;

    (void)options;
    report_init(&log.report, sink);
    good = read_log(&log, err);
    report_release(&log.report);
    inspect_scorers_release(&log);
    free(log.model);
    free(log.task);
    free(log.status);
    return good;
}

static int
inspect_sniff(const struct sniff *sniff)
{
    if (inspect_is_archive(sniff->input->data, sniff->input->length))
        return 90;
    return sniff->kind == SNIFF_JSON && !sniff->list && sniff_has_key(sniff, "eval.task")
        && sniff_has_key(sniff, "eval.model") ? 95 : 0;
}

const struct reader reader_inspect = {
    .name = "inspect",
    .title = "Inspect log",
    .detects = "\"eval.task\" and \"eval.model\"; ZIP of samples (.eval)",
    .sniff = inspect_sniff,
    .read = inspect_read,
};
