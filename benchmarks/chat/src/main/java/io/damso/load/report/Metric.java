package io.damso.load.report;

/**
 * A metric of a scenario: a column of its table.
 *
 * @param heading name and unit
 * @param decimals number of decimal places
 */
public record Metric(String heading, int decimals) {}
