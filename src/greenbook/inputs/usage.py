"""Usage readings on their way into the lake: found their accounts, checked, counted, appended."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
from django.db import connection

from greenbook.engine.lake import Lake
from greenbook.engine.usage import (
    KEY,
    READING,
    ContradictingReadings,
    append_usage,
    kept,
    usage_known_by,
)
from greenbook.inputs import sql
from greenbook.inputs.checks import AHEAD, AHEAD_FIX, Found, nobody
from greenbook.inputs.image import Images
from greenbook.inputs.incoming import Incoming
from greenbook.inputs.kinds import USAGE
from greenbook.inputs.problems import ImportRefused, Refusal
from greenbook.inputs.references import References
from greenbook.inputs.report import KindCounts

COMPARED = f"""
select count(*) filter (where k.known is null),
       count(*) filter (where k.known and k.value is distinct from a.value),
       count(*) filter (where k.known and k.value is not distinct from a.value)
from arriving a left join (select true as known, * from kept) k
  on {" and ".join(f"a.{name} is not distinct from k.{name}" for name in KEY.split(", "))}
"""
UNKNOWN = f"""
select *, row_number() over (partition by {KEY} order by known_from, place) as turn
from (select *, row_number() over () as place from arriving) a
where not exists (
  select 1 from kept k where k.known_from = a.known_from and k.value is not distinct from a.value
  and {" and ".join(f"a.{name} is not distinct from k.{name}" for name in KEY.split(", "))})
"""


class Readings:
    """The readings of one import, once the images of everything else are made."""

    def __init__(self, images: Images) -> None:
        self.images = images
        self.sets = images.of_kind.get(USAGE, [])

    def make(self) -> None:
        sql.execute(f"drop table if exists pg_temp.image_{USAGE}")
        if self.sets:
            filled = " union all ".join(map(self._filled, self.sets))
            sql.execute(f"create temp table image_{USAGE} as {filled}")
            sql.execute(f"analyze image_{USAGE}")

    def unfit(self, *, limit: int) -> list[Found]:
        if not self.sets:
            return []
        return [
            Found(*row) for each in self._questions() for row in sql.rows(f"{each} limit {limit}")
        ]

    def count(self, lake: Lake) -> KindCounts:
        """New, corrected and known already, compared with the lake."""
        if self._from_book:
            arriving, new = self.arrow().num_rows, self._unknown(lake).num_rows
            return KindCounts(USAGE, created=new, unchanged=arriving - new)
        with duckdb.connect(":memory:") as duck:
            duck.register("arriving", self.arrow())
            duck.register("kept", usage_known_by(lake, self.images.on))
            created, changed, unchanged = duck.sql(COMPARED).fetchall()[0]
        return KindCounts(USAGE, created, changed, unchanged)

    def append(self, lake: Lake) -> int:
        """Into the lake; giving the same readings again keeps nothing."""
        try:
            if not self._from_book:
                return append_usage(lake, self.arrow())
            return sum(append_usage(lake, each) for each in self._waves(lake))
        except ContradictingReadings as error:
            fix = "Identify rows by more columns, so that the two are told apart"
            raise ImportRefused([Refusal("readings", 0, "", "", str(error), fix)]) from None

    def arrow(self) -> pa.Table:
        """The readings as the lake keeps them."""
        listed = ", ".join(READING.names)
        rows = f"select {listed} from image_{USAGE} order by _file, _line"
        statement = f"copy ({rows}) to stdout (format csv, header)"
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            content = BytesIO(b"".join(copy))
        options = pacsv.ConvertOptions(
            column_types=READING,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        )
        parsing = pacsv.ParseOptions(newlines_in_values=True)
        return pacsv.read_csv(content, convert_options=options, parse_options=parsing)

    @property
    def _from_book(self) -> bool:
        return any(each.pairs for each in self.sets)

    def _unknown(self, lake: Lake) -> pa.Table:
        """Readings and corrections of a book that the lake does not have, with their turn."""
        with duckdb.connect(":memory:") as duck:
            duck.register("arriving", self.arrow())
            duck.register("kept", kept(lake))
            return duck.sql(UNKNOWN).to_arrow_table()

    def _waves(self, lake: Lake) -> Iterator[pa.Table]:
        """First every reading, then every first correction, and so on."""
        readings = self._unknown(lake)
        for turn in sorted(pc.unique(readings["turn"]).to_pylist()):
            yield readings.filter(pc.equal(readings["turn"], turn))

    def _filled(self, incoming: Incoming) -> str:
        given = {field.name: field for field in incoming.fields}
        references = References(incoming, self.images.of_kind)
        said = {
            name: references.value(given[name]) if name in given else "null::bigint"
            for name in ("account", "subscription", "instance")
        }
        known = "i.known_from, " if "known_from" in given else ""
        today = f"date '{self.images.on}'"
        known_from = f"coalesce({known}i.read_on, {today})"
        if not incoming.pairs:
            known_from = f"least({known_from}, {today})"
        return f"""
            select coalesce(said.account_id, s.account_id, n.account_id) as account_id,
              coalesce(said.subscription_id, n.subscription_id) as subscription_id,
              said.instance_id, said.metric, said.read_on, said.value, said.source,
              said.external_id, said.known_from, said._section, said._file, said._line,
              said._first_id, said._missing
            from (
              select {said["account"]} as account_id, {said["subscription"]} as subscription_id,
                {said["instance"]} as instance_id, i.metric, i.read_on,
                {"i.value" if "value" in given else "null::double precision as value"},
                i._source as source, i._external_id as external_id,
                {known_from} as known_from,
                {incoming.number} as _section, i._file, i._line, i._first_id,
                {references.missing()} as _missing
              from {incoming.table} i {references.joins()}
            ) said
            left join after_subscription s on s.id = said.subscription_id
            left join after_instance n on n.id = said.instance_id
        """

    def _questions(self) -> Iterator[str]:
        said = f"select _section, _file, _line, %s from image_{USAGE} where %s"
        for name in ("account", "subscription", "instance"):
            reason, fix = map(sql.text, nobody(name))
            yield said % (
                f"'{name}_id', split_part(_missing, chr(31), 2), {reason}, {fix}",
                f"split_part(_missing, chr(31), 1) = '{name}'",
            )
        yield said % (
            "'account_id', '', 'a reading of nobody',"
            " 'Name the account, the subscription or the instance'",
            "account_id is null and _missing is null",
        )
        ahead = f"read_on > date '{self.images.on}'"
        yield said % (f"'read_on', read_on::text, {sql.text(AHEAD)}, {sql.text(AHEAD_FIX)}", ahead)
