from django.urls import path

from nabiz.reviews.views import answers, feeds, reviews

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
]
