/* lm_eval.h - what a results file of lm-evaluation-harness says of its model and tasks,
 * for the readers of results and of samples. Knows nothing of scores and sinks. */
#ifndef PARETOP_READ_LM_EVAL_H
#define PARETOP_READ_LM_EVAL_H

#include "base/json.h"
#include "read/input.h"
#include "read/json_finder.h"
#include "read/run_facts.h"

struct lm_eval_facts {
    struct json_span root, config;      /* config is an empty object if there is none */
    struct json_finder *finder;
    struct run_facts run;
};

/* root is borrowed until the facts are released. The model comes from the path if the
 * content names none. */
void lm_eval_facts_read(struct lm_eval_facts *facts, const struct json_span *root,
    const struct input *input);
void lm_eval_facts_release(struct lm_eval_facts *facts);

/* What a section of the results ("configs", "n-samples") says of a task. */
bool lm_eval_of_task(const struct lm_eval_facts *facts, const char *section, const char *task,
    struct json_span *value);
/* Number of examples in a task's prompt as written; NULL if not said. The caller frees. */
char *lm_eval_shots(const struct lm_eval_facts *facts, const char *task);
enum direction lm_eval_direction(const struct lm_eval_facts *facts, const char *task,
    const char *metric);

#endif
