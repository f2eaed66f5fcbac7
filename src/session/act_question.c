/* act_question.c - handlers that change what is asked: filter, grouping, decisions about
 * measures, lens and options, kept measures, SQL. */
#include "session/actions.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "session/commands.h"
#include "session/explorer.h"
#include "session/order.h"

static bool
open_prompt(struct session *session, enum prompt_kind kind, const char *text)
{
    prompt_open(&session->prompt, kind, text);
    session->mode = MODE_PROMPT;
    return true;
}

bool
act_where(struct session *session, const struct call *call)
{
    if (call->argument[0] == '\0')
        return open_prompt(session, PROMPT_WHERE, session->state.where);
    string_assign(&session->state.where,
        strcmp(call->argument, "none") == 0 ? NULL : call->argument);
    return true;
}

bool
act_pick(struct session *session, const struct call *call)
{
    string_assign(&session->state.pick,
        strcmp(call->argument, "none") == 0 ? NULL : call->argument);
    return true;
}

/* --- grouping --- */

static void
add_grouping(struct session *session, const char *keys, const char *note)
{
    char *line = mem_printf("by %s", keys);

    chooser_add(&session->chooser, keys, note, line);
    free(line);
}

bool
act_by(struct session *session, const struct call *call)
{
    const struct frame *frame = session->frame != NULL ? session->frame->frame : NULL;

    if (call->argument[0] != '\0') {
        string_assign(&session->state.by,
            strcmp(call->argument, "model") == 0 ? NULL : call->argument);
        session->state.plot[PAGE_FRONTIER].zoomed = false;
        return true;
    }
    chooser_begin(&session->chooser, "one point is", "by");
    add_grouping(session, "model", "a model");
    add_grouping(session, "row", "every record by itself");
    for (size_t i = 0; frame != NULL && i < frame->n_columns; i++) {
        char *keys;

        if (frame->columns[i].type != COLUMN_TEXT || strcmp(frame->columns[i].name, "model") == 0)
            continue;
        keys = mem_printf("model,%s", frame->columns[i].name);
        add_grouping(session, keys, "a model under each value of this");
        free(keys);
    }
    session_choose(session, session->state.by);
    return true;
}

/* --- decisions about measures: "NAME=VALUE" --- */

/* The name in full where a frame is there to know it, escaped; and the value. */
static bool
split_decision(struct session *session, const struct call *call, char **name,
    const char **value)
{
    const char *equals = text_find_separator(call->argument, '=');
    size_t n;
    char *typed, **parts;
    int column = FRAME_NONE;
    bool known;

    if (equals == NULL)
        return error_set(call->err, ERROR_USAGE, "NAME=VALUE, not \"%s\"", call->argument);
    typed = mem_strndup(call->argument, (size_t)(equals - call->argument));
    parts = text_split(typed, '=', &n);
    free(typed);
    if (session->frame != NULL)
        column = frame_find(session->frame->frame, parts[0], true, call->err);
    known = session->frame == NULL || column != FRAME_NONE;
    *name = NULL;
    if (known)
        *name = column != FRAME_NONE ? mem_strdup(session->frame->frame->columns[column].name)
                                     : mem_strdup(parts[0]);
    *value = equals + 1;
    text_split_free(parts, n);
    return known;
}

static bool
show_missing(struct session *session, bool only)
{
    char key[KEY_NAME_MAX];

    session->state.only_missing = only;
    session_key_words(session, "missing", key, sizeof key);
    if (only)
        session_say(session, "only points that lack a value; %s shows all again",
            key[0] != '\0' ? key : ":missing");
    view_move_to(session, 0);
    return true;
}

static bool
switch_missing(struct session *session, struct error *err)
{
    if (session_table(session) == NULL || table_can_miss(session))
        return show_missing(session, !session->state.only_missing);
    error_set(err, ERROR_REQUEST, "only points lack values, and this table has none");
    return error_hint(err, "the frontier and the table of all points have them");
}

bool
act_missing(struct session *session, const struct call *call)
{
    const char *value;
    char *name, *escaped;

    if (call->argument[0] == '\0')
        return switch_missing(session, call->err);
    if (strcmp(call->argument, "only") == 0 || strcmp(call->argument, "all") == 0)
        return show_missing(session, call->argument[0] == 'o');
    if (strcmp(call->argument, "none") == 0) {
        string_list_clear(&session->state.missing);
        string_list_add(&session->state.missing, "none");
        return true;
    }
    if (!split_decision(session, call, &name, &value))
        return false;
    escaped = text_escape(name);
    list_assign(&session->state.missing, escaped, value);
    free(escaped);
    if (session->trusted && session->database != NULL)
        post_store(session->worker, ORDER_MISSING, name, value, NULL);
    free(name);
    return true;
}

bool
act_direction(struct session *session, const struct call *call)
{
    bool prefix = strncmp(call->argument, "max:", 4) == 0
        || strncmp(call->argument, "min:", 4) == 0;
    const char *value = call->argument;
    char *name = NULL;
    bool good;

    if (prefix)
        name = mem_strdup(call->argument + 4);
    else if (!split_decision(session, call, &name, &value))
        return false;
    good = strncmp(value, "max", 3) == 0 || strncmp(value, "min", 3) == 0;
    if (good)
        session_decide_direction(session, name,
            value[1] == 'a' ? DIRECTION_MAX : DIRECTION_MIN);
    free(name);
    return good || error_set(call->err, ERROR_USAGE, "max or min, not \"%s\"", value);
}

bool
act_derive(struct session *session, const struct call *call)
{
    const char *equals = strchr(call->argument, '=');
    char *name;
    size_t length;

    if (call->argument[0] == '\0')
        return open_prompt(session, PROMPT_DERIVE, "");
    if (equals == NULL || equals == call->argument)
        return error_set(call->err, ERROR_USAGE, "NAME = EXPRESSION, not \"%s\"", call->argument);
    length = (size_t)(equals - call->argument);
    while (length > 0 && call->argument[length - 1] == ' ')
        length--;
    name = mem_strndup(call->argument, length);
    equals += 1 + strspn(equals + 1, " ");
    list_assign(&session->state.derive, name, equals[0] != '\0' ? equals : NULL);
    if (equals[0] != '\0')
        session_say(session, "%s is a measure now: x or y puts it on an axis", name);
    free(name);
    return true;
}

bool
act_mixed(struct session *session, const struct call *call)
{
    if (strcmp(call->argument, "warn") != 0 && strcmp(call->argument, "refuse") != 0)
        return error_set(call->err, ERROR_USAGE, "warn or refuse, not \"%s\"", call->argument);
    string_assign(&session->state.mixed, call->argument[0] == 'w' ? NULL : call->argument);
    return true;
}

bool
act_seed(struct session *session, const struct call *call)
{
    char *end;
    unsigned long long seed;

    errno = 0;
    seed = strtoull(call->argument, &end, 10);
    if (end == call->argument || *end != '\0' || errno != 0 || call->argument[0] == '-')
        return error_set(call->err, ERROR_USAGE, "a whole number, not \"%s\"", call->argument);
    session->state.seed = seed;
    return true;
}

/* --- lens and options --- */

static bool
choose_lens(struct session *session)
{
    size_t n;
    const struct lens *const *lenses = lens_all(&n);

    chooser_begin(&session->chooser, "lens", NULL);
    for (size_t i = 0; i < n; i++) {
        char *line = mem_printf("lens %s", lenses[i]->name);

        chooser_add(&session->chooser, lenses[i]->name, lenses[i]->summary, line);
        free(line);
    }
    session_choose(session, session->state.lens);
    return true;
}

/* Another lens has other tables and other axes. */
static void
forget_lens_page(struct session *session)
{
    session->views[PAGE_LENS].table = session->views[PAGE_LENS].chart = 0;
    session->state.plot[PAGE_LENS] = (struct plot_state){0};
}

bool
act_lens(struct session *session, const struct call *call)
{
    const struct lens *lens;

    if (call->argument[0] == '\0')
        return choose_lens(session);
    lens = lens_find(call->argument);
    if (lens == NULL) {
        error_set(call->err, ERROR_REQUEST, "no lens \"%s\"", call->argument);
        return error_hint(call->err, "L lists them");
    }
    if (strcmp(lens->name, "compare") == 0) {
        session_go(session, PAGE_COMPARE);
        return true;
    }
    if (session->state.lens == NULL || strcmp(session->state.lens, lens->name) != 0)
        forget_lens_page(session);
    string_assign(&session->state.lens, lens->name);
    session_add_bundled(session, lens);
    session_go(session, strcmp(lens->name, "frontier") == 0 ? PAGE_FRONTIER : PAGE_LENS);
    return true;
}

const struct lens *
page_lens(const struct session *session, enum page page)
{
    switch (page) {
    case PAGE_FRONTIER: case PAGE_TABLE:
        return lens_find("frontier");
    case PAGE_COMPARE:
        return lens_find("compare");
    case PAGE_LENS:
        return session->state.lens != NULL ? lens_find(session->state.lens) : NULL;
    default:
        return NULL;
    }
}

const struct lens *
session_lens(const struct session *session)
{
    enum page page = session->state.page;

    return page == PAGE_LENS || page == PAGE_COMPARE ? page_lens(session, page)
        : page_lens(session, PAGE_FRONTIER);
}

static const char *
option_value(const struct session *session, const struct lens *lens,
    const struct lens_option *option)
{
    char *name = mem_printf("%s.%s", lens->name, option->name);
    const char *value = list_value(&session->state.settings, name);

    free(name);
    return value != NULL ? value : option->fallback;
}

static bool
choose_option(struct session *session)
{
    const struct lens *lens = session_lens(session);
    size_t n;
    const struct option_row *rows = session_options_all(&n);

    chooser_begin(&session->chooser, "option", NULL);
    for (size_t i = 0; lens != NULL && i < lens->n_options; i++) {
        const struct lens_option *option = &lens->options[i];
        const char *value = option_value(session, lens, option);
        char *note = mem_printf("%s · %s", value[0] != '\0' ? value : "not set", option->help);
        char *line = mem_printf("command set %s ", option->name);

        chooser_add(&session->chooser, option->name, note, line);
        free(line);
        free(note);
    }
    for (size_t i = 0; i < n; i++) {
        char value[32];
        char *note, *line = mem_printf("command set %s ", rows[i].name);

        session_settings_show(&session->settings, (enum session_option)i, value, sizeof value);
        note = mem_printf("%s · %s", value, rows[i].help);
        chooser_add(&session->chooser, rows[i].name, note, line);
        free(line);
        free(note);
    }
    session_choose(session, NULL);
    return true;
}

static bool
set_lens_option(struct session *session, const struct lens *lens, const char *name,
    const char *value, struct error *err)
{
    struct lens_values *values = lens_values_new(lens);
    bool good = lens_values_set(values, name, value, err);
    char *full = mem_printf("%s.%s", lens->name, name);

    for (char *at = full; *at != '\0'; at++)
        if (*at == '-')
            *at = '_';
    if (good)
        list_assign(&session->state.settings, full, value);
    lens_values_free(values);
    free(full);
    return good;
}

static bool
set_option(struct session *session, const char *name, const char *value, struct error *err)
{
    const char *dot = strchr(name, '.');
    int own = session_option_find(name);
    const struct lens *lens = session_lens(session);

    if (own >= 0)
        return session_settings_set(&session->settings, (enum session_option)own, value, err);
    if (dot != NULL) {
        char *lens_name = mem_strndup(name, (size_t)(dot - name));

        lens = lens_find(lens_name);
        if (lens == NULL)
            error_set(err, ERROR_REQUEST, "no lens \"%s\"", lens_name);
        free(lens_name);
        name = dot + 1;
    }
    if (lens == NULL)
        return error_set(err, ERROR_REQUEST, "no option \"%s\" here", name);
    return set_lens_option(session, lens, name, value, err);
}

bool
act_set(struct session *session, const struct call *call)
{
    size_t length = strcspn(call->argument, " =");
    const char *value = call->argument + length;
    char *name;
    bool good;

    if (call->argument[0] == '\0')
        return session->interactive ? choose_option(session)
            : error_set(call->err, ERROR_USAGE, "set NAME VALUE");
    name = mem_strndup(call->argument, length);
    value += strspn(value, " =");
    good = set_option(session, name, value, call->err);
    free(name);
    return good;
}

/* --- results that become measures --- */

static const struct result_table *
table_with_column(const struct answer *answer, const char *column, int *at)
{
    for (size_t i = 0; answer != NULL && answer->result != NULL && i < answer->result->n_tables;
         i++) {
        const struct result_table *table = &answer->result->tables[i];

        *at = table_column(table, column);
        if (table->key != NULL && *at >= 0 && table->columns[*at].number != NULL)
            return table;
    }
    return NULL;
}

/* The commands that make a kept measure again: the question, then the keeping itself. */
static char *
kept_script(const struct session *session, const char *argument)
{
    struct strbuf script;

    strbuf_init(&script);
    state_question_text(&session->state, &script);
    strbuf_printf(&script, ":page %s\n:keep %s\n:reset\n",
        page_name(session->state.page), argument);
    return strbuf_detach(&script);
}

static void
add_kept(struct session *session, const struct result_table *table, int at, const char *name,
    char *script)
{
    const struct result_column *column = &table->columns[at];
    struct kept *kept = mem_zalloc(1, sizeof *kept);
    struct state *state = &session->state;

    kept->name = mem_strdup(name);
    kept->unit = mem_strdup(column->unit);
    kept->direction = column->direction;
    kept->script = script;
    kept->n = table->rows;
    kept->key = mem_zalloc(kept->n, sizeof *kept->key);
    kept->value = mem_zalloc(kept->n, sizeof *kept->value);
    for (size_t i = 0; i < kept->n; i++) {
        kept->key[i] = mem_strdup(table->key[i]);
        kept->value[i] = column->number[i];
    }
    ARRAY_PUSH(session->kept, session->n_kept, session->kept_capacity, kept);
    state->kept = mem_resize(state->kept, state->n_kept + 1, sizeof *state->kept);
    state->kept[state->n_kept++] = kept;
}

static bool
is_name_taken(const struct session *session, const char *name)
{
    for (size_t i = 0; i < session->state.n_kept; i++)
        if (strcmp(session->state.kept[i]->name, name) == 0)
            return true;
    return session->frame != NULL && frame_column(session->frame->frame, name) != FRAME_NONE;
}

bool
act_keep(struct session *session, const struct call *call)
{
    const struct answer *answer = session_answer(session);
    size_t length = strcspn(call->argument, " ");
    char *full = mem_strndup(call->argument, length);
    const char *name = call->argument + length + strspn(call->argument + length, " ");
    const char *dot = strrchr(full, '.');
    const struct result_table *table;
    int at = -1;
    bool good = false;

    name = name[0] != '\0' ? name : full;
    table = table_with_column(answer, dot != NULL ? dot + 1 : full, &at);
    if (dot != NULL && answer != NULL && answer->result != NULL
        && strncmp(answer->result->lens, full, (size_t)(dot - full)) != 0)
        error_set(call->err, ERROR_REQUEST, "the lens shown is %s: L shows another first",
            answer->result->lens);
    else if (table == NULL)
        error_set(call->err, ERROR_REQUEST, "no number per point named \"%s\" here",
            dot != NULL ? dot + 1 : full);
    else if (is_name_taken(session, name))
        error_set(call->err, ERROR_REQUEST, "there is a measure \"%s\" already: keep %s NAME",
            name, full);
    else
        good = true;
    if (good) {
        add_kept(session, table, at, name, kept_script(session, call->argument));
        session_say(session, "%s is a measure now: x or y puts it on an axis", name);
    }
    free(full);
    return good;
}

/* --- names and SQL --- */

bool
act_sql(struct session *session, const struct call *call)
{
    if (call->argument[0] == '\0')
        return open_prompt(session, PROMPT_SQL, "");
    post_sql(session->worker, call->argument);
    session_go(session, PAGE_SQL);
    return true;
}
