/* rows_from_sqlite.c - the one reader of SQLite files; see the header.
 *
 * A file is given to SQLite as bytes, so that members of archives work as well and nothing
 * is ever written beside it. One in WAL mode is copied, because memory has no log: its header
 * is changed to say so in the copy. What is still in a separate -wal file is not seen.
 */
#include "read/rows_from_sqlite.h"

#include <math.h>
#include <stdlib.h>
#include <sqlite3.h>
#include <string.h>

#include "base/memory.h"

enum {
    HEADER_BYTES = 100,
    WRITE_VERSION = 18, READ_VERSION = 19,      /* offsets; 2 means WAL */
    SNIFF_BYTES = 1 << 20,
    OPS_A_CALL = 1000000, MOST_CALLS = 20000,   /* virtual machine steps of one statement */
    MOST_TEXT = 64 << 20
};

struct foreign_database {
    sqlite3 *db;
    char *copy;                 /* of the bytes, if they had to be changed */
    const char *name;           /* borrowed */
    int calls;
};

int
sqlite_only_reads(void *context, int action, const char *a, const char *b, const char *c,
    const char *d)
{
    (void)context;
    (void)a;
    (void)c;
    (void)d;
    if (action == SQLITE_FUNCTION)
        return b != NULL && strcmp(b, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
    return action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_RECURSIVE
        ? SQLITE_OK : SQLITE_DENY;
}

static int
count_work(void *context)
{
    struct foreign_database *database = context;

    return ++database->calls > MOST_CALLS;
}

static void
harden(struct foreign_database *database)
{
    sqlite3 *db = database->db;

    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, (int *)NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, MOST_TEXT);
    sqlite3_set_authorizer(db, sqlite_only_reads, NULL);
    sqlite3_progress_handler(db, OPS_A_CALL, count_work, database);
}

static bool
refuse(struct foreign_database *database, struct error *err)
{
    const char *why = database->calls > MOST_CALLS ? "works too long"
        : sqlite3_errmsg(database->db);

    return error_set(err, ERROR_REQUEST, "%s: the database is refused: %s", database->name,
        why);
}

bool
foreign_open(struct foreign_database **out, const struct input *input, struct error *err)
{
    struct foreign_database *database = mem_zalloc(1, sizeof *database);
    const char *data = input->data;
    int code = SQLITE_ERROR;

    *out = database;
    database->name = input->name;
    if (input->length >= HEADER_BYTES && data[READ_VERSION] == 2) {
        database->copy = mem_alloc(input->length);
        memcpy(database->copy, data, input->length);
        database->copy[WRITE_VERSION] = database->copy[READ_VERSION] = 1;
        data = database->copy;
    }
    if (sqlite3_open_v2(":memory:", &database->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY
            | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
        /* Read-only: SQLite does not write into the bytes, const or not. */
        code = sqlite3_deserialize(database->db, "main", (unsigned char *)(uintptr_t)data,
            (sqlite3_int64)input->length, (sqlite3_int64)input->length,
            SQLITE_DESERIALIZE_READONLY);
    if (code != SQLITE_OK) {
        refuse(database, err);
        foreign_close(database);
        *out = NULL;
        return false;
    }
    harden(database);
    return true;
}

void
foreign_close(struct foreign_database *database)
{
    if (database == NULL)
        return;
    sqlite3_close(database->db);
    free(database->copy);
    free(database);
}

/* --- rows --- */

struct cursor {
    sqlite3_stmt *stmt;
    size_t n;
    const char **names;
    struct foreign_value *values;
};

static void
take_value(sqlite3_stmt *stmt, int column, struct foreign_value *out)
{
    *out = (struct foreign_value){.number = NAN};
    switch (sqlite3_column_type(stmt, column)) {
    case SQLITE_INTEGER:
        out->kind = FOREIGN_INTEGER;
        out->integer = sqlite3_column_int64(stmt, column);
        out->number = (double)out->integer;
        break;
    case SQLITE_FLOAT:
        out->kind = FOREIGN_REAL;
        out->number = sqlite3_column_double(stmt, column);
        break;
    case SQLITE_TEXT:
        out->kind = FOREIGN_TEXT;
        out->text = (const char *)sqlite3_column_text(stmt, column);
        if (out->text == NULL)
            out->text = "";
        break;
    case SQLITE_BLOB:
        out->kind = FOREIGN_BLOB;
        break;
    default:
        out->kind = FOREIGN_NULL;
    }
}

static bool
give_rows(struct foreign_database *database, struct cursor *cursor, foreign_visit *visit,
    void *context, struct error *err)
{
    struct foreign_row row = {.n = cursor->n, .names = cursor->names, .values = cursor->values};
    int code;

    for (size_t i = 0; i < cursor->n; i++)
        cursor->names[i] = sqlite3_column_name(cursor->stmt, (int)i);
    while ((code = sqlite3_step(cursor->stmt)) == SQLITE_ROW) {
        for (size_t i = 0; i < cursor->n; i++)
            take_value(cursor->stmt, (int)i, &cursor->values[i]);
        if (!visit(context, &row, err))
            return false;
    }
    return code == SQLITE_DONE || refuse(database, err);
}

bool
foreign_select(struct foreign_database *database, const char *sql, const char *text,
    foreign_visit *visit, void *context, struct error *err)
{
    struct cursor cursor = {0};
    bool good;

    database->calls = 0;
    if (sqlite3_prepare_v2(database->db, sql, -1, &cursor.stmt, NULL) != SQLITE_OK)
        return refuse(database, err);
    if (text != NULL)
        sqlite3_bind_text(cursor.stmt, 1, text, -1, SQLITE_TRANSIENT);
    cursor.n = (size_t)sqlite3_column_count(cursor.stmt);
    cursor.names = mem_zalloc(cursor.n, sizeof *cursor.names);
    cursor.values = mem_zalloc(cursor.n, sizeof *cursor.values);
    good = give_rows(database, &cursor, visit, context, err);
    sqlite3_finalize(cursor.stmt);
    free(cursor.names);
    free(cursor.values);
    return good;
}

static bool
note_row(void *context, const struct foreign_row *row, struct error *err)
{
    (void)row;
    (void)err;
    *(bool *)context = true;
    return true;
}

bool
foreign_has_table(struct foreign_database *database, const char *name)
{
    bool found = false;

    return foreign_select(database, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND"
        " name = ?1", name, note_row, &found, NULL) && found;
}

bool
foreign_sniff_table(const struct sniff *sniff, const char *name)
{
    const char *at = sniff->input->data, *end;
    size_t length = strlen(name);

    if (sniff->kind != SNIFF_BINARY || sniff->input->length < HEADER_BYTES
        || memcmp(at, "SQLite format 3", 16) != 0)
        return false;
    end = at + (sniff->input->length < SNIFF_BYTES ? sniff->input->length : SNIFF_BYTES);
    while (at < end && (at = memchr(at, name[0], (size_t)(end - at))) != NULL) {
        if ((size_t)(end - at) >= length && memcmp(at, name, length) == 0)
            return true;
        at++;
    }
    return false;
}

const struct foreign_value *
foreign_column(const struct foreign_row *row, const char *name)
{
    for (size_t i = 0; i < row->n; i++)
        if (strcmp(row->names[i], name) == 0)
            return &row->values[i];
    return NULL;
}
