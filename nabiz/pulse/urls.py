from django.urls import path

from nabiz.pulse.views import weekly, weekly_teams
from nabiz.pulse.views.pulse import pulse

app_name = "pulse"
urlpatterns = [
    path("", pulse, name="pulse"),
    path("weekly/", weekly.weekly, name="weekly"),
    path("weekly/refusal/", weekly.refusal, name="refusal"),
    path("weekly/refusal/removal/", weekly.refusal_removal, name="refusal_removal"),
    path("weekly/mail/", weekly.mail, name="weekly_mail"),
    path("weekly/teams/<int:number>/", weekly_teams.team, name="weekly_team"),
    path("weekly/teams/<int:number>/scope/", weekly_teams.scope, name="scope"),
    path("weekly/teams/<int:number>/panel/", weekly_teams.panel, name="scope_panel"),
    path("weekly/teams/<int:number>/mail/", weekly_teams.mail, name="team_mail"),
    path("weekly/teams/<int:number>/refusal/", weekly_teams.refusal, name="team_refusal"),
    path("weekly/teams/<int:number>/refusal/removal/", weekly_teams.refusal_removal, name="team_refusal_removal"),
]
