package io.damso.system.clients;

import java.net.http.HttpClient;
import java.util.List;
import org.apache.tomcat.websocket.WsWebSocketContainer;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.ee11.websocket.jakarta.client.JakartaWebSocketClientContainerProvider;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.socket.client.WebSocketClient;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.sockjs.client.JettyXhrTransport;
import org.springframework.web.socket.sockjs.client.RestClientXhrTransport;
import org.springframework.web.socket.sockjs.client.SockJsClient;
import org.springframework.web.socket.sockjs.client.WebSocketTransport;

/** The transports of Spring's STOMP client. */
final class SpringTransports {

    private SpringTransports() {}

    static WebSocketClient tomcat(ClientParameters parameters) {
        StandardWebSocketClient client = new StandardWebSocketClient(new WsWebSocketContainer());
        client.setSslContext(parameters.tls());
        return client;
    }

    static WebSocketClient jetty(ClientParameters parameters) throws Exception {
        return new StandardWebSocketClient(JakartaWebSocketClientContainerProvider.getContainer(jettyHttp(parameters)));
    }

    static WebSocketClient sockJsWebSocket(ClientParameters parameters) {
        SockJsClient client = new SockJsClient(List.of(new WebSocketTransport(tomcat(parameters))));
        client.setInfoReceiver(xhr(parameters));
        return client;
    }

    static WebSocketClient sockJsXhr(ClientParameters parameters) {
        return new SockJsClient(List.of(xhr(parameters)));
    }

    static WebSocketClient sockJsXhrByJetty(ClientParameters parameters) throws Exception {
        return new SockJsClient(List.of(new JettyXhrTransport(jettyHttp(parameters))));
    }

    private static RestClientXhrTransport xhr(ClientParameters parameters) {
        HttpClient http = HttpClient.newBuilder().sslContext(parameters.tls()).build();
        return new RestClientXhrTransport(RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory(http))
                .build());
    }

    private static org.eclipse.jetty.client.HttpClient jettyHttp(ClientParameters parameters) throws Exception {
        SslContextFactory.Client tls = new SslContextFactory.Client();
        tls.setSslContext(parameters.tls());
        ClientConnector connector = new ClientConnector();
        connector.setSslContextFactory(tls);
        org.eclipse.jetty.client.HttpClient http =
                new org.eclipse.jetty.client.HttpClient(new HttpClientTransportDynamic(connector));
        http.start();
        return http;
    }
}
