/* words.c - what is said in sentences: title, verdict, notes and the last message.
 *
 * Below the panes there is room for the beginning of them; where something is cut it says
 * which key shows all, on a page of its own.
 */
#include "session/explorer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "session/wrap.h"

enum { VERDICT_INDENT = 9 };      /* "verdict  " */

/* What the page has to say; verdict is the caller's to free, the rest is the answer's. */
struct sentences { char *verdict; const char *const *notes; size_t n_notes; };

bool
page_has_points(enum page page)
{
    return page != PAGE_DATA && page != PAGE_NAMES && page != PAGE_SQL && page != PAGE_HELP;
}

static char *
verdict_text(const struct session *session, const struct answer *answer)
{
    char *advice, *text;

    if (!answer->lacks_axes)
        return mem_strdup(answer->result->verdict);
    advice = axes_advice(session);
    text = mem_printf("%s%s. %s",
        answer->frame->n_objectives == 0 ? "No frontier yet: " : "One axis is chosen: ",
        answer->error.message, advice);
    free(advice);
    return text;
}

static struct sentences
sentences_here(const struct session *session)
{
    const struct answer *answer = session_answer(session);
    const struct result *result = answer != NULL ? answer->result : NULL;

    if (result == NULL || !page_has_points(session->state.page))
        return (struct sentences){0};
    return (struct sentences){verdict_text(session, answer), (const char *const *)result->notes,
        result->n_notes};
}

/* The lines of the verdict, then of the notes; *n_verdict of them are the verdict's. */
static void
sentence_lines(const struct session *session, size_t columns, struct lines *lines,
    size_t *n_verdict)
{
    struct sentences said = sentences_here(session);
    size_t width = columns > VERDICT_INDENT + 10 ? columns - VERDICT_INDENT : 10;

    if (said.verdict != NULL)
        lines_wrap(lines, said.verdict, width);
    *n_verdict = lines->count;
    for (size_t i = 0; i < said.n_notes; i++)
        lines_wrap(lines, said.notes[i], width);
    free(said.verdict);
}

size_t
verdict_rows(const struct session *session, bool with_notes)
{
    struct lines lines = {0};
    size_t n_verdict, n;

    sentence_lines(session, session->columns, &lines, &n_verdict);
    n = with_notes ? lines.count : n_verdict;
    wrapped_release(&lines);
    return n;
}

/* --- cutting --- */

void
words_cut_mark(const struct session *session, char *buf, size_t size)
{
    char key[KEY_NAME_MAX];

    session_key_words(session, "words", key, sizeof key);
    snprintf(buf, size, "… %s: all", key[0] != '\0' ? key : ":words");
}

void
render_cut_line(const struct session *session, struct canvas *canvas, size_t row,
    size_t column, size_t width, const char *text, enum ink ink)
{
    char mark[64];
    size_t taken, used, length = strlen(text);

    words_cut_mark(session, mark, sizeof mark);
    taken = text_width(mark, strlen(mark)) + 1;
    if (taken >= width) {
        canvas_text_cut(canvas, row, column, width, text, ink);
        return;
    }
    while (length > 0 && text_width(text, length) + taken > width)
        do
            length--;
        while (length > 0 && text[length] != ' ');
    if (length == 0) {
        canvas_text_cut(canvas, row, column, width - taken, text, ink);
        used = width - taken;
    } else {
        char *begin = mem_strndup(text, length);

        used = canvas_text(canvas, row, column, width - taken, begin, ink);
        free(begin);
    }
    canvas_text(canvas, row, column + used + 1, width - used - 1, mark, INK_KEY);
}

/* Notes that there is no room for are counted at the right of the last line. */
static void
render_unseen_notes(const struct session *session, struct canvas *canvas, struct rect at,
    size_t used)
{
    struct sentences said = sentences_here(session);
    char key[KEY_NAME_MAX], *text;

    session_key_words(session, "words", key, sizeof key);
    text = mem_printf("%s: %zu note%s", key[0] != '\0' ? key : ":words", said.n_notes,
        said.n_notes == 1 ? "" : "s");
    if (used + strlen(text) + 2 <= at.columns)
        canvas_text_right(canvas, at.row + at.rows - 1, at.column + used + 2,
            at.columns - used - 2, text, INK_KEY);
    free(text);
    free(said.verdict);
}

void
render_verdict(struct session *session, struct canvas *canvas, struct rect at)
{
    struct lines lines = {0};
    size_t n_verdict, used = 0, row;
    size_t width = at.columns > VERDICT_INDENT ? at.columns - VERDICT_INDENT : 0;

    sentence_lines(session, at.columns, &lines, &n_verdict);
    for (row = 0; row < lines.count && row < at.rows; row++) {
        bool is_note = row >= n_verdict;
        bool cut = row + 1 == at.rows && row + 1 < lines.count && row + 1 != n_verdict;
        enum ink ink = is_note ? INK_DIM : INK_TEXT;

        if (row == 0 || row == n_verdict)
            canvas_text(canvas, at.row + row, at.column, VERDICT_INDENT,
                is_note ? "note" : "verdict", is_note ? INK_DIM : INK_HEADING);
        if (cut)
            render_cut_line(session, canvas, at.row + row, at.column + VERDICT_INDENT, width,
                lines.text[row], ink);
        else
            used = canvas_text(canvas, at.row + row, at.column + VERDICT_INDENT, width,
                lines.text[row], ink);
    }
    if (row == at.rows && row > 0 && row == n_verdict && n_verdict < lines.count)
        render_unseen_notes(session, canvas, at, VERDICT_INDENT + used);
    wrapped_release(&lines);
}

/* --- all of it --- */

static void
add_part(struct detail *detail, const char *heading, const char *text, size_t width)
{
    if (text == NULL)
        return;
    detail_add(detail, INK_TEXT, "");
    detail_add(detail, INK_HEADING, heading);
    detail_add_wrapped(detail, INK_TEXT, text, width);
}

void
words_long(struct session *session, size_t width, struct detail *detail)
{
    const struct answer *answer = session_answer(session);
    struct sentences said = sentences_here(session);

    if (answer != NULL && answer->result != NULL && answer->result->title != NULL)
        detail_add_wrapped(detail, INK_TITLE, answer->result->title, width);
    add_part(detail, "verdict", said.verdict, width);
    for (size_t i = 0; i < said.n_notes; i++) {
        if (i == 0)
            add_part(detail, "notes", said.notes[i], width);
        else
            detail_add_wrapped(detail, INK_TEXT, said.notes[i], width);
    }
    add_part(detail, "last message", session->last_message, width);
    free(said.verdict);
}
