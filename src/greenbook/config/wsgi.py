"""What a web server calls."""

from __future__ import annotations

import atexit
import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "greenbook.config.settings")
application = get_wsgi_application()


def make_ready() -> None:
    """Read pages and handbook before the first is asked for, not while somebody waits.

    What is here by then stays. Looking through it for garbage took a fifth of a second each time,
    in which the process answered nobody.
    """
    from django.conf import settings
    from django.db import connection

    from greenbook.decisions.handbooks import current_or_none
    from greenbook.engine.editions import program_on
    from greenbook.web.asked import now

    import_module(settings.ROOT_URLCONF)
    if handbook := current_or_none():
        program_on(handbook, now().date())
    connection.close()
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)


make_ready()
