# The bundled tables of data/. The build needs none of them: what is there is installed, and
# a tree without data/ builds, tests and installs all the same. This file is not in data/ for
# that reason.
EXTRA_DIST += data

bundled_dir = $(pkgdatadir)/data
install-data-local: install-bundled
uninstall-local: uninstall-bundled

install-bundled:
	@cd $(srcdir) || exit 1; \
	for file in data/*/*.csv data/*/datapackage.json; do \
	  if test -f "$$file"; then \
	    folder=`basename \`dirname "$$file"\``; \
	    test "$$folder" = tools && continue; \
	    $(MKDIR_P) "$(DESTDIR)$(bundled_dir)/$$folder" || exit 1; \
	    echo " $(INSTALL_DATA) $$file '$(DESTDIR)$(bundled_dir)/$$folder'"; \
	    $(INSTALL_DATA) "$$file" "$(DESTDIR)$(bundled_dir)/$$folder" || exit 1; \
	  fi; \
	done

uninstall-bundled:
	@cd $(srcdir) || exit 1; \
	for file in data/*/*.csv data/*/datapackage.json; do \
	  if test -f "$$file"; then \
	    rm -f "$(DESTDIR)$(bundled_dir)/$${file#data/}"; \
	    rmdir "$(DESTDIR)$(bundled_dir)/$$(basename "$$(dirname "$$file")")" 2>/dev/null; \
	  fi; \
	done; \
	rmdir "$(DESTDIR)$(bundled_dir)" 2>/dev/null; :

.PHONY: install-bundled uninstall-bundled
