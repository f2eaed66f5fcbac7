paretop_SOURCES +=
