"""The rows as they will stand: what came in, laid over what the database already has.

For each kind of the set there are, for the length of the import, the tables `ids_<kind>` (who is
who: an existing row, or a new id) and `image_<kind>` (whole rows with where they came from), and
for each, and for those that are looked at beside them, the view `after_<kind>`: the kind's rows
after the import.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from greenbook.inputs import sql
from greenbook.inputs.incoming import Incoming
from greenbook.inputs.kinds import USAGE, RecordField, RecordKind, kinds, stored_kinds
from greenbook.inputs.references import References

#: The day on which a record of the kind took place, where no `happened_on` says it.
EVENT_DAYS = (
    "happened_on", "starts_on", "started_on", "opened_on", "start_on", "held_on", "answered_on",
    "requested_on", "introduced_on", "entered_on", "sent_on", "offered_on",
    "closed_on", "customer_start_on", "original_contract_on", "contract_start_on",
)  # fmt: skip
BORN_WITH = ("id", "source", "external_id", "known_from", "reconstructed", "import_run_id")
#: The kinds of record that a grain speaks of.
GRAINS = {
    "account": "account", "subscription": "subscription", "opportunity": "opportunity",
    "instance": "instance", "cta": "cta", "escalation": "escalation", "person": "user",
}  # fmt: skip
#: Kinds that readings and oddities look at, whether they are in the set or not.
BESIDE = frozenset({"account", "subscription", "instance", "user"})
#: Who a record that came in is, within its set.
KEY = "coalesce(_source || chr(31) || _external_id, '#' || _id) as _key"
FROM = ("_section", "_file", "_line", "_first_id", "_new", "_missing")


class Images:
    """The images of everything that came in, made once everything has been read."""

    def __init__(self, incoming: Iterable[Incoming], *, on: date, run_id: int) -> None:
        self.on, self.run_id = on, run_id
        self.of_kind: dict[str, list[Incoming]] = defaultdict(list)
        for each in incoming:
            self.of_kind[each.kind.name].append(each)
        order = list(kinds())
        self.kinds = [kinds()[n] for n in sorted(self.of_kind, key=order.index) if n != USAGE]
        fields = [field for sets in self.of_kind.values() for each in sets for field in each.fields]
        self.referred_to = sorted({field.refers_to for field in fields if field.refers_to})
        self.looked_at = sorted({kind.name for kind in self.kinds} | BESIDE)

    def make(self) -> None:
        """Everybody gets an id, then every row its image."""
        self.drop()
        for kind in self.kinds:
            self._ids(kind)
        for name in self.referred_to:
            self._known(stored_kinds()[name])
        for kind in self.kinds:
            self._image(kind)
            self._subjects(kind)
        for name in self.looked_at:
            self._after(stored_kinds()[name])

    def drop(self) -> None:
        views = [f"pg_temp.after_{name}" for name in self.looked_at]
        views += [f"pg_temp.known_{name}" for name in self.referred_to]
        sql.execute(f"drop view if exists {', '.join(views)} cascade")
        for name in self.of_kind:
            sql.execute(f"drop table if exists pg_temp.image_{name}, pg_temp.ids_{name} cascade")

    def _ids(self, kind: RecordKind) -> None:
        found = " union all ".join(
            f"select _source as source, _external_id as external_id, _id, {KEY} from {each.table}"
            for each in self.of_kind[kind.name]
        )
        sql.execute(
            f"""
            create temp table ids_{kind.name} as
            select i.source, i.external_id, i._id, i._key,
                   coalesce(t.id, b.id, case when i._id is not null and taken.id is null then i._id
                            else nextval(pg_get_serial_sequence('{kind.table}', 'id')) end) as id,
                   t.id is null and b.id is null as _new
            from ({found}) i
            left join {kind.table} t on t.source = i.source and t.external_id = i.external_id
            left join {kind.table} b on i.external_id is null and b.id = i._id
            left join {kind.table} taken on taken.id = i._id
            """
        )
        sql.execute(f"analyze ids_{kind.name}")

    def _known(self, kind: RecordKind) -> None:
        """Who a source and an external id are: in the database, or new in this set."""
        view = f"select id, source, external_id from {kind.table} where external_id is not null"
        if kind.name in self.of_kind:
            view += (
                f" union all select id, source, external_id from ids_{kind.name}"
                " where _new and external_id is not null"
            )
        sql.execute(f"create temp view known_{kind.name} as {view}")

    def _image(self, kind: RecordKind) -> None:
        sql.execute(
            f"create temp table image_{kind.name} as select t.*, null::int as _section,"
            " null::int as _file, null::int as _line, null::text as _first_id,"
            f" null::boolean as _new, null::text as _missing from {kind.table} t with no data"
        )
        for each in self.of_kind[kind.name]:
            sql.execute(_Filling(self, kind, each).statement())
        sql.execute(f"analyze image_{kind.name}")

    def _subjects(self, kind: RecordKind) -> None:
        """A book names the subject of a CTA or an override by its grain and its id in the book."""
        if "subject_id" not in kind.fields or not self.of_kind[kind.name][0].pairs:
            return
        for grain in GRAINS:
            named = GRAINS[grain]
            if named in self.of_kind:
                sql.execute(
                    f"update image_{kind.name} i set subject_id = d.id from ids_{named} d"
                    f" where i.grain = '{grain}' and d._id = i.subject_id and d._id <> d.id"
                )

    def _after(self, kind: RecordKind) -> None:
        columns = sql.names(f.column for f in kind.fields.values())
        view = f"select {columns}, null::int as _section from {kind.table} t"
        if kind.name in self.of_kind:
            view += (
                f" where not exists (select 1 from image_{kind.name} i where i.id = t.id)"
                f" union all select {columns}, _section from image_{kind.name}"
            )
        sql.execute(f"create temp view after_{kind.name} as {view}")


class _Filling:
    """The statement that lays one incoming table over its kind."""

    def __init__(self, images: Images, kind: RecordKind, incoming: Incoming) -> None:
        self.images, self.kind, self.incoming = images, kind, incoming
        self.given = {f.name: f for f in incoming.fields}
        self.references = References(incoming, images.of_kind)

    def statement(self) -> str:
        columns = [f.column for f in self.kind.fields.values()]
        values = [self._value(f) for f in self.kind.fields.values()]
        origin = [str(self.incoming.number), "i._file", "i._line", "i._first_id", "d._new"]
        return f"""
            insert into image_{self.kind.name} ({sql.names([*columns, *FROM])})
            select {", ".join([*values, *origin, self.references.missing()])}
            from (select *, {KEY} from {self.incoming.table}) i
            join ids_{self.kind.name} d on d._key = i._key
            left join {self.kind.table} t on t.id = d.id
            {self.references.joins()}
        """

    def _value(self, field: RecordField) -> str:
        born = self._born(field.column)
        if born:
            return born
        kept = f"t.{sql.name(field.column)}"
        default = _default(field)
        if field.name not in self.given:
            return f"case when d._new then {default} else {kept} end"
        value = f"i.{sql.name(field.column)}"
        if field.refers_to:
            value = self.references.value(field)
        take = self.incoming.takes.get(field.name)
        if (take and take.only_if) or not field.null:
            return f"coalesce({value}, case when d._new then {default} else {kept} end)"
        return value

    def _born(self, column: str) -> str:
        """What a row is born with and keeps; a book says it anew, but for the import."""
        if column == "import_run_id":
            return f"case when d._new then {self.images.run_id} else t.import_run_id end"
        own = {"id": "d.id", "source": "i._source", "external_id": "i._external_id"}
        if column in own:
            return own[column]
        if self.incoming.pairs:
            today = f"coalesce(i.known_from, date '{self.images.on}')"
            return today if column == "known_from" else ""
        if column == "known_from":
            return f"case when d._new then {self._known_from()} else t.known_from end"
        if column == "reconstructed":
            given = "i.known_from is null and " if "known_from" in self.given else ""
            event = self._event_day()
            return f"case when d._new then {given}{event} is not null else t.reconstructed end"
        return ""

    def _known_from(self) -> str:
        today = f"date '{self.images.on}'"
        given = "i.known_from, " if "known_from" in self.given else ""
        return f"least(coalesce({given}{self._event_day()}, {today}), {today})"

    def _event_day(self) -> str:
        found = [f"i.{sql.name(c)}" for c in EVENT_DAYS if c in self.given]
        return f"coalesce({', '.join(found)})" if found else "null::date"


def _default(field: RecordField) -> str:
    value = field.default
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict):
        return "'{}'::" + field.sql_type
    return str(value) if isinstance(value, int) else sql.text(str(value))
