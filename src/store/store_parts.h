/* store_parts.h - what the files of store/ share. Private to store/. */
#ifndef PARETOP_STORE_PARTS_H
#define PARETOP_STORE_PARTS_H

#include "store/catalogue.h"
#include "store/feed.h"
#include "store/sql.h"
#include "store/store.h"

enum { SCHEMA_VERSION = 4, APPLICATION_ID = 0x7072746f };

enum store_statement { STATEMENT_FIND_ALIAS, STATEMENT_FIND_CANONICAL, STATEMENT_FIND_HOMONYM,
    STATEMENT_ADD_ALIAS,
    STATEMENT_ADD_MODEL, STATEMENT_FIND_MODEL, STATEMENT_FIND_CHILD, STATEMENT_SET_PARENT,
    STATEMENT_MENTION,
    STATEMENT_ADD_FIELD, STATEMENT_FIND_SOURCE, STATEMENT_SAME_SOURCE, STATEMENT_SAME_CONTENT,
    STATEMENT_ADD_SOURCE, STATEMENT_SET_SHA256, STATEMENT_SETTLE_SOURCE, STATEMENT_ADD_WARNING,
    STATEMENT_NOTES, STATEMENT_ADD_REFUSED, STATEMENT_DROP_REFUSED, STATEMENTS };

/* How a cell of a wide table was written: see share/schema.sql. */
enum { FORM_SHORTEST = 0, FORM_DECIMALS = 1, FORM_RAW = 255 };

struct store {
    sqlite3 *db;
    struct catalogue *catalogue;
    char *path;
    bool temporary;
    bool writable;
    bool made;                 /* the file was empty or not there */
    bool saving;               /* a copy is being made: files may be attached */
    bool guarded;              /* SQL of a user is being compiled: it may only read */
    sqlite3_stmt *statements[STATEMENTS];
    struct feed *feed;         /* records on their way into wide tables */
    bool decisions;            /* the user settled something that a private store would lose */
};

/* Records of all sources of one width lie in one table, wide_<width>, each source's after the
 * other's: the key of a record is its number and, above these bits, its source. */
enum { RECORD_BITS = 32 };

static inline int64_t
record_key(int64_t source, uint64_t number)
{
    return source << RECORD_BITS | (int64_t)(number & UINT32_MAX);
}

/* A statement that is prepared once: a leaderboard has thousands of names, a folder of files. */
sqlite3_stmt *store_statement(struct store *store, enum store_statement which, const char *sql,
    struct error *err);

/* Refuses a store that was opened for reading. */
bool store_writable(const struct store *store, struct error *err);

/* Models in all, without those that are only the general case of others. */
size_t store_count_models(struct store *store);

/* The roles of columns are said of so many files at most. */
enum { SUMMARY_FEW_FILES = 3 };
/* The counts of the whole store, of which there were so many models before. */
void summary_count(struct import_summary *summary, struct store *store, size_t models_before);

/* A command of ours on this store, as it is typed: "paretop alias -d study.db". A private store
 * has no name that could be typed: false, and what is appended says that one is made first. */
bool store_say_command(const struct store *store, const char *command, struct strbuf *out);

/* Makes the view `trace` of what is there now: model, name, measure, value, file, place,
 * written. */
bool trace_define(struct store *store, struct error *err);

/* LIST_SUGGESTIONS of at least that score, of 100. */
enum { SUGGESTED = 70 };
struct frame *suggestions_frame(struct store *store, int least, struct error *err);

/* SQL over a row of source: which sources are alternatives, as all that one tool wrote, and all
 * tables of the same headers. */
#define KIND_OF_SOURCE "format || CASE wide WHEN 0 THEN '' ELSE (SELECT group_concat(f.name, char(10))" \
    " FROM field f WHERE f.source = source.id) END"

/* Splits "name=value" at the first unescaped '='; false if there is none. Caller frees. */
bool split_assignment(const char *text, char **name, char **value);

#endif
