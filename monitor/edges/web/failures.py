"""Names what went wrong with a request as a person would: a state and a reason."""

import socket
import ssl

import aiohttp

from monitor.core.unpacking import TooBigError


class BlockedError(OSError):
    """A public address led to a private one, which is the argument."""


class BrokenOffError(OSError):
    """The server broke off before anything of the document came."""


_BY_KIND: tuple[tuple[tuple[type[Exception], ...], str, str], ...] = (
    (
        (BlockedError,),
        "blocked",
        "it leads to the private address {cause}; if you trust it, list it by that address",
    ),
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
    (
        (aiohttp.InvalidURL, UnicodeError),
        "bad-address",
        "this is no usable address: {cause}",
    ),
    (
        (aiohttp.ServerDisconnectedError, ConnectionError),
        "broken-off",
        "the server closed the connection without an answer",
    ),
)


def explained(error: Exception, *, seconds: float, megabytes: float) -> tuple[str, str]:
    """Return the state and the reason; the limits are those that were in force."""
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return "proxy", f"the proxy {error.host}:{error.port} cannot be reached"
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return "proxy", f"the proxy answered {error.status}"
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        cause = error.certificate_error
    for kinds, state, reason in _BY_KIND:
        if isinstance(cause, kinds):
            told = _of_tls(cause) if isinstance(cause, ssl.SSLError) else cause
            return state, reason.format(cause=told, seconds=seconds, megabytes=megabytes)
    return "failed", f"{type(cause).__name__}: {cause}"


def _of_tls(error: ssl.SSLError) -> str:
    """Return what is wrong with a connection, without the names of OpenSSL's files."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {error.verify_message}"
    return (error.reason or str(error)).replace("_", " ").lower()
