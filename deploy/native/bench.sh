# shellcheck shell=bash
# Benchmarks. They measure the current build in temporary directories and on free ports; a cluster may run at the same time.

command_bench() {
  local app options
  find_jdk
  { [ -n "$JDK" ] && is_built; } || { need_tools; build; } >&2
  app=$(unpacked "$BENCH_JAR")
  options=$(java_options | tr '\n' ' ')
  # shellcheck disable=SC2086
  exec "$JDK/bin/java" -Xmx512m $options --enable-native-access=ALL-UNNAMED -cp "$app/classes:$app/lib/*" -Ddamso.home="$DAMSO_HOME" \
    -Ddamso.bench.work="$RUN/bench" -Ddamso.bench.jvm="$options" io.damso.bench.Bench "$@"
}
