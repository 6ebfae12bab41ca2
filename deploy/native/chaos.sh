# shellcheck shell=bash
# `chaos` breaks clusters of its own, in temporary directories and on free ports; `check` judges histories.

run_reliability() { # CLASS ARGUMENT...
  local app options class=$1; shift
  app=$(unpacked "$RELIABILITY_JAR")
  mapfile -t options < <(java_options)
  exec "$JDK/bin/java" -Xmx512m "${options[@]}" -cp "$app/classes:$app/lib/*" -Ddamso.home="$DAMSO_HOME" \
    -Ddamso.bench.work="$RUN/chaos" "$class" "$@"
}

command_chaos() {
  find_jdk
  { [ -n "$JDK" ] && is_built; } || { need_tools; build; } >&2
  run_reliability io.damso.reliability.Chaos "$@"
}

command_check() {
  [ $# -gt 0 ] || die "Use: ./damso check FILE..."
  find_jdk
  { [ -n "$JDK" ] && [ -f "$RELIABILITY_JAR" ]; } || { need_tools; build; } >&2
  run_reliability io.damso.reliability.check.Check "$@"
}
