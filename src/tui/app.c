/* app.c - the loop: keys and finished work in, pictures out.
 *
 * Everything that waits is in one poll: the terminal, the worker's wake pipe, signals. A burst
 * of keys is handled before the next picture, so typing ahead never queues pictures.
 */
#include "tui/tui.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "print/print.h"
#include "session/session.h"
#include "tui/term.h"

struct app {
    struct session *session;
    struct canvas *canvas;
    bool mouse;              /* asked for on the command line */
    bool mouse_is_on, quit, redraw;
    enum session_theme theme;
    int died_of;             /* a signal, or 0 */
};

enum { BURST_MOST = 256, BUSY_MS = 100, BROKEN_TTY_MS = 50 };

bool
tui_available(void)
{
    return term_is_usable();
}

static void
follow_settings(struct app *app)
{
    bool mouse = app->mouse || session_wants_mouse(app->session);

    if (mouse != app->mouse_is_on)
        term_set_mouse(mouse);
    app->mouse_is_on = mouse;
    if (session_theme(app->session) != app->theme)
        term_set_theme(session_theme(app->session));
    app->theme = session_theme(app->session);
}

static void
draw(struct app *app)
{
    size_t column, row;

    follow_settings(app);
    session_render(app->session, app->canvas);
    session_cursor(app->session, &column, &row);
    term_blit(app->canvas, column, row);
    app->redraw = false;
}

static void
take_size(struct app *app)
{
    size_t columns, rows;

    term_resume();
    term_size(&columns, &rows);
    session_resize(app->session, columns, rows);
    app->redraw = true;
}

static void
act(struct app *app, unsigned effects)
{
    if (effects & SESSION_REDRAW)
        app->redraw = true;
    if (effects & SESSION_REPAINT)
        term_repaint();
    if (effects & SESSION_COPY)
        term_copy(session_clipboard(app->session));
    if (effects & SESSION_QUIT)
        app->quit = true;
    if (effects & SESSION_SUSPEND) {
        term_suspend();
        take_size(app);
    }
}

/* Ctrl-C is a key like any other first: it ends a prompt, or stops what is computed; only if
 * that means quitting does the program die of the signal. */
static void
take_interrupt(struct app *app)
{
    act(app, session_press(app->session, 3));
    if (app->quit)
        app->died_of = SIGINT;
}

static void
take_signals(struct app *app)
{
    int number;

    while ((number = term_next_signal()) != 0) {
        if (number == SIGINT) {
            take_interrupt(app);
        } else if (number == SIGTSTP) {
            term_suspend();
            take_size(app);
        } else if (number == SIGWINCH || number == SIGCONT) {
            take_size(app);
        } else {
            app->died_of = number;
            app->quit = true;
        }
    }
}

static void
take_keys(struct app *app)
{
    struct term_event event;

    for (int i = 0; i < BURST_MOST && !app->quit && term_read(&event); i++)
        act(app, event.is_mouse
            ? session_mouse(app->session, event.column, event.row, event.button)
            : session_press(app->session, event.key));
}

/* Waits; while something is computed, wakes for its progress. */
static void
wait_and_take(struct app *app)
{
    struct pollfd fds[] = {
        {.fd = term_fd(), .events = POLLIN},
        {.fd = session_wake_fd(app->session), .events = POLLIN},
        {.fd = term_signal_fd(), .events = POLLIN},
    };
    int permille;
    bool busy = session_busy(app->session, &permille) != NULL;
    int ready = poll(fds, sizeof fds / sizeof *fds, busy ? BUSY_MS : -1);

    if (ready < 0 && errno != EINTR)
        app->quit = true;
    if (busy && ready == 0)
        app->redraw = true;
    take_signals(app);
    /* The terminal went away without a SIGHUP. */
    if (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)) {
        app->died_of = SIGHUP;
        app->quit = true;
        return;
    }
    if (fds[0].revents & POLLIN)
        take_keys(app);
    act(app, session_settle(app->session));
}

/* Dying of a signal skips what the caller says at the end of a session. */
static void
say_parting_words(struct app *app)
{
    struct strbuf text;
    char *words = app->died_of != SIGHUP ? session_parting_words(app->session) : NULL;

    if (words == NULL)
        return;
    strbuf_init(&text);
    strbuf_printf(&text, "paretop: %s\n", words);
    print_stream(stderr, &text, true, NULL);
    strbuf_release(&text);
    free(words);
}

bool
tui_run(struct session *session, bool mouse, struct error *err)
{
    struct app app = {.session = session, .mouse = mouse, .theme = THEME_AUTO};
    size_t columns, rows;

    if (!term_open(err))
        return false;
    term_size(&columns, &rows);
    session_resize(session, columns, rows);
    app.canvas = canvas_new(columns, rows, false);
    app.redraw = true;
    while (!app.quit) {
        if (app.redraw)
            draw(&app);
        wait_and_take(&app);
    }
    canvas_free(app.canvas);
    term_close();
    if (app.died_of != 0) {
        say_parting_words(&app);
        raise(app.died_of);
    }
    return true;
}
