"""REST with OpenAPI: each package brings its own routes."""

from django.urls import path
from ninja import NinjaAPI

from nabiz.metrics.api import router as metrics

api = NinjaAPI(title="Nabız", version="1", docs_url=None, openapi_url="/openapi.json", urls_namespace="api")
api.add_router("/metrics", metrics)

urlpatterns = [path("", api.urls)]
