"""Names what went wrong with a request as a person would: a state and a reason."""

import errno
import re
import socket
import ssl

import aiohttp

from monitor.core.unpacking import TooBigError


class BlockedError(OSError):
    """A public address led to a private one.

    All have one text: a name with several addresses fails with one error only when they agree.
    """

    TEXT = "it leads to a private address"

    def __init__(self, address: str) -> None:
        """Keep the private address for the message."""
        super().__init__(self.TEXT)
        self.address = address


class ProxyError(OSError):
    """The proxy of the environment cannot be used, for the reason that is the argument."""


class BrokenOffError(OSError):
    """The server broke off before anything of the document came."""


_LOGIN = re.compile(r"//[^/\s@]*@")
_BY_KIND: tuple[tuple[tuple[type[Exception], ...], str, str], ...] = (
    ((ProxyError,), "proxy", "{cause}"),
    ((TooBigError,), "too-big", "it is larger than {megabytes:g} MB"),
    ((BrokenOffError,), "truncated", "the server broke off before anything of the document came"),
    ((TimeoutError,), "timeout", "no complete answer within {seconds:g} seconds"),
    ((socket.gaierror,), "dns", "its name is not known"),
    (
        (ssl.SSLError, ssl.CertificateError, aiohttp.ClientSSLError),
        "tls",
        "no safe connection: {cause}",
    ),
    ((ConnectionRefusedError,), "refused", "the server refused the connection"),
    ((aiohttp.InvalidURL, ValueError), "bad-address", "this is no usable address: {cause}"),
    (
        (aiohttp.ServerDisconnectedError, ConnectionError),
        "broken-off",
        "the server closed the connection without an answer",
    ),
    ((aiohttp.ClientResponseError,), "not-http", "what answers there does not speak HTTP"),
)
_UNREACHABLE = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN)


def explained(error: Exception, *, seconds: float, megabytes: float) -> tuple[str, str]:
    """Return the state and the reason; the limits are those that were in force."""
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return "proxy", f"the proxy {error.host}:{error.port} cannot be reached"
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return "proxy", f"the proxy answered {error.status}"
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        cause = error.certificate_error
    if isinstance(cause, OSError) and (found := _of_connection(cause)):
        return found
    for kinds, state, reason in _BY_KIND:
        if isinstance(cause, kinds):
            told = _of_tls(cause) if isinstance(cause, ssl.SSLError) else cause
            shown = reason.format(cause=told, seconds=seconds, megabytes=megabytes)
            return state, _LOGIN.sub("//", shown)
    return "failed", _LOGIN.sub("//", f"{type(cause).__name__}: {cause}")


def _of_connection(error: OSError) -> tuple[str, str] | None:
    """Name what several addresses of one name failed with, which comes as one error with all their texts."""
    text = str(error)
    if BlockedError.TEXT in text:
        where = f" {error.address}" if isinstance(error, BlockedError) else ""
        return "blocked", (
            f"it leads to the private address{where}; if you trust it, list it by that address"
        )
    if f"[Errno {errno.ECONNREFUSED}]" in text:
        return "refused", "the server refused the connection"
    if error.errno in _UNREACHABLE or any(f"[Errno {number}]" in text for number in _UNREACHABLE):
        return "unreachable", "no way leads to its server"
    return None


def _of_tls(error: ssl.SSLError) -> str:
    """Return what is wrong with a connection, without the names of OpenSSL's files."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    return (error.reason or str(error)).replace("_", " ").lower()
