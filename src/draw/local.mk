libparetop_a_SOURCES += \
	src/draw/canvas.c src/draw/canvas.h \
	src/draw/chart.c src/draw/chart.h \
	src/draw/chart_axes.c \
	src/draw/chart_internal.h \
	src/draw/chart_key.c \
	src/draw/chart_labels.c \
	src/draw/chart_lines.c \
	src/draw/chart_marks.c \
	src/draw/chart_memory.c \
	src/draw/chart_rows.c \
	src/draw/grid.c src/draw/grid.h src/draw/grid_columns.c src/draw/grid_internal.h \
	src/draw/grid_measure.c \
	src/draw/raster.c src/draw/raster.h \
	src/draw/scale.c src/draw/scale.h \
	src/draw/svg.c
