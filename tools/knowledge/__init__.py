"""Makes what lies in ms_lint/knowledge/data from what is kept by hand and from the real packages."""
