package io.damso.persistence.problem;

import io.damso.edge.problem.InvalidValue;

/** The parameter {@code limit} of all paged endpoints. */
public final class PageSize {

    /** Maximum number of entries in a page. */
    public static final int MAX = 200;

    /** The allowed values, as text for users. */
    static final String ALLOWED = "a whole number from 1 to " + MAX;

    private PageSize() {}

    /**
     * Checks a limit.
     *
     * @throws ProblemException with {@link io.damso.protocol.ErrorCode#BAD_REQUEST} if it is out of range
     */
    public static void require(int limit) {
        if (limit < 1 || limit > MAX) {
            throw new ProblemException(new InvalidValue("limit", limit < 1 ? "is too small" : "is too large", ALLOWED));
        }
    }
}
