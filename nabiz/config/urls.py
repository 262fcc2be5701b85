from django.urls import include, path

urlpatterns = [
    path("", include("nabiz.pulse.urls")),
    path("account/", include("nabiz.team.account_urls")),
    path("team/", include("nabiz.team.urls")),
    path("customers/", include("nabiz.customers.urls")),
    path("sources/", include("nabiz.intake.urls")),
    path("metrics/", include("nabiz.metrics.urls")),
    path("api/", include("nabiz.config.api")),
    path("ui/", include("nabiz.ui.urls")),
]
