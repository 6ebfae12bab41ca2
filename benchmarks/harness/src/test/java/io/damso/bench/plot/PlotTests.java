package io.damso.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.damso.bench.plot.Series.Point;
import java.io.StringReader;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PlotTests {

    private static final Axis DOCUMENTS = new Axis("documents", true);
    private static final Axis LATENCY = new Axis("p50, ms", true);

    @Test
    void showsTitleAxesUnitsAndLegend() throws Exception {
        Plot plot = new Plot(
                "Pages <fast> & slow",
                DOCUMENTS,
                LATENCY,
                List.of(new Series("embedded", List.of(new Point(10_000, 0.5))), new Series("h2", List.of())));
        NodeList texts = parse(plot).getElementsByTagName("text");
        assertThat(IntStream.range(0, texts.getLength())
                        .mapToObj(i -> texts.item(i).getTextContent()))
                .contains("Pages <fast> & slow", "documents", "p50, ms", "10 k", "0.1", "embedded", "h2");
    }

    @Test
    void largerValuesAreFurtherRightAndUp() throws Exception {
        Plot plot = new Plot(
                "",
                DOCUMENTS,
                LATENCY,
                List.of(new Series("h2", List.of(new Point(10_000, 1), new Point(1_000_000, 100)))));
        // Two points, and one in the legend.
        NodeList marks = parse(plot).getElementsByTagName("circle");
        assertThat(marks.getLength()).isEqualTo(3);
        assertThat(coordinate(marks, 0, "cx")).isEqualTo(90);
        assertThat(coordinate(marks, 0, "cy")).isEqualTo(360);
        assertThat(coordinate(marks, 1, "cx")).isEqualTo(720);
        assertThat(coordinate(marks, 1, "cy")).isEqualTo(90);
    }

    @Test
    void moreLinesThanColoursAreRefused() {
        List<Series> series = Collections.nCopies(Plot.MAX_SERIES + 1, new Series("h2", List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Plot("", DOCUMENTS, LATENCY, series));
    }

    private static double coordinate(NodeList marks, int index, String name) {
        return Double.parseDouble(((Element) marks.item(index)).getAttribute(name));
    }

    private static Element parse(Plot plot) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(plot.svg())))
                .getDocumentElement();
    }
}
