package io.damso.system.chaos;

import java.util.List;

/** The kinds of faults. */
enum FaultKind {

    /** SIGKILL to the process and its child processes; started again afterwards. */
    KILL(true),
    /** SIGTERM, as before an update; started again afterwards. */
    STOP(true),
    /** SIGSTOP, like a long garbage collection or a hanging host; SIGCONT afterwards. */
    FREEZE(true),
    /** SIGHUP to NGINX's master; no restore needed. */
    RELOAD(false),
    /** SIGKILL to NGINX's master only; started again afterwards. */
    KILL_MASTER(false);

    private static final String NGINX = "nginx";

    private final boolean forServices;

    FaultKind(boolean forServices) {
        this.forServices = forServices;
    }

    /** Returns the possible faults of a process with this name, in a fixed order. */
    static List<FaultKind> of(String target) {
        return NGINX.equals(target)
                ? List.of(RELOAD, KILL_MASTER, KILL)
                : List.of(values()).stream().filter(kind -> kind.forServices).toList();
    }
}
