from django.urls import path

from nabiz.team.views import audit, company, invitations, members, outbox, profile, settings, setup, teams

app_name = "team"
urlpatterns = [
    path("", members.members, name="members"),
    path("members/<int:number>/", members.member, name="member"),
    path("members/<int:number>/role/", members.role, name="role"),
    path("members/<int:number>/deactivation/", members.deactivation, name="deactivation"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/<int:number>/delivery/", invitations.delivery, name="resend"),
    path("invitations/<int:number>/revocation/", invitations.revocation, name="revoke"),
    path("join/", invitations.join, name="join"),
    path("join/<str:token>/", invitations.accept, name="accept"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.new_team, name="new_team"),
    path("teams/<int:number>/", teams.team, name="team"),
    path("teams/<int:number>/removal/", teams.removal, name="team_removal"),
    path("me/", profile.me, name="me"),
    path("company/", company.company, name="company"),
    path("settings/", settings.settings, name="settings"),
    path("roles/", settings.roles, name="roles"),
    path("audit/", audit.audit, name="audit"),
    path("audit.csv", audit.audit_csv, name="audit_csv"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/delivery/", outbox.delivery_of_all, name="deliver_all"),
    path("outbox/<int:number>/", outbox.mail, name="mail"),
    path("outbox/<int:number>/frame/", outbox.frame, name="mail_frame"),
    path("outbox/<int:number>/delivery/", outbox.delivery, name="deliver"),
    path("setup/", setup.setup, name="setup"),
    path("setup/code/", setup.code, name="setup_code"),
    path("setup/owner/", setup.owner, name="setup_owner"),
    path("setup/company/", setup.company, name="setup_company"),
]
