package io.damso.simulation;

/** A guarantee does not hold. */
final class Violation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String guarantee;

    /**
     * Creates a violation.
     *
     * @param guarantee short name of what does not hold; a smaller schedule must break the same
     */
    Violation(String guarantee, String message) {
        super(message, null, false, false);
        this.guarantee = guarantee;
    }

    String guarantee() {
        return guarantee;
    }

    @Override
    public String toString() {
        return guarantee + ": " + getMessage();
    }
}
