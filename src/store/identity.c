/* identity.c - which model a raw name stands for.
 *
 * Raw names stay as written. Two names are one model only by exact equality, by a user's
 * alias, or when the stated rules give the same canonical form: case, a leading "org/" or
 * "org__", separators, and a quantisation or effort suffix, which becomes a condition. No
 * date, size or version is ever dropped: those are different models.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/store_parts.h"

/* Suffixes that say how a model was run or stored, not which it is. */
static const char *const precisions[] = { "bf16", "fp16", "fp8", "fp32", "int8", "int4", "awq",
    "gptq", "gguf", "nf4", "mxfp4", "q4_k_m", "q5_k_m", "q6_k", "q8_0", "q4_0", "w4a16", "w8a8" };

/* "meta-llama/Llama-3.1-8B" and "meta-llama__Llama-3.1-8B" without their owner. */
static const char *
without_owner(const char *raw)
{
    const char *slash = strrchr(raw, '/'), *mark = strstr(raw, "__");

    if (slash != NULL && slash[1] != '\0')
        return slash + 1;
    return mark != NULL && mark != raw && mark[2] != '\0' ? mark + 2 : raw;
}

/* Folded, with one '-' for each run of blanks, '_' and '-'. '.' stays: 3.1 is not 31. */
static char *
folded_name(const char *raw)
{
    char *folded = text_fold(raw), *to = folded;

    for (const char *at = folded; *at != '\0'; at++) {
        bool separator = *at == ' ' || *at == '_' || *at == '-';

        if (!separator)
            *to++ = *at;
        else if (to != folded && to[-1] != '-')
            *to++ = '-';
    }
    while (to != folded && to[-1] == '-')
        to--;
    *to = '\0';
    return folded;
}

static bool
cut_suffix(char *name, const char *suffix)
{
    size_t length = strlen(name), tail = strlen(suffix);
    char *folded = mem_strdup(suffix);
    bool fits;

    for (char *at = folded; *at != '\0'; at++)
        if (*at == '_')
            *at = '-';
    fits = length > tail + 1 && name[length - tail - 1] == '-'
        && strcmp(name + length - tail, folded) == 0;
    if (fits)
        name[length - tail - 1] = '\0';
    free(folded);
    return fits;
}

/* "gpt-5 (high)": the effort in brackets at the end. */
static char *
cut_effort(char *name)
{
    static const char *const efforts[] = { "minimal", "low", "medium", "high", "xhigh" };

    for (size_t i = 0; i < sizeof efforts / sizeof *efforts; i++) {
        char suffix[16];

        snprintf(suffix, sizeof suffix, "(%s)", efforts[i]);
        if (cut_suffix(name, suffix))
            return mem_strdup(efforts[i]);
    }
    return NULL;
}

char *
identity_canonical(const char *raw, char **precision, char **effort)
{
    char *name = folded_name(without_owner(raw));

    *precision = *effort = NULL;
    *effort = cut_effort(name);
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < sizeof precisions / sizeof *precisions; i++)
            if (cut_suffix(name, precisions[i])) {
                free(*precision);
                *precision = mem_strdup(precisions[i]);
                again = true;
            }
    }
    return name;
}

/* Statements of identities are prepared once: a leaderboard has thousands of names. */
static sqlite3_stmt *
prepared(struct store *store, enum identity_statement which, const char *sql, struct error *err)
{
    if (store->identity[which] == NULL)
        store->identity[which] = sql_prepare(store->db, sql, err);
    return store->identity[which];
}

/* First column of the first row for one text parameter; 0 if there is none. */
static int64_t
id_for(sqlite3_stmt *stmt, const char *text)
{
    int64_t id = 0;

    if (stmt == NULL)
        return 0;
    sql_text(stmt, 1, text);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        id = sqlite3_column_int64(stmt, 0);
    sqlite3_reset(stmt);
    return id;
}

static int64_t
model_of_alias(struct store *store, const char *raw)
{
    return id_for(prepared(store, IDENTITY_FIND_ALIAS,
        "SELECT model FROM alias WHERE raw = ? AND ifnull(source, 0) = 0", NULL), raw);
}

/* The model some of whose raw names has this canonical form: canonical forms are aliases
 * too, behind a byte with which no name begins. */
static int64_t
model_of_rule(struct store *store, const char *canonical)
{
    char *key = mem_printf("\x01%s", canonical);
    int64_t id = model_of_alias(store, key);

    free(key);
    return id;
}

static bool
add_alias(struct store *store, const char *raw, int64_t model, const char *decided,
    struct error *err)
{
    sqlite3_stmt *stmt = prepared(store, IDENTITY_ADD_ALIAS, "INSERT OR REPLACE INTO alias"
        " (raw, source, model, decided) VALUES (?, NULL, ?, ?)", err);

    if (stmt == NULL)
        return false;
    sql_text(stmt, 1, raw);
    sql_int(stmt, 2, model);
    sql_text(stmt, 3, decided);
    return sql_run(stmt, err);
}

static int64_t
add_model(struct store *store, const char *name, struct error *err)
{
    sqlite3_stmt *stmt = prepared(store, IDENTITY_ADD_MODEL,
        "INSERT OR IGNORE INTO model (name) VALUES (?)", err);

    if (stmt == NULL)
        return 0;
    sql_text(stmt, 1, name);
    if (!sql_run(stmt, err))
        return 0;
    return id_for(prepared(store, IDENTITY_FIND_MODEL, "SELECT id FROM model WHERE name = ?",
        err), name);
}

int64_t
identity_model(struct store *store, const char *raw, struct error *err)
{
    char *precision, *effort, *canonical, *key;
    int64_t id = model_of_alias(store, raw);
    bool by_rule, done;

    if (id != 0)
        return id;
    canonical = identity_canonical(raw, &precision, &effort);
    id = model_of_rule(store, canonical);
    by_rule = id != 0;
    if (!by_rule)
        id = add_model(store, raw, err);
    key = mem_printf("\x01%s", canonical);
    done = id != 0 && add_alias(store, raw, id, by_rule ? "rule" : "exact", err)
        && (by_rule || add_alias(store, key, id, "rule", err));
    free(key);
    free(canonical);
    free(precision);
    free(effort);
    return done ? id : 0;
}

bool
store_set_alias(struct store *store, const char *raw, const char *model, struct error *err)
{
    int64_t id;

    if (!store_writable(store, err) || !sql_exec(store->db, "SAVEPOINT alias", err))
        return false;
    id = add_model(store, model, err);
    if (id == 0 || !add_alias(store, raw, id, "user", err)
        || !sql_exec(store->db, "DELETE FROM model WHERE id NOT IN (SELECT model FROM alias)",
            err)) {
        sql_exec(store->db, "ROLLBACK TO alias; RELEASE alias", NULL);
        return false;
    }
    store->decisions = true;
    return sql_exec(store->db, "RELEASE alias", err);
}
