/* run_facts.c - see run_facts.h. */
#include "read/run_facts.h"

#include <stdlib.h>

void
run_facts_add(struct run_facts *facts, const char *name, char *value)
{
    if (value == NULL || *value == '\0' || facts->n == RUN_FACTS_MOST) {
        free(value);
        return;
    }
    facts->values[facts->n] = value;
    facts->attributes[facts->n++] = (struct sink_attribute){.name = name, .value = value};
}

void
run_facts_cut(struct run_facts *facts, size_t n)
{
    while (facts->n > n)
        free(facts->values[--facts->n]);
}

bool
run_facts_give(const struct run_facts *facts, struct sink *sink, const char *place,
    struct error *err)
{
    struct sink_run run = {.model = facts->model, .attributes = facts->attributes,
        .n_attributes = facts->n, .place = place};

    return sink->run(sink, &run, err);
}

void
run_facts_release(struct run_facts *facts)
{
    run_facts_cut(facts, 0);
    free(facts->model);
    *facts = (struct run_facts){0};
}
