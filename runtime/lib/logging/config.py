"""Loggers, handlers and formatters set up from a dict or a file."""

import importlib
import io
import logging
import logging.handlers
import re

DEFAULT_LOGGING_CONFIG_PORT = 9030


def _resolve(name):
    """The object a dotted name means, importing what must be imported."""
    parts = name.split(".")
    used = parts.pop(0)
    found = importlib.import_module(used)
    for part in parts:
        used += "." + part
        try:
            found = getattr(found, part)
        except AttributeError:
            importlib.import_module(used)
            found = getattr(found, part)
    return found


def _close_all():
    logging._handlers.clear()
    logging.shutdown(logging._handlerList[:])
    del logging._handlerList[:]


class BaseConfigurator:
    """A configuration and what its values may say: "ext://sys.stdout", "cfg://handlers.file"."""

    def __init__(self, config):
        self.config = config

    def resolve(self, s):
        try:
            return _resolve(s)
        except ImportError as e:
            raise ValueError(f"Cannot resolve {s!r}: {e}") from e

    def convert(self, value):
        if isinstance(value, str):
            found = re.match(r"^([a-z]+)://(.*)$", value)
            if found:
                kind, rest = found.groups()
                if kind == "ext":
                    return self.resolve(rest)
                if kind == "cfg":
                    return self._from_config(rest)
        return value

    def _from_config(self, path):
        value = self.config
        for name, index in re.findall(r"(\w+)|\[([^\]]*)\]", path):
            if name:
                value = value[name]
            else:
                value = value[int(index)] if index.isdigit() and not isinstance(value, dict) else value[index]
        return self.convert(value)

    def as_tuple(self, value):
        return tuple(value) if isinstance(value, list) else value

    def make(self, config):
        """Calls the factory named by "()" with the other entries as arguments."""
        config = dict(config)
        factory = config.pop("()")
        if not callable(factory):
            factory = self.resolve(factory)
        extra = config.pop(".", None)
        arguments = {key: self.convert(config[key]) for key in config if key.isidentifier()}
        result = factory(**arguments)
        for name, value in (extra or {}).items():
            setattr(result, name, value)
        return result


class DictConfigurator(BaseConfigurator):
    def configure(self):
        config = self.config
        if "version" not in config:
            raise ValueError("dictionary doesn't specify a version")
        if config["version"] != 1:
            raise ValueError(f"Unsupported version: {config['version']}")
        with logging._lock:
            if config.get("incremental", False):
                self._configure_incrementally()
            else:
                self._configure_anew()

    def _configure_incrementally(self):
        config = self.config
        for name, settings in config.get("handlers", {}).items():
            if name not in logging._handlers:
                raise ValueError(f"No handler found with name {name!r}")
            level = settings.get("level")
            if level:
                logging._handlers[name].setLevel(logging._checkLevel(level))
        for name, settings in config.get("loggers", {}).items():
            self._set_up(logging.getLogger(name), settings, True)
        if config.get("root"):
            self._set_up(logging.getLogger(), config["root"], True)

    def _configure_anew(self):
        config = self.config
        _close_all()
        self.formatters = {}
        for name, settings in config.get("formatters", {}).items():
            self.formatters[name] = self._attempt("formatter", name, self._formatter, settings)
        self.filters = {}
        for name, settings in config.get("filters", {}).items():
            self.filters[name] = self._attempt("filter", name, self._filter, settings)
        self.handlers = {}
        waiting = []  # handlers that refer to others not made yet
        for name in sorted(config.get("handlers", {})):
            if config["handlers"][name].get("target") in config["handlers"]:
                waiting.append(name)
            else:
                self._add_handler(name)
        for name in waiting:
            self._add_handler(name)
        existing = [name for name, each in logging.root.manager.loggerDict.items() if isinstance(each, logging.Logger)]
        named = config.get("loggers", {})
        for name, settings in named.items():
            logger = logging.getLogger(name)
            logger.disabled = False
            self._attempt("logger", name, self._set_up, logger, settings)
            if settings.get("propagate") is not None:
                logger.propagate = settings["propagate"]
        for name in existing:
            if name in named:
                continue
            logger = logging.root.manager.loggerDict[name]
            if any(name.startswith(above + ".") for above in named):
                logger.setLevel(logging.NOTSET)
                logger.handlers = []
                logger.propagate = True
            else:
                logger.disabled = config.get("disable_existing_loggers", True)
        if config.get("root"):
            try:
                self._set_up(logging.getLogger(), config["root"])
            except Exception as e:
                raise ValueError("Unable to configure root logger") from e

    def _attempt(self, kind, name, work, *args):
        try:
            return work(*args)
        except Exception as e:
            raise ValueError(f"Unable to configure {kind} {name!r}") from e

    def _formatter(self, settings):
        if "()" in settings:
            return self.make(settings)
        cls = self.resolve(settings["class"]) if settings.get("class") else logging.Formatter
        more = (settings["validate"],) if "validate" in settings else ()
        return cls(settings.get("format"), settings.get("datefmt"), settings.get("style", "%"), *more)

    def _filter(self, settings):
        return self.make(settings) if "()" in settings else logging.Filter(settings.get("name", ""))

    def _add_handler(self, name):
        handler = self._attempt("handler", name, self._handler, self.config["handlers"][name])
        handler.name = name
        self.handlers[name] = handler

    def _handler(self, settings):
        settings = dict(settings)
        formatter = settings.pop("formatter", None)
        if formatter:
            formatter = self.formatters[formatter]
        level = settings.pop("level", None)
        filters = settings.pop("filters", None)
        if "()" in settings:
            handler = self.make(settings)
        else:
            cls = self.resolve(settings.pop("class"))
            if issubclass(cls, logging.handlers.MemoryHandler) and "target" in settings:
                settings["target"] = self.handlers[settings["target"]]
            extra = settings.pop(".", None)
            handler = cls(**{key: self.convert(value) for key, value in settings.items() if key.isidentifier()})
            for key, value in (extra or {}).items():
                setattr(handler, key, value)
        if formatter:
            handler.setFormatter(formatter)
        if level is not None:
            handler.setLevel(logging._checkLevel(level))
        self._add_filters(handler, filters)
        return handler

    def _add_filters(self, target, filters):
        for name in filters or ():
            usable = callable(name) or callable(getattr(name, "filter", None))
            target.addFilter(name if usable else self.filters[name])

    def _set_up(self, logger, settings, incremental=False):
        level = settings.get("level")
        if level is not None:
            logger.setLevel(logging._checkLevel(level))
        if incremental:
            return
        for handler in logger.handlers[:]:
            logger.removeHandler(handler)
        for name in settings.get("handlers") or ():
            logger.addHandler(self.handlers[name])
        self._add_filters(logger, settings.get("filters"))


dictConfigClass = DictConfigurator


def dictConfig(config):
    dictConfigClass(config).configure()


def fileConfig(fname, defaults=None, disable_existing_loggers=True, encoding=None):
    """The same from a file in the format of configparser, with sections [loggers], [handlers] and [formatters]."""
    import configparser

    if isinstance(fname, configparser.RawConfigParser):
        parser = fname
    else:
        parser = configparser.ConfigParser(defaults)
        if hasattr(fname, "readline"):
            parser.read_file(fname)
        else:
            parser.read(fname, encoding=io.text_encoding(encoding))

    def names(section):
        return [name.strip() for name in parser[section]["keys"].split(",") if name.strip()]

    def evaluate(text):
        return eval(text, vars(logging))

    with logging._lock:
        _close_all()
        formatters = {}
        for name in names("formatters"):
            section = parser["formatter_" + name]
            cls = _resolve(section["class"]) if section.get("class") else logging.Formatter
            formatters[name] = cls(parser.get("formatter_" + name, "format", raw=True, fallback=None),
                                   parser.get("formatter_" + name, "datefmt", raw=True, fallback=None),
                                   parser.get("formatter_" + name, "style", raw=True, fallback="%"))
        handlers = {}
        for name in names("handlers"):
            section = parser["handler_" + name]
            try:
                cls = evaluate(section["class"])
            except (AttributeError, NameError):
                cls = _resolve(section["class"])
            handler = cls(*evaluate(section.get("args", "()")), **evaluate(section.get("kwargs", "{}")))
            handler.name = name
            if "level" in section:
                handler.setLevel(section["level"])
            if section.get("formatter"):
                handler.setFormatter(formatters[section["formatter"]])
            handlers[name] = handler
        existing = [each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger)]
        configured = []
        for name in names("loggers"):
            section = parser["logger_" + name]
            logger = logging.root if name == "root" else logging.getLogger(section["qualname"])
            configured.append(logger)
            logger.disabled = False
            if "level" in section:
                logger.setLevel(section["level"])
            if name != "root":
                logger.propagate = section.getint("propagate", fallback=1)
            for handler in logger.handlers[:]:
                logger.removeHandler(handler)
            for each in section.get("handlers", "").split(","):
                if each.strip():
                    logger.addHandler(handlers[each.strip()])
        for logger in existing:
            if logger not in configured:
                below = any(logger.name.startswith(each.name + ".") for each in configured if each is not logging.root)
                logger.disabled = disable_existing_loggers and not below
