/* roles.c - see roles.h. The order is: the reader's word, the user's --map, the name, the
 * column's content. Text is any column with a cell that is neither number nor missing. */
#include "store/roles.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

static const char *const role_names[] = {
    [FIELD_MODEL] = "model", [FIELD_TASK] = "task", [FIELD_METRIC] = "metric",
    [FIELD_VALUE] = "value", [FIELD_ITEM] = "item", [FIELD_CLUSTER] = "cluster",
    [FIELD_SEED] = "seed", [FIELD_DATE] = "date", [FIELD_CONDITION] = "condition",
    [FIELD_ATTRIBUTE] = "attribute", [FIELD_MEASURE] = "measure", [FIELD_SE] = "se",
    [FIELD_N] = "n", [FIELD_IGNORE] = "ignore",
};

const char *
field_role_name(enum field_role role)
{
    return role_names[role];
}

enum field_role
field_role_parse(const char *name)
{
    for (size_t i = 0; i < sizeof role_names / sizeof *role_names; i++)
        if (strcmp(role_names[i], name) == 0)
            return (enum field_role)i;
    return FIELD_ATTRIBUTE;
}

static bool
is_numeric(const struct field *field)
{
    return field->texts == 0 && field->numbers > 0;
}

static void
take_facts(const struct catalogue *catalogue, struct field *field)
{
    struct measure_facts facts = catalogue_find(catalogue, field->name);

    if (field->direction == DIRECTION_UNKNOWN)
        field->direction = facts.direction;
    if (field->kind == KIND_DESCRIPTOR)
        field->kind = facts.kind;
    if (field->unit == NULL)
        field->unit = mem_strdup(facts.unit);
    if (field->tokens == NULL)
        field->tokens = mem_strdup(facts.missing);
}

static bool
role_of_reader(struct field *field)
{
    static const enum field_role roles[] = {
        [SINK_MODEL] = FIELD_MODEL, [SINK_TASK] = FIELD_TASK, [SINK_METRIC] = FIELD_METRIC,
        [SINK_VALUE] = FIELD_VALUE, [SINK_SE] = FIELD_SE, [SINK_N] = FIELD_N,
        [SINK_ITEM] = FIELD_ITEM, [SINK_CLUSTER] = FIELD_CLUSTER, [SINK_SEED] = FIELD_SEED,
        [SINK_CONDITION] = FIELD_CONDITION, [SINK_ATTRIBUTE] = FIELD_ATTRIBUTE,
        [SINK_MEASURE] = FIELD_MEASURE, [SINK_IGNORE] = FIELD_IGNORE,
    };

    if (field->told == SINK_UNKNOWN)
        return false;
    field->role = roles[field->told];
    return true;
}

static struct field *
field_named(struct field *fields, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(fields[i].name, name) == 0)
            return &fields[i];
    for (size_t i = 0; i < n; i++) {
        char *folded = catalogue_fold(fields[i].name), *wanted = catalogue_fold(name);
        bool same = strcmp(folded, wanted) == 0;

        free(folded);
        free(wanted);
        if (same)
            return &fields[i];
    }
    return NULL;
}

/* A standard error belongs to a column that is there; otherwise it is a plain number. */
static bool
role_of_se(struct field *fields, size_t n, struct field *field)
{
    char *base = catalogue_se_of(field->name);
    struct field *measure = base != NULL ? field_named(fields, n, base) : NULL;

    free(base);
    if (measure == NULL || measure == field)
        return false;
    field->role = FIELD_SE;
    free(field->of);
    field->of = mem_strdup(measure->name);
    return true;
}

static bool
role_of_name(const struct catalogue *catalogue, struct field *fields, size_t n,
    struct field *field)
{
    const char *condition = catalogue_condition(field->name);
    bool numeric = is_numeric(field);

    if (numeric && role_of_se(fields, n, field))
        return true;
    switch (catalogue_guess(field->name)) {
    case GUESS_TASK:
        if (numeric)
            return false;
        field->role = FIELD_TASK;
        return true;
    case GUESS_METRIC:
        field->role = numeric ? FIELD_MEASURE : FIELD_METRIC;
        return true;
    case GUESS_VALUE:
        field->role = FIELD_VALUE;
        return numeric;
    case GUESS_SEED:
        field->role = FIELD_SEED;
        return !field->has_fraction;
    case GUESS_ITEM:
        field->role = FIELD_ITEM;
        return true;
    case GUESS_DATE:
        field->role = FIELD_DATE;
        return true;
    case GUESS_N:
        field->role = FIELD_N;
        return numeric && !field->has_fraction;
    default:
        break;
    }
    if (condition == NULL || (numeric && catalogue_find(catalogue, field->name).known))
        return false;
    field->role = FIELD_CONDITION;
    free(field->of);
    field->of = mem_strdup(condition);
    return true;
}

/* The model: told, mapped, a usual name, else the first text column. */
static void
choose_model(struct field *fields, size_t n)
{
    struct field *best = NULL;

    for (size_t i = 0; i < n; i++)
        if (fields[i].role == FIELD_MODEL && (fields[i].by_user || fields[i].told == SINK_MODEL))
            return;
    for (size_t i = 0; i < n && best == NULL; i++)
        if (!fields[i].by_user && catalogue_guess(fields[i].name) == GUESS_MODEL
            && fields[i].texts + fields[i].numbers > 0 && !fields[i].has_fraction)
            best = &fields[i];
    for (size_t i = 0; i < n && best == NULL; i++)
        if (!fields[i].by_user && fields[i].texts > 0 && fields[i].role == FIELD_ATTRIBUTE)
            best = &fields[i];
    if (best != NULL)
        best->role = FIELD_MODEL;
}

static void
infer(const struct catalogue *catalogue, struct field *fields, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct field *field = &fields[i];

        field->role = is_numeric(field) ? FIELD_MEASURE : FIELD_ATTRIBUTE;
        if (!role_of_reader(field) && !role_of_name(catalogue, fields, n, field))
            field->role = is_numeric(field) ? FIELD_MEASURE : FIELD_ATTRIBUTE;
        take_facts(catalogue, field);
    }
}

/* --- --map ROLE=[dir:]COLUMN --- */

static const char *
map_direction(const char *column, enum direction *direction)
{
    if (strncmp(column, "max:", 4) == 0) {
        *direction = DIRECTION_MAX;
        return column + 4;
    }
    if (strncmp(column, "min:", 4) == 0) {
        *direction = DIRECTION_MIN;
        return column + 4;
    }
    return column;
}

static bool
map_unknown_column(struct field *fields, size_t n, const char *column, struct error *err)
{
    const char **names = mem_zalloc(n, sizeof *names);
    const char *nearest;

    for (size_t i = 0; i < n; i++)
        names[i] = fields[i].name;
    nearest = text_nearest(column, names, n);
    error_set(err, ERROR_REQUEST, "--map: no column \"%s\"", column);
    if (nearest != NULL)
        error_hint(err, "did you mean \"%s\"?", nearest);
    free(names);
    return false;
}

/* A known role keeps the column's name; any other word renames the column as a measure. */
static void
map_apply(struct field *field, const char *role, enum direction direction)
{
    bool known = false;

    for (size_t i = 0; i < sizeof role_names / sizeof *role_names; i++)
        known = known || strcmp(role_names[i], role) == 0;
    field->by_user = true;
    field->told = SINK_UNKNOWN;
    if (known) {
        field->role = field_role_parse(role);
    } else if (catalogue_condition(role) != NULL && field->texts > 0) {
        field->role = FIELD_CONDITION;
        free(field->of);
        field->of = mem_strdup(catalogue_condition(role));
    } else {
        field->role = FIELD_MEASURE;
        free(field->name);
        field->name = mem_strdup(role);
    }
    if (direction != DIRECTION_UNKNOWN)
        field->direction = direction;
}

static bool
map_one(const struct catalogue *catalogue, struct field *fields, size_t n, const char *entry,
    struct error *err)
{
    const char *equals = strchr(entry, '=');
    enum direction direction = DIRECTION_UNKNOWN;
    struct field *field;
    const char *column;
    char *role;

    if (equals == NULL || equals == entry) {
        error_set(err, ERROR_USAGE, "--map %s: expected ROLE=COLUMN", entry);
        return error_hint(err, "as in --map model=Model or --map 'acc=max:Average (%%)'");
    }
    column = map_direction(equals + 1, &direction);
    field = field_named(fields, n, column);
    if (field == NULL)
        return map_unknown_column(fields, n, column, err);
    role = mem_strndup(entry, (size_t)(equals - entry));
    map_apply(field, role, direction);
    if (field->role == FIELD_MEASURE)
        take_facts(catalogue, field);
    free(role);
    return true;
}

static void
say_list(const struct field *fields, size_t n, enum field_role role, const char *word,
    struct strbuf *said)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++)
        if (fields[i].role == role)
            strbuf_printf(said, "%s%s", count++ == 0 ? word : ", ", fields[i].name);
    if (count > 0)
        strbuf_puts(said, "; ");
}

static void
say(const struct field *fields, size_t n, struct strbuf *said)
{
    size_t start = said->length;

    say_list(fields, n, FIELD_MODEL, "model: ", said);
    say_list(fields, n, FIELD_TASK, "task: ", said);
    say_list(fields, n, FIELD_ITEM, "item: ", said);
    say_list(fields, n, FIELD_CONDITION, "conditions: ", said);
    say_list(fields, n, FIELD_MEASURE, "measures: ", said);
    say_list(fields, n, FIELD_SE, "standard errors: ", said);
    if (said->length >= start + 2) {
        said->length -= 2;
        said->data[said->length] = '\0';
    }
}

bool
roles_decide(const struct catalogue *catalogue, struct field *fields, size_t n,
    const char *const *map, size_t n_map, struct strbuf *said, struct error *err)
{
    infer(catalogue, fields, n);
    for (size_t i = 0; i < n_map; i++)
        if (!map_one(catalogue, fields, n, map[i], err))
            return false;
    choose_model(fields, n);
    for (size_t i = 0; i < n; i++)           /* --map may have renamed a measure */
        if (fields[i].role == FIELD_SE && fields[i].of == NULL
            && !role_of_se(fields, n, &fields[i]))
            fields[i].role = FIELD_MEASURE;
    say(fields, n, said);
    return true;
}
