/* inspect_log.h - an Inspect log in the reading, shared by the files that read its parts. */
#ifndef PARETOP_READ_INSPECT_LOG_H
#define PARETOP_READ_INSPECT_LOG_H

#include <stddef.h>

#include "base/error.h"
#include "read/json_document.h"
#include "read/reader.h"
#include "read/report.h"

/* What the values that a scorer gave the samples are called, so that they meet its score: the
 * metric that is their mean. key is the member of a value that is an object; NULL else. */
struct inspect_scorer { char *name, *key, *metric; };

struct inspect_log {
    const struct input *input;
    struct sink *sink;
    struct report report;
    struct json_report repaired;
    char *model, *task, *status;
    struct inspect_scorer *scorers;
    size_t n_scorers, scorers_capacity;
    double epochs;              /* how often each sample was run: n counts samples */
    size_t unvalued;            /* samples with scores of no number */
};

/* The scores of "results"; without results, a score without a value for each scorer of "eval",
 * of which the run's status says why. Both remember the scorers. */
bool inspect_results(struct inspect_log *log, const struct json_span *results,
    struct error *err);
bool inspect_no_results(struct inspect_log *log, const struct json_span *eval,
    struct error *err);

/* The metric that a scorer's sample values belong to; NULL if the results name none. */
const char *inspect_metric_of(const struct inspect_log *log, const char *scorer,
    const char *key);

void inspect_scorers_release(struct inspect_log *log);

#endif
