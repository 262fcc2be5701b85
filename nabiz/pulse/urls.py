from django.urls import path

from nabiz.pulse.views import weekly
from nabiz.pulse.views.pulse import pulse

app_name = "pulse"
urlpatterns = [
    path("", pulse, name="pulse"),
    path("weekly/", weekly.weekly, name="weekly"),
    path("weekly/refusal/", weekly.refusal, name="refusal"),
    path("weekly/refusal/removal/", weekly.refusal_removal, name="refusal_removal"),
    path("weekly/mail/", weekly.mail, name="weekly_mail"),
]
