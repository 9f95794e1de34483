"""The words that people put before what is private, in the languages that come with the program.

English, Chinese, Spanish, Portuguese, Arabic, German, French and Japanese. As alternatives of an expression; Latin
words stand between word boundaries, which scripts without spaces do not have.
"""

from __future__ import annotations

_QUOTE = r"[\"'`*_]{0,4}"
_TAG = r"(?:<[^<>\n]{0,40}>\s{0,2})?"
IS = (
    rf"{_QUOTE}[ \t]{{0,4}}(?:\([^()\n]{{1,30}}\)[ \t]{{0,2}})?"
    rf"(?:[:=]{{1,3}}>?|->|=>|:=|%3[ad]|/?>|\bis(?: now)?\b|\bare\b|\bwas\b|\bist\b|\blautet\b|\bwar\b|\best\b"
    rf"|\bes\b|\bera\b|[|]"
    rf"|é\b|是|为|為|は|هي|هو|</?\w{{1,20}}>|\"?\s?value=)"
    rf"[ \t]{{0,4}}(?:\n[ \t>]{{0,12}})?{_QUOTE}"
)
"""What stands between a label and its value: a sign or a verb, with quotation marks or a line break around."""

MAYBE_IS = rf"(?:{IS}|[ \t#*`\"']{{1,4}}|)"
"""The same, or nothing but a blank."""

PASSWORD = (
    r"(?:pass[-_ ]?(?:word|wd|phrase|code)|passwort|kennwort|pwd|(?:\b|_)pass|(?:\b|_)pw|contraseña|\bclave"
    r"|senha|palavra[- ]passe|mot[s]? de passe"
    r"|\bmdp|密码|密碼|口令|パスワード|暗証番号|كلمة (?:ال)?(?:مرور|سر)|الرقم السري)s?"
)
SECRET = (
    r"(?:secret|token|(?:api|access|private|secret|signing|auth|account|shared[-_ ]?access|storage|master"
    r"|session|encryption|consumer"
    r"|client|service|webhook|deploy|license|product|app|subscription|integration|routing|function|host"
    r"|primary|secondary"
    r"|recovery|backup|pre[-_ ]?shared|wi-?fi|wlan|wpa2?|bitlocker|bot|user)[-_ ]?key|apikey|credentials?"
    r"|client[-_ ]?secret"
    r"|\bpsk|\bpat|x-[a-z-]{0,20}(?:token|key|auth|secret)|密钥|秘钥|令牌|凭证|clave (?:secreta|de acceso|api|privada)"
    r"|chave (?:secreta|de acesso|api)"
    r"|jeton|clé (?:secrète|d'accès|api|privée)|(?:api|zugangs|geheim|netzwerk|sicherheits)-?schlüssel"
    r"|シークレット|トークン|アクセスキー|apiキー|秘密鍵|(?:ال)?مفتاح(?: api)?|رمز الوصول)s?"
)
PIN = (
    r"(?:\bpins?(?:[- ](?:code|number|no))?|\botp|\btan|\bcvv2?|\bcvc2?|\bcsc|pass ?code|(?:one[- ]?time"
    r"|verification|security|access|2fa|mfa|sms|auth(?:entication)?"
    r"|login|backup|recovery|reset|unlock|door|gate|alarm|bestätigungs|einmal|sicherheits"
    r"|zugangs)[- ]?(?:codes?|pass(?:word|code)|kennwort|passwort)"
    r"|c[oó]digo (?:de )?(?:verificaci[oó]n|verificaç[aã]o|seguridad|segurança|acceso|acesso)"
    r"|code (?:de (?:vérification|sécurité)|d'accès|secret)|codes de secours"
    r"|验证码|动态码|驗證碼|認証コード|確認コード|暗証番号|رمز (?:التحقق|الدخول|الأمان))"
)
PERSON_ID = (
    r"(?:\b(?:staff|employee|worker|personnel|badge|user|moderator|reviewer|account|member|creator|customer"
    r"|client|subscriber|patient|student|agent|operator)"
    r"['’]?s?[-_ ]{0,2}(?:id\b|no\b\.?|num(?:ber)?\b|nr\b\.?|uuid\b)|\buid\b|\b(?:id|n[uú]mero|num|código"
    r"|n[º°o]\.?) (?:de |do |da |del |of )?(?:usu[aá]rio|empleado|funcion[aá]rio|cliente|socio|colaborador)\b"
    r"|\blegajo\b|matr[ií]cula|\bmatricule\b|(?:numéro|n[°º]|id|identifiant|code) (?:d[e'] ?)?(?:employé"
    r"|utilisateur|client|salarié|agent|adhérent)"
    r"|(?:personal|mitarbeiter|benutzer|nutzer|kunden|mitglieds?|matrikel|konto)-?(?:nummer|nr\.?|id|kennung)\b"
    r"|工号|员工(?:号|编号|id)|用户\s?(?:号|编号|id)|会员(?:号|编号|id)|客户(?:号|编号|id)|学号|账号\s?id"
    r"|社員(?:番号|id)|従業員(?:番号|id)|ユーザー\s?id|会員(?:番号|id)|顧客(?:番号|id)|利用者(?:番号|id)|学籍番号"
    r"|(?:ال)?رقم (?:ال)?(?:موظف|وظيفي|عميل|مستخدم|عضوية)|معر[فّ]+ (?:ال)?مستخدم)"
)
IDENTITY = (
    r"(?:passports?|reisepass|passeport|pasaporte|passaporte|护照|護照|パスポート|旅券|جواز(?: (?:ال)?سفر)?"
    r"|(?:national|citizen|resident|identity|personal|civil)(?: identity| identification)?(?: card)?[- ](?:id"
    r"|number|no\.?|code|card)|\bid[- ]card|identity card"
    r"|personalausweis|ausweis|carte (?:nationale )?d'identité|\bcni\b|c[eé]dula|(?:documento"
    r"|número) (?:nacional )?de (?:identidad|identidade)|carteira de identidade|\brg\b"
    r"|cart[aã]o de cidad[aã]o|\bdni\b|\bnie\b|\bbilhete de identidade|身份证|身分證|居民证|マイナンバー|個人番号"
    r"|在留カード"
    r"|رقم (?:ال)?(?:هوية|قومي|إقامة|وطني)|(?:ال)?رقم (?:ال)?(?:قومي|وطني)|(?:بطاقة )?(?:ال)?هوية"
    r"|driv(?:er|ing)(?:['’]?s)?[- ]licen[cs]e|führerschein|permis de conduire|(?:permiso|licencia"
    r"|carn[eé]) de conducir|carteira (?:nacional )?de (?:habilitação|motorista)|\bcnh\b|驾驶证|驾照|運転免許証?"
    r"|رخصة (?:ال)?(?:قيادة|سياقة)"
    r"|\bssn\b|social security|sozialversicherung(?:snummer|s-?nr)?|rentenversicherungsnummer|sécurité sociale"
    r"|\bnir\b|\bnss\b|seguridad social|seguro social"
    r"|\bnino?\b|national insurance|\bnhs\b|(?:health|medical) (?:insurance|record|card)|\bmrn\b"
    r"|krankenversicherten(?:nummer|-?nr)|medicare|\btfn\b|tax (?:file|payer|id|identification"
    r"|number)[a-z ]{0,22}|steuer(?:-?id(?:entifikationsnummer)?|nummer|-?nr)|\bidnr\b|\btin\b|\bitin\b"
    r"|\bnif\b|\bcurp\b|\brut\b|\bcui[tl]\b|\bcpf\b|\bcnpj\b|\bpis\b|\bnit\b|pesel|\bbsn\b|burgerservicenummer"
    r"|aadhaar|aadhar|\bpan\b(?: card)?|personnummer|codice fiscale|partita iva|\bsin\b|fødselsnummer|\bcpr\b"
    r"|henkilötunnus"
    r"|visa (?:no\.?|number)|residence permit|work permit|voter id|kimlik|\bnric\b|\bhkid\b|\bnik\b|住民登録)"
)
NUMBER = (
    r"(?:[-_ ]{0,2}(?:\bno\.?|number|numbers|num\b|nr\.?|nummer|n[º°]\.?|n[uú]mero|numéro|id|code|card|#"
    r"|号码|號碼|号|番号|رقم))?"
)
BANK = (
    r"(?:\biban\b|\bbban\b|(?:bank )?account (?:no\.?|number)|acct\.? ?(?:no\.?|number|#)|bank account"
    r"|routing (?:no\.?|number)|sort ?code|\baba\b|kontonummer|konto-?nr\.?|bankleitzahl|\bblz\b"
    r"|numéro de compte|\brib\b|número de cuenta|cuenta bancaria|\bclabe\b|\bcbu\b|número da conta"
    r"|conta bancária|银行(?:卡|账)号|卡号|口座番号|رقم (?:ال)?(?:حساب|آيبان)|آيبان"
    r"|(?:credit|debit|payment|bank)[- ]?card (?:no\.?|number)|card (?:no\.?|number)|kreditkarte(?:nnummer)?"
    r"|carte bancaire|numéro de carte|número de (?:la )?tarjeta|tarjeta|número do cartão|クレジットカード(?:番号)?"
    r"|رقم (?:ال)?بطاقة)"
)
BIRTH = (
    r"(?:date of birth|birth ?date|\bdob\b|\bborn(?: on)?|birthday|geburtsdatum|geburtstag|\bgeb\."
    r"|\bgeboren(?: am)?|date de naissance|\bnée? le|fecha de nacimiento|\bnacid[oa] el|data de nascimento"
    r"|\bnascid[oa] em|出生日期|出生年月|生日|生年月日|誕生日|تاريخ (?:ال)?ميلاد)"
)
DEVICE = (
    r"(?:\bimei\b|\bimsi\b|\biccid\b|\bmeid\b|\bidfa\b|\bgaid\b|advertising[-_ ]?id|android[-_ ]?id|device[-_ ]?id"
    r"|serial (?:no\.?|number)|geräte-?id|设备(?:号|id)|端末id)"
)
PHONE = (
    r"(?:\b(?:tel|(?:tele)?phone|mobile|cell(?:phone)?|whatsapp|wechat|signal|telegram|viber|hotline|fax"
    r"|call(?:back)?|sms|ring|reach|contact|móvil|movil|celular|tel[eé]fon[oe]s?|telem[oó]vel|telefon"
    r"|telefonnummer|handy(?:nummer)?|mobil(?:nummer)?|rufnummer"
    r"|t[eé]l(?:éphone)?|portable|rückruf|durchwahl)\b|电话|電話|手机|手機|联系方式|联系电话|微信|携帯|هاتف|جوال|موبايل|تلفون"
    r"|رقم (?:ال)?(?:هاتف|جوال|تواصل))"
)
ACCOUNT = (
    r"(?:\b(?:login|log-?in|credentials?|creds|user(?:name)?|account|usuario|usuário|zugangsdaten"
    r"|benutzer(?:name)?|anmeldung|identifiants?|compte|utilisateur|access|acceso|acesso|auth)\b|登录|账号|帐号|用户名"
    r"|账户|アカウント|ログイン|اسم (?:ال)?مستخدم|حساب)"
)
