# shellcheck shell=bash
# One process: its directory under .run, its process id, its end. Only processes that ./damso started are signalled.

pid_file() { echo "$RUN/$1/pid"; }
log_file() { echo "$RUN/$1/log"; }

# Start time in ticks since boot if /proc has it, because a date changes with the clock and the time zone.
started_at() {
  if [ -r "/proc/$1/stat" ]; then
    sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20
  else
    LC_ALL=C TZ=UTC ps -o lstart= -p "$1" 2>/dev/null | tr -s ' '
  fi
}

pid_of() { # NAME -> its process id while it runs; a reused process id is detected
  local pid started
  [ -f "$(pid_file "$1")" ] || return 1
  { read -r pid && read -r started; } <"$(pid_file "$1")" || return 1
  [ "$(started_at "$pid")" = "$started" ] || return 1
  [ "$(ps -o stat= -p "$pid" | cut -c1)" != Z ] || return 1
  echo "$pid"
}

launch() { # NAME COMMAND...: starts it in its own process group, with its output in a log
  local name=$1 pid; shift
  mkdir -p "$RUN/$name"
  (close_inherited && exec setsid nohup env -C "$RUN/$name" "$@") >>"$(log_file "$name")" 2>&1 </dev/null &
  pid=$!
  disown
  printf '%s\n%s\n' "$pid" "$(started_at $pid)" >"$(pid_file "$name")"
}

close_inherited() { # closes the caller's open files, such as a lock, which a background process must not keep
  local file
  for file in /proc/self/fd/*; do
    file=${file##*/}
    if [[ $file =~ ^[0-9]+$ && $file -gt 2 ]]; then eval "exec $file>&-"; fi
  done
}

wait_until() { # SECONDS COMMAND...
  local end=$((SECONDS + $1)); shift
  until "$@"; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.2
  done
}

is_gone() { ! pid_of "$1" >/dev/null; }

# Child processes are in the process group of their parent and may outlive it: NGINX's workers continue without their
# master. The kernel does not reuse the group's number, which is the parent's process id, while a member lives. The working
# directory of NAME distinguishes them from a later group with the same number.
left_over() { # NAME -> ids of the child processes that outlived it; none while it runs
  local group member
  [ -f "$(pid_file "$1")" ] && is_gone "$1" || return 0
  read -r group <"$(pid_file "$1")" || return 0
  [[ $group =~ ^[1-9][0-9]*$ ]] || return 0
  for member in $(pgrep -g "$group"); do
    [ ! "/proc/$member/cwd" -ef "$RUN/$1" ] || echo "$member"
  done
}

nothing_left_of() { [ -z "$(left_over "$1")" ]; }
has_ended() { is_gone "$1" && nothing_left_of "$1"; }

end_left_over() { # NAME [SECONDS]: waits for child processes to end by themselves, then kills the others
  local members
  wait_until "${2:-0}" nothing_left_of "$1" || true
  mapfile -t members < <(left_over "$1")
  [ ${#members[@]} -gt 0 ] || return 0
  warn "$1 has ended, but its child processes ${members[*]} still run; killing them."
  kill -KILL "${members[@]}" 2>/dev/null || true
  wait_until 10 nothing_left_of "$1" || die "Child processes of $1 ($(left_over "$1" | paste -sd' ')) cannot be killed."
}

terminate() { # NAME...: SIGTERM to all of them; SIGKILL to those that do not end in time; then ends remaining child processes
  local name pid asked=()
  for name; do
    if pid=$(pid_of "$name"); then
      kill -TERM "$pid" 2>/dev/null || true
      asked+=("$name")
    fi
  done
  for name; do
    if [[ " ${asked[*]-} " == *" $name "* ]]; then
      await_end "$name"
      end_left_over "$name" 3
    else
      end_left_over "$name"
    fi
    rm -f "$(pid_file "$name")"
  done
}

await_end() { # NAME: of a process that got SIGTERM
  local limit
  limit=$(stop_seconds "$1")
  wait_until "$limit" is_gone "$1" || { warn "$1 did not stop within $limit s; killing it."; kill_group "$1"; }
}

# A gateway closes its sockets over damso.gateway.drain.duration, as it was set at its start, and needs up to 30 s more.
stop_seconds() { # NAME -> seconds after which a process that does not stop is killed
  local drain
  [[ $1 == gateway-* ]] || { echo 30; return; }
  drain=$(sed -n 's/^DAMSO_GATEWAY_DRAIN_DURATION=//p' "$(settings_file "$1")" 2>/dev/null || true)
  [[ ${drain:-10s} =~ ^([0-9]{1,6})(ms|s|m)$ ]] || { echo 630; return; } # PT5S and the like: as long as the maximum needs
  drain=$((10#${BASH_REMATCH[1]}))
  case ${BASH_REMATCH[2]} in
    ms) echo $((drain / 1000 + 31)) ;;
    s) echo $((drain + 30)) ;;
    m) echo $((drain * 60 + 30)) ;;
  esac
}

kill_group() { # NAME: SIGKILL to the process and its child processes
  local pid
  if pid=$(pid_of "$1"); then
    kill -KILL -- "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null || true
    wait_until 10 has_ended "$1" || die "$1 (process $pid) cannot be killed."
  else
    end_left_over "$1"
  fi
  rm -f "$(pid_file "$1")"
}

# ------------------------------------------------------------------------------------------------------------- ports
port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

holder_of() { # PORT -> the process that listens there, if this user may see it
  local who=''
  if command -v ss >/dev/null; then
    who=$(ss -Hltnp "sport = :$1" 2>/dev/null | sed -n 's/.*users:(("\([^"]*\)",pid=\([0-9]*\).*/\1 (process \2)/p' | head -n 1)
  elif command -v lsof >/dev/null; then
    who=$(lsof -nP -iTCP:"$1" -sTCP:LISTEN 2>/dev/null | awk 'NR==2 {print $1 " (process " $2 ")"}')
  fi
  echo "${who:-a process of another user}"
}

port_free() { # true if no process listens; asks the kernel, because a listener with a full queue does not answer
  if command -v ss >/dev/null; then [ -z "$(ss -Hltn "sport = :$1")" ]; else ! port_open "$1"; fi
}

need_port() { # PORT SETTING: exits if another process has the port; a process that was just killed may release it late
  wait_until 3 port_free "$1" || die "Port $1 is used by $(holder_of "$1").
  Set $2 to another port, or DAMSO_PORT_OFFSET to move all of them, and run this again."
}
