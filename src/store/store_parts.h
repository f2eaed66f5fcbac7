/* store_parts.h - what the files of store/ share. Private to store/. */
#ifndef PARETOP_STORE_PARTS_H
#define PARETOP_STORE_PARTS_H

#include "store/catalogue.h"
#include "store/sql.h"
#include "store/store.h"

enum { SCHEMA_VERSION = 1, APPLICATION_ID = 0x7072746f };

enum identity_statement { IDENTITY_FIND_ALIAS, IDENTITY_ADD_ALIAS, IDENTITY_ADD_MODEL,
    IDENTITY_FIND_MODEL, IDENTITY_STATEMENTS };

struct store {
    sqlite3 *db;
    struct catalogue *catalogue;
    char *path;
    bool temporary;
    bool writable;
    sqlite3_stmt *identity[IDENTITY_STATEMENTS];
    bool decisions;            /* the user settled something that a private store would lose */
};

/* Refuses a store that was opened for reading. */
bool store_writable(const struct store *store, struct error *err);

/* The model that a raw name stands for, made if need be; 0 with err set on failure. */
int64_t identity_model(struct store *store, const char *raw, struct error *err);
/* Canonical form by the stated rules; caller frees. Quantisation and effort suffixes are cut
 * off into *precision and *effort (malloc'd or NULL). */
char *identity_canonical(const char *raw, char **precision, char **effort);

/* LIST_SUGGESTIONS. */
struct frame *suggestions_frame(struct store *store, struct error *err);

/* Splits "name=value" at the first unescaped '='; false if there is none. Caller frees. */
bool split_assignment(const char *text, char **name, char **value);

#endif
