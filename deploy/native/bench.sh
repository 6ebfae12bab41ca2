# shellcheck shell=bash
# Benchmarks. They measure the current build in temporary directories and on free ports; a cluster may run at the same time.

# Unpacks the jar with the JDK's tool: Spring Boot's own tool needs Spring, which the benchmarks do not have.
bench_installed() { # -> directory of the programs
  local app
  app=$(program_directory "$BENCH_JAR")
  if [ ! -d "$app" ]; then
    rm -rf "$app.new"
    mkdir -p "$app.new"
    (cd "$app.new" && "$JDK/bin/jar" -xf "$BENCH_JAR" BOOT-INF) || die "Cannot unpack $BENCH_JAR"
    mv "$app.new" "$app"
  fi
  echo "$app/BOOT-INF"
}

command_bench() {
  local app options
  find_jdk
  { [ -n "$JDK" ] && is_built; } || { need_tools; build; } >&2
  app=$(bench_installed)
  options=$(java_options | tr '\n' ' ')
  # shellcheck disable=SC2086
  exec "$JDK/bin/java" -Xmx512m $options --enable-native-access=ALL-UNNAMED -cp "$app/classes:$app/lib/*" -Ddamso.home="$DAMSO_HOME" \
    -Ddamso.bench.work="$RUN/bench" -Ddamso.bench.jvm="$options" io.damso.bench.Bench "$@"
}
