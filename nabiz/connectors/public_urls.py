from django.urls import path

from nabiz.connectors.views import receiving

app_name = "in"
urlpatterns = [
    path("<uuid:key>/", receiving.delivery, name="delivery"),
    path("<uuid:key>/<str:secret>/", receiving.delivery, name="delivery_in_path"),
]
