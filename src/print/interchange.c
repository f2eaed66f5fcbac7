/* interchange.c - see interchange.h.
 *
 * What the reader of the same format takes is what is written here, so that nothing is lost
 * on the way there and back: model, task, metric, unit, direction, value, standard error,
 * number of samples, and the conditions of the point.
 */
#include "print/interchange.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/json.h"

static void
put_member(struct strbuf *out, const char *key, const char *text)
{
    json_write_string(out, key);
    strbuf_putc(out, ':');
    json_write_string(out, text);
}

static const char *
text_of(const struct frame *points, size_t row, const char *column)
{
    int found = frame_column(points, column);

    return found == FRAME_NONE || points->columns[found].type != COLUMN_TEXT ? NULL
        : points->columns[found].text[row];
}

static void
put_model(const struct frame *points, size_t row, struct strbuf *out)
{
    const char *model = text_of(points, row, "model");
    const char *platform = text_of(points, row, "provider");

    if (model == NULL)
        model = points->label[row];
    strbuf_puts(out, "\"model_info\":{");
    put_member(out, "name", model);
    strbuf_putc(out, ',');
    put_member(out, "id", model);
    if (platform != NULL) {
        strbuf_putc(out, ',');
        put_member(out, "inference_platform", platform);
    }
    strbuf_puts(out, ",\"additional_details\":{\"deployment_type\":\"unknown\","
        "\"model_availability\":\"unknown\"}}");
}

/* Conditions of the point, but those that are said elsewhere. */
static void
put_conditions(const struct frame *points, size_t row, struct strbuf *out)
{
    static const char *const elsewhere[] = {"model", "provider", "date"};
    bool first = true;

    for (size_t c = 0; c < points->n_columns; c++) {
        const struct column *column = &points->columns[c];
        bool wanted = column->type == COLUMN_TEXT && column->text[row] != NULL
            && strcmp(column->text[row], FRAME_BY_TASK) != 0;

        for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++)
            wanted = wanted && strcmp(column->name, elsewhere[i]) != 0;
        if (!wanted)
            continue;
        strbuf_puts(out, first ? ",\"generation_config\":{\"additional_details\":{" : ",");
        put_member(out, column->name, column->text[row]);
        first = false;
    }
    if (!first)
        strbuf_puts(out, "}}");
}

static void
put_details(const struct column *column, size_t row, struct strbuf *out)
{
    bool has_se = column->se != NULL && !isnan(column->se[row]);
    bool has_n = column->n != NULL && !isnan(column->n[row]);

    strbuf_puts(out, ",\"score_details\":{\"score\":");
    json_write_number(out, column->value[row]);
    if (has_se || has_n)
        strbuf_puts(out, ",\"uncertainty\":{");
    if (has_se) {
        strbuf_puts(out, "\"standard_error\":{\"value\":");
        json_write_number(out, column->se[row]);
        strbuf_putc(out, '}');
    }
    if (has_n) {
        strbuf_puts(out, has_se ? ",\"num_samples\":" : "\"num_samples\":");
        json_write_number(out, column->n[row]);
    }
    strbuf_puts(out, has_se || has_n ? "}}" : "}");
}

static void
put_result(const struct frame *points, const struct column *column, size_t row,
    struct strbuf *out)
{
    const char *metric = frame_metric(column->name);
    struct strbuf task;

    strbuf_init(&task);
    if (metric != NULL)
        strbuf_add(&task, column->name, (size_t)(metric - 1 - column->name));
    else
        metric = column->name;
    strbuf_putc(out, '{');
    put_member(out, "evaluation_name", task.data);
    strbuf_puts(out, ",\"source_data\":{");
    put_member(out, "dataset_name", task.data);
    strbuf_puts(out, ",\"source_type\":\"other\"},\"metric_config\":{");
    put_member(out, "metric_name", metric);
    if (column->unit != NULL) {
        strbuf_putc(out, ',');
        put_member(out, "metric_unit", column->unit);
    }
    /* The limits must be named; null says that they are not known. */
    strbuf_printf(out, ",\"lower_is_better\":%s,\"score_type\":\"continuous\","
        "\"min_score\":null,\"max_score\":null}",
        column->direction == DIRECTION_MIN ? "true" : "false");
    put_details(column, row, out);
    put_conditions(points, row, out);
    strbuf_putc(out, '}');
    strbuf_release(&task);
}

static bool
is_exported(const struct column *column)
{
    return column->type == COLUMN_NUMBER && column->role == ROLE_MEASURE;
}

static void
put_point(const struct frame *points, size_t row, struct strbuf *out)
{
    const char *date = text_of(points, row, "date");
    bool first = true;

    strbuf_puts(out, "{\"schema_version\":\"0.2\",");
    put_member(out, "evaluation_id", points->key[row]);
    strbuf_putc(out, ',');
    if (date != NULL) {
        put_member(out, "evaluation_timestamp", date);
        strbuf_putc(out, ',');
    }
    put_member(out, "retrieved_timestamp", date != NULL ? date : "unknown");
    strbuf_puts(out, ",\"source_metadata\":{\"source_type\":\"documentation\","
        "\"source_organization_name\":\"unknown\",\"evaluator_relationship\":\"other\"},"
        "\"eval_library\":{\"name\":\"paretop\",\"version\":\"unknown\"},");
    put_model(points, row, out);
    strbuf_puts(out, ",\"evaluation_results\":[");
    for (size_t c = 0; c < points->n_columns; c++) {
        const struct column *column = &points->columns[c];

        if (!is_exported(column) || column->direction == DIRECTION_UNKNOWN
            || !isfinite(column->value[row]))
            continue;
        if (!first)
            strbuf_putc(out, ',');
        put_result(points, column, row, out);
        first = false;
    }
    strbuf_puts(out, "]}\n");
}

size_t
print_interchange(const struct frame *points, struct strbuf *out)
{
    size_t left_out = 0;

    for (size_t c = 0; c < points->n_columns; c++)
        left_out += is_exported(&points->columns[c])
            && points->columns[c].direction == DIRECTION_UNKNOWN;
    for (size_t row = 0; row < points->rows; row++)
        put_point(points, row, out);
    return left_out;
}
