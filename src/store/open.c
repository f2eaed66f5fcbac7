/* open.c - opening, creating, migrating, closing and copying a store. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "store/store_parts.h"

/* A temporary store need not survive a crash, so it does not wait for the disk. */
static const char fast_settings[] =
    "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-65536; PRAGMA locking_mode=EXCLUSIVE;";
/* Larger pages than usual: a tenth less of the processor for large imports. */
static const char safe_settings[] =
    "PRAGMA page_size=16384; PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL;"
    "PRAGMA cache_size=-65536;";

static bool
create_schema(struct store *store, struct error *err)
{
    char *path = path_share("schema.sql"), *sql;
    struct file_bytes bytes;
    bool created;

    if (path == NULL) {
        error_set(err, ERROR_SYSTEM, "the schema schema.sql was not found");
        return error_hint(err, "set PARETOP_SHARE to the folder share/ of paretop");
    }
    created = file_open_bytes(path, &bytes, err);
    free(path);
    if (!created)
        return false;
    sql = mem_strndup(bytes.data, bytes.length);
    file_close_bytes(&bytes);
    created = sql_exec(store->db, "BEGIN IMMEDIATE", err) && sql_exec(store->db, sql, err)
        && sql_exec(store->db, "COMMIT", err);
    free(sql);
    return created;
}

/* Later schemas add a step each: version v becomes v + 1. What a step adds is only written, so
 * that a store that is opened for reading is as good without. */
static bool
migrate(struct store *store, int64_t version, struct error *err)
{
    static const char *const steps[SCHEMA_VERSION] = {
        [1] = "BEGIN IMMEDIATE; CREATE INDEX IF NOT EXISTS source_sha256 ON source (sha256);"
            " CREATE INDEX IF NOT EXISTS warning_source ON warning (source);"
            " ALTER TABLE episode ADD COLUMN block REAL;"
            " ALTER TABLE episode ADD COLUMN metric TEXT;"
            " ALTER TABLE episode ADD COLUMN worker TEXT; PRAGMA user_version = 2; COMMIT",
        [2] = "BEGIN IMMEDIATE; CREATE TABLE homonym (canonical TEXT NOT NULL, source INTEGER NOT"
            " NULL REFERENCES source(id) ON DELETE CASCADE, PRIMARY KEY (canonical, source))"
            " WITHOUT ROWID; PRAGMA user_version = 3; COMMIT",
        [3] = "BEGIN IMMEDIATE; CREATE TABLE refused (path TEXT PRIMARY KEY, name TEXT NOT NULL,"
            " text TEXT NOT NULL, hint TEXT) WITHOUT ROWID; PRAGMA user_version = 4; COMMIT",
    };

    if (version >= 1 && version < SCHEMA_VERSION && !store->writable)
        return true;
    for (; version >= 1 && version < SCHEMA_VERSION; version++)
        if (!sql_exec(store->db, steps[version], err))
            return error_prefix(err, "%s: making schema %d of %d", store->path,
                (int)version + 1, (int)version);
    if (version == SCHEMA_VERSION)
        return true;
    if (version > SCHEMA_VERSION)
        return error_set(err, ERROR_REQUEST,
            "%s was made by a newer paretop (schema %d, this one knows %d)", store->path,
            (int)version, SCHEMA_VERSION);
    return error_set(err, ERROR_REQUEST, "%s has schema %d, which this paretop cannot migrate",
        store->path, (int)version);
}

static bool
check_or_create(struct store *store, struct error *err)
{
    int64_t id = sql_int_of(store->db, "PRAGMA application_id", -1);
    int64_t tables = sql_int_of(store->db, "SELECT count(*) FROM sqlite_schema", -1);

    if (tables < 0) {
        if (sqlite3_errcode(store->db) == SQLITE_BUSY) {
            error_set(err, ERROR_REQUEST, "%s is in use: another program is writing to it",
                store->path);
            return error_hint(err, "try again when it is done");
        }
        error_set(err, ERROR_REQUEST, "%s: %s", store->path, sqlite3_errmsg(store->db));
        return sqlite3_errcode(store->db) == SQLITE_NOTADB
            && error_hint(err, "it is no SQLite database; to load a file, leave -d out");
    }
    if (id == 0 && tables == 0 && store->writable) {
        store->made = true;
        return create_schema(store, err);
    }
    if (id != APPLICATION_ID) {
        error_set(err, ERROR_REQUEST, "%s is not a database of paretop", store->path);
        return error_hint(err, "give another name to -d; a new file is created by import");
    }
    return migrate(store, sql_int_of(store->db, "PRAGMA user_version", 0), err);
}

/* Pragmas that only tell. */
static bool
is_harmless(const char *pragma)
{
    static const char *const harmless[] = { "table_info", "table_xinfo", "table_list", "index_list",
        "index_info", "foreign_key_list", "foreign_key_check", "integrity_check", "quick_check" };

    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if (strcmp(pragma, harmless[i]) == 0)
            return true;
    return false;
}

/* Nothing attaches other files, loads code or changes settings; while a user's SQL is
 * compiled, nothing but reading is allowed. */
static int
authorize(void *context, int action, const char *a, const char *b, const char *c, const char *d)
{
    const struct store *store = context;

    (void)c;
    (void)d;
    if (action == SQLITE_PRAGMA && is_harmless(a))
        return SQLITE_OK;
    /* So SQLite declares the tables that tell of pragmas; nobody else may write its schema. */
    if (action == SQLITE_UPDATE && a != NULL && strncmp(a, "sqlite_", 7) == 0)
        return SQLITE_OK;
    if (action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_RECURSIVE)
        return SQLITE_OK;
    if (action == SQLITE_FUNCTION)
        return b != NULL && strcmp(b, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
    if (action == SQLITE_ATTACH || action == SQLITE_DETACH || action == SQLITE_PRAGMA)
        return store->saving ? SQLITE_OK : SQLITE_DENY;
    return store->guarded ? SQLITE_DENY : SQLITE_OK;
}

static bool
open_connection(struct store *store, struct error *err)
{
    /* Reading, too, opens for writing where the file allows it: after a crash the first
     * reader rolls the journal back. query_only keeps everything else from changing. */
    int flags = SQLITE_OPEN_READWRITE | (store->writable ? SQLITE_OPEN_CREATE : 0);

    if (!store->writable && access(store->path, R_OK) != 0) {
        error_set(err, ERROR_REQUEST, "%s: %s", store->path, strerror(errno));
        return error_hint(err, "paretop import -d %s FILES creates it", store->path);
    }
    if (sqlite3_open_v2(store->path, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL)
        != SQLITE_OK)
        return error_set(err, ERROR_SYSTEM, "%s: %s", store->path,
            path_is_folder(store->path) ? "is a folder, not a database"
            : sqlite3_system_errno(store->db) != 0 ? strerror(sqlite3_system_errno(store->db))
            : sqlite3_errmsg(store->db));
    sql_harden(store->db);
    sqlite3_exec(store->db, store->temporary ? fast_settings
        : store->writable ? safe_settings : "PRAGMA query_only=ON;", NULL, NULL, NULL);
    if (!sql_exec(store->db, "PRAGMA foreign_keys=ON", err) || !check_or_create(store, err))
        return false;
    sqlite3_set_authorizer(store->db, authorize, store);
    return true;
}

bool
store_open(struct store **out, const char *path, enum store_mode mode, struct error *err)
{
    struct store *store = mem_zalloc(1, sizeof *store);

    /* Statement journals in small pieces of memory: the default takes and gives back 64 KB
     * for every statement that could fail half way. Nobody asks how much memory SQLite uses,
     * and counting it takes a lock each time. After the first open both have no effect. */
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    *out = NULL;
    store->temporary = path == NULL;
    /* An empty name is a private file that SQLite keeps in its cache and spills to an
     * unlinked temporary file when it grows. */
    store->path = mem_strdup(path != NULL ? path : "");
    store->writable = mode == STORE_WRITE || store->temporary;
    if (!catalogue_load(&store->catalogue, err) || !open_connection(store, err)) {
        store_close(store);
        return false;
    }
    store->feed = feed_new(store->db);
    *out = store;
    return true;
}

sqlite3_stmt *
store_statement(struct store *store, enum store_statement which, const char *sql,
    struct error *err)
{
    if (store->statements[which] == NULL)
        store->statements[which] = sql_prepare(store->db, sql, err);
    return store->statements[which];
}

void
store_close(struct store *store)
{
    if (store == NULL)
        return;
    for (size_t i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(store->statements[i]);
    feed_free(store->feed);
    sqlite3_close_v2(store->db);
    catalogue_free(store->catalogue);
    free(store->path);
    free(store);
}

/* Nobody else can write to the file while it is looked at and goes. */
void
store_take_back(struct store *store)
{
    if (store->made && !store->temporary && sql_exec(store->db, "BEGIN EXCLUSIVE", NULL)
        && sql_int_of(store->db, "SELECT count(*) FROM source", 1) == 0
        && sql_int_of(store->db, "SELECT count(*) FROM setting", 1) == 0)
        unlink(store->path);
    store_close(store);
}

bool
store_is_database(const char *path)
{
    unsigned char header[100] = { 0 };
    FILE *file = fopen(path, "rb");
    bool ours;

    if (file == NULL)
        return false;
    ours = fread(header, 1, sizeof header, file) == sizeof header
        && memcmp(header, "SQLite format 3", 16) == 0
        && (header[68] << 24 | header[69] << 16 | header[70] << 8 | header[71])
            == APPLICATION_ID;
    fclose(file);
    return ours;
}

bool
store_save(struct store *store, const char *path, struct error *err)
{
    sqlite3_stmt *stmt;
    bool saved;

    if (access(path, F_OK) == 0) {
        error_set(err, ERROR_REQUEST, "%s exists already", path);
        return error_hint(err, "give a new name");
    }
    stmt = sql_prepare(store->db, "VACUUM INTO ?1", err);
    if (stmt == NULL)
        return false;
    sql_text(stmt, 1, path);
    store->saving = true;                    /* which attaches the new file */
    saved = sql_run(stmt, err);
    store->saving = false;
    sqlite3_finalize(stmt);
    if (saved)
        store->decisions = false;
    return saved;
}

bool
store_writable(const struct store *store, struct error *err)
{
    return store->writable || error_set(err, ERROR_REQUEST, "%s was opened for reading only",
        store->path);
}

void
store_interrupt(struct store *store)
{
    sqlite3_interrupt(store->db);
}

bool
split_assignment(const char *text, char **name, char **value)
{
    const char *equals = text_find_separator(text, '=');
    char **parts;
    size_t count;

    if (equals == NULL)
        return false;
    *value = mem_strdup(equals + 1);
    *name = mem_strndup(text, (size_t)(equals - text));
    parts = text_split(*name, '\0', &count);     /* unescapes the name only */
    free(*name);
    *name = mem_strdup(parts[0]);
    text_split_free(parts, count);
    return true;
}
