libparetop_a_SOURCES += \
	src/session/request.h \
	src/session/session.h
