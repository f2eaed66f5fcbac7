libparetop_a_SOURCES += \
	src/base/error.c src/base/error.h \
	src/base/file.h \
	src/base/json.h \
	src/base/memory.c src/base/memory.h \
	src/base/number.h \
	src/base/strbuf.c src/base/strbuf.h \
	src/base/text.h
