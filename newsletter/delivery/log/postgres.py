"""Opening a send log on PostgreSQL, where any number of machines share the work."""

from collections.abc import Mapping

import sqlalchemy as sa

from newsletter.locale import _
from newsletter.model.diagnostics import Refused
from newsletter.model.extras import Extra, command_to_add

CONNECT_SECONDS = 10
# A network that swallows everything is noticed within a minute; without these a run could hang for a quarter of an hour.
ALIVE = {"keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 45_000}


def create_engine(url: str, secrets: Mapping[str, str]) -> sa.Engine:
    """The password comes from PGPASSWORD (environment or ``.env``) or ~/.pgpass; one in the URL is refused, and so is a
    missing driver.
    """
    try:
        address = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise _not_an_address() from None
    if address.password or "password" in address.query:
        raise Refused(
            _("The address of the sending log contains a password."),
            _("Take it away and put it in PGPASSWORD in the .env file, or in ~/.pgpass."),
        )
    if not address.database:
        raise _not_an_address()
    arguments: dict[str, object] = {"connect_timeout": CONNECT_SECONDS, "application_name": "newsletter", **ALIVE}
    if password := secrets.get("PGPASSWORD"):
        arguments["password"] = password
    try:
        engine = sa.create_engine(
            address.set(drivername="postgresql+psycopg", password=None), poolclass=sa.NullPool, connect_args=arguments
        )
    except ImportError:  # no driver, or one that finds no libpq
        raise Refused(
            _("A sending log on PostgreSQL needs an addition that is not installed."),
            _("Install it with this command: {command}").format(command=command_to_add(Extra.POSTGRESQL)),
        ) from None

    # Without it a crash of the server takes back claims whose letters have left.
    @sa.event.listens_for(engine, "connect")
    def durable(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
        connection.cursor().execute("SET synchronous_commit TO on")
        connection.commit()

    return engine


def refuse_unsafe_settings(connection: sa.Connection, place: str) -> None:
    for name in ("synchronous_commit", "fsync"):
        if (found := connection.exec_driver_sql(f"SHOW {name}").scalar()) != "on":
            raise Refused(
                _("The sending log {path} cannot be kept safely here ({setting} is {value}).").format(
                    path=place, setting=name, value=found
                ),
                _("Ask whoever runs the database server to set it to on."),
            )


def describe(engine: sa.Engine) -> str:
    """The log's address for people: no password was ever in it."""
    address = engine.url
    return f"postgresql://{address.host or address.query.get('host', '')}/{address.database}"


def _not_an_address() -> Refused:
    return Refused(
        _("The address of the sending log cannot be understood."),
        _("Write sqlite:PATH or postgresql://host/database."),
    )
