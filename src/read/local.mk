libparetop_a_SOURCES += \
	src/read/input.h \
	src/read/reader.h \
	src/read/sink.h
