from django.urls import path

from catalogue import views

urlpatterns = [
    path("_/components/", views.index, name="components"),
    path("_/components/tokens.css", views.sheet, name="component-tokens"),
    path("_/components/<str:name>/", views.alone, name="component"),
]
