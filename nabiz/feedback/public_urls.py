from django.urls import path

from nabiz.feedback.views import assets, public

app_name = "survey"
urlpatterns = [
    path("-/<slug:digest>.<slug:colour>.css", assets.stylesheet, name="stylesheet"),
    path("-/logo/<int:number>/<slug:digest>", assets.logo, name="logo"),
    path("<str:token>", public.step, name="step"),
    path("<str:token>/", public.step, name="step_with_slash"),
    path("<str:token>/k/<str:key>", public.step, name="begun"),
    path("<str:token>/f/<str:key>", public.step, name="framed"),
    path("<str:token>/go-on", public.takeover, name="takeover"),
    path("<str:token>/decline", public.decline, name="decline"),
]
