"""Stands before Django and answers the intake's own addresses."""

from typing import Any


class IntakeApplication:
    def __init__(self, *, otherwise: Any) -> None:
        self.otherwise = otherwise

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.otherwise(scope, receive, send)
