package io.damso.edge.production;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows an operator what to set, and no stack trace. */
final class NotForProductionAnalyzer extends AbstractFailureAnalyzer<NotForProductionException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NotForProductionException cause) {
        return new FailureAnalysis(
                "These settings are not safe where strangers can reach the service:"
                        + System.lineSeparator() + System.lineSeparator() + cause.getMessage(),
                "Change them as they say. Only on a machine that nobody else can reach, set DAMSO_DEMO_ENABLED=true"
                        + " instead.",
                cause);
    }
}
