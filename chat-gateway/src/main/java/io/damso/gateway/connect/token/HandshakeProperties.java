package io.damso.gateway.connect.token;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How clients may send their token with the handshake.
 *
 * @param queryToken whether handshakes may carry a token as query parameter access_token; proxies and other components
 *     may log it
 */
@ConfigurationProperties("damso.gateway.connect")
record HandshakeProperties(@DefaultValue("false") boolean queryToken) {}
