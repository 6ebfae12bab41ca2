package io.damso.demo;

/** A step of the demo had an unexpected result. The message describes it in a sentence. */
final class DemoFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DemoFailedException(String message) {
        super(message);
    }
}
