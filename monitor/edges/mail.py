"""Wraps a rendered digest into a mail and hands it to an SMTP server."""

import logging
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from monitor.core.text import one_line

log = logging.getLogger(__name__)
_SECONDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed in; `security` is "starttls", "tls" or "none"."""

    host: str
    port: int
    security: str
    username: str | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail: the same digest as plain text and as HTML; `message_id` is the same at every attempt."""

    sender: str
    to: Sequence[str]
    subject: str
    text: str
    html: str
    date: datetime
    message_id: str


def send_mail(server: MailServer, mail: Mail) -> str | None:
    """Send one mail to all its readers; return why that failed, or None when the server took it.

    Once the server has taken it for one reader it is sent: whatever goes wrong after that must not repeat it.
    """
    try:
        message = build_message(mail)
        with _connection(server) as connection:
            refused = connection.send_message(message)
    except smtplib.SMTPAuthenticationError:
        return f"{server.host} refused the user name or password"
    except smtplib.SMTPResponseException as error:
        answer = error.smtp_error
        text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
        return one_line(f"{server.host} answered {error.smtp_code} {text}")
    except smtplib.SMTPRecipientsRefused as error:
        return f"{server.host} refused every reader: {', '.join(error.recipients)}"
    except (smtplib.SMTPException, OSError, ValueError, MessageError) as error:
        return one_line(f"{server.host}:{server.port} could not be used: {error}")
    if refused:
        log.warning(
            "%s took the mail but refused these readers: %s", server.host, ", ".join(refused)
        )
    return None


def try_server(server: MailServer) -> str | None:
    """Connect and log in without sending; return why that failed, or None."""
    try:
        with _connection(server) as connection:
            connection.noop()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return f"{server.host}:{server.port} could not be used: {error}"
    return None


def build_message(mail: Mail) -> EmailMessage:
    """Return the mail as a message; the library refuses line ends in headers and encodes what is not ASCII."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address("News monitor", addr_spec=mail.sender)
    message["To"] = [Address(addr_spec=reader) for reader in mail.to]
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.date)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    return message


@contextmanager
def _connection(server: MailServer) -> Iterator[smtplib.SMTP]:
    """Connect and log in for the time of a block; how the server says goodbye does not matter."""
    context = ssl.create_default_context()
    if server.security == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=_SECONDS, context=context
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
    try:
        if server.security == "starttls":
            connection.starttls(context=context)
        if server.username:
            connection.login(server.username, server.password or "")
        yield connection
    finally:
        try:
            connection.quit()
        except (smtplib.SMTPException, OSError):
            connection.close()
