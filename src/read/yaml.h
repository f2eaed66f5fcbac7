/* yaml.h - YAML as JSON text, so that one set of readers serves both.
 *
 * Plain scalars follow the core schema of YAML 1.2: null, true and false, numbers as they are
 * written; a commit like 5318380 keeps its digits, 1234e56 too. All else is text. A date is
 * text. Of several documents the first is taken. Aliases are written out, as far as that
 * stays below a limit.
 */
#ifndef PARETOP_READ_YAML_H
#define PARETOP_READ_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "read/encoding.h"
#include "read/reader.h"

/* Appends the JSON. Errors say line and column, without a file's name. */
bool yaml_to_json(const char *text, size_t length, struct strbuf *out, struct error *err);

/* Whether a file is YAML by the ending of its name, and not JSON by its first character. */
bool yaml_is_meant(const struct input *input);

/* Gives the input with its text as JSON to another reader's function. */
typedef bool yaml_continue(void *context, const struct input *as_json, struct error *err);
bool yaml_as_json(const struct input *input, yaml_continue *go_on, void *context,
    struct error *err);

#endif
