// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** The guide to threats, "What is fetched, and when": connections are opened in two modules only. */
@AnalyzeClasses(
        packages = "io.github.aligner4j",
        importOptions = {ImportOption.DoNotIncludeTests.class})
class NetworkUseTest {

    private static final String[] MODULES_WITH_CONNECTIONS = {
        "io.github.aligner4j.hub..", "io.github.aligner4j.remote..", "io.github.aligner4j.samples.."
    };

    @ArchTest
    static final ArchRule no_other_module_has_an_http_client = noClasses()
            .that()
            .resideOutsideOfPackages(MODULES_WITH_CONNECTIONS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "com.sun.net.httpserver..");

    @ArchTest
    static final ArchRule no_other_module_opens_a_socket = noClasses()
            .that()
            .resideOutsideOfPackages(MODULES_WITH_CONNECTIONS)
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(
                    Socket.class,
                    ServerSocket.class,
                    SocketChannel.class,
                    ServerSocketChannel.class,
                    URLConnection.class,
                    HttpURLConnection.class);

    @ArchTest
    static final ArchRule no_module_opens_a_url = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(
                    "io.github.aligner4j.runtime.djl.ClassPathLibtorch") // resources of its class loader
            .should()
            .callMethod(URL.class, "openStream")
            .orShould()
            .callMethod(URL.class, "openConnection")
            .orShould()
            .callMethod(URL.class, "getContent");
}
