/* reader.h - the registry of file formats. A new format is one file and one row here. */
#ifndef PARETOP_READ_READER_H
#define PARETOP_READ_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "read/input.h"
#include "read/sink.h"
#include "read/sniff.h"

struct read_options {
    bool lenient;               /* skip and count ragged records instead of refusing */
    char delimiter;             /* forced CSV delimiter, 0 = by content */
};

struct mapping;

struct reader {
    const char *name;           /* for --from: "csv", "json", "lm-eval" */
    const char *title;          /* for people: "lm-evaluation-harness results" */
    const char *detects;        /* how it is recognised, for `list formats` and the manual */
    /* 0 = not mine, 100 = certain; looks at content, not the name, except where the
     * format's only mark is the name. Must be fast: the outline has been made already. */
    int (*sniff)(const struct sniff *sniff);
    bool (*read)(const struct input *input, const struct read_options *options,
        struct sink *sink, struct error *err);
    const struct mapping *mapping;      /* of a taught format, which has neither function */
    const char *stamp;          /* of its mapping file: another one reads the same bytes anew */
};

/* Those in C, then those taught, as long as nothing is taught or forgotten. */
const struct reader *const *reader_all(size_t *n);
const struct reader *reader_find(const char *name);
/* The reader most certain of this input, or NULL: unrecognised. */
const struct reader *reader_sniff(const struct input *input);
/* False if the whole of which this is the beginning is nobody's, whatever comes. */
bool reader_may_know(const struct input *head);
/* Reads with a reader of either kind. */
bool reader_read(const struct reader *reader, const struct input *input,
    const struct read_options *options, struct sink *sink, struct error *err);

/* Teaches the process a format by a mapping file (mapping.h). One of the same name is
 * replaced; one in C cannot be. To be called before other threads ask. */
bool reader_teach_file(const char *path, struct error *err);
/* Teaches all *.json of a folder in the order of their names; one that is not there is
 * empty. Files that are refused are left out, and refuse is told (may be NULL). */
void reader_teach_folder(const char *folder, void (*refuse)(void *context,
    const struct error *why), void *context);
/* The formats that come with the program, then those of the user's configuration folder.
 * Does nothing the second time. */
void reader_teach_usual(void (*refuse)(void *context, const struct error *why), void *context);
void reader_forget_taught(void);

/* Shared by readers: "model" from a path when the content has none: the part after
 * "model=" if a folder or the file has one, else the file's name without its ending, or
 * its folder's if the file is called "results" or the like. The caller frees it. */
char *reader_model_from_path(const struct input *input);

#endif
