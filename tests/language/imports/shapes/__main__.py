print('run as', __name__)
