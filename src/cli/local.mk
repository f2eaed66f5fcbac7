paretop_SOURCES += \
	src/cli/arguments.c src/cli/arguments.h \
	src/cli/command.c src/cli/command.h \
	src/cli/completion.c \
	src/cli/explore_command.c \
	src/cli/handlers.h \
	src/cli/help.c \
	src/cli/help_topics.c \
	src/cli/help_write.c src/cli/help_write.h \
	src/cli/interrupt.c src/cli/interrupt.h \
	src/cli/meter.c src/cli/meter.h \
	src/cli/lens_command.c \
	src/cli/output.c src/cli/output.h \
	src/cli/source.c src/cli/source.h \
	src/cli/store_commands.c
