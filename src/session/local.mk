libparetop_a_SOURCES += \
	src/session/request.c src/session/request.h \
	src/session/session.h
