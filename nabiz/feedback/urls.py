from django.urls import path

from nabiz.feedback.views import previews, questions, results, sending, settings, surveys, words

app_name = "feedback"
urlpatterns = [
    path("", surveys.surveys, name="surveys"),
    path("new/", surveys.new_survey, name="new"),
    path("brand/", settings.brand, name="brand"),
    path("<int:number>/", surveys.survey, name="survey"),
    path("<int:number>/publication/", surveys.publication, name="publication"),
    path("<int:number>/pause/", surveys.pause, name="pause"),
    path("<int:number>/closing/", surveys.closing, name="closing"),
    path("<int:number>/removal/", surveys.removal, name="removal"),
    path("<int:number>/copy/", surveys.copy, name="copy"),
    path("<int:number>/trial/", surveys.trial, name="trial"),
    path("<int:number>/questions/", questions.questions, name="questions"),
    path("<int:number>/questions/<slug:key>/", questions.question, name="question"),
    path("<int:number>/questions/<slug:key>/place/", questions.place, name="place"),
    path("<int:number>/questions/<slug:key>/removal/", questions.removal, name="question_removal"),
    path("<int:number>/order/", questions.order, name="order"),
    path("<int:number>/words/", words.words, name="words"),
    path("<int:number>/preview/", previews.preview, name="preview"),
    path("<int:number>/preview/<slug:language>/<slug:key>/", previews.frame, name="frame"),
    path("limits/", sending.caps, name="caps"),
    path("<int:number>/sending/", sending.sending, name="sending"),
    path("<int:number>/sending/<int:trigger>/", sending.by_hand, name="by_hand"),
    path("<int:number>/sending/<int:trigger>/held/<slug:reason>/", sending.held, name="held"),
    path("<int:number>/sending/<int:trigger>/pause/", sending.pause, name="trigger_pause"),
    path("<int:number>/sending/<int:trigger>/resumption/", sending.resumption, name="trigger_resumption"),
    path("<int:number>/sending/<int:trigger>/removal/", sending.removal, name="trigger_removal"),
    path("<int:number>/settings/", settings.settings, name="settings"),
    path("<int:number>/link/", settings.link, name="link"),
    path("<int:number>/link/closing/", settings.link_closing, name="link_closing"),
    path("<int:number>/results/", results.results, name="results"),
    path("<int:number>/results/answers.csv", results.results_file, name="results_file"),
    path("<int:number>/code.svg", settings.code, name="code"),
]
