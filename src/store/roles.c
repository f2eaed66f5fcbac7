/* roles.c - see roles.h. The order is: the reader's word, the user's --map, the name, the
 * column's content. Text is any column with a cell that is neither number nor missing. */
#include "store/roles.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

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

/* Items may belong to clusters; a cluster of machines is something else. */
static bool
has_items(const struct field *fields, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (fields[i].by_user ? fields[i].role == FIELD_ITEM
            : catalogue_guess(fields[i].name) == GUESS_ITEM)
            return true;
    return false;
}

/* Answers are scored once under each filter that extracts them: not samples of an item, but a
 * condition. A filter of other things may be anything. */
static bool
is_filter_of_items(const struct field *fields, size_t n, const struct field *field)
{
    char *name = catalogue_fold(field->name);
    bool is = strcmp(name, "filter") == 0 && !is_numeric(field) && has_items(fields, n);

    free(name);
    return is;
}

static bool
role_of_name(const struct catalogue *catalogue, struct field *fields, size_t n,
    struct field *field)
{
    const char *condition = is_filter_of_items(fields, n, field) ? "filter"
        : catalogue_condition(field->name);
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
    case GUESS_REPEAT:
        field->role = FIELD_SEED;
        return numeric && !field->has_fraction && has_items(fields, n);
    case GUESS_ITEM:
        field->role = FIELD_ITEM;
        return true;
    case GUESS_CLUSTER:
        field->role = FIELD_CLUSTER;
        return has_items(fields, n);
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

/* A column with a model's usual name; "model" before "system", "method" or "name". */
static struct field *
usual_model(struct field *fields, size_t n)
{
    struct field *best = NULL;

    for (size_t i = 0; i < n; i++) {
        if (fields[i].by_user || catalogue_guess(fields[i].name) != GUESS_MODEL
            || fields[i].texts + fields[i].numbers == 0 || fields[i].has_fraction)
            continue;
        if (strncasecmp(fields[i].name, "model", 5) == 0)
            return &fields[i];
        if (best == NULL)
            best = &fields[i];
    }
    return best;
}

/* A nested member whose own name is a model's, as config.model: in documents without better. */
static struct field *
nested_model(struct field *fields, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *dot = strrchr(fields[i].name, '.');

        if (dot != NULL && !fields[i].by_user && fields[i].texts > 0
            && strncasecmp(dot + 1, "model", 5) == 0
            && catalogue_guess(dot + 1) == GUESS_MODEL)
            return &fields[i];
    }
    return NULL;
}

/* The model: told, mapped, a usual name, a nested one, else the first text column. */
static void
choose_model(struct field *fields, size_t n)
{
    struct field *best = usual_model(fields, n);

    if (best == NULL)
        best = nested_model(fields, n);
    for (size_t i = 0; i < n; i++)
        if (fields[i].role == FIELD_MODEL && (fields[i].by_user || fields[i].told == SINK_MODEL))
            return;
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

/* "stderr" by itself is of the value column, or of the capability right before it. */
static void
settle_bare_errors(struct field *fields, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct field *of = NULL;

        if (fields[i].by_user || fields[i].told != SINK_UNKNOWN || !is_numeric(&fields[i])
            || catalogue_guess(fields[i].name) != GUESS_SE)
            continue;
        for (size_t k = 0; k < n && of == NULL; k++)
            if (fields[k].role == FIELD_VALUE)
                of = &fields[k];
        if (of == NULL && i > 0 && fields[i - 1].role == FIELD_MEASURE
            && fields[i - 1].kind == KIND_CAPABILITY)
            of = &fields[i - 1];
        if (of == NULL)
            continue;
        fields[i].role = FIELD_SE;
        free(fields[i].of);
        fields[i].of = mem_strdup(of->name);
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
map_unknown_column(struct field *fields, size_t n, const char *entry, const char *column,
    struct error *err)
{
    const char **names = mem_zalloc(n, sizeof *names);
    const char *nearest;

    for (size_t i = 0; i < n; i++)
        names[i] = fields[i].name;
    nearest = text_nearest(column, names, n);
    error_set(err, ERROR_REQUEST, "--map %s: no column \"%s\"", entry, column);
    if (nearest != NULL)
        error_hint(err, "did you mean \"%s\"?", nearest);
    else if (n > 0)
        error_hint(err, "there are %zu, from \"%s\" to \"%s\"", n, names[0], names[n - 1]);
    free(names);
    return false;
}

/* The one field of whose name this is a part; NULL if there are none or several. */
static struct field *
field_containing(struct field *fields, size_t n, const char *part)
{
    struct field *found = NULL;

    for (size_t i = 0; i < n; i++)
        if (text_contains(fields[i].name, part)) {
            if (found != NULL)
                return NULL;
            found = &fields[i];
        }
    return found;
}

/* The field that a user means: its name, in which a backslash may stand before a separator, or
 * a unique part of it. */
static struct field *
field_written(struct field *fields, size_t n, const char *column)
{
    struct field *field = field_named(fields, n, column);
    char **parts;
    size_t count;

    if (field != NULL || *column == '\0')
        return field;
    parts = text_split(column, '\0', &count);
    field = field_named(fields, n, parts[0]);
    if (field == NULL)
        field = field_containing(fields, n, parts[0]);
    text_split_free(parts, count);
    return field;
}

static bool
is_role(const char *word)
{
    for (size_t i = 0; i < sizeof role_names / sizeof *role_names; i++)
        if (strcmp(role_names[i], word) == 0)
            return true;
    return false;
}

/* A measure holds numbers, under a name that no other column has. */
static bool
check_measure(const struct field *fields, size_t n, const struct field *field, const char *name,
    struct error *err)
{
    for (size_t i = 0; i < n; i++)
        if (&fields[i] != field && strcmp(fields[i].name, name) == 0)
            return error_set(err, ERROR_REQUEST, "--map %s=%s: another column is named \"%s\"",
                name, field->name, name);
    if (field->texts == 0 || catalogue_condition(name) != NULL)
        return true;
    error_set(err, ERROR_REQUEST, "--map %s=%s: the column is no measure: %zu of its %zu cells %s"
        " text", name, field->name, field->texts, field->texts + field->numbers,
        field->texts == 1 ? "is" : "are");
    return error_hint(err, "--map attribute=%s keeps it as text", field->name);
}

/* A role keeps the column's name; any other word renames the column as a measure. */
static void
map_apply(struct field *field, const char *role, enum direction direction)
{
    field->by_user = true;
    field->told = SINK_UNKNOWN;
    if (is_role(role)) {
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

/* *found: the column is there. */
static bool
map_one(const struct catalogue *catalogue, struct field *fields, size_t n, const char *entry,
    bool *found, struct error *err)
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
    field = field_written(fields, n, column);
    *found = field != NULL;
    if (field == NULL)
        return map_unknown_column(fields, n, entry, column, err);
    role = mem_strndup(entry, (size_t)(equals - entry));
    if (!is_role(role) && !check_measure(fields, n, field, role, err)) {
        free(role);
        return false;
    }
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

void
roles_say(const struct field *fields, size_t n, struct strbuf *said)
{
    size_t start = said->length;

    say_list(fields, n, FIELD_MODEL, "model: ", said);
    say_list(fields, n, FIELD_TASK, "task: ", said);
    say_list(fields, n, FIELD_ITEM, "item: ", said);
    say_list(fields, n, FIELD_CLUSTER, "cluster: ", said);
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
    struct role_map *map, struct strbuf *absent, struct error *err)
{
    infer(catalogue, fields, n);
    for (size_t i = 0; i < map->n; i++) {
        struct error why = { .kind = ERROR_NONE };
        bool found = true;

        if (!map_one(catalogue, fields, n, map->entries[i], &found, &why) && found) {
            if (err != NULL)
                *err = why;
            return false;
        }
        map->found[i] = map->found[i] || found;
        if (found)
            continue;
        strbuf_printf(absent, "%s%s", absent->length > 0 ? "\n" : "", why.message);
        if (map->absent[i].kind == ERROR_NONE)
            map->absent[i] = why;
    }
    choose_model(fields, n);
    settle_bare_errors(fields, n);
    for (size_t i = 0; i < n; i++)           /* --map or a reader may have said no more than "se" */
        if (fields[i].role == FIELD_SE && fields[i].of == NULL
            && !role_of_se(fields, n, &fields[i]))
            fields[i].role = FIELD_MEASURE;
    return true;
}
