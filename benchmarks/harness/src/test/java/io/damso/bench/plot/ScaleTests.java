package io.damso.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTests {

    private static final Axis LOGARITHMIC = new Axis("ms", true);
    private static final Axis LINEAR = new Axis("1/s", false);

    @Test
    void logarithmicScaleHasWholePowers() {
        Scale scale = Scale.of(LOGARITHMIC, DoubleStream.of(0.4, 4115));
        assertThat(scale.ticks()).containsExactly(new double[] {0.1, 1, 10, 100, 1000, 10_000}, within(1e-9));
        assertThat(scale.position(0.1)).isCloseTo(0, within(1e-9));
        assertThat(scale.position(10)).isCloseTo(0.4, within(1e-9));
        assertThat(scale.position(10_000)).isCloseTo(1, within(1e-9));
    }

    @Test
    void linearScaleBeginsAtZeroAndEndsAboveTheLargest() {
        Scale scale = Scale.of(LINEAR, DoubleStream.of(17_300, 4_000));
        assertThat(scale.ticks()).containsExactly(0, 5_000, 10_000, 15_000, 20_000);
        assertThat(scale.position(5_000)).isEqualTo(0.25);
    }

    @Test
    void singleValueAndNoValueHaveAScale() {
        assertThat(Scale.of(LOGARITHMIC, DoubleStream.of(100)).ticks()).containsExactly(100, 1000);
        assertThat(Scale.of(LOGARITHMIC, DoubleStream.empty()).ticks()).containsExactly(1, 10);
        assertThat(Scale.of(LINEAR, DoubleStream.empty()).ticks()).startsWith(0).hasSizeGreaterThan(1);
        assertThat(Scale.of(LINEAR, DoubleStream.of(0)).ticks()).startsWith(0).hasSizeGreaterThan(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0; 0",
                "0.01; 0.01",
                "1; 1",
                "250; 250",
                "5000; 5,000",
                "10000; 10 k",
                "200000; 200 k",
                "1000000; 1 M",
                "1500000; 1.5 M"
            })
    void labelsAreShort(double value, String label) {
        assertThat(Scale.label(value)).isEqualTo(label);
    }
}
