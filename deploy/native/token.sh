# shellcheck shell=bash
# `token`: prints a token for a user, from the demo sign-in of the cluster.

command_token() {
  local answer
  need_same_ports
  { [ $# -eq 1 ] && [ -n "$1" ]; } || die "Use: ./damso token USER"
  [ "$DEMO" = true ] || die "$DEMO_IS_OFF"
  # The bytes of the name are passed on unchanged, whatever the locale is. The service validates it.
  answer=$(json_username "$1" | curl -s --noproxy '*' --max-time 10 --cacert "$SECRETS/nginx/tls.crt" \
    -H 'Content-Type: application/json' --data-binary @- -w '\n%{http_code}' "https://localhost:$HTTPS_PORT/api/auth/token") ||
    die "No token: nothing answers at https://localhost:$HTTPS_PORT/. ./damso status shows what runs, ./damso up starts the rest."
  case ${answer##*$'\n'} in
    200) sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p' <<<"$answer" ;;
    *) die "No token for '$1': $(problem "$answer")
  A user is 1 to 128 letters and digits of any script, and ._@|+:-" ;;
  esac
}

json_username() { # USER
  local name=$1 LC_ALL=C
  name=${name//\\/\\\\}
  name=${name//\"/\\\"}
  # User names contain no control characters.
  name=${name//[$'\001'-$'\037']/\\u0000}
  printf '{"username":"%s"}' "$name"
}

problem() { # ANSWER -> title and detail of a problem document (RFC 9457)
  local title detail
  title=$(sed -n 's/.*"title" *: *"\([^"]*\)".*/\1/p' <<<"$1" | head -n 1)
  detail=$(sed -n 's/.*"detail" *: *"\([^"]*\)".*/\1/p' <<<"$1" | head -n 1)
  echo "${title:-the service answers with status ${1##*$'\n'}}${detail:+ ($detail)}"
}
