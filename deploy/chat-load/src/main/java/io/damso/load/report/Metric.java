package io.damso.load.report;

/**
 * A quantity that a scenario measures; a column of its table.
 *
 * @param heading name and unit
 * @param decimals digits after the point
 */
public record Metric(String heading, int decimals) {}
