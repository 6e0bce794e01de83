"""The command line: a file per verb, listed in `verbs.py`. A wrong input is one plain sentence and exit code 2."""
