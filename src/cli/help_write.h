/* help_write.h - help as text of 79 columns and as lists for the manual. */
#ifndef PARETOP_CLI_HELP_WRITE_H
#define PARETOP_CLI_HELP_WRITE_H

#include <stdbool.h>

#include "base/strbuf.h"

/* Text broken into lines from column 0. */
void help_paragraph(struct strbuf *out, const char *text);
/* "  LEFT      help", the help on lines of its own where the left is long. */
void help_entry(struct strbuf *out, const char *left, const char *help);
/* Text that mdoc does not read as macros, and the same as a sentence on a line. */
void help_mdoc_text(struct strbuf *out, const char *text);
void help_mdoc_sentence(struct strbuf *out, const char *text);

/* What is not a subcommand but can be asked for: keys, commands, settings, formats. */
bool help_topic(const char *name, bool mdoc, struct strbuf *out);
/* "keys", ...; NULL at the end. */
const char *help_topic_name(size_t index);

#endif
