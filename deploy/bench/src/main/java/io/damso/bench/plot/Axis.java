package io.damso.bench.plot;

/**
 * What an axis shows.
 *
 * @param label quantity and unit
 * @param logarithmic whether each step is ten times the one before; all values must be positive then. Otherwise the
 *     axis begins at 0
 */
public record Axis(String label, boolean logarithmic) {}
