"""Run as a program: the service as `roster serve` runs it, on a clock that stands at a given instant."""

import sys
from datetime import datetime

import uvicorn

from api.app import create_app, open_services
from api.operation.first_admin import first_admin
from api.settings import load_settings
from roster.desk.clock import FixedClock


def main(port: int, data: str, at: str) -> None:
    settings = load_settings(data=data, port=port, log_level="error")
    parts = open_services(settings, FixedClock(datetime.fromisoformat(at)))
    with parts.store.writing() as connection:
        print(first_admin(connection), flush=True)
    uvicorn.run(create_app(parts, work=True), port=port, log_config=None, access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
