/* identity.c - which model a raw name stands for.
 *
 * Raw names stay as written. Two names are one model only by exact equality, by a user's
 * alias, or when the stated rules (name_rules.c) make the same canonical name of both. Where
 * one source lists the same name of two owners, as "zoom/scribe_v1" and
 * "elevenlabs/scribe_v1", the owner is part of the name: the canonical name is a homonym, and
 * is one everywhere while that source is there. In a list of offers owners are providers, and
 * tell nothing apart.
 */
#include "store/identity.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* --- in the store --- */

struct texts { char **items; size_t n, capacity; };

/* First column of a statement's rows; the statement is finalized, NULL gives none. */
static void
texts_take(struct texts *texts, sqlite3_stmt *stmt)
{
    while (stmt != NULL && sqlite3_step(stmt) == SQLITE_ROW)
        ARRAY_PUSH(texts->items, texts->n, texts->capacity, mem_strdup(sql_column_text(stmt, 0)));
    sqlite3_finalize(stmt);
}

static void
texts_release(struct texts *texts)
{
    for (size_t i = 0; i < texts->n; i++)
        free(texts->items[i]);
    free(texts->items);
}

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

static bool
is_homonym(struct store *store, const char *canonical, struct error *err)
{
    return id_for(store_statement(store, STATEMENT_FIND_HOMONYM,
        "SELECT 1 FROM homonym WHERE canonical = ?", err), canonical) != 0;
}

static bool
same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* Whether a raw name has that owner. */
static bool
is_owned_by(const char *raw, const char *owner)
{
    struct identity_name name = identity_parse(raw);
    bool same = same_text(name.owner, owner);

    identity_name_release(&name);
    return same;
}

/* What the rules made of other names counts before what a user decided of one of them. */
static int64_t
model_of_canonical(struct store *store, const struct identity_name *name, struct error *err)
{
    sqlite3_stmt *stmt = store_statement(store, STATEMENT_FIND_CANONICAL,
        "SELECT model, decided = 'user',"
        " raw FROM alias WHERE canonical = ? AND source = 0", err);
    int64_t id = 0;
    bool by_user = true, homonym = false, asked = false;

    if (stmt == NULL)
        return 0;
    sql_text_static(stmt, 1, name->canonical);
    while (by_user && sqlite3_step(stmt) == SQLITE_ROW) {
        if (!asked)
            homonym = is_homonym(store, name->canonical, err);
        asked = true;
        if (homonym && !is_owned_by(sql_column_text(stmt, 2), name->owner))
            continue;
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

static bool
set_parent(struct store *store, int64_t id, int64_t parent, struct error *err)
{
    sqlite3_stmt *stmt = store_statement(store, STATEMENT_SET_PARENT,
        "UPDATE model SET parent = ? WHERE id = ?", err);

    if (stmt == NULL)
        return false;
    sql_int(stmt, 1, parent);
    sql_int(stmt, 2, id);
    return sql_run(stmt, err);
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
        parent = id_for(store_statement(store, STATEMENT_FIND_MODEL,
            "SELECT id FROM model WHERE name = ?",
            err), text);
        free(text);
        return parent == 0 || set_parent(store, id, parent, err);
    }
    free(text);
    if (id_for(store_statement(store, STATEMENT_FIND_CHILD,
        "SELECT id FROM model WHERE name > ?1 || '.' AND"
            " name < ?1 || '/' LIMIT 1", err), name) == 0)
        return true;
    return sql_execf(store->db, err,
        "UPDATE model SET parent = %lld WHERE (name GLOB %Q || '.[a-z]*'"
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
    return id_for(store_statement(store, STATEMENT_FIND_MODEL,
        "SELECT id FROM model WHERE name = ?",
        err), name);
}

/* The longest beginning of a raw name that is the same name without quantisation and effort:
 * what its model is called. Caller frees. */
static char *
plain_name(const char *raw, const struct identity_name *name)
{
    char *plain = mem_strdup(raw);
    size_t length = strlen(plain);
    bool found = name->quantization == NULL && name->effort == NULL;

    while (!found && length > 1) {
        struct identity_name rest;

        while (length > 1 && strchr("-_ .:(", plain[length - 1]) == NULL)
            length--;
        while (length > 0 && strchr("-_ .:(", plain[length - 1]) != NULL)
            length--;
        plain[length] = '\0';
        rest = identity_parse(plain);
        found = same_text(rest.canonical, name->canonical) && rest.quantization == NULL
            && rest.effort == NULL;
        identity_name_release(&rest);
    }
    if (found)
        return plain;
    free(plain);
    return mem_strdup(raw);
}

/* The model of names that the rules made the same, made and called after the first of them. */
static int64_t
new_model(struct store *store, const char *raw, const struct identity_name *name,
    struct error *err)
{
    char *plain = plain_name(raw, name), *start = plain + strspn(plain, " \t\r\n");
    size_t length = strlen(start);
    int64_t id;

    while (length > 0 && strchr(" \t\r\n", start[length - 1]) != NULL)
        length--;
    if (length > 0)                    /* blanks around it are not part of a model's name */
        start[length] = '\0';
    id = add_model(store, length > 0 ? start : raw, err);
    free(plain);
    return id;
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
    id = model_of_canonical(store, &name, err);
    by_rule = id != 0;
    if (!by_rule)
        id = new_model(store, raw, &name, err);
    done = id != 0
        && add_alias(store, raw, id, name.canonical, by_rule ? "rule" : "exact", err);
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

/* --- homonyms --- */

/* The rules decide again about each name of that canonical name of which no user decided. */
static bool
decide_again(struct store *store, const char *canonical, struct error *err)
{
    sqlite3_stmt *stmt = sql_prepare(store->db,
        "SELECT raw FROM alias WHERE canonical = ? AND source = 0"
        " AND decided <> 'user' ORDER BY decided, model, raw", err);
    struct texts raws = { NULL, 0, 0 };
    bool done = stmt != NULL;

    if (done)
        sql_text(stmt, 1, canonical);
    texts_take(&raws, stmt);
    done = done && sql_execf(store->db, err, "DELETE FROM alias WHERE canonical = %Q AND source = 0"
        " AND decided <> 'user'", canonical);
    for (size_t i = 0; i < raws.n && done; i++)
        done = identity_model(store, raws.items[i], err) != 0;
    texts_release(&raws);
    return done;
}

/* Whether two of these names, of one canonical name, differ in nothing but their owner. */
static bool
owners_differ(const struct texts *raws)
{
    struct identity_name *names = mem_zalloc(raws->n, sizeof *names);
    bool differ = false;

    for (size_t i = 0; i < raws->n; i++) {
        names[i] = identity_parse(raws->items[i]);
        for (size_t j = 0; j < i && !differ; j++)
            differ = !same_text(names[i].owner, names[j].owner)
                && same_text(names[i].quantization, names[j].quantization)
                && same_text(names[i].effort, names[j].effort);
    }
    for (size_t i = 0; i < raws->n; i++)
        identity_name_release(&names[i]);
    free(names);
    return differ;
}

static bool
settle_canonical(struct store *store, int64_t source, const char *canonical, struct error *err)
{
    sqlite3_stmt *stmt = sql_prepare(store->db,
        "SELECT a.raw FROM alias a JOIN mention m ON m.raw = a.raw"
        " AND m.source = ?2 WHERE a.canonical = ?1 AND a.source = 0", err);
    struct texts raws = { NULL, 0, 0 };
    bool done = stmt != NULL;

    if (done) {
        sql_text(stmt, 1, canonical);
        sql_int(stmt, 2, source);
    }
    texts_take(&raws, stmt);
    if (done && owners_differ(&raws))
        done = sql_execf(store->db, err, "INSERT OR IGNORE INTO homonym (canonical, source) VALUES"
            " (%Q, %lld)", canonical, (long long)source) && decide_again(store, canonical, err);
    texts_release(&raws);
    return done;
}

/* Whether a source lists offers of models: its runs say whose they are. */
static bool
lists_offers(struct store *store, int64_t source)
{
    char *sql = mem_printf("SELECT EXISTS (SELECT 1 FROM run WHERE source = %lld AND provider IS NOT"
        " NULL) OR EXISTS (SELECT 1 FROM field WHERE source = %lld AND role = 'condition' AND of ="
        " 'provider')", (long long)source, (long long)source);
    bool offers = sql_int_of(store->db, sql, 0) != 0;

    free(sql);
    return offers;
}

bool
identity_settle(struct store *store, int64_t source, struct error *err)
{
    sqlite3_stmt *stmt = sql_prepare(store->db,
        "SELECT a.canonical FROM mention m JOIN alias a ON a.raw ="
        " m.raw AND a.source = 0 WHERE m.source = ? GROUP BY a.canonical HAVING count(*) > 1", err);
    struct texts shared = { NULL, 0, 0 };
    bool done = stmt != NULL;

    if (done)
        sql_int(stmt, 1, source);
    texts_take(&shared, stmt);
    if (shared.n > 0 && lists_offers(store, source)) {
        texts_release(&shared);
        return true;
    }
    for (size_t i = 0; i < shared.n && done; i++)
        done = settle_canonical(store, source, shared.items[i], err);
    done = done && (shared.n == 0 || drop_models(store, err));
    texts_release(&shared);
    return done;
}

/* Names that no source keeps apart any more are joined again. */
static bool
join_again(struct store *store, struct error *err)
{
    struct texts apart = { NULL, 0, 0 };
    bool done = true;

    texts_take(&apart, sql_prepare(store->db,
        "SELECT canonical FROM alias WHERE source = 0 AND decided <>"
        " 'user' GROUP BY canonical HAVING min(model) < max(model) AND canonical NOT IN (SELECT"
        " canonical FROM homonym)", err));
    for (size_t i = 0; i < apart.n && done; i++)
        done = decide_again(store, apart.items[i], err);
    texts_release(&apart);
    return done;
}

bool
identity_collect(struct store *store, struct error *err)
{
    return sql_exec(store->db, "DELETE FROM alias WHERE decided <> 'user' AND raw NOT IN"
        " (SELECT raw FROM mention); UPDATE model SET parent = NULL WHERE parent NOT IN (SELECT"
        " model FROM alias)", err) && join_again(store, err) && drop_models(store, err);
}

/* --- decided by the user --- */

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

/* The rules decide about the name again, if some file uses it. */
static bool
forget_alias(struct store *store, const char *raw, struct error *err)
{
    sqlite3_stmt *used = sql_prepare(store->db, "SELECT 1 FROM mention WHERE raw = ? LIMIT 1", err);
    bool is_used = id_for(used, raw) != 0;

    sqlite3_finalize(used);
    return used != NULL
        && sql_execf(store->db, err, "DELETE FROM alias WHERE raw = %Q AND source = 0", raw)
        && (!is_used || identity_model(store, raw, err) != 0) && drop_models(store, err);
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
