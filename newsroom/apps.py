from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.contrib.admin.templatetags import admin_list


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = "Tòa soạn"
    default = True

    def ready(self) -> None:
        from accounts.signals import roles_given  # noqa: PLC0415 -- models must be loaded
        from articles import signals  # noqa: PLC0415 -- models must be loaded
        from articles.readiness import objects  # noqa: PLC0415 -- the same
        from newsroom import passwords  # noqa: PLC0415 -- the same
        from newsroom.board import hearing  # noqa: PLC0415 -- the same
        from newsroom.checks.judging import objections  # noqa: PLC0415 -- the same
        from newsroom.removal import hearing as removal  # noqa: PLC0415 -- the same
        from newsroom.review.demands import waits_for_review  # noqa: PLC0415 -- the same

        signals.moved.connect(hearing.on_moved, dispatch_uid="newsroom.board.moved")
        signals.withdrawn.connect(hearing.on_withdrawn, dispatch_uid="newsroom.board.withdrawn")
        signals.assigned.connect(hearing.on_assigned, dispatch_uid="newsroom.board.assigned")
        signals.trashed.connect(hearing.on_trashed, dispatch_uid="newsroom.board.trashed")
        signals.removed.connect(removal.on_removed, dispatch_uid="newsroom.removal.removed")
        signals.reinstated.connect(removal.on_reinstated, dispatch_uid="newsroom.removal.undone")
        signals.corrected.connect(removal.on_corrected, dispatch_uid="newsroom.removal.corrected")
        signals.correction_asked.connect(removal.on_asked, dispatch_uid="newsroom.removal.asked")
        signals.correction_declined.connect(
            removal.on_declined, dispatch_uid="newsroom.removal.declined"
        )
        roles_given.connect(passwords.on_roles_given, dispatch_uid="newsroom.roles_given")
        objects(waits_for_review)
        objects(objections)


class NewsroomAdminConfig(admin_apps.AdminConfig):
    """The back-office with the newsroom's own site."""

    default_site = "newsroom.site.NewsroomSite"
    default = False

    def ready(self) -> None:
        super().ready()
        from django.contrib.admin import site  # noqa: PLC0415 -- needs the apps to be ready
        from taggit.models import Tag  # noqa: PLC0415 -- the same

        from newsroom.site import yes_no_icon  # noqa: PLC0415 -- the same

        # Tags are kept in articles.Tag; the stock ones belong to no piece.
        site.unregister(Tag)
        # The stock icon has no setting, no template and no translation of its own.
        setattr(admin_list, "_boolean_icon", yes_no_icon)  # noqa: B010 -- private, as it says
