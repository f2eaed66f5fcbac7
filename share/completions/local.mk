# Completion rules, printed by the program; a test holds the files to it.
bashcompletiondir = $(datadir)/bash-completion/completions
dist_bashcompletion_DATA = share/completions/paretop
zshcompletiondir = $(datadir)/zsh/site-functions
dist_zshcompletion_DATA = share/completions/_paretop

# Brings the completion files and the manual's lists of the source tree up to date.
.PHONY: lists
lists: paretop$(EXEEXT)
	./paretop completion bash >$(srcdir)/share/completions/paretop
	./paretop completion zsh >$(srcdir)/share/completions/_paretop
	$(SHELL) $(srcdir)/tests/man/lists.sh $(abs_builddir)/paretop
