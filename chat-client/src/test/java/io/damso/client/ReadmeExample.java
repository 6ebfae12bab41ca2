package io.damso.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The example of README.md, so that it compiles; {@link ReadmeTests} compares the two. */
final class ReadmeExample {

    private ReadmeExample() {}

    static void run() throws Exception {
        // README
        HttpClient http = HttpClient.newBuilder()
                .sslContext(Trust.certificate(Path.of(".run/secrets/nginx/tls.crt")))
                .build();
        ChatApi api = new ChatApi(http, URI.create("https://localhost:8443"));
        String token = api.token("alice"); // a cluster with the demo sign-in; else the token of your product
        String room = api.createRoom(token, "Lunch", List.of("bob"));

        try (ChatClient client = ChatClient.connect(http, URI.create("wss://localhost:8443/ws"), token)
                .get(15, TimeUnit.SECONDS)) {
            client.join(room, message -> System.out.println(message.path("text")))
                    .get(15, TimeUnit.SECONDS);
            client.send(room, "Pizza?").get(15, TimeUnit.SECONDS); // kept, when this returns
        }
        // README
    }
}
