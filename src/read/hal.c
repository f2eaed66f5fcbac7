/* hal.c - the Holistic Agent Leaderboard's databases: a table of results, one of tokens.
 *
 * A row of parsed_results is one run of an agent, which is a scaffold around a model. The
 * tasks that it solved and failed are lists in Python's notation: they are the run's items,
 * and their number is the n that the table itself leaves empty. Several runs of one agent are
 * told apart as repeats, in the order of their dates. A cost of 0.0 was not recorded.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "read/readers.h"
#include "read/rows_from_sqlite.h"

/* The number of a run among those of its agent, and of how many. */
static const char results_sql[] =
    "SELECT r.*, row_number() OVER agent AS repeat_number,"
    " count(*) OVER (PARTITION BY benchmark_name, agent_name) AS repeats,"
    " (SELECT sum(coalesce(prompt_tokens, 0) + coalesce(input_tokens, 0)"
    "   + coalesce(input_tokens_cache_write, 0) + coalesce(input_tokens_cache_read, 0))"
    "  FROM token_usage t WHERE t.benchmark_name = r.benchmark_name"
    "  AND t.agent_name = r.agent_name AND t.run_id = r.run_id) AS tokens_in,"
    " (SELECT sum(coalesce(completion_tokens, 0) + coalesce(output_tokens, 0))"
    "  FROM token_usage t WHERE t.benchmark_name = r.benchmark_name"
    "  AND t.agent_name = r.agent_name AND t.run_id = r.run_id) AS tokens_out"
    " FROM parsed_results r"
    " WINDOW agent AS (PARTITION BY benchmark_name, agent_name ORDER BY date, run_id)"
    " ORDER BY benchmark_name, agent_name, date, run_id";
static const char results_without_tokens_sql[] =
    "SELECT r.*, row_number() OVER agent AS repeat_number,"
    " count(*) OVER (PARTITION BY benchmark_name, agent_name) AS repeats"
    " FROM parsed_results r"
    " WINDOW agent AS (PARTITION BY benchmark_name, agent_name ORDER BY date, run_id)"
    " ORDER BY benchmark_name, agent_name, date, run_id";

struct hal {
    struct sink *sink;
    const char *task;
    double solved, failed;      /* tasks of the run in hand; NaN unknown */
    char *place;
    size_t runs;
};

static const char *
text_of(const struct foreign_row *row, const char *name)
{
    const struct foreign_value *value = foreign_column(row, name);

    return value != NULL && value->kind == FOREIGN_TEXT && *value->text != '\0' ? value->text
        : NULL;
}

static double
number_of(const struct foreign_row *row, const char *name)
{
    const struct foreign_value *value = foreign_column(row, name);

    return value == NULL ? NAN : value->number;
}

/* --- agents --- */

/* "Scaffold (Model (August 2025))": where the model begins, behind the bracket whose partner
 * is the last character; NULL if there is none. */
static const char *
model_in_agent(const char *agent)
{
    size_t length = strlen(agent);
    int depth = 0;

    if (length == 0 || agent[length - 1] != ')')
        return NULL;
    for (size_t i = length; i-- > 0;) {
        depth += agent[i] == ')';
        depth -= agent[i] == '(';
        if (depth == 0)
            return i > 0 ? agent + i + 1 : NULL;
    }
    return NULL;
}

static char *
scaffold_of(const char *agent)
{
    const char *model = model_in_agent(agent);
    size_t length = model == NULL ? strlen(agent) : (size_t)(model - agent) - 1;

    while (length > 0 && agent[length - 1] == ' ')
        length--;
    return mem_strndup(agent, length);
}

static char *
model_of(const struct foreign_row *row, const char *agent)
{
    const char *own = text_of(row, "model_name"), *inside;

    if (own != NULL)
        return mem_strdup(own);
    inside = model_in_agent(agent);
    return inside == NULL ? mem_strdup(agent) : mem_strndup(inside, strlen(inside) - 1);
}

/* --- items --- */

/* The next element of "['a', 'b']"; false at its end. A backslash takes what follows. */
static bool
next_element(const char **at, struct strbuf *out)
{
    char quote;

    strbuf_clear(out);
    while (**at != '\0' && **at != '\'' && **at != '"')
        ++*at;
    if (**at == '\0')
        return false;
    quote = *(*at)++;
    for (; **at != '\0' && **at != quote; ++*at) {
        if (**at == '\\' && (*at)[1] != '\0')
            ++*at;
        strbuf_putc(out, **at);
    }
    if (**at == '\0')
        return false;               /* cut: no element */
    ++*at;
    return true;
}

static double
count_elements(const char *list)
{
    struct strbuf element;
    double n = 0;

    if (list == NULL)
        return NAN;
    strbuf_init(&element);
    while (next_element(&list, &element))
        n++;
    strbuf_release(&element);
    return n;
}

static bool
give_items(struct hal *hal, const char *list, double value, struct error *err)
{
    struct strbuf element;
    bool good = true;

    strbuf_init(&element);
    while (good && list != NULL && next_element(&list, &element)) {
        struct sink_item item = {.task = hal->task, .metric = "accuracy", .item = element.data,
            .value = value, .place = hal->place};

        good = hal->sink->item(hal->sink, &item, err);
    }
    strbuf_release(&element);
    return good;
}

/* --- scores --- */

static bool
is_count(const char *name)
{
    return strncmp(name, "total_", 6) == 0 || strcmp(name, "repeats") == 0
        || strcmp(name, "repeat_number") == 0;
}

static void
describe(const struct hal *hal, const char *name, struct sink_score *score)
{
    score->metric = name;
    score->direction = DIRECTION_MAX;
    score->kind = KIND_CAPABILITY;
    if (strcmp(name, "total_cost") == 0) {
        score->direction = DIRECTION_MIN;
        score->kind = KIND_EFFICIENCY;
        score->unit = "USD";
        score->missing_tokens = "0";
    } else if (strncmp(name, "tokens_", 7) == 0) {
        score->metric = strcmp(name, "tokens_in") == 0 ? "input_tokens" : "output_tokens";
        score->direction = DIRECTION_MIN;
        score->kind = KIND_DESCRIPTOR;
        score->unit = "token";
    } else if (strstr(name, "refusals") != NULL) {
        score->direction = DIRECTION_UNKNOWN;
        score->kind = KIND_DESCRIPTOR;
    } else if (strcmp(name, "accuracy") == 0) {
        double p = score->value, n = hal->solved + hal->failed;

        score->n = n > 0 ? n : NAN;
        score->se = p >= 0 && p <= 1 && n > 0 ? sqrt(p * (1 - p) / n) : NAN;
    }
}

static bool
give_scores(struct hal *hal, const struct foreign_row *row, struct error *err)
{
    bool good = true;

    for (size_t i = 0; i < row->n && good; i++) {
        struct sink_score score = sink_score_blank();
        char *place;

        if (isnan(row->values[i].number)
            || (is_count(row->names[i]) && strcmp(row->names[i], "total_cost") != 0))
            continue;
        score.value = row->values[i].number;
        score.task = hal->task;
        describe(hal, row->names[i], &score);
        place = mem_printf("%s, %s", hal->place, row->names[i]);
        score.place = place;
        good = hal->sink->score(hal->sink, &score, err);
        free(place);
    }
    return good;
}

/* An accuracy that its own lists deny is kept, and said. */
static void
check_lists(struct hal *hal, const struct foreign_row *row)
{
    double accuracy = number_of(row, "accuracy"), n = hal->solved + hal->failed;
    char message[128];

    if (!(n > 0) || isnan(accuracy) || fabs(hal->solved / n - accuracy) < 1e-6)
        return;
    snprintf(message, sizeof message, "accuracy is %g, but %g of %g tasks are listed as solved",
        accuracy, hal->solved, n);
    hal->sink->warn(hal->sink, hal->place, message);
}

static bool
give_run(struct hal *hal, const struct foreign_row *row, const char *agent, struct error *err)
{
    char *scaffold = scaffold_of(agent), *model = model_of(row, agent), seed[32];
    struct sink_attribute attributes[4];
    struct sink_run run = {.model = model, .attributes = attributes, .place = hal->place};
    const char *date = text_of(row, "date"), *run_id = text_of(row, "run_id");
    bool good;

    attributes[run.n_attributes++] = (struct sink_attribute){"scaffold", scaffold};
    if (date != NULL)
        attributes[run.n_attributes++] = (struct sink_attribute){"date", date};
    if (run_id != NULL)
        attributes[run.n_attributes++] = (struct sink_attribute){"run_id", run_id};
    if (number_of(row, "repeats") > 1) {
        snprintf(seed, sizeof seed, "%.0f", number_of(row, "repeat_number"));
        attributes[run.n_attributes++] = (struct sink_attribute){"seed", seed};
    }
    hal->runs++;
    good = hal->sink->run(hal->sink, &run, err);
    free(scaffold);
    free(model);
    return good;
}

static bool
visit_result(void *context, const struct foreign_row *row, struct error *err)
{
    struct hal *hal = context;
    const char *agent = text_of(row, "agent_name"), *run_id = text_of(row, "run_id");
    const char *solved = text_of(row, "successful_tasks"), *failed = text_of(row, "failed_tasks");
    bool good;

    hal->task = text_of(row, "benchmark_name");
    hal->place = mem_printf("parsed_results, run_id %s", run_id == NULL ? "unknown" : run_id);
    hal->solved = count_elements(solved);
    hal->failed = count_elements(failed);
    if (agent == NULL) {
        hal->sink->reject(hal->sink, hal->place, "names no agent");
        good = true;
    } else {
        check_lists(hal, row);
        good = give_run(hal, row, agent, err) && give_scores(hal, row, err)
            && give_items(hal, solved, 1, err) && give_items(hal, failed, 0, err);
    }
    free(hal->place);
    if (good && !hal->sink->progress(hal->sink, hal->runs))
        good = error_set(err, ERROR_CANCELLED, "cancelled");
    return good;
}

static bool
hal_read(const struct input *input, const struct read_options *options, struct sink *sink,
    struct error *err)
{
    struct sink_source source = {.format = "hal", .style = {.decimal = '.'}};
    struct hal hal = {.sink = sink};
    struct foreign_database *database;
    bool good;

    (void)options;
    if (!foreign_open(&database, input, err))
        return false;
    good = sink->begin(sink, &source, err)
        && foreign_select(database, foreign_has_table(database, "token_usage") ? results_sql
            : results_without_tokens_sql, NULL, visit_result, &hal, err);
    if (good && hal.runs == 0)
        good = error_set(err, ERROR_REQUEST, "%s: holds no results", input->name);
    good = good && sink->end(sink, err);
    foreign_close(database);
    return good;
}

static int
hal_sniff(const struct sniff *sniff)
{
    return foreign_sniff_table(sniff, "parsed_results")
        && foreign_sniff_table(sniff, "agent_name") ? 95 : 0;
}

const struct reader reader_hal = {
    .name = "hal",
    .title = "HAL leaderboard (SQLite)",
    .detects = "an SQLite table parsed_results",
    .sniff = hal_sniff,
    .read = hal_read,
};
