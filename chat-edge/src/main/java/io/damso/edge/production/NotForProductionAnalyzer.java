package io.damso.edge.production;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints the remedies instead of a stack trace. */
final class NotForProductionAnalyzer extends AbstractFailureAnalyzer<NotForProductionException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NotForProductionException cause) {
        return new FailureAnalysis(
                "These settings are not safe if others can reach the service:" + System.lineSeparator()
                        + System.lineSeparator() + cause.getMessage(),
                "Change them as described. Only on a machine that others cannot reach, set DAMSO_DEMO_ENABLED=true"
                        + " instead.",
                cause);
    }
}
