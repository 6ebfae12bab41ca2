package io.damso.persistence.problem;

import io.damso.edge.problem.InvalidValue;
import io.damso.edge.problem.ProblemDocument;
import io.damso.protocol.ErrorCode;
import java.util.List;

/** A refused request; the answer is a problem document. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ProblemDocument document;

    /** Creates a refusal with a code and no details. */
    public ProblemException(ErrorCode code) {
        this(ProblemDocument.of(code));
    }

    /** Creates a {@link ErrorCode#BAD_REQUEST} with the invalid value. */
    public ProblemException(InvalidValue error) {
        this(List.of(error));
    }

    /** Creates a {@link ErrorCode#BAD_REQUEST} with the invalid values. */
    public ProblemException(List<InvalidValue> errors) {
        this(ProblemDocument.of(ErrorCode.BAD_REQUEST, errors));
    }

    private ProblemException(ProblemDocument document) {
        super(document.code(), null, false, false);
        this.document = document;
    }

    /** Returns the document for the answer. */
    public ProblemDocument document() {
        return document;
    }
}
