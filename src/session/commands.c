/* commands.c - the rows of the command table, and finding one in a typed line. */
#include "session/commands.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "base/text.h"
#include "lens/lens.h"
#include "session/actions.h"

enum { VIEW = COMMAND_STRANGER, WAIT = COMMAND_ANSWER, FORCE = COMMAND_FORCE,
    ASKS = COMMAND_ASKS, READS = COMMAND_READS };

static const struct command_row rows[] = {
    {"move", "WHERE", COMPLETE_WORDS,
        "up|down|left|right|first|last|half-up|half-down|page-up|page-down",
        VIEW | WAIT | READS,
        "move", "move the selection in the pane with the keys", act_move},
    {"select", "POINT", COMPLETE_POINT, NULL, VIEW | WAIT, "move",
        "select a point by its name or a part of it", act_select},
    {"pane", "next|previous|chart|table", COMPLETE_WORDS, "next|previous|chart|table", VIEW,
        "move", "give the keys to a pane", act_pane},
    {"detail", "[on|off]", COMPLETE_WORDS, "on|off", VIEW | READS, "move",
        "everything known about the selected point; on a list, run the entry", act_detail},
    {"words", "[on|off]", COMPLETE_WORDS, "on|off", VIEW | READS, "move",
        "the whole title, verdict, notes and last message", act_words},
    {"search", "[TEXT]", COMPLETE_POINT, NULL, VIEW | WAIT | ASKS | READS, "move",
        "go to the next row that holds the text", act_search},
    {"search-next", "", COMPLETE_NOTHING, NULL, VIEW | WAIT | READS, "move", "next match",
        act_search_next},
    {"search-previous", "", COMPLETE_NOTHING, NULL, VIEW | WAIT | READS, "move", "previous match",
        act_search_previous},

    {"page", "NAME", COMPLETE_WORDS, "frontier|table|compare|lens|data|names|help", VIEW, "pages",
        "go to a page", act_page},
    {"lens", "[NAME]", COMPLETE_LENS, NULL, VIEW | ASKS, "pages",
        "show a lens; without a name, choose from a list", act_lens},
    {"split", "[on|off]", COMPLETE_WORDS, "on|off", VIEW, "pages",
        "chart and table together, or the pane with the keys alone", act_split},
    {"table", "NAME|next|previous", COMPLETE_WORDS, "next|previous", VIEW | WAIT, "pages",
        "which of the result's tables is shown", act_table},
    {"chart", "NAME|next|previous", COMPLETE_WORDS, "next|previous", VIEW | WAIT, "pages",
        "which of the result's charts is shown", act_chart},
    {"back", "", COMPLETE_NOTHING, NULL, VIEW | READS, "pages",
        "close, then to the page before, then quit", act_back},

    {"x", "[MEASURE]", COMPLETE_MEASURE, NULL, VIEW | WAIT | ASKS, "plot",
        "the measure on the x axis (the second objective)", act_x},
    {"y", "[MEASURE]", COMPLETE_MEASURE, NULL, VIEW | WAIT | ASKS, "plot",
        "the measure on the y axis (the first objective)", act_y},
    {"objective", "[max:|min:]MEASURE[,...]", COMPLETE_MEASURE, NULL, VIEW, "plot",
        "the objectives, first y, then x, then any more; \"default\" chooses again",
        act_objective},
    {"and-objective", "[max:|min:]MEASURE", COMPLETE_MEASURE, NULL, VIEW, "plot",
        "one more objective", act_and_objective},
    {"flip", "[MEASURE]", COMPLETE_MEASURE, NULL, VIEW | WAIT | ASKS, "plot",
        "turn a measure's direction round", act_flip},
    {"log", "x|y [on|off|auto]", COMPLETE_WORDS, "x|y", VIEW | WAIT, "plot",
        "a logarithmic axis or a linear one", act_log},
    {"scale", "MEASURE=log|linear|auto", COMPLETE_MEASURE, NULL, VIEW, "plot",
        "how a measure is drawn on every axis that has it", act_scale},
    {"zoom", "in|out|fit|XLO XHI YLO YHI", COMPLETE_WORDS, "in|out|fit", VIEW | WAIT, "plot",
        "what part of the plot is shown", act_zoom},
    {"pan", "left|right|up|down", COMPLETE_WORDS, "left|right|up|down", VIEW | WAIT, "plot",
        "move the part that is shown", act_pan},
    {"error-bars", "[on|off]", COMPLETE_WORDS, "on|off", VIEW, "plot", "error bars",
        act_error_bars},
    {"frontier-line", "[on|off]", COMPLETE_WORDS, "on|off", VIEW, "plot",
        "the line that joins the frontier", act_frontier_line},
    {"budget", "[VALUE|none|adjust]", COMPLETE_WORDS, "none|adjust", VIEW | WAIT, "plot",
        "a line at a value of the x axis, and the best point within it; a floor where more "
        "is better", act_budget},

    {"sort", "[up|down|none [COLUMN]]", COMPLETE_COLUMN, "up|down|none", VIEW | WAIT,
        "columns", "sort by a column, or the one under the cursor", act_sort},
    {"freeze", "[COLUMN|none]", COMPLETE_COLUMN, NULL, VIEW | WAIT, "columns",
        "columns up to this one stay in sight", act_freeze},
    {"hide", "[COLUMN]", COMPLETE_COLUMN, NULL, VIEW | WAIT, "columns", "hide a column",
        act_hide},
    {"show", "COLUMN|all", COMPLETE_COLUMN, "all", VIEW, "columns", "show hidden columns",
        act_show},
    {"width", "wider|narrower|auto|N [COLUMN]", COMPLETE_COLUMN, "wider|narrower|auto",
        VIEW | WAIT, "columns", "the width of a column", act_width},
    {"mark", "[POINT]", COMPLETE_POINT, NULL, VIEW | WAIT, "marks",
        "mark a point; the selected one: mark or unmark", act_mark},
    {"mark-all", "", COMPLETE_NOTHING, NULL, VIEW | WAIT, "marks", "mark all rows shown",
        act_mark_all},
    {"unmark", "[POINT]", COMPLETE_POINT, NULL, VIEW, "marks", "unmark a point, or all",
        act_unmark},
    {"compare", "[POINT]", COMPLETE_POINT, NULL, VIEW | WAIT, "marks",
        "compare the marked points, and this one", act_compare},
    {"copy", "", COMPLETE_NOTHING, NULL, WAIT, "marks",
        "the selected row into the terminal's clipboard", act_copy},

    {"where", "[EXPRESSION|none]", COMPLETE_COLUMN, "none", VIEW | ASKS, "question",
        "keep points for which an SQL expression is true", act_where},
    {"pick", "MEASURE [where EXPRESSION]|none", COMPLETE_MEASURE, "none", VIEW, "question",
        "of each load sweep keep the best point, for which the expression is true", act_pick},
    {"by", "[KEY,...|row|model]", COMPLETE_COLUMN, "model|row", VIEW | ASKS, "question",
        "what makes one point: these keys, or every record", act_by},
    {"missing", "[only|all|none|MEASURE=TOKEN,...]", COMPLETE_MEASURE, "only|all|none", VIEW,
        "question", "values that mean \"not measured\"; alone, show which points lack one",
        act_missing},
    {"direction", "MEASURE=max|min", COMPLETE_MEASURE, NULL, VIEW, "question",
        "whether more of a measure is better", act_direction},
    {"derive", "[NAME=EXPRESSION]", COMPLETE_COLUMN, NULL, VIEW | ASKS, "question",
        "a measure computed by an SQL expression; \"NAME=\" takes it away", act_derive},
    {"mixed", "warn|refuse", COMPLETE_WORDS, "warn|refuse", VIEW, "question",
        "what to do where conditions are mixed", act_mixed},
    {"seed", "N", COMPLETE_NOTHING, NULL, VIEW, "question",
        "seed of everything that is drawn at random", act_seed},
    {"set", "[NAME [VALUE]]", COMPLETE_SETTING, NULL, VIEW, "question",
        "an option of the lens shown, of another (LENS.NAME), or of the explorer", act_set},
    {"adjust", "[OPTION]", COMPLETE_SETTING, NULL, VIEW | WAIT | ASKS, "question",
        "change options of the lens shown with h and l, so that the answer follows",
        act_adjust},
    {"keep", "LENS.COLUMN [NAME]", COMPLETE_NOTHING, NULL, VIEW | WAIT, "question",
        "make a column of the lens's result a measure", act_keep},
    {"alias", "RAW=MODEL", COMPLETE_PAIR, NULL, 0, "question",
        "a name as written stands for this model", act_alias},
    {"accept", "", COMPLETE_NOTHING, NULL, WAIT, "question",
        "on the names page: the suggested names are one model", act_accept},
    {"reject", "[RAW=MODEL]", COMPLETE_PAIR, NULL, WAIT, "question",
        "a name does not stand for that model, which is not suggested again; alone, what is "
        "suggested on the names page", act_reject},
    {"edit-name", "", COMPLETE_NOTHING, NULL, WAIT | ASKS, "question",
        "on the names page: type which model this name stands for", act_edit_name},
    {"sql", "[SELECT ...]", COMPLETE_NOTHING, NULL, VIEW | ASKS, "question",
        "ask the database; the answer is a table", act_sql},

    {"write", "[FILE]", COMPLETE_FILE, NULL, WAIT | FORCE | ASKS, "files",
        "write this page's result: .txt .csv .json .md .svg", act_write},
    {"export", "FILE", COMPLETE_FILE, NULL, WAIT | FORCE, "files",
        "write every column of every point: .csv .json .md .txt", act_export},
    {"save", "FILE", COMPLETE_FILE, NULL, FORCE, "files",
        "save all that was loaded and decided as a database", act_save},
    {"save-view", "FILE", COMPLETE_FILE, NULL, FORCE, "files",
        "save what is looked at as a text file of commands", act_save_view},
    {"load-view", "NAME|FILE", COMPLETE_VIEW, NULL, 0, "files",
        "look at things as a saved or shipped view does", act_load_view},
    {"save-screen", "FILE", COMPLETE_FILE, NULL, WAIT, "files",
        "write the screen as text, then a grid of what each cell is", act_save_screen},
    {"save-log", "FILE", COMPLETE_FILE, NULL, FORCE, "files",
        "write the commands of this session", act_save_log},
    {"open", "FILE", COMPLETE_FILE, NULL, 0, "files", "load another file or folder",
        act_open},
    {"data", "NAME...", COMPLETE_NOTHING, NULL, VIEW, "files",
        "load tables that come with the program instead", act_data},
    {"remember", "", COMPLETE_NOTHING, NULL, 0, "files",
        "keep directions and missing tokens for later sessions", act_remember},

    {"help", "[TEXT]", COMPLETE_NOTHING, NULL, VIEW | READS, "other",
        "keys, commands, options and lenses; searchable", act_help},
    {"command", "[TEXT]", COMPLETE_NOTHING, NULL, ASKS | READS, "other",
        "type a command, with this as its beginning", act_command},
    {"command-line", "", COMPLETE_NOTHING, NULL, VIEW, "other",
        "show the command line that gives the same answer", act_show_command},
    {"reset", "", COMPLETE_NOTHING, NULL, VIEW, "other",
        "look at things as at the start; kept measures stay", act_reset},
    {"undo", "", COMPLETE_NOTHING, NULL, VIEW, "other", "undo", act_undo},
    {"redo", "", COMPLETE_NOTHING, NULL, VIEW, "other", "redo", act_redo},
    {"cancel", "", COMPLETE_NOTHING, NULL, VIEW | READS, "other",
        "close what is open, stop what runs, go back", act_cancel},
    {"stop", "", COMPLETE_NOTHING, NULL, VIEW | READS, "other",
        "stop what is being computed", act_stop},
    {"bind", "any|table|plot|names KEY COMMAND", COMPLETE_WORDS, "any|table|plot|names", 0, "other",
        "let a key run a command", act_bind},
    {"echo", "TEXT", COMPLETE_NOTHING, NULL, VIEW, "other", "show a text on the bottom line",
        act_echo},
    {"redraw", "", COMPLETE_NOTHING, NULL, VIEW | READS, "other",
        "draw the whole screen again, and ask again what was stopped",
        act_redraw},
    {"suspend", "", COMPLETE_NOTHING, NULL, READS, "other", "suspend; fg comes back",
        act_suspend},
    {"quit", "", COMPLETE_NOTHING, NULL, FORCE | READS, "other",
        "quit; with ! without asking about decisions", act_quit},
};

const struct command_row *
session_commands_all(size_t *n)
{
    *n = sizeof rows / sizeof *rows;
    return rows;
}

static const struct command_row *
unknown_command(const char *name, size_t length, struct error *err)
{
    const char *names[sizeof rows / sizeof *rows];
    char *typed = mem_strndup(name, length);
    const char *nearest;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        names[i] = rows[i].name;
    nearest = text_nearest(typed, names, sizeof rows / sizeof *rows);
    error_set(err, ERROR_USAGE, "no command \"%s\"", typed);
    if (nearest != NULL)
        error_hint(err, "did you mean \"%s\"?", nearest);
    else
        error_hint(err, "? lists them all");
    free(typed);
    return NULL;
}

const struct command_row *
commands_find(const char *name, size_t length, struct error *err)
{
    const struct command_row *found = NULL;
    struct strbuf candidates;
    size_t n = 0;

    strbuf_init(&candidates);
    for (size_t i = 0; i < sizeof rows / sizeof *rows && length > 0; i++) {
        if (strncmp(rows[i].name, name, length) != 0)
            continue;
        if (rows[i].name[length] == '\0') {
            strbuf_release(&candidates);
            return &rows[i];
        }
        strbuf_printf(&candidates, "%s%s", n++ > 0 ? ", " : "", rows[i].name);
        found = &rows[i];
    }
    if (n > 1) {
        error_set(err, ERROR_USAGE, "\"%.*s\" may be %s", (int)length, name,
            candidates.data);
        found = NULL;
    }
    strbuf_release(&candidates);
    return n == 0 ? unknown_command(name, length, err) : found;
}

/* ":risk" is ":lens risk": a lens is known by its name, and no command has it. */
static bool
take_lens(const char *line, struct command_line *out, struct error *err)
{
    char *name = mem_strndup(line, strcspn(line, " \t"));
    const struct lens *lens = lens_find(name);

    free(name);
    if (lens == NULL || line[strlen(lens->name) + strspn(line + strlen(lens->name), " \t")] != '\0')
        return false;
    out->row = commands_find("lens", strlen("lens"), NULL);
    out->argument = mem_strdup(lens->name);
    error_clear(err);
    return true;
}

bool
commands_parse(const char *line, struct command_line *out, struct error *err)
{
    size_t length;

    *out = (struct command_line){0};
    line += strspn(line, " \t:");
    length = strcspn(line, " \t!");
    out->row = commands_find(line, length, err);
    if (out->row == NULL)
        return take_lens(line, out, err);
    line += length;
    if (*line == '!') {
        out->force = true;
        line++;
        if ((out->row->flags & COMMAND_FORCE) == 0)
            return error_set(err, ERROR_USAGE, "%s takes no !", out->row->name);
    }
    line += strspn(line, " \t");
    length = strlen(line);
    while (length > 0 && isspace((unsigned char)line[length - 1]))
        length--;
    out->argument = mem_strndup(line, length);
    return true;
}
