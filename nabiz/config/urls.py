from django.urls import include, path

urlpatterns = [
    path("", include("nabiz.pulse.urls")),
    path("account/", include("nabiz.team.account_urls")),
    path("team/", include("nabiz.team.urls")),
    path("customers/", include("nabiz.customers.urls")),
    path("imports/", include("nabiz.imports.urls")),
    path("sources/", include("nabiz.intake.urls")),
    path("sms/", include("nabiz.sms.urls")),
    path("assist/", include("nabiz.assist.urls")),
    path("reviews/", include("nabiz.reviews.urls")),
    path("connectors/", include("nabiz.connectors.urls")),
    path("metrics/", include("nabiz.metrics.urls")),
    path("", include("nabiz.privacy.urls")),
    path("insights/", include("nabiz.themes.urls")),
    path("feedback/", include("nabiz.feedback.urls")),
    path("s/", include("nabiz.feedback.public_urls")),
    path("", include("nabiz.feedback.widget_urls")),
    path("in/", include("nabiz.connectors.public_urls")),
    path("followups/", include("nabiz.followups.urls")),
    path("heard/", include("nabiz.followups.public_urls")),
    path("demo/", include("nabiz.demo.urls")),
    path("api/", include("nabiz.config.api")),
    path("ui/", include("nabiz.ui.urls")),
]

handler400 = "nabiz.ui.views.errors.bad_request"
handler403 = "nabiz.ui.views.errors.forbidden"
handler404 = "nabiz.ui.views.errors.not_found"
handler500 = "nabiz.ui.views.errors.server_error"
