"""How Python's own functions and objects behave in graph mode. Measured on MindSpore 2.0.0, 2.7.0 and 2.10.0.

Names are qualified; one that ends in ``.*`` stands for all below it.
"""

from __future__ import annotations

from ms_lint.messages import say

#: Functions whose result differs from call to call: what they gave while the graph was compiled stays.
CHANGING = (
    "random.*",
    "secrets.*",
    "numpy.random.*",
    "time.*",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "uuid.uuid1",
    "uuid.uuid4",
    "os.urandom",
    "os.getenv",
    "os.environ.get",
    "os.listdir",
    "os.getcwd",
    "os.path.exists",
    "os.path.isfile",
    "os.path.isdir",
    "os.path.getsize",
    "os.path.getmtime",
    "glob.glob",
)
#: Of these, what has no result to speak of: seeding, waiting, formatting.
NOT_CHANGING = ("random.seed", "numpy.random.seed", "time.sleep", "time.strftime", "time.gmtime")
#: What is drawn by MindSpore instead, by the beginning of the name.
RANDOM = ("random.", "numpy.random.", "secrets.")

#: What only the interpreter can call before 2.1, whatever it is given.
INTERPRETED_BEFORE_2_1 = ("math.*", "builtins.sorted", "builtins.hash", "numpy.float32")
NAMEDTUPLE = "collections.namedtuple"

#: Functions that are there for their effect, which takes place while the graph is compiled, and then never again.
EFFECTS = (
    "logging.debug",
    "logging.info",
    "logging.warning",
    "logging.error",
    "logging.critical",
    "logging.exception",
    "logging.log",
    "logging.Logger.debug",
    "logging.Logger.info",
    "logging.Logger.warning",
    "logging.Logger.warn",
    "logging.Logger.error",
    "logging.Logger.critical",
    "logging.Logger.exception",
    "logging.Logger.log",
    "warnings.warn",
    "sys.stdout.write",
    "sys.stdout.flush",
    "sys.stderr.write",
    "pprint.pprint",
    "pprint.pp",
    "builtins.open",
    "os.makedirs",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.system",
    "shutil.*",
    "subprocess.*",
    "queue.Queue.put",
    "pickle.dump",
    "json.dump",
)
#: Methods that change their object, with a few words on what they do.
CHANGES = {
    "append": say("is appended to"),
    "appendleft": say("is appended to"),
    "extend": say("is extended"),
    "extendleft": say("is extended"),
    "insert": say("is inserted into"),
    "pop": say("loses an item"),
    "popleft": say("loses an item"),
    "popitem": say("loses an item"),
    "remove": say("loses an item"),
    "clear": say("is emptied"),
    "sort": say("is sorted"),
    "reverse": say("is reversed"),
    "update": say("is updated"),
    "setdefault": say("is updated"),
    "add": say("is added to"),
    "discard": say("loses an item"),
    "put": say("is put into"),
    "[]=": say("is assigned to"),
}
#: Those that the graph makes on global lists, and on lists that it is given, from 2.1 at the level lax.
KEPT_CHANGES = frozenset({"extend", "insert", "pop", "reverse"})
#: Classes of Python whose objects the compiler does not look into, by the call that makes them.
MADE_BY = {
    "collections.deque": "collections.deque",
    "collections.OrderedDict": "collections.OrderedDict",
    "collections.defaultdict": "collections.defaultdict",
    "collections.Counter": "collections.Counter",
    "queue.Queue": "queue.Queue",
    "queue.SimpleQueue": "queue.Queue",
    "logging.getLogger": "logging.Logger",
    "types.SimpleNamespace": "types.SimpleNamespace",
}


def is_one_of(name: str, names: tuple[str, ...]) -> bool:
    """Whether a qualified name is one of these, or below one that ends in ``.*``."""
    return name in names or any(item.endswith(".*") and name.startswith(item[:-1]) for item in names)
