"""The images become rows: new ones are inserted, different ones updated, the rest left alone."""

from __future__ import annotations

from collections.abc import Iterable

from greenbook.inputs import sql
from greenbook.inputs.image import Images
from greenbook.inputs.kinds import RecordKind
from greenbook.inputs.report import KindCounts


def count(images: Images) -> list[KindCounts]:
    """What writing would do, by kind."""
    return [_counted(kind) for kind in images.kinds]


def write(images: Images, counts: Iterable[KindCounts]) -> None:
    """Insert and update what was counted, parents first. Other rows are not touched."""
    counted = {each.kind: each for each in counts}
    for kind in images.kinds:
        if counted[kind.name].created:
            _insert(kind)
        if counted[kind.name].changed:
            _update(kind)
        if any(each.pairs for each in images.of_kind[kind.name]):
            _raise_sequence(kind)


def _counted(kind: RecordKind) -> KindCounts:
    created, changed, unchanged = sql.rows(
        f"""select count(*) filter (where i._new),
              count(*) filter (where not i._new and {_different(kind)}),
              count(*) filter (where not i._new and not ({_different(kind)}))
            from image_{kind.name} i left join {kind.table} t on t.id = i.id"""
    )[0]
    return KindCounts(kind.name, created, changed, unchanged, fields=_fields(kind, changed))


def _fields(kind: RecordKind, changed: int) -> dict[str, int]:
    """How many rows change in each field."""
    if not changed:
        return {}
    counts = [
        f"count(*) filter (where i.{c} is distinct from t.{c})"
        for c in map(sql.name, _columns(kind))
    ]
    found = sql.rows(
        f"select {', '.join(counts)} from image_{kind.name} i join {kind.table} t on t.id = i.id"
    )[0]
    return {f: n for f, n in zip(kind.fields, found, strict=True) if n}


def _insert(kind: RecordKind) -> None:
    columns = sql.names(_columns(kind))
    sql.execute(
        f"insert into {kind.table} ({columns}) select {columns} from image_{kind.name} where _new"
    )


def _update(kind: RecordKind) -> None:
    columns = [column for column in map(sql.name, _columns(kind)) if column != '"id"']
    given = ", ".join(f"{column} = i.{column}" for column in columns)
    sql.execute(
        f"""update {kind.table} t set {given} from image_{kind.name} i
            where i.id = t.id and not i._new and {_different(kind)}"""
    )


def _different(kind: RecordKind) -> str:
    columns = _columns(kind)
    return f"({sql.names(columns, of='i')}) is distinct from ({sql.names(columns, of='t')})"


def _columns(kind: RecordKind) -> list[str]:
    return [field.column for field in kind.fields.values()]


def _raise_sequence(kind: RecordKind) -> None:
    """A book brings its own ids; the next new one comes behind them."""
    sequence = f"pg_get_serial_sequence('{kind.table}', 'id')"
    sql.execute(
        f"""select setval({sequence}, greatest(
              (select max(id) from {kind.table}), nextval({sequence})))"""
    )
