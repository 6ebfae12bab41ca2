package io.damso.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** An alert on a metric that nobody exposes never fires: all that the rules name is exposed where the example reads. */
class AlertRulesIT extends SystemTest {

    private static final Path RULES = Path.of("../deploy/prometheus/damso.rules.yml");
    private static final Path PROMETHEUS = Path.of("../deploy/prometheus/prometheus.yml");
    private static final Pattern METRIC = Pattern.compile("\\b(?:damso|rabbitmq|process)_[a-z_]+");
    private static final Pattern QUEUE = Pattern.compile("queue=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void everyMetricOfTheRulesIsExposed() throws Exception {
        Set<String> named = matches(METRIC, expressions());
        assertThat(named).hasSizeGreaterThan(5);
        // RabbitMQ collects the figures of queues every 5 s.
        await("metrics of all queues").untilAsserted(() -> assertThat(exposed()).containsAll(named));
    }

    @Test
    void theQueuesOfTheRulesAreExposedOneByOne() throws Exception {
        assertThat(expressions()).contains("damso[.]messages[.].*", "damso.dead-letter");
        await("metrics of all queues")
                .untilAsserted(() -> assertThat(matches(
                                QUEUE,
                                scrape().filter(line -> line.startsWith("rabbitmq_detailed_queue_messages{"))
                                        .collect(Collectors.joining("\n"))))
                        .contains(
                                "damso.messages.0",
                                "damso.messages.1",
                                "damso.messages.2",
                                "damso.messages.3",
                                "damso.dead-letter"));
    }

    @Test
    void everyAlertIsExplained() throws Exception {
        String page = Files.readString(Path.of("../docs/operations.md"));
        assertThat(rules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(page).contains("`" + rule.get("alert") + "`");
            assertThat(((Map<?, ?>) rule.get("annotations")).keySet())
                    .map(String::valueOf)
                    .containsExactlyInAnyOrder("summary", "action");
        });
    }

    private static String expressions() throws Exception {
        return rules().stream().map(rule -> (String) rule.get("expr")).collect(Collectors.joining("\n"));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rules() throws Exception {
        Map<String, List<Map<String, Object>>> file = new Yaml().load(Files.readString(RULES));
        return file.get("groups").stream()
                .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
                .toList();
    }

    private Set<String> exposed() throws Exception {
        return scrape().filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
    }

    /** Returns all lines that a Prometheus with the example's configuration reads from this cluster. */
    @SuppressWarnings("unchecked")
    private Stream<String> scrape() throws Exception {
        Map<String, List<Map<String, Object>>> file = new Yaml().load(Files.readString(PROMETHEUS));
        StringBuilder all = new StringBuilder();
        for (Map<String, Object> job : file.get("scrape_configs")) {
            Map<String, List<String>> parameters = (Map<String, List<String>>) job.getOrDefault("params", Map.of());
            String query = parameters.entrySet().stream()
                    .flatMap(parameter -> parameter.getValue().stream()
                            .map(value -> parameter.getKey() + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)))
                    .collect(Collectors.joining("&", "?", ""));
            for (Map<String, List<String>> targets : (List<Map<String, List<String>>>) job.get("static_configs")) {
                for (String target : targets.get("targets")) {
                    URI address = URI.create("http://" + target);
                    all.append(get("http://" + address.getHost() + ":" + cluster.port(address.getPort())
                            + job.get("metrics_path") + query));
                }
            }
        }
        return all.toString().lines();
    }

    private String get(String address) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString())
                .body();
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(result -> result.groupCount() == 0 ? result.group() : result.group(1))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
