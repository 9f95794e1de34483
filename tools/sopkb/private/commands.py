"""Passwords in command lines, by the command that takes one.

Kept apart from labels: what follows a flag is a value and no prose. Only the line behind a command is looked at, and
no more of it than a hand would type, so that Python's own engine does for the flags.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sopkb.private.placeholders import is_no_password
from sopkb.private.sort import Sort, compiled

_NAME = "password on a command line"
_LONGEST_LINE = 400
_VALUE = r"[\"']?(?P<datum>[^\s\"'`<>{}()|;]{3,120})"
_PAIR = r"[\"']?(?P<datum>[^\s\"'`<>{}()|;:$]{1,60}:[^\s\"'`<>{}()|;]{3,120})"
_OTHER_PAIR = r"[\"']?(?P<datum>[^\s\"'`<>{}()|;%,$]{1,60}[%,][^\s\"'`<>{}()|;]{3,120})"


@dataclass(frozen=True)
class _Command:
    """Programs, and the flags behind which they take a password, or a user with one (``user:password``)."""

    names: str
    flags: str
    value: str = _VALUE


_COMMANDS = (
    _Command(
        "mysql mysqldump mysqladmin mysqlimport mysqlshow mysqlsh mariadb mariadb-dump mycli xtrabackup", r"-p(?! )"
    ),
    _Command("sshpass", r"-p\s{0,3}"),
    _Command(
        "curl wget http https xh ab aria2c hey siege",
        r"(?:-u|--user|--proxy-user|-a|--auth|-U|-A)(?:\s{0,3}"
        "|=)",
        _PAIR,
    ),
    _Command(
        "docker podman helm az buildah skopeo oras crane nerdctl oc cf argocd heroku ibmcloud npm",
        r"login\s.{0,200}?(?:-p|--password|-P|--token)(?:\s{1,3}|=)",
    ),
    _Command("docker podman buildah skopeo oras", r"--(?:src-|dest-)?creds(?:\s{1,3}|=)", _PAIR),
    _Command("redis-cli keydb-cli valkey-cli", r"-a\s{1,3}"),
    _Command(
        "mongo mongosh mongodump mongorestore mongoexport mongoimport cqlsh influx clickhouse-client ftp lftp"
        " ncftp svn hg"
        " vncviewer twine imapsync swaks psexec wmic xfreerdp rdesktop plink pscp putty schtasks net cmdkey"
        " ipmitool unzip"
        " zip rar unrar 7z 7za sqlcmd bcp osql isql nmcli",
        r"(?:(?:-p|-P|-w|-ap|--?password1?|--pass|/rp|--auth-password|-passwd|-hp)(?:\s{1,3}|=)|/p(?:ass)?:"
        r"|-[pP](?=\S))",
    ),
    _Command("ldapsearch ldapmodify ldapadd ldapdelete ldappasswd ldapwhoami", r"-(?:w|s|a)\s{1,3}"),
    _Command("smbclient rpcclient smbmap winexe wmiexec crackmapexec nxc lftp", r"-(?:U|u)\s{1,3}", _OTHER_PAIR),
    _Command("htpasswd", r"-\w{0,4}b\w{0,4}\s{1,3}\S{1,80}\s{1,3}\S{1,80}\s{1,3}"),
    _Command("openssl", r"(?:pass:|-k\s{1,3})"),
    _Command(
        "gpg gpg2 rclone restic borg duplicity keytool jarsigner apksigner msiexec certutil",
        r"--?(?:passphrase|password|storepass|keypass|pass|passin|passout|p)(?:\s{1,3}|=|:)",
    ),
    _Command("snmpwalk snmpget snmpset snmpbulkwalk snmptrap", r"-(?:A|X|c)\s{1,3}"),
    _Command("rabbitmqctl", r"(?:add_user|change_password)\s{1,3}\S{1,60}\s{1,3}"),
    _Command("net", r"(?:user\s{1,3}[^\s/]{1,60}|use\s.{0,120}?/user:\S{1,80})\s{1,3}"),
    _Command(
        "vault oc gh doctl flyctl vercel netlify railway tailscale cloudflared kubeadm",
        r"(?:login|--token|--authkey|--auth-key|-t)(?:\s{1,3}|=)(?:token=)?",
    ),
    _Command("aws", r"configure\s{1,3}set\s{1,3}[\w.]{0,60}(?:secret|token)[\w.]{0,30}\s{1,3}"),
    _Command("wpa_passphrase", r"\S{1,40}\s{1,3}"),
    _Command("mount mount.cifs", r"[\w=,./-]{0,120}pass(?:word)?="),
    _Command("useradd usermod", r"(?:-p|--password)(?:\s{1,3}|=)"),
)
_HINT = "|".join(sorted({re.escape(name[:3]) for command in _COMMANDS for name in command.names.split()}))


@cache
def _names() -> Any:
    names = sorted({name for command in _COMMANDS for name in command.names.split()}, key=len, reverse=True)
    return compiled(rf"\b(?:{'|'.join(map(re.escape, names))})(?:\.exe)?[ \t]", True)


@cache
def _flags_of(name: str) -> tuple[tuple[re.Pattern[str], bool], ...]:
    return tuple(
        (re.compile(rf"(?<![\w-]){command.flags}{command.value}"), command.value != _VALUE)
        for command in _COMMANDS
        if name in command.names.split()
    )


def _is_no_pair(datum: str) -> bool:
    user, _, password = re.split(r"([:%,])", datum, maxsplit=1)
    return user.lower() == password.lower() or is_no_password(password) or password.startswith("//")


def _of_commands(text: bytes) -> Iterator[tuple[int, int]]:
    """What stands behind the flags of the commands that take a password there."""
    position = 0
    while found := _names().search(text, position):
        position = after = found.end()
        name = found.group().strip().decode("utf-8", "replace").removesuffix(".exe")
        line = text[after : after + _LONGEST_LINE].replace(b"\\\n", b"  ").partition(b"\n")[0]
        rest = line.decode("latin-1")  # a character a byte, so that places stay what they are
        for pattern, is_pair in _flags_of(name):
            for match in pattern.finditer(rest):
                datum = match["datum"]
                if not (_is_no_pair(datum) if is_pair else is_no_password(datum)):
                    yield after + match.start("datum"), after + match.end("datum")
                    position = max(position, after + match.end("datum"))


def _is_no_pipe(datum: str, before: str, after: str) -> bool:
    return is_no_password(datum.partition(":")[2] or datum)


_QUOTE = r"[\"']?"
_FLAG = r"--?(?:[a-z-]{0,30}(?:pass(?:word|wd|phrase|code)?|pwd|secret|token|api-?key|access-?key))"
_SQL = (
    r"(?:identified[ \t]{1,3}(?:with[ \t]{1,3}\w{1,40}[ \t]{1,3})?by(?:[ \t]{1,3}password)?"
    r"|(?:encrypted|with|set|new|add)[ \t]{1,3}(?:encrypted[ \t]{1,3})?password(?:[ \t]{0,3}="
    r"|[ \t]for[ \t][^\n=]{1,60}=)?"
    r"|convertto-securestring(?:[ \t]{1,3}-string)?|networkcredential\([^\n,]{1,60},)"
)

COMMANDS = (
    Sort(_NAME, True, _HINT, finder=_of_commands),
    Sort(
        _NAME,
        True,
        r"chpasswd|passwd|--password-stdin|sudo -s|sudo -ks|docker login",
        rf"\becho[ \t]{{1,3}}(?:-\w{{1,3}}[ \t]{{1,3}})?{_QUOTE}",
        r"[^\s\"'`<>{}()|;$]{4,120}(?=[\"']?[ \t]{0,3}\|[^\n]{0,60}"
        r"(?:chpasswd|passwd|--password-stdin|sudo[ \t]{1,3}-\w{0,4}S|\bsu\b|login))",
        is_harmless=_is_no_pipe,
    ),
    Sort(
        _NAME,
        True,
        r"identified[ \t]|password|convertto-securestring|networkcredential",
        rf"{_SQL}[ \t]{{0,3}}\(?[\"']",
        r"[^\"'\n]{4,120}(?=[\"'])",
        is_harmless=is_no_password,
    ),
    Sort(
        _NAME,
        True,
        r"-(?:pass|pwd|secret|token|api-?key|access-?key)",
        rf"[ \t]{_FLAG}(?:=|[ \t]{{1,3}}){_QUOTE}",
        r"[^\s\"'`<>{}()|;,]{5,200}",
        is_harmless=is_no_password,
    ),
    Sort(
        _NAME,
        True,
        r"login[ \t\n]",
        r"\blogin[ \t\n]{1,8}[^\s]{1,80}[ \t\n]{1,8}password[ \t\n]{1,8}",
        r"[^\s\"'`<>]{4,120}",
        is_harmless=is_no_password,
    ),
)
