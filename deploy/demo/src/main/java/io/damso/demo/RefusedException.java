package io.damso.demo;

/** The server refused a frame or a request. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    RefusedException(String code) {
        super("Refused: " + code);
        this.code = code;
    }

    /** Returns the code, as in {@code docs/error-codes.md}. */
    public String code() {
        return code;
    }
}
