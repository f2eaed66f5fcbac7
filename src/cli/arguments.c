/* arguments.c - the table of options, and the one parser that reads a command line by it.
 *
 * An own parser, because getopt_long wants its tables built, knows no nearest name, and
 * takes options in an order of its own; what is understood is the same: -oARG, -o ARG,
 * --long=ARG, --long ARG, unique beginnings of long names, letters in a bunch, "--".
 */
#include "cli/arguments.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "cli/command.h"

enum kind { KEEP_FLAG, KEEP_TEXT, KEEP_LIST, KEEP_OWN, KEEP_SEED, KEEP_LIMITS };

#define AT(field) offsetof(struct arguments, field)
#define NO_CHOICES COMPLETES_NOTHING, NULL

static const struct cli_option rows[] = {
    /* where the numbers come from */
    {"database", 'd', "DB", FOR_READERS, "the database; without it files are loaded into a "
        "private temporary one", COMPLETES_FILE, NULL, KEEP_TEXT, AT(database)},
    {"database", 'd', "DB", FOR_IMPORT | FOR_REMOVE | FOR_ALIAS, "the database",
        COMPLETES_FILE, NULL, KEEP_TEXT, AT(database)},
    {"format", 0, "NAME", FOR_IMPORT, "read every file as this format (paretop list formats)",
        NO_CHOICES, KEEP_TEXT, AT(from)},
    {"from", 0, "NAME", FOR_READERS, "read every file as this format (paretop list formats)",
        NO_CHOICES, KEEP_TEXT, AT(from)},
    {"mapping", 0, "FILE", FOR_READERS | FOR_IMPORT, "a mapping file that teaches a format, "
        "paretop-formats(5)", COMPLETES_FILE, NULL, KEEP_LIST, AT(mappings)},
    {"map", 0, "ROLE=COLUMN", FOR_READERS | FOR_IMPORT, "what a column is: model=Model, or a "
        "measure with its direction, acc=max:Average (%)", NO_CHOICES, KEEP_LIST, AT(map)},
    {"set", 0, "NAME=VALUE", FOR_READERS | FOR_IMPORT, "what holds for all runs that "
        "are read, such as gpus=2,usd_per_gpu_hour=2.1,hardware=H100", NO_CHOICES, KEEP_LIST,
        AT(set)},
    {"lenient", 0, NULL, FOR_READERS | FOR_IMPORT, "skip and count records and files that "
        "are broken instead of refusing them", NO_CHOICES, KEEP_FLAG, AT(lenient)},
    {"most", 0, "NAME=N[,...]", FOR_READERS | FOR_IMPORT, "how much below folders is looked at: "
        "files=100000,depth=32,total=64G bytes, and size=1G of one that is decompressed or piped",
        NO_CHOICES, KEEP_LIMITS, AT(limits)},
    {"dry-run", 'n', NULL, FOR_IMPORT, "say what would be read and change nothing",
        NO_CHOICES, KEEP_FLAG, AT(dry_run)},
    {"quiet", 'q', NULL, FOR_IMPORT, "no progress and no summary", NO_CHOICES, KEEP_FLAG,
        AT(quiet)},
    /* the question */
    {"objective", 'o', "[max:|min:]NAME", FOR_QUESTIONS, "a measure to look at and its better "
        "direction; repeated, or a list with commas", NO_CHOICES, KEEP_LIST,
        AT(request.objectives)},
    {"x", 'x', "NAME", FOR_QUESTIONS, "the measure of the x axis; with -y the two objectives",
        NO_CHOICES, KEEP_TEXT, AT(x)},
    {"y", 'y', "NAME", FOR_QUESTIONS, "the measure of the y axis", NO_CHOICES, KEEP_TEXT, AT(y)},
    {"model", 'm', "NAME", FOR_QUESTIONS, "a model to mark or compare; repeated, or A,B",
        NO_CHOICES, KEEP_LIST, AT(request.models)},
    {"by", 0, "KEY[,KEY...]", FOR_FRAMES, "what makes one point: model, attributes of runs, "
        "or row for every record", NO_CHOICES, KEEP_OWN, AT(request.by)},
    {"where", 0, "EXPRESSION", FOR_FRAMES, "keep the points for which the SQL expression is "
        "true", NO_CHOICES, KEEP_OWN, AT(request.where)},
    {"pick", 0, "[max:|min:]NAME [where EXPRESSION]", FOR_FRAMES, "of each load sweep keep the "
        "best point by this, for which the SQL expression is true", NO_CHOICES, KEEP_OWN,
        AT(request.pick)},
    {"derive", 0, "NAME=EXPRESSION", FOR_FRAMES, "a new measure from an SQL expression over "
        "the others", NO_CHOICES, KEEP_LIST, AT(request.derive)},
    {"missing", 0, "NAME=TOKEN[,...]", FOR_FRAMES, "values of a measure that mean \"not "
        "measured\"; none drops those that readers propose", NO_CHOICES, KEEP_LIST,
        AT(request.missing)},
    {"direction", 0, "NAME=max|min", FOR_FRAMES, "which direction of a measure is better",
        NO_CHOICES, KEEP_LIST, AT(request.direction)},
    {"mixed", 0, "warn|refuse", FOR_FRAMES, "when conditions differ between points: say so, "
        "or refuse", COMPLETES_CHOICES, "warn|refuse", KEEP_OWN, AT(request.mixed)},
    {"seed", 0, "N", FOR_QUESTIONS, "the random numbers' seed (1)", NO_CHOICES, KEEP_SEED,
        AT(request.seed)},
    {"raw", 0, "NAME", FOR_ALIAS, "a name as the files write it", NO_CHOICES, KEEP_TEXT,
        AT(raw)},
    {"model", 'm', "NAME", FOR_ALIAS, "the model that the raw name means", NO_CHOICES,
        KEEP_TEXT, AT(model)},
    {"suggest", 0, NULL, FOR_ALIAS, "print the aliases that would join names which differ "
        "little", NO_CHOICES, KEEP_FLAG, AT(suggest)},
    {"reject", 0, NULL, FOR_ALIAS, "the names given as RAW=MODEL are not one model, and are not "
        "suggested again", NO_CHOICES, KEEP_FLAG, AT(reject)},
    {"forget", 0, NULL, FOR_ALIAS, "take back what was decided of the names given as RAW, or "
        "rejected of RAW=MODEL", NO_CHOICES, KEEP_FLAG, AT(forget)},
    {"origins", 0, NULL, FOR_EXPORT, "a line for each value: the file, the record or JSON path, "
        "and the text as written where it was repaired", NO_CHOICES, KEEP_FLAG, AT(origins)},
    /* the answer */
    {"format", 0, "FORMAT", FOR_PRINTERS, "text, csv, json, markdown, svg, plain "
        "(sentences); of export also every-eval-ever", COMPLETES_CHOICES,
        "text|csv|json|markdown|svg|plain|every-eval-ever", KEEP_TEXT,
        AT(format)},
    {"output", 'O', "FILE", FOR_PRINTERS, "write there instead of to standard output; "
        "without --format the name's ending says how: .txt, .csv, .json, .md, .svg",
        COMPLETES_FILE, NULL, KEEP_TEXT, AT(output)},
    {"table", 0, "NAME", FOR_LENS | FOR_EXPLORE, "the result's table to print instead of "
        "the first", NO_CHOICES, KEEP_TEXT, AT(table)},
    {"chart", 0, "NAME", FOR_LENS | FOR_EXPLORE, "the result's chart to draw instead of the "
        "first, in text or as SVG", NO_CHOICES, KEEP_TEXT, AT(chart)},
    {"plot", 0, NULL, FOR_LENS | FOR_EXPLORE, "draw the chart above the text even if the "
        "output is no terminal", NO_CHOICES, KEEP_FLAG, AT(plot)},
    {"size", 0, "COLSxROWS", FOR_LENS | FOR_EXPLORE, "size of the text's chart (80x24)",
        NO_CHOICES, KEEP_TEXT, AT(size)},
    {"safe-csv", 0, NULL, FOR_PRINTERS, "write ' before CSV cells that a spreadsheet would "
        "run as formulas", NO_CHOICES, KEEP_FLAG, AT(safe_csv)},
    /* the explorer */
    {"view", 'V', "VIEW", FOR_EXPLORE, "start with a view: a file of commands, or the name "
        "of one that comes with paretop", COMPLETES_FILE, NULL, KEEP_TEXT, AT(view)},
    {"command", 'c', "COMMAND", FOR_EXPLORE, "start with a command of the explorer; repeated",
        NO_CHOICES, KEEP_LIST, AT(commands)},
    {"script", 0, "FILE", FOR_EXPLORE, "replay keys from a file, without a terminal",
        COMPLETES_FILE, NULL, KEEP_TEXT, AT(script)},
    {"mouse", 0, NULL, FOR_EXPLORE, "turn the mouse on", NO_CHOICES, KEEP_FLAG, AT(mouse)},
    {"mdoc", 0, NULL, FOR_HELP, "the options as a list for the manual", NO_CHOICES, KEEP_FLAG,
        AT(mdoc)},
    /* everywhere */
    {"help", 'h', NULL, FOR_ALL, "say what the command does and which options it takes",
        NO_CHOICES, KEEP_FLAG, AT(help)},
    {"version", 0, NULL, FOR_ALL, "print the program's version", NO_CHOICES, KEEP_FLAG,
        AT(version)},
};

void
arguments_init(struct arguments *arguments, const struct lens *lens)
{
    *arguments = (struct arguments){0};
    request_init(&arguments->request, lens);
}

void
arguments_release(struct arguments *arguments)
{
    request_release(&arguments->request);
    string_list_clear(&arguments->files);
    string_list_clear(&arguments->commands);
    string_list_clear(&arguments->map);
    string_list_clear(&arguments->set);
    string_list_clear(&arguments->mappings);
}

const struct cli_option *
cli_option_next(const struct command *command, size_t *at)
{
    while (*at < sizeof rows / sizeof rows[0]) {
        const struct cli_option *row = &rows[(*at)++];

        if (row->commands & command->kind)
            return row;
    }
    return NULL;
}

static void
swap_bytes(char *text, char from, char to)
{
    for (; *text != '\0'; text++)
        if (*text == from)
            *text = to;
}

char *
lens_option_flag(const struct lens_option *option)
{
    char *flag = mem_strdup(option->name);

    swap_bytes(flag, '_', '-');
    return flag;
}

bool
cli_option_repeats(const struct cli_option *row)
{
    return row->kind == KEEP_LIST;
}

const char *
lens_option_value(const struct lens_option *option)
{
    switch (option->type) {
    case OPTION_FLAG: return NULL;
    case OPTION_INTEGER: return "N";
    case OPTION_REAL: return "NUMBER";
    case OPTION_CHOICE: return option->choices;
    case OPTION_TEXT: return "TEXT";
    case OPTION_MEASURE: return "NAME";
    case OPTION_LIST: return "LIST";
    }
    return NULL;
}

/* --- finding an option --- */

/* A general option, or one of the command's lens. */
struct found { const struct cli_option *row; const struct lens_option *lens; };

static bool
takes_value(const struct found *found)
{
    return found->row != NULL ? found->row->value != NULL : found->lens->type != OPTION_FLAG;
}

/* All long names that the command takes, in one order. */
struct names { char **names; struct found *found; size_t count; };

/* A lens's option must not be called like a general one. */
static bool __attribute__((unused))
names_have(const struct names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(names->names[i], name) == 0)
            return true;
    return false;
}

static void
names_collect(struct names *names, const struct command *command)
{
    size_t room = sizeof rows / sizeof rows[0] +
        (command->lens != NULL ? command->lens->n_options : 0), at = 0;

    names->names = mem_zalloc(room, sizeof *names->names);
    names->found = mem_zalloc(room, sizeof *names->found);
    names->count = 0;
    for (const struct cli_option *row; (row = cli_option_next(command, &at)) != NULL;) {
        names->found[names->count].row = row;
        names->names[names->count++] = mem_strdup(row->name);
    }
    for (size_t i = 0; command->lens != NULL && i < command->lens->n_options; i++) {
        assert(!names_have(names, command->lens->options[i].name));
        names->found[names->count].lens = &command->lens->options[i];
        names->names[names->count++] = lens_option_flag(&command->lens->options[i]);
    }
}

static void
names_release(struct names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->names[i]);
    free(names->names);
    free(names->found);
}

static bool
hint_help(const struct command *command, struct error *err)
{
    return error_hint(err, "paretop %s%s--help lists the options", command->name,
        command->name[0] != '\0' ? " " : "");
}

static bool
refuse_long(const struct names *names, const struct command *command, const char *name,
    struct error *err)
{
    const char *nearest =
        text_nearest(name, (const char *const *)names->names, names->count);

    if (nearest != NULL)
        return error_set(err, ERROR_USAGE, "no option --%s; did you mean --%s?", name,
            nearest);
    error_set(err, ERROR_USAGE, "no option --%s", name);
    return hint_help(command, err);
}

static bool
find_long(const struct command *command, const char *name, struct found *found,
    struct error *err)
{
    struct names names;
    size_t length = strlen(name), matches = 0;
    const char *first = NULL, *second = NULL;
    bool exact = false, done = true;

    names_collect(&names, command);
    for (size_t i = 0; i < names.count && !exact; i++) {
        if (length == 0 || strncmp(names.names[i], name, length) != 0)
            continue;
        exact = names.names[i][length] == '\0';
        matches = exact ? 1 : matches + 1;
        second = first;
        first = names.names[i];
        *found = names.found[i];
    }
    if (matches == 0)
        done = refuse_long(&names, command, name, err);
    else if (matches > 1)
        done = error_set(err, ERROR_USAGE, "--%s could be --%s or --%s", name, second, first);
    names_release(&names);
    return done;
}

static bool
find_letter(const struct command *command, char letter, struct found *found,
    struct error *err)
{
    size_t at = 0;

    found->lens = NULL;
    while ((found->row = cli_option_next(command, &at)) != NULL)
        if (found->row->letter == letter)
            return true;
    error_set(err, ERROR_USAGE, "no option -%c", letter);
    return hint_help(command, err);
}

/* --- keeping what it says --- */

static bool
keep_seed(uint64_t *seed, const char *text, struct error *err)
{
    char *end;
    unsigned long long value;

    errno = 0;
    value = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno == ERANGE)
        return error_set(err, ERROR_USAGE, "--seed takes a whole number, not \"%s\"", text);
    *seed = value;
    return true;
}

static bool
check_choice(const struct cli_option *row, const char *text, struct error *err)
{
    size_t count;
    char **choices = text_split(row->choices, '|', &count);
    bool found = false;

    for (size_t i = 0; i < count; i++)
        found = found || strcmp(choices[i], text) == 0;
    text_split_free(choices, count);
    return found ||
        error_set(err, ERROR_USAGE, "--%s is one of %s, not \"%s\"", row->name, row->choices,
            text);
}

static bool
keep_general(struct arguments *arguments, const struct cli_option *row, const char *text,
    struct error *err)
{
    void *place = (char *)arguments + row->offset;

    if (row->choices != NULL && !check_choice(row, text, err))
        return false;
    switch ((enum kind)row->kind) {
    case KEEP_FLAG:
        *(bool *)place = true;
        break;
    case KEEP_TEXT:
        *(const char **)place = text;
        break;
    case KEEP_LIST:
        string_list_add(place, text);
        break;
    case KEEP_OWN:
        free(*(char **)place);
        *(char **)place = mem_strdup(text);
        break;
    case KEEP_SEED:
        return keep_seed(place, text, err);
    case KEEP_LIMITS:
        return input_limits_set(place, text, err);
    }
    return true;
}

/* A lens's flag is on unless it says otherwise: --counts, --counts=0. */
static bool
keep(struct arguments *arguments, const struct found *found, const char *text,
    struct error *err)
{
    if (found->row != NULL)
        return keep_general(arguments, found->row, text, err);
    if (lens_values_set(arguments->request.values, found->lens->name,
            text != NULL ? text : "1", err))
        return true;
    if (err != NULL)
        err->kind = ERROR_USAGE;
    return false;
}

/* --- the parser --- */

struct words { int count; char **words; int next; };

static bool
parse_long(struct arguments *arguments, const struct command *command, struct words *words,
    const char *word, struct error *err)
{
    const char *equals = strchr(word, '='), *text = NULL;
    char *name = equals != NULL ? mem_strndup(word, (size_t)(equals - word))
                                : mem_strdup(word);
    struct found found = {0};
    bool done = find_long(command, name, &found, err);

    if (done && equals != NULL) {
        text = equals + 1;
        if (!takes_value(&found) && found.lens == NULL)
            done = error_set(err, ERROR_USAGE, "--%s takes no value", name);
    } else if (done && takes_value(&found)) {
        if (words->next < words->count)
            text = words->words[words->next++];
        else
            done = error_set(err, ERROR_USAGE, "--%s needs a value", name);
    }
    done = done && keep(arguments, &found, text, err);
    free(name);
    return done;
}

static bool
parse_letters(struct arguments *arguments, const struct command *command,
    struct words *words, const char *letters, struct error *err)
{
    for (; *letters != '\0'; letters++) {
        struct found found = {0};
        const char *text = NULL;

        if (!find_letter(command, *letters, &found, err))
            return false;
        if (takes_value(&found)) {
            if (letters[1] != '\0')
                text = letters + 1;
            else if (words->next < words->count)
                text = words->words[words->next++];
            else
                return error_set(err, ERROR_USAGE, "-%c needs a value", *letters);
        }
        if (!keep(arguments, &found, text, err))
            return false;
        if (text != NULL)
            break;
    }
    return true;
}

/* -y and -x are two objectives, in that order, as the pair that is chosen by itself. */
static bool
axes_to_objectives(struct arguments *arguments, struct error *err)
{
    struct string_list *objectives = &arguments->request.objectives;

    if (arguments->x == NULL && arguments->y == NULL)
        return true;
    if (arguments->x == NULL || arguments->y == NULL)
        return error_set(err, ERROR_USAGE, "-x and -y go together");
    if (objectives->count > 0)
        return error_set(err, ERROR_USAGE, "give -x and -y, or -o, not both");
    string_list_add(objectives, arguments->y);
    string_list_add(objectives, arguments->x);
    return true;
}

static bool
check_operands(const struct arguments *arguments, const struct command *command,
    struct error *err)
{
    size_t count = arguments->files.count;
    const char *space = command->operands[0] != '\0' ? " " : "";

    if (arguments->help || arguments->version)
        return true;
    if (count > command->most)
        error_set(err, ERROR_USAGE, "\"%s\" is one word too many",
            arguments->files.items[command->most]);
    else if (count < command->least)
        error_set(err, ERROR_USAGE, "paretop %s needs%s%s", command->name, space,
            command->operands);
    else
        return true;
    return error_hint(err, "usage: paretop %s [options]%s%s", command->name, space,
        command->operands);
}

bool
arguments_parse(struct arguments *arguments, const struct command *command, int argc,
    char **argv, struct error *err)
{
    struct words words = {.count = argc, .words = argv};
    bool only_operands = false;

    while (words.next < words.count) {
        const char *word = words.words[words.next++];

        if (only_operands || word[0] != '-' || word[1] == '\0')
            string_list_add(&arguments->files, word);
        else if (strcmp(word, "--") == 0)
            only_operands = true;
        else if (word[1] == '-' ? !parse_long(arguments, command, &words, word + 2, err)
                                : !parse_letters(arguments, command, &words, word + 1, err))
            return false;
    }
    return axes_to_objectives(arguments, err) && check_operands(arguments, command, err);
}
