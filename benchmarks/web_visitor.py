"""A browser without a screen: one connection that stays open, cookies, forms; each answer timed."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

HIDDEN = re.compile(r'name="(key|csrfmiddlewaretoken)" value="([^"]*)"')
SENT = {"Content-Type": "application/x-www-form-urlencoded"}
PART = {"HX-Request": "true", "HX-Target": "side"}


class WentWrong(Exception):
    """An answer that is not the page that was asked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    text: str
    seconds: float
    size: int
    location: str

    @property
    def hidden(self) -> dict[str, str]:
        """The form's key and the token against forgery, the last of each on the page."""
        return dict(HIDDEN.findall(self.text))


class Visitor:
    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: SimpleCookie = SimpleCookie()

    def connect_anew(self) -> None:
        """The next page is asked for on another connection."""
        self._connection.close()

    def sign_in_as(self, person: int) -> None:
        """With the demo's one click."""
        token = self.look("/welcome").hidden["csrfmiddlewaretoken"]
        self.send(f"/welcome/{person}", csrfmiddlewaretoken=token)

    def look(self, path: str, *, part: bool = False) -> Answer:
        """A page, or the part of one that is fetched into the side."""
        answer = self._ask("GET", path, None, PART if part else {})
        if answer.status != 200:
            raise WentWrong(f"GET {path}: {answer.status}")
        return answer

    def send(self, path: str, **fields: str) -> Answer:
        """A form, which is answered by the address to look at next."""
        answer = self._ask("POST", path, urlencode(fields), SENT)
        if answer.status != 302:
            raise WentWrong(f"POST {path}: {answer.status}")
        return answer

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={each.value}" for name, each in self._cookies.items())
        began = time.perf_counter()
        response = self._answer(method, path, body, {"Cookie": cookies, **headers})
        content = response.read()
        seconds = time.perf_counter() - began
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self._cookies.load(value)
        location = urlsplit(response.getheader("Location", "")).path
        return Answer(response.status, content.decode(), seconds, len(content), location)

    def _answer(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> HTTPResponse:
        """As browsers do, once more where the server had closed a connection that lay idle."""
        try:
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()
        except RemoteDisconnected:
            self._connection.close()
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()
