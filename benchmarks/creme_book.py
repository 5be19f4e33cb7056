"""Organisations and people for creme. Run by its own Python, in its project."""

import sys

import django
from django.db import connection, transaction

#: What differs from one organisation to the next; all else is as creme saved the first one.
NAME = "'Customer ' || i"
OWN = {
    "id": None,
    "uuid": "gen_random_uuid()",
    "header_filter_search_field": NAME,
    "name": NAME,
    "phone": "'+49 30 ' || (1000000 + i)",
    "email": "'hello@customer' || i || '.example'",
}


def main(many: int, people: int) -> None:
    django.setup()
    from creme.creme_core.models import CremeUser

    known = CremeUser.objects.filter(username__startswith="visitor").count()
    for number in range(known, people):
        name = f"visitor{number}"
        CremeUser.objects.create_superuser(
            name, name, "Visitor", f"{name}@example.com", password=name
        )
    fill(many, CremeUser.objects.get(username="root"))


def fill(many: int, user: object) -> None:
    from creme.creme_core.models import CremeEntity
    from creme.persons import get_organisation_model

    organisation = get_organisation_model()
    if organisation.objects.count() >= many:
        return
    first = organisation.objects.create(user=user, name="Customer 0", subject_to_vat=True)
    entity = copied(CremeEntity, first.pk)
    own = copied(organisation, first.pk)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"insert into {CremeEntity._meta.db_table} ({', '.join(entity)}) "
            f"select {', '.join(entity.values())} "
            f"from {CremeEntity._meta.db_table} e, generate_series(1, {many}) i "
            f"where id = {first.pk}"
        )
        added = f"""
            select row_number() over (order by id) as i, id
            from {CremeEntity._meta.db_table} where id > {first.pk}"""
        cursor.execute(
            f"insert into {organisation._meta.db_table} (cremeentity_ptr_id, {', '.join(own)}) "
            f"select added.id, {', '.join(own.values())} "
            f"from {organisation._meta.db_table} e, ({added}) as added "
            f"where cremeentity_ptr_id = {first.pk}"
        )
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")


def copied(model: type, first: int) -> dict[str, str]:
    """Each of the table's columns, with what a new row has in it."""
    columns = [field.column for field in model._meta.local_fields if not field.primary_key]
    return {f'"{name}"': OWN.get(name) or f'e."{name}"' for name in columns}


if __name__ == "__main__":
    main(int(sys.argv[1]), people=int(sys.argv[2]))
