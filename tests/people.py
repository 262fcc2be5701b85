"""Make members for tests."""


def make_member(role, email=None, **fields):
    from nabiz.team.models import Member

    return Member.objects.create_member(email or f"{role}@acme.test", "correct horse battery", role=role, **fields)
