// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the chatbot listen on this machine only, unless {@code server.address} (in the environment {@code HOST}) is set. */
@Configuration(proxyBeanMethods = false)
class ServerConfiguration {

    @Bean
    WebServerFactoryCustomizer<ConfigurableWebServerFactory> loopbackByDefault(ServerProperties properties) {
        return factory -> factory.setAddress(address(properties));
    }

    @Bean
    AllowedHosts allowedHosts(
            ServerProperties properties,
            @Value("${server.address:}") String address,
            @Value("${chatbot.allowed-hosts:}") List<String> allowed) {
        List<String> names = new ArrayList<>(allowed);
        names.add(address);
        return new AllowedHosts(address(properties), names);
    }

    private static InetAddress address(ServerProperties properties) {
        return Objects.requireNonNullElseGet(properties.getAddress(), InetAddress::getLoopbackAddress);
    }
}
