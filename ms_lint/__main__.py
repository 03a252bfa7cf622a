"""``python -m ms_lint`` is ``ms-lint``."""

import sys

from ms_lint.cli import main

if __name__ == "__main__":
    sys.exit(main())
