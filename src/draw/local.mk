libparetop_a_SOURCES += \
	src/draw/canvas.c src/draw/canvas.h \
	src/draw/chart.h \
	src/draw/grid.h \
	src/draw/scale.c src/draw/scale.h
