"""Tests that are coroutines: each runs in an event loop of its own."""

import inspect

from unittest.case import TestCase

__unittest = True


class IsolatedAsyncioTestCase(TestCase):
    """test methods, asyncSetUp() and asyncTearDown() may be coroutine functions."""

    async def asyncSetUp(self):
        pass

    async def asyncTearDown(self):
        pass

    def addAsyncCleanup(self, func, /, *args, **kwargs):
        self.addCleanup(lambda: self._runner.run(func(*args, **kwargs)))

    def run(self, result=None):
        import asyncio

        with asyncio.Runner() as self._runner:
            return super().run(result)

    def setUp(self):
        pass

    def _guarded(self, step):
        if step == self.setUp:
            return super()._guarded(step) and super()._guarded(lambda: self._runner.run(self.asyncSetUp()))
        if step == self.tearDown:
            good = super()._guarded(lambda: self._runner.run(self.asyncTearDown()))
            return super()._guarded(step) and good
        return super()._guarded(step)

    def _callTestMethod(self, method):
        if inspect.iscoroutinefunction(method):
            self._runner.run(method())
        else:
            super()._callTestMethod(method)
