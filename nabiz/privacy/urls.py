from django.urls import path

from nabiz.privacy.views import choices, house, people, retention

app_name = "privacy"
urlpatterns = [
    path("c/<str:token>/", choices.choice, name="choice"),
    path("privacy/", house.overview, name="overview"),
    path("privacy/register.csv", house.register_csv, name="register_csv"),
    path("privacy/policies/<slug:purpose>/", house.policy, name="policy"),
    path("privacy/retention/", retention.overview, name="retention"),
    path("privacy/retention/<str:name>/", retention.rule, name="retention_rule"),
    path("privacy/customers/<int:number>/", people.consents, name="consents"),
    path("privacy/customers/<int:number>/words/", people.words, name="words"),
    path("privacy/customers/<int:number>/address/", people.address, name="address"),
    path("privacy/customers/<int:number>/copy/", people.copy, name="copy"),
]
