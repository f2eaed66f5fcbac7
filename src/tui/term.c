/* term.c - see term.h.
 *
 * Signals only leave their number in a pipe; the loop acts on them. A crash is different: the
 * handler writes a string that was made at the start, puts the line discipline back, says so,
 * and dies of the same signal.
 */
#include "tui/term.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "base/memory.h"
#include "tui/tui.h"

/* curses has names of its own for some keys; ours go into constants of other names first. */
enum { OUR_ENTER = KEY_ENTER, OUR_BACKSPACE = KEY_BACKSPACE, OUR_UP = KEY_UP_ARROW,
    OUR_DOWN = KEY_DOWN_ARROW, OUR_LEFT = KEY_LEFT_ARROW, OUR_RIGHT = KEY_RIGHT_ARROW,
    OUR_PAGE_UP = KEY_PAGE_UP, OUR_PAGE_DOWN = KEY_PAGE_DOWN, OUR_HOME = KEY_HOME_KEY,
    OUR_END = KEY_END_KEY, OUR_DELETE = KEY_DELETE, OUR_BACK_TAB = KEY_BACK_TAB,
    OUR_SHIFT_UP = KEY_SHIFT_UP, OUR_SHIFT_DOWN = KEY_SHIFT_DOWN,
    OUR_SHIFT_LEFT = KEY_SHIFT_LEFT, OUR_SHIFT_RIGHT = KEY_SHIFT_RIGHT,
    OUR_FUNCTION = KEY_FUNCTION };

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <term.h>
/* term.h names capabilities by macros; this one is a word of ours. */
#undef columns
#undef lines

static struct {
    FILE *in, *out;
    SCREEN *screen;
    struct termios saved;             /* the line discipline before us */
    volatile sig_atomic_t is_ours;    /* between open and close */
    char farewell[256];               /* what a crash writes */
    size_t farewell_length;
    int signals[2];
    bool colours, mouse;
    attr_t looks[INK_COUNT];
    short pairs[INK_COUNT];
} term = {.signals = {-1, -1}};

/* --- themes: attributes first, colours on top --- */

struct look { attr_t attributes; short dark, light; };   /* colours of 8; -1 = the terminal's */

static const struct look looks[INK_COUNT] = {
    [INK_TEXT] = {A_NORMAL, -1, -1},
    [INK_DIM] = {A_DIM, -1, -1},
    [INK_TITLE] = {A_BOLD, -1, -1},
    [INK_HEADING] = {A_BOLD, -1, -1},
    [INK_AXIS] = {A_DIM, -1, -1},
    [INK_LABEL] = {A_NORMAL, -1, -1},
    [INK_FRONTIER] = {A_BOLD, COLOR_GREEN, COLOR_GREEN},
    [INK_UNDECIDED] = {A_NORMAL, COLOR_MAGENTA, COLOR_MAGENTA},
    [INK_DOMINATED] = {A_DIM, -1, -1},
    [INK_INFEASIBLE] = {A_DIM, COLOR_RED, COLOR_RED},
    [INK_REFERENCE] = {A_UNDERLINE, COLOR_CYAN, COLOR_BLUE},
    [INK_GOOD] = {A_BOLD, COLOR_GREEN, COLOR_GREEN},
    [INK_BAD] = {A_NORMAL, COLOR_RED, COLOR_RED},
    [INK_KEY] = {A_DIM, -1, -1},
    [INK_PROMPT] = {A_BOLD, -1, -1},
    [INK_ERROR] = {A_BOLD, COLOR_RED, COLOR_RED},
};

static bool
wants_no_colour(void)
{
    const char *value = getenv("NO_COLOR");

    return value != NULL && value[0] != '\0';
}

void
term_set_theme(enum session_theme theme)
{
    bool colours = term.colours && theme != THEME_PLAIN;

    for (short ink = 0; ink < INK_COUNT; ink++) {
        short colour = theme == THEME_LIGHT ? looks[ink].light : looks[ink].dark;
        /* auto stays with what can be read on any background. */
        bool safe = theme != THEME_AUTO || looks[ink].light == looks[ink].dark;

        term.looks[ink] = looks[ink].attributes;
        term.pairs[ink] = 0;
        if (!colours || colour < 0 || !safe)
            continue;
        if (init_pair((short)(ink + 1), colour, -1) != ERR)
            term.pairs[ink] = (short)(ink + 1);
    }
}

/* Some terminals refuse colours or their own defaults; then there are none. */
static void
start_colours(void)
{
    term.colours = !wants_no_colour() && has_colors() && start_color() != ERR
        && use_default_colors() != ERR;
    term_set_theme(THEME_AUTO);
}

/* --- giving it back --- */

static void
add_farewell(const char *capability)
{
    const char *text = tigetstr(capability);
    size_t length;

    if (text == NULL || text == (const char *)-1)
        return;
    length = strcspn(text, "$");      /* without padding, which no terminal needs now */
    if (term.farewell_length + length >= sizeof term.farewell)
        return;
    memcpy(term.farewell + term.farewell_length, text, length);
    term.farewell_length += length;
}

static void
make_farewell(void)
{
    static const char mouse_off[] = "\033[?1000l\033[?1002l\033[?1006l";
    const char *mouse = tigetstr("kmous");

    term.farewell_length = 0;
    if (mouse != NULL && mouse != (const char *)-1) {
        memcpy(term.farewell, mouse_off, sizeof mouse_off - 1);
        term.farewell_length = sizeof mouse_off - 1;
    }
    add_farewell("sgr0");
    add_farewell("cnorm");
    add_farewell("rmkx");
    add_farewell("rmcup");
}

/* Only what a signal handler may call. */
void
tui_restore(void)
{
    int fd;

    if (!term.is_ours)
        return;
    term.is_ours = 0;
    fd = fileno(term.out);
    if (write(fd, term.farewell, term.farewell_length) < 0)
        return;
    tcsetattr(fd, TCSANOW, &term.saved);
}

/* --- signals --- */

static void
leave_number(int number)
{
    int saved = errno;
    char byte = (char)number;

    if (write(term.signals[1], &byte, 1) < 0)
        tui_restore();
    errno = saved;
}

static const int quiet_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT,
    SIGWINCH};
static const int fatal_signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

static void
crash(int number)
{
    static const char report[] = "paretop crashed; the terminal was given back. "
        "Please report what was done last.\n";

    tui_restore();
    if (write(STDERR_FILENO, report, sizeof report - 1) < 0)
        _exit(1);
    /* The handler was for one time only: this is the default action. */
    raise(number);
}

static void
catch_signals(void (*handler)(int), const int *signals, size_t n, int flags)
{
    struct sigaction action = {0};

    action.sa_handler = handler;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < n; i++)
        sigaction(signals[i], &action, NULL);
}

static void
install_signals(void)
{
    static char *stack_memory;
    stack_t stack = {0};

    /* A crash by a full stack needs another one to be handled on. */
    if (stack_memory == NULL)
        stack_memory = mem_alloc((size_t)SIGSTKSZ * 2);
    stack.ss_sp = stack_memory;
    stack.ss_size = (size_t)SIGSTKSZ * 2;
    sigaltstack(&stack, NULL);
    catch_signals(leave_number, quiet_signals, sizeof quiet_signals / sizeof *quiet_signals,
        SA_RESTART);
    catch_signals(crash, fatal_signals, sizeof fatal_signals / sizeof *fatal_signals,
        (int)(SA_RESETHAND | SA_NODEFER | SA_ONSTACK));
}

static void
release_signals(void)
{
    catch_signals(SIG_DFL, quiet_signals, sizeof quiet_signals / sizeof *quiet_signals, 0);
    catch_signals(SIG_DFL, fatal_signals, sizeof fatal_signals / sizeof *fatal_signals, 0);
}

int
term_next_signal(void)
{
    unsigned char byte;

    return read(term.signals[0], &byte, 1) == 1 ? byte : 0;
}

static void
die_by_default(int number)
{
    sigset_t set;

    signal(number, SIG_DFL);
    sigemptyset(&set);
    sigaddset(&set, number);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(number);
}

void
term_die(int number)
{
    term_close();
    die_by_default(number);
}

void
term_suspend(void)
{
    endwin();
    tcsetattr(fileno(term.out), TCSANOW, &term.saved);
    term.is_ours = 0;
    die_by_default(SIGTSTP);          /* returns when the program is continued */
    install_signals();
    term.is_ours = 1;
    term_resume();
}

/* --- opening and closing --- */

static bool
open_pipe(struct error *err)
{
    if (term.signals[0] >= 0)
        return true;
    if (pipe(term.signals) != 0)
        return error_set(err, ERROR_SYSTEM, "pipe: %s", strerror(errno));
    for (int i = 0; i < 2; i++) {
        fcntl(term.signals[i], F_SETFL, O_NONBLOCK);
        fcntl(term.signals[i], F_SETFD, FD_CLOEXEC);
    }
    return true;
}

static void
close_files(void)
{
    if (term.in != NULL)
        fclose(term.in);
    if (term.out != NULL)
        fclose(term.out);
    term.in = term.out = NULL;
}

bool
term_is_usable(void)
{
    int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC), status;
    const char *name = getenv("TERM");
    bool usable = false;

    if (fd < 0)
        return false;
    if (name != NULL && name[0] != '\0' && setupterm(NULL, fd, &status) == OK) {
        const char *address = tigetstr("cup");

        usable = address != NULL && address != (const char *)-1;
        del_curterm(cur_term);
    }
    close(fd);
    return usable;
}

bool
term_open(struct error *err)
{
    term.in = fopen("/dev/tty", "re");
    term.out = fopen("/dev/tty", "we");
    if (term.in == NULL || term.out == NULL || tcgetattr(fileno(term.out), &term.saved) != 0) {
        close_files();
        return error_set(err, ERROR_SYSTEM, "there is no terminal: %s", strerror(errno));
    }
    if (!open_pipe(err))
        return false;
    term.screen = newterm(NULL, term.out, term.in);
    if (term.screen == NULL) {
        close_files();
        error_set(err, ERROR_SYSTEM, "the terminal \"%s\" is not known",
            getenv("TERM") != NULL ? getenv("TERM") : "");
        return error_hint(err, "TERM names its kind; | cat gives plain text");
    }
    make_farewell();
    term.is_ours = 1;
    install_signals();
    mem_on_exhausted(tui_restore);
    cbreak();
    noecho();
    nonl();
    set_escdelay(25);
    keypad(stdscr, TRUE);
    nodelay(stdscr, TRUE);
    scrollok(stdscr, FALSE);
    leaveok(stdscr, FALSE);
    start_colours();
    return true;
}

void
term_close(void)
{
    if (term.screen == NULL)
        return;
    if (term.is_ours) {
        term_set_mouse(false);
        endwin();
        tcsetattr(fileno(term.out), TCSANOW, &term.saved);
    }
    term.is_ours = 0;
    mem_on_exhausted(NULL);
    delscreen(term.screen);
    term.screen = NULL;
    close_files();
    release_signals();
}

int
term_fd(void)
{
    return fileno(term.in);
}

int
term_signal_fd(void)
{
    return term.signals[0];
}

/* --- size --- */

void
term_size(size_t *columns, size_t *rows)
{
    struct winsize size;

    *columns = COLS > 0 ? (size_t)COLS : 80;
    *rows = LINES > 0 ? (size_t)LINES : 24;
    if (ioctl(fileno(term.out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0) {
        *columns = size.ws_col;
        *rows = size.ws_row;
    }
}

void
term_resume(void)
{
    size_t columns, rows;

    term_size(&columns, &rows);
    resizeterm((int)rows, (int)columns);
    term_set_mouse(term.mouse);
    term_repaint();
}

void
term_repaint(void)
{
    clearok(curscr, TRUE);
}

/* --- output --- */

static attr_t
attributes_of(const struct cell *cell)
{
    attr_t attributes = term.looks[cell->ink];

    if (cell->flags & CELL_SELECTED)
        attributes = (attributes & ~A_DIM) | A_REVERSE;
    if (cell->flags & CELL_MARKED)
        attributes |= A_BOLD;
    return attributes;
}

static void
put_cell(int row, int column, const struct cell *cell)
{
    attr_set(attributes_of(cell), term.pairs[cell->ink], NULL);
    mvaddstr(row, column, cell->text[0] != '\0' ? cell->text : " ");
}

void
term_blit(const struct canvas *canvas, size_t cursor_column, size_t cursor_row)
{
    size_t columns, rows;

    term_size(&columns, &rows);
    columns = columns < canvas->columns ? columns : canvas->columns;
    rows = rows < canvas->rows ? rows : canvas->rows;
    erase();
    for (size_t row = 0; row < rows; row++)
        for (size_t column = 0; column < columns; column++) {
            const struct cell *cell = &canvas->cells[row * canvas->columns + column];

            /* The right half of a wide character was put with its left. */
            if (cell->text[0] != '\0')
                put_cell((int)row, (int)column, cell);
        }
    move(cursor_row < rows ? (int)cursor_row : 0, cursor_column < columns
        ? (int)cursor_column : 0);
    refresh();
}

/* --- clipboard --- */

static bool
knows_clipboard(void)
{
    static const char *const kinds[] = {"xterm", "tmux", "screen", "rxvt", "alacritty", "foot",
        "kitty", "wezterm", "contour", "st"};
    const char *name = getenv("TERM");

    for (size_t i = 0; name != NULL && i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(name, kinds[i], strlen(kinds[i])) == 0)
            return true;
    return false;
}

void
term_copy(const char *text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                 "0123456789+/";
    const unsigned char *at = (const unsigned char *)text;
    size_t left = strlen(text);

    if (!knows_clipboard())
        return;
    fputs("\033]52;c;", term.out);
    for (; left > 0; at += 3, left -= left < 3 ? left : 3) {
        uint32_t bits = (uint32_t)at[0] << 16 | (left > 1 ? (uint32_t)at[1] << 8 : 0)
            | (left > 2 ? at[2] : 0);

        for (int i = 0; i < 4; i++)
            fputc((size_t)i <= left ? digits[bits >> (18 - 6 * i) & 63] : '=', term.out);
    }
    fputs("\033\\", term.out);
    fflush(term.out);
}

/* --- input --- */

void
term_set_mouse(bool on)
{
    term.mouse = on;
    mousemask(on ? BUTTON1_PRESSED | BUTTON1_CLICKED | BUTTON4_PRESSED | BUTTON5_PRESSED : 0,
        NULL);
    if (on)
        mouseinterval(0);
}

static int
key_of(int code)
{
    static const struct { int code, key; } keys[] = {
        {KEY_UP, OUR_UP}, {KEY_DOWN, OUR_DOWN}, {KEY_LEFT, OUR_LEFT}, {KEY_RIGHT, OUR_RIGHT},
        {KEY_PPAGE, OUR_PAGE_UP}, {KEY_NPAGE, OUR_PAGE_DOWN}, {KEY_HOME, OUR_HOME},
        {KEY_END, OUR_END}, {KEY_DC, OUR_DELETE}, {KEY_BTAB, OUR_BACK_TAB},
        {KEY_BACKSPACE, OUR_BACKSPACE}, {KEY_ENTER, OUR_ENTER}, {KEY_SR, OUR_SHIFT_UP},
        {KEY_SF, OUR_SHIFT_DOWN}, {KEY_SLEFT, OUR_SHIFT_LEFT}, {KEY_SRIGHT, OUR_SHIFT_RIGHT},
    };

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].code == code)
            return keys[i].key;
    if (code >= KEY_F(1) && code <= KEY_F(12))
        return OUR_FUNCTION + code - KEY_F(0);
    return 0;
}

static bool
read_mouse(struct term_event *event)
{
    MEVENT mouse;

    if (getmouse(&mouse) != OK || mouse.x < 0 || mouse.y < 0)
        return false;
    event->is_mouse = true;
    event->column = (size_t)mouse.x;
    event->row = (size_t)mouse.y;
    event->button = mouse.bstate & BUTTON4_PRESSED ? 4 : mouse.bstate & BUTTON5_PRESSED ? 5 : 1;
    return true;
}

bool
term_read(struct term_event *event)
{
    wint_t code;

    for (;;) {
        int kind = get_wch(&code);

        *event = (struct term_event){0};
        if (kind == ERR)
            return false;
        if (kind == OK) {
            event->key = (int)code;
            return true;
        }
        if (code == KEY_MOUSE ? read_mouse(event) : (event->key = key_of((int)code)) != 0)
            return true;
    }
}
