"""Who works at the demo company: four sales departments on the four presets, and the house around them."""

from datetime import timedelta

from assignment.domain.policies.versions import preset, put_under
from assignment.models import PolicyVersion
from crm_project.accounts.models import Department, Role, User

PASSWORD = "sunrise-demo-2026"

# username, full name, role, department; the first of each role is printed as a login.
STAFF = [
    ("gm", "陈国栋", "general_manager", "Sunrise"),
    ("director", "Helen Zhou", "director", "Sunrise"),
    ("admin", "系统管理员", "admin", "Sunrise"),
    ("auditor", "沈敏", "auditor", "Sunrise"),
    ("clerk", "周洁", "clerk", "Sunrise"),
    ("keeper", "吴档安", "file_keeper", "Sunrise"),
    ("finance", "钱秀英", "finance", "Sunrise"),
    ("hr", "孙丽", "hr", "Sunrise"),
    ("service", "何静", "service", "Sunrise"),
    ("service.manager", "罗建华", "service_manager", "Sunrise"),
    ("manager", "李明", "manager", "Enterprise"),
    ("rep", "王芳", "rep", "Enterprise"),
    ("zhang.wei", "张伟", "rep", "Enterprise"),
    ("liu.yang", "刘洋", "rep", "Enterprise"),
    ("zhao.lei", "赵磊", "rep", "Enterprise"),
    ("huang.ting", "黄婷", "rep", "Enterprise"),
    ("solar.manager", "Marcus Lindt", "manager", "Solar"),
    ("anna", "Anna Kovacs", "rep", "Solar"),
    ("tom", "Tom Becker", "rep", "Solar"),
    ("li.na", "李娜", "rep", "Solar"),
    ("omar", "Omar Haddad", "rep", "Solar"),
    ("sofia", "Sofia Rossi", "rep", "Solar"),
    ("talent.manager", "高强", "manager", "Talent"),
    ("lin.xia", "林霞", "rep", "Talent"),
    ("guo.jun", "郭俊", "rep", "Talent"),
    ("ma.li", "马丽", "rep", "Talent"),
    ("xu.kai", "徐凯", "rep", "Talent"),
    ("direct.manager", "郑浩", "manager", "Direct"),
    ("sun.yue", "孙悦", "rep", "Direct"),
    ("zhu.min", "朱敏", "rep", "Direct"),
    ("hu.bin", "胡斌", "rep", "Direct"),
    ("gao.fei", "高飞", "rep", "Direct"),
    ("deng.chao", "邓超", "rep", "Direct"),
]
DEPARTMENTS = {
    "Solar": ("光伏销售部", "solar"),
    "Talent": ("招聘事业部", "stages"),
    "Enterprise": ("企业服务部", "tracking"),
    "Direct": ("直销团队", "direct"),
}
DORMANT = ("hr", "service.manager")
SHOWN = (
    "rep",
    "manager",
    "sun.yue",
    "anna",
    "director",
    "gm",
    "service",
    "service.manager",
    "finance",
    "clerk",
    "keeper",
    "auditor",
    "admin",
)


def hire(at, joined):
    """The departments under their presets and everybody in them; {username: person}."""
    company = Department.objects.create(name="晨光集团 Sunrise")
    departments = {"Sunrise": company}
    for key, (name, policy) in DEPARTMENTS.items():
        words = (
            {"stage_potential": "待开发", "stage_intent": "有意向", "stage_official": "已合作"}
            if key == "Talent"
            else {}
        )
        departments[key] = Department.objects.create(name=f"{name} {key}", parent=company, **words)
        put_under(department=departments[key], policy=preset(policy, at=joined), by=None, at=joined)
    by_key = {role.key: role for role in Role.objects.all()}
    sample = User()
    sample.set_password(PASSWORD)
    people = {}
    for n, (username, name, role, where) in enumerate(STAFF):
        people[username] = User.objects.create(
            username=username,
            full_name=name,
            role=by_key[role],
            department=departments[where],
            date_joined=joined,
            email=f"{username}@sunrise.example",
            password=sample.password,
            trained_at=None if username == "deng.chao" else joined,
            last_login=None
            if username == "deng.chao"
            else joined + timedelta(days=300)
            if username in DORMANT
            else at - timedelta(hours=2 + n % 30),
        )
    heads = {"Enterprise": "manager", "Solar": "solar.manager", "Talent": "talent.manager", "Direct": "direct.manager"}
    for username, _name, role, where in STAFF:
        boss = (
            heads.get(where)
            if role == "rep"
            else "director"
            if role == "manager"
            else "gm"
            if role == "director"
            else None
        )
        if boss:
            User.objects.filter(pk=people[username].pk).update(superior=people[boss])
    # What holds was approved by somebody, as every later version will be (M15).
    PolicyVersion.objects.filter(policy__key__in=[policy for _name, policy in DEPARTMENTS.values()]).update(
        decided_by=people["gm"], decided_at=joined
    )
    solar = PolicyVersion.objects.get(policy__key="solar")
    solar.body = {**solar.body, "order_wait_days": 30}
    solar.save(update_fields=["body"])
    return people, departments
