from django.urls import path

from nabiz.sms.views import outbox

app_name = "sms"
urlpatterns = [
    path("", outbox.outbox, name="outbox"),
    path("gateways/<slug:provider>/", outbox.gateway, name="gateway"),
    path("removal/", outbox.removal, name="removal"),
    path("trial/", outbox.trial, name="trial"),
    path("delivery/", outbox.delivery_of_all, name="deliver_all"),
    path("<int:number>/delivery/", outbox.delivery, name="deliver"),
]
