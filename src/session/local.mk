libparetop_a_SOURCES += \
	src/session/act_adjust.c \
	src/session/act_budget.c \
	src/session/act_file.c \
	src/session/act_move.c \
	src/session/act_names.c \
	src/session/act_plot.c \
	src/session/act_question.c \
	src/session/act_session.c \
	src/session/act_table.c \
	src/session/act_zoom.c \
	src/session/actions.h \
	src/session/answer.c src/session/answer.h \
	src/session/chooser.c src/session/chooser.h \
	src/session/commands.c src/session/commands.h \
	src/session/complete.c \
	src/session/detail.c \
	src/session/empty.c \
	src/session/evaluate.c \
	src/session/explorer.h \
	src/session/frames.c src/session/frames.h \
	src/session/help.c \
	src/session/jobs.c \
	src/session/jobs_answer.c \
	src/session/keys.c src/session/keys.h \
	src/session/layout.c src/session/layout.h \
	src/session/life.c \
	src/session/mouse.c \
	src/session/options.c src/session/options.h \
	src/session/order.c src/session/order.h \
	src/session/press.c \
	src/session/preview.c \
	src/session/progress.c src/session/progress.h \
	src/session/prompt.c src/session/prompt.h \
	src/session/render.c \
	src/session/render_body.c \
	src/session/render_bottom.c \
	src/session/render_help.c \
	src/session/repair.c src/session/repair.h \
	src/session/records.c src/session/records.h \
	src/session/request.c src/session/request.h \
	src/session/request_objectives.c \
	src/session/script.c \
	src/session/session.c src/session/session.h \
	src/session/state.c src/session/state.h \
	src/session/view.c \
	src/session/views.c \
	src/session/words.c \
	src/session/worker.c src/session/worker.h \
	src/session/wrap.c src/session/wrap.h
