package io.damso.test;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ExecConfig;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** RabbitMQ's official image in a container, on fixed ports of the loopback address so that a restart keeps them. */
final class ContainerNode implements BrokerNode {

    private static final String IMAGE = "rabbitmq:4-management";
    private static final String OWNER = "io.damso.test.owner";
    private static final String DEFINITIONS = "/etc/rabbitmq/damso-definitions.json";
    private static final int STOP_TIMEOUT_SECONDS = 60;
    private static final int READABLE = 0644;

    private final BrokerAddress address = BrokerAddress.onFreePorts();
    private final GenericContainer<?> container;
    private final Readiness readiness;

    ContainerNode(Credentials credentials, BrokerFiles files) {
        this.readiness = new Readiness(address, credentials);
        this.container = new GenericContainer<>(DockerImageName.parse(IMAGE))
                .withImagePullPolicy(name -> false)
                .withLabel(OWNER, owner())
                .withCreateContainerCmdModifier(command -> command.withHostName("damso-test")
                        .withExposedPorts(portBindings().stream()
                                .map(PortBinding::getExposedPort)
                                .toList())
                        .withHostConfig(Objects.requireNonNullElseGet(command.getHostConfig(), HostConfig::new)
                                .withPortBindings(portBindings())))
                .withCopyToContainer(text(files.configuration()), "/etc/rabbitmq/conf.d/20-damso.conf")
                .withCopyToContainer(
                        text("load_definitions = " + DEFINITIONS + "\n" + files.listeners("", 5672, 61613)),
                        "/etc/rabbitmq/conf.d/30-test.conf")
                .withCopyToContainer(text(files.definitions()), DEFINITIONS)
                .withCopyToContainer(text(files.enabledPlugins()), "/etc/rabbitmq/enabled_plugins");
        TestCertificates certificates = files.certificates();
        if (certificates != null) {
            Path directory = Objects.requireNonNull(
                    certificates.authority().toAbsolutePath().getParent());
            for (Path file : List.of(certificates.authority(), certificates.certificate(), certificates.key())) {
                container.withCopyFileToContainer(
                        MountableFile.forHostPath(file, READABLE),
                        directory.resolve(file.getFileName()).toString());
            }
        }
    }

    private static Transferable text(String content) {
        return Transferable.of(content, READABLE);
    }

    private List<PortBinding> portBindings() {
        return Stream.of(
                        address.amqpPort() + ":5672",
                        address.stompPort() + ":61613",
                        address.managementPort() + ":15672")
                .map(ports -> PortBinding.parse(address.host() + ":" + ports))
                .toList();
    }

    /** Returns whether a Docker engine answers and has the image; nothing is pulled. */
    static boolean isAvailable() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return false;
        }
        try {
            docker().inspectImageCmd(IMAGE).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    @Override
    public BrokerAddress address() {
        return address;
    }

    @Override
    public void start() {
        if (container.getContainerId() == null) {
            removeOrphans();
            container.start();
        } else if (!container.isRunning()) {
            docker().startContainerCmd(container.getContainerId()).exec();
        }
        readiness.await(container::isRunning, container::getLogs);
    }

    @Override
    public void stop() {
        if (container.isRunning()) {
            docker().stopContainerCmd(container.getContainerId())
                    .withTimeout(STOP_TIMEOUT_SECONDS)
                    .exec();
        }
    }

    @Override
    public void kill() {
        if (container.isRunning()) {
            docker().killContainerCmd(container.getContainerId()).exec();
            docker().waitContainerCmd(container.getContainerId()).start().awaitStatusCode();
        }
    }

    @Override
    public void control(String... arguments) {
        String[] command =
                Stream.concat(Stream.of("rabbitmqctl"), Stream.of(arguments)).toArray(String[]::new);
        try {
            ExecResult result = container.execInContainer(
                    ExecConfig.builder().user("rabbitmq").command(command).build());
            if (result.getExitCode() != 0) {
                throw new IllegalStateException("rabbitmqctl failed: " + result.getStdout() + result.getStderr());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        container.stop();
    }

    /** Removes containers of killed test runs. */
    private static void removeOrphans() {
        for (Container orphan : docker().listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(OWNER))
                .exec()) {
            String owner = Map.copyOf(orphan.getLabels()).getOrDefault(OWNER, "0");
            if (ProcessHandle.of(Long.parseLong(owner)).isEmpty()) {
                docker().removeContainerCmd(orphan.getId())
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            }
        }
    }

    private static String owner() {
        return Long.toString(ProcessHandle.current().pid());
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }
}
