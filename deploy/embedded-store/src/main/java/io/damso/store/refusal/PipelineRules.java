package io.damso.store.refusal;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses stages that are not served or only half. Stages that mongo-java-server does not know it refuses itself, as
 * MongoDB does (40324), before any runs.
 */
final class PipelineRules {

    /** {@code $out} renames a collection, which does not outlive a restart. */
    private static final Set<String> HALF_SERVED = Set.of("$geoNear", "$indexStats", "$out");

    private PipelineRules() {}

    static void check(@Nullable Object pipeline) {
        if (pipeline instanceof List<?> stages) {
            stages.stream()
                    .filter(Document.class::isInstance)
                    .map(Document.class::cast)
                    .forEach(PipelineRules::checkStage);
        }
    }

    private static void checkStage(Document stage) {
        stage.forEach((name, value) -> {
            switch (name) {
                case "$changeStream" ->
                    throw ServerError.CHANGE_STREAM.because(
                            "The $changeStream stage is only supported on replica sets");
                case "$match" -> FilterRules.check(value);
                case "$sort" -> ReadRules.checkSort(value);
                case "$facet" -> {
                    if (value instanceof Document facets) {
                        facets.values().forEach(PipelineRules::check);
                    }
                }
                case "$lookup" -> {
                    if (value instanceof Document lookup) {
                        check(lookup.get("pipeline"));
                    }
                }
                case "$graphLookup" -> {
                    if (value instanceof Document lookup) {
                        FilterRules.check(lookup.get("restrictSearchWithMatch"));
                    }
                }
                default -> checkName(name, value);
            }
        });
    }

    private static void checkName(String name, @Nullable Object value) {
        if (HALF_SERVED.contains(name)) {
            throw ServerError.NOT_IMPLEMENTED.because("The embedded store does not serve the stage " + name);
        }
        Expressions.check(value);
    }
}
