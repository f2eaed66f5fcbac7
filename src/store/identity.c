/* identity.c - which model a raw name stands for.
 *
 * Raw names stay as written. Two names are one model only by exact equality, by a user's
 * alias, or when the stated rules make the same canonical name of both: letter case, an
 * owner before it ("org/", "org__"), separators, and a suffix that says how the model was
 * stored or asked ("-AWQ", "(high)"), which becomes a condition. No date, size or version is
 * ever dropped: those are different models.
 */
#include "store/identity.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* --- the rules --- */

/* Names that mean nothing without their folder: not even the owner is cut off. */
static bool
is_generic(const char *name)
{
    static const char *const generic[] = { "checkpoint", "ckpt", "step", "epoch", "global_step",
        "iter", "final", "model", "merged", "output", "latest", "best", "pytorch_model", "adapter",
        "weights", "snapshot", "main", "hf" };
    size_t length = strcspn(name, "-_.0123456789");

    for (size_t i = 0; i < sizeof generic / sizeof *generic; i++)
        if (strlen(generic[i]) == length && strncmp(name, generic[i], length) == 0)
            return true;
    return strncmp(name, "pytorch_model", 13) == 0 || strncmp(name, "global_step", 11) == 0;
}

/* "meta-llama/Llama-3.1-8B" and "meta-llama__Llama-3.1-8B" without their owner; the name is
 * cut at trailing slashes. */
static const char *
without_owner(char *name)
{
    size_t length = strlen(name);
    const char *slash, *mark;

    while (length > 1 && name[length - 1] == '/')
        name[--length] = '\0';
    slash = strrchr(name, '/');
    mark = strstr(name, "__");
    if (slash != NULL && slash[1] != '\0')
        return is_generic(slash + 1) ? name : slash + 1;
    if (mark != NULL && mark != name && mark[2] != '\0' && !is_generic(mark + 2))
        return mark + 2;
    return name;
}

static char *
fold_case(const char *raw)
{
    char *folded;

    for (const char *at = raw; *at != '\0'; at++)
        if ((unsigned char)*at >= 0x80)
            return text_fold(raw);
    folded = mem_strdup(raw);
    for (char *at = folded; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    return folded;
}

/* One '-' for each run of blanks, '_' and '-', none at the ends. '.' stays: 3.1 is not 31. */
static void
join_separators(char *name)
{
    char *to = name;

    for (const char *at = name; *at != '\0'; at++) {
        bool separator = *at == ' ' || *at == '_' || *at == '-';

        if (!separator)
            *to++ = *at;
        else if (to != name && to[-1] != '-')
            *to++ = '-';
    }
    while (to != name && to[-1] == '-')
        to--;
    *to = '\0';
}

/* Suffixes that say how a model is stored, not which it is; the longest first. */
static const char *const formats[] = { "q4-k-m", "q4-k-s", "q5-k-m", "q5-k-s", "q3-k-m", "q6-k",
    "q8-0", "q5-0", "q4-0", "iq4-xs", "w4a16", "w8a8", "w8a16", "mxfp4", "nvfp4", "bf16", "fp16",
    "fp32", "fp8", "int8", "int4", "8bit", "4bit", "awq", "gptq", "gguf", "nf4", "bnb" };

/* How long the suffix at the end of the name is, its separator included; 0 for none. */
static size_t
format_suffix(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        size_t tail = strlen(formats[i]);

        if (length > tail + 1 && memcmp(name + length - tail, formats[i], tail) == 0
            && (name[length - tail - 1] == '-' || name[length - tail - 1] == '.'))
            return tail + 1;
    }
    return 0;
}

static char *
cut_formats(char *name)
{
    size_t length = strlen(name), kept = length, tail;
    char *cut;

    while ((tail = format_suffix(name, kept)) > 0)
        kept -= tail;
    if (kept == length)
        return NULL;
    cut = mem_strdup(name + kept + 1);
    name[kept] = '\0';
    /* The container of a quantised file says nothing more. */
    length = strlen(cut);
    if (length > 5 && strcmp(cut + length - 4, "gguf") == 0)
        cut[length - 5] = '\0';
    return cut;
}

/* "gpt-5 (high)": the effort in brackets at the end. */
static char *
cut_effort(char *name)
{
    static const char *const efforts[] = { "(none)", "(minimal)", "(low)", "(medium)", "(high)",
        "(xhigh)", "(max)" };
    size_t length = strlen(name);

    for (size_t i = 0; i < sizeof efforts / sizeof *efforts; i++) {
        size_t tail = strlen(efforts[i]);

        if (length > tail + 1 && strcmp(name + length - tail, efforts[i]) == 0) {
            char *effort = mem_strndup(efforts[i] + 1, tail - 2);

            name[length - tail] = '\0';
            join_separators(name);
            return effort;
        }
    }
    return NULL;
}

struct identity_name
identity_parse(const char *raw)
{
    char *folded = fold_case(raw);
    struct identity_name name = { .canonical = mem_strdup(without_owner(folded)) };

    join_separators(name.canonical);
    if (*name.canonical == '\0') {           /* of nothing but separators */
        free(name.canonical);
        name.canonical = folded;
        return name;
    }
    free(folded);
    name.effort = cut_effort(name.canonical);
    name.quantization = cut_formats(name.canonical);
    return name;
}

void
identity_name_release(struct identity_name *name)
{
    free(name->canonical);
    free(name->quantization);
    free(name->effort);
}

/* --- in the store --- */

/* First column of the first row for one text parameter; 0 if there is none. */
static int64_t
id_for(sqlite3_stmt *stmt, const char *text)
{
    int64_t id = 0;

    if (stmt == NULL)
        return 0;
    sql_text_static(stmt, 1, text);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        id = sqlite3_column_int64(stmt, 0);
    sqlite3_reset(stmt);
    return id;
}

static int64_t
model_of_alias(struct store *store, const char *raw, struct error *err)
{
    return id_for(store_statement(store, STATEMENT_FIND_ALIAS,
        "SELECT model FROM alias WHERE raw = ? AND source = 0", err), raw);
}

/* What the rules made of other names counts before what a user decided of one of them. */
static int64_t
model_of_canonical(struct store *store, const char *canonical, struct error *err)
{
    sqlite3_stmt *stmt = store_statement(store, STATEMENT_FIND_CANONICAL, "SELECT model, decided = 'user'"
        " FROM alias WHERE canonical = ? AND source = 0", err);
    int64_t id = 0;
    bool by_user = true;

    if (stmt == NULL)
        return 0;
    sql_text_static(stmt, 1, canonical);
    while (by_user && sqlite3_step(stmt) == SQLITE_ROW) {
        by_user = sqlite3_column_int(stmt, 1) != 0;
        if (id == 0 || !by_user)
            id = sqlite3_column_int64(stmt, 0);
    }
    sqlite3_reset(stmt);
    return id;
}

/* The name must not have a meaning yet. */
static bool
add_alias(struct store *store, const char *raw, int64_t model, const char *canonical,
    const char *decided, struct error *err)
{
    sqlite3_stmt *stmt = store_statement(store, STATEMENT_ADD_ALIAS,
        "INSERT INTO alias (raw, model, canonical, decided) VALUES (?, ?, ?, ?)", err);

    if (stmt == NULL)
        return false;
    sql_text_static(stmt, 1, raw);
    sql_int(stmt, 2, model);
    sql_text_static(stmt, 3, canonical);
    sql_text_static(stmt, 4, decided);
    return sql_run(stmt, err);
}

/* "resnet50.a1_in1k" is a tagged checkpoint of "resnet50": lower case, one point, and after it a
 * letter or a number of epochs ("300ep"), for "qwen2.5" is no checkpoint of "qwen2". Returns the
 * length of the architecture, the whole name's if there is no tag, 0 for another shape. */
static size_t
architecture_length(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_";
    size_t length = strspn(name, letters);
    const char *tag = name + length + 1;

    if (length == 0 || name[length] == '\0')
        return length;
    if (name[length] != '.' || tag[strspn(tag, letters)] != '\0')
        return 0;
    return islower((unsigned char)tag[0]) || strncmp(tag + strspn(tag, "0123456789"), "ep", 2) == 0
        ? length : 0;
}

/* A checkpoint's parent is its architecture, whichever of them comes first. */
static bool
find_family(struct store *store, int64_t id, const char *name, struct error *err)
{
    size_t length = architecture_length(name);
    int64_t parent;
    char *text;

    if (length == 0)
        return true;
    text = mem_strndup(name, length + 1);
    if (text[length] == '.') {
        text[length] = '\0';
        parent = id_for(store_statement(store, STATEMENT_FIND_MODEL, "SELECT id FROM model WHERE name = ?",
            err), text);
        free(text);
        return parent == 0 || sql_execf(store->db, err, "UPDATE model SET parent = %lld WHERE id ="
            " %lld", (long long)parent, (long long)id);
    }
    free(text);
    if (id_for(store_statement(store, STATEMENT_FIND_CHILD, "SELECT id FROM model WHERE name > ?1 || '.' AND"
            " name < ?1 || '/' LIMIT 1", err), name) == 0)
        return true;
    return sql_execf(store->db, err, "UPDATE model SET parent = %lld WHERE (name GLOB %Q || '.[a-z]*'"
        " OR name GLOB %Q || '.[0-9]*ep*') AND name NOT GLOB '*[^a-z0-9_.]*' AND name NOT GLOB"
        " '*.*.*'", (long long)id, name, name);
}

/* The model of that very name, made if there is none. */
static int64_t
add_model(struct store *store, const char *name, struct error *err)
{
    sqlite3_stmt *stmt = store_statement(store, STATEMENT_ADD_MODEL,
        "INSERT INTO model (name) VALUES (?) ON CONFLICT DO NOTHING", err);

    if (stmt == NULL)
        return 0;
    sql_text_static(stmt, 1, name);
    if (!sql_run(stmt, err))
        return 0;
    if (sqlite3_changes(store->db) > 0) {
        int64_t id = sqlite3_last_insert_rowid(store->db);

        return find_family(store, id, name, err) ? id : 0;
    }
    return id_for(store_statement(store, STATEMENT_FIND_MODEL, "SELECT id FROM model WHERE name = ?",
        err), name);
}

/* A model is not called after the quantisation or the effort that is named first. */
static char *
name_without(const char *raw, const char *suffix)
{
    size_t length = strlen(raw), tail = suffix == NULL ? 0 : strlen(suffix);

    if (tail == 0 || length < tail + 2 || strchr("-_ ", raw[length - tail - 1]) == NULL)
        return mem_strdup(raw);
    for (size_t i = 0; i < tail; i++) {
        int a = tolower((unsigned char)raw[length - tail + i]),
            b = tolower((unsigned char)suffix[i]);

        if (a != b && !(strchr("-_ ", a) != NULL && strchr("-_ ", b) != NULL))
            return mem_strdup(raw);
    }
    return mem_strndup(raw, length - tail - 1);
}

int64_t
identity_model(struct store *store, const char *raw, struct error *err)
{
    struct identity_name name;
    int64_t id = model_of_alias(store, raw, err);
    bool by_rule, done;

    if (id != 0)
        return id;
    name = identity_parse(raw);
    id = model_of_canonical(store, name.canonical, err);
    by_rule = id != 0;
    if (!by_rule) {
        char *asked = name.effort == NULL ? NULL : mem_printf("(%s)", name.effort);
        char *without = name_without(raw, asked), *plain = name_without(without, name.quantization);

        id = add_model(store, plain, err);
        free(plain);
        free(without);
        free(asked);
    }
    done = id != 0 && add_alias(store, raw, id, name.canonical, by_rule ? "rule" : "exact", err);
    identity_name_release(&name);
    return done ? id : 0;
}

bool
identity_mention(struct store *store, int64_t source, const char *raw, struct error *err)
{
    sqlite3_stmt *stmt = store_statement(store, STATEMENT_MENTION,
        "INSERT OR IGNORE INTO mention (source, raw) VALUES (?, ?)", err);

    if (stmt == NULL || identity_model(store, raw, err) == 0)
        return false;
    sql_int(stmt, 1, source);
    sql_text_static(stmt, 2, raw);
    return sql_run(stmt, err);
}

/* Models that no name means any more; parents of others stay. */
static bool
drop_models(struct store *store, struct error *err)
{
    return sql_exec(store->db, "DELETE FROM model WHERE id NOT IN (SELECT model FROM alias) AND id"
        " NOT IN (SELECT parent FROM model WHERE parent IS NOT NULL)", err);
}

bool
identity_collect(struct store *store, struct error *err)
{
    return sql_exec(store->db, "DELETE FROM alias WHERE decided <> 'user' AND raw NOT IN"
        " (SELECT raw FROM mention); UPDATE model SET parent = NULL WHERE parent NOT IN (SELECT"
        " model FROM alias)", err) && drop_models(store, err);
}

/* Of a name that a user gave: a model of that name, a raw name's model, or a new one. */
static int64_t
model_named(struct store *store, const char *name, struct error *err)
{
    int64_t id = id_for(store_statement(store, STATEMENT_FIND_MODEL,
        "SELECT id FROM model WHERE name = ?", err), name);

    if (id == 0)
        id = model_of_alias(store, name, err);
    return id != 0 ? id : add_model(store, name, err);
}

static bool
set_alias(struct store *store, const char *raw, const char *model, struct error *err)
{
    struct identity_name name = identity_parse(raw);
    int64_t id = model_named(store, model, err);
    bool done = id != 0
        && sql_execf(store->db, err, "DELETE FROM alias WHERE raw = %Q AND source = 0", raw)
        && add_alias(store, raw, id, name.canonical, "user", err) && drop_models(store, err);

    identity_name_release(&name);
    return done;
}

/* The rules decide about the name again. */
static bool
forget_alias(struct store *store, const char *raw, struct error *err)
{
    return sql_execf(store->db, err, "DELETE FROM alias WHERE raw = %Q AND source = 0", raw)
        && identity_model(store, raw, err) != 0 && drop_models(store, err);
}

bool
store_set_alias(struct store *store, const char *raw, const char *model, struct error *err)
{
    if (!store_writable(store, err) || !sql_exec(store->db, "SAVEPOINT alias", err))
        return false;
    if (!(model != NULL ? set_alias(store, raw, model, err) : forget_alias(store, raw, err))) {
        sql_exec(store->db, "ROLLBACK TO alias; RELEASE alias", NULL);
        return false;
    }
    store->decisions = true;
    return sql_exec(store->db, "RELEASE alias", err);
}
