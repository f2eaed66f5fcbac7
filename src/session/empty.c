/* empty.c - what a table without rows says in their place: what the page is for, why nothing
 * stands there, and what to press.
 */
#include "session/explorer.h"

#include <stdlib.h>
#include <string.h>

#include "session/wrap.h"

/* Texts in which "{command}" stands for the key that runs it. */
static const struct { enum page page; const char *table; const char *lines[4]; } texts[] = {
    {PAGE_NAMES, "suggestions", {
        "Here is decided which names, as the files write them, stand for one model. Where two "
        "files spell a model differently their numbers do not meet until then.",
        "Nothing is suggested: no name of one file is probably a model of another.",
        "{table next} shows the names that are in one file only, then all names; "
        "{edit-name} on a name types which model it stands for; {back} goes back."}},
    {PAGE_NAMES, "unmatched", {
        "Here are the names that only one file has, when others were loaded.",
        "None is: there is one file, or every model is in all of them.",
        "{table next} shows all names; {back} goes back."}},
    {PAGE_NAMES, "names", {"No names were loaded. {back} goes back."}},
    {PAGE_DATA, "warnings", {"Nothing to warn about: all was read as it stands.",
        "{table next} shows the next table."}},
    {PAGE_SQL, NULL, {"The query has no rows. {sql} asks another, {back} goes back."}},
    {PAGE_HELP, NULL, {"Nothing in the help holds that text. {cancel} shows all.",
        "Columns and their formulas: man paretop-lenses."}},
};

/* A text with its keys put in; the caller frees it. */
static char *
with_keys(const struct session *session, const char *text)
{
    struct strbuf out;

    strbuf_init(&out);
    while (*text != '\0') {
        size_t plain = strcspn(text, "{"), length;
        char command[64] = "", key[KEY_NAME_MAX];

        strbuf_add(&out, text, plain);
        text += plain;
        if (*text == '\0')
            break;
        length = strcspn(text, "}") - 1;
        if (length < sizeof command)
            memcpy(command, text + 1, length);
        session_key_words(session, command, key, sizeof key);
        strbuf_printf(&out, "%s%s", key[0] != '\0' ? "" : ":", key[0] != '\0' ? key : command);
        text += length + 2;
    }
    return strbuf_detach(&out);
}

static const char *const *
text_here(const struct session *session)
{
    static const char *const only_missing[] = {"Every point has its values. {missing} shows all "
        "again.", NULL};
    static const char *const otherwise[] = {"No rows.", NULL};
    const char *name = session_table(session)->name;

    if (shows_only_missing(session))
        return only_missing;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].page == session->state.page
            && (texts[i].table == NULL || strcmp(texts[i].table, name) == 0))
            return texts[i].lines;
    return otherwise;
}

void
render_empty(struct session *session, struct canvas *canvas, struct rect at)
{
    const char *const *text = text_here(session);
    struct lines lines = {0};
    size_t width = at.columns > 4 ? at.columns - 4 : at.columns;
    size_t heading = at.rows > 2 ? 2 : at.rows > 0;

    for (size_t i = 0; i < 4 && text[i] != NULL; i++) {
        char *line = with_keys(session, text[i]);

        if (i > 0 && at.rows > 10)
            wrapped_add(&lines, "");
        lines_wrap(&lines, line, width);
        free(line);
    }
    for (size_t i = 0; i < lines.count && heading + i < at.rows; i++)
        canvas_text(canvas, at.row + heading + i, at.column + (at.columns > 4 ? 2 : 0), width,
            lines.text[i], INK_TEXT);
    wrapped_release(&lines);
}
