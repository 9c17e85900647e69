"""Reads which proxy the environment names for an address: HTTP_PROXY, HTTPS_PROXY, NO_PROXY, or the system's own."""

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from monitor.edges.web.failures import ProxyError


def environment_proxy(url: str) -> str | None:
    """Return the proxy for an address, or None to connect directly.

    Raises:
        ProxyError: what the environment names cannot be used; it may hold a password, and is not shown.
    """
    parts = urlsplit(url)
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    try:
        found = urlsplit(proxy)
        usable = bool(found.hostname) and (found.port or 1)
    except ValueError:
        usable = False
    if not usable or found.scheme not in ("http", "https"):
        raise ProxyError(
            f"the proxy that the environment names for {parts.scheme} is no address of an HTTP proxy "
            "(SOCKS is not supported); mend it, or exempt this host with NO_PROXY"
        )
    return proxy
