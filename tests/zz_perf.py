import time, pytest
from django.utils import timezone
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.articles import *
from tests.factories.people import make_user
from django.urls import reverse
pytestmark=pytest.mark.django_db
@pytest.mark.parametrize("n",[1000,5000])
@pytest.mark.parametrize("role",["Phó Tổng biên tập","Trưởng ban"])
def test_perf(client,n,role):
    vs=make_many_published([timezone.now()]*n, tags=("Quảng Ninh","Cao Bằng"))
    new=make_section(); client.force_login(make_user(role))
    ids=",".join(str(v.article_id) for v in vs)
    for name,typed in (("section",{"section":new.pk,"republish":"on"}),("tags",{"add":"Hà Giang","remove":"Cao Bằng"})):
        with CaptureQueriesContext(connection) as c:
            t=time.process_time(); r=client.post(reverse("admin:bulk-preview",args=[name]),{"pieces":ids,**typed}); t=time.process_time()-t
        plan=r.context["shown"].signed()
        print(n,role,name,len(c),"queries",round(t,2),"s cpu",len(r.content)//1024,"KB page",len(plan)//1024,"KB plan", len(r.context["shown"].willing))
    if n==1000 and role.startswith("Phó"):
        t=time.process_time(); client.post(reverse("admin:bulk-confirm"),{"plan":plan}); print("confirm",round(time.process_time()-t,2))
        from newsroom.bulk import running
        from newsroom.models import BulkJob
        t=time.process_time(); running.work(BulkJob.objects.latest("pk").pk); print("step of 50",round(time.process_time()-t,2))
