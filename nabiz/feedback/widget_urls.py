from django.urls import path

from nabiz.feedback.views import widget

app_name = "widget"
urlpatterns = [
    path("widget.js", widget.script, name="script"),
    path("widget/rules", widget.rules, name="rules"),
    path("widget/turns", widget.turns, name="turns"),
]
