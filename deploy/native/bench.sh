# shellcheck shell=bash
# Benchmarks. They measure the current build in temporary directories and on free ports; a cluster may run at the same time.

# Unpacks a jar with the JDK's tool: Spring Boot's own tool needs Spring, which these programs do not have.
unpacked() { # JAR -> directory of its classes and libraries
  local app
  app=$(program_directory "$1")
  if [ ! -d "$app" ]; then
    rm -rf "$app.new"
    mkdir -p "$app.new"
    (cd "$app.new" && "$JDK/bin/jar" -xf "$1" BOOT-INF) || die "Cannot unpack $1"
    mv "$app.new" "$app"
  fi
  echo "$app/BOOT-INF"
}

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
