package io.damso.edge.production;

import java.util.List;

/** The service was told that it is not the demo, and was given settings of the demo. */
public final class NotForProductionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotForProductionException(List<String> mistakes) {
        super(String.join(System.lineSeparator(), mistakes));
    }
}
