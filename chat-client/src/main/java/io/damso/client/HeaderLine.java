package io.damso.client;

import java.util.Map;

/** Writes and reads a header line, with the escapes of STOMP 1.2 "Value Encoding". */
final class HeaderLine {

    private HeaderLine() {}

    static void append(StringBuilder text, StompCommand command, String name, String value) {
        if (!command.escapesHeaders() && (breaksLine(name) || name.indexOf(':') >= 0 || breaksLine(value))) {
            throw new IllegalArgumentException(command + " cannot have the header " + name);
        }
        if (name.isEmpty() || name.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A header name is empty, or a header contains NUL: " + name);
        }
        text.append(command.escapesHeaders() ? escape(name) : name)
                .append(':')
                .append(command.escapesHeaders() ? escape(value) : value)
                .append('\n');
    }

    private static boolean breaksLine(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\r", "\\r")
                .replace("\n", "\\n")
                .replace(":", "\\c");
    }

    /**
     * Adds the header of a line. If a name is repeated, the first line applies (STOMP 1.2 "Repeated Header Entries").
     *
     * @throws MalformedFrameException if the line is not a header
     */
    static void read(String line, StompCommand command, Map<String, String> headers) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            throw new MalformedFrameException("A header line is not a name and a value");
        }
        String name = line.substring(0, colon);
        String value = line.substring(colon + 1);
        if (command.escapesHeaders()) {
            headers.putIfAbsent(unescape(name), unescape(value));
        } else {
            headers.putIfAbsent(name, value);
        }
    }

    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder meant = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            meant.append(c == '\\' ? escaped(text, ++i) : c);
        }
        return meant.toString();
    }

    private static char escaped(String text, int index) {
        return switch (index < text.length() ? text.charAt(index) : ' ') {
            case 'r' -> '\r';
            case 'n' -> '\n';
            case 'c' -> ':';
            case '\\' -> '\\';
            default -> throw new MalformedFrameException("A header has an escape that STOMP 1.2 does not define");
        };
    }
}
