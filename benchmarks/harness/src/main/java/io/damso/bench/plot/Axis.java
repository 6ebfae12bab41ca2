package io.damso.bench.plot;

/**
 * An axis of a plot.
 *
 * @param label quantity and unit
 * @param logarithmic whether the scale is logarithmic, with a tick at each power of ten; all values must be positive
 *     then. Otherwise the scale is linear and begins at 0
 */
public record Axis(String label, boolean logarithmic) {}
