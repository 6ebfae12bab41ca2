package io.damso.gateway;

import io.damso.protocol.BrokerTopology;
import io.damso.test.BrokerUser;
import io.damso.test.RabbitBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads queues, exchanges, policies and connections from RabbitMQ's management API. */
public final class BrokerConsole {

    private final HttpClient http;
    private final RabbitBroker broker;

    public BrokerConsole(HttpClient http, RabbitBroker broker) {
        this.http = http;
        this.broker = broker;
    }

    /** Returns the names of the queues of nodes, one each. */
    public List<String> nodeQueues() throws IOException, InterruptedException {
        return get("queues/" + broker.virtualHost() + "?columns=name")
                .valueStream()
                .map(queue -> queue.path("name").stringValue())
                .filter(name -> name.contains(".queue."))
                .toList();
    }

    /** Returns the ids of the rooms that are bound, once for each node. */
    public List<String> boundRooms() throws IOException, InterruptedException {
        return get("exchanges/" + broker.virtualHost() + "/" + BrokerTopology.LIVE_EXCHANGE + "/bindings/source")
                .valueStream()
                .map(binding -> binding.path("routing_key").stringValue())
                .filter(key -> key.startsWith("rooms."))
                .map(key -> key.substring("rooms.".length()))
                .toList();
    }

    /** Returns the names of the exchanges of nodes. */
    public List<String> nodeExchanges() throws IOException, InterruptedException {
        return get("exchanges/" + broker.virtualHost() + "?columns=name")
                .valueStream()
                .map(exchange -> exchange.path("name").stringValue())
                .filter(name -> name.startsWith("damso.gateway."))
                .toList();
    }

    /** Returns the queues and exchanges of the virtual host and how they were declared, without those of nodes. */
    public List<String> declarations() throws IOException, InterruptedException {
        List<String> queues = get("queues/" + broker.virtualHost()
                        + "?columns=name,durable,auto_delete,exclusive,arguments")
                .valueStream()
                .filter(queue -> !queue.path("name").stringValue().contains(".queue."))
                .map(JsonNode::toString)
                .sorted()
                .toList();
        List<String> exchanges = get("exchanges/" + broker.virtualHost()
                        + "?columns=name,type,durable,auto_delete,arguments")
                .valueStream()
                .filter(exchange -> !exchange.path("name").stringValue().startsWith("damso.gateway."))
                .map(JsonNode::toString)
                .sorted()
                .toList();
        return Stream.concat(queues.stream(), exchanges.stream()).toList();
    }

    /** Returns how a queue was declared. */
    public JsonNode queue(String name) throws IOException, InterruptedException {
        return get("queues/" + broker.virtualHost() + "/" + name);
    }

    /** Returns the policy that bounds a queue. */
    public String policyOf(String queue) throws IOException, InterruptedException {
        return get("queues/" + broker.virtualHost() + "/" + queue)
                .path("policy")
                .asString("none");
    }

    /** Returns the number of STOMP connections. RabbitMQ reports a new connection after some seconds. */
    public long stompConnections() throws IOException, InterruptedException {
        return get("connections?columns=protocol")
                .valueStream()
                .filter(connection -> connection.path("protocol").asString("").startsWith("STOMP"))
                .count();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        String login = BrokerUser.ADMIN.login() + ":" + broker.password(BrokerUser.ADMIN);
        URI url = URI.create("http://" + broker.host() + ":" + broker.managementPort() + "/api/" + path);
        HttpRequest request = HttpRequest.newBuilder(url)
                .version(HttpClient.Version.HTTP_1_1) // RabbitMQ accepts the upgrade to HTTP/2 and then does not answer
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                .build();
        return new JsonMapper()
                .readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
