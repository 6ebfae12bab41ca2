package io.damso.edge.production;

import java.util.List;

/** {@code damso.demo.enabled} is false, but the service has settings of the demo. */
public final class NotForProductionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotForProductionException(List<String> mistakes) {
        super(String.join(System.lineSeparator(), mistakes));
    }
}
