from django.urls import path

from nabiz.pulse.views.pulse import pulse

app_name = "pulse"
urlpatterns = [path("", pulse, name="pulse")]
