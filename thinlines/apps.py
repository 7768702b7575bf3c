from django.apps import AppConfig


class ThinlinesConfig(AppConfig):
    """For readers on thin lines, or on none: the lite edition, saved pieces, pages offline."""

    name = "thinlines"
    verbose_name = "Đường truyền yếu"
