"""REST with OpenAPI: each package brings its own routes."""

from django.urls import path
from ninja import NinjaAPI

api = NinjaAPI(title="Nabız", version="1", docs_url="/docs", openapi_url="/openapi.json", urls_namespace="api")

urlpatterns = [path("", api.urls)]
