package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Properties of docker-compose.yml that can be checked in its text. */
class ComposeFileTests {

    private static final Path HOME = Path.of("..");
    private static final Pattern SETTING =
            Pattern.compile("(?:\\$\\{|^\\s+)(DAMSO_[A-Z_]+)(?::-|}|:$)", Pattern.MULTILINE);
    private static final Pattern EXAMPLE = Pattern.compile("^#(DAMSO_[A-Z_]+)=", Pattern.MULTILINE);

    @Test
    void everyImageIsBuiltByOneService() throws IOException {
        Map<String, Long> builds = services().values().stream()
                .filter(service -> service.containsKey("build"))
                .collect(Collectors.groupingBy(service -> (String) service.get("image"), Collectors.counting()));
        assertThat(builds.values()).isNotEmpty().containsOnly(1L);
        Set<Object> own = services().values().stream()
                .filter(service -> "never".equals(service.get("pull_policy")))
                .map(service -> service.get("image"))
                .collect(Collectors.toSet());
        assertThat(own).isEqualTo(builds.keySet());
    }

    @Test
    void exampleOfSettingsListsAllOfThem() throws IOException {
        assertThat(names(EXAMPLE, Files.readString(HOME.resolve(".env.example"))))
                .isEqualTo(names(SETTING, Files.readString(HOME.resolve("docker-compose.yml"))));
    }

    @Test
    void settingsStayOutOfGitAndOfImages() throws IOException {
        for (String file : List.of(".gitignore", ".dockerignore")) {
            assertThat(Files.readAllLines(HOME.resolve(file))).as(file).contains(".env");
        }
    }

    @Test
    void nginxIsHealthyOnlyWithAGatewayBehindIt() throws IOException {
        assertThat(Files.readString(HOME.resolve("nginx/Dockerfile")))
                .containsPattern("HEALTHCHECK[^\\n]*\\n\\s+CMD curl -f\\S* \\S+ https://127\\.0\\.0\\.1:8443/ws/info");
    }

    /** Compose stops services in the reverse order of their dependencies. */
    @Test
    @SuppressWarnings("unchecked")
    void gatewaysStopBeforeNginxAndHaveTimeToDrain() throws IOException {
        Map<String, Map<String, Object>> services = services();
        assertThat((Map<String, Object>) services.get("nginx").get("depends_on"))
                .doesNotContainKeys("gateway-1", "gateway-2", "gateway-3");
        for (String gateway : List.of("gateway-1", "gateway-2", "gateway-3")) {
            assertThat((Map<String, Object>) services.get(gateway).get("depends_on"))
                    .containsKey("nginx");
            assertThat(services.get(gateway)).containsEntry("stop_grace_period", "60s");
        }
        assertThat(Files.readString(HOME.resolve("docs/configuration.md")))
                .as("a drain and 30 s more fit")
                .contains("| `damso.gateway.drain.duration` | `10s` |");
    }

    /** The services learn of the further brokers by the variable that starts them. */
    @Test
    @SuppressWarnings("unchecked")
    void profileHaAddsTwoBrokersThatTheServicesKnow() throws IOException {
        Map<String, Map<String, Object>> services = services();
        assertThat(services.entrySet().stream()
                        .filter(service -> service.getValue().containsKey("profiles"))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("rabbitmq-2", "rabbitmq-3");
        for (String broker : List.of("rabbitmq-2", "rabbitmq-3")) {
            assertThat(services.get(broker))
                    .containsEntry("profiles", List.of("ha"))
                    .containsEntry("hostname", broker)
                    .containsEntry("image", services.get("rabbitmq-1").get("image"))
                    .containsEntry("healthcheck", services.get("rabbitmq-1").get("healthcheck"));
            assertThat(Files.readString(HOME.resolve("deploy/rabbitmq/compose-join.conf")))
                    .contains(" = rabbit@" + broker + "\n");
        }
        for (String service : List.of("gateway-1", "gateway-2", "gateway-3", "persistence-1", "persistence-2")) {
            Map<String, String> environment =
                    (Map<String, String>) services.get(service).get("environment");
            assertThat(environment.get("SPRING_RABBITMQ_ADDRESSES"))
                    .isEqualTo("rabbitmq-1:5672${COMPOSE_PROFILES:+,rabbitmq-2:5672,rabbitmq-3:5672}");
            if (service.startsWith("gateway")) {
                assertThat(environment.get("DAMSO_GATEWAY_RELAY_ADDRESSES"))
                        .isEqualTo("rabbitmq-1:61613${COMPOSE_PROFILES:+,rabbitmq-2:61613,rabbitmq-3:61613}");
            }
            assertThat((Map<String, Object>) services.get(service).get("depends_on"))
                    .containsEntry("rabbitmq-2", Map.of("condition", "service_healthy", "required", false));
        }
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> services() throws IOException {
        Map<String, Object> file = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(HOME.resolve("docker-compose.yml")));
        return (Map<String, Map<String, Object>>) file.get("services");
    }
}
