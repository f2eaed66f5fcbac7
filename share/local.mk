# schema, catalogue, formats, views, themes, completions.

dist_pkgdata_DATA = share/schema.sql share/measures.json

viewsdir = $(pkgdatadir)/views
dist_views_DATA = \
	share/views/ten-models.view \
	share/views/imagenet.view \
	share/views/pythia.view

themesdir = $(pkgdatadir)/themes
dist_themes_DATA = \
	share/themes/default.theme \
	share/themes/light.theme \
	share/themes/mono.theme
