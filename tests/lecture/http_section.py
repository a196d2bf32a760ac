# The section on HTTP in four cells, run by tests/lecture/run with a slow server on this machine in the place of the hosts.

# %% http_urls
import requests

urls = ["http://wiki.example.org/Первая_страница", "https://example.com/", "https://docs.example.org/3/library/threading.html",
        "https://example.net/search?q=gil", "https://news.example.com/", "https://mail.example.com/"]

# %% http_def
def read_url(url):
    return requests.get(url).text

# %% http_sequential
%%time
for url in urls:
    read_url(url)

# %% http_threads
%%time
threads = [threading.Thread(target=lambda url=url: read_url(url)) for url in urls]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
