from django.urls import path

from readership import views

urlpatterns = [
    path("doc/", views.take_in, name="read"),
    path("doc-nhieu/", views.most_read, name="most-read"),
]
