#!/bin/sh
# Generates the missing secrets of one installation, for native mode and for Compose. It may run at every start.
#
#   secrets.sh DIR
#
# Each service has a directory with only its own secrets; Spring reads each file as the property of the file's name:
#
#   DIR/gateway      damso.auth.secret, spring.rabbitmq.password
#   DIR/persistence  damso.auth.secret, spring.rabbitmq.password
#   DIR/rabbitmq     definitions.json, .erlang.cookie
#   DIR/nginx        tls.crt, tls.key
#   DIR/admin        rabbitmq.password (user damso-admin of the broker's console)
#
# Given secrets are used, in this order, from
#   1. the environment: DAMSO_AUTH_SECRET, DAMSO_RABBITMQ_ADMIN_PASSWORD, DAMSO_RABBITMQ_GATEWAY_PASSWORD,
#      DAMSO_RABBITMQ_PERSISTENCE_PASSWORD, DAMSO_ERLANG_COOKIE;
#   2. files in DAMSO_SECRETS_FROM with the layout of DIR (default: secrets.d in the directory of this script);
#   3. DIR itself.
#
# Other settings:
#   DAMSO_AUTH_JWKS_URL, DAMSO_AUTH_JWKS_FILE, DAMSO_AUTH_PUBLICKEY, DAMSO_AUTH_PUBLICKEYFILE
#                            other ways to verify tokens; with one of them no token secret is generated
#   DAMSO_TLS_NAMES          additional names and addresses of the self-signed certificate, separated by commas or
#                            spaces; to change them later, delete DIR/nginx/tls.crt
#   DAMSO_OWNER_GATEWAY, DAMSO_OWNER_PERSISTENCE, DAMSO_OWNER_RABBITMQ, DAMSO_OWNER_NGINX
#                            owner of the directory, as uid or uid:gid; needs root
set -eu
umask 077

here=$(cd "$(dirname "$0")" && pwd)
from=${DAMSO_SECRETS_FROM:-$here/secrets.d}
days=398

die() {
  echo "secrets.sh: $*" >&2
  exit 1
}

if [ $# -ne 1 ] || [ -z "$1" ]; then die "usage: secrets.sh DIR"; fi
command -v openssl >/dev/null 2>&1 || die "openssl is needed; install the package 'openssl'"
mkdir -p "$1"
dir=$(cd "$1" && pwd)
mkdir -p "$dir/gateway" "$dir/persistence" "$dir/rabbitmq" "$dir/nginx" "$dir/admin"
# An earlier run may have given the directories to other users: only the owner may write during this run.
chmod 700 "$dir" "$dir/gateway" "$dir/persistence" "$dir/rabbitmq" "$dir/nginx" "$dir/admin"

# put FILE: replaces DIR/FILE by standard input, at once and only if it differs. No trailing newline is added.
put() {
  cat >"$dir/$1.new"
  if cmp -s "$dir/$1.new" "$dir/$1"; then
    rm "$dir/$1.new"
  else
    mv "$dir/$1.new" "$dir/$1"
    echo "secrets.sh: wrote $1"
  fi
}

# settle FILE VALUE MINIMUM: the given value, else the given file, else what is there, else random. Checked before it is
# written, so that a bad value does not stay behind after it was refused.
settle() {
  value=$2
  if [ -z "$value" ] && [ -f "$from/$1" ]; then
    value=$(cat "$from/$1")
  fi
  if [ -n "$value" ]; then
    [ "${#value}" -ge "$3" ] || die "the value given for $1 is shorter than $3 characters; try 'openssl rand -hex $3'"
    # Values in JSON and URLs must not need escaping. The token secret is in neither.
    case $1:$value in
      */damso.auth.secret:*) ;;
      *:*[!A-Za-z0-9._~+/=-]*) die "the value given for $1 may hold only letters, digits and ._~+/=-" ;;
    esac
    printf %s "$value" | put "$1"
  elif [ ! -s "$dir/$1" ]; then
    value=$(openssl rand -hex "$3")
    printf %s "$value" | put "$1"
  fi
}

# Tokens are verified with one source of keys. If another one is set, no secret is generated, and a generated one is deleted.
if [ -n "${DAMSO_AUTH_JWKS_URL:-}${DAMSO_AUTH_JWKS_FILE:-}${DAMSO_AUTH_PUBLICKEY:-}${DAMSO_AUTH_PUBLICKEYFILE:-}" ] &&
  [ -z "${DAMSO_AUTH_SECRET:-}" ] && [ ! -f "$from/gateway/damso.auth.secret" ]; then
  rm -f "$dir/gateway/damso.auth.secret" "$dir/persistence/damso.auth.secret"
else
  # Tokens need 32 bytes at least (RFC 7518 section 3.2).
  settle gateway/damso.auth.secret "${DAMSO_AUTH_SECRET:-}" 32
  put persistence/damso.auth.secret <"$dir/gateway/damso.auth.secret"
fi
settle admin/rabbitmq.password "${DAMSO_RABBITMQ_ADMIN_PASSWORD:-}" 16
settle gateway/spring.rabbitmq.password "${DAMSO_RABBITMQ_GATEWAY_PASSWORD:-}" 16
settle persistence/spring.rabbitmq.password "${DAMSO_RABBITMQ_PERSISTENCE_PASSWORD:-}" 16
settle rabbitmq/.erlang.cookie "${DAMSO_ERLANG_COOKIE:-}" 20

# awk and not sed: all users of the machine can read passwords in command lines.
render_definitions() {
  ADMIN=$(cat "$dir/admin/rabbitmq.password") \
  GATEWAY=$(cat "$dir/gateway/spring.rabbitmq.password") \
  PERSISTENCE=$(cat "$dir/persistence/spring.rabbitmq.password") \
  awk '
    function fill(name, value,   mark, at) {
      mark = "${DAMSO_RABBITMQ_" name "_PASSWORD}"
      while ((at = index($0, mark)) > 0)
        $0 = substr($0, 1, at - 1) value substr($0, at + length(mark))
    }
    {
      fill("ADMIN", ENVIRON["ADMIN"])
      fill("GATEWAY", ENVIRON["GATEWAY"])
      fill("PERSISTENCE", ENVIRON["PERSISTENCE"])
      print
    }' "$here/rabbitmq/definitions.json"
}
render_definitions | put rabbitmq/definitions.json

make_certificate() {
  names=DNS:localhost,IP:127.0.0.1,IP:::1
  for name in $(printf %s "${DAMSO_TLS_NAMES:-}" | tr ',' ' '); do
    case $name in
      *[!A-Za-z0-9.:*-]*) die "DAMSO_TLS_NAMES: '$name' is neither a host name nor an address" ;;
      *:* | [0-9]*.[0-9]*.[0-9]*.[0-9]*) names=$names,IP:$name ;;
      *) names=$names,DNS:$name ;;
    esac
  done
  openssl ecparam -name prime256v1 -genkey -noout -out "$dir/nginx/tls.key.new"
  {
    echo '[req]'
    echo 'prompt = no'
    echo 'distinguished_name = name'
    echo 'x509_extensions = extensions'
    echo '[name]'
    echo 'CN = Damso (self-signed)'
    echo '[extensions]'
    echo 'basicConstraints = critical, CA:false'
    echo 'keyUsage = critical, digitalSignature'
    echo 'extendedKeyUsage = serverAuth'
    echo "subjectAltName = $names"
  } >"$dir/nginx/tls.conf"
  openssl req -new -x509 -sha256 -days "$days" -config "$dir/nginx/tls.conf" \
    -key "$dir/nginx/tls.key.new" -out "$dir/nginx/tls.crt.new"
  rm "$dir/nginx/tls.conf"
  mv "$dir/nginx/tls.key.new" "$dir/nginx/tls.key"
  mv "$dir/nginx/tls.crt.new" "$dir/nginx/tls.crt"
  echo "secrets.sh: wrote nginx/tls.crt and nginx/tls.key, self-signed for $names"
}

# A certificate is renewed a day before it expires.
if [ -f "$from/nginx/tls.crt" ] && [ -f "$from/nginx/tls.key" ]; then
  put nginx/tls.crt <"$from/nginx/tls.crt"
  put nginx/tls.key <"$from/nginx/tls.key"
elif [ ! -s "$dir/nginx/tls.key" ] || [ ! -s "$dir/nginx/tls.crt" ]; then
  make_certificate
elif ! openssl x509 -checkend 86400 -noout -in "$dir/nginx/tls.crt" >/dev/null; then
  openssl x509 -noout -subject -in "$dir/nginx/tls.crt" | grep -q 'Damso (self-signed)' ||
    die "nginx/tls.crt has expired or will within a day"
  make_certificate
fi

# own DIRECTORY OWNER: files 0600, and the directory to its service.
own() {
  find "$dir/$1" -type f -exec chmod 600 '{}' +
  [ -z "$2" ] || chown -R "$2" "$dir/$1"
}
own admin ""
own gateway "${DAMSO_OWNER_GATEWAY:-}"
own persistence "${DAMSO_OWNER_PERSISTENCE:-}"
own rabbitmq "${DAMSO_OWNER_RABBITMQ:-}"
own nginx "${DAMSO_OWNER_NGINX:-}"
