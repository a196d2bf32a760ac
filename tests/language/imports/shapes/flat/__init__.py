print('flat is initialised')
