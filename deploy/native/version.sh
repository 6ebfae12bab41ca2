# shellcheck shell=bash
# Versions of Damso and of the programs that it needs.

command_version() {
  local commit
  find_jdk
  commit=$(git -C "$DAMSO_HOME" rev-parse --short=12 HEAD 2>/dev/null) || commit=''
  if [ -n "$commit" ] && [ -n "$(git -C "$DAMSO_HOME" status --porcelain --untracked-files=no 2>/dev/null)" ]; then
    commit+=' with changes'
  fi
  printf '%-9s %s\n' Damso "$(project_version)${commit:+ (commit $commit)}" \
    JDK "${JDK:+$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p; s/^JAVA_VERSION="\(.*\)"/\1/p' "$JDK/release" | tail -n 1) in $JDK}" \
    RabbitMQ "$(rabbitmq_version)" NGINX "$(nginx_version)" | sed 's/^\([A-Za-z]*\) *$/\1 not installed/'
}

project_version() { sed -n '/<artifactId>damso<\/artifactId>/,/<\/version>/s/.*<version>\(.*\)<\/version>.*/\1/p' "$DAMSO_HOME/pom.xml"; }

rabbitmq_version() { # from the directory's name, because rabbitmqctl takes seconds
  local directory version=''
  for directory in /usr/lib/rabbitmq/lib/rabbitmq_server-*; do
    [ ! -d "$directory" ] || version=${directory##*-}
  done
  if [ -z "$version" ] && find_program rabbitmqctl >/dev/null; then
    version=$("$(find_program rabbitmqctl)" version 2>/dev/null || true)
  fi
  echo "$version"
}

nginx_version() {
  local nginx
  nginx=$(find_program nginx) || return 0
  "$nginx" -v 2>&1 | sed 's#.*nginx/##'
}
