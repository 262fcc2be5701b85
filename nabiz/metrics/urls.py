from django.urls import path

from nabiz.metrics.views import files, goals, pages

app_name = "metrics"
urlpatterns = [
    path("", pages.metrics, name="metrics"),
    path("<slug:name>/", pages.metric, name="metric"),
    path("<slug:name>/goal/", goals.goal, name="goal"),
    path("<slug:name>/goal/removal/", goals.goal_removal, name="goal_removal"),
    path("<slug:name>/rows/", pages.metric_rows, name="rows"),
    path("<slug:name>/answers.csv", files.answers_csv, name="answers_csv"),
    path("<slug:name>/rows.csv", files.rows_csv, name="rows_csv"),
    path("<slug:name>/trend.svg", files.trend_svg, name="trend"),
    path("<slug:name>/by-<slug:group>.svg", files.breakdown_svg, name="breakdown"),
]
