package io.damso.gateway.session;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The versions of STOMP that are served, lowest first. They differ in how header values are written. */
enum StompVersion {

    /** Values stand as they are. */
    V1_0("1.0", List.of()),
    /** STOMP 1.1 "Value Encoding". */
    V1_1("1.1", List.of("\\", "\\\\", "\n", "\\n", ":", "\\c")),
    /** STOMP 1.2 "Value Encoding". */
    V1_2("1.2", List.of("\\", "\\\\", "\n", "\\n", ":", "\\c", "\r", "\\r"));

    /** What an ERROR says when there is no common version (STOMP 1.2 "Protocol Negotiation"). */
    static final String ALL = "1.0,1.1,1.2";

    private final String number;
    private final List<String> escapes;

    StompVersion(String number, List<String> escapes) {
        this.number = number;
        this.escapes = escapes;
    }

    /**
     * Returns the highest common version, or nothing if there is none.
     *
     * @param accepted header {@code accept-version}; a client without it speaks 1.0
     */
    static Optional<StompVersion> negotiate(@Nullable String accepted) {
        if (accepted == null) {
            return Optional.of(V1_0);
        }
        List<String> versions = List.of(accepted.split(",", -1)).stream().map(String::trim).toList();
        return List.of(V1_2, V1_1, V1_0).stream().filter(version -> versions.contains(version.number)).findFirst();
    }

    String number() {
        return number;
    }

    /** Returns the header with its end of line, as this version writes it. */
    String header(String name, String value) {
        String written = value;
        for (int i = 0; i < escapes.size(); i += 2) {
            written = written.replace(escapes.get(i), escapes.get(i + 1));
        }
        return name + ":" + written + "\n";
    }
}
