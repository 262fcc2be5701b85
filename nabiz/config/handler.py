"""From the socket to a view and back: one thread carries a request through all of Django."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context, copy_context
from typing import IO, Any, cast

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.db import close_old_connections
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

CUSTOMERS = ("/s/", "/widget", "/heard/")
THREADS_FOR_CUSTOMERS = 4
THREADS_FOR_MEMBERS = 8


class Handler(ASGIHandler):
    """Every view is synchronous, so that a request needs no change between loop and thread on its way.

    Django's own begins a thread for each request and changes seven times. Here the threads stay, each with its
    connection to the database, and customers have their own, so that no survey waits for a report. What streams is
    sent Django's way.
    """

    def __init__(self) -> None:
        super().__init__()
        self._for_customers = ThreadPoolExecutor(THREADS_FOR_CUSTOMERS, "customers")
        self._for_members = ThreadPoolExecutor(THREADS_FOR_MEMBERS, "members")

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        threads = self._for_customers if scope["path"].startswith(CUSTOMERS) else self._for_members
        context = copy_context()
        respond = asyncio.get_running_loop().run_in_executor(threads, context.run, self._respond, scope, body)
        response = await respond
        if response.streaming:
            async with ThreadSensitiveContext():
                await self._stream(response, receive, send, context)
        else:
            await self.send_response(response, send)

    def _respond(self, scope: Any, body: IO[bytes]) -> HttpResponseBase:
        """All that touches the database ends here, so that the thread is free for the next."""
        with body:
            set_script_prefix(get_script_prefix(scope))
            signals.request_started.send(sender=self.__class__, scope=scope)
            request, refusal = self.create_request(scope, body)
            response: Any = self.get_response(request) if request else refusal
            response._handler_class = self.__class__  # who says that the request ended
            if response.streaming:
                close_old_connections()
            else:
                response.close()
            return cast(HttpResponseBase, response)

    async def _stream(self, response: HttpResponseBase, receive: Any, send: Any, context: Context) -> None:
        """In the language and time zone of the request, until all is sent or nobody listens."""
        gone = asyncio.create_task(self.listen_for_disconnect(receive))
        sending = asyncio.create_task(self.send_response(response, send), context=context)
        try:
            await asyncio.wait((gone, sending), return_when=asyncio.FIRST_COMPLETED)
        finally:
            was_sent = sending.done()
            gone.cancel()
            sending.cancel()
            await asyncio.gather(gone, sending, return_exceptions=True)
            await sync_to_async(response.close)()
        if was_sent:
            sending.result()
