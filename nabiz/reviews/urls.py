from django.urls import path

from nabiz.reviews.views import answers, feeds, reviews, sites

app_name = "reviews"
urlpatterns = [
    path("", reviews.reviews, name="reviews"),
    path("<int:number>/", reviews.review, name="review"),
    path("<int:number>/answer/", answers.answer, name="answer"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/new/", feeds.new_feed, name="new_feed"),
    path("feeds/<int:number>/look/", feeds.look, name="look"),
    path("feeds/<int:number>/pause/", feeds.pause, name="pause"),
    path("feeds/<int:number>/removal/", feeds.removal, name="removal"),
    path("sites/", sites.sites, name="sites"),
    path("sites/new/<slug:kind>/", sites.new_site, name="new_site"),
    path("sites/<int:number>/", sites.site, name="site"),
    path("sites/<int:number>/trial/", sites.trial, name="try_site"),
    path("sites/<int:number>/pause/", sites.pause, name="pause_site"),
    path("sites/<int:number>/removal/", sites.removal, name="remove_site"),
]
