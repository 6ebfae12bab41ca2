package io.damso.reliability.scenario;

import io.damso.reliability.cluster.DamsoCluster;
import io.damso.reliability.cluster.TcpCutter;
import io.damso.reliability.cluster.TcpCutter.Direction;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A path of one gateway to the broker is cut and healed: both directions, each of them, and its connections closed. */
final class CutPath implements Scenario {

    private static final String GATEWAY = "gateway-1";
    private static final double SECONDS = 12;
    private static final double BETWEEN = 6;

    private final String name;
    private final String path;
    private final String setting;
    private final int port;
    private @Nullable TcpCutter cutter;

    private CutPath(String name, String path, String setting, int port) {
        this.name = name;
        this.path = path;
        this.setting = setting;
        this.port = port;
    }

    static CutPath relay(String name) {
        return new CutPath(name, "relay", "DAMSO_GATEWAY_RELAY_ADDRESSES", 61_613);
    }

    static CutPath amqp(String name) {
        return new CutPath(name, "AMQP", "SPRING_RABBITMQ_ADDRESSES", 5_672);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String summary() {
        return "the " + path + " path of a gateway is cut for 12 s: both ways, to the broker, from it; then closed";
    }

    @Override
    public Allowance allows() {
        return Allowance.OPEN_SOCKETS;
    }

    @Override
    public void prepare(DamsoCluster cluster) throws InterruptedException {
        TcpCutter made = new TcpCutter(cluster.port(port));
        cutter = made;
        cluster.damso("stop", GATEWAY);
        cluster.damso(Map.of(setting, "127.0.0.1:" + made.port()), "start", GATEWAY);
    }

    @Override
    public void run(Stage stage) throws InterruptedException {
        TcpCutter made = cutter;
        if (made == null) {
            throw new IllegalStateException("not prepared");
        }
        cut(stage, made, "both ways", EnumSet.allOf(Direction.class));
        cut(stage, made, "to the broker", EnumSet.of(Direction.UP));
        cut(stage, made, "from the broker", EnumSet.of(Direction.DOWN));
        stage.fault(path + " of " + GATEWAY + ": connections closed", made::closeConnections, BETWEEN, () -> {});
    }

    private void cut(Stage stage, TcpCutter made, String way, Set<Direction> directions) throws InterruptedException {
        stage.fault(path + " of " + GATEWAY + " cut " + way, () -> made.cut(directions), SECONDS, made::heal);
        stage.hold(BETWEEN);
    }

    @Override
    public void restore(DamsoCluster cluster) throws InterruptedException {
        TcpCutter made = cutter;
        if (made != null) {
            cutter = null;
            cluster.damso("stop", GATEWAY);
            made.close();
            cluster.damso("start", GATEWAY);
        }
    }
}
