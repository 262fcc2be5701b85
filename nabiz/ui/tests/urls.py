from django.http import HttpResponse
from django.urls import include, path

from nabiz.ui.views import errors


def blank(request, *args):
    return HttpResponse("there")


app_name = "places"
places = ([path("pulse/", blank, name="pulse"), path("panel/<int:number>/", blank, name="panel")], "places")
urlpatterns = [
    path("", include(places)),
    path("ui/", include("nabiz.ui.urls")),
    path("400/", errors.bad_request),
    path("403/", errors.forbidden),
    path("404/", errors.not_found),
    path("429/", errors.too_many_requests),
    path("500/", errors.server_error),
]
