/* ingest.c - the nested form and what both forms share; ingest_table.c has the table form.
 *
 * Rows go in as they come; roles, aliases and counts are settled in end(), when whole
 * columns have been seen. Nothing is committed here: a file is all or nothing.
 */
#include "store/ingest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/number.h"
#include "store/identity.h"
#include "store/ingest_parts.h"
#include "store/suspects.h"

static struct ingest *
self(struct sink *sink)
{
    return (struct ingest *)sink;
}

/* Prepares once, on first use. */
bool
ingest_prepare(struct ingest *ingest, sqlite3_stmt **stmt, const char *sql, struct error *err)
{
    feed_wait(ingest->store->feed);
    if (*stmt == NULL)
        *stmt = sql_prepare(ingest->store->db, sql, err);
    return *stmt != NULL;
}

void
ingest_note(struct ingest *ingest, const char *kind, const char *place, const char *text)
{
    sqlite3_stmt *stmt;

    feed_wait(ingest->store->feed);
    stmt = store_statement(ingest->store, STATEMENT_ADD_WARNING,
        "INSERT INTO warning (source, kind, place, text) VALUES (?, ?, ?, ?)", NULL);
    if (stmt == NULL)
        return;
    sql_int(stmt, 1, ingest->source);
    sql_text_static(stmt, 2, kind);
    sql_text_static(stmt, 3, place);
    sql_text_static(stmt, 4, text);
    sql_run(stmt, NULL);
}

static bool
begin(struct sink *sink, const struct sink_source *source, struct error *err)
{
    struct ingest *ingest = self(sink);

    (void)err;
    ingest->style = source->style;
    ingest->format = mem_strdup(source->format);
    return true;
}

static void
warn(struct sink *sink, const char *place, const char *message)
{
    self(sink)->counts.warnings++;
    ingest_note(self(sink), "warning", place, message);
}

static void
reject(struct sink *sink, const char *place, const char *reason)
{
    self(sink)->counts.rejects++;
    ingest_note(self(sink), "reject", place, reason);
}

static bool
progress(struct sink *sink, size_t bytes_done)
{
    struct ingest *ingest = self(sink);

    return ingest->progress == NULL || ingest->progress(ingest->progress_context, bytes_done);
}

/* --- runs --- */

/* Column of run for a condition's standard name; -1: it goes into rest. */
static int
run_column(const char *condition)
{
    static const char *const columns[] = { "hardware", "precision", "quantization", "batch",
        "concurrency", "provider", "effort", "shots", "seed", "checkpoint", "date" };

    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (strcmp(columns[i], condition) == 0)
            return (int)i;
    return -1;
}

static const char *
standard_name(const char *name)
{
    const char *condition = catalogue_condition(name);

    if (condition != NULL)
        return condition;
    if (catalogue_guess(name) == GUESS_SEED)
        return "seed";
    return catalogue_guess(name) == GUESS_DATE ? "date" : name;
}

enum { RUN_FIRST_COLUMN = 3 };

static void
bind_attribute(struct ingest *ingest, struct strbuf *rest, const char *name, const char *value)
{
    const char *standard = standard_name(name);
    int column = run_column(standard);

    if (value == NULL)
        return;
    if (column >= 0) {
        sql_text(ingest->insert_run, RUN_FIRST_COLUMN + column, value);
        return;
    }
    if (rest->length > 1)
        strbuf_putc(rest, ',');
    json_write_string(rest, name);
    strbuf_putc(rest, ':');
    json_write_string(rest, value);
}

bool
ingest_run(struct ingest *ingest, const struct sink_run *run, struct error *err)
{
    struct strbuf rest;
    bool done;

    if (!ingest_prepare(ingest, &ingest->insert_run, "INSERT INTO run (source, raw, hardware, "
        "precision, quantization, batch, concurrency, provider, effort, shots, seed, checkpoint,"
        " date, rest, place) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", err))
        return false;
    sqlite3_clear_bindings(ingest->insert_run);
    strbuf_init(&rest);
    strbuf_putc(&rest, '{');
    sql_int(ingest->insert_run, 1, ingest->source);
    sql_text(ingest->insert_run, 2, run->model);
    for (size_t i = 0; i < run->n_attributes; i++)
        bind_attribute(ingest, &rest, run->attributes[i].name, run->attributes[i].value);
    for (size_t i = 0; i < ingest->n_said; i++)
        if (strcmp(ingest->said[i].name, "model") != 0)
            bind_attribute(ingest, &rest, ingest->said[i].name, ingest->said[i].value);
    strbuf_putc(&rest, '}');
    sql_text(ingest->insert_run, 14, rest.data);
    sql_text(ingest->insert_run, 15, run->place);
    done = sql_run(ingest->insert_run, err);
    ingest->run = sqlite3_last_insert_rowid(ingest->store->db);
    strbuf_release(&rest);
    return done;
}

bool
ingest_mention(struct ingest *ingest, const char *raw, struct error *err)
{
    bool fresh;

    name_index_add(&ingest->mentioned, raw, strlen(raw), &fresh);
    if (!fresh)
        return true;
    feed_wait(ingest->store->feed);          /* the connection is its thread's until then */
    return identity_mention(ingest->store, ingest->source, raw, err);
}

static bool
sink_run(struct sink *sink, const struct sink_run *run, struct error *err)
{
    struct ingest *ingest = self(sink);
    struct sink_run named = *run;

    for (size_t i = 0; i < ingest->n_said; i++)
        if (strcmp(ingest->said[i].name, "model") == 0)
            named.model = ingest->said[i].value;
    if (named.model != NULL && *named.model != '\0'
        && !ingest_mention(ingest, named.model, err))
        return false;
    ingest->counts.records++;
    return ingest_run(ingest, &named, err);
}

/* --- measures --- */

/* A measure that says at least as much as the caller; id 0 if there is none. */
static struct kept_measure
known_measure(struct ingest *ingest, const struct sink_score *measure, const char *name,
    struct error *err)
{
    struct kept_measure kept = { .factor = 1 };
    const char *unit;

    if (!ingest_prepare(ingest, &ingest->find_measure,
        "SELECT id, unit FROM measure WHERE name = ?1"
        " AND (direction <> 0 OR ?2) AND (aggregate OR ?3)", err))
        return kept;
    sql_text_static(ingest->find_measure, 1, name);
    sql_int(ingest->find_measure, 2, measure->direction == DIRECTION_UNKNOWN);
    sql_int(ingest->find_measure, 3, !measure->aggregate);
    if (sqlite3_step(ingest->find_measure) == SQLITE_ROW) {
        kept.id = sqlite3_column_int64(ingest->find_measure, 0);
        unit = sql_column_text(ingest->find_measure, 1);
        if (unit != NULL && measure->unit != NULL && strcmp(unit, measure->unit) != 0)
            kept.factor = catalogue_factor(ingest->store->catalogue, measure->unit, unit);
    }
    sqlite3_reset(ingest->find_measure);
    return kept;
}

static bool
insert_measure(struct ingest *ingest, const struct sink_score *measure, const char *name,
    struct error *err)
{
    struct measure_facts facts = catalogue_find(ingest->store->catalogue, name);
    bool stated = measure->direction != DIRECTION_UNKNOWN;

    return sql_execf(ingest->store->db, err,
        "INSERT INTO measure (name, task, metric, unit, direction, kind, missing, aggregate,"
        " decided) VALUES (%Q, %Q, %Q, %Q, %d, %d, %Q, %d, %Q) ON CONFLICT (name) DO UPDATE SET"
        " direction = CASE WHEN direction = 0 THEN excluded.direction ELSE direction END,"
        " aggregate = max(aggregate, excluded.aggregate)", name, measure->task, measure->metric,
        measure->unit != NULL ? measure->unit : facts.unit,
        (int)(stated ? measure->direction : facts.direction),
        (int)(measure->kind != KIND_DESCRIPTOR ? measure->kind : facts.kind),
        measure->missing_tokens != NULL ? measure->missing_tokens : facts.missing,
        (int)measure->aggregate, stated ? "file" : "catalogue");
}

/* Finds or makes the measure. In a unit that cannot be converted it is another measure. */
static struct kept_measure
keep_measure(struct ingest *ingest, const struct sink_score *measure, const char *name,
    struct error *err)
{
    static const struct sink_score anything = { .direction = DIRECTION_UNKNOWN };
    struct kept_measure kept = known_measure(ingest, measure, name, err);

    if (kept.id == 0 && insert_measure(ingest, measure, name, err)) {
        kept = known_measure(ingest, &anything, name, err);
        kept.factor = known_measure(ingest, measure, name, err).factor;
    }
    if (isnan(kept.factor)) {
        struct sink_score other = *measure;
        char *metric = mem_printf("%s [%s]", measure->metric, measure->unit);
        char *text = mem_printf("%s comes in %s too, which cannot be converted: it is \"%s\"", name,
            measure->unit, metric);

        other.metric = metric;
        kept = ingest_measure(ingest, &other, err);
        ingest_note(ingest, "warning", NULL, text);
        free(text);
        free(metric);
    }
    return kept;
}

static struct kept_measure
add_measure(struct ingest *ingest, const struct sink_score *measure, struct error *err)
{
    bool has_task = measure->task != NULL && *measure->task != '\0', fresh;
    char *name = mem_printf("%s%s%s", has_task ? measure->task : "", has_task ? "/" : "",
        measure->metric);
    char *key = mem_printf("%s\n%s", name, measure->unit != NULL ? measure->unit : "");
    size_t at = name_index_add(&ingest->measures, key, strlen(key), &fresh);

    if (fresh) {
        struct kept_measure kept;

        ARRAY_RESERVE(ingest->kept, at + 1, ingest->cap_kept);
        kept = keep_measure(ingest, measure, name, err);     /* may add others, and move them */
        ingest->kept[at] = kept;
    }
    free(key);
    free(name);
    return ingest->kept[at];
}

/* The index's key of a measure, without memory of its own; 0 if it does not fit. */
static size_t
measure_key(char *key, size_t size, const struct sink_score *measure)
{
    bool has_task = measure->task != NULL && *measure->task != '\0';
    const char *const parts[] = { has_task ? measure->task : "", has_task ? "/" : "",
        measure->metric, "\n", measure->unit != NULL ? measure->unit : "" };
    size_t length = 0;

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        size_t part = strlen(parts[i]);

        if (length + part > size)
            return 0;
        memcpy(key + length, parts[i], part);
        length += part;
    }
    return length;
}

struct kept_measure
ingest_measure(struct ingest *ingest, const struct sink_score *measure, struct error *err)
{
    char quick[512];
    size_t length = measure_key(quick, sizeof quick, measure);
    size_t known = length == 0 ? SIZE_MAX : name_index_find(&ingest->measures, quick, length);

    return known != SIZE_MAX ? ingest->kept[known] : add_measure(ingest, measure, err);
}

/* Conditions of one score as JSON text; NULL if it has none. Caller frees. */
static char *
conditions_text(const struct sink_score *score)
{
    struct strbuf text;

    if (score->n_conditions == 0)
        return NULL;
    strbuf_init(&text);
    strbuf_putc(&text, '{');
    for (size_t i = 0; i < score->n_conditions; i++) {
        if (i > 0)
            strbuf_putc(&text, ',');
        json_write_string(&text, standard_name(score->conditions[i].name));
        strbuf_putc(&text, ':');
        json_write_string(&text, score->conditions[i].value);
    }
    strbuf_putc(&text, '}');
    return strbuf_detach(&text);
}

static bool
score(struct sink *sink, const struct sink_score *score, struct error *err)
{
    struct ingest *ingest = self(sink);
    const struct kept_measure measure = ingest_measure(ingest, score, err);
    const double factor = measure.factor;
    sqlite3_stmt *stmt;
    char *conditions, *raw = NULL;
    bool done;

    if (measure.id == 0 || !ingest_prepare(ingest, &ingest->insert_score,
        "INSERT INTO score (run, measure, stat, value, se, sd, sd_ddof, lo, hi, level, n, status,"
        " conditions, place, raw) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", err))
        return false;
    stmt = ingest->insert_score;
    conditions = conditions_text(score);
    sql_int(stmt, 1, ingest->run);
    sql_int(stmt, 2, measure.id);
    sql_text_static(stmt, 3, score->stat);
    if (score->is_integer && factor == 1)
        sql_int(stmt, 4, score->integer);
    else
        sql_real(stmt, 4, number_scaled(score->value, factor));
    if (factor != 1 && score->raw == NULL && !isnan(score->value)) {
        char text[NUMBER_TEXT_MAX];

        number_print(text, score->value);
        raw = mem_printf("%s %s", text, score->unit);
    }
    sql_real(stmt, 5, number_scaled(score->se, factor));
    sql_real(stmt, 6, number_scaled(score->sd, factor));
    sql_int(stmt, 7, score->sd_ddof);
    sql_real(stmt, 8, number_scaled(score->lo, factor));
    sql_real(stmt, 9, number_scaled(score->hi, factor));
    sql_real(stmt, 10, score->level);
    sql_real(stmt, 11, score->n);
    sql_int(stmt, 12, (int64_t)score->status);
    sql_text_static(stmt, 13, conditions);
    sql_text_static(stmt, 14, score->place);
    sql_text_static(stmt, 15, raw != NULL ? raw : score->raw);
    ingest->counts.scores++;
    if (score->status == CELL_OK)
        suspects_note(ingest, measure.id, number_scaled(score->value, factor));
    done = sql_run(stmt, err);
    free(conditions);
    free(raw);
    return done;
}

static bool
item(struct sink *sink, const struct sink_item *item, struct error *err)
{
    return ingest_item(self(sink), self(sink)->run, item, err);
}

static bool
request(struct sink *sink, const struct sink_request *request, struct error *err)
{
    struct ingest *ingest = self(sink);
    sqlite3_stmt *stmt;

    if (!ingest_prepare(ingest, &ingest->insert_request, "INSERT INTO request (run, "
        "prompt_tokens, output_tokens, seconds, first_token_seconds, error, place)"
        " VALUES (?,?,?,?,?,?,?)", err))
        return false;
    ingest->counts.requests++;
    stmt = ingest->insert_request;
    sql_int(stmt, 1, ingest->run);
    sql_real(stmt, 2, request->prompt_tokens);
    sql_real(stmt, 3, request->output_tokens);
    sql_real(stmt, 4, request->seconds);
    sql_real(stmt, 5, request->first_token_seconds);
    sql_text(stmt, 6, request->error);
    sql_text(stmt, 7, request->place);
    return sql_run(stmt, err);
}

static bool
curve(struct sink *sink, const struct sink_curve *curve, struct error *err)
{
    struct ingest *ingest = self(sink);
    const struct sink_score like = { .metric = curve->metric, .unit = curve->unit };
    const struct kept_measure measure = ingest_measure(ingest, &like, err);
    sqlite3_stmt *stmt;

    if (measure.id == 0 || !ingest_prepare(ingest, &ingest->insert_curve, "INSERT INTO curve "
        "(run, measure, axis, x, value, place) VALUES (?,?,?,?,?,?)", err))
        return false;
    stmt = ingest->insert_curve;
    sql_int(stmt, 1, ingest->run);
    sql_int(stmt, 2, measure.id);
    sql_text(stmt, 3, curve->axis);
    sqlite3_bind_double(stmt, 4, curve->x);
    sql_real(stmt, 5, number_scaled(curve->value, measure.factor));
    sql_text(stmt, 6, curve->place);
    ingest->counts.scores++;
    return sql_run(stmt, err);
}

static bool
preference(struct sink *sink, const struct sink_preference *p, struct error *err)
{
    struct ingest *ingest = self(sink);
    sqlite3_stmt *stmt;

    if (!ingest_prepare(ingest, &ingest->insert_preference, "INSERT INTO preference (source, a, b,"
        " outcome, item, judge, place) VALUES (?,?,?,?,?,?,?)", err))
        return false;
    ingest->counts.preferences++;
    stmt = ingest->insert_preference;
    sql_int(stmt, 1, ingest->source);
    sql_text(stmt, 2, p->a);
    sql_text(stmt, 3, p->b);
    sql_text(stmt, 4, p->outcome);
    sql_text(stmt, 5, p->item);
    sql_text(stmt, 6, p->judge);
    sql_text(stmt, 7, p->place);
    return sql_run(stmt, err);
}

static bool
episode(struct sink *sink, const struct sink_episode *episode, struct error *err)
{
    struct ingest *ingest = self(sink);
    sqlite3_stmt *stmt;

    if (!ingest_prepare(ingest, &ingest->insert_episode, "INSERT INTO episode (source, run, task,"
        " phase, at, value, place, block, metric, worker) VALUES (?,?,?,?,?,?,?,?,?,?)", err))
        return false;
    ingest->counts.episodes++;
    stmt = ingest->insert_episode;
    sql_int(stmt, 1, ingest->source);
    sql_text(stmt, 2, episode->run);
    sql_text(stmt, 3, episode->task);
    sql_text(stmt, 4, episode->phase);
    sql_real(stmt, 5, episode->index);
    sql_real(stmt, 6, episode->value);
    sql_text(stmt, 7, episode->place);
    sql_real(stmt, 8, episode->block);
    sql_text(stmt, 9, episode->metric);
    sql_text(stmt, 10, episode->worker);
    return sql_run(stmt, err);
}

static bool
settle_source(struct ingest *ingest, struct error *err)
{
    sqlite3_stmt *stmt = store_statement(ingest->store, STATEMENT_SETTLE_SOURCE, "UPDATE source SET"
        " format = ?2, wide = ?3, records = ?4, rejected = ?5 WHERE id = ?1", err);

    if (stmt == NULL)
        return false;
    sql_int(stmt, 1, ingest->source);
    sql_text_static(stmt, 2, ingest->format);
    sql_int(stmt, 3, (int64_t)ingest->n_fields);
    sql_int(stmt, 4, (int64_t)ingest->counts.records);
    sql_int(stmt, 5, (int64_t)ingest->counts.rejects);
    return sql_run(stmt, err);
}

static bool
end(struct sink *sink, struct error *err)
{
    struct ingest *ingest = self(sink);

    return feed_flush(ingest->store->feed, err)
        && (ingest->n_fields == 0 || ingest_table_end(ingest, err)) && suspects_settle(ingest, err)
        && settle_source(ingest, err);
}

/* "gpus=2,hardware=H100", and so on for each --set; a later one of a name wins. */
static void
take_said(struct ingest *ingest)
{
    const struct ingest_options *options = ingest->options;
    size_t capacity = 0;

    for (size_t i = 0; i < options->n_set; i++) {
        size_t n;
        char **parts = text_split(options->set[i], ',', &n);

        for (size_t k = 0; k < n; k++) {
            struct said said;
            size_t at = 0;

            if (!split_assignment(parts[k], &said.name, &said.value))
                continue;
            while (at < ingest->n_said && strcmp(ingest->said[at].name, said.name) != 0)
                at++;
            if (at == ingest->n_said) {
                ARRAY_PUSH(ingest->said, ingest->n_said, capacity, said);
                continue;
            }
            free(ingest->said[at].name);
            free(ingest->said[at].value);
            ingest->said[at] = said;
        }
        text_split_free(parts, n);
    }
}

void
ingest_init(struct ingest *ingest, struct store *store, int64_t source, const char *name,
    const struct ingest_options *options)
{
    memset(ingest, 0, sizeof *ingest);
    ingest->sink = (struct sink){
        .begin = begin, .columns = ingest_columns, .record = ingest_record,
        .record_items = ingest_record_items, .run = sink_run, .score = score, .item = item,
        .request = request, .curve = curve, .preference = preference, .episode = episode,
        .warn = warn, .reject = reject, .end = end, .progress = progress,
    };
    ingest->store = store;
    ingest->source = source;
    ingest->name = mem_strdup(name);
    ingest->options = options;
    take_said(ingest);
    name_index_init(&ingest->measures);
    name_index_init(&ingest->mentioned);
}

void
ingest_release(struct ingest *ingest)
{
    sqlite3_stmt *statements[] = { ingest->insert_run,
        ingest->insert_score, ingest->insert_item, ingest->insert_request, ingest->insert_curve,
        ingest->insert_preference, ingest->insert_episode,
        ingest->find_measure };

    feed_forget(ingest->store->feed);
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
        sqlite3_finalize(statements[i]);
    for (size_t i = 0; i < ingest->n_fields; i++) {
        free(ingest->fields[i].name);
        free(ingest->fields[i].of);
        free(ingest->fields[i].unit);
        free(ingest->fields[i].tokens);
        seen_release(&ingest->fields[i].seen);
        cell_units_release(&ingest->fields[i].units);
        odd_cells_release(&ingest->fields[i].odd);
        repairs_release(&ingest->fields[i].repairs);
    }
    name_index_release(&ingest->measures);
    name_index_release(&ingest->mentioned);
    free(ingest->kept);
    free(ingest->suspects);
    free(ingest->fields);
    free(ingest->form);
    for (size_t i = 0; i < ingest->n_said; i++) {
        free(ingest->said[i].name);
        free(ingest->said[i].value);
    }
    free(ingest->said);
    free(ingest->format);
    free(ingest->name);
}

size_t
ingest_count(const struct ingest *ingest)
{
    const struct ingest_counts *counts = &ingest->counts;

    return counts->records + counts->scores + counts->items + counts->requests
        + counts->preferences + counts->episodes;
}
