/* run_facts.h - model and conditions of a run, while a reader gathers them. */
#ifndef PARETOP_READ_RUN_FACTS_H
#define PARETOP_READ_RUN_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "read/sink.h"

enum { RUN_FACTS_MOST = 32 };

struct run_facts {
    char *model;                /* NULL unknown */
    struct sink_attribute attributes[RUN_FACTS_MOST];
    char *values[RUN_FACTS_MOST];
    size_t n;
};

/* Takes value, which is freed; NULL and empty are left out. name is kept as a pointer. */
void run_facts_add(struct run_facts *facts, const char *name, char *value);
/* Forgets what was added after the first n. */
void run_facts_cut(struct run_facts *facts, size_t n);
bool run_facts_give(const struct run_facts *facts, struct sink *sink, const char *place,
    struct error *err);
void run_facts_release(struct run_facts *facts);

#endif
