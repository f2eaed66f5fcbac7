# Manual pages (mdoc).
dist_man_MANS += \
	man/paretop-lenses.7
