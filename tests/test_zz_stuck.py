from concurrent.futures import ThreadPoolExecutor
from functions.networkoperatorconsole.venues import enable_service_plan, disable_service_plan
from tests.gateway import send, event
from tests.world import World, add_plan, fresh
import vault.graph.connection as c
seen=[]
def test_x(world, monkeypatch):
    orig=c.refusal
    def refusal(error):
        seen.append(str(error)[:300]); return orig(error)
    monkeypatch.setattr(c,"refusal",refusal)
    token=world.mine.token("DomainAdministrator")
    for i in range(8):
        plan=add_plan(world.mine, fresh("P"))
        body={"AccessToken":token,"VenueID":world.mine.venues[0].id,"ServicePlanID":plan}
        if i%2==0:
            # sequential
            a=[send((enable_service_plan if k%2==0 else disable_service_plan).handler,event(body),milliseconds=3000) for k in range(8)]
        else:
            with ThreadPoolExecutor(2) as t:
                a=list(t.map(lambda k: send((enable_service_plan if k%2==0 else disable_service_plan).handler,event(body),milliseconds=3000), range(30)))
        n=len(seen)
        b=send(enable_service_plan.handler,event(body),milliseconds=2500)
        print([x.status for x in a], "then", b.status, len(seen)-n, set(seen[n:]))
        b=send(enable_service_plan.handler,event(body),milliseconds=2500)
        print("then", b.status, b.body["message"])
