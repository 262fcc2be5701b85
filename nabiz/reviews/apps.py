from django.apps import AppConfig


class ReviewsApp(AppConfig):
    name = "nabiz.reviews"
    label = "reviews"
