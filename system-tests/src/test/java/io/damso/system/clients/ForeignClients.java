package io.damso.system.clients;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All tested clients, by library and transport; {@code docs/clients.md} describes them. */
final class ForeignClients implements AutoCloseable {

    private static final Path SCRIPTS =
            Path.of("src", "test", "resources", "clients").toAbsolutePath();

    private final Path modules;
    private final Page page;
    private final Map<String, ForeignClient> clients = new LinkedHashMap<>();

    private ForeignClients(Path modules, Page page) {
        this.modules = modules;
        this.page = page;
    }

    /** Installs missing libraries and opens the browser. */
    static ForeignClients of(URI web, Pattern names) throws IOException, InterruptedException {
        Path modules = NodeModules.install(SCRIPTS);
        ForeignClients clients = new ForeignClients(modules, new Page(web, browserScripts(modules)));
        clients.inThisJvm();
        clients.inTheBrowser();
        clients.inNode();
        clients.fromTheDistribution();
        clients.clients.keySet().removeIf(name -> !names.matcher(name).find());
        return clients;
    }

    private static List<Path> browserScripts(Path modules) {
        return Stream.concat(
                        Stream.of(
                                        "@stomp/stompjs/bundles/stomp.umd.js",
                                        "rxjs/dist/bundles/rxjs.umd.js",
                                        "@stomp/rx-stomp/bundles/rx-stomp.umd.js",
                                        "stompjs/lib/stomp.js",
                                        "webstomp-client/dist/webstomp.js",
                                        "sockjs-client/dist/sockjs.js")
                                .map(modules::resolve),
                        Stream.of("stomp-libraries.js", "page.js").map(SCRIPTS::resolve))
                .toList();
    }

    private void inThisJvm() {
        clients.put("krossbow", new KrossbowClient());
        clients.put("Spring, Tomcat", new SpringClient(SpringTransports::tomcat, false));
        clients.put("Spring, Jetty, token in the handshake", new SpringClient(SpringTransports::jetty, true));
        clients.put("Spring, SockJS websocket", new SpringClient(SpringTransports::sockJsWebSocket, false));
        clients.put("Spring, SockJS xhr, JDK", new SpringClient(SpringTransports::sockJsXhr, false));
        clients.put("Spring, SockJS xhr, Jetty", new SpringClient(SpringTransports::sockJsXhrByJetty, false));
        clients.put("Vert.x", new VertxClient());
    }

    private void inTheBrowser() {
        clients.put("stompjs 7, browser", page.client("stompjs", "raw"));
        clients.put("stompjs 7, browser, token in the handshake", page.client("stompjs", "subprotocol"));
        clients.put("rx-stomp, browser", page.client("rxStomp", "raw"));
        clients.put("stompjs 2, browser", page.client("stomp2", "raw"));
        clients.put("stompjs 2, browser, SockJS", page.client("stomp2", "websocket"));
        clients.put("webstomp, browser", page.client("webstomp", "raw"));
        for (String transport : List.of("websocket", "xhr-streaming", "xhr-polling", "eventsource")) {
            clients.put("stompjs 7, browser, SockJS " + transport, page.client("stompjs", transport));
        }
    }

    private void inNode() {
        clients.put("stompjs 7, Node", node("stompjs"));
        clients.put("stompjs 7, Node, SockJS", node("sockjs"));
        clients.put("rx-stomp, Node, token in the handshake", node("rxStomp"));
        clients.put("stompjs 2, Node", node("stomp2"));
        clients.put("webstomp, Node", node("webstomp"));
        clients.put("stompit", node("stompit", "v12.stomp"));
    }

    private void fromTheDistribution() {
        clients.put("stomp.py 1.2", program("python3", "stomp_py.py", "1.2", "v12.stomp"));
        clients.put("stomp.py 1.1", program("python3", "stomp_py.py", "1.1"));
        clients.put("stomp.py 1.0", program("python3", "stomp_py.py", "1.0", "v10.stomp"));
        clients.put("ruby-stomp", program("ruby", "ruby_stomp.rb", "", "v12.stomp", "v11.stomp"));
        clients.put("Net::Stomp", program("perl", "net_stomp.pl", ""));
    }

    private ForeignClient node(String library, String... subprotocols) {
        return new ProgramClient(
                List.of(Programs.find("node"), SCRIPTS.resolve("node-client.js").toString(), library),
                Map.of("NODE_PATH", modules.toString()),
                subprotocols);
    }

    private static ForeignClient program(String program, String script, String argument, String... subprotocols) {
        return new ProgramClient(
                List.of(Programs.find(program), SCRIPTS.resolve(script).toString(), argument), Map.of(), subprotocols);
    }

    Map<String, ForeignClient> byName() {
        return clients;
    }

    List<String> browserErrors() {
        return page.errors();
    }

    @Override
    public void close() {
        page.close();
    }
}
