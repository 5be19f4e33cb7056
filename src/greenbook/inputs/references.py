"""Whom an incoming record refers to: found by source and external id, by another text, or by the id
that stands in a book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from greenbook.inputs import sql
from greenbook.inputs.incoming import Incoming
from greenbook.inputs.kinds import RecordField, stored_kinds


class References:
    """The joins that lead from an incoming table `i` to the records it refers to."""

    def __init__(self, incoming: Incoming, of_kind: Mapping[str, Sequence[Incoming]]) -> None:
        self.incoming, self._of_kind = incoming, of_kind
        self._fields = [f for f in incoming.fields if f.refers_to]

    def joins(self) -> str:
        return " ".join(self._joined(at, field) for at, field in enumerate(self._fields))

    def value(self, field: RecordField) -> str:
        """The id of the record that a field refers to."""
        at = self._fields.index(field)
        return f"coalesce(k{at}.id, b{at}.id)" if self._in_book(at) else f"k{at}.id"

    def missing(self) -> str:
        """`field, unit separator, key` of the first reference that leads nowhere."""
        found = []
        for field in self._fields:
            key = f"i.{sql.name(field.column)}"
            if self.incoming.pairs:
                key = f"coalesce({key}, i.{sql.name(field.column + '__id')}::text)"
            found.append(
                f"case when {key} is not null and {self.value(field)} is null"
                f" then {sql.text(field.name)} || chr(31) || {key} end"
            )
        return f"coalesce({', '.join(found)}, null)" if found else "null"

    def _in_book(self, at: int) -> bool:
        return self.incoming.pairs and self._fields[at].refers_to in self._of_kind

    def _joined(self, at: int, field: RecordField) -> str:
        key, alias = f"i.{sql.name(field.column)}", f"k{at}"
        take = self.incoming.takes.get(field.name)
        if take and take.by != "external_id":
            found = self._found_by(field.refers_to or "", take.by)
            return f"left join ({found}) {alias} on {alias}.said = {key}"
        source = sql.text((take and take.source) or self.incoming.source)
        if self.incoming.pairs:
            source = f"i.{sql.name(field.column + '__source')}"
        joined = (
            f"left join known_{field.refers_to} {alias}"
            f" on {alias}.source = {source} and {alias}.external_id = {key}"
        )
        return f"{joined} {self._joined_in_book(at, field)}" if self._in_book(at) else joined

    def _joined_in_book(self, at: int, field: RecordField) -> str:
        """A book also refers by the id that stands in it."""
        ids = f"select _id, id from ids_{field.refers_to} where _id is not null"
        return f"left join ({ids}) b{at} on b{at}._id = i.{sql.name(field.column + '__id')}"

    def _found_by(self, kind: str, by: str) -> str:
        """Those that a text names alone: two users with one address are nobody."""
        column = sql.name(by)
        said = f"select id, {column} as said from {stored_kinds()[kind].table}"
        for each in self._of_kind.get(kind, []):
            if any(f.name == by for f in each.fields):
                said += (
                    f" union select d.id, i.{column} from {each.table} i join ids_{kind} d"
                    " on d.source = i._source and d.external_id = i._external_id"
                )
        return f"select said, min(id) as id from ({said}) s group by said having count(*) = 1"
