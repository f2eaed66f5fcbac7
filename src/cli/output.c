/* output.c - see output.h. Formats are print/'s business; this file knows streams. */
#include "cli/output.h"

#include <ctype.h>
#include <errno.h>
#include <langinfo.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

enum { DEFAULT_COLUMNS = 80, DEFAULT_ROWS = 24, LARGEST_SIZE = 2000 };

enum glyphs
output_glyphs(void)
{
    const char *codeset = nl_langinfo(CODESET), *term = getenv("TERM");

    if (strcmp(codeset, "UTF-8") != 0)
        return GLYPHS_ASCII;
    /* The Linux console's font has blocks but no braille. */
    return term != NULL && strcmp(term, "linux") == 0 ? GLYPHS_QUADRANT : GLYPHS_BRAILLE;
}

static bool
parse_size(const char *text, struct print_options *out, struct error *err)
{
    unsigned columns, rows;
    char rest;

    if (sscanf(text, "%4ux%4u%c", &columns, &rows, &rest) != 2 || columns == 0 ||
        rows == 0 || columns > LARGEST_SIZE || rows > LARGEST_SIZE)
        return error_set(err, ERROR_USAGE, "--size is COLUMNSxROWS, such as 80x24, not \"%s\"",
            text);
    out->columns = columns;
    out->rows = rows;
    return true;
}

static void
terminal_size(struct print_options *out)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0) {
        out->columns = size.ws_col;
        out->rows = size.ws_row;
    }
}

/* A file's ending says what to write, if nothing else does. A name like "tmp.Xy81kLm2p0" ends in
 * no format's name and is written as usual; ".pdf" asks for what we do not have. */
static bool
format_of_output(const char *path, enum print_format *format, struct error *err)
{
    enum { ENDING_MOST = 5 };
    const char *dot = path != NULL ? strrchr(path_base(path), '.') : NULL;

    if (dot == NULL || dot == path_base(path) || print_format_of_file(path, format)
        || strlen(dot + 1) > ENDING_MOST || !isalpha((unsigned char)dot[1]))
        return true;
    error_set(err, ERROR_USAGE, "%s: no format is written as %s", path, dot);
    return error_hint(err, "end the name in .txt, .csv, .json, .md or .svg, or give --format");
}

bool
output_options(const struct arguments *arguments, enum print_format fallback,
    struct print_options *out, struct error *err)
{
    bool terminal = arguments->output == NULL && isatty(STDOUT_FILENO) == 1;

    *out = (struct print_options){
        .format = fallback,
        .table = arguments->table,
        .chart = arguments->chart,
        .plot = arguments->plot || terminal,
        .columns = DEFAULT_COLUMNS, .rows = DEFAULT_ROWS,
        .whole_table = !terminal && arguments->size == NULL,
        .glyphs = output_glyphs(),
        .safe_csv = arguments->safe_csv,
    };
    if (terminal)
        terminal_size(out);
    if (arguments->size != NULL && !parse_size(arguments->size, out, err))
        return false;
    return arguments->format != NULL
        ? print_format_parse(arguments->format, &out->format, err)
        : format_of_output(arguments->output, &out->format, err);
}

/* A file is replaced as a whole; a pipe or a device is written to. */
static bool
write_to(const char *path, const struct strbuf *text, struct error *err)
{
    struct stat status;
    FILE *stream;
    bool done;

    if (stat(path, &status) != 0 || S_ISREG(status.st_mode))
        return file_write_whole(path, text->data, text->length, err);
    stream = fopen(path, "w");
    if (stream == NULL)
        return error_set(err, ERROR_SYSTEM, "%s: %s", path, strerror(errno));
    done = print_stream(stream, text, output_glyphs() == GLYPHS_ASCII, err);
    if (fclose(stream) != 0 && done)
        done = error_set(err, ERROR_SYSTEM, "%s: %s", path, strerror(errno));
    return done;
}

bool
output_text(const struct arguments *arguments, const struct strbuf *text, struct error *err)
{
    if (arguments->output != NULL && strcmp(arguments->output, "-") != 0)
        return write_to(arguments->output, text, err);
    if (!print_stream(stdout, text, output_glyphs() == GLYPHS_ASCII, err))
        return false;
    return fflush(stdout) == 0 ||
        error_set(err, ERROR_SYSTEM, "standard output: %s", strerror(errno));
}

bool
output_result(const struct arguments *arguments, const struct print_options *options,
    const struct result *result, struct error *err)
{
    struct strbuf text;
    bool done;

    strbuf_init(&text);
    done = print_result(result, options, &text, err) && output_text(arguments, &text, err);
    strbuf_release(&text);
    return done;
}

void
output_note(const char *format, ...)
{
    struct strbuf raw, clean;
    va_list args, again;
    int length;

    strbuf_init(&raw);
    strbuf_init(&clean);
    va_start(args, format);
    va_copy(again, args);
    length = vsnprintf(NULL, 0, format, args);
    if (length > 0) {
        strbuf_fill(&raw, ' ', (size_t)length + 1);
        vsnprintf(raw.data, raw.length, format, again);
        raw.length = (size_t)length;
    }
    va_end(again);
    va_end(args);
    text_scrub(&clean, raw.data, raw.length, output_glyphs() == GLYPHS_ASCII);
    fprintf(stderr, "paretop: %s\n", clean.data);
    strbuf_release(&clean);
    strbuf_release(&raw);
}

void
output_notes(const struct print_options *options, const struct result *result)
{
    /* JSON carries its notes, and text and Markdown show them. */
    if (options->format != PRINT_CSV && options->format != PRINT_SVG)
        return;
    for (size_t i = 0; i < result->n_notes; i++)
        output_note("%s", result->notes[i]);
}
