from django.apps import AppConfig


class FollowupsApp(AppConfig):
    name = "nabiz.followups"
    label = "followups"
