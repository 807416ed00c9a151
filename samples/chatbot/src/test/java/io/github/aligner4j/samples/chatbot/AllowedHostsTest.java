// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AllowedHostsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:8080", "localhost.:80", "app.localhost:1", "127.0.0.1:8080", "[::1]:8080"
            })
    void this_machine_is_itself(String host) throws UnknownHostException {
        assertThat(hosts("127.0.0.1").allows(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.example:8080",
                "localhost@evil.example",
                "192.168.1.7",
                "999.0.0.1",
                "0x7f.1",
                "[::1",
                "localhost:port",
                "localhost:80:80",
                ":8080",
                " "
            })
    void foreign_and_malformed_hosts_are_refused(String host) throws UnknownHostException {
        assertThat(hosts("127.0.0.1").allows(host)).isFalse();
        assertThat(hosts("127.0.0.1").allows(null)).isFalse();
    }

    @Test
    void a_server_open_to_all_takes_every_address_its_own_name_and_those_it_was_given() throws UnknownHostException {
        AllowedHosts open = hosts("0.0.0.0", "Chat.Example", " ");

        assertThat(open.allows("192.168.1.7:8080")).isTrue();
        assertThat(open.allows("[fe80::1]:8080")).isTrue();
        assertThat(open.allows(InetAddress.getLocalHost().getHostName() + ":8080"))
                .isTrue();
        assertThat(open.allows("chat.example")).isTrue();
        assertThat(open.allows("other.example")).isFalse();
    }

    @Test
    void a_server_at_one_address_takes_that_address() throws UnknownHostException {
        assertThat(hosts("192.168.1.7").allows("192.168.1.7:8080")).isTrue();
        assertThat(hosts("192.168.1.7").allows("192.168.1.8:8080")).isFalse();
    }

    private static AllowedHosts hosts(String bound, String... names) throws UnknownHostException {
        return new AllowedHosts(InetAddress.getByName(bound), List.of(names));
    }
}
