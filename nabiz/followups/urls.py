from django.urls import path

from nabiz.followups.views import causes, lists, one, rules, stories

app_name = "followups"
urlpatterns = [
    path("of-answer/<int:event>/", lists.panel_of_answer, name="panel_of_answer"),
    path("", lists.follow_ups, name="list"),
    path("owner/", lists.owner_of_several, name="owners"),
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rules.new_rule, name="new_rule"),
    path("rules/<int:number>/", rules.rule, name="rule"),
    path("rules/<int:number>/removal/", rules.removal, name="rule_removal"),
    path("causes/", causes.causes, name="causes"),
    path("causes/new/", causes.new_cause, name="new_cause"),
    path("causes/<int:number>/", causes.cause, name="cause"),
    path("causes/<int:number>/end/", causes.end, name="cause_end"),
    path("causes/<int:number>/end/removal/", causes.end_removal, name="cause_end_removal"),
    path("causes/showing/", stories.showing, name="showing"),
    path("causes/<int:number>/story/", stories.story, name="story"),
    path("causes/<int:number>/story/publication/", stories.publication, name="publication"),
    path("causes/<int:number>/story/publication/removal/", stories.publication_removal, name="publication_removal"),
    path("causes/<int:number>/story/letters/", stories.letters, name="letters"),
    path("customers/<int:number>/", lists.panel, name="panel"),
    path("<int:number>/", one.follow_up, name="follow_up"),
    path("<int:number>/owner/", one.owner, name="owner"),
    path("<int:number>/deeds/", one.deeds, name="deeds"),
    path("<int:number>/closure/", one.closure, name="closure"),
    path("<int:number>/closure/removal/", one.closure_removal, name="closure_removal"),
    path("<int:number>/snooze/", one.snooze, name="snooze"),
    path("<int:number>/snooze/removal/", one.snooze_removal, name="snooze_removal"),
]
