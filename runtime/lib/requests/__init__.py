"""HTTP for people: requests.get(url).text.

The interface is the one users of the requests library know; what carries it is libcurl (runtime/modules/curl_module.cpp), and it
is loaded by `import requests`, not before. In the order a request travels:

    api          one function for each method, each with a session of its own
    sessions     what requests have in common: headers, cookies, authentication, connections; redirects
    models       Request, PreparedRequest (what is really sent), Response
    adapters     from a PreparedRequest to curl and back
    cookies, auth, structures, status_codes, exceptions, utils
"""

import _curl  # first: without libcurl there is no use in the rest

from . import utils
from .api import delete, get, head, options, patch, post, put, request
from .exceptions import (ConnectionError, ConnectTimeout, FileModeWarning, HTTPError, JSONDecodeError, ReadTimeout,
                         RequestException, Timeout, TooManyRedirects, URLRequired)
from .models import PreparedRequest, Request, Response
from .sessions import Session, session
from .status_codes import codes

__title__ = "requests"
__version__ = utils.VERSION
