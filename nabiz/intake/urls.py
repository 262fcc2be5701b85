from django.urls import path

from nabiz.intake.views import live, sources

app_name = "intake"
urlpatterns = [
    path("", sources.sources, name="sources"),
    path("new/", sources.new_source, name="new"),
    path("live/", live.live, name="live"),
    path("live/<int:number>/", live.verdict, name="verdict"),
    path("live/retries/", live.retries, name="retries"),
    path("<int:number>/", sources.source, name="source"),
    path("<int:number>/key/", sources.key, name="key"),
    path("<int:number>/revocation/", sources.revocation, name="revocation"),
]
