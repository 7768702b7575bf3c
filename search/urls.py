from django.urls import path

from search import views

urlpatterns = [
    path("tim-kiem/", views.results, name="search"),
    path("tim-kiem/goi-y/", views.suggest, name="search-suggest"),
    path("tim-kiem/chon/", views.chosen, name="search-chosen"),
    path("tim-kiem/rss/", views.feed, name="search-feed"),
    path("opensearch.xml", views.description, name="search-description"),
]
