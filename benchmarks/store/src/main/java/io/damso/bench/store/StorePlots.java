package io.damso.bench.store;

import io.damso.bench.plot.Axis;
import io.damso.bench.plot.Plot;
import io.damso.bench.plot.Series;
import io.damso.bench.store.load.Timing;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The results as plots. A size that a server did not reach has no point. */
final class StorePlots {

    private static final Axis DOCUMENTS = new Axis("documents in the collection", true);

    private final List<PeerResult> peers;

    StorePlots(List<PeerResult> peers) {
        this.peers = peers;
    }

    Plot pages() {
        return new Plot(
                "Median latency of a history page",
                DOCUMENTS,
                new Axis("p50, ms", true),
                series(SizeResult::page, timing -> timing.latency().p50()));
    }

    Plot inserts() {
        return new Plot(
                "Inserts per second of the server's processor time",
                DOCUMENTS,
                new Axis("documents per CPU-second", false),
                series(StorePlots::wholeInsert, Timing::perCpuSecond));
    }

    private static @Nullable Timing wholeInsert(SizeResult size) {
        Timing insert = size.insert();
        return insert == null || insert.shortfall() != null ? null : insert;
    }

    private List<Series> series(Function<SizeResult, @Nullable Timing> measurement, ToDoubleFunction<Timing> value) {
        return peers.stream()
                .map(peer -> {
                    List<Series.Point> points = peer.sizes().stream()
                            .flatMap(size -> point(size, measurement.apply(size), value).stream())
                            .toList();
                    boolean complete = points.size() == peer.sizes().size();
                    return new Series(peer.peer() + (complete ? "" : " (not at all sizes)"), points);
                })
                .toList();
    }

    private static List<Series.Point> point(SizeResult size, @Nullable Timing timing, ToDoubleFunction<Timing> value) {
        return timing == null || timing.operations() == 0
                ? List.of()
                : List.of(new Series.Point(size.documents(), value.applyAsDouble(timing)));
    }
}
