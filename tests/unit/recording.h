/* recording.h - a sink that writes down every call as a line of text, for tests of readers.
 *
 *     begin csv wide
 *     columns model|acc(max)
 *     record 0 a|0.5
 *     run gpt-2 n_shot=5 @ $
 *     score gsm8k/exact_match 0.75 se=0.01 n=1319 max @ $.results.gsm8k
 */
#ifndef PARETOP_TESTS_RECORDING_H
#define PARETOP_TESTS_RECORDING_H

#include "base/strbuf.h"
#include "read/reader.h"
#include "read/sink.h"

struct recording {
    struct sink sink;           /* first: a sink* is a recording* */
    struct strbuf text;
    size_t records, scores, items, curves, runs, rejects, warnings, requests,
        preferences, episodes;
    bool begun, ended, wide;
    size_t n_columns;
    size_t refuse_at;           /* refuse the record of this number; SIZE_MAX never */
    bool quiet;                 /* count only */
};

void recording_init(struct recording *recording);
void recording_release(struct recording *recording);

/* Reads the text with the reader of that name, or with the one that sniffing finds if NULL.
 * False with the error if it is refused; then the sink has not seen an end. */
bool recording_read(struct recording *recording, const char *reader, const char *file_name,
    const char *text, size_t length, const struct read_options *options, struct error *err);

/* Teaches the mapping files of the source tree's share/formats; fails if one is refused. */
void recording_teach_shipped(void);
/* The same, and the end of it, as a group's setup and teardown. */
int recording_teach(void **state);
int recording_forget(void **state);

/* Puts a text in the place of some bytes. */
void recording_splice(struct strbuf *bytes, size_t at, size_t cut, const char *with);

#endif
