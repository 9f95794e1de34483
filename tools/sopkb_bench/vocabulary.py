"""The words that generated records are made of: an invented office with its tools, people and troubles."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Product:
    """A tool of the invented office.

    Args:
        name: as people write it.
        prefix: of its error codes.
        area: of the records about it.
        owner: the team that keeps them.
    """

    name: str
    prefix: str
    area: str
    owner: str


PRODUCTS: tuple[Product, ...] = (
    Product("Case Board", "CB", "cases", "desk-eng"),
    Product("Sign-on Gate", "SG", "access", "identity-eng"),
    Product("Roster Planner", "RP", "planning", "people-tools"),
    Product("Chat Relay", "CR", "messages", "comms-eng"),
    Product("File Vault", "FV", "documents", "storage-eng"),
    Product("Report Mill", "RM", "figures", "data-eng"),
    Product("Call Deck", "CD", "messages", "comms-eng"),
    Product("Print Hub", "PH", "devices", "device-eng"),
    Product("Net Tunnel", "NT", "network", "network-eng"),
    Product("Form Works", "FW", "documents", "desk-eng"),
    Product("Time Clock", "TC", "planning", "people-tools"),
    Product("Price Book", "PB", "orders", "trade-eng"),
    Product("Stock Count", "SC", "orders", "trade-eng"),
    Product("Route Map", "RO", "orders", "trade-eng"),
    Product("Ledger View", "LV", "finance", "finance-eng"),
    Product("Pay Run", "PA", "finance", "finance-eng"),
    Product("Badge Point", "BP", "access", "identity-eng"),
    Product("Device Care", "DC", "devices", "device-eng"),
    Product("Data Lift", "DL", "figures", "data-eng"),
    Product("Word Bridge", "WB", "messages", "comms-eng"),
    Product("Label Press", "LP", "devices", "device-eng"),
    Product("Asset Shelf", "AS", "documents", "storage-eng"),
    Product("Survey Kit", "SK", "figures", "data-eng"),
    Product("Alert Bell", "AB", "network", "network-eng"),
)

AREAS = {
    "access": "Access and badges",
    "cases": "Cases",
    "devices": "Devices and printing",
    "documents": "Documents and storage",
    "figures": "Figures and reports",
    "finance": "Finance",
    "messages": "Calls and messages",
    "network": "Network",
    "orders": "Orders and stock",
    "planning": "Shifts and planning",
}
TEAMS = {
    "service-desk": "Service desk",
    "desk-eng": "Desk tools engineering",
    "identity-eng": "Identity engineering",
    "people-tools": "People tools",
    "comms-eng": "Calls and messages engineering",
    "storage-eng": "Storage engineering",
    "data-eng": "Data engineering",
    "device-eng": "Device engineering",
    "network-eng": "Network engineering",
    "trade-eng": "Order systems engineering",
    "finance-eng": "Finance systems engineering",
}
APPROVERS = ("desk-lead-north", "desk-lead-south", "desk-lead-west", "desk-duty")
PERMISSIONS = (
    "case-edit",
    "case-release",
    "sign-on-reset",
    "roster-edit",
    "vault-restore",
    "report-rerun",
    "report-read",
)
SYSTEMS = {"audit-log": "Audit log", "report-mill": "Report Mill", "case-board": "Case Board"}
REGIONS = ("all", "north", "south", "west")
SITES = ("all", "hill-1", "lake-2", "mill-1", "moor-3", "port-2", "wood-1")
CLIENTS = ("all", "chrome", "edge", "firefox", "desktop-app", "handheld")
ROLES = ("new-agent", "site-lead", "analyst")
HARM_TOPICS = ("bullying", "hate", "violence")


def _words(text: str) -> tuple[str, ...]:
    """Entries between bars, over as many lines as it takes."""
    return tuple(entry.strip() for entry in text.split("|"))


# Each list is drawn from its beginning more often than from its end: see dice.Dice.zipf.
LISTS: dict[str, tuple[str, ...]] = {
    "thing": _words(
        """
        list | form | task | case | report | queue | file | shift | record | order | ticket | search | export |
        filter | page | login | upload | view | draft | folder | message | call | label | printer | invoice |
        calendar | badge | token | scanner | attachment | reminder | price | dashboard | template | comment |
        signature | schedule | receipt | delivery | headset | stamp | tunnel | survey | parcel | pallet |
        timesheet | allowance | balance | forecast | backup | certificate | voucher | handset | bookmark |
        checklist | watermark | transcript | barcode | contract | mailbox | ledger | quota | roster | sensor |
        archive | snapshot | thumbnail | pivot
        """
    ),
    "problem": _words(
        """
        does not open | stays empty | keeps loading | shows an old date | is missing | cannot be saved |
        asks to sign in again | shows zero | closes by itself | is read-only | appears twice |
        loses its last entry | opens on the wrong site | stays grey | rejects the number | ignores the filter |
        is cut off at the right | prints blank | never arrives | shows another shift | refuses the file |
        stops at half | is in the wrong order | jumps back to the start | counts one day twice |
        shows the wrong total | drops after a minute | has no sound | turns sideways | loses its colours |
        repeats the last line | hangs at the last step
        """
    ),
    "task": _words(
        """
        reset | restore | reassign | reopen | release | archive | export | merge | split | rename | unlock |
        rerun | replace | resend | approve | withdraw | renew | move | recount | reprint | reconnect |
        hand over | close | recover | correct | pause | resume | enrol | remove
        """
    ),
    "menu": _words(
        """
        People | Tasks | Settings | History | Queues | Reports | Devices | Files | Orders | Shifts | Messages |
        Admin | Archive | Sites | Accounts | Templates | Exports | Routing | Labels | Approvals | Usage |
        Alerts | Billing | Imports
        """
    ),
    "item": _words(
        """
        Details | Status | Last changes | Owner | Open items | Permissions | Sessions | Waiting | Sync |
        Filters | Versions | Limits | Schedule | Members | Sources | Errors | Conflicts | Retention |
        Delivery | Rules | Locks | Quota
        """
    ),
    "button": _words(
        """
        Save | Refresh | Release | Retry | Send | Close | Assign | Apply | Sync now | Reset view | Confirm |
        Reopen | Reload list | Restore | Detach | Recount | Start again | Approve | Publish | Swap | Rebuild
        """
    ),
    "state": _words(
        """
        Active | Ready | Waiting | Done | Connected | Open | Idle | Assigned | In sync | Released | Accepted |
        Green | Verified | Closed | Restored | Published | Paired | Balanced | Queued
        """
    ),
    "role": _words(
        """
        the site lead | the shift lead | the account holder | the requester | the duty approver |
        the owner of the order | the data steward | the person on the badge | the team lead | the receiving desk
        """
    ),
    "evidence": _words(
        """
        site and region | count of people affected | first seen, in UTC | version and client |
        record id and last step done | trace id | name of the queue | exact words of the message |
        number of the order | time of the last good run | name of the device | row count before and after
        """
    ),
    "cause": _words(
        """
        a stored filter outlives the session | two workers take the same row |
        the clock of the client runs ahead | the cache is filled before the permission is known |
        a retry sends the old revision | the list is sorted before it is filtered |
        a lock is never given back | the reply is cut at the proxy | the index lags behind the table |
        the form sends an empty field as a blank | the job starts before its input |
        the token is renewed on one node only | an empty answer counts as success |
        the map of sites is read once
        """
    ),
    "plain": _words(
        """
        the | not | my | is | it | to | i | cant | on | in | and | after | when | still | again | for | does |
        error | page | screen | with | says | no | get | since | today | this | morning | please | help | all |
        work | working | open | wont | button | nothing | new | back | team | just | only | login | shift |
        tried | click | save | lost | gone | stuck | slow | wrong | empty | blank | loading | everyone | same |
        old | now | yesterday | update | keeps | showing | missing | number | date | list | file | report |
        send | print | phone | laptop | browser | reload | restart | twice | customer | waiting | urgent |
        desk | name | row | total | password | code | link | tab | window | cursor | frozen | crash | sync |
        badge | order | invoice | queue | case | ticket | message | call | sound | headset | camera | scanner |
        label | paper | tray | network | cable | wifi | vpn | drive | folder | share | copy | paste | export |
        import | column | filter | sort | search | result | colour | language | keyboard | mouse | monitor |
        battery | charger | update | version | licence | permission | denied | locked | blocked | expired |
        renew | approve | manager | lead | site | region | morning | evening | weekend | holiday | month |
        quarter | salary | payslip | overtime | absence | swap | rota | stock | shelf | pallet | parcel |
        courier | route | driver | price | discount | refund | voucher | receipt | tax | ledger | balance |
        survey | answer | question | chart | graph | pivot | forecast | backup | restore | archive | alert |
        alarm | bell | noise | flicker | delay | lag | timeout | retry | duplicate | overlap | mismatch |
        truncated | garbled
        """
    ),
    "abroad": _words(
        """
        no me deja entrar | la pantalla queda en blanco | no se guarda el pedido |
        não consigo abrir o ficheiro | a lista está vazia | perdi o turno de ontem |
        打不开页面 | 登录失败 请帮忙 | 列表是空的 |
        报表数字不对 | 打印出来是空白 | se corta la llamada | não aparece o meu nome | 保存不了 一直转圈
        """
    ),
    "when": _words(
        """
        since this morning | since the update | after lunch | since shift start | again | today |
        since yesterday | after the password change | on the new laptop | at our site | for half the team |
        every hour | on the handheld
        """
    ),
}

_ONSETS = _words("b | br | c | d | dr | f | g | gr | h | k | l | m | n | p | pr | r | s | st | t | tr | v | w | z")
_MIDDLES = _words("ando | ela | emi | ika | olo | uma | ari | ene | ost | isk | ulo | avi")
_ENDS = _words("n | r | x | del | ton | mar | vik | shire | field | wen | tis | low | rum | ga | nce")
PLACE_NAMES = len(_ONSETS) * len(_MIDDLES) * len(_ENDS)


def place_name(number: int) -> str:
    """An invented name of a queue, a view or a customer: PLACE_NAMES of them, then they begin again."""
    number, onset = divmod(number, len(_ONSETS))
    number, middle = divmod(number, len(_MIDDLES))
    return (_ONSETS[onset] + _MIDDLES[middle] + _ENDS[number % len(_ENDS)]).capitalize()


def kb_yml() -> str:
    """The ``kb.yml`` of a generated base."""

    def named(words: dict[str, str]) -> str:
        return "\n".join(f'    {word}: "{label}"' for word, label in words.items())

    def listed(words: tuple[str, ...]) -> str:
        return f"[{', '.join(words)}]"

    people = "\n".join(f'    {handle}: {{title: "{handle}", team: service-desk}}' for handle in APPROVERS)
    permissions = "\n".join(f'    {name}: "May use {name}"' for name in PERMISSIONS)
    return f"""# Made by sopkb_bench.generate: a base of generated records, for measuring.
name: "Generated base"
language: en
demo:
  now: "2026-11-22T10:00:00Z"
vocabularies:
  areas:
{named(AREAS)}
  teams:
{named(TEAMS)}
  people:
{people}
  permissions:
{permissions}
  regions: {listed(REGIONS)}
  sites: {listed(SITES)}
  clients: {listed(CLIENTS)}
  audiences: [agent, vendor, engineer, trainer]
  harm_topics: {listed(HARM_TOPICS)}
  languages: [en, es, pt, zh]
  roles: {listed(ROLES)}
  systems:
{named(SYSTEMS)}
  hosts: [kb.example.org]
policy:
  approvers:
    default: {listed(APPROVERS)}
"""
