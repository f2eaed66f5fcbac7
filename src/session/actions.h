/* actions.h - the handlers of the command table, by the file they are in.
 *
 * A handler changes the session's state and effects; it never draws. Without an argument
 * one that needs it opens a prompt or a list.
 */
#ifndef PARETOP_SESSION_ACTIONS_H
#define PARETOP_SESSION_ACTIONS_H

#include <stdbool.h>

#include "base/error.h"

struct session;
struct call;

#define ACTION(name) bool name(struct session *session, const struct call *call)

/* act_move.c */
ACTION(act_move);
ACTION(act_pane);
ACTION(act_split);
ACTION(act_page);
ACTION(act_back);
ACTION(act_table);
ACTION(act_chart);
ACTION(act_detail);
ACTION(act_words);
ACTION(act_select);
ACTION(act_search);
ACTION(act_search_next);
ACTION(act_search_previous);
ACTION(act_cancel);
ACTION(act_stop);

/* act_names.c */
ACTION(act_alias);
ACTION(act_accept);
ACTION(act_reject);
ACTION(act_edit_name);

/* act_plot.c */
ACTION(act_x);
ACTION(act_y);
ACTION(act_objective);
ACTION(act_and_objective);
ACTION(act_flip);

/* act_budget.c */
ACTION(act_budget);

/* act_zoom.c */
ACTION(act_log);
ACTION(act_scale);
ACTION(act_error_bars);
ACTION(act_frontier_line);
ACTION(act_zoom);
ACTION(act_pan);

/* act_table.c */
ACTION(act_sort);
ACTION(act_freeze);
ACTION(act_hide);
ACTION(act_show);
ACTION(act_width);
ACTION(act_mark);
ACTION(act_mark_all);
ACTION(act_unmark);
ACTION(act_compare);
ACTION(act_copy);

/* act_question.c */
ACTION(act_where);
ACTION(act_pick);
ACTION(act_by);
ACTION(act_missing);
ACTION(act_direction);
ACTION(act_derive);
ACTION(act_mixed);
ACTION(act_seed);
ACTION(act_lens);
ACTION(act_set);
ACTION(act_keep);
ACTION(act_sql);

/* act_adjust.c */
ACTION(act_adjust);

/* act_file.c */
ACTION(act_write);
ACTION(act_export);
ACTION(act_save);
ACTION(act_save_view);
ACTION(act_load_view);
ACTION(act_save_screen);
ACTION(act_save_log);
ACTION(act_open);
ACTION(act_data);
ACTION(act_remember);
ACTION(act_bind);

/* act_session.c */
ACTION(act_command);
ACTION(act_help);
ACTION(act_reset);
ACTION(act_undo);
ACTION(act_redo);
ACTION(act_redraw);
ACTION(act_suspend);
ACTION(act_quit);
ACTION(act_echo);
ACTION(act_show_command);

#undef ACTION

/* Shared by handlers: "on", "off" or "" (the other way round) into *value. */
bool action_switch(const char *argument, bool *value, struct error *err);
/* Moves the budget line while the adjust mode owns the keys; false if the key ends it. */
bool budget_press(struct session *session, int key);
/* Options of the lens while the adjust mode owns the keys: *line is a command to run or NULL,
 * which the caller frees; false if the key ends the mode. */
bool adjust_press(struct session *session, int key, char **line);
/* The option in hand, its value and the keys, on the message line. */
void adjust_say(struct session *session);

#endif
