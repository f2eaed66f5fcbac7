libparetop_a_SOURCES += \
	src/lens/compare.c \
	src/lens/compare_dominance.c \
	src/lens/compare_pairs.c \
	src/lens/compare_tables.c \
	src/lens/compare_words.c \
	src/lens/compare_work.h \
	src/lens/frontier.c \
	src/lens/frontier_chance.c \
	src/lens/frontier_chart.c \
	src/lens/frontier_rows.c \
	src/lens/frontier_rules.c \
	src/lens/frontier_shape.c \
	src/lens/frontier_tables.c \
	src/lens/frontier_words.c \
	src/lens/frontier_work.h \
	src/lens/lens.h \
	src/lens/lenses.h \
	src/lens/registry.c \
	src/lens/settings.c
