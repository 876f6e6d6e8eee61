"""Opening a send log on PostgreSQL, where any number of machines share the work."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa

from newsletter.locale import _
from newsletter.model.diagnostics import Refused
from newsletter.model.extras import Extra, command_to_add
from newsletter.model.via import is_loopback

CONNECT_SECONDS = 10
# A network that swallows everything is noticed within a minute; without these a run could hang for a quarter of an hour.
ALIVE = {"keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 45_000}


# The same the other way: the server notices within a minute that a computer is gone, ends its session and frees its locks.
_SERVER_ALIVE = {"tcp_keepalives_idle": 20, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 3}
# As for mail over the network: an encrypted line to the server whose name the certificate bears, and a password that is never
# sent (libpq, 34.1.2 and 34.19). libpq's own defaults fall back to clear text and give the password to who asks for it.
STRICT = {"sslmode": "verify-full", "require_auth": "scram-sha-256", "gssencmode": "disable"}
_ENOUGH = {"sslmode": {"verify-full"}, "require_auth": {"scram-sha-256", "none"}}
_ROOTS = Path("~/.postgresql/root.crt")


def _strictness(address: sa.URL, environment: Mapping[str, str]) -> Mapping[str, str]:
    """What the URL may say otherwise, in so many words. On this machine nobody listens in between."""
    if _is_of_this_machine(address, environment):
        return {}
    roots = {} if environment.get("PGSSLROOTCERT") or _has_roots_of_its_own() else {"sslrootcert": "system"}
    asks_for_less = address.query.get("sslmode", "verify-full") != "verify-full"
    return STRICT if asks_for_less else {**STRICT, **roots}  # the system's roots go with verify-full alone


def _has_roots_of_its_own() -> bool:
    with suppress(RuntimeError):  # a user without a home
        return _ROOTS.expanduser().is_file()
    return False


def _is_of_this_machine(address: sa.URL, environment: Mapping[str, str]) -> bool:
    """By a socket or a loopback address; what a service file names may be anywhere."""
    if "service" in address.query or environment.get("PGSERVICE"):
        return False
    named = address.query.get("hostaddr") or address.query.get("host") or address.host
    named = named or environment.get("PGHOSTADDR") or environment.get("PGHOST") or ""
    hosts = [host for one in ([named] if isinstance(named, str) else named) for host in one.split(",")]
    return all(not host or host.startswith(("/", "@")) or is_loopback(host.strip("[]")) for host in hosts)


def line_warning(engine: sa.Engine) -> str | None:
    """A sentence for a log whose URL asks for less than ``STRICT`` over a network; None where it does not."""
    address = engine.url
    if address.get_backend_name() != "postgresql" or _is_of_this_machine(address, {}):
        return None
    weak = [f"{name}={address.query[name]}" for name, good in _ENOUGH.items() if address.query.get(name, min(good)) not in good]
    if not weak:
        return None
    return _(
        "The line to the sending log is not as safe as it can be ({settings}): another on the network could read or change it. "
        "Take that out of delivery.log when the server has a certificate of its own name."
    ).format(settings=", ".join(weak))


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
    arguments |= {name: value for name, value in _strictness(address, secrets).items() if name not in address.query}
    if password := secrets.get("PGPASSWORD"):
        arguments["password"] = password
    try:
        engine = sa.create_engine(
            address.set(drivername="postgresql+psycopg", password=None),
            poolclass=sa.NullPool,
            connect_args=arguments,
            hide_parameters=True,  # addresses: a fault that is told, or kept in a file, must not show them
        )
    except ImportError:  # no driver, or one that finds no libpq
        raise Refused(
            _("A sending log on PostgreSQL needs an addition that is not installed."),
            _("Install it with this command: {command}").format(command=command_to_add(Extra.POSTGRESQL)),
        ) from None

    # Without it a crash of the server takes back claims whose letters have left.
    @sa.event.listens_for(engine, "connect")
    def durable(connection: sa.engine.interfaces.DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("SET synchronous_commit TO on")
        for name, value in _SERVER_ALIVE.items():
            cursor.execute(f"SET {name} TO {value}")
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


def refuse_pooling(engine: sa.Engine, connection: sa.Connection, place: str) -> None:
    """Between us and the server something may lend out one session to several for a transaction at a time (pgbouncer's
    ``pool_mode = transaction``). Locks and settings of a session would then be another's, and runs that are alive taken for
    dead.

    A server tells its process number as the session begins; a pooler tells one of its own. Only then two sessions are
    compared, one inside a transaction, so that it keeps what it has been lent: they must be two, and the first still its own.
    """
    if _announced(connection) == connection.execute(_SESSION).scalar_one():
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as one, engine.connect() as other:
        first = one.execute(_SESSION).scalar_one()
        lent = other.execute(_SESSION).scalar_one()  # from here on a transaction of the other's
        if lent != first == one.execute(_SESSION).scalar_one():
            return
    raise Refused(
        _("The sending log {path} is behind a connection pool that shares sessions, so its locks cannot be trusted.").format(
            path=place
        ),
        _("Give the address of the database server itself, or ask whoever runs the pool for pool_mode = session."),
    )


_SESSION = sa.select(sa.func.pg_backend_pid())


def _announced(connection: sa.Connection) -> int:
    driver = connection.connection.driver_connection
    assert driver is not None
    return int(driver.info.backend_pid)


def describe(engine: sa.Engine) -> str:
    """The log's address for people: no password was ever in it."""
    address = engine.url
    return f"postgresql://{address.host or address.query.get('host', '')}/{address.database}"


def _not_an_address() -> Refused:
    return Refused(
        _("The address of the sending log cannot be understood."),
        _("Write sqlite:PATH or postgresql://host/database."),
    )
