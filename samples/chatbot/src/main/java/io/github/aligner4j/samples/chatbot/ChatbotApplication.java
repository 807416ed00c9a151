// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Starts the chatbot. Its chains are in {@code application.yaml}. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class ChatbotApplication {

    /** Starts the chatbot. It listens on the port {@code PORT} of the environment, or 8080; {@code HOST} opens it to others. */
    public static void main(String[] arguments) {
        SpringApplication.run(ChatbotApplication.class, arguments);
    }

    @EventListener
    @SuppressWarnings("checkstyle:RegexpSinglelineJava")
    void printAddress(ApplicationReadyEvent event) {
        Environment environment = event.getApplicationContext().getEnvironment();
        String port = ":" + environment.getProperty("local.server.port");
        String host = environment.getProperty("server.address", "");
        System.out.println("Chatbot ready at http://localhost" + port
                + (host.isBlank() ? "" : "; open to other machines: it listens at " + host + port));
    }
}
