"""Where queue.Empty and queue.SimpleQueue say they are from: pickles of them look here."""

from queue import Empty, SimpleQueue
