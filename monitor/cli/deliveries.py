"""The commands about the outbox: `deliveries list` and `deliveries retry`."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monitor.cli.app import JsonOption, app, opened, out, print_json, remark

if TYPE_CHECKING:
    from monitor.core.delivery import Delivery
    from monitor.wiring.opening import Monitor

deliveries_app = typer.Typer(
    help="What is on its way to your channels, and what is not.", no_args_is_help=True
)
app.add_typer(deliveries_app, name="deliveries")
_LATEST = 20


@deliveries_app.command("list")
def list_deliveries(
    context: typer.Context,
    everything: Annotated[
        bool, typer.Option("--all", help=f"Also what was sent before the latest {_LATEST}.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """List what waits, failed or was sent last; the newest first."""
    with opened(context) as monitor:
        found = monitor.outbox.deliveries(sent_at_most=None if everything else _LATEST)
        if as_json:
            print_json({"deliveries": [_document(delivery) for delivery in found]})
        elif found:
            _print(monitor, found)
        else:
            remark("nothing was ever to be delivered; [[digest]] in monitor.toml sends digests")


@deliveries_app.command("retry")
def retry(
    context: typer.Context,
    number: Annotated[
        int, typer.Argument(metavar="ID", help="The number in `deliveries list`.", min=1)
    ],
) -> None:
    """Try a delivery again at once.

    One that had failed for good is tried for 48 hours more.
    """
    from monitor.core.delivery import PENDING, SENT, retried
    from monitor.core.errors import MonitorError
    from monitor.edges.terminal import print_digest
    from monitor.pipeline.telling import deliver
    from monitor.wiring.opening import Shows

    shows = Shows(digest=lambda view: print_digest(out(), view))
    with opened(context, shows) as monitor, monitor.lock():
        delivery = _stored(monitor, number)
        if delivery.state == SENT:
            raise MonitorError(
                f"delivery {number} arrived; `monitor digest --to {delivery.channel}` sends a digest of any period"
            )
        monitor.outbox.save(retried(delivery, monitor.world.now()))
        deliver(monitor.world, to=delivery.channel)
        after = _stored(monitor, number)
    if after.state == PENDING:
        raise MonitorError(f"{after.channel}: {after.error}; it stays in the outbox")
    remark(f"sent {after.digest} to {after.channel}")


def _stored(monitor: "Monitor", number: int) -> "Delivery":
    from monitor.core.errors import MonitorError

    delivery = monitor.outbox.delivery(number)
    if delivery is None:
        raise MonitorError(f"there is no delivery {number}; see `monitor deliveries list`")
    return delivery


def _document(delivery: "Delivery") -> dict[str, Any]:
    from monitor.core.documents import optional_timestamp, timestamp

    return {
        "id": str(delivery.id),
        "digest": delivery.digest,
        "channel": delivery.channel,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "created": timestamp(delivery.created),
        "next_try": optional_timestamp(delivery.next_try),
        "error": delivery.error,
    }


def _print(monitor: "Monitor", found: "list[Delivery]") -> None:
    from rich.text import Text

    from monitor.core.delivery import FAILED, PENDING
    from monitor.core.view import show_time
    from monitor.edges.terminal import print_remarks, print_table

    styles = {PENDING: "yellow", FAILED: "bold red"}

    def shown(moment: datetime | None) -> str:
        return show_time(moment, monitor.settings.zone) if moment else ""

    print_table(
        out(),
        ["id", "digest", "channel", "state", "tries", "next try"],
        [
            [
                str(delivery.id),
                delivery.digest,
                delivery.channel,
                Text(delivery.state, style=styles.get(delivery.state, "")),
                str(delivery.attempts),
                shown(delivery.next_try),
            ]
            for delivery in found
        ],
    )
    print_remarks(
        out(),
        [
            Text(f"{delivery.id}: {delivery.error}", style=styles[delivery.state])
            for delivery in found
            if delivery.error and delivery.state in styles
        ],
    )
