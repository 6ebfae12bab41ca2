# Benchmarks: they measure what is built now, in temporary directories and on free ports, beside a cluster that may run.

# Unpacked by hand: Spring Boot's own way needs Spring, which the benchmarks do without.
bench_installed() { # -> directory of the programs
  local app
  app=$RUN/app/bench-$(cksum <"$BENCH_JAR" | cut -d' ' -f1)
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
