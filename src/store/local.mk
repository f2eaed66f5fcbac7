libparetop_a_SOURCES += \
	src/store/filter.h \
	src/store/store.h
