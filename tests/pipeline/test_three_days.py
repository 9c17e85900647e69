"""`monitor run` beside a server of real feeds for three days of a simulated clock, with a real mail server."""

import re
from datetime import UTC, datetime
from pathlib import Path

from monitor.cli.polling import run_monitor
from monitor.settings.loading import load_settings
from monitor.settings.locate import shipped_config
from monitor.wiring.opening import Shows, open_monitor
from tests.fakes import FakeClock, plain_text, smtp_server, write_settings
from tests.serve_feeds import feeds_toml, serve_folders


def test_one_digest_a_day_arrives_and_no_article_twice(shared: Path, tmp_path: Path) -> None:
    clock = FakeClock(datetime(2026, 3, 1, 0, 0, tzinfo=UTC))
    with serve_folders([shared / "feeds" / "ja"]) as addresses, smtp_server() as (inbox, port):
        monitor_toml = (
            '[reader]\ntimezone = "Asia/Tokyo"\n[polling]\nfirst_poll = "52w"\n[translation]\nengine = "off"\n'
            '[[digest]]\nname = "daily"\nat = "07:00"\nto = ["mail:me"]\n'
            f'[channels.mail.me]\nto = ["r@example.com"]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
        )
        watchlist = (shipped_config() / "watchlist.toml").read_text(encoding="utf-8")
        watchlist += '\n[[topic]]\nname = "everything"\nquery = "脆弱性"\n'
        config = write_settings(
            tmp_path / "c", feeds=feeds_toml(addresses), watchlist=watchlist, monitor=monitor_toml
        )
        with open_monitor(
            load_settings(config), f"sqlite:///{tmp_path}/m.db", shows=Shows(), now=clock
        ) as monitor:

            def every_five_minutes(one_round: object) -> None:
                assert callable(one_round)
                for _ in range(3 * 24 * 12):
                    one_round()
                    clock.advance(minutes=5)

            run_monitor(monitor, wake=every_five_minutes, say=lambda _text: None)

    texts = [plain_text(mail) for mail in inbox.mails]
    numbers = [
        number for text in texts for number in re.findall(r"  #(\d+)\s*$", text, re.MULTILINE)
    ]
    assert len(inbox.mails) == 3
    assert len({mail["Message-ID"] for mail in inbox.mails}) == 3
    assert numbers
    assert len(numbers) == len(set(numbers))
    assert all(f"{len(addresses)} of {len(addresses)} feeds seen" in text for text in texts)
