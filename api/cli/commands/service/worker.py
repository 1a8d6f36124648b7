"""`roster worker`: a job worker of its own."""

import signal
import threading

from api.cli.commands.service.serve import ConfigOption, DataOption
from api.cli.compiling import compile_first
from api.cli.errors import reporting_errors
from api.cli.speech import Speech


def worker(*, data: DataOption = None, config: ConfigOption = None) -> None:
    """启动求解工作进程 · A job worker; several machines share one queue over PostgreSQL."""
    with reporting_errors():
        from api.app import chores, open_services
        from api.jobs.worker import Worker
        from api.operation.logs import logger, set_up_logs
        from api.settings import load_settings

        settings = load_settings(config, data=str(data) if data else None)
        set_up_logs(settings.log_level)
        compile_first(Speech.of(None))
        parts = open_services(settings)
        working = Worker(settings, parts.store, parts.office, chores(settings, parts.store, parts.office))
        over = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: over.set())
        working.start()
        logger().info("worker started", worker=working.worker_id)
        over.wait()
        working.stop()
        parts.store.close()
