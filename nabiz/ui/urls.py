from django.urls import path

from nabiz.ui.views import gallery, shell

app_name = "ui"
urlpatterns = [
    path("app-<slug:digest>.css", shell.stylesheet, name="stylesheet"),
    path("jump/", shell.jump, name="jump"),
    path("theme/", shell.theme, name="theme"),
    path("language/", shell.language, name="language"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/chart.svg", gallery.chart, name="gallery-chart"),
]
