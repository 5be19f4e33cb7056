"""Every record, with what the database does by itself."""

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.fields.json
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import greenbook.records.fields
from greenbook.records import triggers


class Migration(migrations.Migration):
    replaces = [
        ("records", "0001_records"),
        ("records", "0002_constraints"),
        ("records", "0003_history"),
        ("records", "0004_seen_decisions"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(
            'create type records_code_range as range (subtype = text, collation = "C")',
            "drop type records_code_range",
        ),
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", greenbook.records.fields.Text(null=False)),
                ("mapping", greenbook.records.fields.Text(blank=True, null=True)),
                ("files", models.JSONField(default=list)),
                (
                    "state",
                    greenbook.records.fields.Code(
                        codes=["previewed", "applied", "refused", "undone"],
                        default="applied",
                        null=False,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("known_from", models.DateField(null=True)),
                ("counts", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "records_import_run",
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                ("name", greenbook.records.fields.Text(null=False)),
                ("type", greenbook.records.fields.Text(blank=True, null=True)),
            ],
            options={
                "db_table": "records_partner",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="partner_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                ("password", models.CharField(db_default="!", default="!", max_length=128)),
                ("username", greenbook.records.fields.Text(null=False, unique=True)),
                ("name", greenbook.records.fields.Text(blank=True, null=True)),
                ("email", greenbook.records.fields.Text(blank=True, null=True)),
                (
                    "roles",
                    greenbook.records.fields.Codes(
                        blank=True,
                        codes=[
                            "csm",
                            "cse",
                            "csa",
                            "csm_manager",
                            "account_owner",
                            "sa",
                            "pse",
                            "rm",
                            "partner",
                            "eba",
                            "e_group",
                            "cs_ops",
                            "sales_management",
                            "leadership",
                            "customer",
                            "agent",
                        ],
                        db_default=[],
                        default=list,
                        null=False,
                        size=None,
                    ),
                ),
                (
                    "works_as",
                    greenbook.records.fields.Code(
                        blank=True,
                        codes=[
                            "csm",
                            "cse",
                            "csa",
                            "csm_manager",
                            "account_owner",
                            "sa",
                            "pse",
                            "rm",
                            "partner",
                            "eba",
                            "e_group",
                            "cs_ops",
                            "sales_management",
                            "leadership",
                            "customer",
                            "agent",
                        ],
                        null=True,
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="records.partner",
                    ),
                ),
                (
                    "region",
                    greenbook.records.fields.Code(
                        blank=True, codes=["AMER", "EMEA", "APJ"], null=True
                    ),
                ),
                (
                    "cs_segment",
                    greenbook.records.fields.Code(
                        blank=True,
                        codes=["strategic", "growth", "scale", "digital", "commercial"],
                        null=True,
                    ),
                ),
                (
                    "sales_segment",
                    greenbook.records.fields.Code(
                        blank=True, codes=["enterprise", "commercial", "smb"], null=True
                    ),
                ),
                ("weekly_capacity", greenbook.records.fields.Whole(blank=True, null=True)),
                ("ramped", models.BooleanField(db_default=True, default=True)),
                ("is_active", models.BooleanField(db_default=True, default=True)),
            ],
            options={
                "db_table": "records_user",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="user_once_per_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("works_as", None), ("works_as", models.F("roles__0")), _connector="OR"
                        ),
                        name="user_works_as_first_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("manager", models.F("id")), _negated=True),
                            ("manager", None),
                            _connector="OR",
                        ),
                        name="user_not_own_manager",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kind",
                    greenbook.records.fields.Code(
                        codes=["pto", "holiday", "leave", "sick"], default="pto", null=False
                    ),
                ),
                ("starts_on", greenbook.records.fields.Day(null=False)),
                ("ends_on", greenbook.records.fields.Day(null=False)),
            ],
            options={
                "db_table": "records_absence",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="absence_once_per_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="absence_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                ("name", greenbook.records.fields.Text(null=False)),
                ("industry", greenbook.records.fields.Text(blank=True, null=True)),
                ("vertical", greenbook.records.fields.Text(blank=True, null=True)),
                ("employee_count", greenbook.records.fields.Whole(blank=True, null=True)),
                (
                    "region",
                    greenbook.records.fields.Code(
                        blank=True, codes=["AMER", "EMEA", "APJ"], null=True
                    ),
                ),
                ("sub_region", greenbook.records.fields.Text(blank=True, null=True)),
                (
                    "sector",
                    greenbook.records.fields.Code(
                        blank=True, codes=["commercial", "public_sector"], null=True
                    ),
                ),
                (
                    "sales_segment",
                    greenbook.records.fields.Code(
                        blank=True, codes=["enterprise", "commercial", "smb"], null=True
                    ),
                ),
                ("is_major", greenbook.records.fields.YesNo(blank=True, null=True)),
                (
                    "cs_segment",
                    greenbook.records.fields.Code(
                        blank=True,
                        codes=["strategic", "growth", "scale", "digital", "commercial"],
                        null=True,
                    ),
                ),
                (
                    "alignment",
                    greenbook.records.fields.Code(
                        blank=True,
                        codes=["csm_assigned", "cse_pooled", "digital_only", "unaligned"],
                        null=True,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="records.account",
                    ),
                ),
                ("managed_apart", greenbook.records.fields.YesNo(blank=True, null=True)),
                ("arr_cents", greenbook.records.fields.Cents(blank=True, null=True)),
                ("lam_cents", greenbook.records.fields.Cents(blank=True, null=True)),
                (
                    "tier",
                    greenbook.records.fields.Code(
                        blank=True, codes=["free", "premium", "ultimate"], null=True
                    ),
                ),
                ("products", greenbook.records.fields.Text(blank=True, null=True)),
                (
                    "deployment_type",
                    greenbook.records.fields.Code(
                        blank=True, codes=["self_managed", "saas", "dedicated", "hybrid"], null=True
                    ),
                ),
                ("deployment_codename", greenbook.records.fields.Text(blank=True, null=True)),
                ("original_contract_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("customer_start_on", greenbook.records.fields.Day(blank=True, null=True)),
                (
                    "customer_start_provisional",
                    models.BooleanField(db_default=False, default=False),
                ),
                ("contract_start_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("contract_term_months", greenbook.records.fields.Whole(blank=True, null=True)),
                ("renewal_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("license_count", greenbook.records.fields.Whole(blank=True, null=True)),
                ("service_ping_enabled", greenbook.records.fields.YesNo(blank=True, null=True)),
                ("cloud_license_data", greenbook.records.fields.YesNo(blank=True, null=True)),
                ("first_value_on", greenbook.records.fields.Day(blank=True, null=True)),
                (
                    "first_value_source",
                    greenbook.records.fields.Code(
                        blank=True, codes=["auto", "manual", "assignment"], null=True
                    ),
                ),
                (
                    "conversion_source",
                    greenbook.records.fields.Code(
                        blank=True,
                        codes=["community_conversion", "new_customer", "existing_new_csm"],
                        null=True,
                    ),
                ),
                (
                    "hosting",
                    greenbook.records.fields.Code(
                        blank=True,
                        codes=[
                            "sm_on_prem",
                            "sm_cloud",
                            "sm_hybrid",
                            "gitlab_com",
                            "sm_and_gitlab_com",
                            "dedicated",
                        ],
                        null=True,
                    ),
                ),
                (
                    "deployer",
                    greenbook.records.fields.Code(
                        blank=True,
                        codes=["customer", "gitlab_services", "partner_services"],
                        null=True,
                    ),
                ),
                (
                    "provider",
                    greenbook.records.fields.Code(
                        blank=True,
                        codes=[
                            "on_premise",
                            "aws",
                            "gcp",
                            "azure",
                            "gitlab_com",
                            "multi_cloud",
                            "other",
                        ],
                        null=True,
                    ),
                ),
                ("geo_enabled", greenbook.records.fields.YesNo(blank=True, null=True)),
                ("high_availability", greenbook.records.fields.YesNo(blank=True, null=True)),
                (
                    "lifecycle_stage",
                    greenbook.records.fields.Code(
                        blank=True,
                        codes=[
                            "pre_sales",
                            "onboarding",
                            "implementation",
                            "adoption",
                            "optimize_and_grow",
                            "will_churn",
                            "churned",
                        ],
                        null=True,
                    ),
                ),
                ("is_key_logo", greenbook.records.fields.YesNo(blank=True, null=True)),
                ("case_study_agreement", greenbook.records.fields.YesNo(blank=True, null=True)),
                ("referenceable", greenbook.records.fields.YesNo(blank=True, null=True)),
                ("pubsec_p4_trial", models.BooleanField(db_default=False, default=False)),
                ("stages_in_use", greenbook.records.fields.Whole(blank=True, null=True)),
                ("ebr_per_year", greenbook.records.fields.Whole(blank=True, null=True)),
                ("growth_intent_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("growth_intent_until", greenbook.records.fields.Day(blank=True, null=True)),
                ("critical_initiative_on", greenbook.records.fields.Day(blank=True, null=True)),
                (
                    "critical_initiative_done_on",
                    greenbook.records.fields.Day(blank=True, null=True),
                ),
                ("rollout_stated_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("meets_csm_threshold", greenbook.records.fields.YesNo(blank=True, null=True)),
                ("non_engaged_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("summary", greenbook.records.fields.Text(blank=True, null=True)),
                ("google_notes_url", greenbook.records.fields.Text(blank=True, null=True)),
                ("triage_issue_url", greenbook.records.fields.Text(blank=True, null=True)),
                ("slack_channel", greenbook.records.fields.Text(blank=True, null=True)),
                ("architecture_url", greenbook.records.fields.Text(blank=True, null=True)),
            ],
            options={
                "db_table": "records_account",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="account_once_per_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("parent", models.F("id")), _negated=True),
                            ("parent", None),
                            _connector="OR",
                        ),
                        name="account_not_own_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Cover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "absence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cover",
                        to="records.absence",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cover",
                        to="records.account",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "records_cover",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="cover_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CollaborationProject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collaboration_projects",
                        to="records.account",
                    ),
                ),
                (
                    "template",
                    greenbook.records.fields.Code(
                        blank=True, codes=["enterprise", "commercial"], null=True
                    ),
                ),
                (
                    "group_name",
                    greenbook.records.fields.Code(
                        blank=True, codes=["pre_sales", "post_sales"], null=True
                    ),
                ),
                ("url", greenbook.records.fields.Text(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="collaboration_projects",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "need",
                    greenbook.records.fields.Code(
                        blank=True, codes=["required", "csm_decides", "none"], null=True
                    ),
                ),
                ("decision_note", greenbook.records.fields.Text(blank=True, null=True)),
                (
                    "state",
                    greenbook.records.fields.Code(
                        codes=["not_needed", "pending", "pre_sales", "post_sales", "archived"],
                        default="pending",
                        null=False,
                    ),
                ),
                ("compliant_on", greenbook.records.fields.Day(blank=True, null=True)),
            ],
            options={
                "db_table": "records_collaboration_project",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"),
                        name="collaborationproject_once_per_source",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="records.account",
                    ),
                ),
                ("name", greenbook.records.fields.Text(null=False)),
                ("email", greenbook.records.fields.Text(blank=True, null=True)),
                ("title", greenbook.records.fields.Text(blank=True, null=True)),
                (
                    "gitlab_roles",
                    greenbook.records.fields.Codes(
                        blank=True,
                        codes=[
                            "gitlab_admin",
                            "dev_lead",
                            "security_lead",
                            "decision_maker",
                            "executive_sponsor",
                            "economic_buyer",
                            "champion",
                            "evaluator",
                            "technical",
                            "project_manager",
                            "business_user",
                            "procurement",
                            "accounting",
                        ],
                        db_default=[],
                        default=list,
                        null=False,
                        size=None,
                    ),
                ),
                ("is_regular", models.BooleanField(db_default=False, default=False)),
                ("inactive", models.BooleanField(db_default=False, default=False)),
                ("email_opt_out", models.BooleanField(db_default=False, default=False)),
                ("is_sold_to", models.BooleanField(db_default=False, default=False)),
                ("security_alerts_on", greenbook.records.fields.Day(blank=True, null=True)),
            ],
            options={
                "db_table": "records_contact",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="contact_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Cta",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ctas",
                        to="records.account",
                    ),
                ),
                (
                    "grain",
                    greenbook.records.fields.Text(
                        db_default="account", default="account", null=False
                    ),
                ),
                ("subject_id", models.BigIntegerField()),
                ("rule", greenbook.records.fields.Text(blank=True, null=True)),
                ("occasion", greenbook.records.fields.Text(blank=True, null=True)),
                (
                    "type",
                    greenbook.records.fields.Code(
                        codes=[
                            "risk",
                            "expansion",
                            "lifecycle",
                            "activity",
                            "renewal",
                            "digital_journey",
                            "objective",
                        ],
                        null=False,
                    ),
                ),
                ("reason", greenbook.records.fields.Text(blank=True, null=True)),
                ("playbook", greenbook.records.fields.Text(blank=True, null=True)),
                ("name", models.CharField(max_length=80)),
                (
                    "status",
                    greenbook.records.fields.Code(
                        codes=[
                            "new",
                            "work_in_progress",
                            "closed_success",
                            "closed_lost_not_a_priority",
                            "closed_already_solved",
                            "closed_not_relevant",
                            "closed_lack_of_engagement",
                            "blocked",
                            "closed_not_needed",
                            "closed_lost_churned",
                            "closed_lost_contracted",
                            "closed_lost_competitive",
                            "closed_lost_product_gaps",
                            "closed_lost_team_unengaged",
                            "closed_lost_no_value",
                            "closed_lost_deferred",
                            "closed_lost_no_budget",
                        ],
                        db_default="new",
                        default="new",
                        null=False,
                    ),
                ),
                (
                    "priority",
                    greenbook.records.fields.Code(
                        codes=["low", "medium", "high"],
                        db_default="medium",
                        default="medium",
                        null=False,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ctas",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("owner_role", greenbook.records.fields.Text(blank=True, null=True)),
                ("start_on", greenbook.records.fields.Day(null=False)),
                ("due_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("closed_on", greenbook.records.fields.Day(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("closed_reason", greenbook.records.fields.Text(blank=True, null=True)),
                ("comments", greenbook.records.fields.Text(blank=True, null=True)),
                (
                    "created_source",
                    greenbook.records.fields.Text(
                        db_default="manual", default="manual", null=False
                    ),
                ),
                ("snoozed_until", greenbook.records.fields.Day(blank=True, null=True)),
                ("snooze_reason", greenbook.records.fields.Text(blank=True, null=True)),
            ],
            options={
                "db_table": "records_cta",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="cta_once_per_source"
                    ),
                    models.UniqueConstraint(
                        fields=("rule", "grain", "subject_id", "occasion"),
                        name="cta_once_per_occasion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ("new", "work_in_progress", "blocked")),
                                ("closed_on", None),
                            ),
                            models.Q(
                                models.Q(
                                    ("status__in", ("new", "work_in_progress", "blocked")),
                                    _negated=True,
                                ),
                                ("closed_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="cta_closed_on_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "status__in",
                                    [
                                        "blocked",
                                        "closed_not_needed",
                                        "closed_lost_churned",
                                        "closed_lost_contracted",
                                        "closed_lost_competitive",
                                        "closed_lost_product_gaps",
                                        "closed_lost_team_unengaged",
                                        "closed_lost_no_value",
                                        "closed_lost_deferred",
                                        "closed_lost_no_budget",
                                    ],
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                (
                                    "status__in",
                                    [
                                        "blocked",
                                        "closed_lost_competitive",
                                        "closed_lost_product_gaps",
                                        "closed_lost_team_unengaged",
                                        "closed_lost_no_value",
                                        "closed_lost_deferred",
                                        "closed_lost_no_budget",
                                    ],
                                ),
                                ("type", "objective"),
                            ),
                            models.Q(("status__in", ["closed_not_needed"]), ("type", "lifecycle")),
                            models.Q(
                                ("status__in", ["closed_lost_churned", "closed_lost_contracted"]),
                                ("type", "risk"),
                            ),
                            _connector="OR",
                        ),
                        name="cta_status_of_type",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CtaSnooze",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "cta",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="snoozes",
                        to="records.cta",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cta_snoozes",
                        to="records.account",
                    ),
                ),
                ("until_on", greenbook.records.fields.Day(null=False)),
                ("reason", greenbook.records.fields.Text(null=False)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ended_on", greenbook.records.fields.Day(blank=True, null=True)),
            ],
            options={
                "db_table": "records_cta_snooze",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="ctasnooze_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PriorityException",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="priority_exceptions",
                        to="records.account",
                    ),
                ),
                ("direction", greenbook.records.fields.Code(codes=["to_p1", "to_p2"], null=False)),
                (
                    "category",
                    greenbook.records.fields.Code(
                        codes=[
                            "strategic_no_lam",
                            "large_lam_no_path",
                            "risk_not_in_model",
                            "other",
                        ],
                        null=False,
                    ),
                ),
                ("justification", greenbook.records.fields.Text(null=False)),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("requested_on", greenbook.records.fields.Day(null=False)),
                ("team_discussed_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("managers_discussed_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("sent_on", greenbook.records.fields.Day(blank=True, null=True)),
                (
                    "sales_decision",
                    greenbook.records.fields.Code(
                        codes=["not_needed", "pending", "approved", "rejected"],
                        db_default="pending",
                        default="pending",
                        null=False,
                    ),
                ),
                ("sales_decided_on", greenbook.records.fields.Day(blank=True, null=True)),
                (
                    "sales_decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("documented_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("starts_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("ends_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("withdrawn_on", greenbook.records.fields.Day(blank=True, null=True)),
            ],
            options={
                "db_table": "records_priority_exception",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="priorityexception_once_per_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("starts_on", None),
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="priorityexception_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandbookVersion",
            fields=[
                ("hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("name", greenbook.records.fields.Text(blank=True, null=True)),
                ("files", models.JSONField()),
                ("loaded_at", models.DateTimeField()),
                ("is_current", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "records_handbook_version",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("is_current",),
                        name="handbookversion_one_current",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordHistory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table_name", greenbook.records.fields.Text(null=False)),
                ("record_id", models.BigIntegerField()),
                ("version", models.JSONField()),
                ("changed_at", models.DateTimeField()),
                ("until_day", models.DateField()),
                ("changed_by_id", models.BigIntegerField(null=True)),
                ("reason", greenbook.records.fields.Text(blank=True, null=True)),
                ("source", greenbook.records.fields.Text(blank=True, null=True)),
            ],
            options={
                "db_table": "records_record_history",
                "indexes": [
                    models.Index(
                        fields=["table_name", "until_day", "record_id"], name="recordhistory_later"
                    ),
                    models.Index(fields=["table_name", "record_id"], name="recordhistory_record"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RefusedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "import_run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refused",
                        to="records.importrun",
                    ),
                ),
                ("file", greenbook.records.fields.Text(null=False)),
                ("line", greenbook.records.fields.Whole(blank=True, null=True)),
                ("column", greenbook.records.fields.Text(blank=True, null=True)),
                ("value", greenbook.records.fields.Text(blank=True, null=True)),
                ("reason", greenbook.records.fields.Text(null=False)),
                ("fix", greenbook.records.fields.Text(blank=True, null=True)),
                ("row", models.JSONField(null=True)),
            ],
            options={
                "db_table": "records_refused_row",
            },
        ),
        migrations.CreateModel(
            name="SuccessPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="success_plans",
                        to="records.account",
                    ),
                ),
                (
                    "type",
                    greenbook.records.fields.Code(
                        codes=["roi", "internal"], db_default="roi", default="roi", null=False
                    ),
                ),
                ("name", greenbook.records.fields.Text(blank=True, null=True)),
                (
                    "status",
                    greenbook.records.fields.Code(
                        codes=["draft", "active", "closed"],
                        db_default="draft",
                        default="draft",
                        null=False,
                    ),
                ),
                ("strategy", greenbook.records.fields.Text(blank=True, null=True)),
                ("highlights", greenbook.records.fields.Text(blank=True, null=True)),
                ("due_on", greenbook.records.fields.Day(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="success_plans",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "approval_status",
                    greenbook.records.fields.Code(
                        codes=["not_submitted", "submitted", "approved", "changes_requested"],
                        db_default="not_submitted",
                        default="not_submitted",
                        null=False,
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("approved_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("content_changed_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("customer_validated_on", greenbook.records.fields.Day(blank=True, null=True)),
                (
                    "customer_validated_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.contact",
                    ),
                ),
                ("last_reviewed_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("deck_url", greenbook.records.fields.Text(blank=True, null=True)),
            ],
            options={
                "db_table": "records_success_plan",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="successplan_once_per_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("approval_status", "approved"), _negated=True),
                            ("approved_on__isnull", False),
                            _connector="OR",
                        ),
                        name="successplan_approved_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opportunity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opportunities",
                        to="records.account",
                    ),
                ),
                ("name", greenbook.records.fields.Text(null=False)),
                (
                    "kind",
                    greenbook.records.fields.Code(
                        blank=True,
                        codes=[
                            "new_business",
                            "renewal",
                            "tier_upgrade",
                            "seat_expansion",
                            "services",
                            "contraction",
                            "other",
                        ],
                        null=True,
                    ),
                ),
                (
                    "order_type",
                    greenbook.records.fields.Code(
                        blank=True,
                        codes=[
                            "1. New - First Order",
                            "2. New - Connected",
                            "3. Growth",
                            "4. Contraction",
                            "5. Churn - Partial",
                            "6. Churn - Final",
                            "7. PS / Other",
                        ],
                        null=True,
                    ),
                ),
                (
                    "stage",
                    greenbook.records.fields.Code(
                        blank=True,
                        codes=[
                            "0-Pending Acceptance",
                            "1-Discovery",
                            "2-Scoping",
                            "3-Technical Evaluation",
                            "4-Proposal",
                            "5-Negotiating",
                            "6-Awaiting Signature",
                            "7-Closing",
                            "Closed Won",
                            "8-Closed Lost",
                            "9-Unqualified",
                            "10-Duplicate",
                        ],
                        null=True,
                    ),
                ),
                ("amount_cents", greenbook.records.fields.Cents(blank=True, null=True)),
                ("arr_delta_cents", greenbook.records.fields.Cents(blank=True, null=True)),
                ("booked_arr_cents", greenbook.records.fields.Cents(blank=True, null=True)),
                ("atr_cents", greenbook.records.fields.Cents(blank=True, null=True)),
                ("expected_close_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("expected_start_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("closed_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("is_won", greenbook.records.fields.YesNo(blank=True, null=True)),
                ("newly_qualifies", greenbook.records.fields.YesNo(blank=True, null=True)),
                ("last_discussed_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("loss_reason", greenbook.records.fields.Text(blank=True, null=True)),
            ],
            options={
                "db_table": "records_opportunity",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="opportunity_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CommandPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="command_plans",
                        to="records.account",
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="command_plans",
                        to="records.opportunity",
                    ),
                ),
                ("solution", greenbook.records.fields.Text(blank=True, null=True)),
                ("primary_capability", greenbook.records.fields.Text(blank=True, null=True)),
                ("primary_value_driver", greenbook.records.fields.Text(blank=True, null=True)),
                ("metrics", greenbook.records.fields.Text(blank=True, null=True)),
                ("identify_pain", greenbook.records.fields.Text(blank=True, null=True)),
                ("why_now", greenbook.records.fields.Text(blank=True, null=True)),
                ("why_gitlab", greenbook.records.fields.Text(blank=True, null=True)),
                ("why_do_anything", greenbook.records.fields.Text(blank=True, null=True)),
                ("use_case_turned_green_on", greenbook.records.fields.Day(blank=True, null=True)),
            ],
            options={
                "db_table": "records_command_plan",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="commandplan_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CommandPlanObjective",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "command_plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objectives",
                        to="records.commandplan",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="command_plan_objectives",
                        to="records.account",
                    ),
                ),
                ("name", greenbook.records.fields.Text(null=False)),
                ("use_case", greenbook.records.fields.Text(blank=True, null=True)),
                ("metric", greenbook.records.fields.Text(blank=True, null=True)),
                ("target", greenbook.records.fields.Text(blank=True, null=True)),
                ("owner", greenbook.records.fields.Text(blank=True, null=True)),
            ],
            options={
                "db_table": "records_command_plan_objective",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"),
                        name="commandplanobjective_once_per_source",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Objective",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objectives",
                        to="records.successplan",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objectives",
                        to="records.account",
                    ),
                ),
                ("name", greenbook.records.fields.Text(null=False)),
                (
                    "origin",
                    greenbook.records.fields.Code(
                        codes=["command_plan", "kickoff", "ebr", "manual"],
                        default="manual",
                        null=False,
                    ),
                ),
                (
                    "command_plan_objective",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objectives",
                        to="records.commandplanobjective",
                    ),
                ),
                (
                    "command_plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_objectives",
                        to="records.commandplan",
                    ),
                ),
                (
                    "category",
                    greenbook.records.fields.Code(
                        blank=True, codes=["roi", "stage_adoption"], null=True
                    ),
                ),
                (
                    "motion",
                    greenbook.records.fields.Code(
                        blank=True, codes=["enablement", "expansion"], null=True
                    ),
                ),
                ("use_case", greenbook.records.fields.Text(blank=True, null=True)),
                ("stage_name", greenbook.records.fields.Text(blank=True, null=True)),
                ("is_primary", greenbook.records.fields.YesNo(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objectives",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("due_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("baseline", greenbook.records.fields.Text(blank=True, null=True)),
                ("success_criteria", greenbook.records.fields.Text(blank=True, null=True)),
                ("expected_outcome", greenbook.records.fields.Text(blank=True, null=True)),
                (
                    "status",
                    greenbook.records.fields.Code(
                        codes=[
                            "new",
                            "work_in_progress",
                            "closed_success",
                            "closed_lost_not_a_priority",
                            "closed_already_solved",
                            "closed_not_relevant",
                            "closed_lack_of_engagement",
                            "blocked",
                            "closed_lost_competitive",
                            "closed_lost_product_gaps",
                            "closed_lost_team_unengaged",
                            "closed_lost_no_value",
                            "closed_lost_deferred",
                            "closed_lost_no_budget",
                        ],
                        db_default="new",
                        default="new",
                        null=False,
                    ),
                ),
                (
                    "priority",
                    greenbook.records.fields.Code(
                        blank=True, codes=["low", "medium", "high"], null=True
                    ),
                ),
                ("playbook", greenbook.records.fields.Text(blank=True, null=True)),
                ("last_validated_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("last_activity_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("closed_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("outcome_summary", greenbook.records.fields.Text(blank=True, null=True)),
                ("needs_validation", models.BooleanField(db_default=False, default=False)),
            ],
            options={
                "db_table": "records_objective",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="objective_once_per_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status__in", ("new", "work_in_progress", "blocked")),
                                ("closed_on", None),
                            ),
                            models.Q(
                                models.Q(
                                    ("status__in", ("new", "work_in_progress", "blocked")),
                                    _negated=True,
                                ),
                                ("closed_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="objective_closed_on_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Onboarding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="onboardings",
                        to="records.account",
                    ),
                ),
                (
                    "cta",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="onboardings",
                        to="records.cta",
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="onboardings",
                        to="records.opportunity",
                    ),
                ),
                (
                    "playbook",
                    greenbook.records.fields.Code(
                        codes=["new_customer", "existing_customer"],
                        default="new_customer",
                        null=False,
                    ),
                ),
                ("started_on", greenbook.records.fields.Day(null=False)),
                ("transition_done_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("kickoff_scheduled_for", greenbook.records.fields.Day(blank=True, null=True)),
                ("kickoff_held_on", greenbook.records.fields.Day(blank=True, null=True)),
                (
                    "kickoff_inviter",
                    greenbook.records.fields.Code(
                        blank=True, codes=["csm", "account_owner", "partner"], null=True
                    ),
                ),
                ("deck_template", greenbook.records.fields.Text(blank=True, null=True)),
                ("deck_reviewed", models.BooleanField(db_default=False, default=False)),
                ("why_bought", greenbook.records.fields.Text(blank=True, null=True)),
                ("tools", models.JSONField(blank=True, null=True)),
                ("business_goals", greenbook.records.fields.Text(blank=True, null=True)),
                ("cadence_established_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("first_cadence_plan", greenbook.records.fields.Text(blank=True, null=True)),
                ("plan_drafted_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("first_cadence_held_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("attributes_complete", models.BooleanField(db_default=False, default=False)),
                (
                    "first_value_unknown_at_close",
                    greenbook.records.fields.YesNo(blank=True, null=True),
                ),
                ("completed_on", greenbook.records.fields.Day(blank=True, null=True)),
                (
                    "outcome",
                    greenbook.records.fields.Code(
                        codes=["open", "complete", "cancelled"],
                        db_default="open",
                        default="open",
                        null=False,
                    ),
                ),
            ],
            options={
                "db_table": "records_onboarding",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="onboarding_once_per_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("completed_on__isnull", False), ("outcome", "complete")),
                            models.Q(
                                models.Q(("outcome", "complete"), _negated=True),
                                ("completed_on", None),
                            ),
                            _connector="OR",
                        ),
                        name="onboarding_complete_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OnboardingDelay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "onboarding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="delays",
                        to="records.onboarding",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="onboarding_delays",
                        to="records.account",
                    ),
                ),
                (
                    "cause",
                    greenbook.records.fields.Code(
                        codes=["customer", "vendor", "partner", "ps", "other"], null=False
                    ),
                ),
                ("reason", greenbook.records.fields.Text(null=False)),
            ],
            options={
                "db_table": "records_onboarding_delay",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="onboardingdelay_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OpportunityStage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "opportunity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stages",
                        to="records.opportunity",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opportunity_stages",
                        to="records.account",
                    ),
                ),
                (
                    "stage",
                    greenbook.records.fields.Code(
                        codes=[
                            "0-Pending Acceptance",
                            "1-Discovery",
                            "2-Scoping",
                            "3-Technical Evaluation",
                            "4-Proposal",
                            "5-Negotiating",
                            "6-Awaiting Signature",
                            "7-Closing",
                            "Closed Won",
                            "8-Closed Lost",
                            "9-Unqualified",
                            "10-Duplicate",
                        ],
                        null=False,
                    ),
                ),
            ],
            options={
                "db_table": "records_opportunity_stage",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="opportunitystage_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Override",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "grain",
                    greenbook.records.fields.Text(
                        db_default="account", default="account", null=False
                    ),
                ),
                ("subject_id", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overrides",
                        to="records.account",
                    ),
                ),
                ("decision", greenbook.records.fields.Text(null=False)),
                ("value", greenbook.records.fields.Text(blank=True, null=True)),
                ("reason", greenbook.records.fields.Text(null=False)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("starts_on", greenbook.records.fields.Day(null=False)),
                ("ends_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("withdrawn_on", greenbook.records.fields.Day(blank=True, null=True)),
            ],
            options={
                "db_table": "records_override",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="override_once_per_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="override_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartnerEngagement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_engagements",
                        to="records.account",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="engagements",
                        to="records.partner",
                    ),
                ),
                (
                    "status",
                    greenbook.records.fields.Code(
                        codes=[
                            "identified",
                            "introduced",
                            "roles_aligned",
                            "kickoff_planned",
                            "active",
                            "ended",
                        ],
                        default="identified",
                        null=False,
                    ),
                ),
                ("started_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("ended_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("introduced_on", greenbook.records.fields.Day(blank=True, null=True)),
                (
                    "post_sale_role",
                    greenbook.records.fields.Code(
                        blank=True,
                        codes=["lead", "co_deliver", "advisory", "resale_only", "none"],
                        null=True,
                    ),
                ),
                ("ongoing_engagement", models.BooleanField(db_default=False, default=False)),
                ("own_cadence", models.BooleanField(db_default=False, default=False)),
                ("csm_inclusion_plan", greenbook.records.fields.Text(blank=True, null=True)),
                (
                    "kickoff_inviter",
                    greenbook.records.fields.Code(
                        blank=True, codes=["csm", "account_owner", "partner"], null=True
                    ),
                ),
                ("customer_cadence", greenbook.records.fields.Text(blank=True, null=True)),
                ("health_review_months", greenbook.records.fields.Whole(blank=True, null=True)),
                ("last_health_review_on", greenbook.records.fields.Day(blank=True, null=True)),
            ],
            options={
                "db_table": "records_partner_engagement",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="partnerengagement_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ebr",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ebrs",
                        to="records.account",
                    ),
                ),
                (
                    "kind",
                    greenbook.records.fields.Code(
                        codes=["full", "mini", "leadership_checkin"], default="full", null=False
                    ),
                ),
                ("contract_year_start_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("target_on", greenbook.records.fields.Day(blank=True, null=True)),
                (
                    "status",
                    greenbook.records.fields.Code(
                        codes=[
                            "planned",
                            "internal_kickoff",
                            "offered",
                            "scheduling",
                            "scheduled",
                            "internal_review",
                            "customer_review",
                            "final_prep",
                            "held",
                            "followed_up",
                            "closed",
                            "declined",
                            "postponed",
                            "converted_to_mini",
                            "cancelled",
                        ],
                        default="planned",
                        null=False,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ebrs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("offered_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("scheduled_for", greenbook.records.fields.Day(blank=True, null=True)),
                ("held_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("counts_as_full", models.BooleanField(db_default=False, default=False)),
                ("declined_reason", greenbook.records.fields.Text(blank=True, null=True)),
                ("length_min", greenbook.records.fields.Whole(blank=True, null=True)),
                (
                    "inviter",
                    greenbook.records.fields.Code(
                        blank=True, codes=["csm", "account_owner", "partner"], null=True
                    ),
                ),
                ("customer_leaders", greenbook.records.fields.Whole(blank=True, null=True)),
                ("notes_url", greenbook.records.fields.Text(blank=True, null=True)),
                ("roadmap_quarter_on", greenbook.records.fields.Day(blank=True, null=True)),
            ],
            options={
                "db_table": "records_ebr",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="ebr_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PartnerEbrSync",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "engagement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ebr_syncs",
                        to="records.partnerengagement",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_ebr_syncs",
                        to="records.account",
                    ),
                ),
                (
                    "ebr",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partner_syncs",
                        to="records.ebr",
                    ),
                ),
                ("held_on", greenbook.records.fields.Day(null=False)),
                (
                    "inviter",
                    greenbook.records.fields.Code(
                        blank=True, codes=["csm", "account_owner", "partner"], null=True
                    ),
                ),
                ("content", greenbook.records.fields.Text(blank=True, null=True)),
            ],
            options={
                "db_table": "records_partner_ebr_sync",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="partnerebrsync_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanValidation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="validations",
                        to="records.successplan",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_validations",
                        to="records.account",
                    ),
                ),
                (
                    "kind",
                    greenbook.records.fields.Code(
                        codes=["submitted", "approved", "changes_requested", "customer_validated"],
                        null=False,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.contact",
                    ),
                ),
                ("comment", greenbook.records.fields.Text(blank=True, null=True)),
            ],
            options={
                "db_table": "records_plan_validation",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="planvalidation_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GrowthPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="growth_plans",
                        to="records.account",
                    ),
                ),
                (
                    "status",
                    greenbook.records.fields.Code(
                        codes=["draft", "active", "closed"],
                        db_default="draft",
                        default="draft",
                        null=False,
                    ),
                ),
                ("strategic_goals", greenbook.records.fields.Text(blank=True, null=True)),
                ("last_review_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("next_steps", greenbook.records.fields.Text(blank=True, null=True)),
            ],
            options={
                "db_table": "records_growth_plan",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="growthplan_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_of", models.DateField()),
                (
                    "handbook",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.handbookversion",
                    ),
                ),
                ("scope", greenbook.records.fields.Text(default="all", null=False)),
                (
                    "status",
                    greenbook.records.fields.Code(
                        codes=["running", "finished", "failed", "abandoned"],
                        default="running",
                        null=False,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("acted", models.BooleanField(default=False)),
                ("counts", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "records_run",
            },
        ),
        migrations.CreateModel(
            name="PriorityAssessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="priority_assessments",
                        to="records.account",
                    ),
                ),
                ("suggested", greenbook.records.fields.Whole(blank=True, null=True)),
                ("decided", greenbook.records.fields.Whole(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", greenbook.records.fields.Text(blank=True, null=True)),
                ("note", greenbook.records.fields.Text(blank=True, null=True)),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.run",
                    ),
                ),
            ],
            options={
                "db_table": "records_priority_assessment",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="priorityassessment_once_per_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("suggested", None), ("suggested__range", (1, 4)), _connector="OR"
                            ),
                            models.Q(
                                ("decided", None), ("decided__range", (1, 4)), _connector="OR"
                            ),
                        ),
                        name="priorityassessment_one_to_four",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PriorityReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="priority_reviews",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("quarter_start_on", greenbook.records.fields.Day(null=False)),
                ("completed_on", greenbook.records.fields.Day(blank=True, null=True)),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "records_priority_review",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="priorityreview_once_per_source"
                    ),
                    models.UniqueConstraint(
                        fields=("user", "quarter_start_on"), name="priorityreview_once_per_quarter"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PriorityReviewItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="records.priorityreview",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="priority_review_items",
                        to="records.account",
                    ),
                ),
                (
                    "outcome",
                    greenbook.records.fields.Code(
                        blank=True, codes=["confirmed", "changed"], null=True
                    ),
                ),
                ("priority", greenbook.records.fields.Whole(blank=True, null=True)),
                ("reviewed_on", greenbook.records.fields.Day(blank=True, null=True)),
            ],
            options={
                "db_table": "records_priority_review_item",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="priorityreviewitem_once_per_source"
                    ),
                    models.UniqueConstraint(
                        fields=("review", "account"), name="priorityreviewitem_once_per_review"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgramEnrolment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="records.account",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="records.contact",
                    ),
                ),
                ("program", greenbook.records.fields.Text(null=False)),
                ("trigger_ref", greenbook.records.fields.Text(blank=True, null=True)),
                ("occasion", greenbook.records.fields.Text(blank=True, null=True)),
                (
                    "status",
                    greenbook.records.fields.Code(
                        codes=["active", "held", "stopped", "finished"],
                        default="active",
                        null=False,
                    ),
                ),
                ("held_reason", greenbook.records.fields.Text(blank=True, null=True)),
                ("entered_on", greenbook.records.fields.Day(null=False)),
                ("ended_on", greenbook.records.fields.Day(blank=True, null=True)),
            ],
            options={
                "db_table": "records_program_enrolment",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="programenrolment_once_per_source"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("occasion", None), _negated=True),
                        fields=("account", "contact", "program", "occasion"),
                        name="programenrolment_once_per_occasion",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgramStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="records.programenrolment",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="program_steps",
                        to="records.account",
                    ),
                ),
                ("step", greenbook.records.fields.Text(null=False)),
                ("due_on", greenbook.records.fields.Day(blank=True, null=True)),
                (
                    "status",
                    greenbook.records.fields.Code(
                        codes=["planned", "sent", "skipped", "held"], default="planned", null=False
                    ),
                ),
                ("sent_on", greenbook.records.fields.Day(blank=True, null=True)),
            ],
            options={
                "db_table": "records_program_step",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="programstep_once_per_source"
                    ),
                    models.UniqueConstraint(
                        fields=("enrolment", "step"), name="programstep_once_per_enrolment"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Triage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="triages",
                        to="records.account",
                    ),
                ),
                ("opened_on", greenbook.records.fields.Day(null=False)),
                ("closed_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("issue_url", greenbook.records.fields.Text(blank=True, null=True)),
                ("reason", greenbook.records.fields.Text(blank=True, null=True)),
            ],
            options={
                "db_table": "records_triage",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="triage_once_per_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_on", None),
                            ("closed_on", None),
                            ("closed_on__gte", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="triage_closes_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="records.account",
                    ),
                ),
                (
                    "severity",
                    greenbook.records.fields.Code(
                        codes=["critical", "high", "medium", "low"], null=False
                    ),
                ),
                ("opened_on", greenbook.records.fields.Day(null=False)),
                ("closed_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("product_related", models.BooleanField(db_default=False, default=False)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "records_escalation",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="escalation_once_per_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_on", None),
                            ("closed_on", None),
                            ("closed_on__gte", models.F("opened_on")),
                            _connector="OR",
                        ),
                        name="escalation_closes_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="records.account",
                    ),
                ),
                ("opened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("closed_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("priority", greenbook.records.fields.Text(blank=True, null=True)),
                ("escalated", models.BooleanField(db_default=False, default=False)),
                ("satisfaction", greenbook.records.fields.Decimal(blank=True, null=True)),
                ("first_response_min", greenbook.records.fields.Decimal(blank=True, null=True)),
                ("resolution_hours", greenbook.records.fields.Decimal(blank=True, null=True)),
            ],
            options={
                "db_table": "records_ticket",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="ticket_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RunStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="records.run",
                    ),
                ),
                ("name", greenbook.records.fields.Text(null=False)),
                (
                    "state",
                    greenbook.records.fields.Code(
                        codes=["started", "done", "failed"], default="started", null=False
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("counts", models.JSONField(default=dict)),
                ("marker", models.JSONField(null=True)),
            ],
            options={
                "db_table": "records_run_step",
                "constraints": [
                    models.UniqueConstraint(fields=("run", "name"), name="runstep_once_per_run")
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountStatus",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="status",
                        serialize=False,
                        to="records.account",
                    ),
                ),
                ("as_of", models.DateField()),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.run",
                    ),
                ),
                ("decided", models.JSONField(default=dict)),
                ("digest", greenbook.records.fields.Text(blank=True, null=True)),
                (
                    "priority_decided",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            django.db.models.fields.json.KeyTextTransform(
                                "priority_decided", "decided"
                            ),
                            output_field=models.IntegerField(null=True),
                        ),
                        output_field=models.IntegerField(null=True),
                    ),
                ),
                (
                    "priority_suggested",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            django.db.models.fields.json.KeyTextTransform(
                                "priority_suggested", "decided"
                            ),
                            output_field=models.IntegerField(null=True),
                        ),
                        output_field=models.IntegerField(null=True),
                    ),
                ),
                (
                    "health",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            django.db.models.fields.json.KeyTextTransform("health", "decided"),
                            output_field=models.TextField(null=True),
                        ),
                        output_field=models.TextField(null=True),
                    ),
                ),
                (
                    "engagement_state",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.comparison.Cast(
                            django.db.models.fields.json.KeyTextTransform(
                                "engagement_state", "decided"
                            ),
                            output_field=models.TextField(null=True),
                        ),
                        output_field=models.TextField(null=True),
                    ),
                ),
            ],
            options={
                "db_table": "records_account_status",
            },
        ),
        migrations.CreateModel(
            name="DecisionChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("grain", greenbook.records.fields.Text(default="account", null=False)),
                ("subject_id", greenbook.records.fields.Text(null=False)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decision_changes",
                        to="records.account",
                    ),
                ),
                ("decision", greenbook.records.fields.Text(null=False)),
                ("was", models.JSONField(null=True)),
                ("is_now", models.JSONField(null=True)),
                ("because", greenbook.records.fields.Text(blank=True, null=True)),
                ("on_day", greenbook.records.fields.Day(null=False)),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="records.run",
                    ),
                ),
                ("page", greenbook.records.fields.Text(blank=True, null=True)),
                ("edition", greenbook.records.fields.Day(blank=True, null=True)),
            ],
            options={
                "db_table": "records_decision_change",
                "indexes": [models.Index(fields=["on_day", "decision"], name="decisionchange_day")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("grain", "subject_id", "decision", "on_day"),
                        name="decisionchange_once_per_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Changed",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="changed",
                        serialize=False,
                        to="records.account",
                    ),
                ),
                ("number", models.BigIntegerField(db_default=0, default=0)),
                ("taken", models.BigIntegerField(db_default=0, default=0)),
            ],
            options={
                "db_table": "records_changed",
            },
        ),
        migrations.CreateModel(
            name="FactsSeen",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("grain", greenbook.records.fields.Text(default="account", null=False)),
                ("subject_id", greenbook.records.fields.Text(null=False)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facts_seen",
                        to="records.account",
                    ),
                ),
                ("day", greenbook.records.fields.Day(null=False)),
                ("facts", models.JSONField()),
                ("decided", models.JSONField(default=dict)),
            ],
            options={
                "db_table": "records_facts_seen",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("grain", "subject_id", "day"), name="factsseen_once_per_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="subscriptions",
                        to="records.account",
                    ),
                ),
                ("starts_on", greenbook.records.fields.Day(null=False)),
                ("ends_on", greenbook.records.fields.Day(blank=True, null=True)),
                (
                    "tier",
                    greenbook.records.fields.Code(
                        blank=True, codes=["free", "premium", "ultimate"], null=True
                    ),
                ),
                ("seats", greenbook.records.fields.Whole(blank=True, null=True)),
                ("arr_cents", greenbook.records.fields.Cents(blank=True, null=True)),
                ("is_trial", models.BooleanField(db_default=False, default=False)),
                ("auto_renew", greenbook.records.fields.YesNo(blank=True, null=True)),
                ("billing_frequency", greenbook.records.fields.Text(blank=True, null=True)),
            ],
            options={
                "db_table": "records_subscription",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="subscription_once_per_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="subscription_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instances",
                        to="records.account",
                    ),
                ),
                (
                    "subscription",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instances",
                        to="records.subscription",
                    ),
                ),
                (
                    "kind",
                    greenbook.records.fields.Code(
                        codes=["instance", "namespace"], default="instance", null=False
                    ),
                ),
                ("name", greenbook.records.fields.Text(blank=True, null=True)),
                ("uuid", greenbook.records.fields.Text(blank=True, null=True)),
                (
                    "delivery",
                    greenbook.records.fields.Code(
                        blank=True, codes=["self_managed", "saas", "dedicated"], null=True
                    ),
                ),
                (
                    "type",
                    greenbook.records.fields.Code(
                        codes=[
                            "unknown",
                            "production",
                            "non_production",
                            "obsolete",
                            "geo_secondary",
                        ],
                        db_default="unknown",
                        default="unknown",
                        null=False,
                    ),
                ),
                ("version", greenbook.records.fields.Text(blank=True, null=True)),
                ("last_ping_on", greenbook.records.fields.Day(blank=True, null=True)),
            ],
            options={
                "db_table": "records_instance",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="instance_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SurveyResponse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_responses",
                        to="records.account",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="survey_responses",
                        to="records.contact",
                    ),
                ),
                ("kind", greenbook.records.fields.Code(codes=["nps", "csat"], null=False)),
                ("score", greenbook.records.fields.Decimal(blank=True, null=True)),
                ("answered_on", greenbook.records.fields.Day(blank=True, null=True)),
            ],
            options={
                "db_table": "records_survey_response",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="surveyresponse_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaybookRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "cta",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="playbook_runs",
                        to="records.cta",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="playbook_runs",
                        to="records.account",
                    ),
                ),
                ("playbook", greenbook.records.fields.Text(null=False)),
                ("edition", greenbook.records.fields.Day(blank=True, null=True)),
                ("handbook", greenbook.records.fields.Text(blank=True, null=True)),
            ],
            options={
                "db_table": "records_playbook_run",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="playbookrun_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "cta",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="records.cta",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="records.account",
                    ),
                ),
                ("template", greenbook.records.fields.Text(blank=True, null=True)),
                ("name", greenbook.records.fields.Text(null=False)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("owner_role", greenbook.records.fields.Text(blank=True, null=True)),
                ("due_on", greenbook.records.fields.Day(blank=True, null=True)),
                (
                    "status",
                    greenbook.records.fields.Code(
                        codes=["open", "done", "not_applicable"],
                        db_default="open",
                        default="open",
                        null=False,
                    ),
                ),
                ("done_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("required", models.BooleanField(db_default=False, default=False)),
                ("position", greenbook.records.fields.Whole(blank=True, null=True)),
                ("skip_reason", greenbook.records.fields.Text(blank=True, null=True)),
                ("description", greenbook.records.fields.Text(blank=True, null=True)),
            ],
            options={
                "db_table": "records_task",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="task_once_per_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_on__isnull", False), ("status", "done")),
                            models.Q(
                                models.Q(("status", "done"), _negated=True), ("done_on", None)
                            ),
                            _connector="OR",
                        ),
                        name="task_done_on_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountTeam",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team",
                        to="records.account",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "role",
                    greenbook.records.fields.Code(
                        codes=[
                            "csm",
                            "cse",
                            "csa",
                            "account_owner",
                            "sa",
                            "pse",
                            "rm",
                            "sdr",
                            "exec_sponsor",
                            "csm_manager",
                            "ps_pm",
                            "partner_contact",
                        ],
                        null=False,
                    ),
                ),
                ("starts_on", greenbook.records.fields.Day(null=False)),
                ("ends_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("is_primary", models.BooleanField(db_default=True, default=True)),
            ],
            options={
                "db_table": "records_account_team",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="accountteam_once_per_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="accountteam_ends_after_start",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("is_primary", True)),
                        expressions=[
                            (
                                models.Func(
                                    models.F("account"),
                                    models.F("account"),
                                    models.Value("[]"),
                                    function="int8range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("role"),
                                    models.F("role"),
                                    models.Value("[]"),
                                    function="records_code_range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("starts_on"),
                                    models.F("ends_on"),
                                    models.Value("[]"),
                                    function="daterange",
                                ),
                                "&&",
                            ),
                        ],
                        name="accountteam_one_primary_a_role",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CsmClaim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to="records.account",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claims",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outcome",
                    greenbook.records.fields.Code(
                        codes=["pending", "approved", "declined"], default="pending", null=False
                    ),
                ),
                ("decided_on", greenbook.records.fields.Day(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", greenbook.records.fields.Text(blank=True, null=True)),
            ],
            options={
                "db_table": "records_csm_claim",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="csmclaim_once_per_source"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on", None), ("outcome", "pending")),
                            models.Q(
                                models.Q(("outcome", "pending"), _negated=True),
                                models.Q(("decided_on", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="csmclaim_decided_has_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TimelineEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="timeline",
                        to="records.account",
                    ),
                ),
                (
                    "type",
                    greenbook.records.fields.Code(
                        codes=[
                            "customer_call",
                            "in_person_meeting",
                            "update",
                            "email",
                            "health_update",
                            "workshop",
                            "cse_engagement",
                            "csa_engagement",
                            "verified_outcome",
                            "escalation",
                            "milestone",
                        ],
                        null=False,
                    ),
                ),
                (
                    "meeting_type",
                    greenbook.records.fields.Code(
                        blank=True,
                        codes=[
                            "cadence_call",
                            "kickoff",
                            "welcome_call",
                            "ebr",
                            "mini_ebr",
                            "renewal_call",
                            "product_discussion",
                            "leadership_checkin",
                            "workshop",
                            "disengagement",
                            "exec_meeting",
                            "handoff",
                            "other",
                        ],
                        null=True,
                    ),
                ),
                ("subject", greenbook.records.fields.Text(blank=True, null=True)),
                ("notes", greenbook.records.fields.Text(blank=True, null=True)),
                ("notes_url", greenbook.records.fields.Text(blank=True, null=True)),
                ("recording_url", greenbook.records.fields.Text(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entry_source",
                    greenbook.records.fields.Code(
                        codes=[
                            "manual",
                            "calendar",
                            "call_recorder",
                            "email_bcc",
                            "crm_sync",
                            "api",
                            "import",
                            "bot",
                        ],
                        db_default="manual",
                        default="manual",
                        null=False,
                    ),
                ),
                ("held", models.BooleanField(db_default=True, default=True)),
                ("with_csm", greenbook.records.fields.YesNo(blank=True, null=True)),
                ("csm_hosted", greenbook.records.fields.YesNo(blank=True, null=True)),
                (
                    "csm_sentiment",
                    greenbook.records.fields.Code(
                        blank=True, codes=["red", "yellow", "green"], null=True
                    ),
                ),
                (
                    "product_sentiment",
                    greenbook.records.fields.Code(
                        blank=True, codes=["red", "yellow", "green"], null=True
                    ),
                ),
                ("requires_triage", models.BooleanField(db_default=False, default=False)),
                ("risk_reason", greenbook.records.fields.Text(blank=True, null=True)),
                (
                    "risk_impact",
                    greenbook.records.fields.Codes(
                        blank=True,
                        codes=[
                            "customer_churn",
                            "tier_downgrade",
                            "seat_churn",
                            "customer_sentiment",
                            "competitor",
                            "stage_name",
                        ],
                        db_default=[],
                        default=list,
                        null=False,
                        size=None,
                    ),
                ),
                (
                    "renewal_outcome",
                    greenbook.records.fields.Code(
                        blank=True,
                        codes=[
                            "no_risk",
                            "expansion_interest",
                            "possible_contraction",
                            "possible_churn",
                            "no_answer",
                        ],
                        null=True,
                    ),
                ),
                ("attendee_count", greenbook.records.fields.Whole(blank=True, null=True)),
                ("exec_sponsor_attended", greenbook.records.fields.YesNo(blank=True, null=True)),
                ("also_kickoff", models.BooleanField(db_default=False, default=False)),
                (
                    "cta",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="records.cta",
                    ),
                ),
                (
                    "objective",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="records.objective",
                    ),
                ),
                (
                    "success_plan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="records.successplan",
                    ),
                ),
            ],
            options={
                "db_table": "records_timeline_entry",
                "indexes": [
                    models.Index(
                        fields=["account", "happened_on"], name="timelineentry_account_day"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="timelineentry_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryAttendee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendees",
                        to="records.timelineentry",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry_attendees",
                        to="records.account",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attended",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attended",
                        to="records.contact",
                    ),
                ),
            ],
            options={
                "db_table": "records_entry_attendee",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="entryattendee_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Workshop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                ("name", greenbook.records.fields.Text(null=False)),
                (
                    "type",
                    greenbook.records.fields.Code(
                        codes=[
                            "workshop",
                            "enablement_session",
                            "lunch_and_learn",
                            "lab",
                            "webinar",
                        ],
                        null=False,
                    ),
                ),
                ("objective", greenbook.records.fields.Text(blank=True, null=True)),
                (
                    "led_by",
                    greenbook.records.fields.Code(
                        blank=True, codes=["csm", "cse", "sa", "ps"], null=True
                    ),
                ),
                (
                    "led_by_user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workshops_led",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("held_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("use_case", greenbook.records.fields.Text(blank=True, null=True)),
                ("attendee_count", greenbook.records.fields.Whole(blank=True, null=True)),
                ("feedback_score", greenbook.records.fields.Decimal(blank=True, null=True)),
            ],
            options={
                "db_table": "records_workshop",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="workshop_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkshopAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accounts",
                        to="records.workshop",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workshops",
                        to="records.account",
                    ),
                ),
                ("attended", models.BooleanField(db_default=False, default=False)),
                ("agreed", models.BooleanField(db_default=False, default=False)),
            ],
            options={
                "db_table": "records_workshop_account",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="workshopaccount_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Roundtable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                ("theme", greenbook.records.fields.Text(null=False)),
                ("held_on", greenbook.records.fields.Day(blank=True, null=True)),
                (
                    "host",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roundtables",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "records_roundtable",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="roundtable_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundtableIndustry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "roundtable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="industries",
                        to="records.roundtable",
                    ),
                ),
                ("industry", greenbook.records.fields.Text(null=False)),
            ],
            options={
                "db_table": "records_roundtable_industry",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="roundtableindustry_once_per_source"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundtableAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    greenbook.records.fields.Text(
                        db_default="greenbook", default="greenbook", null=False
                    ),
                ),
                ("external_id", greenbook.records.fields.Text(blank=True, null=True)),
                ("happened_on", greenbook.records.fields.Day(blank=True, null=True)),
                ("known_from", greenbook.records.fields.Day(null=False)),
                ("reconstructed", models.BooleanField(db_default=False, default=False)),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "roundtable",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accounts",
                        to="records.roundtable",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roundtables",
                        to="records.account",
                    ),
                ),
            ],
            options={
                "db_table": "records_roundtable_account",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "external_id"), name="roundtableaccount_once_per_source"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="importrun",
            name="by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(triggers.create_functions, triggers.unwatch_all),
        migrations.RunPython(triggers.watch_all, migrations.RunPython.noop),
    ]
