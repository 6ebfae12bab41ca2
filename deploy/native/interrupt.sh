# shellcheck shell=bash disable=SC2034 # other parts set and read these
# Progress messages every ten seconds during long work, and clean-up after an interrupt.

PROGRESS_SECONDS=10
CHILD=''       # process id of work in the background
LAUNCHING=''   # set while a process is launched but its process id is not yet in its file
INTERRUPTED='' # exit code of a signal that arrived while a process was launched
BEGAN=()       # names of the processes that this `up` has started
ON_INTERRUPT=  # clean-up command

trap 'interrupted 130' INT
trap 'interrupted 143' TERM
trap 'interrupted 129' HUP

interrupted() { # EXIT_CODE
  if [ -n "$LAUNCHING" ]; then INTERRUPTED=$1; return; fi
  trap '' INT TERM HUP
  # shellcheck disable=SC2046 # one word a process
  if [ -n "$CHILD" ]; then kill -TERM $(ps -o pid= --ppid "$CHILD") "$CHILD" 2>/dev/null || true; fi
  [ -z "$ON_INTERRUPT" ] || "$ON_INTERRUPT"
  exit "$1"
}

begin_launch() { LAUNCHING=yes; }

end_launch() {
  LAUNCHING=''
  [ -z "$INTERRUPTED" ] || interrupted "$INTERRUPTED"
}

await_child() { # PROCESS_ID COMMAND: prints COMMAND's output every ten seconds until the process ends -> its exit code
  local pid=$1 begun=$SECONDS next=$((SECONDS + PROGRESS_SECONDS)) status=0; shift
  CHILD=$pid
  while kill -0 "$pid" 2>/dev/null; do
    if [ $SECONDS -ge $next ]; then
      say "$("$@") ($((SECONDS - begun)) s)"
      next=$((SECONDS + PROGRESS_SECONDS))
    fi
    sleep 0.2
  done
  wait "$pid" || status=$?
  CHILD=''
  return $status
}

# For a command that must not be interrupted: the shell waits for it, and a background process prints the progress.
with_ticks() { # TEXT COMMAND... -> exit code of COMMAND
  local text=$1 begun=$SECONDS status=0 ticker; shift
  (
    trap - INT TERM HUP EXIT
    while sleep $PROGRESS_SECONDS; do say "$text ($((SECONDS - begun)) s)"; done
  ) &
  ticker=$!
  "$@" || status=$?
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  return $status
}
