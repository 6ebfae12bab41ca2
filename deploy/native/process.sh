# One process: its directory under .run, its id, its end. Only processes that were started here are ever touched.

pid_file() { echo "$RUN/$1/pid"; }
log_file() { echo "$RUN/$1/log"; }

# In ticks since the boot where the kernel tells, because a date changes with the clock and the time zone.
started_at() {
  if [ -r "/proc/$1/stat" ]; then
    sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20
  else
    LC_ALL=C TZ=UTC ps -o lstart= -p "$1" 2>/dev/null | tr -s ' '
  fi
}

pid_of() { # NAME -> its process id while it runs; a reused id does not count
  local pid started
  [ -f "$(pid_file "$1")" ] || return 1
  { read -r pid && read -r started; } <"$(pid_file "$1")" || return 1
  [ "$(started_at "$pid")" = "$started" ] || return 1
  [ "$(ps -o stat= -p "$pid" | cut -c1)" != Z ] || return 1
  echo "$pid"
}

launch() { # NAME COMMAND...: in its own process group, with its output in a log
  local name=$1 pid; shift
  mkdir -p "$RUN/$name"
  setsid nohup env -C "$RUN/$name" "$@" >>"$(log_file "$name")" 2>&1 </dev/null &
  pid=$!
  disown
  printf '%s\n%s\n' "$pid" "$(started_at $pid)" >"$(pid_file "$name")"
}

wait_until() { # SECONDS COMMAND...
  local end=$((SECONDS + $1)); shift
  until "$@"; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.2
  done
}

is_gone() { ! pid_of "$1" >/dev/null; }

terminate() { # NAME: SIGTERM, then wait; what does not end in time is killed
  local pid
  pid=$(pid_of "$1") || return 0
  kill -TERM "$pid" 2>/dev/null || true
  wait_until 30 is_gone "$1" || { warn "$1 did not stop within 30 s; killing it."; kill_group "$1"; }
  rm -f "$(pid_file "$1")"
}

kill_group() { # NAME: SIGKILL to the process and the helpers that it started
  local pid
  pid=$(pid_of "$1") || return 0
  kill -KILL -- "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null || true
  wait_until 10 is_gone "$1" || die "$1 (process $pid) cannot be killed."
  rm -f "$(pid_file "$1")"
}

# ------------------------------------------------------------------------------------------------------------- ports
port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

holder_of() { # PORT -> who listens there, as far as this user may see
  local who=''
  if command -v ss >/dev/null; then
    who=$(ss -Hltnp "sport = :$1" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/\1 (process \2)/p' | head -n 1)
  elif command -v lsof >/dev/null; then
    who=$(lsof -nP -iTCP:"$1" -sTCP:LISTEN 2>/dev/null | awk 'NR==2 {print $1 " (process " $2 ")"}')
  fi
  echo "${who:-a process that this user may not see}"
}

port_free() { # nobody listens; a listener whose queue is full does not answer, so asking the kernel is better
  if command -v ss >/dev/null; then [ -z "$(ss -Hltn "sport = :$1")" ]; else ! port_open "$1"; fi
}

need_port() { # PORT SETTING: dies if somebody else has it; one that was just killed may need a moment to let go
  wait_until 3 port_free "$1" || die "Port $1 is taken by $(holder_of "$1").
  Set $2 to another port, or DAMSO_PORT_OFFSET to move all of them, and run this again."
}
