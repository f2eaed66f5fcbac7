/* identity.h - which model a raw name stands for. Private to store/. */
#ifndef PARETOP_STORE_IDENTITY_H
#define PARETOP_STORE_IDENTITY_H

#include "store/store_parts.h"

/* What the stated rules make of a raw name (see name_rules.c): the canonical name; the last
 * part of the path or the owner before it, NULL if there is none; and what its suffixes said,
 * NULL if they said nothing. */
struct identity_name { char *canonical, *owner, *quantization, *effort; };
struct identity_name identity_parse(const char *raw);
void identity_name_release(struct identity_name *name);

/* The model that a raw name stands for outside sources with an alias of their own, made if
 * need be; 0 with err set on failure. */
int64_t identity_model(struct store *store, const char *raw, struct error *err);
/* Notes that a source uses a raw name, and finds or makes its model. */
bool identity_mention(struct store *store, int64_t source, const char *raw, struct error *err);
/* After a source's last name: names of one canonical name that it lists of several owners are
 * told apart. */
bool identity_settle(struct store *store, int64_t source, struct error *err);
/* After sources went: forgets names that no source uses any more and that no user decided
 * about. */
bool identity_collect(struct store *store, struct error *err);

#endif
