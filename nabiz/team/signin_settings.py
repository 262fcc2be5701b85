"""How members sign in: the settings of django-allauth, imported by `nabiz.config.settings`."""

import os
from typing import Any

ACCOUNT_ADAPTER = "nabiz.team.signin.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proved by the invitation that reached it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "login": "nabiz.team.signin_forms.SignInForm",
    "reset_password": "nabiz.team.signin_forms.ForgottenPasswordForm",
    "reset_password_from_key": "nabiz.team.signin_forms.NewPasswordForm",
    "change_password": "nabiz.team.signin_forms.ChangePasswordForm",
    "set_password": "nabiz.team.signin_forms.FirstPasswordForm",
    "reauthenticate": "nabiz.team.signin_forms.PasswordAgainForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,100/d/ip,5/5m/key,30/d/key",
    "reset_password": "10/m/ip,3/10m/key",
    "reset_password_from_key": "10/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("NABIZ_BEHIND_PROXY") == "1" else 0

MFA_ADAPTER = "nabiz.team.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "nabiz.team.second_factor_forms.CodeForm",
    "reauthenticate": "nabiz.team.second_factor_forms.CodeAgainForm",
    "activate_totp": "nabiz.team.second_factor_forms.FirstCodeForm",
    "add_webauthn": "nabiz.team.second_factor_forms.NewPasskeyForm",
    "edit_webauthn": "nabiz.team.second_factor_forms.RenamePasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = False
MFA_TOTP_ISSUER = "Nabız"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not os.environ.get("NABIZ_URL", "http://").startswith("https://")

SOCIALACCOUNT_ADAPTER = "nabiz.team.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"APPS": [], "OAUTH_PKCE_ENABLED": True}}
if issuer := os.environ.get("NABIZ_OIDC_ISSUER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] = [
        {
            "provider_id": "sso",
            "name": os.environ.get("NABIZ_OIDC_NAME", "SSO"),
            "client_id": os.environ.get("NABIZ_OIDC_CLIENT_ID", ""),
            "secret": os.environ.get("NABIZ_OIDC_SECRET", ""),
            "settings": {"server_url": issuer},
        }
    ]
