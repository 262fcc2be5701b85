from django.urls import path

from nabiz.connectors.views import connectors, deliveries, mapping

app_name = "connectors"
urlpatterns = [
    path("", connectors.connectors, name="connectors"),
    path("new/<slug:kind>/", connectors.new, name="new"),
    path("<int:number>/", connectors.connector, name="connector"),
    path("<int:number>/settings/", connectors.options, name="options"),
    path("<int:number>/mapping/", mapping.mapping, name="mapping"),
    path("<int:number>/mapping/preview/", mapping.preview, name="preview"),
    path("<int:number>/secret/", connectors.secret, name="secret"),
    path("<int:number>/check/", connectors.check, name="check"),
    path("<int:number>/looks/", connectors.looks, name="looks"),
    path("<int:number>/pause/", connectors.pause, name="pause"),
    path("<int:number>/resumption/", connectors.resumption, name="resumption"),
    path("<int:number>/removal/", connectors.removal, name="removal"),
    path("<int:number>/retries/", deliveries.retries, name="retries"),
    path("<int:number>/deliveries/<int:delivery>/", deliveries.delivery, name="delivery"),
]
