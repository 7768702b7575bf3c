from django.urls import path

from pages import views

urlpatterns = [path("thong-tin/<slug:slug>/", views.page, name="page")]
